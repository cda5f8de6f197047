"""People as vCards 3.0, which every address book reads (https://www.rfc-editor.org/rfc/rfc2426)."""

import re
from collections.abc import Iterator

from informint.exports.whom import people
from informint.journal import Journal
from informint.model import Person

_FOLD = 75  # octets of a line
_ESCAPED = re.compile(r"[\\;,]")
_BREAKS = re.compile(r"\r\n|\r|\n")


def to_vcf(journal: Journal, person: str | None = None) -> bytes:
    """Return everybody, or one person, as vCards: names, work, addresses and groups."""
    lines = (line for p in people(journal.state, person) for line in _card(p))
    return b"".join(_folded(line) for line in lines)


def _card(person: Person) -> Iterator[str]:
    given, family = person.given_name, person.family_name
    if not given and not family:
        given = person.name
    yield from ("BEGIN:VCARD", "VERSION:3.0", "PRODID:-//informint//exports//EN")
    yield f"UID:{person.id}@person.informint.example.org"
    yield f"N:{_text(family)};{_text(given)};;;"
    yield f"FN:{_text(person.name)}"
    if person.company:
        yield f"ORG:{_text(person.company)}"
    if person.position:
        yield f"TITLE:{_text(person.position)}"
    if person.email:
        yield f"EMAIL;TYPE=INTERNET:{_text(person.email)}"
    if person.profile_url:
        yield f"URL:{_BREAKS.sub('', person.profile_url)}"
    if person.groups:
        yield f"CATEGORIES:{','.join(map(_text, person.groups))}"
    yield "END:VCARD"


def _text(value: str) -> str:
    """Return a text as a value may hold it."""
    return _BREAKS.sub(r"\\n", _ESCAPED.sub(lambda found: f"\\{found[0]}", value))


def _folded(line: str) -> bytes:
    """Return a line in UTF-8, folded between characters, with its end."""
    parts = [b""]
    for char in line:
        data = char.encode("utf-8", "replace")
        if len(parts[-1]) + len(data) > _FOLD:
            parts.append(b" ")
        parts[-1] += data
    return b"\r\n".join(parts) + b"\r\n"
