"""Rows that are surely one person become one; rows that only may be are put up for review.

Sure is the same profile URL, the same e-mail address under names that are alike (an office's
address is shared by people, a family's too), or a row that stands there twice. Everything runs over
dictionaries, never over pairs of people.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from informint.contacts.cells import word_set
from informint.contacts.identity import digest, is_linkedin, name_key, person_id, url_key
from informint.contacts.likely import Likely, first_row, likely
from informint.contacts.spelling import Likeness, alike, called, families_alike
from informint.model import Person, SourceRow

SAME_URL = "the same profile URL"
SAME_EMAIL = "the same e-mail address"
SAME_ROW = "the same row twice"

# Mailboxes of offices, whoever reads them.
_OFFICE = word_set(
    """info office contact contacts admin administration hello hi lab labs team mail email post
    sales support help helpdesk hr people jobs careers career recruiting press media marketing
    enquiries inquiries reception secretary secretariat sekretariat kontakt contacto contato
    accueil billing accounts accounting finance service customerservice general noreply
    webmaster members membership events news alumni library registrar dean"""
)
_SHARERS = 50  # different people at one address; of more, nobody is compared

Emails = Mapping[int, Sequence[str]]
"""Further e-mail addresses of some rows, by their place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """One row that joined another: ``rows`` are the two, ``reason`` what makes them one person.

    ``differs`` names the fields in which they disagreed, so that one value was left.
    """

    person: str
    rows: tuple[SourceRow, SourceRow]
    reason: str
    differs: tuple[str, ...] = ()


class Merged(NamedTuple):
    """What ``merge_people`` returns; ``len(merged)`` is how many fewer people came out.

    ``entries`` has, by the id of each person whose rows bear more than one name, what they would be
    apart: one for each name, their own first.
    """

    people: tuple[Person, ...]
    merged: tuple[Merge, ...]
    review: tuple[Likely, ...]
    entries: Mapping[str, tuple[Person, ...]]


class _Join(NamedTuple):
    into: int
    row: int
    reason: str


def merge_people(rows: Sequence[Person], emails: Emails | None = None) -> Merged:
    """Unite the rows that are surely one person.

    Args:
        rows: one ``Person`` a row, the more trusted (the newer) first: the first value of a field
            that is not empty is kept, and so is the place in the order. A full name is never given
            up for an initial. Whoever was added by hand has the source row ``("", 0)``.
        emails: what else a row says of e-mail addresses; they are compared and not kept.
    """
    emails = emails or {}
    groups, joins = _groups(rows, emails)
    people = _told_apart([_unite([rows[i] for i in members]) for members in groups])
    place = {row: person for person, members in enumerate(groups) for row in members}
    merged = tuple(
        Merge(
            person=people[place[join.row]].id,
            rows=(first_row(rows[join.into]), first_row(rows[join.row])),
            reason=join.reason,
            differs=_differs(rows[join.into], rows[join.row]),
        )
        for join in joins
    )
    others: dict[int, list[str]] = defaultdict(list)
    for person, members in enumerate(groups):
        for i in members:
            others[person] += [e for e in (rows[i].email, *emails.get(i, ())) if e]
    entries = {
        person.id: apart
        for person, members in zip(people, groups, strict=True)
        if len(members) > 1 and len(apart := _by_name(person, [rows[i] for i in members])) > 1
    }
    return Merged(tuple(people), merged, likely(people, others), entries)


def _by_name(person: Person, rows: Iterable[Person]) -> tuple[Person, ...]:
    """Return one person for each name that their rows bear, the name they go by first."""
    own = key_of(person)
    named: dict[str, list[Person]] = {own: []}
    for row in rows:
        named.setdefault(key_of(row), []).append(row)
    first, *others = (_unite(same) for same in named.values())
    return (replace(first, id=person.id), *(under_own_name(p, person.id) for p in others))


def under_own_name(person: Person, shared: str) -> Person:
    """Return somebody whose id is another's too under an id of their own."""
    return replace(person, id=digest(shared, key_of(person)))


def surely_known(known: Iterable[Person], new: Sequence[Person]) -> dict[str, str]:
    """Return who of the new ones surely is somebody known: the id to the id of the known one.

    Somebody new who could be two of the known is taken for the first of them.
    """
    rows = [*known, *new]
    first_new = len(rows) - len(new)
    found: dict[str, str] = {}
    for members in _groups(rows, {})[0]:
        if members[0] < first_new:
            ours = rows[members[0]].id
            found |= {rows[i].id: ours for i in members if i >= first_new and rows[i].id != ours}
    for person in rows[:first_new]:
        found.pop(person.id, None)
    return found


def _groups(rows: Sequence[Person], emails: Emails) -> tuple[list[list[int]], list[_Join]]:
    """Return the rows of each person, and what joined them."""
    parent = list(range(len(rows)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    joins: list[_Join] = []
    seen: dict[object, list[int]] = {}
    for i, row in enumerate(rows):
        for key, reason in _keys(row, emails.get(i, ())):
            known = seen.setdefault(key, [])
            first = next((j for j in known if _is_them(rows[j], row, key, reason)), None)
            if first is None:
                if len(known) < _SHARERS:
                    known.append(i)
                continue
            a, b = sorted((root(first), root(i)))
            if a != b:
                parent[b] = a
                joins.append(_Join(first, i, reason))
    found: dict[int, list[int]] = {}
    for i in range(len(rows)):
        found.setdefault(root(i), []).append(i)
    return list(found.values()), joins


def _keys(row: Person, emails: Iterable[str]) -> Iterable[tuple[object, str]]:
    """Yield what a row can be known by, and why."""
    url = url_key(row.profile_url) if row.profile_url else ""
    if url:
        yield url, SAME_URL
    if row.email:
        yield row.email.casefold(), SAME_EMAIL
    elif not url and row.connected_on and (row.company or row.position):
        # Old exports have neither; the day makes a chance namesake at one company unlikely.
        yield (row.name, row.company, row.position, row.connected_on), SAME_ROW
    for email in emails:
        if email != row.email:
            yield email.casefold(), SAME_EMAIL


def _is_them(one: Person, other: Person, key: object, reason: str) -> bool:
    """Tell whether two rows that share a key are one person by their names too."""
    if reason == SAME_ROW or (reason == SAME_URL and is_linkedin(str(key))):
        return True
    if key_of(one) == key_of(other):
        return True
    a, b = called(one), called(other)
    if not (a.given and a.family and b.given and b.family):
        return bool({a.given, a.family} & {b.given, b.family} - {""})
    given = alike(a.given, b.given)
    if families_alike(a, b):
        return given is not None or a.given in b.middle or b.given in a.middle
    if (a.given, a.family) == (b.family, b.given):
        return True
    # A new family name is believed where the mailbox is one person's.
    own = reason == SAME_EMAIL and str(key).partition("@")[0] not in _OFFICE
    return own and given in {Likeness.SAME, Likeness.NICKNAME}


def key_of(person: Person) -> str:
    """Return what is the same for every way of writing a person's name."""
    return name_key(person.name, person.given_name, person.family_name)


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
            what = (key_of(people[i]), when.isoformat() if when else "")
            turns[what] += 1
            people[i] = replace(people[i], id=digest(people[i].id, *what, str(turns[what])))
    return people
