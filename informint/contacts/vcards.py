"""vCards 2.1, 3.0 and 4.0, as telephones and address books write them, cut into rows of a table.

The formats: https://www.rfc-editor.org/rfc/rfc6350 (4.0), rfc2426 (3.0), and the versit
consortium's vCard 2.1 of 1996. A card that is broken spoils nobody but itself.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from informint.contacts.address_books import best_address, first_email, own_groups
from informint.contacts.table import MAX_ROWS, Table
from informint.contacts.vcard_lines import (
    FRAME,
    Property,
    head_of,
    logical_lines,
    preference,
    property_of,
    split,
    text_of,
)
from informint.errors import BadInput

COLUMNS = (
    "given_name",
    "family_name",
    "name",
    "company",
    "position",
    "email",
    "profile_url",
    "groups",
    "emails",
)
"""The columns of the table that cards become, each named like the field it holds.

The last holds every e-mail address."""

_NO_END = "the card has no end; what stands there was read"
_CUT_SHORT = "a quoted-printable value is cut short"
_UNREADABLE = "some characters could not be decoded"
_NOT_UNDERSTOOD = "lines that are no vCard property were left out"
_AROUND = "lines around it that belong to no card were left out"

_HEAD = 4_096  # characters in which the first card begins
_BEGINS = re.compile(r"(?:\A|(?<=[\r\n]))BEGIN[ \t]*:[ \t]*VCARD[ \t]*(?=[\r\n]|\Z)", re.IGNORECASE)
_MAILTO = re.compile(r"mailto:", re.IGNORECASE)
_KEPT = frozenset(
    {"N", "FN", "ORG", "TITLE", "ROLE", "EMAIL", "URL", "CATEGORIES", "X-SOCIALPROFILE"}
    | {"SOCIALPROFILE", "X-LINKEDIN", "KIND", "X-ADDRESSBOOKSERVER-KIND", "X-ABSHOWAS"}
)
_BINARY = frozenset({"PHOTO", "LOGO", "SOUND", "KEY"})


@dataclass(slots=True)
class _Card:
    """A card as it stands in the file: its properties, and what is wrong with it."""

    properties: list[Property] = field(default_factory=list)
    flaws: list[str] = field(default_factory=list)

    def all(self, *names: str) -> list[Property]:
        """Return the properties of these names, for each name the preferred ones first."""
        return [
            p
            for name in names
            for p in sorted((p for p in self.properties if p.name == name), key=preference)
        ]

    def texts(self, *names: str) -> list[str]:
        """Return the texts of these properties that are not empty."""
        return [text for p in self.all(*names) if (text := text_of(p.value))]

    def first(self, *names: str) -> str:
        """Return the first of ``texts``, or ``""``."""
        return next(iter(self.texts(*names)), "")

    def parts(self, name: str) -> list[str]:
        """Return the parts between semicolons of the first property of a name that has any."""
        for found in self.all(name):
            parts = [text_of(part) for part in split(found.value, ";")]
            if any(parts):
                return parts
        return []

    def flaw(self, what: str) -> None:
        if what not in self.flaws:
            self.flaws.append(what)


def is_vcards(text: str) -> bool:
    """Tell by its first lines whether a text is a file of vCards."""
    return _BEGINS.search(text.lstrip()[:_HEAD]) is not None


def read_cards(text: str, name: str) -> Table:
    """Return the table of a file of vCards: one row a card, in ``COLUMNS``, numbered from 1.

    Args:
        text: the file's text.
        name: what to call the file in an error.

    Raises:
        BadInput: if there are more than ``MAX_ROWS`` cards.
    """
    rows: list[list[str]] = []
    flaws: dict[int, str] = {}
    unfit: dict[int, str] = {}
    for number, card in enumerate(_Reader().read(logical_lines(text)), 1):
        if number > MAX_ROWS:
            message = f"{name}: has more than {MAX_ROWS:,} cards; split it"
            raise BadInput(message)
        rows.append(_row(card))
        if reason := _unfit(card, rows[-1]):
            unfit[number] = reason
        if any("\ufffd" in cell for cell in rows[-1]):
            card.flaw(_UNREADABLE)
        if card.flaws:
            flaws[number] = "; ".join(card.flaws)
    return Table(header=COLUMNS, header_row=0, rows=rows, flaws=flaws, unfit=unfit)


def _row(card: _Card) -> list[str]:
    family, given = [*card.parts("N"), "", ""][:2]
    whole = card.first("FN")
    if whole and not (given and family):  # N holds all in one, or but a part of what FN says
        given = family = ""
    emails = [_MAILTO.sub("", text) for text in card.texts("EMAIL")]
    groups = [part for p in card.all("CATEGORIES") for part in split(p.value, ",")]
    return [
        given,
        family,
        whole,
        next(filter(None, card.parts("ORG")), ""),
        card.first("TITLE", "ROLE"),
        first_email(emails),
        best_address(card.texts("URL", "X-LINKEDIN", "X-SOCIALPROFILE", "SOCIALPROFILE")),
        own_groups(filter(None, map(text_of, groups))),
        " ".join(emails) if len(emails) > 1 else "",
    ]


def _unfit(card: _Card, row: Sequence[str]) -> str:
    """Return why a card is no person, or ``""``."""
    kind = card.first("KIND", "X-ADDRESSBOOKSERVER-KIND").casefold()
    if kind == "group":
        return "it is a list of people, not a person"
    whole, company = row[2:4]
    shown_as = card.first("X-ABSHOWAS").casefold()
    only_company = bool(company) and whole in {"", company} and not card.parts("N")
    if kind == "org" or (only_company and (whole or shown_as == "company")):
        return "it is an organisation, not a person"
    return "" if any(row) else "the card is empty"


class _Reader:
    """Cuts lines into cards; one within another's AGENT is somebody else's, and passed over."""

    def __init__(self) -> None:
        self.cards: list[_Card] = []
        self.card: _Card | None = None  # the one that is open
        self.agents = 0  # cards open within its AGENT
        self.last = ""  # the property before
        self.around = False  # whether something stands above the first card

    def read(self, lines: Iterable[str]) -> list[_Card]:
        for line in lines:
            frame = FRAME.fullmatch(line if self.card else line.strip())
            if frame and frame[1].upper() == "BEGIN":
                self._begin()
            elif frame:
                self._end()
            elif self.card and not self.agents:
                self.last = _add(self.card, line, self.last)
            elif not self.card and line.strip():
                self._stray()
        if self.card:
            self.card.flaw(_NO_END)
        return self.cards

    def _begin(self) -> None:
        if self.card and self.last == "AGENT":
            self.agents += 1
        else:
            if self.card:
                self.card.flaw(_NO_END)
            self.card, self.agents = _Card(), 0
            self.cards.append(self.card)
            if self.around:
                self.card.flaw(_AROUND)
            self.around = False
        self.last = ""

    def _end(self) -> None:
        if self.agents:
            self.agents -= 1
        else:
            self.card = None

    def _stray(self) -> None:
        if self.cards:
            self.cards[-1].flaw(_AROUND)
        else:
            self.around = True


def _add(card: _Card, line: str, last: str) -> str:
    """Put a line's property into a card, if it is one that is read, and return its name."""
    if not line.strip():
        return last
    found = head_of(line)
    if not found:
        if last not in _BINARY:  # else it is the rest of a photo that was not folded
            card.flaw(_NOT_UNDERSTOOD)
        return last
    name = found[1].upper()
    if name not in _KEPT:
        return name
    what, short = property_of(line, found)
    if short:
        card.flaw(_CUT_SHORT)
    card.properties.append(what)
    return name
