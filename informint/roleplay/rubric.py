"""The rubric of the debrief, from ``content/rubric.toml``, and what each of its measures counts."""

import re
from collections.abc import Callable, Collection, Iterator
from functools import cache
from typing import Literal, NamedTuple

from informint import content
from informint.content.practice import Moments, Rubric, RubricLine, rubric_file
from informint.errors import ContentError, did_you_mean
from informint.reading.encoder import PLAIN
from informint.roleplay.comfort import believed
from informint.roleplay.figures import Figures, learners, questions
from informint.roleplay.state import Conversation

Verdict = Literal["met", "partly", "missed"]
SHOWN = 3  # turns quoted for a line of the rubric at most


class Measured(NamedTuple):
    """A value to judge, the turns that show it, and what to print for {n} and {of}."""

    value: float
    turns: tuple[int, ...] = ()
    n: str = ""
    of: str = ""


def rubric() -> tuple[tuple[RubricLine, ...], Moments]:
    """Return the lines of the rubric for a whole talk, and the words for moments.

    Raises:
        ContentError: for an unknown measure or source.
    """
    found = _known_file()
    return found.item, found.moments


def of_drills() -> tuple[RubricLine, ...]:
    """Return every line that a drill can name: those of a whole talk, and those of drills alone."""
    found = _known_file()
    return (*found.item, *found.drill_item)


@cache
def _known_file() -> Rubric:
    found = rubric_file()
    for line in (*found.item, *found.drill_item):
        _known(line, line.measure, MEASURES)
        for source in line.sources:
            _known(line, source, content.sources())
    return found


@cache
def _signals() -> re.Pattern[str]:
    ways = _known_file().ending.signals
    return re.compile("|".join(rf"\b(?:{way})\b" for way in ways), re.IGNORECASE)


def _known(line: RubricLine, name: str, known: Collection[str]) -> None:
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


def _transition(talk: Conversation, found: Figures) -> Measured:
    timed = with_act(talk, "time_check", "offer_to_end")
    said = (n for n, turn in learners(talk) if _signals().search(turn.text.translate(PLAIN)))
    turns = tuple(sorted({*timed, *said}))
    closing = [
        n
        for flag in ("asked_referral", "asked_to_use_name", "closed_properly")
        for n in found.flags[flag]
    ]
    in_time = turns and turns[0] <= min(closing, default=turns[0])
    return Measured(2 if in_time else len(turns[:1]), turns)


def _gratitude(_: Conversation, found: Figures) -> Measured:
    thanked = found.flags["thanked"]
    return Measured(2 if found.thanked_for else len(thanked[:1]), found.thanked_for or thanked)


def _on_time(talk: Conversation, found: Figures) -> Measured:
    minutes = talk.persona.minutes
    closed = found.flags["closed_properly"]
    in_time = tuple(n for n in closed if talk.turns[n - 1].minute <= minutes)
    late = talk.minute >= minutes
    return Measured(2 if in_time else 0 if late else 1, in_time or closed)


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
    "transition": _transition,
    "gratitude": _gratitude,
    "on_time": _on_time,
}


def _verdict(line: RubricLine, value: float) -> Verdict:
    """Return what a value amounts to."""
    sign = -1 if line.at_most else 1
    if sign * value >= sign * line.met_from:
        return "met"
    return "partly" if sign * value >= sign * line.partly_from else "missed"


def judged(
    talk: Conversation, found: Figures, only: Collection[str] = ()
) -> Iterator[tuple[RubricLine, Verdict, Measured]]:
    """Yield each line of the rubric with its verdict and what it rests on.

    ``only`` names the lines of a drill, in their order; without it they are those of a whole talk.
    """
    known = {line.id: line for line in of_drills()}
    lines = [known[name] for name in only if name in known] if only else rubric()[0]
    for line in lines:
        measured = MEASURES[line.measure](talk, found)
        yield line, _verdict(line, measured.value), measured
