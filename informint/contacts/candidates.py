"""Which entries are worth weighing against each other: those with names or addresses alike.

Everything runs over dictionaries of names, never over pairs of people.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice

from informint.contacts.compared import Compared
from informint.contacts.spelling import Called, Slips, nicknames_of

_CROWD = 40  # entries of one name; of more, only those of one organisation are looked at
_NEAR = 20  # names that one slip makes of another; of more, only the first are looked at
_SHARERS = 4  # entries at one address; more are an office

_Name = tuple[str, str]


class Candidates:
    """The entries by every form of their names."""

    def __init__(self, entries: Sequence[Compared]) -> None:
        """Sort everybody in."""
        self._entries = entries
        self._loose = [i for i, entry in enumerate(entries) if not entry.linkedin]
        self._by_name: dict[_Name, list[int]] = defaultdict(list)
        self._by_middle: dict[_Name, list[int]] = defaultdict(list)
        self._by_initial: dict[_Name, list[int]] = defaultdict(list)
        self._wholes: dict[str, set[str]] = defaultdict(set)  # family names by their parts
        # Whoever has a profile is found from the other side, if there is one.
        for i, entry in enumerate(entries if self._loose else ()):
            given, middle, family, parts = entry.called
            self._by_name[given, family].append(i)
            self._by_initial[given[:1], family].append(i)
            for word in middle:
                self._by_middle[word, family].append(i)
            for part in parts:
                self._wholes[part].add(family)
        self._given_slips = Slips(given for given, _ in self._by_name)
        self._family_slips = Slips(family for _, family in self._by_name)
        self._crowds: dict[int, dict[str, list[int]]] = {}
        self._near_given: dict[str, tuple[str, ...]] = {}
        self._near_family: dict[str, tuple[str, ...]] = {}

    def pairs(self) -> Iterator[tuple[int, int]]:
        """Yield pairs of places, the smaller first; some come more than once."""
        for i in self._loose:
            for name_like in self._named_like(self._entries[i]):
                yield from self._beside(i, name_like)
        for together in self._together():
            for i in together:
                yield from self._beside(i, together)

    def _named_like(self, entry: Compared) -> Iterator[Sequence[int]]:
        given, middle, family, parts = entry.called
        # Two slips in one name are rarer than two people.
        usual = (given, *nicknames_of(given), given[:1])
        for g in dict.fromkeys((*usual, *self._slips_of_given(given))):
            yield self._by_name.get((g, family), ())
        for f in (*self._families(family), *parts):
            for g in usual:
                yield self._by_name.get((g, f), ())
        for word in middle:
            yield self._by_name.get((word, family), ())
        yield self._by_middle.get((given, family), ())
        if len(given) == 1:
            yield self._by_initial.get((given, family), ())
        yield self._by_name.get((family, given), ())
        for name in entry.mailed:
            yield self._by_name.get((name.given, name.family), ())

    def _slips_of_given(self, given: str) -> tuple[str, ...]:
        if given not in self._near_given:
            self._near_given[given] = tuple(islice(self._given_slips.of(given), _NEAR))
        return self._near_given[given]

    def _families(self, family: str) -> tuple[str, ...]:
        """Return other family names that may be this one."""
        if family not in self._near_family:
            slips = islice(self._family_slips.of(family), _NEAR)
            self._near_family[family] = (*slips, *sorted(self._wholes.get(family, ())))
        return self._near_family[family]

    def _beside(self, i: int, others: Sequence[int]) -> Iterator[tuple[int, int]]:
        if len(others) > _CROWD:
            company = self._entries[i].company
            others = self._by_company(others).get(company, ())[:_CROWD] if company else ()
        for j in others:
            if j != i:
                yield (i, j) if i < j else (j, i)

    def _by_company(self, crowd: Sequence[int]) -> dict[str, list[int]]:
        """Return the entries of one name by their organisation."""
        if id(crowd) not in self._crowds:  # the lists are the index's own, and stay
            found = self._crowds[id(crowd)] = defaultdict(list)
            for j in crowd:
                found[self._entries[j].company].append(j)
        return self._crowds[id(crowd)]

    def _together(self) -> Iterator[list[int]]:
        """Yield few entries with an address, or with profiles, a name and a company in common."""
        found: dict[tuple[str, ...] | tuple[Called, str], list[int]] = defaultdict(list)
        for i, entry in enumerate(self._entries):
            if entry.linkedin and entry.company:
                found[entry.called, entry.company].append(i)
            for key in filter(None, (*entry.emails, entry.page)):
                found[(key,)].append(i)
        for together in found.values():
            if 1 < len(together) <= _SHARERS:
                yield together
