"""Splits a text into sentences with their places, and a mail into its parts."""

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from informint.model import Span


class Part(StrEnum):
    """Which part of a mail a sentence belongs to."""

    GREETING = "greeting"
    TEXT = "text"
    CLOSING = "closing"
    SIGNATURE = "signature"
    QUOTED = "quoted"


class Sentence(NamedTuple):
    """One sentence: its place in the whole text, its words as written, its part and paragraph."""

    span: Span
    text: str
    part: Part = Part.TEXT
    paragraph: int = 0


_ABBREVIATIONS = frozenset(
    "mr mrs ms mx dr prof st sr sra srta hr fr jr rev hon capt col gen lt sgt eng ing mme mlle "  # noqa: SIM905  (words read best as lines of words)
    "e.g i.e eg ie etc vs cf ca approx esp incl resp no nr vol fig dept univ inc ltd co corp "
    "min mins hr hrs tel ext jan feb mar apr jun jul aug sep sept oct nov dec "
    "mon tue tues wed thu thur thurs fri sat sun a.m p.m".split()
)
_ALSO_LAST = frozenset(
    "etc min mins hr hrs no co inc ltd a.m p.m sun sat mon mar fig jr sr".split()  # noqa: SIM905  (as above)
)
_END = re.compile(r"[.!?\u2026]+[\"'\u201d\u2019)\]]*(?=\s|$)|[\u3002\uff01\uff1f]+")
_BULLET = re.compile(r"\s*(?:[-*•\u2013]|\(?\d{1,2}[.)]|\(?[a-h]\))\s")
_SHORT_LINE = 45  # a line under this was broken by the writer, a longer one by the mail program


def split_sentences(text: str) -> tuple[Sentence, ...]:
    """Split a text into sentences, in order, without blanks at their ends.

    Spans are half-open, in code points of ``text``. Blank lines, short lines and list items end a
    sentence; the line breaks that mail programs put into long lines do not.
    """
    found: list[Sentence] = []
    for number, block in enumerate(_blocks(text)):
        found += (
            Sentence(span, text[span.start : span.end], paragraph=number)
            for span in _sentences(text, block)
        )
    return tuple(found)


def _blocks(text: str) -> Iterator[Span]:
    """Yield the paragraphs: what stands between blank lines."""
    start = 0
    for gap in re.finditer(r"\n[ \t\r\f\v]*(?:\n\s*)+", text):
        if text[start : gap.start()].strip():
            yield Span(start, gap.start())
        start = gap.end()
    if text[start:].strip():
        yield Span(start, len(text))


def _sentences(text: str, block: Span) -> Iterator[Span]:
    """Yield the sentences of one paragraph."""
    start = block.start
    for end in sorted({*_line_ends(text, block), *_stops(text, block), block.end}):
        piece = text[start:end]
        if piece.strip():
            left = start + len(piece) - len(piece.lstrip())
            yield Span(left, start + len(piece.rstrip()))
            start = end


def _line_ends(text: str, block: Span) -> Iterator[int]:
    """Yield the ends of the lines that were broken on purpose."""
    start = block.start
    for newline in re.finditer(r"\n", text[block.start : block.end]):
        end = block.start + newline.start()
        line = text[start:end].strip()
        if (
            len(line) < _SHORT_LINE
            or line[-1] in ".!?:;"
            or _BULLET.match(text, end + 1, block.end)
        ):
            yield end
        start = end + 1


def _stops(text: str, block: Span) -> Iterator[int]:
    """Yield the places after a full stop, question or exclamation mark that ends a sentence."""
    for stop in _END.finditer(text, block.start, block.end):
        if stop[0] == "." and _is_abbreviation(text, stop.start(), block):
            continue
        yield stop.end()


def _is_abbreviation(text: str, dot: int, block: Span) -> bool:
    """Say whether the full stop at ``dot`` belongs to "Dr." or "J." and not to a sentence."""
    before = re.search(r"[\w.&]+$", text[max(block.start, dot - 12) : dot])
    if before is None:
        return False
    word = before[0]
    after = text[dot + 1 : min(dot + 24, block.end)].lstrip()
    if word.lower() in _ALSO_LAST:
        # These also end sentences: only what follows tells.
        return bool(after) and (after[0].islower() or (word.lower() == "no" and after[0].isdigit()))
    return word.lower() in _ABBREVIATIONS or (len(word) == 1 and word.isupper() and word != "I")


