"""Drills of one skill and conversations to annotate: what surrounds the practice talk."""

from typing import Annotated, Literal

from msgspec import Meta

from informint.content import load
from informint.content.schema import Entry, Id, Text

MOVES = (
    "opening", "open_question", "closed_question", "follow_up", "listening", "about_self",
    "job_ask", "closing",
)  # fmt: skip
Move = Literal[
    "opening", "open_question", "closed_question", "follow_up", "listening", "about_self",
    "job_ask", "closing",
]  # fmt: skip


class Drill(Entry, frozen=True, kw_only=True):
    """A few minutes for one skill; only what it is about counts.

    ``items`` are lines of the rubric; ``lead`` is said in the learner's place before they take
    over, so that there is something to go on from; ``persona`` is whom to talk to.
    """

    id: Annotated[str, Meta(pattern=r"^[a-z_]+$")]
    title: Text
    minutes: Annotated[int, Meta(ge=1, le=10)]
    persona: Id
    task: Text
    tip: Text
    source: Id
    items: Annotated[tuple[Text, ...], Meta(min_length=1)]
    lead: tuple[Text, ...] = ()


class Said(Entry, frozen=True, kw_only=True):
    """One turn of a scripted conversation; the learner's turns bear a ``move`` and say why."""

    who: Literal["learner", "persona"]
    text: Text
    move: Move | None = None
    why: str = ""
    instead: str = ""


class Scripted(Entry, frozen=True, kw_only=True):
    """A conversation to annotate, good or bad; ``sums_up`` is what to see in it.

    ``names`` are those of the learner and of the persona.
    """

    id: Id
    names: tuple[Text, Text]
    title: Text
    scene: Text
    sums_up: Text
    source: Id
    turn: Annotated[tuple[Said, ...], Meta(min_length=4)]


def drills() -> dict[str, Drill]:
    """Return the drills by id, in the order of the file."""
    return {d.id: d for d in load("drills.toml", "drill", Drill)}


def scripted() -> dict[str, Scripted]:
    """Return the conversations to annotate by id."""
    return {c.id: c for c in load("scripted.toml", "conversation", Scripted)}
