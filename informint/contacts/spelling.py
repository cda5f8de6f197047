"""Names that may be one name: a nickname, an initial, a slip of the keyboard."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from functools import cache, lru_cache
from typing import NamedTuple

from informint.contacts.names import name_of_whole
from informint.content.naming import nicknames
from informint.model import Person

_NO_INITIALS = "\u0590"  # from here on scripts follow in which one sign may be a whole name
_LONG_ENOUGH = 4  # letters; in shorter names one letter makes another name
_MOST = 40  # names that are one when a letter is left out; more are a series, and no slips
# Letters that no accent can be taken off.
_LETTERS = str.maketrans(
    {
        "ø": "o",
        "ł": "l",
        "đ": "d",
        "ð": "d",
        "\u0131": "i",
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "ħ": "h",
    }
)
_WORD = re.compile(r"[^\W_]+")


class Likeness(Enum):
    """How two given or family names are alike."""

    SAME = "same"
    NICKNAME = "nickname"
    INITIAL = "initial"
    MIDDLE = "middle"
    PART = "part"
    SLIP = "slip"


class Called(NamedTuple):
    """A name as it is compared: in lower case, without accents, titles and degrees."""

    given: str
    middle: tuple[str, ...]
    family: str
    parts: tuple[str, ...]  # of a family name that has several


def called(person: Person) -> Called:
    """Return a person's name as it is compared."""
    given, family = person.given_name, person.family_name
    if not given and not family:
        _, given, family = name_of_whole(person.name)
    return _called(given, family)


@lru_cache(maxsize=65_536)
def _called(given: str, family: str) -> Called:
    first = folded(given)
    last = folded(family.replace("'", "").replace("\N{RIGHT SINGLE QUOTATION MARK}", ""))
    return Called(
        first[0] if first else "",
        tuple(first[1:]),
        "".join(last),
        tuple(last) if len(last) > 1 else (),
    )


def folded(text: str) -> list[str]:
    """Return the words of a name in lower case and in plain letters."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text.casefold()).translate(_LETTERS)
        text = "".join(c for c in text if not "\u0300" <= c <= "\u036f")
    return _WORD.findall(text.casefold())


@cache
def _nicknames() -> Mapping[str, Mapping[str, None]]:
    """Return for each given name what else those who bear it are called."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for entry in nicknames():
        names = [word for name in (entry.name, *entry.also) for word in folded(name)]
        for name in names:
            found[name].update(dict.fromkeys(other for other in names if other != name))
    return found


def nicknames_of(given: str) -> Iterable[str]:
    """Return what somebody of this given name may be called too."""
    return _nicknames().get(given, {})


def alike(one: str, other: str) -> Likeness | None:
    """Return how two given names, as compared, are alike."""
    if one == other:
        return Likeness.SAME
    if other in nicknames_of(one):
        return Likeness.NICKNAME
    if one and other and 1 in {len(one), len(other)} and one[0] < _NO_INITIALS:
        return Likeness.INITIAL if one[0] == other[0] else None
    return Likeness.SLIP if is_slip(one, other) else None


def families_alike(one: Called, other: Called) -> Likeness | None:
    """Return how two family names are alike."""
    if one.family == other.family:
        return Likeness.SAME
    if other.family in one.parts or one.family in other.parts:
        return Likeness.PART
    return Likeness.SLIP if is_slip(one.family, other.family) else None


def is_slip(one: str, other: str) -> bool:
    """Tell whether one letter more, less, other or in another place makes two names one."""
    short, long = sorted((one, other), key=len)
    if len(short) < _LONG_ENOUGH or len(long) - len(short) > 1:
        return False
    start = 0
    while start < len(short) and short[start] == long[start]:
        start += 1
    if len(short) < len(long):
        return short[start:] == long[start + 1 :]
    if short[start + 1 :] == long[start + 1 :]:
        return True
    return (
        short[start + 2 :] == long[start + 2 :]
        and short[start : start + 2] == long[start : start + 2][::-1]
    )


class Slips:
    """Finds, among many names, those that one slip makes of another; never by pairs of all."""

    def __init__(self, names: Iterable[str]) -> None:
        self._by_gap: dict[str, list[str]] = defaultdict(list)
        for name in sorted(set(names)):
            for key in _gapped(name):
                if len(same := self._by_gap[key]) < _MOST:
                    same.append(name)

    def of(self, name: str) -> Iterator[str]:
        """Yield the names that a slip makes of this one, each once, in alphabetical order."""
        near = {n for key in _gapped(name) for n in self._by_gap.get(key, ())}
        yield from sorted(n for n in near if n != name and is_slip(name, n))


def _gapped(name: str) -> set[str]:
    """Return a name, and each of what is left of it without a letter."""
    if len(name) < _LONG_ENOUGH or not name.isalpha():
        return set()
    return {name, *(name[:i] + name[i + 1 :] for i in range(len(name)))}
