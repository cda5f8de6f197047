"""Reads a prepared question: its form and topic, and which faults its wording has."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import NamedTuple

import msgspec

from informint.model import Span
from informint.reading import turns
from informint.reading.encoder import PLAIN
from informint.reading.sentences import split_sentences

FAULTS = (
    "closed", "double_barrelled", "leading", "too_personal", "job_ask", "look_it_up", "about_me",
    "vague",
)  # fmt: skip
MARKS = ("pay", "openings", "hypothesis", "story", "name_use", "permission", "closing")
LONGEST = 1_000  # characters of a prepared question
_CLASSES_DEEP = 3  # how far classes of words stand within one another
_NO_MATTER = frozenset({"closing", "name_use", "permission"})  # yes or no is all they ask for
_Spans = Mapping[str, tuple[Span, ...]]
_NONE: _Spans = MappingProxyType({})


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One entry of ``question_faults.toml``; see there."""

    speaks_for: str = msgspec.field(name="for")
    why: str
    any: tuple[str, ...]
    but: tuple[str, ...] = msgspec.field(name="not", default=())
    sure: bool = True
    hit: tuple[str, ...]
    miss: tuple[str, ...]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    words: dict[str, str]
    form: tuple[Rule, ...]
    fault: tuple[Rule, ...]
    mark: tuple[Rule, ...]


class Compiled(NamedTuple):
    """A rule, ready to look for."""

    rule: Rule
    pattern: re.Pattern[str]
    but: re.Pattern[str] | None

    def finds(self, text: str) -> re.Match[str] | None:
        """Return where the rule holds in a text, unless something cancels it."""
        found = self.pattern.search(text)
        return found if found and not (self.but and self.but.search(text)) else None


class _Rules(NamedTuple):
    form: tuple[Compiled, ...]
    fault: tuple[Compiled, ...]
    mark: tuple[Compiled, ...]
    opener: re.Pattern[str]
    context: re.Pattern[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionReading:
    """What a prepared question was read as.

    ``form`` is open, closed or choice, ``topic`` one of the design's, ``other`` when none fits.
    ``faults`` holds those of ``FAULTS`` that were found, in that order, each with its places in
    ``text``; a fault of the whole has none. ``marks`` (of ``MARKS``) are no faults. ``why`` says
    what led to it, in sentences.
    """

    text: str = field(repr=False)
    form: str = "open"
    topic: str = "other"
    faults: _Spans = _NONE
    marks: _Spans = _NONE
    why: tuple[str, ...] = ()


def read_question(text: str) -> QuestionReading:
    """Read one prepared question.

    Args:
        text: the question as written, on one line or several; empty or foreign text has no faults.

    Raises:
        BadInput: when the learned weights are missing or damaged.
    """
    plain, places = _plain(text[:LONGEST])
    said = turns.read(plain)
    if not plain or (not said.acts and _unread(said)):
        return QuestionReading(text=text, why=said.why)
    guessed = turns.as_question(plain)
    form, why = _form(plain, guessed.form)
    reasons = [why] if why else []
    held = list(_held(_rules().fault, plain))
    unsure = max(said.scores["ask_for_job"], said.scores["ask_resume_help"]) >= 0.5  # noqa: PLR2004  (even)
    found: dict[str, tuple[Span, ...]] = {}
    for rule, span in held:
        if rule.sure or unsure:
            found[rule.speaks_for] = (*found.get(rule.speaks_for, ()), span)
            reasons.append(rule.why)
    marks: dict[str, tuple[Span, ...]] = {}
    for rule, span in _held(_rules().mark, plain):
        marks[rule.speaks_for] = (*marks.get(rule.speaks_for, ()), span)
    if form != "open" and "job_ask" not in found and not marks.keys() & _NO_MATTER:
        found["closed"] = ()
    return QuestionReading(
        text=text,
        form=form,
        topic="network" if "closing" in marks else guessed.topic,
        faults={fault: _back(found[fault], places) for fault in FAULTS if fault in found},
        marks={mark: _back(marks[mark], places) for mark in MARKS if mark in marks},
        why=tuple(dict.fromkeys(reasons)),
    )


@cache
def rules() -> _Rules:
    """Return what ``question_faults.toml`` holds, compiled."""
    return _rules()
