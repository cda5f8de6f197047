"""The tie between the learner and a person: how close, what they share, how to come to them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import TypeAlias

from informint.model import Approach, HowKnown, Person, Profile
from informint.targets.fit import company_key

CLOSENESS = MappingProxyType(
    {
        HowKnown.CLOSE: 1.0,
        HowKnown.ACQUAINTANCE: 0.7,
        HowKnown.NOT_SAID: 0.5,
        HowKnown.MET_ONCE: 0.4,
        HowKnown.STRANGER: 0.1,
    }
)
"""The learner's word as a number; where nothing is said, the middle."""

# An inverted U: moderately weak ties brought the most job changes, very weak and strong ones fewer
# (Rajkumar et al., Science 2022, after Granovetter 1973). They measured mutual contacts, which
# LinkedIn's export does not hold: the learner's own word stands in.
_NEWS = {
    HowKnown.CLOSE: 0.3,
    HowKnown.ACQUAINTANCE: 1.0,
    HowKnown.NOT_SAID: 0.6,
    HowKnown.MET_ONCE: 0.8,
    HowKnown.STRANGER: 0.4,
}
_NEWS_WORD, _NEWS_AGE = 0.8, 0.2  # the word counts more than the date a button was pressed
_OLD = 10  # years after which a tie is no longer new at all

# Years after which a tie may have gone quiet, our own rule of thumb. The others were hardly a tie.
_QUIET = {HowKnown.NOT_SAID: 3, HowKnown.ACQUAINTANCE: 3, HowKnown.CLOSE: 5}
_BARELY_KNOWN = frozenset({HowKnown.STRANGER, HowKnown.MET_ONCE})
_KNOWN_BETTER = frozenset({HowKnown.CLOSE, HowKnown.ACQUAINTANCE})
_MOST_INTRODUCERS = 3


def years(person: Person, today: date) -> float | None:
    """Return for how many years a person has been connected, never below 0; None when unknown."""
    if person.connected_on is None:
        return None
    return max(0.0, (today - person.connected_on).days / 365.25)


def new_information(person: Person, today: date) -> float:
    """Return how likely the tie brings news, 0 to 1: moderately weak and recent ties most."""
    age = years(person, today)
    freshness = 0.5 if age is None else max(0.0, 1 - age / _OLD)
    return _NEWS_WORD * _NEWS[person.how_known] + _NEWS_AGE * freshness


def shared_groups(person: Person, profile: Profile | None) -> float:
    """Return 0 for no group shared, 0.75 for one of the profile's, 1 for more.

    A group of the person that the profile does not name counts half: the learner wrote it down as
    something they share, so it is not nothing.
    """
    if not person.groups:
        return 0.0
    own = {_group_key(g) for g in (profile.groups if profile else ())}
    theirs = {_group_key(g) for g in person.groups} - {""}
    points = sum(1.0 if not own or g in own else 0.5 for g in theirs)
    return min(1.0, 0.25 + 0.5 * points) if points else 0.0


def _group_key(group: str) -> str:
    return " ".join(group.casefold().split())


Acquaintances: TypeAlias = Mapping[str, Mapping[str, HowKnown]]  # both ways round


class Circle:
    """Who might introduce the learner to whom: somebody known better who is near them.

    Near is who knows them by the learner's word, is at one company, or in one group with them.
    """

    def __init__(self, people: Iterable[Person], acquaintances: Acquaintances) -> None:
        """Remember the closest few of each company and each group, and who knows whom."""
        people = tuple(people)
        self._acquaintances = acquaintances
        self._known = {p.id: p for p in people if p.id in self._acquaintances}
        self._companies = defaultdict[str, list[Person]](list)
        self._groups = defaultdict[str, list[Person]](list)
        better = (p for p in people if p.how_known in _KNOWN_BETTER)
        for person in sorted(better, key=lambda p: (-CLOSENESS[p.how_known], p.name, p.id)):
            if key := company_key(person.company):
                self._companies[key].append(person)
            for group in dict.fromkeys(map(_group_key, person.groups)):
                self._groups[group].append(person)

    def introducers(self, person: Person) -> tuple[Person, ...]:
        """Return at most three who might introduce, the closest first of each kind.

        Those come first who know them by the learner's word, then colleagues, then groups.
        """
        near = self.acquainted(person)
        if person.how_known not in _BARELY_KNOWN:
            unsaid = person.how_known is HowKnown.NOT_SAID
            return tuple(near[:_MOST_INTRODUCERS]) if unsaid else ()
        near = near + self._companies.get(company_key(person.company), [])[:4]
        for group in person.groups:
            near = near + self._groups.get(_group_key(group), [])[:4]
        others = {p.id: p for p in near if p.id != person.id}
        return tuple(others.values())[:_MOST_INTRODUCERS]

    def acquainted(self, person: Person) -> list[Person]:
        """Return whom the learner knows better and has noted as knowing a person."""
        ties = self._acquaintances.get(person.id, {})
        both = [
            (CLOSENESS[self._known[i].how_known] * CLOSENESS[how], self._known[i])
            for i, how in ties.items()
            if i in self._known and self._known[i].how_known in _KNOWN_BETTER
        ]
        return [p for _, p in sorted(both, key=lambda tie: (-tie[0], tie[1].name, tie[1].id))]


def approach(person: Person, introducers: Sequence[Person], today: date) -> Approach:
    """Return how to come to a person: the people one knows best are asked straight away."""
    if introducers:
        return Approach.ASK_FOR_INTRODUCTION
    age = years(person, today)
    quiet_after = _QUIET.get(person.how_known)
    if quiet_after is not None and age is not None and age > quiet_after:
        return Approach.RECONNECT_FIRST
    return Approach.ASK_DIRECTLY
