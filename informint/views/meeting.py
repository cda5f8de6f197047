"""When a talk begins, by the learner's clock: the browser knows it, the kernel may be elsewhere."""

from datetime import UTC, datetime

from informint.errors import BadInput
from informint.journal.events import Scheduled
from informint.views.nodes import Node, h
from informint.views.panel import Panel


def field(ident: str, label: str, meeting: datetime | None, change: str) -> list[Node]:
    """Return a labelled field for a day and an hour, which ``panel.js`` shows by its own clock."""
    return [
        h("label", label, for_=ident),
        h(
            "input",
            id=ident,
            type="datetime-local",
            value=meeting.isoformat(timespec="minutes") if meeting else "",
            change=change,
        ),
    ]


def moment(when: str) -> datetime:
    """Return a day and an hour as such a field tells them, with the offset of the learner's clock.

    Raises:
        BadInput: for anything else.
    """
    try:
        told = datetime.fromisoformat(when)
        told = told if told.tzinfo else told.astimezone()
        told.astimezone(UTC)  # fails before the first year and after the last
    except (ValueError, OSError, OverflowError):
        message = "That is not a day and an hour: fill in both."
        raise BadInput(message) from None
    return told


def agree(view: Panel, person: str, when: str) -> None:
    """Record when the talk with a person begins, unless the journal has it so already."""
    meeting = moment(when)
    if view.journal.state.progress[person].meeting == meeting:
        return
    view.journal.record(Scheduled(person=person, when=meeting))
    today = view.journal.now.astimezone(meeting.tzinfo).date()
    passed = " That day has passed." if meeting.date() < today else ""
    view.say(f"The talk is set.{passed} {view.saved()}")
