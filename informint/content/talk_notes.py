"""The notes sheet for the real talk, and when thanks are due: what surrounds the thank-you."""

from typing import Annotated, Literal

from msgspec import Meta

from informint.content import load
from informint.content.schema import Entry, Id, Text


class SheetPart(Entry, frozen=True, kw_only=True):
    """One part of the notes sheet; ``holds`` says what the thank-you makes of it.

    What they ``said`` can be thanked for, what was ``promised`` is repeated, ``next`` is what the
    learner will do, ``people`` whom they named; ``own`` stays with the learner.
    """

    id: Id
    title: Text
    ask: Text
    holds: Literal["said", "promised", "next", "people", "own"]
    lines: Annotated[int, Meta(ge=1, le=8)] = 2
    source: Id


class Timing(Entry, frozen=True, kw_only=True):
    """When thanks should be sent, by those who say so; the house's own rule is the first.

    ``days`` are the least and the most days after the talk.
    """

    id: Id
    says: Text
    days: tuple[Annotated[int, Meta(ge=0)], Annotated[int, Meta(ge=0, le=30)]]
    sources: Annotated[tuple[Id, ...], Meta(min_length=1)]


def sheet() -> tuple[SheetPart, ...]:
    """Return the parts of the notes sheet, in the order of the file."""
    return load("notes_sheet.toml", "part", SheetPart)


def timings() -> tuple[Timing, ...]:
    """Return when sources advise to send thanks, the house's rule first."""
    return load("timings.toml", "timing", Timing)
