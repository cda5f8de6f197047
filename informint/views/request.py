"""The request to one person: from a pattern to a mail that a mail program opens."""

from collections.abc import Mapping
from dataclasses import replace
from typing import ClassVar

from informint import content, followthrough, outreach
from informint.content.schema import Pattern
from informint.errors import BadInput
from informint.journal import Journal, Stage, refusal
from informint.journal.events import NameUseAnswered, Referred, Sent
from informint.model import Message, MessageKind, Person
from informint.outreach import NOTE_LIMIT
from informint.views.mail import Mail, Sends
from informint.views.nodes import Node, h, select
from informint.views.panel import action
from informint.views.ranking import Ranking
from informint.views.wording import LEAVE, LEAVE_WORDS, at_work, leave_value

_CHANNELS = {"email": "E-mail", "note": f"Note, {NOTE_LIMIT} characters"}
SUGGESTED = 10
_UNSENT = (Stage.FOUND, Stage.DRAFTED)


class Request(Mail):
    """Chooses person and pattern, keeps the draft, and hands it to a mail program."""

    name: ClassVar[str] = "your request"
    title: ClassVar[str] = "Your request"
    kind: ClassVar[MessageKind] = MessageKind.REQUEST
    sends: ClassVar[type[Sends] | None] = Sent

    def __init__(self, journal: Journal) -> None:
        self.channel = "email"
        self.introducer = ""
        self.ranking = Ranking(journal)
        super().__init__(journal)

    def choices(self) -> Mapping[str, str]:
        """Return whom to write to: who was named, the shortlist, then the best of the ranking."""
        state = self.journal.state
        best = (target.person.id for target in self.ranking.best_first()[:SUGGESTED])
        named = (
            i
            for i in state.named_by
            if i not in state.set_aside and state.progress[i].stage in _UNSENT
        )
        ids = dict.fromkeys((*named, *state.shortlist, *best, *filter(None, [self.whom])))
        return {
            i: at_work(state.people[i]) + " (on your shortlist)" * (i in state.shortlist)
            for i in ids
            if i in state.people
        }

    def patterns(self) -> dict[str, Pattern]:
        """Return the patterns of a request for the channel chosen, by id."""
        return {i: p for i, p in super().patterns().items() if p.channel == self.channel}

    def suggested(self) -> str:
        """Return the pattern that fits the person and who sends the learner."""
        person = self.person()
        if person is None or self.channel == "note":
            return super().suggested()
        return outreach.suggest_pattern(person, self.journal.state.profile, self.sent_by())

    def sent_by(self) -> Person | None:
        """Return who sends the learner to this person, where somebody does."""
        return self.journal.state.people.get(self.introducer)

    def filled(self) -> Message:
        """Return the draft that the pattern makes, with who sends the learner beside it."""
        return self._sent(super().filled())

    def _sent(self, message: Message) -> Message:
        """Return a message with the name of who sends the learner, which the coach looks for."""
        context = {k: v for k, v in message.context.items() if k != followthrough.SENT_BY}
        by = self.sent_by()
        if by is not None:
            context[followthrough.SENT_BY] = by.name
        return replace(message, context=context)

    def _sender(self, whom: str, kept: Message | None) -> str:
        """Return the id of who sends the learner: by the draft, else of who may be named."""
        state = self.journal.state
        if kept is not None and (name := kept.context.get(followthrough.SENT_BY)):
            return next((i for i, p in state.people.items() if p.name == name), "")
        named = [i for i in state.named_by.get(whom, {}).values() if i.may_name is not False]
        last = max(named, key=lambda i: bool(i.may_name), default=None)
        return last.by if last else ""

    def body(self) -> list[Node | None]:
        """Show the choice of person and pattern; then the editor, and the ways out."""
        choice = self.choose("To whom?", "Choose a person")
        if self.person() is None:
            return [choice]
        channel = select("As", _CHANNELS, self.channel, id="channel", change="chose_channel")
        return [
            choice,
            self.start_from("Start from a pattern", channel, self._introducers()),
            self.editor(),
            self.out(h("button", "I have sent it", click="sent")),
            self.findings(),
        ]

    def _introducers(self) -> Node | None:
        chosen = self.patterns().get(self.pattern)
        if chosen is None or not (chosen.connection == "referral" or chosen.to == "introducer"):
            return None
        people = self.journal.state.people
        ids = dict.fromkeys((*filter(None, [self.introducer]), *self.choices()))
        names = {i: people[i].name for i in ids if i in people and i != self.whom}
        who = select(
            "Who sends you?",
            {"": "Nobody", **names},
            self.introducer,
            id="introducer",
            change="chose_introducer",
        )
        asked = chosen.to == "introducer" or not self.introducer
        return who if asked else h("div", who, self._leave())

    def _leave(self) -> Node:
        """Return whether the introducer agreed to be named, to be noted; or why it cannot be."""
        state = self.journal.state
        named = state.named_by.get(self.whom, {}).get(self.introducer)
        if named is None and (why := refusal(state, Referred(self.introducer, to=self.whom))):
            return h("small", f"Your journal has no word from them on this person. {why}")
        return select(
            "May you use their name?",
            LEAVE_WORDS,
            leave_value(named.may_name if named else None),
            id="leave",
            change="answered_name",
        )

    def ways(self) -> list[Node]:
        """Return the ways to a mail program; of a note how much room is left."""
        if self.channel == "email":
            return super().ways()
        length = len(self.message.body)
        over = length - NOTE_LIMIT
        fits = "it fits" if over <= 0 else f"{over} too many"
        return [self.bar(h("span", f"{length} of {NOTE_LIMIT} characters: {fits}."))]

    @action
    def chose(self, whom: str) -> None:
        """Choose to whom; a kept draft comes back, and without one a pattern is filled in."""
        self.save()
        state = self.journal.state
        kept = state.draft(whom)
        self.introducer = self._sender(whom, kept)
        pattern = content.patterns().get(kept.context.get("pattern", "")) if kept else None
        self.channel = pattern.channel if pattern else "email"
        super().chose(whom)
        if self.whom and kept is None:
            self.write(self.filled())

    @action
    def chose_channel(self, channel: str) -> None:
        """Choose between mail and note."""
        if channel in _CHANNELS:
            self.channel = channel
            self.pattern = next(iter(self.patterns()))

    @action
    def chose_introducer(self, person: str) -> None:
        """Choose who sends the learner."""
        self.introducer = person
        self.message = self._sent(self.message)
        self.save()

    @action
    def answered_name(self, answer: str) -> None:
        """Record whether the introducer agrees to be named, and the referral if there is none."""
        state, may_name = self.journal.state, LEAVE.get(answer)
        person = self.person()
        if person is None or may_name is None:
            message = "An answer cannot be unsaid: undo takes it back."
            raise BadInput(message)
        if self.introducer in state.named_by.get(person.id, {}):
            self.journal.record(NameUseAnswered(self.introducer, to=person.id, may_name=may_name))
        else:
            events = followthrough.introduced_by(state, self.introducer, person, may_name=may_name)
            self.journal.record(*events)
        self.say(f"Noted: the coach knows it too. {self.saved()}")
