"""The request to one person: from a pattern to a mail that a mail program opens."""

from dataclasses import replace
from typing import ClassVar

from informint import content, followthrough, outreach
from informint.content.schema import Pattern
from informint.errors import BadInput
from informint.journal import Journal, Stage
from informint.journal.events import Drafted, Sent
from informint.model import Message, MessageKind, Person
from informint.views import sending
from informint.views.draft import Draft
from informint.views.nodes import Node, h
from informint.views.panel import action
from informint.views.ranking import Ranking

_CHANNELS = {"email": "E-mail", "note": "Note, 300 characters"}
NOTE_LIMIT = 300  # characters of a connection request on LinkedIn
SUGGESTED = 10
_UNSENT = (Stage.FOUND, Stage.DRAFTED)


class Request(Draft):
    """Chooses person and pattern, keeps the draft, and hands it to a mail program."""

    name: ClassVar[str] = "your request"
    title: ClassVar[str] = "Your request"

    def __init__(self, journal: Journal) -> None:
        self.person: str = ""
        self.channel = "email"
        self.pattern = ""
        self.introducer = ""
        self.ranking = Ranking(journal)
        super().__init__(journal, key="request")

    def choices(self) -> list[Person]:
        """Return whom to write to: who was named, the shortlist, then the best of the ranking."""
        state = self.journal.state
        best = (target.person.id for target in self.ranking.best_first()[:SUGGESTED])
        named = (
            i
            for i in state.introductions
            if i not in state.set_aside and state.progress[i].stage in _UNSENT
        )
        ids = dict.fromkeys((*named, *state.shortlist, *best, *filter(None, [self.person])))
        return [state.people[i] for i in ids if i in state.people]

    def patterns(self) -> list[Pattern]:
        """Return the patterns of a request for the channel chosen."""
        return [
            p
            for p in content.patterns().values()
            if p.kind is MessageKind.REQUEST and p.channel == self.channel
        ]

    def body(self) -> list[Node | None]:
        """Show the choice of person and pattern; then the editor, and the ways out."""
        person = self.journal.state.people.get(self.person)
        return [
            self._choose(),
            *([self._start(), self.editor(), self._out(), self.findings()] if person else []),
        ]

    def _choose(self) -> Node:
        listed = self.journal.state.shortlist
        options = [h("option", "Choose a person", value="")]
        for person in self.choices():
            work = ", ".join(filter(None, (person.position, person.company)))
            mark = " (on your shortlist)" if person.id in listed else ""
            options.append(h("option", f"{person.name}: {work}{mark}", value=person.id))
        return h(
            "div",
            h("label", "To whom?", for_="person"),
            h("select", options, id="person", value=self.person, change="chose_person"),
        )

    def _start(self) -> Node:
        patterns = self.patterns()
        chosen = content.patterns().get(self.pattern)
        others = [p for p in self.choices() if p.id != self.person]
        if self._sender() and self._sender() not in others:
            others.insert(0, self.journal.state.people[self.introducer])
        return h(
            "fieldset",
            h("legend", "Start from a pattern"),
            _select("channel", "As", self.channel, _CHANNELS, "chose_channel"),
            _select(
                "pattern",
                "Pattern",
                self.pattern,
                {p.id: p.title for p in patterns},
                "chose_pattern",
            ),
            h("small", f"Use it when {chosen.when}") if chosen else None,
            _select(
                "introducer",
                "Who sends you?",
                self.introducer,
                {"": "Nobody", **{p.id: p.name for p in others}},
                "chose_introducer",
            )
            if chosen and (chosen.connection == "referral" or chosen.to == "introducer")
            else None,
            h("p", h("button", "Put the pattern into the editor", click="start", class_="main")),
        )

    def _out(self) -> Node:
        message = self.message
        length = len(message.body)
        ways = sending.ways(message)
        if self.channel == "note":
            over = length - NOTE_LIMIT
            fits = "it fits" if over <= 0 else f"{over} too many"
            ways = [h("span", f"{length} of {NOTE_LIMIT} characters: {fits}.")]
        return h(
            "div",
            h("h4", "Take it with you"),
            h(
                "div",
                ways,
                h("button", "Copy", copy=sending.as_text(message), click="copied"),
                class_="bar",
            ),
            h("small", sending.HANDED) if self.channel == "email" else None,
            h("p", h("button", "I have sent it", click="sent")),
        )

    @action
    def chose_person(self, person: str) -> None:
        """Choose to whom; a saved draft comes back."""
        self.save()
        self.person = person
        state = self.journal.state
        if person not in state.people:
            return
        draft = state.draft(person)
        if draft:
            self.pattern = draft.context.get("pattern", "")
            self.channel = draft.context.get("channel", "email")
            self.write(draft)
            self.introducer = self._introducer()
            self.say("Your saved draft.")
            return
        self.introducer = self._introducer()
        self.pattern = outreach.suggest_pattern(state.people[person], state.profile, self._sender())
        self.channel = content.patterns()[self.pattern].channel
        self._begin()

    @action
    def chose_channel(self, channel: str) -> None:
        """Choose between mail and note."""
        if channel in _CHANNELS:
            self.channel = channel
            self.pattern = self.patterns()[0].id

    @action
    def chose_pattern(self, pattern: str) -> None:
        """Choose a pattern."""
        if pattern in {p.id for p in self.patterns()}:
            self.pattern = pattern

    @action
    def chose_introducer(self, person: str) -> None:
        """Choose who sends the learner."""
        self.introducer = person

    @action
    def start(self, _: object = None) -> None:
        """Fill the pattern in; what stood in the editor can be had back by undo in the journal."""
        self.save()
        self._begin()
        self.save()

    def in_context(self) -> Message:
        """Return the message with who named the person, and whether that may be said."""
        return followthrough.with_context(self.journal.state, self.person, self.message)

    def _introducer(self) -> str:
        """Return the id of who named the person, unless their name must stay out."""
        introduction = self.journal.state.introductions.get(self.person)
        return introduction.by if introduction and introduction.may_name is not False else ""

    def _sender(self) -> Person | None:
        return self.journal.state.people.get(self.introducer)

    def _begin(self) -> None:
        state = self.journal.state
        pattern = content.patterns().get(self.pattern) or self.patterns()[0]
        message = outreach.draft(
            pattern,
            state.people[self.person],
            state.profile,
            introducer=self._sender(),
        )
        self.write(replace(message, context={**message.context, "channel": self.channel}))

    @action
    def save(self, _: object = None) -> None:
        """Keep the draft in the journal, if it is another than the one kept."""
        state = self.journal.state
        if self.person not in state.people or not self.message.body.strip():
            return
        if state.draft(self.person) != self.message:
            self.journal.record(Drafted(person=self.person, message=self.message))
            self.say(self.saved())

    @action
    def save_eml(self, _: object = None) -> None:
        """Hand the mail to the browser as a file that mail programs open as a draft."""
        self.save()
        data = outreach.to_eml(self.message, self.journal.state.profile)
        name = outreach.eml_name(self.message)
        self.download(name, "message/rfc822", data)
        self.say(f"Your browser has {name}. {self._unready()}")

    @action
    def copied(self, _: object = None) -> None:
        """Put the text on the clipboard; the browser has done it already."""
        self.save()
        self.say(f"Copied. {self._unready()}")

    @action
    def sent(self, _: object = None) -> None:
        """Record that the learner sent it."""
        self.save()
        if not self.message.body.strip():
            message = "There is no text yet to have been sent."
            raise BadInput(message)
        self.journal.record(Sent(person=self.person))
        self.say(f"Recorded as sent. {self.saved()}")

    def _unready(self) -> str:
        return "" if self.review().ready else "The coach still sees something that must change."


def _select(identity: str, label: str, value: str, options: dict[str, str], change: str) -> Node:
    return h(
        "div",
        h("label", label, for_=identity),
        h(
            "select",
            [h("option", text, value=key) for key, text in options.items()],
            id=identity,
            value=value,
            change=change,
        ),
    )
