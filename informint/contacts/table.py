"""A text cut into rows and cells: which separator, where the header, and quotes that run away."""

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import NamedTuple

from informint.contacts.cells import clean
from informint.contacts.dates import read_date
from informint.contacts.mapping import guess_mapping, has_name
from informint.errors import BadInput

MAX_ROWS = 200_000
"""Data rows read of one file; LinkedIn allows 30,000 connections."""

MENDED = "a quotation mark was never closed; the row was read without it"
BROKEN = "a quotation mark is never closed, so the cells of this row cannot be told apart"

_SEPARATORS = (",", ";", "\t", "|")
_SEP_LINE = re.compile(r'"?sep=([,;|\t])"?\s*', re.IGNORECASE)  # Excel's own hint
_SOMETHING = re.compile(r"[^\W_]")
_SAMPLE = 200  # lines on which the separators are compared
_TITLES = 30  # records above the header of a plain table
_PREAMBLE = 256_000  # characters in which LinkedIn's header is looked for
_LONGEST_CELL = 200  # lines; a quoted cell that runs on is a quote never closed
_ENOUGH = 4  # cells: so many commas do not stand in prose by chance
_COLUMNS = 1_000  # what has more is no table of people
_EVEN = 0.5  # share of rows as long as the header, below which commas only stand in prose
_LABEL = 60  # characters; a longer "header" is prose


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A file's table: column names (each once, none empty), where they stand, and the rows.

    ``header_row`` is the header's number in a spreadsheet; the rows follow it without a gap, so
    the first of ``rows`` has the number ``header_row + 1``. ``flaws`` holds MENDED or BROKEN for
    the numbers of the rows with quotes that do not match, or what else was mended in a row;
    ``unfit`` why a row is nobody, where its cells do not tell.
    """

    header: tuple[str, ...]
    header_row: int
    rows: Sequence[list[str]]
    flaws: Mapping[int, str]
    unfit: Mapping[int, str] = field(default_factory=dict)


class _Head(NamedTuple):
    """Where a header was found: the line after it, its row number, separator and cells."""

    after: int
    number: int
    separator: str
    cells: list[str]


class _Candidate(NamedTuple):
    """A separator's best header, with a sample of the rows below it.

    ``rank`` is how many columns are recognised, which share of the rows is as long, and how long.
    """

    rank: tuple[int, float, int]
    head: _Head
    below: list[list[str]]


def read_table(text: str, name: str, is_header: Callable[[Sequence[str]], bool]) -> Table:
    """Cut a text into a table.

    Args:
        text: the file's text.
        name: what to call the file in an error.
        is_header: knows a header wherever it stands, under notes of any kind; without one the
            first row that names columns is taken.

    Raises:
        BadInput: if there is no header row, or there are more than ``MAX_ROWS`` rows.
    """
    if not _SOMETHING.search(text):
        raise _empty(name)
    lines = list(io.StringIO(text, newline=""))
    with _cells_of_any_length(len(text)):
        head = _marked_header(lines, is_header) or _plain_header(lines, name)
        rows, flaws = _rows(lines, head, len(head.cells))
    if len(rows) > MAX_ROWS:
        message = f"{name}: has more than {MAX_ROWS:,} rows; split it, or choose Connections.csv"
        raise BadInput(message)
    header = _unique(_without_unused(head.cells, rows))
    return Table(header=header, header_row=head.number, rows=rows, flaws=flaws)


def _empty(name: str) -> BadInput:
    message = f"{name}: is empty"
    return BadInput(message)


@contextmanager
def _cells_of_any_length(length: int) -> Iterator[None]:
    """Lift csv's limit of 131,072 characters a cell, which is the whole process's, for a while."""
    before = csv.field_size_limit(max(length + 1, csv.field_size_limit()))
    try:
        yield
    finally:
        csv.field_size_limit(before)


def _without_unused(header: list[str], rows: Sequence[list[str]]) -> list[str]:
    """Drop the columns at the end that have neither a name nor, in any row, a value."""
    width = len(_trimmed(header))
    if width < len(header):
        width = max(width, *(len(_trimmed(cells)) for cells in rows)) if rows else width
        for cells in rows:
            del cells[width:]
    return header[:width]


def _unique(cells: Sequence[str]) -> tuple[str, ...]:
    """Name every column, and no two alike, so that a mapping can tell them apart."""
    found: list[str] = []
    for place, cell in enumerate(cells, 1):
        name = clean(cell) or f"column {place}"
        turn, unique = 1, name
        while unique in found:
            turn += 1
            unique = f"{name} ({turn})"
        found.append(unique)
    return tuple(found)


def _cut(line: str, separator: str) -> list[str]:
    """Cut one line, quotes honoured where they match."""
    return next(csv.reader([line], delimiter=separator), [])


def _cut_literally(line: str, separator: str) -> list[str]:
    """Cut one line at every separator, and take the stray quotes off its cells."""
    return [cell.strip().strip('"') for cell in line.rstrip("\r\n").split(separator)]


def _marked_header(lines: list[str], known: Callable[[Sequence[str]], bool]) -> _Head | None:
    """Find a known header in any line: a note above it may itself hold quotes never closed."""
    seen = 0
    for i, line in enumerate(lines):
        addresses = "@" in line or "://" in line
        for separator in _SEPARATORS:
            if separator in line and not addresses:
                cells = _cut(line, separator)
                if not known(_trimmed(cells)) and '"' in line:
                    cells = _cut_literally(line, separator)
                if known(_trimmed(cells)):
                    number = sum(1 for _ in csv.reader(lines[:i], delimiter=separator)) + 1
                    return _Head(i + 1, number, separator, cells)
        seen += len(line)
        if seen > _PREAMBLE:
            break
    return None


def _plain_header(lines: list[str], name: str) -> _Head:
    start = next(i for i, line in enumerate(lines) if _SOMETHING.search(line))
    separators: Sequence[str] = _SEPARATORS
    if hint := _SEP_LINE.fullmatch(lines[start]):
        start, separators = start + 1, (hint[1],)
    sample = lines[: start + _SAMPLE]
    scored = [found for s in separators if (found := _best_header(sample, s, start))]
    if not scored:
        raise _empty(name)
    (known, even, named), head, below = max(scored, key=lambda found: found.rank)
    if known and len(head.cells) <= _COLUMNS:
        return head
    prose = named == 1 or any(len(cell) > _LABEL for cell in head.cells)
    if prose or len(head.cells) > _COLUMNS or (below and even < _EVEN):
        message = (
            f"{name}: is no table of contacts; choose LinkedIn's export, an address book, or a"
            " .csv table"
        )
        raise BadInput(message)
    if _is_data(head.cells, below):
        message = (
            f"{name}: has no header row; add a first row that names the columns, such as"
            " Name, Company, Position"
        )
        raise BadInput(message)
    return head


def _best_header(lines: list[str], separator: str, start: int) -> _Candidate | None:
    """Return the likeliest header for a separator, if there is anything at all."""
    reader = csv.reader(lines[start:], delimiter=separator)
    heads = [
        _Head(start + reader.line_num, number, separator, cells)
        for number, cells in enumerate(reader, start + 1)
        if any(cells)
    ]
    if not heads:
        return None
    best, known = 0, 0
    for i, head in enumerate(heads[:_TITLES]):
        mapping = guess_mapping(head.cells)
        if has_name(mapping) and len(mapping) > known:
            best, known = i, len(mapping)
    head, below = heads[best], [other.cells for other in heads[best + 1 :]]
    named = len(_trimmed(head.cells))
    even = sum(named <= len(cells) <= len(head.cells) for cells in below) / max(len(below), 1)
    return _Candidate((known, even, named), head, below)


def _trimmed(cells: list[str]) -> list[str]:
    """Drop the empty cells at the end, which spreadsheets add."""
    end = len(cells)
    while end and not cells[end - 1].strip():
        end -= 1
    return cells[:end]


def _is_data(cells: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Tell whether the first row is somebody's data: its cells must not be shown as columns."""
    for place, cell in enumerate(cells):
        if "@" in cell or "://" in cell or cell.strip().isdigit() or read_date(cell.strip()):
            return True
        if cell.strip() and any(place < len(row) and row[place] == cell for row in below):
            return True
    return False


