"""What a journal can hold: one class an event, and nothing but its data.

What an event changes, and when it is refused, is said in ``fold.py``. Whoever adds a kind adds it
to ``AnyEvent`` and raises ``store.VERSION``, since an older informint could not read it.
"""

import re
from datetime import datetime
from typing import Annotated, Any, ClassVar, Literal

from msgspec import Meta, Struct

from informint.journal.state import Stage
from informint.model import Message, Person, Preparation, Profile

Aware = Annotated[datetime, Meta(tz=True)]
Number = Annotated[int, Meta(ge=0, le=2**53)]  # what JSON and SQLite both hold exactly
Text = Annotated[str, Meta(min_length=1)]
Weight = Annotated[float, Meta(ge=0)]
Plain = dict[str, Any]  # a turn as ``roleplay.save`` writes it: the journal does not look inside


def _kind(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


class Event(Struct, frozen=True, tag_field="kind", tag=_kind):
    """Something that happened; ``said`` tells it in the past tense, once and ``{n}`` times."""

    said: ClassVar[tuple[str, str]] = ("", "")


class ProfileSet(Event, frozen=True):
    """The learner filled in who they are."""

    said = ("filled in your profile", "filled in your profile")
    profile: Profile


class GoalSet(Event, frozen=True):
    """The learner put their goal into words."""

    said = ("wrote down your goal", "wrote down your goal")
    goal: str


class WeightsSet(Event, frozen=True):
    """The learner weighted the components of the ranking, each from 0 up."""

    said = ("changed the weights of the ranking", "changed the weights of the ranking")
    weights: dict[str, Weight]


class QuizAnswered(Event, frozen=True):
    """The learner picked an answer, counted from 0, in a check of understanding."""

    said = ("answered a question", "answered {n:,} questions")
    lesson: Text
    question: Text
    answer: Number


class RuleSetAside(Event, frozen=True):
    """The learner chose not to be told something again, and says why."""

    said = ("set a rule aside", "set {n:,} rules aside")
    rule: Text
    reason: str


class RuleBroughtBack(Event, frozen=True):
    """The learner wants to be told again."""

    said = ("brought a rule back", "brought {n:,} rules back")
    rule: Text


class PersonFound(Event, frozen=True):
    """A person came into the journal, by hand or from an import."""

    said = ("added a person", "added {n:,} people")
    person: Person


class PersonEdited(Event, frozen=True):
    """What is known of a person changed; this is all that is known now."""

    said = ("changed a person", "changed {n:,} people")
    person: Person


class OnPerson(Event, frozen=True):
    """Base of what happened with a person who is in the journal; ``person`` is their id."""

    person: Text


class Tagged(OnPerson, frozen=True):
    """The learner put a tag on a person."""

    said = ("tagged a person", "put on {n:,} tags")
    tag: Text


class Untagged(OnPerson, frozen=True):
    """The learner took a tag off a person."""

    said = ("took a tag off a person", "took off {n:,} tags")
    tag: Text


class Shortlisted(OnPerson, frozen=True):
    """The learner means to write to a person."""

    said = ("shortlisted a person", "shortlisted {n:,} people")


class Unshortlisted(OnPerson, frozen=True):
    """The learner took a person off the shortlist."""

    said = ("took a person off the shortlist", "took {n:,} people off the shortlist")


class SetAside(OnPerson, frozen=True):
    """The learner does not mean to write to a person; this takes them off the shortlist too."""

    said = ("set a person aside", "set {n:,} people aside")
    reason: str = ""


class BroughtBack(OnPerson, frozen=True):
    """The learner wants to see a person again whom they had set aside."""

    said = ("brought a person back", "brought {n:,} people back")


class Drafted(OnPerson, frozen=True):
    """A draft was saved; a request may bring the person to the stage ``drafted``.

    ``slot`` keeps drafts apart: the kind of the message, or any other name, such as ``note``.
    """

    said = ("saved a draft", "saved {n:,} drafts")
    message: Message
    slot: Text = "request"


class AgendaSaved(OnPerson, frozen=True):
    """What the learner prepared for the talk with a person was saved."""

    said = ("saved a plan for a talk", "saved {n:,} plans for talks")
    prepared: Preparation


class Move(OnPerson, frozen=True):
    """Base of the steps that bring a person to a stage, where ``state.MAY_FOLLOW`` allows it.

    ``doing`` and ``first`` complete the refusal: "You cannot ... while ...: ... first."
    """

    stage: ClassVar[Stage]
    doing: ClassVar[str]
    first: ClassVar[str]


class Sent(Move, frozen=True):
    """The learner sent the request."""

    said = ("marked a request as sent", "marked {n:,} requests as sent")
    stage = Stage.SENT
    doing = "mark a request as sent"
    first = "save a draft of a new request"


class Nudged(Move, frozen=True):
    """The learner sent a reminder."""

    said = ("marked a reminder as sent", "marked {n:,} reminders as sent")
    stage = Stage.NUDGED
    doing = "mark a reminder as sent"
    first = "send the request and wait for the answer"


class Replied(Move, frozen=True):
    """The person answered, with a yes or a no."""

    said = ("recorded a reply", "recorded {n:,} replies")
    stage = Stage.REPLIED
    doing = "record a reply"
    first = "mark the request as sent"


class Scheduled(Move, frozen=True):
    """A time was agreed on, for the first time or anew; ``when`` has a time zone."""

    said = ("scheduled a talk", "scheduled {n:,} talks")
    stage = Stage.SCHEDULED
    doing = "schedule a talk"
    first = "add the person"
    when: Aware


class Talked(Move, frozen=True):
    """The talk took place."""

    said = ("recorded a talk", "recorded {n:,} talks")
    stage = Stage.TALKED
    doing = "record a talk"
    first = "add the person"


class Thanked(Move, frozen=True):
    """The learner sent their thanks."""

    said = ("marked a thank-you as sent", "marked {n:,} thank-yous as sent")
    stage = Stage.THANKED
    doing = "mark a thank-you as sent"
    first = "record the talk or the reply it is for"


class Referred(Move, frozen=True):
    """The person named somebody else; ``to`` is that person's id, empty when not recorded."""

    said = ("recorded a referral", "recorded {n:,} referrals")
    stage = Stage.REFERRED
    doing = "record a referral"
    first = "record the talk or the reply it came from"
    to: str = ""


class ReportedBack(Move, frozen=True):
    """The learner told the person what came of their advice or referral."""

    said = ("recorded a report back", "recorded {n:,} reports back")
    stage = Stage.REPORTED_BACK
    doing = "record a report back"
    first = "record the thanks or the referral"


class Rested(Move, frozen=True):
    """The learner leaves it there for now."""

    said = ("let a contact rest", "let {n:,} contacts rest")
    stage = Stage.RESTING
    doing = "let a contact rest"
    first = "send a request, or set the person aside"


class OnPractice(Event, frozen=True):
    """Base of what happened in a practice talk; ``talk`` is its id."""

    talk: Text


class PracticeBegan(OnPractice, frozen=True):
    """The learner began a practice talk with a persona, or a drill of one skill."""

    said = ("began a practice talk", "began {n:,} practice talks")
    persona: Text
    seed: int = 0
    drill: str = ""


class PracticeTurned(OnPractice, frozen=True):
    """The talk went on at turn ``number``, from 1; whatever stood from there on is dropped.

    Only what is new is kept: a turn of the learner's and the answer, or nothing for a rewind. The
    persona's words are recorded and not worked out anew, since a later informint might read the
    learner's differently, and a language model never says the same twice.
    """

    said = ("said something in a practice talk", "said {n:,} things in a practice talk")
    number: Annotated[int, Meta(ge=1)]
    turns: tuple[Plain, ...] = ()


class PracticeCorrected(OnPractice, frozen=True):
    """The learner put right how a turn of theirs was read; this is the turn now."""

    said = ("put a reading right", "put {n:,} readings right")
    number: Annotated[int, Meta(ge=1)]
    turn: Plain


class PracticeEnded(OnPractice, frozen=True):
    """The learner ended the talk."""

    said = ("ended a practice talk", "ended {n:,} practice talks")


class PracticeJudged(OnPractice, frozen=True):
    """The learner judged themself on one line of the rubric."""

    said = ("judged a line of the rubric", "judged {n:,} lines of the rubric")
    item: Text
    verdict: Literal["met", "partly", "missed"]


class Undone(Event, frozen=True):
    """A step was taken back; it stays in the log and no longer counts."""

    step: Number


class Erased(Event, frozen=True):
    """Everything on one person was deleted; who it was is not kept."""


AnyEvent = (
    ProfileSet | GoalSet | WeightsSet | QuizAnswered | RuleSetAside | RuleBroughtBack
    | PersonFound | PersonEdited | Tagged | Untagged | Shortlisted | Unshortlisted
    | SetAside | BroughtBack | Drafted | AgendaSaved | Sent | Nudged | Replied | Scheduled | Talked
    | Thanked | Referred | ReportedBack | Rested | PracticeBegan | PracticeTurned
    | PracticeCorrected | PracticeEnded | PracticeJudged | Undone | Erased
)  # fmt: skip
