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
    whole: Literal["", "too_many", "one_topic", "all_closed", "no_closing", "goal_open"] = ""
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
    connection: Text
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
Share = Annotated[float, Meta(ge=0, le=1)]


class Life(Entry, frozen=True, kw_only=True):
    """One dated step in the life of a persona; every year said in a telling stands in one."""

    year: Annotated[int, Meta(ge=1940, le=2100)]
    what: Text


class Number(Entry, frozen=True, kw_only=True):
    """A number said in digits in a telling, and what it counts; the one place it is decided.

    ``since`` says that it counts the years from a step of the life to the year of the talk.
    """

    value: float
    what: Text
    since: int | None = None


class Fact(Entry, frozen=True, kw_only=True):
    """One thing that a persona can tell, at three depths, each standing for itself.

    ``about`` completes "As I said about ..."; ``asks`` are questions that it answers; ``short``
    answers a closed question on it, ``again`` says the open telling in other words.
    """

    id: Id
    topic: Topic
    about: Text
    asks: Annotated[tuple[Text, ...], Meta(min_length=2)]
    guarded: Text
    open: Text
    candid: Text
    short: Text
    again: Text


class Hook(Entry, frozen=True, kw_only=True):
    """Something mentioned in a telling that invites a follow-up.

    ``names`` are the words by which tellings mention it and a learner may pick it up; ``tells`` is
    said when they do, ``more`` when they go on asking about it.
    """

    id: Id
    topic: Topic
    about: Text
    names: Annotated[tuple[Text, ...], Meta(min_length=2)]
    asks: Annotated[tuple[Text, ...], Meta(min_length=1)]
    tells: Text
    more: Text


class Referral(Entry, frozen=True, kw_only=True):
    """Somebody the persona may name, from a comfort of ``needs`` up, when asked.

    ``says`` names them; ``use_name`` answers whether the learner may mention the persona:
    ``yes``, ``after`` the persona has written first, or ``no``; ``answer`` says so in words.
    """

    id: Id
    name: Text
    role: Text
    needs: Share
    says: Text
    use_name: Literal["yes", "after", "no"]
    answer: Text


class Limit(Entry, frozen=True, kw_only=True):
    """Something the persona may not or will not tell; any of ``words`` in a question shows it."""

    id: Id
    words: Annotated[tuple[Text, ...], Meta(min_length=2)]
    says: Annotated[tuple[Text, ...], Meta(min_length=2)]


Lines = Annotated[tuple[Text, ...], Meta(min_length=2)]
MoreLines = Annotated[tuple[Text, ...], Meta(min_length=4)]


class Manner(Entry, frozen=True, kw_only=True):
    """What a persona says where no fact is asked for, each in several wordings of their own.

    ``{a}``, ``{b}`` and ``{about}`` are filled in with topics or facts in words, ``{minutes}`` with
    a number; ``{first}`` in ``two_questions`` is the telling that follows.
    """

    greeting: Lines
    purpose: Lines  # after the learner said what they want from the talk
    small_talk: MoreLines
    acknowledged: MoreLines  # after words that ask nothing: hands the turn back
    learner: Lines  # after the learner spoke of themself
    interest: Lines  # the persona asks the learner something short
    unsure: MoreLines  # "Do you mean {a}, or {b}?"
    unknown: MoreLines  # not understood at all: steers to {about}
    told: MoreLines  # asked again: leads on to something deeper on {about}
    run_dry: MoreLines  # nothing left to tell on {about}
    two_questions: Lines  # several questions at once: takes one of them
    off_topic: Lines
    job_ask: Annotated[tuple[Text, ...], Meta(min_length=3)]  # the third is the coolest
    resume: Lines
    rude: Annotated[tuple[Text, ...], Meta(min_length=3)]
    monologue: Lines  # cuts in when the learner talks for long
    minutes_left: Lines  # with {minutes}
    nearly_over: Lines  # looks at the time, unasked
    time_up: Lines  # leaves
    offered_end: Lines  # the learner offers to stop and there is time left
    no_referral: Lines  # asked for somebody too early, or for one more
    no_name: Lines  # asked for permission before naming anybody
    stay_in_touch: Lines
    thanks: Lines
    goodbye: Lines


class Persona(Entry, frozen=True, kw_only=True):
    """Who somebody is; ``year`` is when the talk takes place.

    ``comfort`` is how at ease they are at the start, ``ease`` how quickly that moves (1 is usual),
    ``words`` how many words they like to say at a time, ``minutes`` how long they have.
    """

    id: Id
    name: Text
    field: Text
    temper: Text
    title: Text
    organisation: Text
    place: Text
    channel: Text
    year: Annotated[int, Meta(ge=2020, le=2100)]
    minutes: Annotated[int, Meta(ge=10, le=60)]
    comfort: Share
    ease: Annotated[float, Meta(ge=0.3, le=2)] = 1.0
    words: Annotated[int, Meta(ge=20, le=120)] = 60
    blurb: Text
    manner: Manner
    life: Annotated[tuple[Life, ...], Meta(min_length=5)]
    number: tuple[Number, ...] = ()
    fact: tuple[Fact, ...]
    hook: tuple[Hook, ...]
    referral: Annotated[tuple[Referral, ...], Meta(min_length=2)]
    limit: tuple[Limit, ...] = ()


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
    """Something to look up before the talk, about the person or the organisation."""

    id: Id
    about: Literal["person", "organisation", "field"]
    text: Text
    where: Text
    source: Id
