"""What every event is, and the bounds of its values."""

import re
from datetime import datetime
from typing import Annotated, Any, ClassVar

from msgspec import Meta, Struct

Aware = Annotated[datetime, Meta(tz=True)]
Number = Annotated[int, Meta(ge=0, le=2**53)]  # what JSON and SQLite both hold exactly
Text = Annotated[str, Meta(min_length=1)]
Weight = Annotated[float, Meta(ge=0)]
Plain = dict[str, Any]  # a turn as ``roleplay.save`` writes it: the journal does not look inside


def _kind(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


class Event(Struct, frozen=True, tag_field="kind", tag=_kind):
    """Something that happened; ``said`` tells it in the past tense, once and ``{n}`` times."""

    said: ClassVar[tuple[str, str]] = ("", "")


class OnPerson(Event, frozen=True):
    """Base of what happened with a person who is in the journal; ``person`` is their id."""

    person: Text


class Undone(Event, frozen=True):
    """A step was taken back; it stays in the log and no longer counts."""

    step: Number


class Erased(Event, frozen=True):
    """Everything on one person was deleted; who it was is not kept."""
