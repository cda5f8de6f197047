"""How much each agreement and each difference says about whether two entries are one person.

In bits, as Fellegi and Sunter put it in "A Theory for Record Linkage" (1969): an agreement weighs
the more, the rarer the value is among the learner's own contacts; a difference costs as much as it
is rare between two entries of one person. The costs are judgements, written down before
`benchmarks/merging.py` measured them on files of other seeds: 2 bits are one in four, 5 one in
thirty, 10 one in a thousand.
"""

from collections import Counter
from collections.abc import Sequence
from math import log2

from informint.contacts.companies import same_company
from informint.contacts.compared import Compared, organisations_of
from informint.contacts.spelling import Called, Likeness, alike, families_alike
from informint.model import Person

SAME_NAME = "the same name"
OTHER_NAME = "different names"
NAME_IN_ADDRESS = "one's e-mail address spells the other's name"
SWAPPED = "given and family name swapped"
MIDDLES = "different middle names"
COMPANIES = "different companies"
WORK_ADDRESS = "an e-mail address at the other's company"
POSITION = "the same position"
DAY = "connected on the same day"
DAYS = "connected on different days"
ONE_ADDRESS = "the same e-mail address"
ONE_PAGE = "the same web address"
PROFILES = "each with a profile of their own"

AGAINST = frozenset({OTHER_NAME, MIDDLES, COMPANIES, DAYS, PROFILES})
"""The reasons that speak against it."""

_SAID = {
    Likeness.NICKNAME: "one given name is short for the other",
    Likeness.INITIAL: "one given name is an initial",
    Likeness.MIDDLE: "one is called by the other's middle name",
    Likeness.PART: "one family name is a part of the other",
    Likeness.SLIP: "one letter makes the difference in the name",
}
# How seldom somebody's name is written so, which counts where that form is a name of its own ...
_SELDOM = {
    Likeness.SAME: 0.3,
    Likeness.NICKNAME: 4.5,
    Likeness.MIDDLE: 4.5,
    Likeness.PART: 6.0,
    Likeness.SLIP: 9.0,
}
# ... and what it costs beside, since another's name may have come to the same form.
_DOUBT = {
    Likeness.SAME: 0.3,
    Likeness.NICKNAME: 1.0,
    Likeness.MIDDLE: 2.0,
    Likeness.PART: 1.5,
    Likeness.SLIP: 1.5,
}
_INITIAL = 4.0  # what the letter weighs
_SWAPPED = 5.5
_IN_ADDRESS = 1.5
_MIDDLE, _OTHER_MIDDLE = 3.0, -4.0
_OTHER_NAME = -8.0
_AGREED, _BY_ADDRESS = 0.9, 1.0  # entries of one person agree only so often in their work
_OTHER_COMPANY, _OTHER_POSITION = -2.0, -0.7
_MOST_OF_WORK = 12.0
_OTHER_DAY = -7.0
_SAME_ADDRESS, _OTHER_ADDRESS, _SAME_PAGE = 14.0, -0.7, 10.0
_OWN_PROFILES = -9.0

_PSEUDO = 1_000  # people whom everybody knows beside their contacts, so that few prove little
# How many of those share a value that is seen but once.
_RARE = {"given": 1.0, "family": 0.1, "company": 1.0, "position": 5.0, "day": 0.3}


