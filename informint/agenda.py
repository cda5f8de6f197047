"""Plans the talk: what to ask in which order, how long each part may take, and how it ends.

An agenda is a compass and not a script (NIH OITE: prepare goals and key questions, then let the
conversation flow). It leaves as one page of Markdown or HTML, or as an entry for the calendar.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from html import escape
from typing import NamedTuple

from informint import content
from informint.errors import BadInput

SHORTEST, LONGEST = 10, 60  # minutes of a talk; NIH OITE advises 15 to 30
MATTER, RESERVE = (3, 5), 2  # least and most questions that matter, and those in reserve
_OPENING, _CLOSING = 2, 3  # minutes for each
_A_QUESTION = 4  # minutes that an answer with its follow-up takes, at least
_ALARM = timedelta(minutes=15)
# What a page of A4 or Letter holds, in lines of about _ROW characters: see test_agenda.
_ROW = 90
_MOST_GOALS, _MOST_NOTES = 3, 4


class Step(NamedTuple):
    """One part of the talk, from minute ``start`` to minute ``end``; ``what`` says which."""

    start: int
    end: int
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    """The plan of one talk.

    ``questions`` matter, the weightiest first; ``reserve`` holds up to two more, ``left`` those for
    which there is no time. ``lines`` holds a sentence for each move that opens or closes the talk;
    ``notes`` what the learner found out beforehand, by the id of a look-up. ``steps`` end two to
    five minutes before ``minutes`` are over. ``meeting`` has a time zone.
    """

    person: str
    minutes: int
    goals: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    reserve: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    lines: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)
    steps: tuple[Step, ...] = ()
    meeting: datetime | None = None
    place: str = ""


def plan(  # noqa: PLR0913  (all but two have a default)
    person: str,
    questions: Sequence[str],
    *,
    minutes: int = 20,
    goals: Sequence[str] = (),
    topic: str = "your work",
    lines: Mapping[str, str] | None = None,
    notes: Mapping[str, str] | None = None,
    meeting: datetime | None = None,
    place: str = "",
) -> Agenda:
    """Plan a talk.

    Args:
        person: whom it is with, as one would greet them.
        questions: in order of priority; empty ones are left out.
        minutes: how long the talk was agreed to be, 10 to 60.
        goals: what the learner wants to know at the end.
        topic: what the talk is about, to fill the opening lines.
        lines: the learner's own sentences by part (opening, time, referral, name_use, thanks,
            stay_in_touch); the others come from the content.
        notes: what the learner looked up, by the id of a look-up.
        meeting: when the talk begins.
        place: where, or a link.

    Raises:
        BadInput: for minutes out of bounds, a meeting without a time zone, an unknown part or
            look-up.
    """
    if not SHORTEST <= minutes <= LONGEST:
        message = f"A talk of {minutes} minutes cannot be planned: {SHORTEST} to {LONGEST} can."
        raise BadInput(message)
    if meeting is not None and meeting.tzinfo is None:
        message = "The meeting has no time zone, so nobody could tell when it begins."
        raise BadInput(message)
    found = {look_up.id for look_up in content.look_ups()}
    for name in (notes or {}).keys() - found:
        message = f"There is nothing to look up that is called '{name}'."
        raise BadInput(message)
    asked = [" ".join(question.split()) for question in questions if question.strip()]
    inner = minutes - spare(minutes) - _OPENING - _CLOSING
    most = min(max(inner // _A_QUESTION, MATTER[0]), MATTER[1])
    return Agenda(
        person=person,
        minutes=minutes,
        goals=tuple(goal.strip() for goal in goals if goal.strip()),
        questions=tuple(asked[:most]),
        reserve=tuple(asked[most : most + RESERVE]),
        left=tuple(asked[most + RESERVE :]),
        lines=_filled(lines or {}, person, minutes, topic),
        notes={name: note.strip() for name, note in (notes or {}).items() if note.strip()},
        steps=_steps(minutes, len(asked[:most])),
        meeting=meeting,
        place=place,
    )


def spare(minutes: int) -> int:
    """Return how many minutes before its end a talk of so many should be over: 2 to 5."""
    return min(5, max(2, minutes // 6))


def _steps(minutes: int, questions: int) -> tuple[Step, ...]:
    """Share out the minutes: an opening, the questions with their follow-ups, a closing."""
    end = minutes - spare(minutes)
    steps = [Step(0, _OPENING, "Opening: thanks, purpose, and whether the time still holds")]
    inner = end - _CLOSING - _OPENING
    for n in range(questions):
        start = _OPENING + inner * n // questions
        steps.append(Step(start, _OPENING + inner * (n + 1) // questions, f"Question {n + 1}"))
    if not questions:
        steps.append(Step(_OPENING, end - _CLOSING, "What you want to know, and what comes up"))
    steps.append(Step(end - _CLOSING, end, "Closing: whom else, your name, thanks"))
    return tuple(steps)


def _filled(own: Mapping[str, str], person: str, minutes: int, topic: str) -> dict[str, str]:
    """Return a sentence for each part: the learner's own, else the content's first."""
    first: dict[str, str] = {}
    for line in content.lines():
        first.setdefault(line.part, line.text)
    for part in own.keys() - first.keys():
        message = f"There is no part of a talk that is called '{part}'."
        raise BadInput(message)
    values = {"name": person, "minutes": str(minutes), "topic": topic}

    def fill(text: str) -> str:
        return re.sub(r"\{(\w+)\}", lambda gap: values.get(gap[1], gap[0]), text)

    return {part: own.get(part, "").strip() or fill(text) for part, text in first.items()}


class _Part(NamedTuple):
    """One part of the page: a heading and items of at most so many rows each."""

    heading: str
    items: Sequence[str]
    rows: int = 2
    ordered: bool = False


def _parts(agenda: Agenda) -> list[_Part]:
    """Return what stands on the page, each item cut to the room it has."""
    names = {look_up.id: look_up.text for look_up in content.look_ups()}
    notes = [f"{_cut(names[name])} {note}" for name, note in agenda.notes.items()]
    closing = ("referral", "name_use", "thanks", "stay_in_touch")
    time = "; ".join(f"{step.start} to {step.end}: {step.what}" for step in agenda.steps)
    parts = [
        _Part("What I want to know at the end", agenda.goals[:_MOST_GOALS], 1),
        _Part("What I looked up", notes[:_MOST_NOTES]),
        _Part("To open", [agenda.lines["opening"]], 3),
        _Part("What matters most", agenda.questions, ordered=True),
        _Part("In reserve", agenda.reserve),
        _Part("To close", [agenda.lines[part] for part in closing]),
        _Part("The minutes", [time], 4),
    ]
    return [
        part._replace(items=[_cut(item, part.rows * _ROW) for item in part.items])
        for part in parts
        if part.items
    ]


def _cut(text: str, most: int = _ROW) -> str:
    """Return a text of at most so many characters; dots say that something is left out."""
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 3].rstrip() + "..."


def _title(agenda: Agenda) -> tuple[str, str]:
    when = f", {agenda.meeting:%Y-%m-%d %H:%M %Z}" if agenda.meeting else ""
    where = f", {agenda.place}" if agenda.place else ""
    about = _cut(f"{agenda.minutes} minutes{when}{where}")
    return _cut(f"Talk with {agenda.person}", 60), about


ADVICE = "A compass, not a script: follow what intrigues you, and stop when the time is up."


def to_markdown(agenda: Agenda) -> str:
    """Return the agenda as one page of Markdown; what the learner wrote is taken literally."""
    title, about = _title(agenda)
    lines = [f"# {_literal(title)}", "", _literal(about), "", f"*{ADVICE}*"]
    for part in _parts(agenda):
        numbered = enumerate(map(_literal, part.items), 1)
        written = (f"{n}. {item}" if part.ordered else f"- {item}" for n, item in numbered)
        lines += ["", f"## {part.heading}", "", *written]
    return "\n".join(lines) + "\n"


def _literal(text: str) -> str:
    """Return a text in which no sign means anything to Markdown or to HTML."""
    return re.sub(r"([\\`*_\[\]<>#|~&])", r"\\\1", " ".join(text.split()))


_STYLE = """
@page { margin: 12mm } body { font: 10pt/1.25 system-ui, sans-serif; max-width: 186mm;
margin: 0 auto; color: #111; background: #fff; overflow-wrap: anywhere }
h1 { font-size: 14pt; margin: 0 } h2 { font-size: 11pt; margin: 7pt 0 1pt }
p { margin: 1pt 0 } ul, ol { margin: 0; padding-left: 16pt } li { margin: 1pt 0 }
"""


def to_html(agenda: Agenda) -> str:
    """Return the agenda as one printable page (A4 or Letter) that loads nothing from elsewhere."""
    title, about = (escape(text) for text in _title(agenda))
    body = [f"<h1>{title}</h1><p>{about}</p><p><em>{ADVICE}</em></p>"]
    for part in _parts(agenda):
        tag = "ol" if part.ordered else "ul"
        listed = "".join(f"<li>{escape(item)}</li>" for item in part.items)
        body.append(f"<h2>{part.heading}</h2><{tag}>{listed}</{tag}>")
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f"<style>{_STYLE}</style></head><body>{''.join(body)}</body></html>\n"
    )


def to_ics(agenda: Agenda, *, about: str, now: datetime) -> bytes:
    """Return the talk as an entry for a calendar, in UTC, with an alarm 15 minutes before.

    Args:
        agenda: with a meeting.
        about: the id of the person in the journal; the entry's own id follows from it, so that
            a calendar moves the entry when the talk is moved.
        now: when the entry is written, with a time zone.

    Raises:
        BadInput: the agenda has no meeting.
    """
    from icalendar import Alarm, Calendar, Event  # noqa: PLC0415  (only who saves one pays for it)

    if agenda.meeting is None:
        message = "The talk has no time yet, so there is nothing to put into a calendar."
        raise BadInput(message)
    begin = agenda.meeting.astimezone(UTC)
    entry = Event()
    entry.add("uid", f"{sha256(about.encode()).hexdigest()[:32]}@talk.informint.example.org")
    entry.add("dtstamp", now.astimezone(UTC))
    entry.add("dtstart", begin)
    entry.add("dtend", begin + timedelta(minutes=agenda.minutes))
    entry.add("summary", _title(agenda)[0])
    if agenda.place:
        entry.add("location", agenda.place)
    entry.add("description", "\n".join((*agenda.questions, *agenda.reserve)))
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _title(agenda)[0])
    alarm.add("trigger", -_ALARM)
    entry.add_component(alarm)
    calendar = Calendar()
    calendar.add("prodid", "-//informint//agenda//EN")
    calendar.add("version", "2.0")
    calendar.add_component(entry)
    return bytes(calendar.to_ical())
