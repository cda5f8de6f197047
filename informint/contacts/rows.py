"""The rows of a table made people, each with what had to be mended, skipped or left out."""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from informint.contacts.cells import LONGEST, clean_row, email_in, emails_in, web_address_in
from informint.contacts.dates import day_first, is_ambiguous, read_date
from informint.contacts.identity import contact_id, name_id, name_key
from informint.contacts.mapping import is_foreign_date
from informint.contacts.names import Name, is_named, name_of_parts, name_of_whole
from informint.contacts.report import LINKEDIN, FileReport, Note, Skipped
from informint.contacts.table import BROKEN, Table
from informint.model import Person, SourceRow

Values = Callable[[Sequence[str]], Mapping[str, str]]
EMAILS = "emails"
"""The value that holds every e-mail address of a row, for telling who is who; only one is kept."""

_BETWEEN_GROUPS = re.compile(r"[;,|]")
_NO_MEMBER = "LinkedIn Member"  # how LinkedIn calls whoever closed the account
# Where a cell may hold a comma that somebody forgot to quote, the likeliest first.
_WORK = {"company", "position"}
_MAY_HOLD_COMMAS = ("company", "position", "family_name", "name", "given_name")


class ReadRows(NamedTuple):
    """The account of a file, its people, and the further addresses of some by their place."""

    report: FileReport
    people: list[Person]
    emails: dict[int, tuple[str, ...]]


def read_rows(
    file: str,
    form: str,
    table: Table,
    mapping: Mapping[str, str],
    values: Values | None = None,
) -> ReadRows:
    """Return the account of a table's rows and a person for each row that is read.

    Args:
        file: what to call the file.
        form: its format, as the report names it.
        table: the header and the rows.
        mapping: which column holds which field.
        values: what makes fields of a row's cleaned cells, where a field has several columns.
    """
    return _TableReader(file, form, table, mapping, values).read()


