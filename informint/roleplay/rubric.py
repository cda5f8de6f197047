"""The rubric of the debrief, from ``content/rubric.toml``, and what each of its measures counts."""

from collections.abc import Callable, Collection, Iterator
from functools import cache
from importlib.resources import files
from typing import Literal, NamedTuple

import msgspec

from informint import content
from informint.errors import ContentError, did_you_mean
from informint.roleplay.comfort import believed
from informint.roleplay.figures import Figures, learners, questions
from informint.roleplay.state import Conversation

Verdict = Literal["met", "partly", "missed"]
SHOWN = 3  # turns quoted for a line of the rubric at most


class Line(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One line of the rubric; the file says what the fields mean."""

    id: str
    title: str
    ask: str  # what learners ask themselves
    measure: str
    met_from: float
    partly_from: float
    at_most: bool = False
    weight: int
    drill: str = ""
    met: str
    partly: str
    missed: str
    why: str
    sources: tuple[str, ...]
    try_met: str
    try_partly: str
    try_missed: str

    def verdict(self, value: float) -> Verdict:
        """Return what a value amounts to."""
        sign = -1 if self.at_most else 1
        if sign * value >= sign * self.met_from:
            return "met"
        return "partly" if sign * value >= sign * self.partly_from else "missed"


class Moments(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What is said of single moments."""

    job: str
    job_instead: str
    hook: str
    closed: str
    monologue: str
    monologue_instead: str


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    item: tuple[Line, ...]
    moments: Moments


class Measured(NamedTuple):
    """A value to judge, the turns that show it, and what to print for {n} and {of}."""

    value: float
    turns: tuple[int, ...] = ()
    n: str = ""
    of: str = ""


@cache
def rubric() -> tuple[tuple[Line, ...], Moments]:
    """Return the lines of the rubric and the words for moments.

    Raises:
        ContentError: for an unknown measure or source.
    """
    text = files("informint.content").joinpath("rubric.toml").read_text("utf-8")
    found = msgspec.toml.decode(text, type=_File)
    for line in found.item:
        _known(line, line.measure, MEASURES)
        for source in line.sources:
            _known(line, source, content.sources())
    return found.item, found.moments


def _known(line: Line, name: str, known: Collection[str]) -> None:
    if name not in known:
        message = f"rubric.toml, item '{line.id}': unknown '{name}'{did_you_mean(name, known)}"
        raise ContentError(message)


def with_act(talk: Conversation, *acts: str) -> tuple[int, ...]:
    """Return the numbers of the learner's turns that do one of some acts."""
    return tuple(
        number
        for number, turn in learners(talk)
        if turn.reading and set(acts) & set(believed(turn.reading))
    )


def _purpose(talk: Conversation, found: Figures) -> Measured:
    shown = found.flags["stated_purpose"]
    if shown:
        return Measured(2, shown)
    greeted = tuple(n for n in with_act(talk, "introduce_self", "greet") if n == 1)
    return Measured(len(greeted), greeted)


def _open_share(talk: Conversation, found: Figures) -> Measured:
    opened = dict.fromkeys(n for n, question in questions(talk) if question.form == "open")
    share = found.open_share
    return Measured(share, tuple(opened), f"{share:.0%}".rstrip("%"), str(found.n_questions))


def _follow_ups(talk: Conversation, found: Figures) -> Measured:
    turns = dict.fromkeys(n for n, question in questions(talk) if question.follows_up)
    return Measured(found.n_followups, tuple(turns), str(found.n_followups))


def _acknowledged(talk: Conversation, _: Figures) -> Measured:
    turns = with_act(talk, "acknowledge")
    return Measured(len(turns), turns, str(len(turns)))


def _talk_share(talk: Conversation, found: Figures) -> Measured:
    longest = sorted(learners(talk), key=lambda pair: -len(pair[1].text.split()))[:1]
    share = found.talk_share
    return Measured(share, tuple(n for n, _ in longest), f"{share:.0%}".rstrip("%"))


def _time(talk: Conversation, found: Figures) -> Measured:
    late = any(move.reason == "overrunning" for turn in talk.turns for move in turn.why)
    shown = found.flags["checked_time"]
    return Measured(0 if late else 2 if shown else 1, shown)


def _goals(_: Conversation, found: Figures) -> Measured:
    return Measured(len(found.goals_covered), (), str(len(found.goals_covered)))


def _flag(name: str) -> Callable[[Conversation, Figures], Measured]:
    return lambda _, found: Measured(float(bool(found.flags[name])), found.flags[name])


def _no_job(_: Conversation, found: Figures) -> Measured:
    return Measured(float(not found.flags["asked_for_job"]), found.flags["asked_for_job"])


MEASURES: dict[str, Callable[[Conversation, Figures], Measured]] = {
    "purpose": _purpose,
    "no_job": _no_job,
    "open_share": _open_share,
    "follow_ups": _follow_ups,
    "acknowledged": _acknowledged,
    "talk_share": _talk_share,
    "time": _time,
    "referral": _flag("asked_referral"),
    "name_use": _flag("asked_to_use_name"),
    "thanks": _flag("thanked"),
    "closing": _flag("closed_properly"),
    "goals": _goals,
}


def judged(talk: Conversation, found: Figures) -> Iterator[tuple[Line, Verdict, Measured]]:
    """Yield each line of the rubric with its verdict and what it rests on."""
    for line in rubric()[0]:
        measured = MEASURES[line.measure](talk, found)
        yield line, line.verdict(measured.value), measured
