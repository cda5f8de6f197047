"""What a journal says now: frozen values, worked out from events and from nothing else."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any, NamedTuple

from informint.model import HowKnown, Message, Person, Preparation, Profile, TalkNotes


class Stage(StrEnum):
    """How far the learner has come with one person; a stage follows from events, never by hand."""

    FOUND = "found"
    DRAFTED = "drafted"
    SENT = "sent"
    NUDGED = "nudged"
    REPLIED = "replied"
    SCHEDULED = "scheduled"
    TALKED = "talked"
    THANKED = "thanked"
    REFERRED = "referred"
    REPORTED_BACK = "reported_back"
    RESTING = "resting"


_ALL = frozenset(Stage)

# For each stage, the stages it may follow. Rest is a pause: what was open before it stays open, and
# a new request may begin. A talk may come about without a mail (in a corridor, by telephone), a
# second reminder is a fact even where one is advised, thanks are due for a "no" as well, and a
# "later" may become a "yes".
MAY_FOLLOW: Mapping[Stage, frozenset[Stage]] = MappingProxyType({
    Stage.FOUND: frozenset(),
    Stage.DRAFTED: frozenset({
        Stage.FOUND, Stage.THANKED, Stage.REFERRED, Stage.REPORTED_BACK, Stage.RESTING,
    }),
    Stage.SENT: frozenset({Stage.DRAFTED}),
    Stage.NUDGED: frozenset({Stage.SENT, Stage.NUDGED}),
    Stage.REPLIED: frozenset({Stage.SENT, Stage.NUDGED, Stage.REPLIED}),
    Stage.SCHEDULED: _ALL,
    Stage.TALKED: _ALL,
    Stage.THANKED: frozenset({Stage.REPLIED, Stage.TALKED, Stage.REFERRED}),
    Stage.REFERRED: frozenset({
        Stage.REPLIED, Stage.TALKED, Stage.THANKED, Stage.REFERRED, Stage.REPORTED_BACK,
    }),
    Stage.REPORTED_BACK: frozenset({Stage.THANKED, Stage.REFERRED, Stage.REPORTED_BACK}),
    Stage.RESTING: _ALL - {Stage.FOUND, Stage.DRAFTED},
})  # fmt: skip

INTRODUCTION = "introduction"
"""The slot of a request that asks somebody for an introduction to another."""
_EXCHANGES = frozenset({
    Stage.DRAFTED, Stage.SENT, Stage.NUDGED, Stage.REPLIED, Stage.SCHEDULED, Stage.TALKED,
})  # fmt: skip


class Reached(NamedTuple):
    """A stage and when (UTC) it was recorded."""

    stage: Stage
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """The way of one person through the stages, in the order of recording, which is never empty.

    ``meeting`` is when the talk last arranged begins; ``answer`` what they said to the last request
    (``yes``, ``no``, ``later``), empty when the learner did not record it or there is none yet;
    ``offered`` when (UTC) they were offered times after it; ``referred_to`` holds the ids of the
    people this person named.
    """

    path: tuple[Reached, ...]
    meeting: datetime | None = None
    answer: str = ""
    offered: datetime | None = None
    referred_to: tuple[str, ...] = ()

    @property
    def stage(self) -> Stage:
        """The stage reached last."""
        return self.path[-1].stage

    @property
    def answered(self) -> bool:
        """Whether nothing but thanks, a referral or rest came after their last answer."""
        return self._exchange() is Stage.REPLIED

    @property
    def awaited(self) -> bool:
        """Whether nothing but thanks, a referral or rest came after the last request to them."""
        return self._exchange() in {Stage.SENT, Stage.NUDGED}

    @property
    def unthanked(self) -> bool:
        """Whether a talk took place since the learner last thanked them."""
        stages = (reached.stage for reached in reversed(self.path))
        last = next((stage for stage in stages if stage in {Stage.TALKED, Stage.THANKED}), None)
        return last is Stage.TALKED

    def _exchange(self) -> Stage | None:
        stages = (reached.stage for reached in reversed(self.path))
        return next((stage for stage in stages if stage in _EXCHANGES), None)

    @property
    def nudged(self) -> int:
        """How many reminders followed the last request."""
        stages = [reached.stage for reached in self.path]
        sent = len(stages) - stages[::-1].index(Stage.SENT) if Stage.SENT in stages else 0
        return stages[sent:].count(Stage.NUDGED)

    def reached(self, stage: Stage) -> datetime | None:
        """Return when a stage was last reached, or None if it never was."""
        return next((at for reached, at in reversed(self.path) if reached is stage), None)

    def may_reach(self, stage: Stage) -> bool:
        """Say whether a stage may follow now."""
        awake = (reached.stage for reached in reversed(self.path))
        before_rest = next((s for s in awake if s is not Stage.RESTING), Stage.FOUND)
        return bool(MAY_FOLLOW[stage] & {self.stage, before_rest})


class Introduction(NamedTuple):
    """Who named a person, by id; if their name may be used (None: nobody asked); when (UTC)."""

    by: str
    may_name: bool | None = None
    at: datetime | None = None


class Joined(NamedTuple):
    """Somebody who was merged ``into`` another, with what it takes to part the two again.

    ``stayed``, ``gone`` and ``both`` are what was recorded on each and then on the one, by field;
    ``named_by`` who had named the gone one, and whether they had named the other too;
    ``introduced`` whom the gone one had named, with that introduction where the other had named
    them too.
    """

    into: str
    stayed: Mapping[str, Any]
    gone: Mapping[str, Any]
    both: Mapping[str, Any]
    named_by: tuple[tuple[str, bool], ...] = ()
    introduced: tuple[tuple[str, Introduction | None], ...] = ()


def _nothing() -> Mapping[Any, Any]:
    return MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Practice:
    """A practice talk: with which persona, its turns as ``roleplay.save`` writes them, in order.

    ``drill`` names the skill practised, or nothing; ``ended`` says that the learner ended it;
    ``judged`` holds their own verdicts by rubric item, ``thanks`` the thank-you that would follow;
    ``begun`` is when (UTC).
    """

    persona: str
    begun: datetime
    seed: int = 0
    drill: str = ""
    turns: tuple[Mapping[str, Any], ...] = field(default=(), repr=False)
    ended: bool = False
    judged: Mapping[str, str] = field(default_factory=_nothing)
    thanks: Message | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class State:
    """All that the events of a journal amount to; ids of people are the keys where not said else.

    Attributes:
        profile: the learner.
        goal: in the learner's words, or empty.
        weights: the weights of the ranking that the learner changed, by component.
        cadence: by whose advice to remind, by id; empty for the content's first.
        people: every person, in the order they were found.
        progress: how far the learner has come with each of them.
        tags: the tags of whoever has any, in the order they were put on.
        shortlist: ids, in the order of choosing.
        chosen_at: when (UTC) whoever is on it was chosen.
        set_aside: the reason, which may be empty.
        drafts: by slot (``request``, ``thank_you`` ...), the text last saved.
        preparations: what the learner prepared for the talk with whom, as last saved.
        notes: what the learner noted in the real talk with whom, as last saved.
        named_by: the introductions of a person, by who named them, the last to do so last.
        acquaintances: whom a person knows and how well, by the learner's word, both ways round.
        dismissed: when (UTC) the learner last dismissed which reminder, by action.
        merged: who was merged into somebody else, by the id that is no longer used.
        told_apart: who is somebody else though alike, by the learner's word, both ways round.
        rules_set_aside: the reason by rule id.
        answers: the last answer (its index from 0) by lesson and question id.
        practices: every practice talk by its id, the oldest first.
        step: the number of the step that undo takes back, 0 when there is none.
        last_step: what that step did, such as "shortlisted a person", or empty.
    """

    profile: Profile = field(default_factory=Profile)
    goal: str = ""
    weights: Mapping[str, float] = field(default_factory=_nothing)
    cadence: str = ""
    people: Mapping[str, Person] = field(default_factory=_nothing)
    progress: Mapping[str, Progress] = field(default_factory=_nothing)
    tags: Mapping[str, tuple[str, ...]] = field(default_factory=_nothing)
    shortlist: tuple[str, ...] = ()
    chosen_at: Mapping[str, datetime] = field(default_factory=_nothing)
    set_aside: Mapping[str, str] = field(default_factory=_nothing)
    drafts: Mapping[str, Mapping[str, Message]] = field(default_factory=_nothing)
    preparations: Mapping[str, Preparation] = field(default_factory=_nothing)
    notes: Mapping[str, TalkNotes] = field(default_factory=_nothing)
    named_by: Mapping[str, Mapping[str, Introduction]] = field(default_factory=_nothing)
    acquaintances: Mapping[str, Mapping[str, HowKnown]] = field(default_factory=_nothing)
    dismissed: Mapping[str, Mapping[str, datetime]] = field(default_factory=_nothing)
    merged: Mapping[str, Joined] = field(default_factory=_nothing)
    told_apart: Mapping[str, tuple[str, ...]] = field(default_factory=_nothing)
    rules_set_aside: Mapping[str, str] = field(default_factory=_nothing)
    answers: Mapping[tuple[str, str], int] = field(default_factory=_nothing)
    practices: Mapping[str, Practice] = field(default_factory=_nothing)
    step: int = 0
    last_step: str = ""

    def __repr__(self) -> str:
        """Say how much there is and whose it is not."""
        return f"State: {len(self.people):,} people, {len(self.shortlist):,} shortlisted"

    @property
    def introductions(self) -> Mapping[str, Introduction]:
        """The last introduction of whoever was named, by their id."""
        return {person: [*named.values()][-1] for person, named in self.named_by.items()}

    def draft(self, person: str, slot: str = "request") -> Message | None:
        """Return the text last saved for a person, or None."""
        return self.drafts.get(person, {}).get(slot)

    def now_known_as(self, person: str) -> str:
        """Return the id under which somebody stands now, who may have been merged since."""
        while person in self.merged:
            person = self.merged[person].into
        return person

    def merged_into(self, person: str) -> tuple[str, ...]:
        """Return the ids of everybody who was merged into a person, and into them in turn."""
        found = [person]
        for one in found:
            found += [gone for gone, joined in self.merged.items() if joined.into == one]
        return tuple(found[1:])

    def says_the_same_as(self, other: "State") -> bool:
        """Say whether nothing differs but the steps that led there."""
        pairs = (
            (getattr(self, f.name), getattr(other, f.name))
            for f in fields(self)
            if f.name not in {"step", "last_step"}
        )
        return all(one is two or one == two for one, two in pairs)


class Folding:
    """A state being worked on.

    A field is copied when it is first changed and no other is, so that one event costs little with
    30,000 people, and 30,000 events cost one copy. ``at`` is when the event at hand was recorded.
    """

    at: datetime

    def __init__(self, state: State) -> None:
        """Begin with a state, which stays as it is."""
        self._state = state
        self._changed: dict[str, Any] = {}

    def see(self, name: str) -> Any:  # noqa: ANN401  (fields differ in type)
        """Return a field as it stands."""
        return self._changed[name] if name in self._changed else getattr(self._state, name)

    def edit(self, name: str) -> dict[Any, Any]:
        """Return a field to change in place; one that is a tuple, by its items as keys."""
        if name not in self._changed:
            was = getattr(self._state, name)
            self._changed[name] = dict.fromkeys(was) if isinstance(was, tuple) else was.copy()
        edited: dict[Any, Any] = self._changed[name]
        return edited

    def put(self, name: str, value: object) -> None:
        """Give a field another value."""
        self._changed[name] = value

    def close(self, step: int, last_step: str) -> State:
        """Return the state that came of it, with the step that led there."""
        frozen: dict[str, Any] = {
            name: MappingProxyType(value) if isinstance(value, dict) else value
            for name, value in self._changed.items()
        }
        if "shortlist" in frozen:
            frozen["shortlist"] = tuple(frozen["shortlist"])
        return replace(self._state, **frozen, step=step, last_step=last_step)