class _TableReader:
    """Reads the rows of one table, keeping account of each."""

    def __init__(
        self,
        file: str,
        form: str,
        table: Table,
        mapping: Mapping[str, str],
        values: Values | None,
    ) -> None:
        self.file, self.form, self.table = file, form, table
        self.width = len(table.header)
        self.place = {field: table.header.index(column) for field, column in mapping.items()}
        self.values = values or self._values
        self.notes: list[Note] = []
        self.skipped: list[Skipped] = []
        self.emails: dict[int, tuple[str, ...]] = {}
        self.further: tuple[str, ...] = ()  # of the row at hand
        self.dates: dict[str, date | None] = {}
        self.day_first = self._day_first()

    def read(self) -> ReadRows:
        people: list[Person] = []
        for number, cells in enumerate(self.table.rows, self.table.header_row + 1):
            noted = len(self.notes)
            found = self._person(number, cells)
            if isinstance(found, Person):
                if self.further:
                    self.emails[len(people)] = self.further
                people.append(found)
            else:
                self.skipped.append(Skipped(row=number, reason=found))
                del self.notes[noted:]  # they are on rows that were read
        report = FileReport(
            file=self.file,
            format=self.form,
            rows=len(self.table.rows),
            read=len(people),
            skipped=tuple(self.skipped),
            notes=tuple(self.notes),
        )
        return ReadRows(report, people, self.emails)

    def _day_first(self) -> bool:
        place = self.place.get("connected_on")
        if place is None:
            return False
        cells = (cells[place].strip() for cells in self.table.rows if len(cells) > place)
        texts = list(dict.fromkeys(cells))
        told = day_first(texts)
        if told is not None:
            return told
        # LinkedIn wrote "1/5/24" the American way; with a header in another language a
        # spreadsheet of that country wrote the dates anew.
        guess = is_foreign_date(self.table.header[place])
        if any(is_ambiguous(text) for text in texts):
            order = "day first" if guess else "month first"
            self._note(self.table.header_row, f"dates such as 1/5/24 were taken to be {order}")
        return guess

    def _note(self, row: int, note: str) -> None:
        self.notes.append(Note(row=row, note=note))

    def _person(self, number: int, cells: list[str]) -> Person | str:
        """Return who a row is about, or why it is about nobody."""
        cells = clean_row(cells)
        flaw = self.table.flaws.get(number)
        unfit = self.table.unfit.get(number, "" if any(cells) else "the row is empty")
        if unfit or flaw == BROKEN:
            return unfit or BROKEN
        if len(cells) != self.width:
            fitted = self._fitted(number, cells)
            if fitted is None:
                some = "1 cell" if len(cells) == 1 else f"{len(cells)} cells"
                return f"it has {some} where the header has {self.width}"
            cells = fitted
        if tuple(cells) == self.table.header:
            return "it is the header again"
        if sum(map(len, cells)) > LONGEST and any(len(cell) > LONGEST for cell in cells):
            cells = [cell[:LONGEST] for cell in cells]
            self._note(number, f"a cell was cut to {LONGEST:,} characters")
        values = self.values(cells)
        name = _name(values)
        if not is_named(name.full) or name.full == _NO_MEMBER:
            as_usual = ", as LinkedIn lists closed accounts" if self.form in LINKEDIN else ""
            return f"it has no name{as_usual}"
        if flaw:
            self._note(number, flaw)
        return self._made(number, name, values)

    def _values(self, cells: Sequence[str]) -> Mapping[str, str]:
        return {field: cells[place] for field, place in self.place.items()}

    def _made(self, number: int, name: Name, values: Mapping[str, str]) -> Person:
        company = values.get("company", "")
        email = self._email(number, values.get("email", ""))
        every = values.get(EMAILS) or values.get("email", "")
        self.further = emails_in(every) if every.count("@") > 1 else ()
        url = self._url(number, values.get("profile_url", ""))
        return Person(
            id=contact_id(email, url) or name_id(name_key(*name), company),
            name=name.full,
            given_name=name.given,
            family_name=name.family,
            company=company,
            position=values.get("position", ""),
            email=email,
            profile_url=url,
            connected_on=self._date(number, values.get("connected_on", "")),
            groups=_groups(values["groups"]) if "groups" in values else (),
            source_rows=(SourceRow(self.file, number),),
        )

    def _email(self, number: int, text: str) -> str:
        if not text:
            return ""
        found = email_in(text)
        if not found:
            self._note(number, "the e-mail address was not understood and is left out")
        elif text.count("@") > 1:
            self._note(number, "only the first e-mail address was taken")
        return found

    def _url(self, number: int, text: str) -> str:
        found = web_address_in(text) if text else ""
        if text and not found:
            self._note(number, "the profile address was not understood and is left out")
        return found

    def _date(self, number: int, text: str) -> date | None:
        if not text:
            return None
        found = self._read_date(text)
        if found is None:
            self._note(number, "the date was not understood and is left out")
        return found

    def _read_date(self, text: str) -> date | None:
        if text not in self.dates:
            self.dates[text] = read_date(text, day_first=self.day_first)
        return self.dates[text]

    def _fitted(self, number: int, cells: list[str]) -> list[str] | None:
        """Return a row of another length as one of the header's, if that can be done surely."""
        extra = len(cells) - self.width
        if extra < 0:
            if len(cells) == 1 or self._fit(whole := cells + [""] * -extra) is False:
                return None
            if max(self.place.values()) >= len(cells):
                self._note(number, "the row ends early; what is missing was taken as empty")
            return whole
        fitting = {
            field: joined
            for field in _MAY_HOLD_COMMAS
            if field in self.place and self._fit(joined := self._joined(cells, field, extra))
        }
        # The company and the position stand side by side, and the company has the comma. With a
        # name among the candidates too, nobody can tell.
        if not fitting or (fitting.keys() & _WORK and not fitting.keys() <= _WORK):
            return None
        field, joined = next(iter(fitting.items()))
        column = self.table.header[self.place[field]]
        self._note(number, f"it has too many cells; a comma in '{column}' was assumed")
        return joined

    def _joined(self, cells: list[str], field: str, extra: int) -> list[str]:
        start, end = self.place[field], self.place[field] + extra + 1
        return [*cells[:start], ", ".join(cells[start:end]), *cells[end:]]

    def _fit(self, cells: Sequence[str]) -> bool | None:
        """Tell whether addresses and dates stand where they should; None if there are none."""
        texts = {field: cells[place][:LONGEST] for field, place in self.place.items()}
        checks = {"email": email_in, "profile_url": web_address_in, "connected_on": self._read_date}
        good = [bool(check(text)) for f, check in checks.items() if (text := texts.get(f))]
        return all(good) if good else None


def _groups(text: str) -> tuple[str, ...]:
    return tuple(group for part in _BETWEEN_GROUPS.split(text) if (group := part.strip()))


def _name(values: Mapping[str, str]) -> Name:
    given, family = values.get("given_name", ""), values.get("family_name", "")
    if given or family:
        return name_of_parts(given, family)
    return name_of_whole(values.get("name", ""))
