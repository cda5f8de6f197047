"""Bringing contacts in: an export, a table with a mapping step, or a person by hand."""

from collections.abc import Iterable
from typing import ClassVar

from informint.contacts import (
    FIELDS,
    Contacts,
    Preview,
    joins,
    person_id,
    preview,
    read_contacts,
)
from informint.errors import BadInput
from informint.journal import Journal, import_events
from informint.journal.events import PersonEdited, PersonFound
from informint.model import HowKnown, Person
from informint.views.nodes import Node, h, select
from informint.views.panel import Panel, action
from informint.views.wording import HOW_KNOWN

LABEL = (
    "LinkedIn's export (.zip or .csv), your address book (.csv from Google or Outlook, or .vcf from"
    " most others and from telephones), or a table of your own"
)
TOLD = 50  # rows of a report named one by one
LARGEST = 200_000_000  # bytes of a file that the browser hands over


class ContactsImport(Panel):
    """Reads files and tells what became of every row; adds people by hand."""

    name: ClassVar[str] = "your contacts"
    title: ClassVar[str] = "Your contacts"

    def __init__(self, journal: Journal) -> None:
        self.report: Contacts | None = None
        self.preview: Preview | None = None
        self.mapping: dict[str, str] = {}
        self._file = ("", b"")
        self._step = 0  # of the import, while it may be read anew
        self._parts = bytearray()
        self._added = 0
        super().__init__(journal)

    def body(self) -> list[Node | None]:
        """Show the ways in, and the report of the last file."""
        return [
            h("label", LABEL, for_="file"),
            h(
                "input",
                id="file",
                type="file",
                accept=".zip,.csv,.tsv,.txt,.vcf,.vcard",
                change="chose_file",
                data_limit=str(LARGEST),
            ),
            self._mapping() if self.preview else None,
            self._report() if self.report else None,
            self._by_hand(),
            h("p", f"Your journal holds {len(self.journal.state.people)} people."),
        ]

    @action
    def chose_file(self, part: dict[str, object], data: bytes = b"") -> None:
        """Take a part of a file; read it when it is whole."""
        name, size, start = str(part["name"]), part["size"], part.get("start")
        if part.get("refused"):
            message = (
                f"{name} is larger than 200 MB; unpack it and choose the Connections.csv in it."
            )
            raise BadInput(message)
        if start == 0:
            self._parts.clear()
        self._parts += data
        if len(self._parts) == size:
            self._file, self._parts = (name, bytes(self._parts)), bytearray()
            self._read(None)

    def _read(self, mapping: dict[str, str] | None) -> None:
        self.report = self.preview = None
        try:
            self.report = read_contacts(self._file, mapping=mapping)
        except BadInput:
            # A table whose columns do not name themselves is asked about; anything else is told.
            self.preview = preview(self._file)
            if self.preview is None:
                raise
            self.mapping = dict(self.preview.mapping)
            self.say("Please say which column holds what.")
            return
        events = import_events(self.journal.state, self.report.people, self.report.entries)
        self._step = self.journal.record(*events).step if events else 0
        if self.report.files[0].format != "table":
            self._file = ("", b"")
        now_known_as = self.journal.state.now_known_as
        found = (e for e in events if isinstance(e, PersonFound | PersonEdited))
        read, news = len(self.report.people), len({now_known_as(e.person.id) for e in found})
        self.say(f"{read} people read, {news} of them new or changed. {self.saved()}")

    def _report(self) -> Node:
        report = self.report
        assert report is not None  # noqa: S101  (for the type checker: body() asks first)
        parts: list[Node] = []
        for file in report.files:
            parts.append(
                h(
                    "p",
                    h("strong", file.file),
                    f" ({file.format}): {file.rows} {file.unit}s, {file.read} read, "
                    f"{len(file.skipped)} left out.",
                )
            )
            unit = file.unit.capitalize()
            told = [f"{unit} {s.row} was left out: {s.reason}" for s in file.skipped]
            told += [f"{unit} {n.row} was read, but {n.note}" for n in file.notes]
            if told:
                parts.append(_first(told))
        if report.merged:
            many = f"{len(report.merged)} rows were the same person as another row"
            parts.append(h("details", h("summary", many), _first(joins(report))))
        if report.review:
            parts.append(
                h(
                    "p",
                    f"{len(report.review)} pairs may be the same person; they were kept apart, "
                    "and you decide in the list of those who may stand there twice.",
                )
            )
        if self._file[1]:
            parts.append(h("button", "The columns hold something else", click="read_anew"))
        return h("div", h("h4", "What became of every row"), parts, class_="card", key="report")

    @action
    def read_anew(self, _: object = None) -> None:
        """Take the table just read back, and ask which column holds what."""
        self.preview = preview(self._file)
        if self.preview is None:
            return
        if self._step and self.journal.state.step == self._step:
            self.journal.undo()
        self._step, self.report = 0, None
        self.mapping = dict(self.preview.mapping)
        self.say("Taken back. Please say which column holds what.")

    def _mapping(self) -> Node:
        table = self.preview
        assert table is not None  # noqa: S101  (for the type checker: body() asks first)
        choices = {"": "(not in the table)"} | {name: name for name in table.header}
        return h(
            "fieldset",
            h("legend", "Which column holds what?"),
            self._presets(table),
            [
                select(
                    label,
                    choices,
                    self.mapping.get(field, ""),
                    id=f"map-{field}",
                    change="mapped",
                    arg=field,
                )
                for field, label in FIELDS.items()
            ],
            h(
                "div",
                h(
                    "table",
                    h("caption", "The first rows"),
                    h("thead", h("tr", [h("th", c, scope="col") for c in table.header])),
                    h("tbody", [h("tr", [h("td", c) for c in row]) for row in table.rows]),
                ),
                class_="scroll",
                tabindex="0",
                role="group",
                aria_label="The first rows of the table",
            ),
            h("button", "Read the table like this", click="read_mapped", class_="main"),
            key="mapping",
        )

    def _presets(self, table: Preview) -> Node | None:
        if not table.presets:
            return None
        kinds = {"": "(choose a kind, and its columns are filled in)"}
        kinds |= {name: name for name in table.presets}
        return select("This table looks like", kinds, "", id="preset", change="preset")

    @action
    def preset(self, name: str) -> None:
        """Fill the columns in as a kind of table has them."""
        if self.preview and name in self.preview.presets:
            self.mapping = dict(self.preview.presets[name])
            self.say(f"Filled in: {name}. Look through it before you read the table.")

    @action
    def mapped(self, field: str, column: str) -> None:
        """Say which column holds a field."""
        self.mapping[field] = column

    @action
    def read_mapped(self, _: object = None) -> None:
        """Read the table as mapped."""
        self._read({field: column for field, column in self.mapping.items() if column})

    def _by_hand(self) -> Node:
        def field(name: str, label: str, kind: str = "text", *, required: bool = False) -> Node:
            control = h("input", id=f"hand-{name}", name=name, type=kind, required=required)
            return h("div", h("label", label, for_=f"hand-{name}"), control)

        return h(
            "details",
            h("summary", "Add a person by hand"),
            h(
                "form",
                field("name", "Name", required=True),
                field("company", "Company or organisation"),
                field("position", "Position"),
                field("email", "E-mail address", "email"),
                field("profile_url", "Address of their profile", "url"),
                select(
                    "How well do you know them?",
                    {how.value: text for how, text in HOW_KNOWN.items()},
                    "",
                    id="hand-how_known",
                    name="how_known",
                ),
                field("groups", "What you share (schools, societies; separated by commas)"),
                h("p", h("button", "Add this person", type="submit", class_="main")),
                submit="added",
                key=f"form-{self._added}",
            ),
        )

    @action
    def added(self, fields: dict[str, str]) -> None:
        """Add a person from the form's fields."""
        given = {name: " ".join(str(value).split()) for name, value in fields.items()}
        if not given.get("name"):
            message = "A person needs a name."
            raise BadInput(message)
        person = Person(
            id=person_id(given["name"], given["company"], given["email"], given["profile_url"]),
            name=given["name"],
            company=given["company"],
            position=given["position"],
            email=given["email"],
            profile_url=given["profile_url"],
            how_known=HowKnown(given["how_known"]),
            groups=tuple(w for part in given["groups"].split(",") if (w := part.strip())),
        )
        self.journal.record(*import_events(self.journal.state, [person]))
        self._added += 1
        self.say(f"Added. {self.saved()}")


def _first(told: Iterable[str]) -> Node:
    """Return lines as a list, and how many more there are than are shown."""
    lines = list(told)
    more = len(lines) - TOLD
    shown = [h("li", line) for line in lines[:TOLD]]
    return h("ul", shown, h("li", f"and {more} more") if more > 0 else None)
