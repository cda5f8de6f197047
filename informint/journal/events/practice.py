"""What happens in practice talks."""

from typing import Annotated, Literal

from msgspec import Meta

from informint.journal.events.base import Event, Plain, Text
from informint.model import Message


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


class PracticeThanked(OnPractice, frozen=True):
    """The learner wrote the thank-you that would follow the talk; this is the draft now."""

    said = ("wrote thanks for a practice talk", "wrote thanks for practice talks {n:,} times")
    message: Message
