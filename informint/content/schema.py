"""The shapes of the TOML that career coaches edit. Unknown keys are refused on load."""

from datetime import date
from typing import Annotated, Literal

from msgspec import Meta, Struct

from informint.model import HowKnown, MessageKind, Profile, Severity

Text = Annotated[str, Meta(min_length=1)]
Id = Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9-]*$")]


class Entry(Struct, frozen=True, forbid_unknown_fields=True):
    """Base of every entry of a content file."""


class Source(Entry, frozen=True, kw_only=True):
    """Who advises something: ``name`` is shown to learners, ``title`` and ``url`` lead there."""

    id: Id
    name: Text
    title: Text
    url: str = ""
    year: int | None = None


class Example(Entry, frozen=True, kw_only=True):
    """A message that a rule must hit or miss.

    ``context`` is what the journal knows beside it; ``said``, ``promised`` and ``whole`` are what
    is known of the talk it thanks for.
    """

    body: Text
    subject: str = "Request for an informational interview"
    to: str = ""
    kind: MessageKind = MessageKind.REQUEST
    context: dict[str, str] = {}
    said: tuple[Text, ...] = ()
    promised: tuple[Text, ...] = ()
    whole: bool = True


class Rule(Entry, frozen=True, kw_only=True):
    """One piece of advice on messages.

    It speaks when every mark in ``present`` and ``given`` is read in the message, none in
    ``absent`` is, and the figures named in ``above`` (``below``) exceed (fall short of) the numbers
    given. A finding points at the first of ``present``, never at ``given``; with ``each`` there is
    one for every place of it. ``{said}`` in the message is filled with what was said in the talk.
    Marks and figures are what ``informint.reading`` finds; a rule that names an unknown one is
    refused.
    """

    id: Id
    severity: Severity
    kinds: Annotated[tuple[MessageKind, ...], Meta(min_length=1)]
    present: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    above: dict[str, float] = {}
    below: dict[str, float] = {}
    each: bool = False
    message: Text
    why: Text
    hint: str = ""
    source: Id
    differs: str = ""
    hit: Annotated[tuple[Example, ...], Meta(min_length=2)]
    miss: Annotated[tuple[Example, ...], Meta(min_length=2)]


class QuestionRule(Entry, frozen=True, kw_only=True):
    """One piece of advice on prepared questions.

    It speaks of one question when all that ``present`` names was read in it, a form, faults or
    marks, and nothing in ``absent``; ``any`` in ``absent`` stands for any fault. With ``whole`` it
    speaks of a list, and the lines of its examples are one; a line may begin with ``goal:``.
    """

    id: Id
    severity: Severity
    present: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    whole: Literal[
        "", "too_many", "one_topic", "all_closed", "no_closing", "goal_open", "goal_unclear"
    ] = ""
    message: Text
    why: Text
    hint: str = ""
    source: Id
    differs: str = ""
    hit: Annotated[tuple[Text, ...], Meta(min_length=2)]
    miss: Annotated[tuple[Text, ...], Meta(min_length=2)]


class Check(Entry, frozen=True, kw_only=True):
    """One line of a checklist: met when none of ``rules`` finds a fault.

    Without rules no program can tell, and the learner is asked to judge.
    """

    text: Text
    rules: tuple[Id, ...] = ()


class Checklist(Entry, frozen=True, kw_only=True):
    """What one source asks of a request; ``max_words`` is its limit, or None."""

    id: Id
    name: Text
    source: Id
    max_words: int | None = None
    checks: Annotated[tuple[Check, ...], Meta(min_length=1)]


class Pattern(Entry, frozen=True, kw_only=True):
    """A message to start from; ``{field}`` is filled in, ``[[...]]`` stays open for the learner.

    A ``note`` goes with a connection request and has at most 300 characters and no subject.
    ``to`` says whether it goes to the contact or to the person who may introduce them, ``answers``
    to which answer of theirs it replies.
    """

    id: Id
    kind: MessageKind
    channel: Literal["email", "note"]
    to: Literal["contact", "introducer"] = "contact"
    answers: Literal["", "yes", "no", "later"] = ""
    connection: Literal["none", "alumni", "event", "known", "referral"]
    title: Text
    when: Text
    subject: str = ""
    body: Text
    source: Id