_QUOTE_START = re.compile(
    r"^[ \t]*(?:-{2,} ?(?:original|forwarded) message ?-{2,}|begin forwarded message:"
    r"|on [^\n]{6,120}(?:\n[^\n]{0,80})?wrote:[ \t]*$|(?:am|le|el) [^\n]{6,120}(?:schrieb|a écrit"
    r"|escribió)[^\n]{0,60}:[ \t]*$|_{8,}[ \t]*$(?=\s*from:)"
    r"|from:[ \t][^\n]+\n(?:[^\n]*\n){0,2}[ \t]*(?:sent|date|to|subject):)",
    re.IGNORECASE | re.MULTILINE,
)
_QUOTED_LINE = re.compile(r"^[ \t]*>.*$", re.MULTILINE)
_SIGNATURE_MARK = re.compile(
    r"^(?:-- ?|sent from my [^\n]+|get outlook for [^\n]+)$", re.IGNORECASE | re.MULTILINE
)
_SIGN_OFF = 60  # characters; a longer line is no sign-off
_SIGNATURE_LINE = 80
_NAME_WORDS = 5
_TAIL = 9  # sentences from the end among which a sign-off is looked for
_CLOSING = re.compile(
    r"(?:(?:(?:with |my |many |kind|kindest|best|warm|warmest|all|yours|very|most|a|and|sincere"
    r"|the|good|fair|in|love|friendly|cordial|respectful|again|so|much|big|heartfelt|deep"
    r"|boundless|thanking|excellent|to you)\W*)*(?:regards?|rgds|wishes|best|sincerely|truly"
    r"|faithfully|respectfully|cordially|warmly|cheers|thanks?|thank you|thx|tnx|ty|gratefully"
    r"|grateful|gratitude|appreciatively|appreciation|respect|admiration|greetings?|yours|hugs"
    r"|love|saludos|ciao|br|xoxo|xx?|winds|take care|looking forward|talk soon|see you|speak soon"
    r"|wishes|obliged|cordialement|grüße|gruß|anticipation|bye)(?:\W+[\w']+){0,4}?)\W*$",
    re.IGNORECASE,
)


def layout(body: str) -> tuple[Sentence, ...]:
    """Split a mail into sentences and say which part each belongs to.

    Quoted history (``>``, "On ... wrote:", forwarded blocks) is one ``QUOTED`` sentence a line; the
    greeting is a sentence of its own even when the text goes on in the same line.
    """
    quote = _QUOTE_START.search(body)
    own_end = quote.start() if quote else len(body)
    masked = _QUOTED_LINE.sub(lambda m: "\n" * bool(m[0]) + " " * (len(m[0]) - 1), body[:own_end])
    sentences = list(_own(masked))
    quoted = [Span(*m.span()) for m in _QUOTED_LINE.finditer(body, 0, own_end)]
    if quote:
        quoted.append(Span(own_end, len(body)))
    last = sentences[-1].paragraph + 1 if sentences else 0
    sentences += (Sentence(s, body[s.start : s.end], Part.QUOTED, last) for s in quoted)
    return tuple(sorted(sentences))


def _own(text: str) -> Iterator[Sentence]:
    """Yield the writer's own sentences with their parts."""
    mark = _SIGNATURE_MARK.search(text)
    split = list(split_sentences(text))
    parts = [Part.TEXT] * len(split)
    if split:
        greeting = greeting_end(split[0].text)
        if greeting:
            head, rest = _cut(split[0], greeting)
            split[:1] = [head, rest] if rest.text else [head]
            parts = [Part.GREETING, *parts[: len(split) - 1]]
            parts += [Part.TEXT] * (len(split) - len(parts))
    for number in _tail(split, parts):
        parts[number] = Part.SIGNATURE
    for sentence, part in zip(split, parts, strict=True):
        signed = mark is not None and sentence.span.start >= mark.start()
        yield sentence._replace(part=Part.SIGNATURE if signed else part)


