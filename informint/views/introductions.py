"""Who could introduce the learner: who knows whom typed in, the way in words, the mail for it."""

from collections.abc import Mapping
from typing import ClassVar

from informint import content, introductions
from informint.content.schema import Pattern
from informint.errors import BadInput
from informint.introductions import Way
from informint.journal import INTRODUCTION, Journal
from informint.journal.events import Acquainted, Drafted, Sent, Unacquainted
from informint.model import HowKnown, Message, MessageKind, Person
from informint.views.mail import Mail, Sends
from informint.views.nodes import Node, h, link, select
from informint.views.panel import action
from informint.views.ranking import Ranking
from informint.views.wording import at_work

SUGGESTED = 10  # of the ranking, as targets
OFFERED = 60  # names that the fields offer; any other can be typed
SHOWN = 40  # of those noted

_HOW_WELL = {
    HowKnown.NOT_SAID: "I do not know how well",
    HowKnown.CLOSE: "well",
    HowKnown.ACQUAINTANCE: "a little",
    HowKnown.MET_ONCE: "they met once",
}
_TIES = {
    HowKnown.NOT_SAID: "know each other",
    HowKnown.CLOSE: "know each other well",
    HowKnown.ACQUAINTANCE: "know each other a little",
    HowKnown.MET_ONCE: "met once",
    HowKnown.STRANGER: "have never met",
}


