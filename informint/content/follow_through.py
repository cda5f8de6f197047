"""When to do what after a request: cadences, next steps, and the sample learner's story."""

from datetime import datetime
from typing import Annotated, Any, Literal

from msgspec import Meta

from informint.content import load
from informint.content.schema import Entry, Id, Text

Days = Annotated[int, Meta(ge=0, le=366)]
Unit = Literal["days", "business_days"]
STEPS = (
    "ask_name", "write", "begin", "send", "write_another", "nudge", "rest", "answer", "settle_time",
    "thank_for_no", "ask_again", "prepare", "talk", "thank", "report_back", "report_news",
    "keep_in_touch",
)  # fmt: skip
Step = Literal[
    "ask_name", "write", "begin", "send", "write_another", "nudge", "rest", "answer", "settle_time",
    "thank_for_no", "ask_again", "prepare", "talk", "thank", "report_back", "report_news",
    "keep_in_touch",
]  # fmt: skip


class Cadence(Entry, frozen=True, kw_only=True):
    """How long one source waits for an answer, in days of ``unit``.

    ``another`` counts from the request to writing to somebody else, None for never; ``reminders``
    each from the message before; ``move_on`` from the last of them to letting it rest.
    """

    id: Id
    name: Text
    text: Text
    unit: Unit
    another: Days | None = None
    reminders: Annotated[tuple[Days, ...], Meta(min_length=1)]
    move_on: Days
    source: Id


class NextStep(Entry, frozen=True, kw_only=True):
    """What to do next, how soon, and who says so.

    ``what`` names it, ``{name}`` being the person's; ``after`` counts from what makes it due, in
    days of ``unit`` (for ``prepare`` back from the meeting), and is None where the cadence or the
    meeting says when. ``differs`` tells what others advise, ``lesson`` where to do it.
    """

    id: Step
    what: Text
    after: Days | None = None
    unit: Unit = "business_days"
    why: Text
    source: Id
    differs: str = ""
    lesson: Annotated[str, Meta(pattern=r"^(\d\d)?$")] = ""


class Happened(Entry, frozen=True, kw_only=True):
    """An event of the sample's story, in the journal's own form; people by the end of their URL."""

    at: Annotated[datetime, Meta(tz=True)]
    event: dict[str, Any]


def cadences() -> dict[str, Cadence]:
    """Return the cadences by id, the one to begin with first."""
    return {c.id: c for c in load("cadence.toml", "cadence", Cadence)}


def next_steps() -> dict[str, NextStep]:
    """Return what may be next by id."""
    return {s.id: s for s in load("next_steps.toml", "next_step", NextStep)}


def story() -> tuple[Happened, ...]:
    """Return what happened to the sample learner, in order."""
    return load("sample/story.toml", "happened", Happened)
