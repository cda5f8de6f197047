"""What people, organisations and columns of tables are also called."""

from typing import Annotated

from msgspec import Meta

from informint.content import load
from informint.content.schema import Entry, Id, Text


class GivenName(Entry, frozen=True, kw_only=True):
    """A given name, and what people who bear it are called."""

    name: Text
    also: Annotated[tuple[Text, ...], Meta(min_length=1)]


class Organisation(Entry, frozen=True, kw_only=True):
    """An organisation, and its acronyms and other names."""

    name: Text
    also: Annotated[tuple[Text, ...], Meta(min_length=1)]


def nicknames() -> tuple[GivenName, ...]:
    """Return the given names with their short forms, in the order of the file."""
    return load("nicknames.toml", "name", GivenName)


def company_aliases() -> tuple[Organisation, ...]:
    """Return the organisations with their other names, in the order of the file."""
    return load("company_aliases.toml", "company", Organisation)


class TablePreset(Entry, frozen=True, kw_only=True):
    """A kind of table of people, and which of its columns may hold what, the likeliest first."""

    id: Id
    name: Text
    given_name: tuple[Text, ...] = ()
    family_name: tuple[Text, ...] = ()
    whole_name: tuple[Text, ...] = ()
    company: tuple[Text, ...] = ()
    position: tuple[Text, ...] = ()
    email: tuple[Text, ...] = ()
    profile_url: tuple[Text, ...] = ()
    groups: tuple[Text, ...] = ()


def table_presets() -> tuple[TablePreset, ...]:
    """Return the kinds of tables, in the order of the file."""
    return load("table_presets.toml", "preset", TablePreset)
