"""Finds lengths of time in a sentence, in many ways of writing, and tells which are asked for."""

import re
from collections.abc import Callable
from typing import NamedTuple

from informint.model import Span


class Duration(NamedTuple):
    """A length of time: its place in the sentence, lowest and highest minutes.

    ``open_ended`` has no real end ("an hour or two"). ``asked`` is False for lengths of something
    else, such as "your 30-minute talk" or "ten minutes from your office".
    """

    span: Span
    low: int
    high: int
    open_ended: bool = False
    asked: bool = True


_ONES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS = (
    "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen",
    "eighteen", "nineteen", "twenty",
)  # fmt: skip
_WORDS: dict[str, float] = {
    **{word: n for n, word in enumerate([*_ONES, *_TEENS], 1)},
    "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "ninety": 90,
    "a": 1, "an": 1, "half": 0.5, "half a": 0.5, "half an": 0.5, "a couple": 2, "couple": 2,
}  # fmt: skip
_UP_TO_NINE = rf"[- ](?:{'|'.join(_ONES)})\b"
_TENS = rf"(?:twenty|thirty|forty|fourty|fifty)(?:{_UP_TO_NINE}|(?!{_UP_TO_NINE}))"
_NUMBER = (
    r"(?:(?<![\d.,:/])\d{1,3}(?:[.,][05])?(?![\d:/])"
    rf"|\b(?:{_TENS}|{'|'.join(_TEENS[:-1])}|{'|'.join(_ONES)}|sixty|ninety)\b"
    r"|\b(?:a )?couple(?= of\b))"
)
_ONE = rf"(?:{_NUMBER}|\ban?\b)"
_MINUTES = (
    r"(?:minut?es?|minuets?|mintues?|mins?\b\.?|minuten|minutos|minuti|m\b(?= (?:call|chat)))"
)
_HOURS = r"(?:hours?|hrs?\b\.?|h\b)"
_TO = r"\s*(?:-|\u2013|\u2014|/|,|,? ?(?:to|or|up to|maybe|and))\s*"
_AGAIN = r"(?:\s*\(\w+\))?"  # twenty (20) minutes
_LOOSE = (
    r"(?:\s*-?\s*ish)?(?:\s+of)?(?:\s+(?:or so|(?!(?:to|or|and|of|from|at|in"
    r"|years?|days?|weeks?|months?|questions?)\b)[a-z]{3,}\b))?[ -]*"
)


def _number(text: str) -> float:
    """Return the number that digits or words say."""
    text = text.lower().replace(",", ".").strip()
    if text[0].isdigit():
        return float(text)
    if text in _WORDS:
        return _WORDS[text]
    tens, ones = re.split(r"[- ]", text)
    return _WORDS[tens] + _WORDS[ones]


Minutes = tuple[float, float]
_HOUR = 60
_LEAST = 5  # minutes; less is a manner of speaking ("not a minute more")


def _fixed(low: float, high: float | None = None) -> Callable[[re.Match[str]], Minutes]:
    return lambda _: (low, low if high is None else high)


def _counted(unit: int) -> Callable[[re.Match[str]], Minutes]:
    """Read the first group, and the second when there is one, as numbers of ``unit`` minutes."""
    return lambda m: (unit * _number(m[1]), unit * _number(m[m.re.groups]))


_TIME = r"\d{1,2}[:.][0-5]\d"


