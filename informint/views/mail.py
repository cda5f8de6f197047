"""What the views of mails after the request share: a person, a pattern, a draft that is kept."""

from collections.abc import Mapping
from typing import ClassVar

from informint import content, outreach
from informint.content.schema import Pattern
from informint.errors import BadInput
from informint.journal import Journal
from informint.journal.events import Drafted
from informint.model import Message, MessageKind, Person
from informint.views import sending
from informint.views.draft import Draft
from informint.views.nodes import Node, h, link
from informint.views.panel import action


class Mail(Draft):
    """A mail of one kind, kept in a slot of its own beside the request.

    A subclass says whom it may go to (``choices``) and what is known beyond the two (``told``).
    """

    kind: ClassVar[MessageKind]

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

    def counts(self) -> str:
        """Return the words in words, and whether the text is ready."""
        review = self.review()
        ready = "ready to go" if review.ready else "something must change first"
        return f"{review.reading.words} words; {ready}."

    def choose(self, label: str, nobody: str) -> Node:
        """Return the choice of whom to write to."""
        return h(
            "div",
            h("label", label, for_="whom"),
            h(
                "select",
                h("option", nobody, value=""),
                [h("option", words, value=value) for value, words in self.choices().items()],
                id="whom",
                value=self.whom,
                change="chose",
            ),
        )

    def start_from(self, legend: str) -> Node:
        """Return the choice of a pattern."""
        chosen = self.patterns().get(self.pattern)
        source = content.sources()[chosen.source] if chosen else None
        return h(
            "fieldset",
            h("legend", legend),
            h("label", "Pattern", for_="pattern"),
            h(
                "select",
                [h("option", p.title, value=p.id) for p in self.patterns().values()],
                id="pattern",
                value=self.pattern,
                change="chose_pattern",
            ),
            h("p", chosen.when) if chosen else None,
            h("small", "Advised by ", link(source.name, source.url), ".") if source else None,
            h("p", h("button", "Put the pattern into the editor", click="start", class_="main")),
        )

    def out(self, *more: Node) -> Node:
        """Return the ways out, and what the learner may record then."""
        return h(
            "div",
            h("h4", "Take it with you"),
            h(
                "div",
                sending.ways(self.message),
                h("button", "Copy", copy=sending.as_text(self.message), click="copied"),
                class_="bar",
            ),
            h("small", sending.HANDED),
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
        person = self.person()
        if person is None:
            message = "Choose first whom the mail goes to."
            raise BadInput(message)
        self.save()
        pattern = self.patterns()[self.pattern or self.suggested()]
        state = self.journal.state
        self.write(
            outreach.draft(pattern, person, state.profile, topic=self.topic(), told=self.told())
        )
        self.save()

    @action
    def save(self, _: object = None) -> None:
        """Keep the draft in the journal, if it is another than the one kept."""
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

    def unready(self) -> str:
        """Return a warning where the coach still sees something that must change."""
        return "" if self.review().ready else "The coach still sees something that must change."
