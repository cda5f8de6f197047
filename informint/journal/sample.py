"""The fictional learner's journal: what a lesson runs on before there is one of one's own."""

from dataclasses import replace
from datetime import UTC, datetime, time

from informint.journal.events import AnyEvent, GoalSet, PersonFound, ProfileSet


def sample_events() -> tuple[AnyEvent, ...]:
    """Return the sample learner's profile, goal and people, as events in order."""
    # Only who opens the sample needs the reader of contacts.
    from informint import content  # noqa: PLC0415
    from informint.contacts import read_contacts  # noqa: PLC0415

    sample = content.sample()
    known = {said.profile_url: said for said in sample.known}
    people = []
    for person in read_contacts(content.sample_connections()).people:
        if said := known.get(person.profile_url):
            person = replace(person, how_known=said.how_known, groups=said.groups)  # noqa: PLW2901
        people.append(PersonFound(person))
    return ProfileSet(sample.profile), GoalSet(sample.goal), *people


def sample_now() -> datetime:
    """Return noon (UTC) of the sample's own day, so that no output follows the calendar."""
    from informint import content  # noqa: PLC0415  (as above)

    return datetime.combine(content.sample().today, time(12), UTC)