class Answer(Entry, frozen=True, kw_only=True):
    """One answer of a quiz question, with what is said to whoever picks it."""

    text: Text
    right: bool = False
    feedback: Text


class QuizQuestion(Entry, frozen=True, kw_only=True):
    """One question of a check of understanding; exactly one answer is right."""

    id: Id
    text: Text
    source: Id
    answers: Annotated[tuple[Answer, ...], Meta(min_length=2)]


class Known(Entry, frozen=True, kw_only=True):
    """What the fictional learner says of one sample person."""

    profile_url: Text
    how_known: HowKnown = HowKnown.NOT_SAID
    groups: tuple[str, ...] = ()


class Tie(Entry, frozen=True, kw_only=True):
    """Two of the sample's people who know each other, named by the end of their profile URL."""

    one: Text
    other: Text
    how_known: HowKnown


class Sample(Entry, frozen=True, kw_only=True):
    """The fictional learner; ``today`` is their date, so that no output follows the calendar."""

    goal: Text
    today: date
    profile: Profile
    known: tuple[Known, ...]
    tie: tuple[Tie, ...] = ()


class Field(Entry, frozen=True, kw_only=True):
    """A field of work and the words that show it.

    ``names`` are what a learner may call it in a goal (those of several words are also looked for
    in titles and companies), ``titles`` words of job titles in it, ``companies`` words in the names
    of its employers. ``near`` fields can tell part of it. A ``sector`` is a place to work rather
    than a job; a job that ``serves`` other fields is not in them.
    """

    id: Id
    name: Text
    names: Annotated[tuple[Text, ...], Meta(min_length=1)]
    titles: tuple[Text, ...] = ()
    companies: tuple[Text, ...] = ()
    near: tuple[Id, ...] = ()
    sector: bool = False
    serves: bool = False


Topic = Literal[
    "career_path", "current_role", "typical_day", "likes", "challenges", "skills", "education",
    "trends", "culture", "work_life", "compensation", "hiring", "advice", "network", "transition",
    "future", "resources", "impact",
]  # fmt: skip


class Goal(Entry, frozen=True, kw_only=True):
    """Something a learner may want to know at the end of the talk.

    ``reflect`` is what to ask oneself to find out whether it is one's goal; ``topics`` are those
    whose questions serve it, the most telling first.
    """

    id: Id
    text: Text
    reflect: Text
    topics: Annotated[tuple[Topic, ...], Meta(min_length=1)]
    source: Id


class BankQuestion(Entry, frozen=True, kw_only=True):
    """One question to pick or to be inspired by.

    ``register`` is how it sounds; ``fields`` are ids of fields of work that it suits, none for all;
    ``follow_up`` is what a good listener might ask next. ``contested`` says who would not ask it.
    """

    id: Id
    text: Text
    topic: Topic
    form: Literal["open", "closed", "choice"] = "open"
    goal: Id
    register: Literal["plain", "formal", "casual"] = "plain"
    fields: tuple[Id, ...] = ()
    follow_up: Text
    source: Id | None = None
    contested: str = ""


class Line(Entry, frozen=True, kw_only=True):
    """A sentence that opens or closes the talk; ``part`` says which move.

    ``{name}`` is the contact's, ``{minutes}`` what was agreed, ``{topic}`` what the talk is about.
    """

    id: Id
    part: Literal["opening", "time", "referral", "name_use", "thanks", "stay_in_touch"]
    text: Text
    source: Id


class LookUp(Entry, frozen=True, kw_only=True):
    """Something to look up before the talk, about the person or the organisation.

    ``label`` is what it is called on the printed page, beside what was found; by default ``text``.
    """

    id: Id
    about: Literal["person", "organisation", "field"]
    text: Text
    label: str = ""
    where: Text
    source: Id
