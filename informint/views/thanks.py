"""The thank-you after a talk, real or practised: drafted from what was said, and held to it."""

from collections.abc import Mapping
from functools import lru_cache
from typing import ClassVar

from informint import content, thanks
from informint.content.talk_notes import timings
from informint.journal import Journal, Practice, Stage
from informint.journal.events import PracticeThanked, Talked, Thanked
from informint.model import Message, MessageKind, Person
from informint.reading.said import Heard
from informint.roleplay import personas
from informint.views.mail import Mail, Sends
from informint.views.nodes import Node, h, link
from informint.views.panel import action
from informint.views.practice import playable

_TALK = "talk:"  # before the id of a practice talk, where people's ids stand alone
SHOWN = 10  # sentences to pick from that are in sight at once


class Thanks(Mail):
    """A thank-you to somebody from the notes, or to the persona of a practice talk."""

    name: ClassVar[str] = "your thank-you"
    title: ClassVar[str] = "Your thank-you"
    kind: ClassVar[MessageKind] = MessageKind.THANK_YOU
    sends: ClassVar[type[Sends] | None] = Thanked

    def __init__(self, journal: Journal) -> None:
        self.pick = ""
        super().__init__(journal)

    def choices(self) -> Mapping[str, str]:
        """Return the people with notes, with a time for a talk or a talk on record; then practice.

        Of the practice talks the newest come first.
        """
        state = self.journal.state
        talked = (i for i, p in state.progress.items() if p.meeting or p.reached(Stage.TALKED))
        people = (i for i in dict.fromkeys((*state.notes, *talked)) if i in state.people)
        return {
            **{i: state.people[i].name for i in people},
            **{f"{_TALK}{ident}": self._called(ident, t) for ident, t in self._talks().items()},
        }

    def _talks(self) -> dict[str, Practice]:
        return {**playable(self.journal), **playable(self.journal, "closing")}

    def _called(self, ident: str, talk: Practice) -> str:
        number = ident.rpartition("-")[2]
        return f"Practice talk with {personas()[talk.persona].name}, attempt {number}"

    def practice(self) -> Practice | None:
        """Return the practice talk that is chosen, if one is."""
        return self._talks().get(self.whom.removeprefix(_TALK)) if self._practised() else None

    def _practised(self) -> bool:
        return self.whom.startswith(_TALK)

    def person(self) -> Person | None:
        """Return whom the thank-you goes to; a persona is a person for as long as it is written."""
        talk = self.practice()
        if talk is None:
            return super().person()
        who = personas()[talk.persona]
        return Person(id=self.whom, name=who.name, position=who.title, company=who.organisation)

    def topic(self) -> str:
        """Return what the talk was about."""
        talk = self.practice()
        return personas()[talk.persona].field if talk else super().topic()

    def heard(self) -> Heard | None:
        """Return what was said and promised, from the transcript or from the notes."""
        talk = self.practice()
        if talk is not None:
            return _heard(self._turns(talk))
        notes = self.journal.state.notes.get(self.whom)
        return thanks.heard_in_notes(notes) if notes else None

    def _turns(self, talk: Practice) -> tuple[tuple[str, str], ...]:
        return tuple((turn["who"], turn["text"]) for turn in talk.turns)

    def told(self) -> Mapping[str, str]:
        """Return what the notes or the transcript fill in."""
        notes, heard = self.journal.state.notes.get(self.whom), self.heard()
        if self._practised() and heard is not None:
            return thanks.told_by_talk(heard, self.pick)
        return thanks.told_by_notes(notes) if notes else {}

    def suggested(self) -> str:
        """Return the pattern that has room for what there is to say."""
        return thanks.pattern_for(self.told())

    def kept(self) -> Message | None:
        """Return the draft that the journal holds."""
        talk = self.practice()
        return talk.thanks if talk else super().kept()

    def keep(self) -> None:
        """Put the draft into the journal."""
        if self._practised():
            ident = self.whom.removeprefix(_TALK)
            self.journal.record(PracticeThanked(ident, self.message))
        else:
            super().keep()

    def body(self) -> list[Node | None]:
        """Show whom to thank and when; then what was said, the editor, and the ways out."""
        if not self.choices():
            first = "There is nothing to thank for yet: have a practice talk, or take notes of one."
            return [h("p", first), _when()]
        choice = self.choose("For which talk?", "Choose a talk")
        if self.person() is None:
            return [choice, _when()]
        return [
            choice,
            _when(),
            self._said(),
            self.start_from("Start from a pattern"),
            self.editor(),
            self.findings(),
            self.out(*self._recorded()),
        ]

    def _said(self) -> Node:
        talk, heard = self.practice(), self.heard()
        if talk is None:
            noted = heard.said if heard else ()
            return h(
                "details",
                h("summary", f"What you noted ({len(noted)})"),
                h("ul", [h("li", note) for note in noted])
                if noted
                else h("p", "No notes yet. With notes, the coach can hold your thanks to them."),
            )
        # Greetings and goodbyes tell nothing to thank for.
        told = [(t["who"], t["text"] if t.get("fact_ids") else "") for t in talk.turns]
        picks = thanks.picks(told)
        return h(
            "div",
            h("h4", "What they said, to pick one thing from"),
            h("ul", [self._pick(pick) for pick in picks[-SHOWN:]]),
            h("small", "It stands in the draft as a reminder, to be put into your own words."),
        )

    def _pick(self, pick: thanks.Pick) -> Node:
        chosen = pick.words == self.pick
        return h(
            "li",
            f"“{pick.words}” ",
            h("small", f"(turn {pick.turn}) "),
            h("strong", "Picked") if chosen else None,
            None
            if chosen
            else h(
                "button",
                "Thank for this",
                h("span", f": {pick.words}", class_="hidden"),
                click="picked",
                arg=pick.words,
            ),
            key=f"{pick.turn}-{pick.words}",
        )

    def _recorded(self) -> list[Node]:
        if self._practised():
            return []
        progress = self.journal.state.progress[self.whom]
        if progress.stage is Stage.THANKED:
            return [h("p", "Recorded as sent.")]
        if not progress.may_reach(Stage.THANKED):
            return [h("button", "The talk has taken place", click="talked")]
        return [h("button", "I have sent it", click="sent")]

    @action
    def chose(self, whom: str) -> None:
        """Choose the talk; a kept draft comes back."""
        self.pick = ""
        super().chose(whom)

    @action
    def picked(self, words: str, _: object = None) -> None:
        """Choose what to thank for, and begin the draft with it."""
        before = self.message.body.strip()
        self.pick = words
        self.pattern = self.suggested()
        self.start()
        back = "“Undo” in your journal brings back what stood here. " if before else ""
        self.say(f"It stands in the draft, to be put into your own words. {back}{self.status}")

    @action
    def talked(self, _: object = None) -> None:
        """Record that the talk took place."""
        self.journal.record(Talked(person=self.whom))
        self.say(f"Recorded. Thanks are best within a day. {self.saved()}")


@lru_cache(maxsize=8)
def _heard(turns: tuple[tuple[str, str], ...]) -> Heard:
    return thanks.heard_in_talk(turns)


def _when() -> Node:
    """Return when thanks are due, and who says otherwise."""
    house, *others = timings()
    sources = content.sources()

    def names(ids: tuple[str, ...]) -> list[object]:
        return [
            [", " if n else "", link(sources[i].name, sources[i].url)] for n, i in enumerate(ids)
        ]

    return h(
        "div",
        h("p", h("strong", f"Send it {house.says}"), " (", names(house.sources), ")."),
        h(
            "details",
            h("summary", "Others advise another time"),
            h("ul", [h("li", f"{t.says}: ", names(t.sources)) for t in others]),
        ),
    )
