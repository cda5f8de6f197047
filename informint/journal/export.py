"""A whole journal as one JSON document, and back."""

from collections.abc import Sequence
from datetime import MAXYEAR, MINYEAR
from itertools import pairwise

import msgspec

from informint.errors import BadInput, IllegalStep, explain
from informint.journal.entries import Entry
from informint.journal.events import Erased
from informint.journal.fold import derive
from informint.journal.store import VERSION

_NOT_ONE = "This is not an export of a journal, or a damaged one"


class _Head(msgspec.Struct, frozen=True):
    """What a document says of itself, whatever its version holds."""

    informint_journal: int


class _Export(_Head, frozen=True):
    entries: list[Entry]


def write_export(entries: Sequence[Entry]) -> bytes:
    """Return every entry as JSON."""
    return msgspec.json.encode(_Export(VERSION, list(entries)))


def read_export(exported: bytes) -> list[Entry]:
    """Return the entries of an export, in which every step is legal.

    Raises:
        BadInput: when it is no export, a damaged one, or one of a newer informint.
    """
    try:
        version = msgspec.json.decode(exported, type=_Head).informint_journal
        if version <= VERSION:
            entries = msgspec.json.decode(exported, type=_Export).entries
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        message = f"{_NOT_ONE}: {explain(error)}."
        raise BadInput(message) from None
    if version > VERSION:
        message = "This export is of a newer informint: update informint to restore it."
        raise BadInput(message)
    for one, two in pairwise(entries):
        if two.id <= one.id or two.step < one.step:
            message = f"{_NOT_ONE}: entry {two.id} is out of order."
            raise BadInput(message)
    for entry in entries:
        if not MINYEAR < entry.at.year < MAXYEAR:  # the edges may have no UTC
            message = f"{_NOT_ONE}: entry {entry.id} has an impossible date."
            raise BadInput(message)
    try:
        derive(entries, check=True)
    except IllegalStep as error:
        # What somebody erased had made possible is in the log without it; else the log is damaged.
        if not any(isinstance(entry.event, Erased) for entry in entries):
            message = f"{_NOT_ONE}: a step in it may not follow those before it."
            raise BadInput(message) from error
    return entries