class Scales:
    """Weighs pairs of people; what is rare among them is counted first."""

    def __init__(self, people: Sequence[Person], entries: Sequence[Compared]) -> None:
        """Count.

        Args:
            people: everybody, for their companies as written.
            entries: the same people as compared.
        """
        self._people, self._entries = people, entries
        self._organisations = organisations_of(entries)
        self._counts: dict[str, Counter[object]] = {
            "given": Counter(e.called.given for e in entries),
            "family": Counter(e.called.family for e in entries),
            "company": Counter(e.company for e in entries),
            "position": Counter(e.position for e in entries),
            "day": Counter(e.day for e in entries),
        }

    def weigh(self, i: int, j: int) -> tuple[float, tuple[str, ...]]:
        """Return what speaks for two entries being one person, in bits, and every reason."""
        one, other = self._entries[i], self._entries[j]
        reasons: list[str] = []
        bits = self._names(one, other, reasons) + self._work(i, j, reasons)
        if one.day and other.day:
            same = one.day == other.day
            bits += self._rarity("day", one.day) if same else _OTHER_DAY
            reasons.append(DAY if same else DAYS)
        if one.emails & other.emails:
            bits += _SAME_ADDRESS
            reasons.append(ONE_ADDRESS)
        elif one.emails and other.emails:
            bits += _OTHER_ADDRESS
        if one.page and one.page == other.page:
            bits += _SAME_PAGE
            reasons.append(ONE_PAGE)
        if one.linkedin and other.linkedin:
            bits += _OWN_PROFILES
            reasons.append(PROFILES)
        return bits, tuple(reasons)

    def _rarity(self, what: str, value: object) -> float:
        """Return how much it weighs that two entries have this value."""
        others = max(self._counts[what][value] - 1, 0)
        return log2((len(self._people) + _PSEUDO) / (others + _RARE[what]))

    def _whole(self, name: Called) -> float:
        return self._rarity("given", name.given) + self._rarity("family", name.family)

    def _names(self, one: Compared, other: Compared, reasons: list[str]) -> float:
        """Weigh the names, or one that an address spells if that weighs more."""
        best = self._name(one.called, other.called, reasons)
        if _same(one.called, other.called):
            return best
        spelled = [
            *(name for name in one.mailed if _same(name, other.called)),
            *(name for name in other.mailed if _same(name, one.called)),
        ]
        for name in spelled:
            if (bits := self._whole(name) - _IN_ADDRESS) > best:
                best = bits
                reasons[:] = [NAME_IN_ADDRESS]
        return best

    def _name(self, one: Called, other: Called, reasons: list[str]) -> float:
        given, family = _given(one, other), families_alike(one, other)
        if given and family:
            said = [_SAID[like] for like in (given, family) if like in _SAID]
            reasons += dict.fromkeys(said or [SAME_NAME])
            bits = self._part("given", *_alike_in(one, other, given), given)
            bits += self._part("family", one.family, other.family, family)
        elif (one.given, one.family) == (other.family, other.given):
            reasons.append(SWAPPED)
            common, rare = sorted((self._whole(one), self._whole(other)))
            return min(common - 1, rare - _SWAPPED)
        else:
            reasons.append(OTHER_NAME)
            return _OTHER_NAME
        if one.middle and other.middle and given is Likeness.SAME:
            if _middles_agree(one, other):
                return bits + _MIDDLE
            reasons.append(MIDDLES)
            bits += _OTHER_MIDDLE
        return bits

    def _part(self, what: str, one: str, other: str, like: Likeness) -> float:
        """Weigh a part of two names by how rare it is, less what the difference costs."""
        if like is Likeness.INITIAL:
            return _INITIAL
        common, rare = sorted((self._rarity(what, one), self._rarity(what, other)))
        return min(common - _DOUBT[like], rare - _SELDOM[like])

    def _work(self, i: int, j: int, reasons: list[str]) -> float:
        one, other = self._entries[i], self._entries[j]
        bits = 0.0
        if tier := same_company(self._people[i].company, self._people[j].company):
            bits += min(self._rarity("company", one.company), _MOST_OF_WORK) - _AGREED
            reasons.append(tier.value)
        elif shared := self._organisations[i] & self._organisations[j]:
            rarest = max(self._rarity("company", company) for company in shared)
            bits += min(rarest, _MOST_OF_WORK) - _BY_ADDRESS
            reasons.append(WORK_ADDRESS)
        elif one.company and other.company:
            bits += _OTHER_COMPANY
            reasons.append(COMPANIES)
        if one.position and one.position == other.position:
            bits += min(self._rarity("position", one.position), _MOST_OF_WORK) - _AGREED
            reasons.append(POSITION)
        elif one.position and other.position:
            bits += _OTHER_POSITION
        return bits


def _same(one: Called, other: Called) -> bool:
    return (one.given, one.family) == (other.given, other.family)


def _given(one: Called, other: Called) -> Likeness | None:
    found = alike(one.given, other.given)
    if found is None and (one.given in other.middle or other.given in one.middle):
        return Likeness.MIDDLE
    return found


def _alike_in(one: Called, other: Called, given: Likeness) -> tuple[str, str]:
    """Return what is alike in two given names."""
    if given is Likeness.MIDDLE:
        word = one.given if one.given in other.middle else other.given
        return word, word
    return one.given, other.given


def _middles_agree(one: Called, other: Called) -> bool:
    return any(
        a == b or (1 in {len(a), len(b)} and a[0] == b[0]) for a in one.middle for b in other.middle
    )
