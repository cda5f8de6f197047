"""People and steps as tables: CSV, and a spreadsheet in which no cell is ever a formula.

A cell that begins like a formula is data somebody else wrote (a position in an export, say). In a
spreadsheet it is written as text; in CSV, which has no types, an apostrophe stands before it, as
OWASP advises (https://owasp.org/www-community/attacks/CSV_Injection).
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime

from informint.errors import BadInput
from informint.exports.whom import people
from informint.journal import Journal, State
from informint.model import HowKnown, Person

PEOPLE = (
    "Name", "First name", "Last name", "Company", "Position", "E-mail address", "Profile URL",
    "Connected on", "Groups", "How known", "Stage", "Talk", "Introduced by", "Tags", "Shortlisted",
    "Set aside",
)  # fmt: skip
"""The columns of the table of people; the first nine are read again by an import."""
STEPS = ("Name", "Company", "Step", "Recorded (UTC)")

_KNOWN = {
    HowKnown.CLOSE: "well",
    HowKnown.ACQUAINTANCE: "a little",
    HowKnown.MET_ONCE: "met once",
    HowKnown.STRANGER: "never met",
    HowKnown.NOT_SAID: "",
}
_WIDEST, _NARROWEST = 48, 10  # characters of a column
_LONGEST = 32_767  # characters that Excel takes into a cell
# What a spreadsheet may take for a formula; spaces before it do not matter to all of them.
_FORMULA = re.compile(r"\s*[=+\-@\t\r\uff1d\uff0b\uff0d\uff20]")
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

Cell = str | date


def to_csv(journal: Journal, person: str | None = None) -> bytes:
    """Return the table of people as CSV, in UTF-8 with the mark that Excel asks for."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(PEOPLE)
    writer.writerows([_plain(cell) for cell in row] for row in _people(journal.state, person))
    return out.getvalue().encode("utf-8-sig", "replace")


def to_xlsx(journal: Journal, person: str | None = None) -> bytes:
    """Return a workbook with a sheet of people and one of the steps taken.

    Raises:
        BadInput: when XlsxWriter is not installed.
    """
    try:
        from xlsxwriter import Workbook  # noqa: PLC0415  (an extra)
    except ModuleNotFoundError:
        message = (
            "XlsxWriter is missing: pip install 'informint[xlsx]' brings it; a .csv file holds the "
            "same people without it."
        )
        raise BadInput(message) from None
    out = io.BytesIO()
    safe = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(out, safe) as book:
        book.set_properties({"created": datetime(2025, 1, 1)})  # noqa: DTZ001  (no time of day)
        for name, header, rows in (
            ("People", PEOPLE, _people(journal.state, person)),
            ("Steps", STEPS, _steps(journal.state, person)),
        ):
            _write(book, name, header, list(rows))
    return out.getvalue()


def _write(book: object, name: str, header: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
    sheet = book.add_worksheet(name)  # type: ignore[attr-defined]  # (XlsxWriter has no types)
    bold = book.add_format({"bold": True})  # type: ignore[attr-defined]
    day = book.add_format({"num_format": "yyyy-mm-dd"})  # type: ignore[attr-defined]
    for column, title in enumerate(header):
        sheet.write_string(0, column, title, bold)
        longest = max((len(str(row[column])) for row in rows), default=0)
        sheet.set_column(column, column, min(max(longest, len(title), _NARROWEST), _WIDEST))
    for number, row in enumerate(rows, 1):
        for column, cell in enumerate(row):
            if isinstance(cell, date):
                sheet.write_datetime(number, column, cell, day)
            elif cell:
                sheet.write_string(number, column, _NO_XML.sub("", cell)[:_LONGEST])
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(len(rows), 1), len(header) - 1)


def _plain(cell: Cell) -> str:
    """Return a cell as CSV may hold it."""
    if isinstance(cell, date):
        return cell.isoformat()
    return f"'{cell}" if _FORMULA.match(cell) else cell


def _people(state: State, person: str | None) -> Iterator[tuple[Cell, ...]]:
    return (_row(state, p) for p in people(state, person))


def _row(state: State, p: Person) -> tuple[Cell, ...]:
    progress = state.progress[p.id]
    introduction = state.introductions.get(p.id)
    introducer = state.people.get(introduction.by) if introduction else None
    return (
        p.name,
        p.given_name,
        p.family_name,
        p.company,
        p.position,
        p.email,
        p.profile_url,
        p.connected_on or "",
        _listed(p.groups),
        _KNOWN[p.how_known],
        progress.stage.replace("_", " "),
        f"{progress.meeting.astimezone(UTC):%Y-%m-%d %H:%M} UTC" if progress.meeting else "",
        introducer.name if introducer else "",
        _listed(state.tags.get(p.id, ())),
        "yes" if p.id in state.shortlist else "",
        (state.set_aside[p.id] or "yes") if p.id in state.set_aside else "",
    )


def _steps(state: State, person: str | None) -> Iterator[tuple[Cell, ...]]:
    for p in people(state, person):
        for reached in state.progress[p.id].path:
            step = reached.stage.replace("_", " ")
            yield p.name, p.company, step, f"{reached.at:%Y-%m-%d %H:%M}"


def _listed(words: Iterable[str]) -> str:
    return "; ".join(words)
