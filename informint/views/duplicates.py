"""People who may stand in the journal twice: a pair side by side, and the learner decides."""

from collections.abc import Iterable
from typing import ClassVar, NamedTuple

from informint.contacts import Likely, likely
from informint.journal import Journal
from informint.journal.events import PeopleMerged, PeopleParted, PeopleToldApart
from informint.model import Person
from informint.views.nodes import Node, h, link
from informint.views.panel import Panel, action

WINDOW = 60  # rows sent at once
VERY_SURE = 0.9  # what may be merged without a look at each; it can be parted again
_PARTED = 20  # merged people named, the last ones

_FIELDS = {
    "name": "Name",
    "company": "Company",
    "position": "Position",
    "email": "E-mail",
    "profile_url": "Profile",
    "connected_on": "Connected since",
    "groups": "You share",
}


class Case(NamedTuple):
    """Two people in the journal who may be one; the first is the one who would stay."""

    stays: Person
    gone: Person
    likely: Likely


class Duplicates(Panel):
    """Goes through the pairs that may be one person, the likeliest first."""

    name: ClassVar[str] = "duplicates"
    title: ClassVar[str] = "The same person twice?"

    def __init__(self, journal: Journal) -> None:
        self.first = 0
        self.at = 0
        self.asked = False
        self._later: set[frozenset[str]] = set()
        self._pairs: tuple[Likely, ...] = ()
        self._seen: tuple[object, ...] = ()
        self._cases: list[Case] = []
        self._compared: frozenset[str] = frozenset()
        super().__init__(journal)

    def cases(self) -> list[Case]:
        """Return the pairs that are still open, the likeliest first."""
        state = self.journal.state
        seen = (state.people, state.told_apart, len(self._later))
        if self._seen and all(a is b for a, b in zip(seen, self._seen, strict=True)):
            return self._cases
        self._seen = seen
        if not state.people.keys() <= self._compared:
            self._pairs = likely(tuple(state.people.values()))
            self._compared = frozenset(state.people)
        found: dict[frozenset[str], Case] = {}
        for pair in self._pairs:
            one, other = map(state.now_known_as, pair.people)
            both = frozenset((one, other))
            if (
                one == other
                or both in self._later
                or both in found
                or not both <= state.people.keys()
            ):
                continue
            if other not in state.told_apart.get(one, ()):
                found[both] = self._case(state.people[one], state.people[other], pair)
        self._cases = list(found.values())
        return self._cases

    def _case(self, one: Person, other: Person, pair: Likely) -> Case:
        """Say who would stay: whoever the learner has come further with, or has a profile."""

        def weight(person: Person) -> tuple[int, bool, bool]:
            steps = len(self.journal.state.progress[person.id].path)
            return steps, "linkedin.com/" in person.profile_url, bool(person.how_known)

        stays, gone = (other, one) if weight(other) > weight(one) else (one, other)
        return Case(stays, gone, pair)

    def body(self) -> list[Node | None]:
        """Show the list of pairs, and the one that is chosen side by side."""
        cases = self.cases()
        if not cases:
            return [h("p", "Nobody in your journal seems to stand there twice."), self._merged()]
        self.at = max(0, min(self.at, len(cases) - 1))
        self.first = max(0, min(self.first, len(cases) - 1))
        window = cases[self.first : self.first + WINDOW]
        proposed = sum(case.likely.same for case in cases)
        return [
            h(
                "p",
                f"{_pairs(proposed)} that seem to be the same person, "
                f"{_pairs(len(cases) - proposed)} that may be. Nothing is merged without you.",
            ),
            self._all(cases),
            h("div", self._side_by_side(cases[self.at]), class_="card"),
            h(
                "x-rows",
                id="rows",
                label="Pairs: arrow keys move, s is the same person, t two people, l later",
                items=[_row(case) for case in window],
                first=self.first,
                total=len(cases),
                active=self.at,
                height=48,
                look="looked",
                choose="chose",
                keys={"s": "same_person", "t": "two_people", "l": "later"},
            ),
            self._merged(),
        ]

    def _all(self, cases: list[Case]) -> Node | None:
        number = len(_very_sure(cases))
        if number < 2:  # noqa: PLR2004  (one is merged by itself)
            return None
        if not self.asked:
            return h("button", f"Merge the {number} that are almost sure", click="ask_to_merge_all")
        return h(
            "div",
            h("p", f"{number} pairs of {VERY_SURE:.0%} and more become one person each."),
            h("button", f"Yes, merge these {number}", click="merge_all", class_="main"),
            h("button", "No, I look at each", click="ask_to_merge_all"),
            class_="bar",
        )

    def _side_by_side(self, case: Case) -> list[Node | None]:
        one, other = case.stays, case.gone
        return [
            h(
                "div",
                h(
                    "table",
                    h("caption", f"{one.name} and {other.name}"),
                    h(
                        "thead",
                        h(
                            "tr",
                            [h("th", t, scope="col") for t in ("", "This one", "And this one")],
                        ),
                    ),
                    h(
                        "tbody",
                        [
                            h("tr", h("th", label, scope="row"), _cell(one, f), _cell(other, f))
                            for f, label in _FIELDS.items()
                            if getattr(one, f) or getattr(other, f)
                        ],
                        h(
                            "tr",
                            h("th", "Read from", scope="row"),
                            h("td", _source(one)),
                            h("td", _source(other)),
                        ),
                    ),
                ),
                class_="scroll",
                tabindex="0",
                role="group",
                aria_label="The two entries side by side",
            ),
            h("p", f"For and against, {case.likely.sure:.0%} sure:"),
            h("ul", [h("li", reason) for reason in case.likely.reasons]),
            h(
                "div",
                h("button", "The same person", click="same_person", class_="main"),
                h("button", "Two people", click="two_people"),
                h("button", "Later", click="later"),
                class_="bar",
            ),
        ]

    def _merged(self) -> Node | None:
        state = self.journal.state
        merged = [(gone, j) for gone, j in state.merged.items() if j.into in state.people]
        if not merged:
            return None
        shown = merged[: -_PARTED - 1 : -1]
        return h(
            "details",
            h("summary", f"Merged so far: {len(merged)}"),
            h(
                "ul",
                [
                    h(
                        "li",
                        f"{joined.gone['people'].name}, {_source(joined.gone['people'])}, is "
                        f"{state.people[joined.into].name} ",
                        h(
                            "button",
                            "They are two",
                            h("span", f" ({joined.gone['people'].name})", class_="hidden"),
                            click="parted",
                            arg=gone,
                        ),
                        key=gone,
                    )
                    for gone, joined in shown
                ],
            ),
            h("p", f"and {len(merged) - len(shown)} before") if len(merged) > len(shown) else None,
            key="merged",
        )

    def _chosen(self) -> Case | None:
        cases = self.cases()
        return cases[self.at] if 0 <= self.at < len(cases) else None

    @action
    def looked(self, first: int) -> None:
        """Scroll to a row."""
        self.first = int(first)

    @action
    def chose(self, index: int) -> None:
        """Choose the pair in a row."""
        self.at = int(index)
        if not self.first <= self.at < self.first + WINDOW:
            self.first = max(0, self.at - WINDOW // 3)

    @action
    def same_person(self, _: object = None) -> None:
        """Merge the chosen pair; everything recorded on either is kept."""
        if case := self._chosen():
            self.journal.record(PeopleMerged(person=case.stays.id, gone=case.gone.id))
            self.say(f"One person now, with everything of both. {self.saved()}")

    @action
    def two_people(self, _: object = None) -> None:
        """Note that the chosen pair are two."""
        if case := self._chosen():
            self.journal.record(PeopleToldApart(person=case.stays.id, other=case.gone.id))
            self.say(f"Two people: you are not asked again. {self.saved()}")

    @action
    def later(self, _: object = None) -> None:
        """Leave the chosen pair open, and out of the list until the lesson is opened again."""
        if case := self._chosen():
            self._later.add(frozenset((case.stays.id, case.gone.id)))
            self.say("Left open until you open this again.")

    @action
    def ask_to_merge_all(self, _: object = None) -> None:
        """Ask once more before many are merged, or do not."""
        self.asked = not self.asked

    @action
    def merge_all(self, _: object = None) -> None:
        """Merge every pair that is almost sure, as one step."""
        if not self.asked:
            return
        self.asked = False
        now: dict[str, str] = {}

        def known_as(person: str) -> str:
            while person in now:
                person = now[person]
            return person

        events = []
        for case in _very_sure(self.cases()):
            stays, gone = known_as(case.stays.id), known_as(case.gone.id)
            if stays != gone:
                now[gone] = stays
                events.append(PeopleMerged(person=stays, gone=gone))
        self.journal.record(*events)
        self.say(f"{len(events)} merged; each can be parted again. {self.saved()}")

    @action
    def parted(self, gone: str, _: object = None) -> None:
        """Make two people of one again, and do not propose them any more."""
        joined = self.journal.state.merged.get(gone)
        if joined is not None:
            self.journal.record(
                PeopleParted(person=joined.into, gone=gone),
                PeopleToldApart(person=joined.into, other=gone),
            )
            self.say(f"Two people again, each with their own. {self.saved()}")


def _very_sure(cases: Iterable[Case]) -> list[Case]:
    return [case for case in cases if case.likely.undisputed and case.likely.sure >= VERY_SURE]


def _pairs(number: int) -> str:
    return "1 pair" if number == 1 else f"{number:,} pairs"


def _row(case: Case) -> list[str]:
    name = case.stays.name
    if case.gone.name != name:
        name = f"{name}, {case.gone.name}"
    work = " / ".join(filter(None, (case.stays.company, case.gone.company)))
    return [name, work, f"{case.likely.sure:.0%} sure"]


def _cell(person: Person, field: str) -> Node:
    value = getattr(person, field)
    if field == "profile_url" and value:
        return h("td", link("Profile", value))
    return h("td", ", ".join(value) if isinstance(value, tuple) else str(value or ""))


def _source(person: Person) -> str:
    """Return where an entry comes from, in a few words."""
    files = list(dict.fromkeys(row.file for row in person.source_rows if row.file))
    return ", ".join(files) or "added by hand"