def _tail(split: list[Sentence], parts: list[Part]) -> Iterator[int]:
    """Mark the sign-off as ``CLOSING`` and yield the numbers of the signature's lines after it."""
    for number in range(len(split) - 1, max(-1, len(split) - _TAIL), -1):
        sentence = split[number]
        after = split[number + 1 :]
        # A short line with a comma before a name is a sign-off in any language.
        signed = len(after) == 1 and sentence.text.endswith(",") and _looks_like_name(after[0].text)
        if (
            parts[number] is Part.TEXT
            and len(sentence.text) <= _SIGN_OFF
            and (signed or _CLOSING.match(sentence.text))
            and all(_looks_like_signature(s.text) for s in after)
        ):
            parts[number] = Part.CLOSING
            yield from range(number + 1, len(split))
            return
    last = split[-1].text if len(split) > 1 and parts[-1] is Part.TEXT else ""
    if _looks_like_name(last) and not re.search(r"\w\w[.!?]$", last):
        yield len(split) - 1


def _looks_like_signature(line: str) -> bool:
    return (
        len(line) < _SIGNATURE_LINE
        and not line.lower().startswith(("p.s", "ps:", "ps "))
        and (
            _looks_like_name(line)
            or not re.search(r"[.!?]$|\b(?:I|you|your|my|is|are|can|could)\b", line)
        )
    )


def _looks_like_name(line: str) -> bool:
    words = line.rstrip(".,").split()
    return 0 < len(words) <= _NAME_WORDS and all(
        w[0].isupper()
        or w in {"de", "van", "von", "da", "di", "del", "la", "bin", "al", "el", "der", "ter"}
        for w in words
    )


def _cut(sentence: Sentence, at: int) -> tuple[Sentence, Sentence]:
    """Cut a sentence in two at an offset, blanks left out."""
    start = sentence.span.start
    head = sentence.text[:at].rstrip()
    rest = sentence.text[at:]
    left = start + at + len(rest) - len(rest.lstrip())
    return (
        Sentence(Span(start, start + len(head)), head, Part.GREETING, sentence.paragraph),
        Sentence(Span(left, sentence.span.end), rest.strip(), Part.TEXT, sentence.paragraph),
    )


_TITLE = r"(?:mr|mrs|ms|miss|mx|dr|prof|professor|sir|madam|ma'am|captain|dean|director|coach|rev)"
_GREETING = re.compile(
    r"(?:(?:dear(?:est)?|h(?:i+|ello+|ey+|eya|iya)|good (?:day|morning|afternoon|evening)"
    r"|greetings|respected|esteemed|attn|to whom(?: it may concern)?|to the [^\n,:;.!?]{2,40}|yo"
    r"|sup|howdy|hallo|hei|hej|ciao|bonjour|salut|buenos d[ií]as|buenas tardes|hola"
    r"|estimad[oa]s?|sehr geehrte[r]?|liebe[r]?|guten tag|ol[aá]|prezad[oa]|gentile|egregio|cher"
    r"|ch[eè]re|madame|monsieur|maestro|salaam|salam|namaste|aloha)\b(?:[^\n,:;.!?\u2013\u2014]"
    r"|(?<=\b[A-Z])\.|(?<=\b(?i:mr|ms|dr|mx|st|sr))\.|(?<=\b(?i:mrs|sra))\."
    r"|(?<=\b(?i:prof))\.){0,70}"
    r"|(?:" + _TITLE + r")\b\.?\s+[^\n,:;.!?]{1,40}(?=,)"
    r"|[A-Z][\w'\u2019-]+(?: [A-Z][\w'\u2019-]+){0,2}(?=,\s*\n))(?:[,:;!\u2013\u2014]+|(?=\s*\n)"
    r"|(?=\s*$)|\.(?=\s)|(?= - ))",
    re.IGNORECASE,
)


def greeting_end(text: str) -> int:
    """Return where the greeting that opens a text ends, its comma counted; 0 when there is none."""
    found = _GREETING.match(text)
    return found.end() if found else 0
