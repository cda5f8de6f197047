"""Finds the traces that people leave in a text: names in any order, addresses, profiles."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from html import unescape
from importlib.resources import files
from itertools import pairwise
from urllib.parse import unquote

from informint import content
from informint.contacts import read_contacts
from informint.contacts.identity import url_key, words_of
from informint.contacts.names import name_of_whole
from informint.journal import State
from informint.model import Person

# What may name somebody in a notebook: two words beside each other; or alone a word, an address, or
# the letters of a name in a script without capitals.
Trace = tuple[str, ...]
_SHORT = 2  # letters that stand in most texts
_TITLES = ("dr", "prof", "professor", "mr", "mrs", "ms", "mx")
_EMAIL = re.compile(r"(?<![\w.+%-])[\w.+%-]+@[\w.-]*\w")
_PAGE = re.compile(r"(?<![\w.-])(?:[\w-]+\.)+\w{2,}/[^\s\"'<>()\[\]{}\\,;]+")
_ESCAPED = re.compile(r"\\(?:u([0-9a-fA-F]{4})|([bfnrt]))?")
_TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9-]*(?=[\s/>])|/?>")


def traces_of_people(state: State) -> tuple[frozenset[Trace], int]:
    """Return what names the people of a journal, and how many of them nothing surely names."""
    sample = content.sample_connections()
    ours = {*_everyday(), *traces(sample[1].decode())}
    ours.update(*map(_traces_of, read_contacts(sample).people))
    found = [set(_traces_of(person)) - ours for person in state.people.values()]
    return frozenset[Trace]().union(*found), sum(not one for one in found)


def _traces_of(person: Person) -> Iterator[Trace]:
    given, family = person.given_name, person.family_name
    if not given and not family:
        _, given, family = name_of_whole(person.name)
    yield from zip(_addresses(unquote(f"{person.email} {person.profile_url}")))
    parts = _without_capitals(given), _without_capitals(family)
    joined = [trace for part in (parts, parts[::-1]) if len(trace := "".join(part).strip("|")) > 1]
    yield from zip(joined)
    words = [word for word in words_of(f"{given} {family}") if word != word.upper()]
    match words:
        case [only] if len(only) > _SHORT and not joined:
            yield (only,)
        case [first, second, *_] if len(first + words[-1]) > _SHORT:
            last = words[-1]
            yield from ((first, second), (first, last), (last, first))
            yield from ((title, last) for title in _TITLES)


def traces(text: str, lengths: Iterable[int] = ()) -> Iterator[Trace]:
    """Yield whatever in a text may name somebody.

    Args:
        text: as a notebook's file has it.
        lengths: of the names sought in scripts without capitals, which stand between other words.
    """
    text = _plain(text)
    words = words_of(text)
    yield from pairwise(words)
    yield from zip(words)
    yield from zip(_addresses(text))
    letters = _without_capitals(text)
    for n in lengths:
        yield from ((letters[i : i + n],) for i in range(len(letters) - n + 1))


def _everyday() -> Iterator[Trace]:
    """Yield what our own texts have in small letters: it names nobody."""
    for file in files(content).iterdir():
        if file.name.endswith(".toml"):
            words = re.findall(r"[^\W_]+", file.read_text("utf-8"))
            yield from ((word,) for word in words if word.islower())
            yield from (pair for pair in pairwise(words) if all(map(str.islower, pair)))


def _plain(text: str) -> str:
    """Return a text without the escapes of JSON, HTML and links, and without tags."""
    text = _ESCAPED.sub(lambda m: chr(int(m[1], 16)) if m[1] else " " * bool(m[2]), text)
    return _TAG.sub(" ", unquote(unescape(text)))


def _addresses(text: str) -> list[str]:
    """Return the e-mail and web addresses of a text, each as it is compared."""
    pages = (url_key(found.rstrip(".:!?*`")) for found in _PAGE.findall(text))
    return [*map(str.casefold, _EMAIL.findall(text)), *filter(None, pages)]


def _without_capitals(text: str) -> str:
    """Return the letters of scripts that know no capitals and may part no words; else a bar."""
    if text.isascii():
        return ""
    text = unicodedata.normalize("NFKC", re.sub(r"[A-Za-z0-9]+", "|", text))
    letters = (c for c in text if c == "|" or c.isalnum())
    return re.sub(r"\|+", "|", "".join(c if c.lower() == c.upper() else "|" for c in letters))