def _clock(match: re.Match[str]) -> Minutes:
    """Return the minutes from one clock time to the other; nothing when over two hours."""
    start, end = (_HOUR * int(time[:-3]) + int(time[-2:]) for time in match.groups())
    length = (end - start) % (12 * _HOUR)
    return (length, length) if length <= 2 * _HOUR else (0, 0)


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], Minutes]], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), minutes)
    for pattern, minutes in (
        (r"\b(?:an?|one|1) (?:hour|hr) and (?:a half|thirty minutes|30 min\w*)", _fixed(90)),
        (r"\b(\d)\s?h\s?([0-5]\d)\b", lambda m: (60 * int(m[1]) + int(m[2]),) * 2),
        (r"\bthree[ -]quarters? of an hour|(?:\b3/4|¾) (?:of an )?hour", _fixed(45)),
        (r"\b(?:a )?quarter[ -](?:of[ -])?(?:an[ -]|the[ -])?hour|\b1/4 hour", _fixed(15)),
        (r"\b(?:an? )?half[ -](?:an?[ -])?(?:hour|hr\b)|(?:\b1/2|½) ?(?:an? )?hour", _fixed(30)),
        (r"\ban? (?:hour|hr) or (?:two|2|more|so more)\b", _fixed(60, 120)),
        (r"\b(?:an? |one |1[ -])?hour[ -]long\b", _fixed(60)),
        (r"\bhalf a day or a (?:whole )?day", _fixed(240, 480)),
        (r"\b(?:half a|a half)[ -]day\b", _fixed(240)),
        (rf"({_NUMBER}){_AGAIN}{_TO}({_NUMBER}){_AGAIN}{_LOOSE}{_MINUTES}", _counted(1)),
        (rf"({_ONE}){_TO}({_NUMBER}){_AGAIN}{_LOOSE}{_HOURS}", _counted(60)),
        (rf"({_NUMBER}){_AGAIN}{_LOOSE}{_MINUTES}", _counted(1)),
        (rf"({_ONE}){_AGAIN}{_LOOSE}{_HOURS}", _counted(60)),
        (rf"\bfrom ({_TIME}) (?:to|until|till) ({_TIME})\b", _clock),
        (rf"\b({_TIME}) ?(?:-|\u2013|to) ?({_TIME})\b", _clock),
        (r"(?<![\w'\u2019\"\u201c])([1-9]\d)\s?['\u2019\u2032](?![\w'\u2019])", _counted(1)),
        (r"\b(?:no more than|at most|max(?:imum)?) ([1-6]\d)(?=[.,;!?)]|$)", _counted(1)),
    )
)  # fmt: skip
_MAY_HOLD = re.compile(
    r"min|hour|hr|\dh|\d[:.]\d\d|\d h\b|day|afternoon|evening|morning|\d\s?['\u2019\u2032]"
    r"|no more|no longer|at most|max|mintue|\dm\b|as long as|however long|as much|time",
    re.IGNORECASE,
)
_JOINED = re.compile(
    r"(?:\s*,?\s*(?:-|\u2013|to|or|up to|or even|perhaps|maybe|and)\s*)+", re.IGNORECASE
)
_AT_MOST = re.compile(
    rf",? ?\(?(?:or |maybe |perhaps )?({_NUMBER}) (?:at (?:the )?(?:very )?most|max"
    r"|tops|if you)",
    re.IGNORECASE,
)
_ENDLESS = re.compile(
    r"\bas (?:long|much time) as (?:you|it|is|we|your)\b[^.,;!?]*|\bhowever long\b[^.,;!?]*"
    r"|\b(?:spend|reserve|block|keep|take|need|give me) (?:\w+ ){0,2}?(?:an?|the|one"
    r"|your) (?:whole|entire|full) (?:day|afternoon|morning|evening)\b|\b(?:several|a few"
    r"|many) hours\b|\b(?:the|your) rest of (?:the|your) (?:day|afternoon)\b",
    re.IGNORECASE,
)  # fmt: skip


def find_durations(sentence: str) -> tuple[Duration, ...]:
    """Return the lengths of time in a sentence, in order of place.

    Counts minutes and hours; ages, years, clock times and "a few minutes" are none.
    """
    if not _MAY_HOLD.search(sentence):
        return ()
    found = [
        Duration(Span(*m.span()), 0, 0, open_ended=True, asked=_is_asked(sentence, m.span()))
        for m in _ENDLESS.finditer(sentence)
    ]
    for pattern, minutes in _FORMS:
        for match in pattern.finditer(sentence):
            start, end = match.span()
            low, high = sorted(minutes(match))
            if high and all(end <= d.span.start or d.span.end <= start for d in found):
                endless = high >= 4 * _HOUR or (low == _HOUR and high >= 2 * _HOUR)
                span = Span(start, start + len(match[0].rstrip()))
                found.append(Duration(span, round(low), round(high), endless))
    joined = _join(sentence, sorted(found))
    return tuple(d._replace(asked=d.high >= _LEAST and _is_asked(sentence, d.span)) if d.high else d
                 for d in joined)  # fmt: skip


