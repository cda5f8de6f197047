"""The journal as files that other programs open: mails, calendars, contacts, tables, texts.

``export`` is the door: the ending of a file's name says what is in it. Only ``.json`` holds
everything and can be restored; the others hold what their programs have a place for.
"""

from collections.abc import Callable, Mapping
from pathlib import PurePath
from types import MappingProxyType

import msgspec

from informint.errors import BadInput, did_you_mean
from informint.exports import calendar, cards, mail, tables, text
from informint.exports.whom import find_person
from informint.journal import Journal

ENDINGS: Mapping[str, str] = MappingProxyType({
    ".json": "everything ever recorded, to restore from",
    ".xlsx": "a spreadsheet of people and steps",
    ".csv": "a table of people",
    ".vcf": "people, for an address book",
    ".ics": "talks and reminders, for a calendar",
    ".md": "your journal to read",
    ".eml": "a draft, for a mail program",
})  # fmt: skip
"""What a file of each ending holds, as it is told to learners."""

_OF_PERSON: Mapping[str, Callable[[Journal, str | None], bytes]] = MappingProxyType({
    ".xlsx": tables.to_xlsx,
    ".csv": tables.to_csv,
    ".vcf": cards.to_vcf,
    ".ics": calendar.to_ics,
    ".md": text.to_markdown,
})  # fmt: skip

__all__ = ["ENDINGS", "export", "find_person"]


def export(journal: Journal, name: str, *, person: str | None = None, draft: str = "") -> bytes:
    """Return the journal, or what is on one person, as the bytes of a file.

    Args:
        journal: the learner's own, or the sample.
        name: the file's name; its ending is one of ``ENDINGS``.
        person: the id of the one it is about, as ``find_person`` returns it; else it is about all.
        draft: for ``.eml``, the slot of the draft where a person has several.

    Raises:
        BadInput: for an unknown ending, an ``.eml`` of nobody, or a draft that is not there.
        IllegalStep: when there is no such person.
    """
    ending = PurePath(name).suffix.lower()
    if ending not in ENDINGS:
        hint = did_you_mean(ending, ENDINGS)
        message = f"'{ending or name}' is no file that is written here{hint}; {_known()}"
        raise BadInput(message)
    if ending == ".eml":
        return mail.to_eml(journal, person, draft)
    if ending != ".json":
        return _OF_PERSON[ending](journal, person)
    if person is None:
        return journal.export_json()
    return msgspec.json.format(msgspec.json.encode(journal.export_person(person)))


def _known() -> str:
    return f"the ending is one of {', '.join(ENDINGS)}"
