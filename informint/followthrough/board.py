"""The board and the table: everybody under way, with the stage reached and what comes next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from informint import content
from informint.followthrough.days import in_words
from informint.followthrough.reminders import Reminder, reminders, sendings
from informint.journal import Stage, State
from informint.model import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One person under way; ``since`` is the learner's date, ``open`` the earliest step first."""

    person: Person
    stage: Stage
    since: date
    open: tuple[Reminder, ...] = ()

    @property
    def next(self) -> Reminder | None:
        """What comes next, or None when nothing does."""
        return self.open[0] if self.open else None


def rows(state: State, now: datetime) -> tuple[Row, ...]:
    """Return everybody who was written to, talked to, named by somebody or shortlisted.

    Those come first for whom something is due, the earliest first; people set aside stay out.

    Args:
        state: of the journal.
        now: the time, with the learner's time zone: dates are theirs.
    """
    chosen = {*state.shortlist, *state.named_by}
    sent = sendings(state)
    found = [
        Row(
            person=state.people[person],
            stage=progress.stage,
            since=progress.path[-1].at.astimezone(now.tzinfo).date(),
            open=reminders(state, person, now, sent=sent),
        )
        for person, progress in state.progress.items()
        if (len(progress.path) > 1 or person in chosen) and person not in state.set_aside
    ]
    return tuple(sorted(found, key=_order))


def _order(row: Row) -> tuple[bool, date, str]:
    first = row.next.due if row.next else None
    return first is None, first or date.max, row.person.name.casefold()


def columns(rows: Sequence[Row]) -> dict[Stage, tuple[Row, ...]]:
    """Return the rows by stage, every stage in the order of the way, empty ones too."""
    return {stage: tuple(row for row in rows if row.stage is stage) for stage in Stage}


def due(rows: Sequence[Row], today: date) -> tuple[Reminder, ...]:
    """Return what is due today or has been for longer, the longest first."""
    found = [r for row in rows for r in row.open if r.due is not None and r.due <= today]
    return tuple(sorted(found, key=lambda r: (r.due or today, r.person.name.casefold())))


def to_text(rows: Sequence[Row], today: date) -> str:
    """Return the board as plain text, what is due first: the twin of the view."""
    lines = ["Due"]
    lines += [f"- {_said(r, today)}" for r in due(rows, today)] or ["- Nothing today."]
    for stage, those in columns(rows).items():
        if those:
            lines += ["", f"{stage.replace('_', ' ').capitalize()} ({len(those)})"]
        for row in those:
            then = f": {_said(row.next, today)}" if row.next else ""
            lines.append(f"- {row.person.name}{then}")
    return "\n".join(lines)


def _said(reminder: Reminder, today: date) -> str:
    when = f", {in_words(reminder.due, today)}" if reminder.due else ""
    return f"{reminder.what}{when} ({content.sources()[reminder.source].name})"
