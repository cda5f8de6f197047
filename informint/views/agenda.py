"""The plan of one talk: goals, questions in order, what was looked up, the minutes, the page."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import ClassVar

from informint import agenda, content, outreach
from informint.journal import Journal
from informint.journal.events import AgendaSaved
from informint.model import Message, Person, Preparation
from informint.questions import aim
from informint.views import meeting, preparation
from informint.views.nodes import Node, h, select
from informint.views.panel import action
from informint.views.questions import Questions
from informint.views.ranking import Ranking
from informint.views.wording import at_work

SUGGESTED = 10
_OWN = {"minutes", "topic", "place"}


class Agenda(Questions):
    """Prepares the talk with one person, keeps it, and hands it out as a page."""

    name: ClassVar[str] = "your agenda"
    title: ClassVar[str] = "Your agenda"
    referral: ClassVar[bool] = True

    def __init__(self, journal: Journal) -> None:
        self.person = ""
        self.ranking = Ranking(journal)
        super().__init__(journal, key="agenda")

    def choices(self) -> list[Person]:
        """Return whom a talk may be with: those a talk is planned with, the shortlist, the best."""
        state = self.journal.state
        met = (i for i, progress in state.progress.items() if progress.meeting)
        best = (target.person.id for target in self.ranking.best_first()[:SUGGESTED])
        mine = (*state.preparations, *met, *state.shortlist, *best)
        return [state.people[i] for i in dict.fromkeys(mine) if i in state.people]

    def planned(self) -> agenda.Agenda:
        """Return the agenda as it is prepared now; what the content no longer has is left out."""
        noted = {look_up.id for look_up in content.look_ups()}
        parts = {line.part for line in content.lines()}
        state, prepared = self.journal.state, self.prepared
        person = state.people[self.person]
        progress = state.progress.get(self.person)
        return agenda.plan(
            person.name,
            prepared.questions,
            minutes=min(max(prepared.minutes, agenda.SHORTEST), agenda.LONGEST),
            goals=[aim(goal).text for goal in prepared.goals],
            topic=prepared.topic or "your work",
            lines={part: said for part, said in prepared.lines.items() if part in parts},
            notes={name: note for name, note in prepared.notes.items() if name in noted},
            meeting=progress.meeting if progress else None,
            place=prepared.place,
            greeted=person.given_name,
        )

    def body(self) -> list[Node | None]:
        """Show the choice of person, and the whole plan once somebody is chosen."""
        if self.person not in self.journal.state.people:
            return [self._choose()]
        plan = self.planned()
        return [
            self._choose(),
            preparation.goals(self.prepared),
            preparation.look_ups(self.prepared),
            self.writing(),
            self.listed(),
            self.bank(),
            preparation.lines(plan),
            self._minutes(plan),
            self._out(plan),
        ]

    def _choose(self) -> Node:
        options = {"": "Choose a person"} | {p.id: at_work(p) for p in self.choices()}
        return select("With whom?", options, self.person, id="person", change="chose_person")

    def note(self, number: int) -> str:
        """Return whether a question matters, waits in reserve, or has no time left."""
        plan = self.planned()
        if number < len(plan.questions):
            return f"Question {number + 1}"
        waits = number < len(plan.questions) + len(plan.reserve)
        return "In reserve" if waits else "No time for it"

    def _minutes(self, plan: agenda.Agenda) -> Node:
        prepared = self.prepared
        return h(
            "fieldset",
            h("legend", "The minutes"),
            _field(
                "minutes", "How many minutes were agreed?", str(prepared.minutes), kind="number"
            ),
            _field("topic", "What is the talk about?", prepared.topic),
            meeting.field(
                "meeting", "When does it begin, by your clock?", plan.meeting, "agreed_on"
            ),
            _field("place", "Where, or by which link?", prepared.place),
            preparation.time(plan),
        )

    def _out(self, plan: agenda.Agenda) -> Node:
        return h(
            "div",
            h("h4", "Take it with you"),
            preparation.left_out(plan),
            h(
                "div",
                h("button", "Save as a page to print", click="save_html", class_="main"),
                h("button", "Save as Markdown", click="save_markdown"),
                h(
                    "button",
                    "Save for my calendar",
                    click="save_ics",
                    disabled=plan.meeting is None,
                ),
                class_="bar",
            ),
        )

    def change(self, **fields: object) -> None:
        """Keep what is prepared in the journal."""
        changed = replace(self.prepared, **fields)  # type: ignore[arg-type]
        if changed == self.prepared:
            return
        self.journal.record(AgendaSaved(person=self.person, prepared=changed))
        self.prepared = changed
        self.say(f"{self.status}{self.saved()}")

    def tree(self) -> Node:
        """Show what the journal holds: another window, or undo, may have changed it."""
        kept = self.journal.state.preparations.get(self.person)
        self.prepared = kept or Preparation()
        return super().tree()

    @action
    def chose_person(self, person: str) -> None:
        """Choose with whom; what was prepared comes back."""
        state = self.journal.state
        self.person = person if person in state.people else ""
        if self.person in state.preparations:
            self.say("What you have prepared.")

    @action
    def picked_goal(self, goal: str) -> None:
        """Take one of the goals."""
        if goal in content.goals() and goal not in self.prepared.goals:
            self.change(goals=(*self.prepared.goals, goal))

    @action
    def wrote_goal(self, fields: dict[str, str]) -> None:
        """Take a goal in the learner's words."""
        goal = " ".join(fields["goal"].split())
        if goal and goal not in self.prepared.goals:
            self.change(goals=(*self.prepared.goals, goal))

    @action
    def struck_goal(self, number: int, _: object = None) -> None:
        """Strike a goal."""
        goals = self.prepared.goals
        self.change(goals=(*goals[:number], *goals[number + 1 :]))

    @action
    def noted(self, look_up: str, note: str) -> None:
        """Note what was found out."""
        notes = {**self.prepared.notes, look_up: note.strip()}
        self.change(notes={name: text for name, text in notes.items() if text})

    @action
    def picked_line(self, part: str, line: str) -> None:
        """Take one of the bank's lines for a part of the talk."""
        text = next((known.text for known in content.lines() if known.id == line), "")
        if text:
            self.put_in_words(part, text)

    @action
    def put_in_words(self, part: str, text: str) -> None:
        """Say a line in the learner's own words; an empty one falls back on the bank's."""
        lines = {**self.prepared.lines, part: text.strip()}
        self.change(lines={name: said for name, said in lines.items() if said})

    @action
    def filled_in(self, name: str, value: str) -> None:
        """Fill in the minutes, the topic or the place."""
        if name not in _OWN:
            return
        value = " ".join(value.split())
        if name != "minutes":
            self.change(**{name: value})
            return
        minutes = int(value) if value.isdecimal() and len(value) < 4 else 0  # noqa: PLR2004 (999)
        agenda.plan("", (), minutes=minutes)  # tells when that cannot be planned
        self.change(minutes=minutes)

    @action
    def agreed_on(self, when: str) -> None:
        """Record when the talk begins, by the learner's own clock."""
        meeting.agree(self, self.person, when)

    @action
    def save_html(self, _: object = None) -> None:
        """Hand the agenda to the browser as a page to print."""
        self._hand_out("html", "text/html", agenda.to_html(self.planned()).encode())

    @action
    def save_markdown(self, _: object = None) -> None:
        """Hand the agenda to the browser as Markdown."""
        self._hand_out("md", "text/markdown", agenda.to_markdown(self.planned()).encode())

    @action
    def save_ics(self, _: object = None) -> None:
        """Hand the meeting to the browser for a calendar."""
        data = agenda.to_ics(self.planned(), about=self.person, now=datetime.now(UTC))
        self._hand_out("ics", "text/calendar", data)

    def _hand_out(self, ending: str, mime: str, data: bytes) -> None:
        name = f"agenda-{_slug(self.journal.state.people[self.person])}.{ending}"
        self.download(name, mime, data)
        self.say(f"Your browser has {name}.")


def _slug(person: Person) -> str:
    """Return a name fit for files, as drafts have it."""
    mail = outreach.eml_name(Message(body="", to=person.name))
    return mail.removesuffix(".eml").partition("-")[2] or "talk"


def _field(name: str, label: str, value: str, kind: str = "text") -> Node:
    bounds = {"min": str(agenda.SHORTEST), "max": str(agenda.LONGEST)} if kind == "number" else {}
    return h(
        "div",
        h("label", label, for_=name),
        h("input", id=name, type=kind, value=value, save="filled_in", arg=name, **bounds),
    )
