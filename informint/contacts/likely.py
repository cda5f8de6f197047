"""People who may be one: who, how likely it is, and every reason for and against."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log2
from typing import NamedTuple

from informint.contacts.candidates import Candidates
from informint.contacts.compared import Compared, compared
from informint.contacts.weighing import AGAINST, ONE_ADDRESS, ONE_PAGE, OTHER_NAME, Scales
from informint.model import Person, SourceRow

SAME = 0.5
"""Above this probability two entries are put up as one person; else as an open question."""
OPEN = 0.08
"""Below this probability two entries are not put up at all."""

_NEVER_SURER = 0.99  # names and companies alone make nobody sure
_SHARED = 0.1  # what is said of two names at one address: an office, a family, a new name
_MOST = 4  # open questions on one entry, the likeliest ones
_FEWEST = 300  # people among whom anybody is looked for, so that few entries prove little
_IDLE = -6.0  # bits; what weighs less changes nobody's chances


@dataclass(frozen=True, slots=True, kw_only=True)
class Likely:
    """Two people who may be one and were kept apart.

    ``people`` are their ids and ``rows`` the first row of each; ``reasons`` speak for it and
    against it, the names first. ``sure`` is how likely it is, from 0 to 1; ``same`` whether that is
    enough to propose that they are one.
    """

    people: tuple[str, str]
    rows: tuple[SourceRow, SourceRow]
    reasons: tuple[str, ...]
    sure: float
    same: bool

    @property
    def undisputed(self) -> bool:
        """Whether they are proposed as one and no reason speaks against it."""
        return self.same and AGAINST.isdisjoint(self.reasons)


class _Pair(NamedTuple):
    one: int
    other: int
    odds: float
    reasons: tuple[str, ...]


def likely(
    people: Sequence[Person], emails: Mapping[int, Iterable[str]] | None = None
) -> tuple[Likely, ...]:
    """Return the pairs of people who may be one, those proposed as one first, the surest first.

    Args:
        people: entries that are not surely the same.
        emails: further e-mail addresses of some, by place in ``people``.
    """
    emails = emails or {}
    entries = [compared(person, emails.get(i, ())) for i, person in enumerate(people)]
    pairs = _weighed(people, entries)
    told = _without_contradiction(_with_rivals(pairs, entries), entries)
    return tuple(
        Likely(
            people=(people[pair.one].id, people[pair.other].id),
            rows=(first_row(people[pair.one]), first_row(people[pair.other])),
            reasons=pair.reasons,
            sure=min(round(sure, 3), _NEVER_SURER),
            same=same,
        )
        for pair, sure, same in told
    )


def first_row(person: Person) -> SourceRow:
    """Return where a person was read first; ``("", 0)`` for one added by hand."""
    return person.source_rows[0] if person.source_rows else SourceRow("", 0)


def _weighed(people: Sequence[Person], entries: Sequence[Compared]) -> list[_Pair]:
    """Return the pairs worth a thought, each with its odds."""
    scales = Scales(people, entries)
    one_in = log2(max(len(people), _FEWEST))
    found: list[_Pair] = []
    for i, j in dict.fromkeys(Candidates(entries).pairs()):
        bits, reasons = scales.weigh(i, j)
        if OTHER_NAME in reasons:
            worth = not {ONE_ADDRESS, ONE_PAGE}.isdisjoint(reasons)
        else:
            worth = bits - one_in > _IDLE
        if worth:
            found.append(_Pair(i, j, 2 ** (bits - one_in), reasons))
    return found


def _with_rivals(
    pairs: Iterable[_Pair], entries: Sequence[Compared]
) -> Iterator[tuple[float, _Pair]]:
    """Yield the pairs likely enough: only one of several profiles can be right for an entry."""
    pairs = list(pairs)
    rivals: dict[int, float] = defaultdict(float)
    for pair in pairs:
        for i in _looking(pair, entries):
            rivals[i] += pair.odds
    for pair in pairs:
        most = max(pair.odds, *(rivals[i] for i in _looking(pair, entries)), 0)
        sure = _SHARED if OTHER_NAME in pair.reasons else pair.odds / (1 + most)
        if sure >= OPEN:
            yield sure, pair


def _looking(pair: _Pair, entries: Sequence[Compared]) -> Iterator[int]:
    """Yield the one of a pair that has no profile, if the other has."""
    if bool(entries[pair.one].linkedin) != bool(entries[pair.other].linkedin):
        yield pair.other if entries[pair.one].linkedin else pair.one


def _without_contradiction(
    found: Iterable[tuple[float, _Pair]], entries: Sequence[Compared]
) -> Iterator[tuple[_Pair, float, bool]]:
    """Propose as one what joins no two profiles by way of others; ask not too much on one."""
    parent: dict[int, int] = {}
    profile: dict[int, str] = {}

    def root(i: int) -> int:
        while parent.get(i, i) != i:
            i = parent[i]
        return i

    asked: Counter[int] = Counter()
    later: list[tuple[_Pair, float, bool]] = []
    for sure, pair in sorted(found, key=lambda item: (-item[0], item[1].one, item[1].other)):
        a, b = root(pair.one), root(pair.other)
        ours, theirs = (profile.get(i, entries[i].linkedin) for i in (a, b))
        direct = entries[pair.one].linkedin and entries[pair.other].linkedin
        if a == b:  # said already, by way of others
            continue
        if sure > SAME and (direct or not (ours and theirs)):
            parent[b] = a
            profile[a] = ours or theirs
            yield pair, sure, True
        elif max(asked[pair.one], asked[pair.other]) < _MOST:
            asked.update((pair.one, pair.other))
            later.append((pair, sure, False))
    yield from later
