"""Reminders for a calendar, so that they come without this notebook."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

from informint import content
from informint.followthrough.board import Row
from informint.followthrough.reminders import Reminder

_MORNING = timedelta(hours=9)  # of the day itself, when the alarm goes off


def to_ics(rows: Iterable[Row], *, now: datetime) -> bytes:
    """Return every open step that has a day as an all-day entry, with an alarm at nine.

    An entry keeps its UID while what makes it due stays the same, so that a calendar moves it when
    the cadence changes. It is marked free. What is due already stands on today. The talks
    themselves are left to the agenda's entry, which has their hours.

    Args:
        rows: of the board.
        now: when this is written, with the learner's time zone.
    """
    from icalendar import Alarm, Calendar, Event  # noqa: PLC0415  (only who saves one pays for it)

    calendar = Calendar()
    calendar.add("prodid", "-//informint//follow-through//EN")
    calendar.add("version", "2.0")
    for reminder in (r for row in rows for r in row.open):
        if reminder.due is None or reminder.action == "talk":
            continue
        day = max(reminder.due, now.date())
        entry = Event()
        entry.add("uid", _uid(reminder))
        entry.add("dtstamp", now.astimezone(UTC))
        entry.add("dtstart", day)
        entry.add("dtend", day + timedelta(days=1))
        entry.add("summary", reminder.what)
        entry.add("description", _described(reminder, day))
        entry.add("transp", "TRANSPARENT")
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", reminder.what)
        alarm.add("trigger", _MORNING)
        entry.add_component(alarm)
        calendar.add_component(entry)
    return bytes(calendar.to_ical())


def _uid(reminder: Reminder) -> str:
    """Return an id that follows from whom, what and since when; it names nobody."""
    about = f"{reminder.person.id} {reminder.action} {reminder.since.astimezone(UTC).isoformat()}"
    return f"{sha256(about.encode()).hexdigest()[:32]}@reminder.informint.example.org"


def _described(reminder: Reminder, day: date) -> str:
    late = f" It was due on {reminder.due}." if reminder.due and reminder.due < day else ""
    source = content.sources()[reminder.source]
    return f"{reminder.why}{late} Source: {source.name}, {source.title}. {source.url}".strip()
