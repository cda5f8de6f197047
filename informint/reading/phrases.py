"""Finds how people say what a mail holds; the ways to say it are in ``phrases.toml`` beside it."""

import re
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import msgspec

from informint.model import Span


class Hit(NamedTuple):
    """What a phrase found: its name, such as "over coffee", and the place in the sentence."""

    name: str
    span: Span


class _Phrase(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    topic: str = msgspec.field(name="for")
    name: str
    needs: tuple[str, ...] = ()
    any: tuple[str, ...]
    but: tuple[str, ...] = msgspec.field(name="not", default=())
    denied: bool = False
    case: bool = False
    raw: bool = False


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    words: dict[str, str]
    phrase: tuple[_Phrase, ...]


class _Compiled(NamedTuple):
    name: str
    pattern: re.Pattern[str]
    but: re.Pattern[str] | None
    denied: bool
    needs: tuple[str, ...]


@cache
def _table() -> dict[str, tuple[_Compiled, ...]]:
    """Return the phrases of every element and mark, compiled."""
    text = files(__package__).joinpath("phrases.toml").read_text("utf-8")
    content = msgspec.toml.decode(text, type=_File)
    table: dict[str, tuple[_Compiled, ...]] = {}
    for phrase in content.phrase:
        case = re.NOFLAG if phrase.case else re.IGNORECASE
        wrap = "{}" if phrase.raw else r"(?<![\w'])(?:{})(?!\w)"
        pattern, but = (
            re.compile("|".join(wrap.format(_fill(way, content.words)) for way in ways), case)
            if ways
            else None
            for ways in (phrase.any, phrase.but)
        )
        if pattern:
            compiled = _Compiled(phrase.name, pattern, but, phrase.denied, phrase.needs)
            table[phrase.topic] = (*table.get(phrase.topic, ()), compiled)
    return table


def _fill(way: str, words: dict[str, str]) -> str:
    """Replace ``{word}`` by its class, in classes too."""
    for _ in range(3):
        way = re.sub(r"\{([a-z_]+)\}", lambda m: f"(?:{words[m[1]]})", way)
    return way


def topics() -> frozenset[str]:
    """Return the elements and marks that phrases know."""
    return frozenset(_table())


_CLAUSE_END = re.compile(r"[.;:!?]|,? but |, (?:and|so|though|yet) ")
_NO = re.compile(r"\b(?:no|not|never|nor|neither|without|hardly|rather than|instead of|far from)\b"
                 r"(?!,| only)|n't\b", re.IGNORECASE)  # fmt: skip
_IF_NOT = re.compile(r"\bif not\b|\bwhy (?:not|don't)\b|\bwon't you\b", re.IGNORECASE)


def find(topic: str, sentence: str) -> tuple[Hit, ...]:
    """Return what the phrases of a topic find in a sentence, in order of place.

    Args:
        topic: an element or mark.
        sentence: as written; typographic apostrophes count as plain ones.
    """
    sentence = sentence.replace("\u2019", "'")
    small = sentence.lower()
    hits = [
        Hit(phrase.name, Span(match.start(), match.start() + len(match[0].rstrip())))
        for phrase in _table()[topic]
        if not phrase.needs or any(need in small for need in phrase.needs)
        for match in phrase.pattern.finditer(sentence)
        if match[0].strip() and not _is_cancelled(phrase, match, sentence)
    ]
    return tuple(sorted(hits, key=lambda hit: hit.span))


def _is_cancelled(phrase: _Compiled, match: re.Match[str], sentence: str) -> bool:
    """Say whether an exception overlaps the find, or a "no" stands before it in its clause."""
    start, end = match.span()
    if phrase.but and any(
        other.start() < end and start < other.end() for other in phrase.but.finditer(sentence)
    ):
        return True
    if not phrase.denied:
        return False
    clause = max((m.end() for m in _CLAUSE_END.finditer(sentence, 0, start)), default=0)
    told = sentence[clause:end]
    return bool(_NO.search(told)) and not _IF_NOT.search(told)
