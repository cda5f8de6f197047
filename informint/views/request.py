"""The request to one person: from a pattern to a mail that a mail program opens."""

from collections.abc import Mapping
from typing import ClassVar

from informint import content, outreach
from informint.content.schema import Pattern
from informint.journal import Journal, Stage
from informint.journal.events import Sent
from informint.model import MessageKind, Person
from informint.outreach import NOTE_LIMIT
from informint.views.mail import Mail, Sends
from informint.views.nodes import Node, h, select
from informint.views.panel import action
from informint.views.ranking import Ranking
from informint.views.wording import at_work

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
            for i in state.introductions
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
        return select(
            "Who sends you?",
            {"": "Nobody", **names},
            self.introducer,
            id="introducer",
            change="chose_introducer",
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
        introduction = state.introductions.get(whom)
        may = introduction and introduction.may_name is not False
        self.introducer = introduction.by if introduction and may else ""
        kept = state.draft(whom)
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
