"""What the views of mails share: whom it goes to, a pattern, a draft that is kept, the ways out."""

from collections.abc import Mapping
from dataclasses import replace
from typing import ClassVar

from informint import content, followthrough, outreach
from informint.contacts import email_in
from informint.content.schema import Pattern
from informint.errors import BadInput
from informint.journal import Journal
from informint.journal.events import Drafted, Nudged, PersonEdited, Sent, Thanked
from informint.model import Message, MessageKind, Person
from informint.views import sending
from informint.views.draft import Draft
from informint.views.nodes import Node, h, link, select
from informint.views.panel import action

Sends = Sent | Nudged | Thanked


class Mail(Draft):
    """A mail of one kind, kept in the journal in a slot named after it.

    A subclass says whom it may go to (``choices``), what is known beyond the two (``told``) and
    what is recorded when it was sent (``sends``).
    """

    kind: ClassVar[MessageKind]
    sends: ClassVar[type[Sends] | None] = None

    def __init__(self, journal: Journal) -> None:
        self.whom = ""
        self.pattern = ""
        self._seen: Message | None = None  # the draft that the journal held when last drawn
        super().__init__(journal, key=self.kind.value)
        self.message = Message(body="", kind=self.kind)

    def choices(self) -> Mapping[str, str]:
        """Return whom the mail may go to: what to call each, by what ``person`` takes."""
        raise NotImplementedError

    def person(self) -> Person | None:
        """Return whom the mail goes to, once that is chosen."""
        return self.journal.state.people.get(self.whom)

    def told(self) -> Mapping[str, str]:
        """Return the fields of a pattern that are known beyond the two people."""
        return {}

    def topic(self) -> str:
        """Return what the talk was or will be about, empty for the learner's own interest."""
        prepared = self.journal.state.preparations.get(self.whom)
        return prepared.topic if prepared else ""

    def patterns(self) -> dict[str, Pattern]:
        """Return the patterns of this kind by id."""
        return {p.id: p for p in content.patterns().values() if p.kind is self.kind}

    def kept(self) -> Message | None:
        """Return the draft that the journal holds."""
        return self.journal.state.draft(self.whom, self.kind.value)

    def keep(self) -> None:
        """Put the draft into the journal."""
        message = self.message
        self.journal.record(Drafted(person=self.whom, message=message, slot=self.kind.value))

    def tree(self) -> Node:
        """Follow the journal where its draft is not what was last seen: undo, another window."""
        kept = self.kept() if self.person() else None
        if kept is not None and kept != self._seen and self.message == self._seen:
            self.write(kept)
        self._seen = kept
        return super().tree()

    def in_context(self) -> Message:
        """Return the message with what the coach has to know of the person."""
        return followthrough.with_context(self.journal.state, self.whom, self.message)

    def choose(self, label: str, nobody: str) -> Node:
        """Return the choice of whom to write to."""
        options = {"": nobody, **self.choices()}
        return select(label, options, self.whom, id="whom", change="chose")

    def start_from(
        self, legend: str, before: Node | None = None, after: Node | None = None
    ) -> Node:
        """Return the choice of a pattern, with what else is chosen before it and after."""
        titles = {p.id: p.title for p in self.patterns().values()}
        chosen = self.patterns().get(self.pattern)
        source = content.sources()[chosen.source] if chosen else None
        return h(
            "fieldset",
            h("legend", legend),
            before,
            select("Pattern", titles, self.pattern, id="pattern", change="chose_pattern"),
            h("p", chosen.when) if chosen else None,
            h("small", "Advised by ", link(source.name, source.url), ".") if source else None,
            after,
            h("p", h("button", "Put the pattern into the editor", click="start", class_="main")),
        )

    def ways(self) -> list[Node]:
        """Return the ways to a mail program, and what becomes of the text on them."""
        return [
            *([self._address()] if self.whom in self.journal.state.people else []),
            self.bar(*sending.ways(self.message)),
            h("small", sending.HANDED),
        ]

    def _address(self) -> Node:
        return h(
            "div",
            h("label", "E-mail address of whom it goes to", for_="to-email"),
            h("input", id="to-email", type="text", value=self.message.to_email, change="addressed"),
        )

    def bar(self, *ways: Node | str) -> Node:
        """Return ways out in a row, the clipboard behind them."""
        copy = h("button", "Copy", copy=sending.as_text(self.message), click="copied")
        return h("div", ways, copy, class_="bar")

    def out(self, *more: Node) -> Node:
        """Return the ways out, and what the learner may record then."""
        return h(
            "div",
            h("h4", "Take it with you"),
            self.ways(),
            h("div", more, class_="bar") if more else None,
        )

    @action
    def chose(self, whom: str) -> None:
        """Choose whom to write to; a kept draft comes back."""
        self.save()
        self.whom = whom if whom in self.choices() else ""
        kept = self.kept() if self.whom else None
        self.pattern = kept.context.get("pattern", "") if kept else ""
        if self.pattern not in self.patterns():
            self.pattern = self.suggested() if self.whom else ""
        self.write(kept or Message(body="", kind=self.kind))
        if kept:
            self.say("Your draft as you left it.")

    @action
    def addressed(self, text: str) -> None:
        """Note the address that the mail goes to; whoever it is keeps it."""
        person, email = self.person(), email_in(text)
        if person is None or (text.strip() and not email):
            message = "This is no e-mail address: one has a name, an @ and a domain."
            raise BadInput(message)
        self.message = replace(self.message, to_email=email)
        for one in filter(None, (person, self.sent_by())):
            if self.message.to in {"", one.name}:
                if one.email != email:
                    self.journal.record(PersonEdited(replace(one, email=email)))
                break
        self.save()
        self.say(self.saved())

    def suggested(self) -> str:
        """Return the id of the pattern to begin with."""
        return next(iter(self.patterns()))

    @action
    def chose_pattern(self, pattern: str) -> None:
        """Choose a pattern; the editor keeps its text until it is put there."""
        if pattern in self.patterns():
            self.pattern = pattern

    @action
    def start(self, _: object = None) -> None:
        """Fill the pattern in; what stood in the editor can be had back by undo in the journal."""
        self.save()
        self.write(self.filled())
        self.save()

    def filled(self) -> Message:
        """Return the draft that the pattern makes for the person."""
        person = self.person()
        if person is None:
            message = "Choose first whom the mail goes to."
            raise BadInput(message)
        return outreach.draft(
            self.patterns()[self.pattern or self.suggested()],
            person,
            self.journal.state.profile,
            introducer=self.sent_by(),
            topic=self.topic(),
            told=self.told(),
        )

    def sent_by(self) -> Person | None:
        """Return who sends the learner to this person, where somebody does."""
        return None

    @action
    def save(self, _: object = None) -> None:
        """Keep the draft in the journal, if it is another than the one kept."""
        super().save()
        if self.person() is None or not self.message.body.strip():
            return
        if self.kept() != self.message:
            self.keep()
            self.say(self.saved())

    @action
    def save_eml(self, _: object = None) -> None:
        """Hand the mail to the browser as a file that mail programs open as a draft."""
        self.save()
        data = outreach.to_eml(self.message, self.journal.state.profile)
        name = outreach.eml_name(self.message)
        self.download(name, "message/rfc822", data)
        self.say(f"Your browser has {name}. {self.unready()}")

    @action
    def copied(self, _: object = None) -> None:
        """Put the text on the clipboard; the browser has done it already."""
        self.save()
        self.say(f"Copied. {self.unready()}")

    @action
    def sent(self, _: object = None) -> None:
        """Record that the learner sent it."""
        self.save()
        person = self.person()
        if person is None or self.sends is None or not self.message.body.strip():
            message = "There is no text yet to have been sent."
            raise BadInput(message)
        self.journal.record(self.sends(person=person.id))
        self.say(f"Recorded as sent. {self.saved()}")

    def unready(self) -> str:
        """Return a warning where the coach still sees something that must change."""
        return "" if self.review().ready else "The coach still sees something that must change."
