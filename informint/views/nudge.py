"""The gentle reminder to somebody who has not answered, coached and kept like the request."""

from collections.abc import Mapping
from typing import ClassVar

from informint import content, followthrough
from informint.errors import BadInput
from informint.journal.events import Nudged
from informint.model import Message, MessageKind
from informint.views.mail import Mail
from informint.views.nodes import Node, h, link
from informint.views.panel import action

_ACTIONS = ("nudge", "ask_again")


class Nudge(Mail):
    """Answers one's own request with a few lines, and records that they were sent."""

    name: ClassVar[str] = "your reminder"
    title: ClassVar[str] = "Your reminder"
    kind: ClassVar[MessageKind] = MessageKind.FOLLOWUP

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

    def in_context(self) -> Message:
        """Return the message with what the coach has to know of the person."""
        return followthrough.with_context(self.journal.state, self.whom, self.message)

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

    @action
    def start(self, _: object = None) -> None:
        """Draft the reminder; what stood in the editor can be had back by undo in the journal."""
        self.save()
        self.write(followthrough.nudge(self.journal.state, self.whom, self.journal.now))
        self.save()

    @action
    def sent(self, _: object = None) -> None:
        """Record that the learner sent it."""
        self.save()
        if not self.message.body.strip():
            message = "There is no text yet to have been sent."
            raise BadInput(message)
        self.journal.record(Nudged(person=self.whom))
        self.say(f"Recorded as sent. {self.saved()}")
