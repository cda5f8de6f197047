"""The account of an import: people, and what became of every row."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from informint.contacts.likely import Likely
from informint.contacts.merge import Merge
from informint.model import Person

LINKEDIN = frozenset({"linkedin", "linkedin-zip"})
"""The formats of LinkedIn's own export."""

_SHOWN = 5  # rows named for each file in the text of a report


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """A row that became nobody, and why.

    ``row`` is its number in a spreadsheet, or the card's in its file, from 1.
    """

    row: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A row that was read with something mended or left out."""

    row: int
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FileReport:
    """What became of a file's rows: always ``rows == read + len(skipped)``.

    ``format`` is ``linkedin``, ``linkedin-zip``, ``google``, ``outlook``, ``vcard`` or ``table``.
    ``rows`` counts everything below the header, empty rows too, or the cards; ``read`` counts those
    that became a person or joined one.
    """

    file: str
    format: str
    rows: int
    read: int
    skipped: tuple[Skipped, ...]
    notes: tuple[Note, ...] = ()

    @property
    def unit(self) -> str:
        """What the file's rows are called: ``row`` or ``card``."""
        return "card" if self.format == "vcard" else "row"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Contacts:
    """What was read: always ``len(people) + len(merged)`` is the sum of ``read`` of the files.

    ``entries`` has, by the id of each person whose rows bear more than one name, what they would be
    apart: one for each name, their own first. A journal keeps them, so that they can be parted.
    """

    people: tuple[Person, ...]
    files: tuple[FileReport, ...]
    merged: tuple[Merge, ...]
    review: tuple[Likely, ...]
    entries: Mapping[str, tuple[Person, ...]] = field(default_factory=dict)

    def __repr__(self) -> str:
        """Say what became of the rows, and of whom they are not."""
        return "\n".join(_account(self))


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)  # the rows are somebody's data
class Preview:
    """A plain table before it is read: its columns, first rows, and what they seem to hold.

    ``presets`` are the kinds of tables that it may be, by name, each with a mapping of its own.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    mapping: Mapping[str, str]
    presets: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def to_json(contacts: Contacts) -> dict[str, object]:
    """Return what ``informint contacts --json`` prints."""
    told = ("people", "files", "merged", "review")
    return {name: getattr(contacts, name) for name in told}


def joins(contacts: Contacts) -> Iterator[str]:
    """Yield which row joined which other, why, and in what they differ; nobody is named."""
    units = {file.file: file.unit for file in contacts.files}
    for merge in contacts.merged:
        kept, joined = merge.rows
        there = "" if joined.file == kept.file else f" of {kept.file}"
        fields = ", ".join(merge.differs).replace("_", " ")
        differs = f"; they differ in {fields}" if fields else ""
        unit, other = (units.get(row.file, "row") for row in (joined, kept))
        yield (
            f"{joined.file}, {unit} {joined.row}: as {other} {kept.row}{there}"
            f" ({merge.reason}){differs}"
        )


def _account(contacts: Contacts) -> Iterator[str]:
    """Yield the lines of a report in words; they name rows and nobody."""
    for file in contacts.files:
        yield (
            f"{file.file} ({file.format}): {file.rows:,} {file.unit}s, {file.read:,} read,"
            f" {len(file.skipped):,} left out"
        )
        yield from _first(f"  {file.unit} {s.row}: {s.reason}" for s in file.skipped)
        yield from _first(f"  {file.unit} {n.row}: read, but {n.note}" for n in file.notes)
    yield f"People: {len(contacts.people):,}"
    if contacts.merged:
        yield f"Rows of a person who had one already: {len(contacts.merged):,}"
        yield from _first(f"  {join}" for join in joins(contacts))
    if contacts.review:
        same = sum(likely.same for likely in contacts.review)
        yield f"Pairs that seem to be one person, kept apart: {same:,}"
        yield f"Pairs that may be one person, kept apart: {len(contacts.review) - same:,}"


def _first(lines: Iterator[str]) -> Iterator[str]:
    found = list(lines)
    yield from found[:_SHOWN]
    if len(found) > _SHOWN:
        yield f"  and {len(found) - _SHOWN:,} rows more"
