"""What an import means for people already recorded, and what it takes to forget one."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from types import MappingProxyType
from typing import Any

import msgspec

from informint.contacts import key_of, surely_known, under_own_name
from informint.errors import IllegalStep
from informint.journal import events as ev
from informint.journal.entries import Entry, pack, person_of
from informint.journal.state import State
from informint.model import Person

ERASED = "[erased]"
# The learner's own words on somebody; an import does not overwrite them.
_OWN = {"id", "how_known", "groups"}
# Where the learner writes freely and may name somebody else; keys of events, messages and people.
_FREE = {"goal", "reason", "tag", "groups", "subject", "body", "to", "to_email", "context",
         "goals", "questions", "topic", "lines", "notes", "place", "turn", "turns"}  # fmt: skip


def import_events(
    state: State,
    people: Iterable[Person],
    entries: Mapping[str, tuple[Person, ...]] = MappingProxyType({}),
) -> tuple[ev.AnyEvent, ...]:
    """Return the events that bring an import into a journal; record them as one step.

    New people are found. Of those already there, what the import says replaces what is recorded,
    what it leaves empty stays, and so does how the learner knows them; groups are added. Whoever
    stands there under another id (the same e-mail address, or merged by the learner) only gets
    their gaps filled. Whoever bears another name there is merged, so that the two can be parted.
    Whoever does not change makes no event.

    Args:
        state: of the journal.
        people: who was read.
        entries: of those whose rows bear more than one name, one person a name, as
            ``Contacts.entries`` has them.
    """
    people = [_with_own_id(state, p) for one in people for p in _parted(state, one, entries)]
    unknown = [p for p in people if p.id not in state.people and p.id not in state.merged]
    same = surely_known(state.people.values(), unknown) if unknown and state.people else {}
    now: dict[str, Person] = {}
    merged: list[ev.AnyEvent] = []
    for new in people:
        ours = same.get(new.id) or state.now_known_as(new.id)
        old = now.get(ours) or state.people.get(ours)
        if new.id in same and key_of(state.people[ours]) != key_of(new):
            merged += [ev.PersonFound(new), ev.PeopleMerged(person=ours, gone=new.id)]
        else:
            now[ours] = new if old is None else _brought_up_to_date(old, new)
    events: list[ev.AnyEvent] = []
    for ours, person in now.items():
        before = state.people.get(ours)
        if before is None:
            first, *others = entries.get(ours, (person,))
            events.append(ev.PersonFound(first))
            for other in others:
                merged += [ev.PersonFound(other), ev.PeopleMerged(person=ours, gone=other.id)]
        # The same people stand in other rows of next month's export: that alone is no news.
        elif replace(person, source_rows=before.source_rows) != before:
            events.append(ev.PersonEdited(person))
    return (*events, *merged)


def _parted(
    state: State, person: Person, entries: Mapping[str, tuple[Person, ...]]
) -> tuple[Person, ...]:
    """Return the entries of somebody whom the learner has parted, else them as one."""
    apart = entries.get(person.id, (person,))
    return apart if any(one.id in state.people for one in apart[1:]) else (person,)


def _with_own_id(state: State, person: Person) -> Person:
    """Return somebody as they are, or under another id than who has their address in the journal.

    An e-mail address may be a family's or an office's; a profile is one person's under any name.
    """
    known = state.people.get(person.id)
    if known is None or person.profile_url or key_of(known) == key_of(person):
        return person
    return under_own_name(person, person.id)


def _brought_up_to_date(old: Person, new: Person) -> Person:
    """Return somebody recorded as an import tells them."""
    said = {f.name: getattr(new, f.name) for f in fields(Person) if f.name not in _OWN}
    other_entry = old.id != new.id
    return replace(
        old,
        **{n: v for n, v in said.items() if v and not (other_entry and getattr(old, n))},
        how_known=old.how_known or new.how_known,
        groups=tuple(dict.fromkeys((*old.groups, *new.groups))),
    )


class Forgetting:
    """Takes one person out of the events on others.

    Their id goes from referrals, and whom they know goes whole. Their full name, e-mail address
    and profile URL go from whatever the learner wrote freely, but for the learner's own profile. A
    name that somebody else in the journal bears as well stays, and so does a given name alone,
    since either may mean another.
    """

    def __init__(self, person: str, log: Iterable[Entry], merged: Iterable[str] = ()) -> None:
        """Gather every name the person was ever recorded under.

        Args:
            person: their id.
            log: every entry.
            merged: the ids of whoever was merged into them.
        """
        self.ids = frozenset((person, *merged))
        known: dict[bool, set[str]] = {True: set(), False: set()}
        for entry in log:
            if isinstance(entry.event, ev.PersonFound | ev.PersonEdited):
                known[entry.event.person.id in self.ids] |= _names(entry.event.person)
        words = sorted(known[True] - known[False] - {""}, key=len, reverse=True)
        # A name of one word ("May") is struck only as it is spelled.
        spelled = (f"(?i:{re.escape(w)})" if len(w.split()) > 1 else re.escape(w) for w in words)
        self._words = re.compile(rf"(?<!\w)(?:{'|'.join(spelled)})(?!\w)" if words else r"(?!)")

    def on_person(self, log: Iterable[Entry]) -> list[Entry]:
        """Return the entries on the person.

        Raises:
            IllegalStep: when there are none.
        """
        found = [entry for entry in log if person_of(entry.event) in self.ids]
        if not found:
            message = "There is no such person in the journal."
            raise IllegalStep(message)
        return found

    def on_others(self, log: Iterable[Entry]) -> list[tuple[Entry, ev.AnyEvent | None]]:
        """Return the entries on anything else that hold the person, and their events without.

        None is for an event of which nothing stays.
        """
        others = (entry for entry in log if person_of(entry.event) not in self.ids)
        pairs = ((entry, self._without(entry.event)) for entry in others)
        return [(entry, clean) for entry, clean in pairs if clean is not entry.event]

    def _without(self, event: ev.AnyEvent) -> ev.AnyEvent | None:
        match event:
            case ev.ProfileSet() | ev.PersonFound(person=Person(groups=())):
                return event
            case ev.Referred(to=other) if other in self.ids:
                return msgspec.structs.replace(event, to="", may_name=None)
            case (
                ev.Acquainted(to=other)
                | ev.Unacquainted(to=other)
                | ev.NameUseAnswered(to=other)
                | ev.PeopleMerged(gone=other)
                | ev.PeopleParted(gone=other)
                | ev.PeopleToldApart(other=other)
            ) if other in self.ids:
                return None
            case _:
                plain = msgspec.json.decode(pack([event])[0])
                clean = self._strike(plain, free=False)
                return event if clean == plain else msgspec.convert(clean, type=ev.AnyEvent)

    def _strike(self, value: Any, *, free: bool) -> Any:  # noqa: ANN401  (any JSON)
        if isinstance(value, str):
            return self._words.sub(ERASED, value) if free else value
        if isinstance(value, Mapping):
            return {
                self._strike(k, free=free): self._strike(v, free=free or k in _FREE)
                for k, v in value.items()
            }
        if isinstance(value, list):
            return [self._strike(v, free=free) for v in value]
        return value


def _names(person: Person) -> set[str]:
    given_first = f"{person.given_name} {person.family_name}"
    whole = given_first if person.given_name and person.family_name else ""
    return {person.name.strip(), whole, person.email.strip(), person.profile_url.strip()}
