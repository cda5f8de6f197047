"""The gentle reminder to somebody who has not answered, coached and kept like the request."""

from collections.abc import Mapping
from typing import ClassVar

from informint import content, followthrough
from informint.journal.events import Nudged
from informint.model import Message, MessageKind
from informint.views.mail import Mail, Sends
from informint.views.nodes import Node, h, link

_ACTIONS = ("nudge", "ask_again")


class Nudge(Mail):
    """Answers one's own request with a few lines, and records that they were sent."""

    name: ClassVar[str] = "your reminder"
    title: ClassVar[str] = "Your reminder"
    kind: ClassVar[MessageKind] = MessageKind.FOLLOWUP
    sends: ClassVar[type[Sends] | None] = Nudged

    def waiting(self) -> dict[str, followthrough.Reminder]:
        """Return what is open with whoever may be reminded, the earliest due first."""
        rows = followthrough.rows(self.journal.state, self.journal.now)
        found = [r for row in rows for r in row.open if r.action in _ACTIONS]
        return {r.person.id: r for r in found}

    def choices(self) -> Mapping[str, str]:
        """Return who may be reminded, and when it is due."""
        today = self.journal.today
        return {
            i: f"{r.person.name}: {followthrough.in_words(r.due, today) if r.due else 'any day'}"
            for i, r in self.waiting().items()
        }

    def filled(self) -> Message:
        """Return the reminder, which answers the request that was sent."""
        return followthrough.nudge(self.journal.state, self.whom, self.journal.now)

    def body(self) -> list[Node | None]:
        """Show who waits, why and since when, then the editor and the ways out."""
        waiting = self.waiting()
        if not waiting:
            return [h("p", "Nobody waits for a reminder. Those you have written to come here.")]
        choice = self.choose("Who has not answered?", "Choose a person")
        reminder = waiting.get(self.whom)
        if reminder is None:
            return [choice]
        source = content.sources()[reminder.source]
        differs = f" Others differ: {reminder.differs}" if reminder.differs else ""
        return [
            choice,
            h("p", reminder.why, differs, " ", h("small", link(source.name, source.url))),
            h("p", h("button", "Put a reminder into the editor", click="start", class_="main")),
            self.editor(),
            self.findings(),
            self.out(h("button", "I have sent it", click="sent")),
        ]
