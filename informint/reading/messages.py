"""Reads a mail: the elements it holds, where they stand, and whatever else a rule may ask about."""

from collections.abc import Mapping
from typing import NamedTuple

from informint.model import Element, Message, MessageReading
from informint.reading.elements import ELEMENTS, asked_durations, connection_type, note_elements
from informint.reading.mail import Notes, figures_of, take_apart, tell
from informint.reading.marks import note_marks


class Examination(NamedTuple):
    """A reading, and for each element and mark in it who found it.

    ``why`` holds the names of phrases ("over coffee"), of extractors ("duration", "greeting"), or
    "learned: ..." with the words that weighed most.
    """

    reading: MessageReading
    why: Mapping[str, tuple[str, ...]]


def read_message(message: Message, *, typing: bool = False) -> MessageReading:
    """Return what a message says.

    Quoted history and the signature are left out. Of a body over 20,000 characters the rest is not
    read, and the figure ``unread`` says how many characters that is. Any text gives a reading.
    While somebody is ``typing`` it, a sentence not seen before is read by its words alone.

    Raises:
        BadInput: when the reader's weights are missing or damaged.
    """
    return examine(message, typing=typing).reading


def examine(message: Message, *, typing: bool = False) -> Examination:
    """Return a message's reading, and who found each of its elements and marks.

    Raises:
        BadInput: when the reader's weights are missing or damaged.
    """
    mail = take_apart(message, typing=typing)
    figures = figures_of(message, mail.sentences)
    notes = Notes()
    durations = asked_durations(mail, notes)
    told = tell(mail.looks, mail.scores, message.kind.value, figures)
    note_elements(mail, told, notes)
    note_marks(mail, told, notes)
    if durations:
        figures["minutes"] = max(d.high for d in durations)
    reading = MessageReading(
        words=int(figures["words"]),
        elements={name: Element(name in notes, notes.places(name)) for name in ELEMENTS},
        duration_minutes=(durations[0].low, durations[0].high) if durations else None,
        connection_type=connection_type(mail, notes),
        marks={name: notes.places(name) for name in sorted(notes.names() - {*ELEMENTS})},
        figures=figures,
    )
    return Examination(reading, {name: notes.why(name) for name in sorted(notes.names())})
