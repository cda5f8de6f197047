"""Finds what a thank-you says that the other person told, and whether they did tell it.

Words are compared by their stems, numbers and names as they are; ways to say things stand in
``said.toml`` beside. What is vague is judged neither way. ``benchmarks/thanks.py`` measures it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from informint.model import Message, MessageKind, Span
from informint.reading.encoder import PLAIN
from informint.reading.mail import SLOT, own_sentences
from informint.reading.sentences import Part, Sentence, split_sentences
from informint.reading.stems import stem
from informint.reading.telling import Word, ways_to_say, words_of

HEARD_MARKS = (
    "was_said", "never_said", "not_noted", "says_next", "promise_kept", "promise_open",
)  # fmt: skip
"""What this room adds to the marks of a thank-you; ``promise_open`` stands nowhere."""

_QUOTE = 160  # characters of a quotation at most
_WINDOW = 3  # sentences of what was said that one claim may take up
# Chosen on tests/reading/thanks_built_on.jsonl.
_TELLING = 1.75  # weight of a claim from which it can be looked for at all
_MOST, _PART, _ENOUGH = 0.5, 0.27, 1.9  # shares of a claim that were said, and weight for the less
_KEPT = 0.5  # share of a promise that a mail repeats


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What is known of a talk.

    ``said`` is what the other person said, a turn or a note each; ``whole`` says that it is all of
    it, as a transcript is and notes are not. ``promised`` is what the learner said they would do.
    """

    said: tuple[str, ...] = field(default=(), repr=False)
    promised: tuple[str, ...] = field(default=(), repr=False)
    whole: bool = True


class Claim(NamedTuple):
    """A sentence that says what was told; ``was_said`` is None where no program can tell.

    ``number`` (from 0) and ``quote`` lead to the words that come nearest, where there are any.
    """

    span: Span
    was_said: bool | None
    number: int | None
    quote: str


def claims(message: Message, heard: Heard) -> tuple[Claim, ...]:
    """Return the sentences of a thank-you that say what was told, in order, each judged.

    Args:
        message: the thank-you; what still stands in ``[[...]]`` claims nothing.
        heard: what is known of the talk.
    """
    return _claims(own_sentences(message.body), heard, message.to)


def claims_in(turn: str, heard: Heard) -> tuple[Claim, ...]:
    """Return the sentences of a turn of a talk that take up what was told, as ``claims`` does."""
    return _claims(split_sentences(turn), heard, "")


def _claims(sentences: Iterable[Sentence], heard: Heard, to: str) -> tuple[Claim, ...]:
    windows = [
        (number, window) for number, text in enumerate(heard.said) for window in _windows(text)
    ]
    others = frozenset(w.stem for w in words_of(f"x {to}"))
    return tuple(_judged(s, windows, others) for s in sentences if _is_claim(s))


def _is_claim(sentence: Sentence) -> bool:
    text = _plain(sentence)
    if sentence.part is not Part.TEXT or text.endswith("?"):
        return False
    known = ways_to_say()
    if known.courtesy.match(text) and not known.told.search(text):
        return False
    return bool(known.claim.search(text)) and not _FUTURE.match(text)


def _plain(sentence: Sentence) -> str:
    """Return a sentence without its open slots, with straight quotation marks."""
    return SLOT.sub("", sentence.text).translate(PLAIN)


_FUTURE = re.compile(
    r"(?:(?:on|by|next|this|in) \w+(?: \w+)?,? )?(?:I(?:'ll| will| shall|'m going to| am going to)"
    r"(?! (?:not|always|never|long|\w+ )?(?:remember|forget|think|treasure))|I hope|I wish|may I"
    r"|please|if )",
    re.IGNORECASE,
)


