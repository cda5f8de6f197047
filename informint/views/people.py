"""Everybody in the journal: to search, tag, shortlist, set aside, or erase."""

import unicodedata
from dataclasses import replace
from typing import ClassVar
from urllib.parse import quote

import msgspec

from informint.journal import Journal
from informint.journal.events import (
    BroughtBack,
    PersonEdited,
    SetAside,
    Shortlisted,
    Tagged,
    Unshortlisted,
    Untagged,
)
from informint.model import HowKnown, Person
from informint.views.nodes import Node, h, link, select
from informint.views.panel import Panel, action
from informint.views.wording import HOW_KNOWN

WINDOW = 60  # rows sent at once; about three times what is seen

_SHOW = {"all": "Everybody", "shortlist": "My shortlist", "aside": "Set aside"}


def fold(text: str) -> str:
    """Return a text as it is compared in a search: no accents, no case."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(c for c in plain if not unicodedata.combining(c)).casefold()


class People(Panel):
    """A list of any length; the browser draws, and is sent, only the rows in sight."""

    name: ClassVar[str] = "people"
    title: ClassVar[str] = "People"

    def __init__(self, journal: Journal) -> None:
        self.query = ""
        self.show = "all"
        self.first = 0
        self.chosen: str | None = None
        self.erasing = False
        self._indexed: object = None
        self._index: list[tuple[str, Person]] = []
        super().__init__(journal)

    def found(self) -> list[Person]:
        """Return the people who match the search and the choice of list, by name."""
        state = self.journal.state
        if self._indexed is not state.people:
            people = sorted(state.people.values(), key=lambda p: (fold(p.name), p.id))
            self._index = [
                (fold(" ".join((p.name, p.position, p.company, *p.groups))), p) for p in people
            ]
            self._indexed = state.people
        terms = fold(self.query).split()
        people = [p for text, p in self._index if all(t in text for t in terms)]
        if terms:
            tagged = {
                i for i, tags in state.tags.items() if all(t in fold(" ".join(tags)) for t in terms)
            }
            if tagged:
                matched = {p.id for p in people}
                people = [p for _, p in self._index if p.id in matched or p.id in tagged]
        if self.show == "shortlist":
            return [p for p in people if p.id in state.shortlist]
        return [p for p in people if (p.id in state.set_aside) == (self.show == "aside")]

    def body(self) -> list[Node | None]:
        """Show the search, the list and whoever is chosen in it."""
        found = self.found()
        ids = [p.id for p in found]
        active = ids.index(self.chosen) if self.chosen in ids else -1
        self.first = max(0, min(self.first, len(found) - 1))
        window = found[self.first : self.first + WINDOW]
        return [
            h(
                "div",
                h(
                    "div",
                    h(
                        "label",
                        "Search names, companies, positions, groups and tags",
                        for_="search",
                    ),
                    h("input", id="search", type="search", value=self.query, input="searched"),
                ),
                select("Show", _SHOW, self.show, id="show", change="showed"),
                class_="bar",
            ),
            h("p", f"{len(found)} of {len(self.journal.state.people)} people.", role="status"),
            h(
                "div",
                h(
                    "div",
                    h(
                        "x-rows",
                        id="rows",
                        label="People: arrow keys move, s shortlists, x sets aside",
                        items=[self._row(p) for p in window],
                        first=self.first,
                        total=len(found),
                        active=active,
                        height=48,
                        look="looked",
                        choose="chose",
                        keys={"s": "shortlist", "x": "set_aside"},
                    ),
                ),
                h("div", self._person(self.journal.state.people.get(self.chosen or ""))),
                class_="split",
            ),
        ]

    def _row(self, person: Person) -> list[str]:
        state = self.journal.state
        notes = [
            "shortlisted" if person.id in state.shortlist else "",
            "set aside" if person.id in state.set_aside else "",
            *state.tags.get(person.id, ()),
        ]
        return [person.name, person.work, ", ".join(filter(None, notes))]

    def _person(self, person: Person | None) -> list[Node | None]:
        if person is None:
            return [h("p", "Choose somebody in the list to see more.", class_="soft")]
        state = self.journal.state
        listed, aside = person.id in state.shortlist, person.id in state.set_aside
        return [
            h("h4", person.name),
            h("p", person.work),
            h("p", link("Profile", person.profile_url)) if person.profile_url else None,
            # What follows a question mark in such a link would be headers of the mail.
            h("p", link(person.email, f"mailto:{quote(person.email, safe='@')}"))
            if person.email
            else None,
            h("p", f"You share: {', '.join(person.groups)}") if person.groups else None,
            h(
                "div",
                h(
                    "button",
                    "Take off the shortlist" if listed else "Shortlist",
                    click="shortlist",
                    class_="main",
                ),
                h("button", "Bring back" if aside else "Set aside", click="set_aside"),
                class_="bar",
            ),
            select(
                "How well do you know them?",
                {how.value: text for how, text in HOW_KNOWN.items()},
                person.how_known.value,
                id="how-known",
                change="knew",
            ),
            h("label", "Tags (separated by commas)", for_="tags"),
            h(
                "input",
                id="tags",
                key=f"tags-{person.id}",
                type="text",
                value=", ".join(state.tags.get(person.id, ())),
                change="tagged",
            ),
            h(
                "details",
                h("summary", "What is kept on this person"),
                h("button", "Download it", click="export_person"),
                h("button", "Erase this person", click="ask_to_erase")
                if not self.erasing
                else h("button", "Erase for good: cannot be undone", click="erase"),
                key=f"kept-{person.id}",
            ),
        ]

    def _chosen(self) -> Person | None:
        return self.journal.state.people.get(self.chosen or "")

    @action
    def searched(self, query: str) -> None:
        """Narrow the list."""
        self.query, self.first = query, 0

    @action
    def showed(self, which: str) -> None:
        """Choose which people are listed."""
        self.show, self.first = which if which in _SHOW else "all", 0

    @action
    def looked(self, first: int) -> None:
        """Scroll to a row."""
        self.first = int(first)

    @action
    def chose(self, index: int) -> None:
        """Choose the person in a row."""
        found = self.found()
        if 0 <= index < len(found):
            self.chosen, self.erasing = found[index].id, False
            if not self.first <= index < self.first + WINDOW:
                self.first = max(0, index - WINDOW // 3)

    @action
    def shortlist(self, _: object = None) -> None:
        """Put the chosen person on the shortlist, or take them off."""
        if person := self._chosen():
            listed = person.id in self.journal.state.shortlist
            event = Unshortlisted if listed else Shortlisted
            self.journal.record(event(person=person.id))
            self.say(f"{'Off' if listed else 'On'} your shortlist. {self.saved()}")

    @action
    def set_aside(self, _: object = None) -> None:
        """Set the chosen person aside, or bring them back."""
        if person := self._chosen():
            aside = person.id in self.journal.state.set_aside
            event = BroughtBack if aside else SetAside
            self.journal.record(event(person=person.id))
            self.say(f"{'Back in the list' if aside else 'Set aside'}. {self.saved()}")

    @action
    def knew(self, how: str) -> None:
        """Say how well the chosen person is known."""
        if person := self._chosen():
            self.journal.record(PersonEdited(person=replace(person, how_known=HowKnown(how))))
            self.say(self.saved())

    @action
    def tagged(self, words: str) -> None:
        """Give the chosen person these tags and no others."""
        if person := self._chosen():
            before = self.journal.state.tags.get(person.id, ())
            after = [t for part in words.split(",") if (t := " ".join(part.split()))]
            self.journal.record(
                *(Tagged(person=person.id, tag=t) for t in dict.fromkeys(after) if t not in before),
                *(Untagged(person=person.id, tag=t) for t in before if t not in after),
            )
            self.say(self.saved())

    @action
    def export_person(self, _: object = None) -> None:
        """Hand out all that is recorded on the chosen person."""
        if person := self._chosen():
            kept = msgspec.json.format(msgspec.json.encode(self.journal.export_person(person.id)))
            self.download("informint-person.json", "application/json", kept)

    @action
    def ask_to_erase(self, _: object = None) -> None:
        """Ask once more before anything is erased."""
        self.erasing = True
        self.say("Press the button once more to erase this person for good.")

    @action
    def erase(self, _: object = None) -> None:
        """Erase the chosen person, and all that was recorded on them."""
        if self.chosen and self.erasing:
            self.journal.erase_person(self.chosen)
            self.chosen, self.erasing = None, False
            self.say("Erased.")