def _join(sentence: str, found: list[Duration]) -> list[Duration]:
    """Make one of two that belong together: "20 minutes to half an hour", "20 min, 30 at most"."""
    joined: list[Duration] = []
    for duration in found:
        last = joined[-1] if joined else None
        if last and _JOINED.fullmatch(sentence, last.span.end, duration.span.start):
            low, high = sorted((last.low or duration.low, duration.high or last.high))
            joined[-1] = Duration(
                Span(last.span.start, duration.span.end), low, high,
                last.open_ended or duration.open_ended,
            )  # fmt: skip
        else:
            joined.append(duration)
    for n, duration in enumerate(joined):
        more = _AT_MOST.match(sentence, duration.span.end)
        if more and (high := round(_number(more[1]))) > duration.high:
            joined[n] = duration._replace(high=high)
    return joined


# What stands around a length that is not asked for. Order does not matter; one is enough.
_BEFORE_NOT = re.compile(
    r"(?:\b(?:spent|waited|talked|spoke|chatted|sat|stayed|listened|lasted|walked|drove|enjoyed"
    r"|gave|stood|stared|watched|learned|learnt|listening|laughed|ran|lost|arrived|slept|late by"
    r"|every|each|last|past|next|first|another person's|took me|took us|takes me|cost me"
    r"|been)\b(?:\W+(?!could|would|can|may|if|but|and|so)\w+){0,6}|\b(?:reply|answer|confirm"
    r"|respond|call back|back to me)\b[^.;]{0,20}\bwithin(?: the)?(?: next)?|(?<!be "
    r")\b(?:thank(?:s| you)|grateful|appreciated?|thankful)\b(?:(?! to ask| if |agree|offer|could"
    r"|would|can )[^.;?!]){0,50}\bfor\b(?:(?!agree|offer|saying)[^.;?!]){0,30}|\b(?:had|was|were"
    r"|(?!hop|ask|want|wonder|need)\w+ed)\b[^.,;?!]{0,60} for(?: (?:nearly|about|almost|over"
    r"|exactly))?|\b(?:by|until|at) the|\b(?:leave|choose|pick|set|name|whatever|which"
    r"|any) (?:the|an)?|\bafter(?: the| these| those| an?)?)\W*$",
    re.IGNORECASE,
)  # fmt: skip
_MEDIUM = (
    r"(?:talk|lecture|interview|presentation|session|webinar|workshop|panel|piece|class|lesson"
    r"|video|tour|film|speech|episode|podcast|seminar|conversation|chat|keynote|demo|segment)"
)
_AFTER_NOT = re.compile(
    r"[- ]*(?:away\b|ago\b|late\b|early\b|earlier\b|later\b|beforehand\b|in advance\b|by (?:bus|"
    r"train|car"
    r"|bike|foot|tram)|on foot|from (?:you|me|my|mine|the|here|now|our|where|home|work|campus)"
    r"|(?:a|per|each|every) (?:day|week|night|month|session|morning|shift)|of fame|into (?:your|"
    r"the)"
    r"|(?:\w+ )?(?:walk|drive|ride|train|bus|flight|commute|journey|tram|ferry|film|documentary"
    r"|lecture|keynote|webinar|speech|episode|podcast|shift|nap|delay|queue|rule|read|run)\b"
    r"(?! (?:with|together|and talk))"
    rf"|(?:long )?(?:\w+ )?{_MEDIUM} (?:that |which )?you (?:gave|did|made|held|had|recorded|tau"
    rf"ght|led)"
    r"|(?:that )?(?:you|we) (?:gave|spent|found|took|shared|spared|made|had|spoke|talked|were"
    r"|gave)|of (?:your|the) (?:talk|lecture|video|film|podcast|keynote|panel|webinar))",
    re.IGNORECASE,
)  # fmt: skip
_OWN_MEDIUM = re.compile(r"\byour (?:\w+ ){0,3}$", re.IGNORECASE)
_OWN_AFTER = re.compile(rf"[- ]*(?:long )?(?:\w+ )?{_MEDIUM}\b(?! with)", re.IGNORECASE)
_BEFORE_ARRIVING = re.compile(
    r"\b(?:I'll|I will|arrive|be there|send|ready|call|join)\b[^.;]*$", re.IGNORECASE
)


def _is_asked(sentence: str, span: tuple[int, int]) -> bool:
    """Say whether the length at ``span`` is that of the talk asked for, by the words around it."""
    before, after = sentence[: span[0]], sentence[span[1] :]
    if _BEFORE_NOT.search(before[-90:]) or _AFTER_NOT.match(after):
        return False
    if _OWN_MEDIUM.search(before) and _OWN_AFTER.match(after):
        return False
    beside = re.match(r"\s*(?:before|after)\b", after, re.IGNORECASE)
    return not (beside and _BEFORE_ARRIVING.search(before))
