"""The shape of a persona's file: who somebody is, what they can tell, and how they say it."""

from typing import Annotated, Literal

from msgspec import Meta

from informint.content.schema import Entry, Id, Text, Topic

Share = Annotated[float, Meta(ge=0, le=1)]
Lines = Annotated[tuple[Text, ...], Meta(min_length=2)]
MoreLines = Annotated[tuple[Text, ...], Meta(min_length=4)]


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
    fact: Annotated[tuple[Fact, ...], Meta(min_length=1)]
    hook: tuple[Hook, ...]
    referral: Annotated[tuple[Referral, ...], Meta(min_length=2)]
    limit: tuple[Limit, ...] = ()
