"""The entries of a log: an event with its place in it, and the JSON that events are kept as."""

from collections.abc import Sequence
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from informint.errors import BadInput, explain
from informint.journal.events import (
    AnyEvent,
    Aware,
    Event,
    Number,
    OnPerson,
    PersonEdited,
    PersonFound,
)


class Entry(Struct, frozen=True):
    """An event as recorded.

    ``id`` grows from 1 and alone says the order; entries that share a ``step`` were recorded at
    once and are taken back at once (step 0 is what a sample begins with); ``at`` is UTC.
    """

    id: Annotated[int, Meta(ge=1, le=2**53)]
    step: Number
    at: Aware
    event: AnyEvent


_encoder = msgspec.json.Encoder(enc_hook=dict)  # a read-only mapping of the state is a dict again
_decoder = msgspec.json.Decoder(list[AnyEvent])


def pack(events: Sequence[Event]) -> list[bytes]:
    """Return each event as JSON.

    Raises:
        BadInput: for text that is not valid Unicode (half of an emoji, cut in a browser).
    """
    try:
        return [_encoder.encode(event) for event in events]
    except UnicodeEncodeError:
        message = (
            "A text holds a broken character, so this was not saved: take it out and try again."
        )
        raise BadInput(message) from None


def unpack(packed: Sequence[bytes]) -> list[AnyEvent]:
    """Return the events of their JSON.

    Raises:
        BadInput: for JSON that no event could have become.
    """
    try:
        return _decoder.decode(b"[" + b",".join(packed) + b"]")
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        message = f"This is not an event of a journal: {explain(error)}."
        raise BadInput(message) from None


def checked(events: Sequence[Event]) -> tuple[list[bytes], list[AnyEvent]]:
    """Return events as JSON, and as they will be read again, so that what is kept can be read.

    Raises:
        BadInput: for a value of a wrong type or out of bounds, and for broken text.
    """
    packed = pack(events)
    return packed, unpack(packed)


def person_of(event: Event) -> str | None:
    """Return the id of the person an event is on, or None."""
    match event:
        case PersonFound(person=person) | PersonEdited(person=person):
            return person.id
        case OnPerson(person=person):
            return person
        case _:
            return None
