"""Files in, people out, and an account of every row."""

import gc
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import islice

from informint.contacts.address_books import book_of
from informint.contacts.cells import clean_row
from informint.contacts.files import File, Source, open_file
from informint.contacts.linkedin import is_connections_header, is_known_header, other_file
from informint.contacts.mapping import (
    NAMES,
    check_mapping,
    guess_mapping,
    has_name,
    no_name_column,
    preset_mappings,
)
from informint.contacts.merge import merge_people
from informint.contacts.report import Contacts, Preview
from informint.contacts.rows import ReadRows, read_rows
from informint.contacts.table import Table, read_table
from informint.contacts.vcards import COLUMNS, is_vcards, read_cards
from informint.errors import BadInput
from informint.model import Person

_SHOWN = 5  # rows of a preview


def read_contacts(*files: File, mapping: Mapping[str, str] | None = None) -> Contacts:
    """Read and merge exports of contacts.

    Args:
        files: LinkedIn's ``Connections.csv`` or export archive, an address book (CSV of Google
            Contacts or Outlook, vCards 2.1 to 4.0), or any table of people; a path, or the name and
            the bytes of an upload. What a file is, its content tells, not its name. The
            order does not matter: where rows of one person differ, the file whose newest connection
            is the latest wins.
        mapping: for plain tables, which column holds which of ``FIELDS``; it replaces the guess. A
            Connections.csv and an address book name their columns themselves.

    Returns:
        The people, the newest file's first, and the account of every row.

    Raises:
        BadInput: if a file cannot be read as contacts; the sentence says why and what to do, and
            holds nobody's data.
    """
    if not files:
        message = "no file was given; choose LinkedIn's export, an address book or a table"
        raise BadInput(message)
    with _garbage_left():
        read = [_read(source, mapping) for source in _sources(files)]
        rows: list[Person] = []
        emails: dict[int, tuple[str, ...]] = {}
        for one in sorted(read, key=lambda one: _newest(one.people), reverse=True):
            emails |= {len(rows) + place: further for place, further in one.emails.items()}
            rows += one.people
        merged = merge_people(rows, emails)
    return Contacts(
        people=merged.people,
        files=tuple(one.report for one in read),
        merged=merged.merged,
        review=merged.review,
        entries=merged.entries,
    )


@contextmanager
def _garbage_left() -> Iterator[None]:
    """Put off the search for reference cycles, if nobody has yet.

    Nothing made here is in a cycle, and with pandas loaded the search takes a third of the time.
    """
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _read(source: Source, mapping: Mapping[str, str] | None) -> ReadRows:
    if is_vcards(source.text):
        cards = read_cards(source.text, source.name)
        return read_rows(source.name, "vcard", cards, {column: column for column in COLUMNS})
    table = _table(source)
    if is_connections_header(table.header):
        form = "linkedin-zip" if source.archived else "linkedin"
        return read_rows(source.name, form, table, guess_mapping(table.header))
    if book := book_of(table.header):
        return read_rows(source.name, book.format, table, book.mapping, book.values)
    return read_rows(source.name, "table", table, _chosen_mapping(source, table, mapping))


def preview(file: File) -> Preview | None:
    """Return the columns and first rows of a plain table, for asking what they hold.

    None for what needs no question (LinkedIn's files, address books) or cannot be shown as a table;
    ``read_contacts`` tells which.
    """
    try:
        source = open_file(file)[0]
        if is_vcards(source.text):
            return None
        table = _table(source)
    except BadInput:
        return None
    if _is_known(table.header) or other_file(source.name, table.header):
        return None
    width = len(table.header)
    rows = (row for row in map(clean_row, table.rows) if any(row))
    return Preview(
        header=table.header,
        rows=tuple(tuple((cells + [""] * width)[:width]) for cells in islice(rows, _SHOWN)),
        mapping=_guess(table.header),
        presets=preset_mappings(table.header),
    )


def _sources(files: Sequence[File]) -> Iterator[Source]:
    """Open the files, and give each a name of its own: rows are named by file and number."""
    names: dict[str, int] = {}
    for file in files:
        for source in open_file(file):
            turn = names[source.name] = names.get(source.name, 0) + 1
            yield source if turn == 1 else source._replace(name=f"{source.name} ({turn})")


def _table(source: Source) -> Table:
    return read_table(source.text, source.name, _is_known)


def _is_known(header: Sequence[str]) -> bool:
    return is_known_header(header) or book_of(header) is not None


def _chosen_mapping(
    source: Source, table: Table, mapping: Mapping[str, str] | None
) -> Mapping[str, str]:
    if mapping is not None:
        return check_mapping(mapping, table.header, source.name)
    if sentence := other_file(source.name, table.header):
        raise BadInput(sentence)
    guessed = _guess(table.header)
    if not has_name(guessed):
        raise no_name_column(table.header, source.name)
    return guessed


def _guess(header: Sequence[str]) -> Mapping[str, str]:
    """Return what the columns seem to hold: by their usual names, else by the kind of table."""
    guessed = guess_mapping(header)
    preset = next(iter(preset_mappings(header).values()), guessed)
    if not has_name(guessed):
        return preset
    # A whole name or both halves are believed; of half a name the preset may know the other.
    known = set(NAMES) if "name" in guessed else {"name", *guessed}
    if {"given_name", "family_name"} <= known:
        known = set(NAMES)
    more = {f: c for f, c in preset.items() if c not in guessed.values() and f not in known}
    return more | guessed


def _newest(people: Sequence[Person]) -> date:
    return max((p.connected_on for p in people if p.connected_on), default=date.min)
