"""The rubric of the debrief, from ``content/rubric.toml``, and what each of its measures counts."""

import re
from collections.abc import Callable, Collection, Iterator
from functools import cache
from typing import Literal, NamedTuple

from informint import content
from informint.content.practice import Moments, Rubric, RubricLine, rubric_file
from informint.errors import ContentError, did_you_mean
from informint.reading.encoder import PLAIN
from informint.reading.hearing import Asked
from informint.roleplay.comfort import believed
from informint.roleplay.figures import Figures, learners, questions
from informint.roleplay.state import Conversation

Verdict = Literal["met", "partly", "missed"]
GOALS = 3  # goals that one talk can serve
SHOWN = 3  # turns quoted for a line of the rubric at most


class Measured(NamedTuple):
    """A value to judge, the turns that show it, and what to print for {n} and {of}.

    ``against`` are turns that show better than ``turns`` what was missing, if something was.
    """

    value: float
    turns: tuple[int, ...] = ()
    n: str = ""
    of: str = ""
    against: tuple[int, ...] = ()


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
    first = tuple(number for number, _ in learners(talk))[:1]
    greeted = bool(set(first) & set(with_act(talk, "introduce_self", "greet")))
    return Measured(greeted, first)


def _asking(talk: Conversation, which: Callable[[Asked], bool] = lambda _: True) -> tuple[int, ...]:
    """Return the numbers of the turns that ask such questions."""
    return tuple(dict.fromkeys(number for number, asked in questions(talk) if which(asked)))


def _open_share(talk: Conversation, found: Figures) -> Measured:
    opened = _asking(talk, lambda asked: asked.form == "open")
    others = _asking(talk, lambda asked: asked.form != "open")
    share = found.open_share
    percent = f"{share:.0%}".rstrip("%")
    return Measured(share, opened, percent, str(found.n_questions), others)


def _follow_ups(talk: Conversation, found: Figures) -> Measured:
    turns = _asking(talk, lambda asked: asked.follows_up)
    return Measured(found.n_followups, turns or _asking(talk)[1:], str(found.n_followups))


def _acknowledged(talk: Conversation, _: Figures) -> Measured:
    turns = with_act(talk, "acknowledge")
    return Measured(len(turns), turns, str(len(turns)))


def _talk_share(talk: Conversation, found: Figures) -> Measured:
    longest = sorted(learners(talk), key=lambda pair: -len(pair[1].text.split()))[:1]
    share = found.talk_share
    return Measured(share, tuple(n for n, _ in longest), f"{share:.0%}".rstrip("%"))


def _time(talk: Conversation, found: Figures) -> Measured:
    late = tuple(
        number
        for number, turn in learners(talk)
        if any(move.reason == "overrunning" for move in turn.why)
    )
    shown = found.flags["checked_time"]
    return Measured(0 if late else 2 if shown else 1, shown, against=late)


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


def _goals(talk: Conversation, found: Figures) -> Measured:
    """Measure the goals touched, of three; of all where a learner has fewer."""
    wanted = {goal.topics[0] for goal in found.goals}
    touched = _asking(talk, lambda asked: asked.topic in wanted)
    count = len(found.goals_covered)
    enough = min(GOALS, len(found.goals)) or GOALS
    return Measured(count / enough, touched or _asking(talk), str(count))


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
        verdict = _verdict(line, measured.value)
        if verdict != "met" and measured.against:
            measured = measured._replace(turns=measured.against)
        yield line, verdict, measured