def _windows(text: str) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield each stretch of up to three sentences, with the stems in it."""
    sentences = [s.text for s in split_sentences(text)]
    for start in range(len(sentences)):
        for size in range(1, min(_WINDOW, len(sentences) - start) + 1):
            stretch = " ".join(sentences[start : start + size])
            yield stretch, frozenset(word.stem for word in words_of(stretch))


def _judged(
    sentence: Sentence,
    windows: Sequence[tuple[int, tuple[str, frozenset[str]]]],
    others: frozenset[str],
) -> Claim:
    words = tuple(w for w in words_of(_told_part(_plain(sentence))) if w.stem not in others)
    telling = {w.stem: w.weight for w in words}
    all_of_it = sum(telling.values())
    best: tuple[float, int, int, str, frozenset[str]] | None = None
    for number, (stretch, stems) in windows:
        both = sum(weight for word, weight in telling.items() if word in stems)
        # The shortest of the stretches that hold as much is the one to quote.
        rank = (both, -len(stretch), -number, stretch, stems)
        if both and (best is None or rank[:3] > best[:3]):
            best = rank
    if best is None:
        vague = all_of_it < _TELLING
        return Claim(sentence.span, None if vague else False, None, "")
    both, _, number, stretch, stems = best
    share = both / all_of_it
    if all_of_it < _TELLING and (share < 1 or all_of_it < 1):
        return Claim(sentence.span, None, None, "")
    said = share >= _MOST or (share >= _PART and both >= _ENOUGH)
    said = said and not _contradicts(words, stems, frozenset().union(*(w[1] for _, w in windows)))
    return Claim(sentence.span, said, -number, _short(stretch))


def _told_part(text: str) -> str:
    """Return a sentence up to where it goes on to the writer, if that much says something."""
    begins = ways_to_say().claim.search(text)
    goes_on = ways_to_say().then.search(text, begins.end() if begins else 0)
    part = text[: goes_on.start()] if goes_on else text
    return part if sum({w.stem: w.weight for w in words_of(part)}.values()) >= _TELLING else text


def _contradicts(words: Sequence[Word], near: frozenset[str], all_said: frozenset[str]) -> bool:
    """Say whether a number of a claim stands with a word that was said with another number."""
    for place, word in enumerate(words):
        if word.number and word.stem not in near:
            beside = (*words[max(0, place - 1) : place], *words[place + 1 : place + 2])
            year = len(word.stem) == 4  # noqa: PLR2004  (digits of a year)
            counted = words[place + 1 : place + 2]
            if year or any(w.stem in near for w in (*counted, *(b for b in beside if b.number))):
                return True
        if word.name and word.stem in ways_to_say().months and word.stem not in all_said:
            return True
    return bool(words and words[-1].number and words[-1].stem not in all_said)


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _QUOTE else f"{plain[:_QUOTE].rsplit(' ', 1)[0]} ..."


def promises(turns: Iterable[str]) -> tuple[str, ...]:
    """Return what the learner's turns promise to do, each from "I will" to the sentence's end."""
    found = (
        (sentence.text, ways_to_say().promise.search(sentence.text.translate(PLAIN)))
        for turn in turns
        for sentence in split_sentences(turn)
    )
    return tuple(
        dict.fromkeys(_THANKS_TOO.sub("", text[hit.start() :]) for text, hit in found if hit)
    )


_THANKS_TOO = re.compile(r"[,;:]+ (?:and )?(?:thank|thanks|many thanks|goodbye|bye)\b.*", re.DOTALL)


def open_promises(message: Message, heard: Heard) -> tuple[str, ...]:
    """Return the promises that a message does not repeat."""
    return tuple(promise for promise in heard.promised if _where_kept(message, promise) is None)


def _where_kept(message: Message, promise: str) -> Span | None:
    """Return the sentence that repeats most of a promise, or None."""
    wanted = {w.stem: w.weight for w in words_of(promise)} or {
        stem(w): 1.0 for w in re.findall(r"\w+", promise.lower())
    }
    for sentence in own_sentences(message.body):
        text = _plain(sentence)
        words = {w.stem for w in words_of(text)} | {
            stem(w) for w in re.findall(r"\w+", text.lower())
        }
        both = sum(weight for word, weight in wanted.items() if word in words)
        if both >= _KEPT * sum(wanted.values()):
            return sentence.span
    return None


class Traced(NamedTuple):
    """The marks that a thank-you has, with their places, and for a place what was said there."""

    marks: Mapping[str, tuple[Span, ...]]
    quotes: Mapping[Span | None, str]


def trace(message: Message, heard: Heard | None = None) -> Traced:
    """Return what a thank-you takes up from the talk, as marks that rules can name.

    Args:
        message: the message; one that thanks for nothing has no marks here.
        heard: what is known of the talk; without it only ``says_next`` can be told.

    Returns:
        ``quotes`` holds by place what the other said, and under None the first open promise.
    """
    if message.kind is not MessageKind.THANK_YOU:
        return Traced({}, {})
    marks: dict[str, tuple[Span, ...]] = {"says_next": tuple(_next(message))}
    quotes: dict[Span | None, str] = {}
    if heard is not None:
        judged = claims(message, heard) if heard.said else ()
        quotes |= {claim.span: claim.quote for claim in judged}
        unsaid = "never_said" if heard.whole else "not_noted"
        marks["was_said"] = tuple(c.span for c in judged if c.was_said)
        marks[unsaid] = tuple(c.span for c in judged if c.was_said is False)
        kept = (_where_kept(message, promise) for promise in heard.promised)
        marks["promise_kept"] = tuple(dict.fromkeys(span for span in kept if span))
        left = open_promises(message, heard)
        quotes[None] = left[0] if left else ""
    found = {name: spans for name, spans in marks.items() if spans}
    return Traced({**found, "promise_open": ()} if quotes.get(None) else found, quotes)


def _next(message: Message) -> Iterator[Span]:
    for sentence in own_sentences(message.body):
        if sentence.part is Part.TEXT and ways_to_say().next.search(_plain(sentence)):
            yield sentence.span
