"""Reads a prepared question: its form and topic, and which faults its wording has."""

import re
from collections.abc import Iterable, Mapping
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
_LIKELY = 0.3  # score of asking for a job from which the learned reader is believed
_MY = re.compile(r"\b(?:my|mine)\b", re.IGNORECASE)
_CLASSES_DEEP = 4  # how far classes of words stand within one another
_YES_WILL_DO = frozenset({"closing", "name_use", "permission"})
_Spans = Mapping[str, tuple[Span, ...]]


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

    def find(self, text: str) -> Span | None:
        """Return where the rule holds in a text, unless something in the text cancels it."""
        found = self.pattern.search(text)
        if not found or (self.but and self.but.search(text)):
            return None
        return Span(found.start(), found.start() + len(found[0].rstrip()))


class Rules(NamedTuple):
    """The file, compiled; ``before`` are the words that may come before the question proper."""

    form: tuple[Compiled, ...]
    fault: tuple[Compiled, ...]
    mark: tuple[Compiled, ...]
    before: re.Pattern[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionReading:
    """What a prepared question was read as.

    ``form`` is open, closed or choice, ``topic`` one of the design's, ``other`` when none fits.
    ``faults`` holds those of ``FAULTS`` that were found, in that order, each with its places in
    ``text``; one that lies in the whole question has none. ``marks`` (some of ``MARKS``) are no
    faults. ``why`` says what led to it, in sentences. Without ``read`` it is no question at all:
    empty or not English, as ``why`` says. Of a text longer than ``LONGEST`` the beginning was read;
    then it is not ``whole``, and ``why`` says that first.
    """

    text: str = field(repr=False)
    read: bool = True
    whole: bool = True
    form: str = "open"
    topic: str = "other"
    faults: _Spans = field(default_factory=dict)
    marks: _Spans = field(default_factory=dict)
    why: tuple[str, ...] = ()


def read_question(text: str) -> QuestionReading:
    """Read one prepared question, as written.

    Raises:
        BadInput: when the learned weights are missing or damaged.
    """
    plain, places = _plain(text)
    whole = len(plain) <= LONGEST
    plain = plain[:LONGEST].rstrip()
    turn = turns.read(plain)
    if not turn.acts and turn.why and not any(turn.scores.values()):
        return QuestionReading(text=text, read=False, why=turn.why)
    form, topics = turns.as_question(plain)
    form, why = _form(plain, form)
    on_papers = turn.scores["ask_resume_help"] if _MY.search(plain) else 0.0
    asks_job = max(turn.scores["ask_for_job"], on_papers)
    faults = _held(rules().fault, plain)
    if asks_job >= _LIKELY:
        faults = _held(rules().fault, plain, unsure=True)
    if "job_ask" in faults:
        faults.pop("about_me", None)  # one weightier word on the same thing
    marks = _held(rules().mark, plain)
    if form != "open" and "job_ask" not in faults and not marks.keys() & _YES_WILL_DO:
        faults["closed"] = []
    cut = "" if whole else f"Only the first {LONGEST:,} characters were read."
    reasons = [cut, why, *(rule.why for found in faults.values() for rule, _ in found)]
    return QuestionReading(
        text=text,
        whole=whole,
        form=form,
        topic="network" if "closing" in marks else max(topics, key=lambda topic: topics[topic]),
        faults=_placed(faults, FAULTS, places),
        marks=_placed(marks, MARKS, places),
        why=tuple(dict.fromkeys(filter(None, reasons))),
    )


@cache
def rules() -> Rules:
    """Return the rules of ``question_faults.toml``, compiled."""
    text = files(__package__).joinpath("question_faults.toml").read_text("utf-8")
    content = msgspec.toml.decode(text, type=_File)

    def fill(way: str) -> str:
        for _ in range(_CLASSES_DEEP):
            way = re.sub(r"\{([a-z_]+)\}", lambda m: f"(?:{content.words[m[1]]})", way)
        return way

    def compiled(ways: Iterable[str]) -> re.Pattern[str]:
        whole = "|".join(rf"(?:(?<!\w)|(?!\w))(?:{fill(way)})" for way in ways)
        return re.compile(whole, re.IGNORECASE)

    def each(entries: Iterable[Rule]) -> tuple[Compiled, ...]:
        return tuple(
            Compiled(rule, compiled(f"(?:{way})(?!\\w)" for way in rule.any),
                     compiled(rule.but) if rule.but else None)
            for rule in entries
        )  # fmt: skip

    before = re.compile(
        fill(
            r"\W*(?:(?:{opener})\b[\s,:;-]*)*(?:{context}[^?]*?,\s*(?=\w))?(?:(?:{opener})[\s,:;-]+)*"
        ),
        re.IGNORECASE,
    )
    return Rules(each(content.form), each(content.fault), each(content.mark), before)


def _plain(text: str) -> tuple[str, list[int]]:
    """Return a text with plain apostrophes and single blanks, and where each of its signs stood."""
    signs: list[str] = []
    places: list[int] = []
    for place, sign in enumerate(text.translate(PLAIN)):
        if not sign.isspace():
            signs.append(sign)
        elif signs and signs[-1] != " ":
            signs.append(" ")
        else:
            continue
        places.append(place)
    if signs and signs[-1] == " ":
        signs.pop()
    return "".join(signs), places


def _form(text: str, guessed: str) -> tuple[str, str]:
    """Return the form of a question and why: by phrases where they are plain, or as guessed.

    Of several sentences those that ask decide; one that is open leaves room enough.
    """
    sentences = [sentence.text for sentence in split_sentences(text)]
    asking = [s for s in sentences if s.rstrip("\"') ").endswith("?")] or sentences
    inviting = [s for s in sentences if s not in asking]
    found = [_plain_form(sentence) for sentence in asking]
    opened = next((rule for rule in found if rule and rule.speaks_for == "open"), None)
    if not opened and found and found[-1]:  # "Is it hard? Tell me how you see it."
        told = (_plain_form(s) for s in inviting if sentences.index(s) > 0)
        opened = next((r for r in told if r and r.speaks_for == "open"), None)
    if opened:
        return opened.speaks_for, opened.why
    if None in found or not found:
        return guessed, ""
    rule = found[-1]
    return (rule.speaks_for, rule.why) if rule else (guessed, "")


def _plain_form(sentence: str) -> Rule | None:
    """Return the first rule on forms that holds for a sentence without what leads up to it."""
    before = rules().before.match(sentence)
    proper = sentence[before.end() :] if before else sentence
    return next((entry.rule for entry in rules().form if entry.find(proper)), None)


_Held = dict[str, list[tuple[Rule, Span]]]


def _held(entries: Iterable[Compiled], text: str, *, unsure: bool = False) -> _Held:
    """Return the rules that hold, by what they speak for; those not sure only with ``unsure``."""
    held: _Held = {}
    for entry in entries:
        if (entry.rule.sure or unsure) and (span := entry.find(text)):
            held.setdefault(entry.rule.speaks_for, []).append((entry.rule, span))
    return held


def _placed(held: _Held, order: Iterable[str], places: list[int]) -> _Spans:
    """Return where each of them is in the text as written."""
    return MappingProxyType(
        {
            name: tuple(dict.fromkeys(_as_written(span, places) for _, span in held[name]))
            for name in order
            if name in held
        }
    )


def _as_written(span: Span, places: list[int]) -> Span:
    return Span(places[span.start], places[span.end - 1] + 1)
