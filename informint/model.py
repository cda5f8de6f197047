"""The nouns every room shares: frozen values without behaviour beyond their own consistency."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from enum import StrEnum
from typing import NamedTuple


class Span(NamedTuple):
    """A half-open stretch ``[start, end)`` of a text, in code points."""

    start: int
    end: int


class SourceRow(NamedTuple):
    """Where a contact was read: file name and 1-based row (the header's row is counted)."""

    file: str
    row: int


class HowKnown(StrEnum):
    """How well the learner knows a contact, by the learner's own word; an import leaves it open."""

    NOT_SAID = ""
    CLOSE = "close"
    ACQUAINTANCE = "acquaintance"
    MET_ONCE = "met_once"
    STRANGER = "stranger"


class _Discreet:
    """What holds somebody's data: a notebook that prints it keeps only which of them are there."""

    __slots__ = ()

    def __repr__(self) -> str:
        there = [f.name for f in fields(self) if getattr(self, f.name)]  # type: ignore[arg-type]
        return f"<{type(self).__name__}: {', '.join(there)}>"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Person(_Discreet):
    """One contact.

    ``id`` is stable for the same profile URL, else e-mail, else name and company. ``groups`` are
    the learner's own words for what they share ("Lakeside alumni").
    """

    id: str
    name: str
    given_name: str = ""
    family_name: str = ""
    company: str = ""
    position: str = ""
    email: str = ""
    profile_url: str = ""
    connected_on: date | None = None
    groups: tuple[str, ...] = ()
    how_known: HowKnown = HowKnown.NOT_SAID
    source_rows: tuple[SourceRow, ...] = ()

    @property
    def work(self) -> str:
        """Position and company in one line, whichever of them is known."""
        return ", ".join(filter(None, (self.position, self.company)))


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Profile(_Discreet):
    """The learner, as the messages introduce them; filled in once."""

    name: str = ""
    email: str = ""
    role: str = ""
    organisation: str = ""
    field: str = ""
    interest: str = ""
    groups: tuple[str, ...] = ()


class Approach(StrEnum):
    """How to come to a target."""

    ASK_DIRECTLY = "ask_directly"
    RECONNECT_FIRST = "reconnect_first"
    ASK_FOR_INTRODUCTION = "ask_for_introduction"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Target(_Discreet):
    """A person scored for a goal; every score is between 0 and 1.

    ``components`` holds each part before weighting, ``introducers`` the people who might introduce.
    """

    person: Person
    score: float
    components: Mapping[str, float]
    approach: Approach
    why: str = ""
    introducers: tuple[Person, ...] = ()


class MessageKind(StrEnum):
    """What a message is for."""

    REQUEST = "request"
    FOLLOWUP = "followup"
    SCHEDULING = "scheduling"
    THANK_YOU = "thank_you"


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Message(_Discreet):
    """One mail or note, as the learner wrote it; ``to`` is a name, ``to_email`` an address."""

    body: str
    subject: str = ""
    kind: MessageKind = MessageKind.REQUEST
    to: str = ""
    to_email: str = ""
    context: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Preparation(_Discreet):
    """What the learner prepared for the talk with one person, in their own words.

    ``goals`` are ids of the content's goals, or the learner's own; ``questions`` come in order of
    priority. ``lines`` holds the learner's own sentences by part of the talk (``opening``,
    ``referral`` ...), ``notes`` what they found out by look-up id. When the talk is, the journal
    knows from elsewhere.
    """

    minutes: int = 20
    goals: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    topic: str = ""
    place: str = ""
    lines: Mapping[str, str] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class TalkNotes(_Discreet):
    """What the learner noted in the real talk with one person, in their own words.

    ``answers`` holds what was said, by the question as asked; ``points`` whatever else, by part of
    the notes sheet (``learned``, ``promised``, ``people`` ...).
    """

    answers: Mapping[str, str] = field(default_factory=dict)
    points: Mapping[str, str] = field(default_factory=dict)


class Severity(StrEnum):
    """How much a finding matters; ``MUST`` means the message should not go out as it stands."""

    MUST = "must"
    SHOULD = "should"
    CONSIDER = "consider"
    PRAISE = "praise"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a rule says of a text; ``span`` is where, or None for something missing."""

    rule: str
    severity: Severity
    span: Span | None
    message: str
    why: str
    hint: str
    source: str


class Element(NamedTuple):
    """Whether a message holds something, and where; nothing present has no spans."""

    present: bool
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageReading:
    """What a message says, before anybody judges it.

    ``elements`` holds the fourteen of the design, always all of them. ``marks`` names whatever else
    a rule may ask about (``placeholder``, ``pressure`` ...) with its spans, only what is there.
    ``figures`` holds counts and shares. ``duration_minutes`` is the length asked for, lowest and
    highest; ``connection_type`` is none, referral, alumni, event, content or group.
    """

    words: int
    elements: Mapping[str, Element]
    duration_minutes: tuple[int, int] | None
    connection_type: str
    marks: Mapping[str, tuple[Span, ...]]
    figures: Mapping[str, float]
