"""Plans the talk: what to ask in which order, how long each part may take, and how it ends.

An agenda is a compass and not a script (NIH OITE: prepare goals and key questions, then let the
conversation flow). It leaves as one page of Markdown or HTML, or as an entry for the calendar.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from html import escape
from typing import NamedTuple

from informint import content
from informint.errors import BadInput
from informint.markdown import literal

SHORTEST, LONGEST = 10, 60  # minutes of a talk; NIH OITE advises 15 to 30
MATTER, RESERVE = (3, 5), 2  # least and most questions that matter, and those in reserve
_OPENING, _CLOSING = 2, 3  # minutes for each
_A_QUESTION = 4  # minutes that an answer with its follow-up takes, at least
_ALARM = timedelta(minutes=15)
# What a page of A4 or Letter holds, in rows of about _ROW characters: see test_agenda.
_ROW, _ROWS = 90, 52
_HEADING = 1.5  # rows that a heading takes
_FULLEST = 4  # rows that one item takes at most, where there is room
_PLACE = 250  # characters
_CLOSING_LINES = ("time", "referral", "name_use", "thanks", "stay_in_touch")


class Step(NamedTuple):
    """One part of the talk, from minute ``start`` to minute ``end``; ``what`` says which."""

    start: int
    end: int
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda:
    """The plan of one talk.

    ``questions`` matter, the weightiest first; ``reserve`` holds up to two more, ``left`` those for
    which there is no time. ``lines`` holds a sentence for each move that opens or closes the talk,
    with ``greeted`` as the name and what it is about as the ``topic``; ``notes`` what the learner
    found out beforehand, by the id of a look-up. ``steps`` end two to five minutes before
    ``minutes`` are over. ``meeting`` has a time zone.
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
    greeted: str = ""
    topic: str = ""

    def said(self, text: str) -> str:
        """Return a sentence with {name}, {minutes} and {topic} filled in."""
        values = {"name": self.greeted, "minutes": str(self.minutes), "topic": self.topic}
        return re.sub(r"\{(\w+)\}", lambda gap: values.get(gap[1], gap[0]), text)


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
    greeted: str = "",
) -> Agenda:
    """Plan a talk.

    Args:
        person: whom it is with.
        questions: in order of priority; empty ones are left out.
        minutes: how long the talk was agreed to be, 10 to 60.
        goals: what the learner wants to know at the end.
        topic: what the talk is about, to fill the opening lines.
        lines: the learner's own sentences by part (opening, time, referral, name_use, thanks,
            stay_in_touch), in which {name}, {minutes} and {topic} are filled in; the others
            come from the content.
        notes: what the learner looked up, by the id of a look-up.
        meeting: when the talk begins.
        place: where, or a link.
        greeted: the person's name as one would greet them; by default ``person``.

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
    most = matter(minutes)
    made = Agenda(
        person=person,
        minutes=minutes,
        goals=tuple(goal.strip() for goal in goals if goal.strip()),
        questions=tuple(asked[:most]),
        reserve=tuple(asked[most : most + RESERVE]),
        left=tuple(asked[most + RESERVE :]),
        lines=_lines(lines or {}),
        notes={name: note.strip() for name, note in (notes or {}).items() if note.strip()},
        steps=_steps(minutes, len(asked[:most])),
        meeting=meeting,
        place=" ".join(place.split()),
        greeted=greeted or person,
        topic=topic,
    )
    return replace(made, lines={part: made.said(text) for part, text in made.lines.items()})


def matter(minutes: int) -> int:
    """Return how many questions matter in a talk of so many minutes: 3 to 5."""
    inner = minutes - spare(minutes) - _OPENING - _CLOSING
    return min(max(inner // _A_QUESTION, MATTER[0]), MATTER[1])


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


def _lines(own: Mapping[str, str]) -> dict[str, str]:
    """Return a sentence for each part: the learner's own, else the content's first."""
    first: dict[str, str] = {}
    for line in content.lines():
        first.setdefault(line.part, line.text)
    for part in own.keys() - first.keys():
        message = f"There is no part of a talk that is called '{part}'."
        raise BadInput(message)
    return {part: own.get(part, "").strip() or text for part, text in first.items()}


class _Part(NamedTuple):
    """One part of the page: a heading and what stands below; ``more`` items had no room."""

    heading: str
    items: Sequence[str]
    more: int = 0
    ordered: bool = False

    def shown(self) -> list[str]:
        """Return the items, and in words how many more there are."""
        rest = [f"and {self.more} more in your journal"] if self.more else []
        return [*self.items, *rest]


def _parts(agenda: Agenda) -> list[_Part]:
    """Return what stands on the page; goals and notes take the room that the talk leaves."""
    names = {look_up.id: look_up.label or _cut(look_up.text) for look_up in content.look_ups()}
    notes = [f"{names[name]}: {note}" for name, note in agenda.notes.items()]
    time = "; ".join(f"{step.start} to {step.end}: {step.what}" for step in agenda.steps)
    talk = [
        _fitted("To open", [agenda.lines["opening"]], 3),
        _fitted("What matters most", agenda.questions, 2 * MATTER[1], ordered=True),
        _fitted("In reserve", agenda.reserve, 2 * RESERVE),
        _fitted(
            "To close", [agenda.lines[part] for part in _CLOSING_LINES], 2 * len(_CLOSING_LINES)
        ),
        _fitted("The minutes", [time], 3),
    ]
    headings = 1 + sum(bool(items) for items in (agenda.goals, notes, *(p.items for p in talk)))
    above = (*_above(agenda)[1:], ADVICE)
    taken = sum(map(_rows, (*above, *(item for part in talk for item in part.items))))
    room = int(_ROWS - headings * _HEADING) - taken
    goals = _fitted(
        "What I want to know at the end", agenda.goals, room - min(room // 2, len(notes))
    )
    left = room - sum(map(_rows, goals.shown()))
    parts = [goals, _fitted("What I looked up", notes, left), *talk]
    return [part for part in parts if part.items]


def _fitted(heading: str, items: Sequence[str], rows: int, *, ordered: bool = False) -> _Part:
    """Return a part of so many rows, but of two at least: long items are cut before any is left."""
    for most in range(_FULLEST, 0, -1):
        cut = [_cut(item, most * _ROW) for item in items]
        if sum(map(_rows, cut)) <= rows:
            return _Part(heading, cut, ordered=ordered)
    kept = cut[: max(rows - 1, 1)]
    return _Part(heading, kept, more=len(items) - len(kept), ordered=ordered)


def _rows(text: str) -> int:
    return -(-len(text) // _ROW)


def no_room(agenda: Agenda) -> list[str]:
    """Return in sentences what the page has no room for and the journal keeps."""
    full = (part for part in _parts(agenda) if part.more)
    return [f"{part.heading}: the page has no room for {part.more} more." for part in full]


def _cut(text: str, most: int = _ROW) -> str:
    """Return a text of at most so many characters; dots say that something is left out."""
    text = " ".join(text.split())
    return text if len(text) <= most else text[: most - 3].rstrip() + "..."


def _above(agenda: Agenda) -> list[str]:
    """Return what stands above the parts: a title, how long and when, and where."""
    when = f", {agenda.meeting:%Y-%m-%d %H:%M %Z}" if agenda.meeting else ""
    return [
        _cut(f"Talk with {agenda.person}", 60),
        f"{agenda.minutes} minutes{when}",
        *([_where(agenda.place)] if agenda.place else []),
    ]


def _where(place: str) -> str:
    """Return a place that is cut where it is long, but for links: half a link leads nowhere."""
    if len(place) <= _PLACE:
        return place
    links = [word for word in place.split() if {".", "/"} <= set(word)]
    words = " ".join(word for word in place.split() if word not in links)
    return " ".join(filter(None, (_cut(words, _PLACE), *links)))


ADVICE = "A compass, not a script: follow what intrigues you, and stop when the time is up."


def to_markdown(agenda: Agenda) -> str:
    """Return the agenda as one page of Markdown; what the learner wrote is taken literally."""
    title, *about = map(literal, _above(agenda))
    lines = ["\n\n".join((f"# {title}", *about, f"*{ADVICE}*"))]
    for part in _parts(agenda):
        numbered = enumerate(map(literal, part.shown()), 1)
        written = (f"{n}. {item}" if part.ordered else f"- {item}" for n, item in numbered)
        lines += ["", f"## {part.heading}", "", *written]
    return "\n".join(lines) + "\n"


_STYLE = """
@page { margin: 12mm } body { font: 10pt/1.25 system-ui, sans-serif; max-width: 186mm;
margin: 0 auto; color: #111; background: #fff; overflow-wrap: anywhere }
h1 { font-size: 14pt; margin: 0 } h2 { font-size: 11pt; margin: 6pt 0 1pt }
p { margin: 1pt 0 } ul, ol { margin: 0; padding-left: 16pt }
"""


def to_html(agenda: Agenda) -> str:
    """Return the agenda as one printable page (A4 or Letter) that loads nothing from elsewhere."""
    title, *about = map(escape, _above(agenda))
    lines = "".join(f"<p>{line}</p>" for line in about)
    body = [f"<h1>{title}</h1>{lines}<p><em>{ADVICE}</em></p>"]
    for part in _parts(agenda):
        tag = "ol" if part.ordered else "ul"
        listed = "".join(f"<li>{escape(item)}</li>" for item in part.shown())
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
        now: when the entry is written, with a time zone; of two with the same id, a calendar
            takes the later one.

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
    entry.add("last-modified", now.astimezone(UTC))
    entry.add("sequence", int(now.timestamp() // 60))
    entry.add("dtstart", begin)
    entry.add("dtend", begin + timedelta(minutes=agenda.minutes))
    entry.add("summary", _above(agenda)[0])
    if agenda.place:
        entry.add("location", agenda.place)
    entry.add("description", "\n".join((*agenda.questions, *agenda.reserve)))
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _above(agenda)[0])
    alarm.add("trigger", -_ALARM)
    entry.add_component(alarm)
    calendar = Calendar()
    calendar.add("prodid", "-//informint//agenda//EN")
    calendar.add("version", "2.0")
    calendar.add_component(entry)
    return bytes(calendar.to_ical())
