"""The fictional learner's journal: what a lesson runs on before there is one of one's own."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, time
from operator import itemgetter
from typing import Any

import msgspec

from informint.journal.events import (
    Acquainted,
    AnyEvent,
    GoalSet,
    PersonFound,
    PracticeBegan,
    PracticeEnded,
    PracticeTurned,
    ProfileSet,
)


def sample_events() -> tuple[AnyEvent, ...]:
    """Return the sample learner's profile, goal and people, as events in order."""
    # Only who opens the sample needs the reader of contacts.
    from informint import content  # noqa: PLC0415
    from informint.contacts import read_contacts  # noqa: PLC0415

    sample = content.sample()
    known = {said.profile_url: said for said in sample.known}
    people: list[PersonFound] = []
    for person in read_contacts(content.sample_connections()).people:
        if said := known.get(person.profile_url):
            person = replace(person, how_known=said.how_known, groups=said.groups)  # noqa: PLW2901
        people.append(PersonFound(person))
    ids = _ids(people)
    ties = [Acquainted(ids[tie.one], ids[tie.other], tie.how_known) for tie in sample.tie]
    return ProfileSet(sample.profile), GoalSet(sample.goal), *people, *ties


def _ids(events: Iterable[AnyEvent]) -> dict[str, str]:
    """Return the ids of those found by the end of their profile URL."""
    found = (event.person for event in events if isinstance(event, PersonFound))
    return {person.profile_url.rpartition("/")[2]: person.id for person in found}


def sample_story() -> tuple[tuple[datetime, AnyEvent], ...]:
    """Return the same learner's events some weeks on, each with its time (UTC)."""
    from informint.content import follow_through  # noqa: PLC0415  (as above)

    began, *story = follow_through.story()
    begin_with = sample_events()
    ids = _ids(begin_with)
    told: list[tuple[datetime, AnyEvent]] = [(began.at, event) for event in begin_with]

    def named(value: Any) -> Any:  # noqa: ANN401  (any TOML)
        return ids.get(value, value) if isinstance(value, str) else value

    for happened in (began, *story):
        plain = {name: named(value) for name, value in happened.event.items()}
        told.append((happened.at, msgspec.convert(plain, type=AnyEvent)))
    return tuple(sorted((*told, *sample_practice()), key=itemgetter(0)))


def sample_practice() -> tuple[tuple[datetime, AnyEvent], ...]:
    """Return the same learner's practice talks, as events each with its time (UTC)."""
    from informint.content import rehearsals  # noqa: PLC0415  (as above)

    told: list[tuple[datetime, AnyEvent]] = []
    for talk in rehearsals.rehearsals():
        at = datetime.combine(talk.on, time(18), UTC)
        events = (
            PracticeBegan(talk.id, talk.persona),
            PracticeTurned(talk.id, 1, rehearsals.played()[talk.id]),
            PracticeEnded(talk.id),
        )
        told += [(at, event) for event in events]
    return tuple(told)


def sample_now() -> datetime:
    """Return noon (UTC) of the sample's own day, so that no output follows the calendar."""
    from informint import content  # noqa: PLC0415  (as above)

    return datetime.combine(content.sample().today, time(12), UTC)
