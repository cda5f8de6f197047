"""The telling words of a text, and the ways to say that something was told, from ``said.toml``."""

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import NamedTuple

import msgspec

from informint.reading.encoder import PLAIN
from informint.reading.stems import stem

COMMON, NAME = 0.4, 1.6  # weights of words that many talks have, and of names; any other has 1


class _Ways(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    any: tuple[str, ...]
    before_yours: str = ""
    not_yours: str = ""
    courtesy: str = ""
    then: str = ""


class _Weigh(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    empty: str
    common: str
    months: str
    numbers: dict[str, str]
    alike: tuple[str, ...]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    words: dict[str, str]
    claim: _Ways
    next: _Ways
    promise: _Ways
    weigh: _Weigh


class Known(NamedTuple):
    """The ways to say things, compiled, and what the words of a text weigh."""

    claim: re.Pattern[str]
    courtesy: re.Pattern[str]
    then: re.Pattern[str]
    told: re.Pattern[str]
    next: re.Pattern[str]
    promise: re.Pattern[str]
    empty: frozenset[str]
    common: frozenset[str]
    months: frozenset[str]
    numbers: Mapping[str, str]
    alike: Mapping[str, str]


@cache
def ways_to_say() -> Known:
    """Return what stands in ``said.toml``."""
    found = msgspec.toml.decode(
        files(__package__).joinpath("said.toml").read_text("utf-8"), type=_File
    )

    def compiled(ways: Iterable[str]) -> re.Pattern[str]:
        filled = (re.sub(r"\{(\w+)\}", lambda m: found.words.get(m[1], m[0]), w) for w in ways)
        return re.compile("|".join(rf"(?<![\w'])(?:{way})(?!\w)" for way in filled), re.IGNORECASE)

    yours = (
        rf"(?:^\W*|\b(?:{found.claim.before_yours}) )your"
        rf" (?!(?:{found.claim.not_yours})\b)[\w'-]+"
    )
    weigh = found.weigh
    return Known(
        compiled((*found.claim.any, yours)),
        compiled((found.claim.courtesy,)),
        compiled((found.claim.then,)),
        compiled((r"you (?:\w+ )?(?:{tell})", "(?:{telling})")),
        compiled(found.next.any),
        compiled(found.promise.any),
        frozenset(weigh.empty.split()),
        frozenset(stem(word) for word in weigh.common.split()),
        frozenset(weigh.months.split()),
        weigh.numbers,
        {
            form: group.split()[0]
            for group in weigh.alike[::-1]  # of two groups with a form, the first counts
            for word in group.split()
            for form in (word, stem(word))
        },
    )


class Word(NamedTuple):
    """One telling word: its stem, what it weighs, and whether it is a number, or a name."""

    stem: str
    weight: float
    number: bool = False
    name: bool = False


_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['-][^\W\d_]+)*")


@lru_cache(maxsize=4096)
def words_of(text: str) -> tuple[Word, ...]:
    """Return the telling words of a text, in order."""
    known = ways_to_say()
    plain = text.translate(PLAIN)
    found = []
    for match in _TOKEN.finditer(plain):
        word = match[0]
        small = word.lower().removesuffix("'s")
        number = known.numbers.get(small, small.replace(",", "") if small[0].isdigit() else "")
        if number:
            found.append(Word(number, 1.0, number=True))
        if small in known.empty or (number and small != "fortnight"):
            continue
        first = not plain[: match.start()].strip() or plain[: match.start()].rstrip()[-1] in ".!?:"
        name = (word[0].isupper() and not first) or (word[0].isupper() and small in known.months)
        for part in small.split("-"):
            cut = known.alike.get(part) or known.alike.get(stem(part)) or stem(part)
            weight = COMMON if stem(cut) in known.common or stem(part) in known.common else 1.0
            found.append(Word(stem(cut), NAME if name else weight, name=name))
    return tuple(found)
