"""The sample learner's practice talks, so that there is something to see before one's own."""

import json
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Annotated, Any

from msgspec import Meta

from informint.content import load
from informint.content.schema import Entry, Id, Text


class Rehearsal(Entry, frozen=True, kw_only=True):
    """A practice talk as the learner's words; the persona's answers are in ``played``."""

    id: Id
    on: date
    persona: Id
    says: Annotated[tuple[Text, ...], Meta(min_length=3)]


def rehearsals() -> tuple[Rehearsal, ...]:
    """Return the sample learner's practice talks, the earliest first."""
    return load("sample/rehearsals.toml", "talk", Rehearsal)


@cache
def played() -> dict[str, tuple[dict[str, Any], ...]]:
    """Return the turns of each rehearsal by its id, as ``roleplay.save`` writes them.

    They are kept rather than played anew, so that the sample stays what it is when the reader of
    turns learns; ``tools/play_sample.py`` writes them.
    """
    text = files("informint.content").joinpath("sample/rehearsals.json").read_text("utf-8")
    return {name: tuple(turns) for name, turns in json.loads(text).items()}
