"""Rows that are surely one person become one; rows that only may be are put up for review.

Sure is the same profile URL, the same e-mail address under names that share a word (an office's
address is shared by people), or a row that stands there twice. Everything runs over dictionaries,
never over pairs of people.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from informint.contacts.identity import (
    company_key,
    digest,
    is_linkedin,
    name_key,
    person_id,
    url_key,
)
from informint.model import Person, SourceRow

SAME_URL = "the same profile URL"
SAME_EMAIL = "the same e-mail address"
SAME_ROW = "the same row twice"

# What may be one person, the likeliest first.
_MAYBE_EMAIL = "the same e-mail address, different names"
_MAYBE_URL = "the same web address, different names"
_MAYBE_COMPANY = "the same name and company, no profile URL or e-mail address in common"
_MAYBE_DAY = "the same name, connected on the same day"
_MAYBE_NAME = "the same name, no profile URL or e-mail address in common"
_MAYBE_MOVED = "the same name, different companies, no profile URL or e-mail address in common"
_MAYBE_PROFILES = "the same name, each with a profile of their own"
_LIKELIEST_FIRST = (
    _MAYBE_EMAIL,
    _MAYBE_URL,
    _MAYBE_COMPANY,
    _MAYBE_DAY,
    _MAYBE_NAME,
    _MAYBE_MOVED,
    _MAYBE_PROFILES,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """One row that joined another: ``rows`` are the two, ``reason`` what makes them one person.

    ``differs`` names the fields in which they disagreed, so that one value was left.
    """

    person: str
    rows: tuple[SourceRow, SourceRow]
    reason: str
    differs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Likely:
    """People who may be one and were kept apart: ids, the first row of each, and why."""

    people: tuple[str, ...]
    rows: tuple[SourceRow, ...]
    reason: str


_Shared = dict[tuple[object, str], list[int]]  # (key, why it is unsure) -> rows


class Merged(NamedTuple):
    """What ``merge_people`` returns; ``len(merged)`` is how many fewer people came out."""

    people: tuple[Person, ...]
    merged: tuple[Merge, ...]
    review: tuple[Likely, ...]


class _Join(NamedTuple):
    into: int
    row: int
    reason: str


def merge_people(rows: Sequence[Person]) -> Merged:
    """Unite the rows that are surely one person.

    Args:
        rows: one ``Person`` a row, the more trusted (the newer) first: the first value of a field
            that is not empty is kept, and so is the place in the order. A full name is never given
            up for an initial. Whoever was added by hand has the source row ``("", 0)``.
    """
    groups, joins, unsure = _groups(rows)
    people = [_unite([rows[i] for i in members]) for members in groups]
    place = {row: person for person, members in enumerate(groups) for row in members}
    people = _told_apart(people)
    merged = tuple(
        Merge(
            person=people[place[join.row]].id,
            rows=(_where(rows[join.into]), _where(rows[join.row])),
            reason=join.reason,
            differs=_differs(rows[join.into], rows[join.row]),
        )
        for join in joins
    )
    shared = [
        (reason, people_of)
        for (_, reason), members in unsure.items()
        if len(people_of := sorted({place[i] for i in members})) > 1
    ]
    return Merged(tuple(people), merged, _review(people, shared))


def _where(person: Person) -> SourceRow:
    return person.source_rows[0] if person.source_rows else SourceRow("", 0)


def _groups(rows: Sequence[Person]) -> tuple[list[list[int]], list[_Join], _Shared]:
    """Return the rows of each person, what joined them, and rows that share a key but no name."""
    parent = list(range(len(rows)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    joins: list[_Join] = []
    unsure: _Shared = {}
    seen: dict[object, int] = {}
    for i, row in enumerate(rows):
        for key, reason, maybe in _keys(row):
            first = seen.setdefault(key, i)
            if first != i and maybe and not _share_a_name(rows[first], row):
                unsure.setdefault((key, maybe), [first]).append(i)
                first = seen.setdefault((key, _key_of(row)), i)
            a, b = sorted((root(first), root(i)))
            if a != b:
                parent[b] = a
                joins.append(_Join(first, i, reason))
    found: dict[int, list[int]] = {}
    for i in range(len(rows)):
        found.setdefault(root(i), []).append(i)
    return list(found.values()), joins, unsure


def _keys(row: Person) -> Iterable[tuple[object, str, str]]:
    """Yield what a row can be known by: key, reason, and the reason if the names differ."""
    url = url_key(row.profile_url) if row.profile_url else ""
    if url:
        yield url, SAME_URL, "" if is_linkedin(url) else _MAYBE_URL
    if row.email:
        yield row.email.casefold(), SAME_EMAIL, _MAYBE_EMAIL
    elif not url and row.connected_on and (row.company or row.position):
        # Old exports have neither; the day makes a chance namesake at one company unlikely.
        yield (row.name, row.company, row.position, row.connected_on), SAME_ROW, ""


def _key_of(person: Person) -> str:
    return name_key(person.name, person.given_name, person.family_name)


def _share_a_name(one: Person, other: Person) -> bool:
    """Tell whether two names have a word in common ("Ann Lee" and "Ann Ray" do)."""
    a, b = set(_key_of(one).split()), set(_key_of(other).split())
    return bool({w for w in a & b if len(w) > 1}) or a == b


def _unite(rows: Sequence[Person]) -> Person:
    """Return one person of the first values that are not empty."""
    if len(rows) == 1:
        return rows[0]
    named = next((r for r in rows if _has_full_name(r)), rows[0])
    first = {
        field: next((v for r in rows if (v := getattr(r, field))), getattr(rows[0], field))
        for field in ("company", "position", "email", "profile_url", "connected_on", "how_known")
    }
    person = Person(
        id="",
        name=named.name,
        given_name=named.given_name,
        family_name=named.family_name,
        groups=tuple(dict.fromkeys(g for r in rows for g in r.groups)),
        source_rows=tuple(s for r in rows for s in r.source_rows),
        **first,
    )
    return replace(
        person, id=person_id(person.name, person.company, person.email, person.profile_url)
    )


def _has_full_name(row: Person) -> bool:
    parts = (row.given_name, row.family_name)
    return all(len(part.rstrip(".")) > 1 for part in parts)


def _differs(one: Person, other: Person) -> tuple[str, ...]:
    fields = ("name", "company", "position", "email", "profile_url", "connected_on")
    return tuple(
        field
        for field in fields
        if (a := getattr(one, field)) and (b := getattr(other, field)) and a != b
    )


def _told_apart(people: list[Person]) -> list[Person]:
    """Give namesakes at one company, and people who share an address, ids of their own.

    The one connected with first keeps the plain id: an older export has that one alone.
    """
    if len({p.id for p in people}) == len(people):
        return people
    by_id = defaultdict(list)
    for i, person in enumerate(people):
        by_id[person.id].append(i)
    for same in by_id.values():
        same.sort(key=lambda i: (people[i].connected_on or date.max, i))
        turns: Counter[tuple[str, str]] = Counter()
        for i in same[1:]:
            when = people[i].connected_on
            what = (_key_of(people[i]), when.isoformat() if when else "")
            turns[what] += 1
            people[i] = replace(people[i], id=digest(people[i].id, *what, str(turns[what])))
    return people


def _review(people: Sequence[Person], shared: list[tuple[str, list[int]]]) -> tuple[Likely, ...]:
    """Return the groups of namesakes and the ``shared`` ones, the likeliest first."""
    by_name = defaultdict(list)
    for i, person in enumerate(people):
        if key := _key_of(person):
            by_name[key].append(i)
    found = shared + [
        (_likeness([people[i] for i in same]), same) for same in by_name.values() if len(same) > 1
    ]
    found.sort(key=lambda item: _LIKELIEST_FIRST.index(item[0]))
    return tuple(
        Likely(
            people=tuple(people[i].id for i in same),
            rows=tuple(_where(people[i]) for i in same),
            reason=reason,
        )
        for reason, same in found
    )


def _likeness(namesakes: Sequence[Person]) -> str:
    companies = [company_key(p.company) for p in namesakes if p.company]
    days = [p.connected_on for p in namesakes if p.connected_on]
    if len(set(companies)) < len(companies):
        return _MAYBE_COMPANY
    if len(set(days)) < len(days):
        return _MAYBE_DAY
    if all(p.profile_url for p in namesakes):
        return _MAYBE_PROFILES
    return _MAYBE_MOVED if len(companies) == len(namesakes) else _MAYBE_NAME