class Introductions(Mail):
    """Finds the way to a person over those who know each other, and drafts the first request.

    The draft is kept with whoever is asked, since it is to them that it goes.
    """

    name: ClassVar[str] = "introductions"
    title: ClassVar[str] = "Introductions"
    kind: ClassVar[MessageKind] = MessageKind.REQUEST
    sends: ClassVar[type[Sends] | None] = Sent

    def __init__(self, journal: Journal) -> None:
        self.ranking = Ranking(journal)
        super().__init__(journal)
        self.whom = next((i for i in self.choices() if (w := self.way(i)) and not w.direct), "")
        self._show_kept()

    def choices(self) -> Mapping[str, str]:
        """Return the people to reach: the shortlist, the best ranked, and those who know others."""
        state = self.journal.state
        best = (target.person.id for target in self.ranking.best_first()[:SUGGESTED])
        ids = dict.fromkeys((*state.shortlist, *best, *state.acquaintances))
        return {i: at_work(state.people[i]) for i in ids if i in state.people}

    def way(self, target: str) -> Way | None:
        """Return the way to somebody."""
        state = self.journal.state
        aside = state.set_aside
        return introductions.way_to(target, state.people, state.acquaintances, set_aside=aside)

    def person(self) -> Person | None:
        """Return whom the mail goes to: the first in between."""
        way = self.way(self.whom)
        return way.introducer if way and not way.direct else None

    def patterns(self) -> dict[str, Pattern]:
        """Return the only pattern there is."""
        return {introductions.PATTERN: content.patterns()[introductions.PATTERN]}

    def kept(self) -> Message | None:
        """Return the draft that the journal holds, if it is about the same person."""
        way, person = self.way(self.whom), self.person()
        if way is None or person is None:
            return None
        draft = self.journal.state.draft(person.id, INTRODUCTION)
        same = draft and way.next.name in f"{draft.subject} {draft.body}"
        return draft if same else None

    def filled(self) -> Message:
        """Return the request to the first in between."""
        way = self.way(self.whom)
        if way is None:
            message = "Choose first whom you would like to reach."
            raise BadInput(message)
        return introductions.request(way, self.journal.state.profile, topic=self.topic())

    def keep(self) -> None:
        """Put the draft into the journal, with whom it goes to."""
        person = self.person()
        if person is not None:
            self.journal.record(Drafted(person=person.id, message=self.message, slot=INTRODUCTION))

    def body(self) -> list[Node | None]:
        """Show whom to reach and the way there, who knows whom, and the mail."""
        person = self.person()
        return [
            self.choose("Whom would you like to reach?", "Choose a person"),
            self._way(),
            self._who_knows_whom(),
            *(self._mail(person) if person else []),
        ]

    def _way(self) -> Node | None:
        target = self.journal.state.people.get(self.whom)
        if target is None:
            return None
        way = self.way(self.whom)
        nobody = (
            f"Nobody is noted as knowing {target.name} yet. Ask the people you know best whom "
            "they know, and note it below."
        )
        lines = introductions.told(way) if way else (nobody,)
        return h(
            "div",
            h("h4", "The way"),
            [h("p", line) for line in lines],
            h(
                "p",
                link("Look on LinkedIn whom you both know", introductions.search_link(target)),
                ". You open it yourself: informint reads nothing there, and LinkedIn learns whom "
                "you look for.",
            ),
            class_="card",
        )

    def _who_knows_whom(self) -> Node:
        ties = self._ties()
        return h(
            "fieldset",
            h("legend", "Who knows whom?"),
            h(
                "form",
                h("datalist", [h("option", value=name) for name in self._names()], id="names"),
                _name_field("one", "Somebody in your journal", len(ties)),
                _name_field("other", "knows", len(ties)),
                select(
                    "How well?",
                    {how.value: said for how, said in _HOW_WELL.items()},
                    "",
                    id="how",
                    name="how",
                ),
                h("p", h("button", "Note it", type="submit")),
                submit="noted",
            ),
            h("ul", [self._tie(*tie) for tie in ties[:SHOWN]]) if ties else None,
            h("p", f"and {len(ties) - SHOWN:,} more") if len(ties) > SHOWN else None,
            h("small", "What you note stays in your journal; nobody is told."),
        )

    def _names(self) -> list[str]:
        """Return the names that the fields offer: those known better, and those to reach."""
        state = self.journal.state
        better = [
            p.id
            for p in state.people.values()
            if p.how_known in {HowKnown.CLOSE, HowKnown.ACQUAINTANCE}
        ]
        ids = dict.fromkeys((*better, *self.choices()))
        return sorted({introductions.called(state.people[i]) for i in list(ids)[:OFFERED]})

    def _ties(self) -> list[tuple[Person, Person, HowKnown]]:
        """Return who knows whom, each pair once, the last noted first."""
        state = self.journal.state
        pairs = {
            frozenset((one, other)): (state.people[one], state.people[other], how)
            for one, known in state.acquaintances.items()
            for other, how in known.items()
            if one in state.people and other in state.people
        }
        return [*pairs.values()][::-1]

    def _tie(self, one: Person, other: Person, how: HowKnown) -> Node:
        said = f"{one.name} and {other.name} {_TIES[how]}"
        return h(
            "li",
            said,
            " ",
            h(
                "button",
                "Strike",
                h("span", f" ({said})", class_="hidden"),
                click="struck",
                arg=[one.id, other.id],
            ),
            key=f"{one.id}-{other.id}",
        )

    def _mail(self, person: Person) -> list[Node | None]:
        start = h(
            "p",
            h("button", f"Draft a request to {person.name}", click="start", class_="main"),
        )
        if not self.message.body:
            return [start]
        sent = h("button", "I have sent it", click="sent")
        return [h("h4", f"To {person.name}"), start, self.editor(), self.findings(), self.out(sent)]

    @action
    def noted(self, fields: dict[str, str]) -> None:
        """Note that two people know each other."""
        self.save()
        people = self.journal.state.people.values()
        one, other = (introductions.named(fields[name], people) for name in ("one", "other"))
        how = fields.get("how", "")
        known = HowKnown(how) if how in _HOW_WELL else HowKnown.NOT_SAID
        self.journal.record(Acquainted(one.id, other.id, known))
        self._show_kept()
        self.say(f"Noted. {self.saved()}")

    @action
    def struck(self, pair: list[str], _: object = None) -> None:
        """Take back that two people know each other."""
        self.save()
        self.journal.record(Unacquainted(person=pair[0], to=pair[1]))
        self._show_kept()
        self.say(f"Struck. {self.saved()}")

    def _show_kept(self) -> None:
        """Show the draft that belongs to the way as it is now."""
        self.write(self.kept() or Message(body="", kind=self.kind))


def _name_field(name: str, label: str, key: int) -> Node:
    return h(
        "div",
        h("label", label, for_=name),
        h("input", id=name, name=name, type="text", list="names", key=f"{name}-{key}"),
    )
