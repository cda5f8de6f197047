"""What worked in a talk and what to try: the rubric with the learner's own words, and figures."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from informint import content
from informint.content.practice import RubricLine
from informint.content.schema import Goal
from informint.roleplay.figures import Figures, OwnGoal, figures
from informint.roleplay.moments import Moment, moments
from informint.roleplay.rubric import SHOWN, Measured, Verdict, judged
from informint.roleplay.state import Conversation

QUOTE = 120  # characters of a quotation at most
_LATER = "You have read this turn another way since; what they felt then stays."
_BAR = 20  # characters of a bar for a comfort of 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One line of the rubric: the verdict, what was seen, where, and what to try.

    ``evidence`` are numbers of turns, from 1; ``quotes`` their words, shortened; ``sources`` are
    ids of those who advise it, ``by`` their names. ``drill`` names an exercise, or nothing.
    """

    id: str
    title: str
    verdict: Verdict
    says: str
    evidence: tuple[int, ...]
    quotes: tuple[str, ...] = field(repr=False)
    why: str
    sources: tuple[str, ...]
    by: tuple[str, ...]
    try_: str
    weight: int
    drill: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One turn in the picture of the talk; ``comfort`` and ``depth`` are those of the persona."""

    turn: int
    who: str
    words: int
    minute: float
    comfort: float
    follow_up: bool = False
    depth: str | None = None
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Debrief:
    """What a talk shows; printed, it is the same in words.

    ``moments`` are at most two turns that could be said another way; ``practise`` is the item to
    work on next, None when all are met. ``timeline`` is the picture of the talk as data.
    """

    figures: Figures
    items: tuple[Item, ...]
    moments: tuple[Moment, ...]
    timeline: tuple[Point, ...]
    comfort: tuple[float, float]

    @property
    def practise(self) -> Item | None:
        """The weightiest item that was missed, else the weightiest that was met partly."""
        for verdict in ("missed", "partly"):
            found = [item for item in self.items if item.verdict == verdict]
            if found:
                return max(found, key=lambda item: item.weight)
        return None

    def __repr__(self) -> str:
        """Return a short text without anybody's words."""
        met = sum(item.verdict == "met" for item in self.items)
        return f"<Debrief: {met} of {len(self.items)} met>"

    def __str__(self) -> str:
        """Return the debrief as plain text."""
        return "\n".join(_told(self))

    def as_json(self) -> dict[str, Any]:
        """Return the design's ``debrief``."""
        found = self.figures
        flags = {flag: bool(turns) for flag, turns in found.flags.items()}
        return {
            **flags,
            "flags": flags,
            "n_questions": found.n_questions,
            "n_followups": found.n_followups,
            "open_share": found.open_share,
            "talk_share": found.talk_share,
            "minutes": found.minutes,
            "goals_covered": list(found.goals_covered),
            "not_understood": found.not_understood,
            "items": [
                {
                    "id": item.id,
                    "verdict": item.verdict,
                    "evidence": list(item.evidence),
                    "try": item.try_,
                    "why": item.why,
                    "sources": list(item.sources),
                }
                for item in self.items
            ],
            "practise": self.practise.id if self.practise else None,
        }


def debrief(
    talk: Conversation,
    goals: Iterable[Goal | OwnGoal] | None = None,
    *,
    lead: int = 0,
    only: Collection[str] = (),
) -> Debrief:
    """Judge a talk by the rubric.

    Args:
        talk: the talk, at any point of it.
        goals: what the learner wants to know; all goals of the content by default.
        lead: how many turns were said before the learner took over; they are not judged, and the
            others are numbered from 1.
        only: ids of the lines that a drill judges; those of a whole talk by default.

    Raises:
        ContentError: for a mistake in the rubric.
    """
    before = talk.turns[:lead]
    talk = replace(talk, turns=talk.turns[lead:])
    found = figures(talk, goals, before=before)
    return Debrief(
        figures=found,
        items=tuple(_item(talk, *one) for one in judged(talk, found, only)),
        moments=moments(talk, found),
        timeline=tuple(_timeline(talk)),
        comfort=(talk.persona.comfort, talk.comfort),
    )


def _item(talk: Conversation, line: RubricLine, verdict: Verdict, seen: Measured) -> Item:
    says: str = getattr(line, verdict)
    turns = seen.turns[:SHOWN]
    return Item(
        id=line.id,
        title=line.title,
        verdict=verdict,
        says=_filled(says, seen),
        evidence=seen.turns,
        quotes=tuple(_short(talk.turns[number - 1].text) for number in turns),
        why=line.why,
        sources=line.sources,
        by=tuple(dict.fromkeys(content.sources()[s].name for s in line.sources)),
        try_=getattr(line, f"try_{verdict}"),
        weight=line.weight,
        drill=line.drill,
    )


