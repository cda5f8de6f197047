"""The form in which somebody who was named in a talk becomes a person of the journal."""

from collections.abc import Sequence

from informint import followthrough
from informint.journal import Journal, refusal
from informint.journal.events import Referred
from informint.model import Person
from informint.reading.introducing import noted_name
from informint.views.nodes import Node, h, select
from informint.views.panel import Panel, action
from informint.views.wording import LEAVE, LEAVE_WORDS


class Naming(Panel):
    """A view in which whoever somebody named is taken in, with leave to use the name."""

    def __init__(self, journal: Journal, *, key: str = "") -> None:
        self.asked: Person | None = None  # named just now, and perhaps known already
        self.leave: bool | None = None
        self.added = 0
        super().__init__(journal, key=key)

    @property
    def namer(self) -> str:
        """The id of who named somebody."""
        raise NotImplementedError

    def referral(self) -> Node | None:
        """Return the form, or nothing before there was a talk in which to name anybody."""
        state = self.journal.state
        if refusal(state, Referred(self.namer)):
            return None
        known = followthrough.namesakes(state, self.asked) if self.asked else ()
        notes = state.notes.get(self.namer)
        noted = notes.points.get("people", "") if notes else ""
        others = [p for p in known if p.id != self.namer]
        return _form(f"{self.namer}-{self.added}", noted, self.asked, others)

    @action
    def named(self, fields: dict[str, str]) -> None:
        """Take in somebody whom they named."""
        parts = {name: fields.get(name, "") for name in ("company", "position", "email")}
        person = followthrough.newcomer(fields.get("name", ""), **parts)
        self.leave = LEAVE.get(fields.get("leave", ""))
        state = self.journal.state
        others = [p for p in followthrough.namesakes(state, person) if p.id != self.namer]
        if others and person.id not in state.people:
            self.asked = person
            self.say("Somebody of that name is in your journal already: is it them?")
        else:
            self._introduce(person)

    @action
    def is_known(self, person: str, _: object = None) -> None:
        """Say that whoever was named is somebody in the journal."""
        self._introduce(self.journal.state.people[person])

    @action
    def is_new(self, _: object = None) -> None:
        """Say that whoever was named only bears the same name."""
        if self.asked is not None:
            self._introduce(self.asked)

    def _introduce(self, person: Person) -> None:
        state = self.journal.state
        events = followthrough.introduced_by(state, self.namer, person, may_name=self.leave)
        self.journal.record(*events)
        self.asked, self.leave, self.added = None, None, self.added + 1
        self.say(f"On your board, to be written to; you report back in time. {self.saved()}")


def _form(key: str, noted: str, asked: Person | None, namesakes: Sequence[Person]) -> Node:
    """Return the form in which a referral becomes a person.

    Args:
        key: changes when the form is to begin anew.
        noted: what the learner noted in the talk on whom they named.
        asked: somebody just named, who may be one of the namesakes.
        namesakes: who in the journal bears that name.
    """
    if asked is not None:
        return h("div", [_namesake(person) for person in namesakes], _somebody_else(asked))
    fields = (
        ("name", "Name", noted_name(noted)),
        ("position", "What they do", ""),
        ("company", "Where", ""),
        ("email", "E-mail address, if you have it", ""),
    )
    return h(
        "details",
        h("summary", "They named somebody"),
        h("p", f"You noted: {noted}") if noted else None,
        h(
            "form",
            [
                h(
                    "div",
                    h("label", label, for_=f"named-{name}"),
                    h(
                        "input",
                        id=f"named-{name}",
                        name=name,
                        type="text",
                        value=value,
                        key=f"{name}-{key}",
                    ),
                )
                for name, label, value in fields
            ],
            select(
                "May you say who sent you?",
                LEAVE_WORDS,
                "",
                id="named-leave",
                name="leave",
                key=f"leave-{key}",
            ),
            h("p", h("button", "Add them to my board", type="submit", class_="main")),
            submit="named",
        ),
    )


def _namesake(person: Person) -> Node:
    work = person.work or "no job noted"
    return h(
        "p",
        f"Your journal has a {person.name} ({work}). ",
        h("button", "It is them", h("span", f" ({work})", class_="hidden"), click="is_known",
          arg=person.id),
    )  # fmt: skip


def _somebody_else(person: Person) -> Node:
    return h("p", h("button", f"Another {person.name}", click="is_new"))
