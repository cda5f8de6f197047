"""Address books as CSV: which program wrote a header, and which columns make up a person."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files

import msgspec

from informint.contacts.cells import email_in, web_address_in
from informint.contacts.identity import is_linkedin, url_key
from informint.contacts.mapping import FIELDS, squash

_ENOUGH_MARKS = 2
_COLUMNS = 500  # Outlook writes about 90, Google as many as the fullest contact needs
_BETWEEN = ":::"  # where Google puts several values into one cell
# Everybody in the book is in these.
_NO_GROUPS = frozenset({"mycontacts", "starred", "starredinandroid"})


class Layout(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The columns of one program in one language, as ``address_books.toml`` tells them."""

    format: str
    language: str
    marks: tuple[str, ...]
    given_name: tuple[str, ...] = ()
    family_name: tuple[str, ...] = ()
    name: tuple[str, ...] = ()
    company: tuple[str, ...] = ()
    position: tuple[str, ...] = ()
    email: tuple[str, ...] = ()
    profile_url: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()


_FIELDS = tuple(f for f in FIELDS if f in Layout.__struct_fields__)


class Book(msgspec.Struct, frozen=True, kw_only=True):
    """A header that was recognised: the format, and every field's columns by place and by name."""

    format: str
    places: Mapping[str, tuple[int, ...]]
    mapping: Mapping[str, str]

    def values(self, cells: Sequence[str]) -> dict[str, str]:
        """Return a row's fields: cleaned cells, as many as the header has, go in."""
        found = {
            field: _PICK.get(field, _first)(_parts(cells, places))
            for field, places in self.places.items()
        }
        found["emails"] = " ".join(_parts(cells, self.places.get("email", ())))
        return found


def book_of(header: Sequence[str]) -> Book | None:
    """Return what is known of a header that Google Contacts or Outlook wrote, else None."""
    if not _ENOUGH_MARKS < len(header) <= _COLUMNS:
        return None
    place: dict[str, int] = {}
    for number, column in enumerate(header):
        place.setdefault(squash(column), number)
    found = [(known, layout) for layout in _layouts() if (known := _known(layout, place))]
    if not found:
        return None
    _, (layout, _) = max(found, key=lambda item: item[0])
    places = {
        field: tuple(place[key] for column in columns if (key := squash(column)) in place)
        for field in _FIELDS
        if (columns := getattr(layout, field))
    }
    places = {field: numbers for field, numbers in places.items() if numbers}
    return Book(
        format=layout.format,
        places=places,
        mapping={field: header[numbers[0]] for field, numbers in places.items()},
    )


@cache
def _layouts() -> tuple[tuple[Layout, frozenset[str]], ...]:
    """Return each layout with its marks squashed."""
    text = files(__package__).joinpath("address_books.toml").read_text("utf-8")
    found = msgspec.toml.decode(text, type=dict[str, tuple[Layout, ...]])["layout"]
    return tuple((layout, frozenset(map(squash, layout.marks))) for layout in found)


def _known(layout_and_marks: tuple[Layout, frozenset[str]], place: Mapping[str, int]) -> int:
    """Return how many columns a layout knows, or 0 if the header is not its."""
    layout, marks = layout_and_marks
    known = {f for f in _FIELDS for column in getattr(layout, f) if squash(column) in place}
    here = sum(mark in place for mark in marks)
    if here < _ENOUGH_MARKS or not known & {"given_name", "family_name", "name"}:
        return 0
    return len(known) + here


def _parts(cells: Sequence[str], places: Iterable[int]) -> list[str]:
    return [part for p in places for cell in cells[p].split(_BETWEEN) if (part := cell.strip())]


def _first(parts: Sequence[str]) -> str:
    return parts[0] if parts else ""


def first_email(parts: Sequence[str]) -> str:
    """Return the first of some texts that holds an e-mail address, else the first of all."""
    return next(filter(email_in, parts), _first(parts))


def best_address(parts: Sequence[str]) -> str:
    """Return the LinkedIn profile among some texts, else the first web address, else the first."""
    found = [part for part in parts if web_address_in(part)]
    profiles = [part for part in found if is_linkedin(url_key(web_address_in(part)))]
    return _first(profiles or found or parts)


def own_groups(parts: Iterable[str]) -> str:
    """Return groups as one cell, without those that an address book puts everybody in."""
    named = (part.removeprefix("*").strip() for part in parts)
    return "; ".join(part for part in named if squash(part) not in _NO_GROUPS)


_PICK: Mapping[str, Callable[[Sequence[str]], str]] = {
    "email": first_email,
    "profile_url": best_address,
    "groups": own_groups,
}
