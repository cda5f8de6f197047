"""Talks and reminders as entries for a calendar."""

from datetime import UTC, datetime

from informint import agenda, content, followthrough
from informint.journal import Journal, State
from informint.model import Preparation


def to_ics(journal: Journal, person: str | None = None) -> bytes:
    """Return the talks arranged and the reminders that are open, with everybody or one person.

    A reminder falls on its day; one that is late, on today. An entry keeps its id, so that a
    calendar that reads the file again moves it and makes no second one.
    """
    from icalendar import Calendar  # noqa: PLC0415  (only who saves one pays for it)

    state, now = journal.state, journal.now
    whole = Calendar()
    whole.add("prodid", "-//informint//exports//EN")
    whole.add("version", "2.0")
    rows = [
        row for row in followthrough.rows(state, now) if person is None or row.person.id == person
    ]
    parts = [_talk(state, who, now) for who in state.progress if person in {None, who}]
    for part in (*filter(None, parts), followthrough.to_ics(rows, now=now)):
        for entry in Calendar.from_ical(part).subcomponents:
            whole.add_component(entry)
    return bytes(whole.to_ical())


def _talk(state: State, person: str, now: datetime) -> bytes | None:
    """Return the calendar of one talk, or None when there is none."""
    meeting = state.progress[person].meeting
    if meeting is None or person not in state.people:
        return None
    prepared = state.preparations.get(person, Preparation())
    known = content.goals()
    plan = agenda.plan(
        state.people[person].name,
        prepared.questions,
        minutes=min(max(prepared.minutes, agenda.SHORTEST), agenda.LONGEST),
        goals=[known[goal].text if goal in known else goal for goal in prepared.goals],
        meeting=meeting.astimezone(UTC),
        place=prepared.place,
    )
    return agenda.to_ics(plan, about=person, now=now)
