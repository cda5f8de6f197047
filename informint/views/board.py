"""The follow-through: everybody under way, what is due today, and the step just taken."""

from typing import ClassVar

from informint import followthrough
from informint.content.follow_through import cadences
from informint.errors import BadInput
from informint.journal import Journal, refusal
from informint.journal.events import (
    CadenceChosen,
    NameUseAnswered,
    ReminderDismissed,
)
from informint.views import board_nodes as nodes
from informint.views import meeting
from informint.views.naming import Naming
from informint.views.nodes import Node, h, select
from informint.views.panel import action
from informint.views.wording import LEAVE

_LOOKS = {"board": "Board", "table": "Table"}


class Board(Naming):
    """Shows who is at which stage and what comes next, and records what the learner did."""

    name: ClassVar[str] = "your follow-through"
    title: ClassVar[str] = "Your follow-through"

    def __init__(self, journal: Journal) -> None:
        self.look = "board"
        self.whole = False
        self.chosen = ""
        super().__init__(journal)

    @property
    def namer(self) -> str:
        """Whoever is chosen."""
        return self.chosen

    def rows(self) -> tuple[followthrough.Row, ...]:
        """Return everybody under way, what is due first on top."""
        return followthrough.rows(self.journal.state, self.journal.now)

    def body(self) -> list[Node | None]:
        """Show what is due, the choices, the board or the table, and whoever is chosen."""
        rows, today = self.rows(), self.journal.today
        show = nodes.table if self.look == "table" else nodes.columns
        due = followthrough.due(rows, today)
        return [
            h("h4", f"Due today ({len(due)})"),
            nodes.due(due, today),
            self._choices(),
            show(rows, today, whole=self.whole)
            if rows
            else h("p", "Nobody is under way yet: shortlist somebody, or write a request."),
            self._person(),
        ]

    def _choices(self) -> Node:
        chosen = followthrough.cadence(self.journal.state)
        last = self.journal.state.last_step
        return h(
            "div",
            h(
                "div",
                select("Show as", _LOOKS, self.look, id="look", change="chose_look"),
                select(
                    "Remind me by",
                    {c.id: c.name for c in cadences().values()},
                    chosen.id,
                    id="cadence",
                    change="chose_cadence",
                ),
                class_="bar",
            ),
            h("small", chosen.text),
            h(
                "div",
                h("button", "Save the reminders for my calendar", click="save_ics"),
                h("button", f"Undo: {last}", click="undo", disabled=not last),
                class_="bar",
            ),
        )

    def _person(self) -> Node | None:
        state = self.journal.state
        person = state.people.get(self.chosen)
        if person is None:
            return None
        open_steps = followthrough.reminders(state, person.id, self.journal.now)
        return h(
            "section",
            h("h4", person.name, id="person", tabindex=-1),
            h("p", person.work) if person.work else None,
            nodes.way(state.progress[person.id], self.journal.now),
            nodes.introduction(state, person.id),
            nodes.due(open_steps, self.journal.today, shown=True) if open_steps else None,
            self._moves(person.id),
            self.referral(),
            aria_labelledby="person",
            key=f"person-{person.id}",
        )

    def _moves(self, person: str) -> Node:
        state = self.journal.state
        ways = [
            h("button", way.label, click="did", arg=[name, person])
            for name, way in nodes.MOVES.items()
            if not refusal(state, nodes.move(person, name))
        ]
        agreed = state.progress[person].meeting
        return h(
            "fieldset",
            h("legend", "What happened?"),
            h("div", ways, class_="bar"),
            meeting.field("meeting", "A talk is set for, by your clock", agreed, "agreed_on"),
        )

    @action
    def did(self, what: list[str], _: object = None) -> None:
        """Record what the learner did or heard: the name of one of the moves, and with whom."""
        name, person = what
        self.journal.record(nodes.move(person, name))
        self.say(f"Recorded. {self.saved()}")

    @action
    def agreed_on(self, when: str) -> None:
        """Record when the talk with the chosen person begins."""
        meeting.agree(self, self.chosen, when)

    @action
    def chose(self, person: str, _: object = None) -> None:
        """Choose a person, to see and record more."""
        if person in self.journal.state.people:
            self.chosen, self.asked = person, None
            self.focus("person")

    @action
    def dismiss(self, what: list[str], _: object = None) -> None:
        """Dismiss a reminder until a later step brings it up anew."""
        step, person = what
        self.journal.record(ReminderDismissed(person=person, action=step))
        self.say(f"Dismissed; undo brings it back. {self.saved()}")

    @action
    def may_name(self, person: str, _: object = None) -> None:
        """Record that whoever named a person agrees to be named to them."""
        self._answer_name(person, may_name=True)

    @action
    def may_not_name(self, person: str, _: object = None) -> None:
        """Record that whoever named a person would rather not be named to them."""
        self._answer_name(person, may_name=False)

    @action
    def answered_name(self, by: str, answer: str = "") -> None:
        """Record the same of one of those who named the chosen person."""
        may_name = LEAVE.get(answer)
        if may_name is None:
            message = "An answer cannot be unsaid: undo takes it back."
            raise BadInput(message)
        self._answer_name(self.chosen, may_name=may_name, by=by)

    def _answer_name(self, person: str, *, may_name: bool, by: str = "") -> None:
        if not by:  # whom the reminder names: the first who was not asked
            named = self.journal.state.named_by[person].values()
            open_ones = (i.by for i in named if i.may_name is None)
            by = next(open_ones, [*named][-1].by)
        self.journal.record(NameUseAnswered(person=by, to=person, may_name=may_name))
        self.say(f"Noted: the coach knows it too. {self.saved()}")

    @action
    def chose_look(self, look: str) -> None:
        """Choose between board and table."""
        if look in _LOOKS:
            self.look = look

    @action
    def chose_cadence(self, cadence: str) -> None:
        """Choose by whose advice to be reminded."""
        if cadence in cadences():
            self.journal.record(CadenceChosen(cadence=cadence))
            self.say(self.saved())

    @action
    def show_all(self, _: object = None) -> None:
        """Show everybody in every column."""
        self.whole = True

    @action
    def save_ics(self, _: object = None) -> None:
        """Hand the reminders to the browser for a calendar."""
        data = followthrough.to_ics(self.rows(), now=self.journal.now)
        self.download("reminders.ics", "text/calendar", data)
        self.say("Your browser has reminders.ics.")

    @action
    def undo(self, _: object = None) -> None:
        """Take the last step back."""
        self.say(f"Undone: {self.journal.undo()}.")
