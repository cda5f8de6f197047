"""The steps that bring a person to a stage."""

from typing import ClassVar, Literal

from informint.journal.events.base import Aware, OnPerson
from informint.journal.state import Stage


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
    """The person answered; with what, where the learner says it."""

    said = ("recorded a reply", "recorded {n:,} replies")
    stage = Stage.REPLIED
    doing = "record a reply"
    first = "mark the request as sent"
    answer: Literal["", "yes", "no", "later"] = ""


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
    """The person named somebody else; ``to`` is that person's id, empty when not recorded.

    ``may_name`` says if the learner may use their name there, None that they have not asked.
    """

    said = ("recorded a referral", "recorded {n:,} referrals")
    stage = Stage.REFERRED
    doing = "record a referral"
    first = "record the talk or the reply it came from"
    to: str = ""
    may_name: bool | None = None


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