def _filled(says: str, seen: Measured) -> str:
    times = {"1": "once", "2": "twice"}.get(seen.n, f"{seen.n} times")
    return says.replace("{times}", times).replace("{n}", seen.n).replace("{of}", seen.of)


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= QUOTE else f"{plain[:QUOTE].rsplit(' ', 1)[0]} ..."


def _timeline(talk: Conversation) -> Iterator[Point]:
    comfort = talk.persona.comfort
    for number, turn in enumerate(talk.turns, 1):
        comfort = comfort if turn.comfort is None else turn.comfort
        yield Point(
            turn=number, who=turn.who, words=len(turn.text.split()), minute=turn.minute,
            comfort=comfort, follow_up=any(q.follows_up for q in turn.questions), depth=turn.depth,
            reasons=(*(f"{m.words} ({m.amount:+.2f})" for m in turn.why),
                     *([_LATER] if turn.corrected else [])),
        )  # fmt: skip


def _told(it: Debrief) -> Iterator[str]:
    """Yield the lines of a debrief: what went well, moments, what to practise, figures."""
    well = [item for item in it.items if item.verdict == "met"]
    if well:
        yield "What went well"
        for item in well:
            yield f"- {item.title}: {item.says}"
            yield from _shown(item)
    if it.moments:
        yield "\nAnother way to say it"
        for moment in it.moments:
            yield f'- Turn {moment.turn}: "{_short(moment.quote)}"'
            yield f'    {moment.says} "{moment.instead}"'
    rest = [item for item in it.items if item.verdict != "met"]
    if rest:
        yield "\nTo try"
        for item in rest:
            yield f"- {item.title} ({item.verdict}): {item.says}"
            yield from _shown(item)
            yield f"    Try: {item.try_}"
    if it.practise:
        yield f"\nPractise next: {it.practise.title}. {it.practise.try_}"
    yield "\nFigures"
    found = it.figures
    yield (
        f"- {found.n_questions} questions, {found.open_share:.0%} of them open; "
        f"{found.n_followups} follow-ups; {found.talk_share:.0%} of the words were yours; "
        f"{found.minutes:.0f} minutes."
    )
    yield f"- Comfort went from {it.comfort[0]:.2f} to {it.comfort[1]:.2f}."
    if found.not_understood:
        yield (
            f"- {found.not_understood} of your turns were not understood; "
            "they do not count against you."
        )
    yield "\nThe talk over time (comfort, and what moved it)"
    yield from map(_bar, it.timeline)


def _shown(item: Item) -> Iterator[str]:
    """Yield what shows an item, quoted, and why it matters and by whom."""
    for number, quote in zip(item.evidence, item.quotes, strict=False):
        yield f'    turn {number}: "{quote}"'
    yield f"    Why: {item.why} Says {', '.join(item.by)}."


def _bar(point: Point) -> str:
    bar = "#" * round(_BAR * point.comfort)
    sign = " follow-up" if point.follow_up else ""
    reasons = f" | {' '.join(point.reasons)}" if point.reasons else ""
    return (
        f"{point.turn:3} {point.who:8} {point.words:4} words {point.minute:5.1f} min "
        f"{bar:{_BAR}}{sign}{reasons}"
    )


def compare(attempts: Sequence[Debrief]) -> str:
    """Return attempts side by side as plain text, the first on the left.

    Args:
        attempts: debriefs of the same or of different talks, in order.
    """
    names = "  ".join(f"{f'attempt {n}':>10}" for n in range(1, len(attempts) + 1))
    lines = [f"{'':28}{names}"]
    rows: list[tuple[str, list[str]]] = [
        ("questions", [str(a.figures.n_questions) for a in attempts]),
        ("open", [f"{a.figures.open_share:.0%}" for a in attempts]),
        ("follow-ups", [str(a.figures.n_followups) for a in attempts]),
        ("your share of the words", [f"{a.figures.talk_share:.0%}" for a in attempts]),
        ("comfort at the end", [f"{a.comfort[1]:.2f}" for a in attempts]),
        ("minutes", [f"{a.figures.minutes:.0f}" for a in attempts]),
    ]
    if attempts:
        rows += [
            (first.title, [a.items[n].verdict for a in attempts])
            for n, first in enumerate(attempts[0].items)
        ]
    lines += [f"{name:28}" + "  ".join(f"{cell:>10}" for cell in cells) for name, cells in rows]
    return "\n".join(lines)
