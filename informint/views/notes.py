"""The notes of the real talk, written beside the agenda; the thank-you reads them back."""

import re
from typing import ClassVar

from informint import agenda, notes, outreach
from informint.content.talk_notes import sheet
from informint.journal import Journal, Stage
from informint.journal.events import NotesSaved, Talked
from informint.model import Message, Preparation, TalkNotes
from informint.views.naming import Naming
from informint.views.nodes import Node, h, select
from informint.views.panel import action
from informint.views.ranking import Ranking

SUGGESTED = 10


class Notes(Naming):
    """The sheet for one talk: printed blank before it, filled in during and after it."""

    name: ClassVar[str] = "your notes"
    title: ClassVar[str] = "Your notes of the talk"

    def __init__(self, journal: Journal) -> None:
        self.person = ""
        self.ranking = Ranking(journal)
        super().__init__(journal, key="notes")

    @property
    def namer(self) -> str:
        """With whom the talk was."""
        return self.person

    def choices(self) -> dict[str, str]:
        """Return whom a talk is planned or was held with, the shortlist, and the best ranked."""
        state = self.journal.state
        met = (i for i, p in state.progress.items() if p.meeting or p.reached(Stage.TALKED))
        best = (target.person.id for target in self.ranking.best_first()[:SUGGESTED])
        ids = dict.fromkeys((*state.notes, *state.preparations, *met, *state.shortlist, *best))
        return {i: state.people[i].name for i in ids if i in state.people}

    def written(self) -> TalkNotes:
        """Return what is noted so far."""
        return self.journal.state.notes.get(self.person) or TalkNotes()

    def page(self, *, blank: bool = False) -> notes.Sheet:
        """Return the sheet of the chosen person, or one that fits any talk."""
        person = self.journal.state.people.get(self.person)
        return notes.make_sheet(
            person.name if person else "",
            self._questions(),
            None if blank else self.written(),
        )

    def _questions(self) -> tuple[str, ...]:
        prepared = self.journal.state.preparations.get(self.person)
        most = agenda.MATTER[1] + agenda.RESERVE
        return prepared.questions[:most] if prepared else ()

    def body(self) -> list[Node | None]:
        """Show the choice of person, and the sheet beside what was planned."""
        choice = select(
            "The talk with whom?",
            {"": "Choose a person", **self.choices()},
            self.person,
            id="person",
            change="chose_person",
        )
        if self.person not in self.journal.state.people:
            return [choice, self._paper()]
        page = self.page()
        return [
            choice,
            h("p", notes.ADVICE),
            h(
                "div",
                h(
                    "div",
                    h("h4", "What I asked") if page.questions else None,
                    [_area(f"answer-{f.id}", f, "answered", f.title) for f in page.questions],
                    h("h4", "What I take with me"),
                    [_area(f"point-{f.id}", f, "noted", f.id) for f in page.parts],
                ),
                self._plan(),
                class_="split",
            ),
            self._talked(),
            self.referral(),
            self._paper(),
        ]

    def _plan(self) -> Node:
        prepared = self.journal.state.preparations.get(self.person) or Preparation()
        plan = agenda.plan(
            self.journal.state.people[self.person].name,
            prepared.questions,
            minutes=min(max(prepared.minutes, agenda.SHORTEST), agenda.LONGEST),
            topic=prepared.topic or "your work",
        )
        closing = ("time", "referral", "name_use", "thanks", "stay_in_touch")
        lines = {**plan.lines, **{part: plan.said(own) for part, own in prepared.lines.items()}}
        return h(
            "section",
            h("h4", "Your plan", id="plan"),
            h("ol", [h("li", question) for question in self._questions()])
            if self._questions()
            else h("p", "No questions prepared yet: lesson 03 plans the talk."),
            h("p", h("strong", "The minutes")),
            h("ul", [h("li", f"{s.start} to {s.end}: {s.what}.") for s in plan.steps]),
            h("p", h("strong", "To close")),
            h("ul", [h("li", lines[part]) for part in closing if part in lines]),
            class_="card",
            aria_labelledby="plan",
        )

    def _talked(self) -> Node | None:
        progress = self.journal.state.progress[self.person]
        if progress.stage in {Stage.TALKED, Stage.THANKED, Stage.REFERRED, Stage.REPORTED_BACK}:
            return h("p", "The talk is recorded. Next: thanks, within a day.")
        return h("p", h("button", "The talk has taken place", click="talked"))

    def _paper(self) -> Node:
        chosen = self.person in self.journal.state.people
        return h(
            "div",
            h("h4", "On paper"),
            h(
                "div",
                h("button", "Blank sheet as a page to print", click="save_html", class_="main"),
                h("button", "Blank sheet as Markdown", click="save_markdown"),
                h("button", "My notes as Markdown", click="save_notes") if chosen else None,
                class_="bar",
            ),
        )

    @action
    def chose_person(self, person: str) -> None:
        """Choose the talk; what was noted comes back."""
        self.person = person if person in self.journal.state.people else ""
        self.asked = None
        if self.person in self.journal.state.notes:
            self.say("What you have noted.")

    @action
    def answered(self, question: str, text: str) -> None:
        """Note what they said to a question."""
        now = self.written()
        self._keep(answers={**now.answers, question: text.strip()}, points=now.points)

    @action
    def noted(self, part: str, text: str) -> None:
        """Note something in a part of the sheet."""
        now = self.written()
        if part in {p.id for p in sheet()}:
            self._keep(answers=now.answers, points={**now.points, part: text.strip()})

    def _keep(self, **fields: object) -> None:
        full = {
            name: {key: text for key, text in dict(texts).items() if text}  # type: ignore[call-overload]
            for name, texts in fields.items()
        }
        notes_now = TalkNotes(**full)
        if notes_now != self.written():
            self.journal.record(NotesSaved(person=self.person, notes=notes_now))
            self.say(self.saved())

    @action
    def talked(self, _: object = None) -> None:
        """Record that the talk took place."""
        self.journal.record(Talked(person=self.person))
        self.say(f"Recorded. Thanks are best within a day. {self.saved()}")

    @action
    def save_html(self, _: object = None) -> None:
        """Hand the blank sheet to the browser as a page to print."""
        self._hand_out("html", "text/html", notes.to_html(self.page(blank=True)))

    @action
    def save_markdown(self, _: object = None) -> None:
        """Hand the blank sheet to the browser as Markdown."""
        self._hand_out("md", "text/markdown", notes.to_markdown(self.page(blank=True)))

    @action
    def save_notes(self, _: object = None) -> None:
        """Hand the notes to the browser as Markdown."""
        self._hand_out("md", "text/markdown", notes.to_markdown(self.page()))

    def _hand_out(self, ending: str, mime: str, text: str) -> None:
        person = self.journal.state.people.get(self.person)
        whose = outreach.eml_name(Message(body="", to=person.name if person else "blank"))
        name = f"notes-{re.sub(r'^request-|[.]eml$', '', whose)}.{ending}"
        self.download(name, mime, text.encode())
        self.say(f"Your browser has {name}.")


def _area(ident: str, field: notes.Field, save: str, arg: str) -> Node:
    return h(
        "div",
        h("label", field.title, for_=ident),
        h(
            "textarea",
            id=ident,
            value=field.text,
            rows=str(field.lines),
            save=save,
            arg=arg,
            aria_describedby=f"{ident}-ask" if field.ask else None,
        ),
        h("small", field.ask, id=f"{ident}-ask") if field.ask else None,
        key=ident,
    )
