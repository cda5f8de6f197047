"""The days between the request and the talk: a yes, a no, a time to set or to move."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import ClassVar

from informint import arranging
from informint.journal import Journal, Stage, refusal
from informint.journal.events import AgendaSaved, Replied, TimesOffered
from informint.model import Message, MessageKind, Preparation
from informint.views import meeting
from informint.views.mail import Mail
from informint.views.nodes import Node, h
from informint.views.panel import action
from informint.views.ranking import Ranking

SUGGESTED = 10
_OPEN = (Stage.SENT, Stage.NUDGED, Stage.REPLIED, Stage.SCHEDULED)


class Between(Mail):
    """Answers what they answered, in the same editor as the request."""

    name: ClassVar[str] = "the days between"
    title: ClassVar[str] = "The days between"
    kind: ClassVar[MessageKind] = MessageKind.SCHEDULING

    def __init__(self, journal: Journal) -> None:
        self.ranking = Ranking(journal)
        super().__init__(journal)

    def choices(self) -> Mapping[str, str]:
        """Return the people who were written to, the shortlist, and the best of the ranking."""
        state = self.journal.state
        waiting = (i for i, progress in state.progress.items() if progress.stage in _OPEN)
        best = (target.person.id for target in self.ranking.best_first()[:SUGGESTED])
        ids = dict.fromkeys((*waiting, *state.shortlist, *best))
        return {i: state.people[i].name for i in ids if i in state.people}

    def told(self) -> Mapping[str, str]:
        """Return the times, the time agreed and the place."""
        prepared = self.journal.state.preparations.get(self.whom)
        agreed = self._agreed_on()
        return {
            "times": arranging.offer(
                [datetime.fromisoformat(t) for t in self.times if t], self.zone
            ),
            "agreed": arranging.offer([agreed], self.zone) if agreed else "",
            "place": prepared.place if prepared else "",
        }

    @property
    def times(self) -> list[str]:
        """The times to offer, each in its place; they are kept with the draft."""
        named = self.message.context.get("times", "").split(",")
        return [*named, *[""] * arranging.MOST_TIMES][: arranging.MOST_TIMES]

    @property
    def zone(self) -> str:
        """What the learner calls their time zone, here or else in the last draft to anybody."""
        drafts = [of.get(self.kind.value) for of in self.journal.state.drafts.values()]
        known = (draft.context.get("zone", "") for draft in (self.message, *drafts[::-1]) if draft)
        return next(filter(None, known), "")

    def _note(self, **beside: str) -> None:
        """Keep times and zone beside the draft, even before there is a text."""
        self.message = replace(self.message, context={**self.message.context, **beside})
        if self.person() is not None and self.kept() != self.message:
            self.keep()
            self.say(self.saved())

    def filled(self) -> Message:
        """Return the draft that the pattern makes, with the times it offers beside it."""
        message = super().filled()
        before = self.message.context
        beside = {name: before[name] for name in ("times", "zone") if name in before}
        return replace(message, context={**message.context, **beside})

    def _agreed_on(self) -> datetime | None:
        progress = self.journal.state.progress.get(self.whom)
        return progress.meeting if progress else None

    def suggested(self) -> str:
        """Return the pattern that fits what they answered."""
        progress = self.journal.state.progress.get(self.whom)
        agreed = progress is not None and progress.stage is Stage.SCHEDULED
        answer = progress.answer if progress else ""
        return arranging.suggested(self.patterns().values(), answer, agreed=agreed)

    def body(self) -> list[Node | None]:
        """Show whom it is about, what they said, the times, the editor and the ways out."""
        choice = self.choose("Who has answered?", "Choose a person")
        if not self.choices():
            return [h("p", "There is nobody in your journal yet: lesson 01 brings them in.")]
        if self.person() is None:
            return [choice]
        pattern = self.patterns()[self.pattern]
        needs = arranging.needs(pattern)
        return [
            choice,
            self.start_from("What did they say?"),
            self._answer(pattern.answers),
            self._times() if "times" in needs else None,
            self._agreed(zone="times" not in needs) if "agreed" in needs else None,
            self._place() if "place" in needs else None,
            self.editor(),
            self.findings(),
            self.out(*self._offered(needs)),
        ]

    def _offered(self, needs: frozenset[str]) -> list[Node]:
        if "times" not in needs or refusal(self.journal.state, TimesOffered(self.whom)):
            return []
        if self.journal.state.progress[self.whom].offered:
            return [h("p", "Recorded: you offered times.")]
        return [h("button", "I have offered times", click="sent")]

    def _answer(self, answer: str) -> Node | None:
        progress = self.journal.state.progress[self.whom]
        reply = Replied(self.whom, answer=answer)  # type: ignore[arg-type]
        if not answer or refusal(self.journal.state, reply):
            return None
        if progress.answered and progress.answer == answer:
            return h("p", f"Recorded: they said {answer}.")
        return h("p", h("button", f"Record that they said {answer}", click="answered", arg=answer))

    def _times(self) -> Node:
        return h(
            "fieldset",
            h("legend", "Times you can offer, by your own clock"),
            [
                h(
                    "div",
                    h("label", f"Time {n}", for_=f"time-{n}"),
                    h(
                        "input",
                        id=f"time-{n}",
                        type="datetime-local",
                        value=self.times[n - 1],
                        change="offered",
                        arg=n,
                    ),
                )
                for n in range(1, arranging.MOST_TIMES + 1)
            ],
            self._zone(),
        )

    def _zone(self) -> Node:
        return h(
            "div",
            h("label", "Your time zone, in words they know", for_="zone"),
            h("input", id="zone", type="text", value=self.zone, save="named_zone"),
            h("small", "Such as: Central European Time, or Boston time."),
        )

    def _agreed(self, *, zone: bool) -> Node:
        return h(
            "fieldset",
            h("legend", "The time that was agreed"),
            meeting.field("agreed", "By your own clock", self._agreed_on(), "agreed_on"),
            self._zone() if zone else None,
        )

    def _place(self) -> Node:
        prepared = self.journal.state.preparations.get(self.whom)
        return h(
            "div",
            h("label", "Where, or by which number or link?", for_="place"),
            h(
                "input",
                id="place",
                type="text",
                value=prepared.place if prepared else "",
                save="placed",
            ),
        )

    @action
    def offered(self, number: int, when: str) -> None:
        """Name a time to offer; an empty one is taken back."""
        times = self.times
        times[number - 1] = f"{meeting.moment(when):%Y-%m-%dT%H:%M}" if when else ""
        self._note(times=",".join(times))

    @action
    def named_zone(self, zone: str) -> None:
        """Say what the learner's time zone is called."""
        self._note(zone=" ".join(zone.split()))

    @action
    def placed(self, place: str) -> None:
        """Keep the place in the plan of the talk, where the agenda has it too."""
        prepared = self.journal.state.preparations.get(self.whom) or Preparation()
        changed = replace(prepared, place=" ".join(place.split()))
        if changed != prepared:
            self.journal.record(AgendaSaved(person=self.whom, prepared=changed))
            self.say(self.saved())

    @action
    def answered(self, answer: str, _: object = None) -> None:
        """Record what they said to the request."""
        self.journal.record(Replied(person=self.whom, answer=answer))  # type: ignore[arg-type]
        self.say(f"Recorded. {self.saved()}")

    @action
    def sent(self, _: object = None) -> None:
        """Record that the learner offered the times."""
        self.save()
        self.journal.record(TimesOffered(self.whom))
        self.say(f"Recorded: you offered times. {self.saved()}")

    @action
    def agreed_on(self, when: str) -> None:
        """Record when the talk begins."""
        meeting.agree(self, self.whom, when)