class _Lines:
    """The lines given to csv's reader, which can be set back to where a quote ran away."""

    __slots__ = ("at", "lines", "stop")

    def __init__(self, lines: list[str], at: int) -> None:
        self.lines, self.at, self.stop = lines, at, at

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if self.at >= self.stop:
            raise StopIteration
        self.at += 1
        return self.lines[self.at - 1]


def _rows(lines: list[str], head: _Head, width: int) -> tuple[list[list[str]], dict[int, str]]:
    """Return every record below the header; where a quote swallowed rows, give them back.

    Python's reader never fails on such a quote: it takes all up to the next one for one cell. So
    each record of several lines is looked at, and one that holds rows is read again line by line.
    """
    separator = head.separator
    source = _Lines(lines, head.after)
    reader = csv.reader(source, delimiter=separator)
    end = len(lines)
    rows: list[list[str]] = []
    flaws: dict[int, str] = {}
    spoilt = 0  # up to this line the quotes cannot be trusted
    while source.at < end and len(rows) <= MAX_ROWS:
        first = source.at
        source.stop = min(first + _LONGEST_CELL, end)
        cells = next(reader)
        rows.append(cells)
        last = source.at
        several = last - first > 1 or last == source.stop
        ran = several and _ran_away(lines[first:last], separator, cells, width)
        if ran:
            spoilt = max(spoilt, last)
            source.at = first + 1
        if ran or (first < spoilt and lines[first].count('"') % 2):
            cells = rows[-1] = _cut_literally(lines[first], separator)
            flaws[head.number + len(rows)] = MENDED
        while len(cells) > width and not cells[-1].strip():
            cells.pop()
        if first < spoilt and len(cells) != width and any(cells):
            flaws[head.number + len(rows)] = BROKEN
    return rows, flaws


def _ran_away(block: list[str], separator: str, cells: list[str], width: int) -> bool:
    """Tell whether the lines of a record are rows of their own, joined by a quote never closed."""
    if len(block) == 1 and block[0].count('"') % 2 == 0:
        return False
    try:
        next(csv.reader(block, delimiter=separator, strict=True))
    except csv.Error:
        return True
    rows = [_is_row(line, separator, width) for line in block[1:]]
    if len(cells) != width:
        return any(rows)
    if len(_cut_literally(block[0], separator)) == width:
        return any(rows)
    between = rows[:-1]
    return bool(between) and all(between)


def _is_row(line: str, separator: str, width: int) -> bool:
    if width < _ENOUGH and line.count('"') % 2:
        return False
    return width > 1 and len(_cut(line, separator)) == width
