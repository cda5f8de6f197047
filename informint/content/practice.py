"""The shapes of what surrounds the practice talk: its rubric, comfort, and the shared words."""

from typing import Annotated, Any, TypeVar

import msgspec
from msgspec import Meta, Struct

from informint.content.layers import texts
from informint.content.schema import Entry, Text
from informint.errors import ContentError

Name = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]*$")]
S = TypeVar("S", bound=Struct)


class RubricLine(Entry, frozen=True, kw_only=True):
    """One line of the rubric; the file says what the fields mean."""

    id: Name
    title: Text
    ask: Text  # what learners ask themselves
    measure: Name
    met_from: float
    partly_from: float
    at_most: bool = False
    weight: int
    drill: str = ""
    met: Text
    partly: Text
    missed: Text
    why: Text
    sources: Annotated[tuple[str, ...], Meta(min_length=1)]
    try_met: Text
    try_partly: Text
    try_missed: Text


class Moments(Entry, frozen=True, kw_only=True):
    """What is said of single moments."""

    job: Text
    job_instead: Text
    hook: Text
    closed: Text
    monologue: Text
    monologue_instead: Text


class Ending(Entry, frozen=True, kw_only=True):
    """How people say that the end is near, as regular expressions of whole words."""

    signals: tuple[Text, ...]


class Rubric(Entry, frozen=True, kw_only=True):
    """The file ``rubric.toml``; lines of ``drill_item`` are judged in drills alone."""

    item: tuple[RubricLine, ...]
    drill_item: tuple[RubricLine, ...]
    ending: Ending
    moments: Moments


class Reason(Entry, frozen=True, kw_only=True):
    """One reason to grow more or less comfortable.

    ``starts`` are regular expressions of how a turn begins that gives it, with examples that they
    must find and must not.
    """

    id: Name
    amount: Annotated[float, Meta(ge=-1, le=1)]
    times: Annotated[int, Meta(ge=1)]
    words: Text
    source: Text
    starts: tuple[str, ...] = ()
    hit: tuple[str, ...] = ()
    miss: tuple[str, ...] = ()


class Comfort(Entry, frozen=True, kw_only=True):
    """The file ``comfort.toml``."""

    move: tuple[Reason, ...]


class TopicWords(Entry, frozen=True, kw_only=True):
    """A topic as the persona calls it, and as a hint to the learner does."""

    id: Name
    says: Text
    theirs: Text


class Joints(Entry, frozen=True, kw_only=True):
    """Small joints between texts of a persona; ``{about}`` is a fact or hook in words."""

    same: tuple[str, ...]
    nods: tuple[str, ...]
    deeper: tuple[str, ...]
    again: tuple[str, ...]
    other: tuple[str, ...]
    waiting: tuple[Text, ...]
    said: tuple[Text, ...]
    besides: tuple[Text, ...]


class Picks(Entry, frozen=True, kw_only=True):
    """How a learner picks one of several things offered; ``beside`` may stand by such words."""

    first: tuple[str, ...]
    second: tuple[str, ...]
    last: tuple[str, ...]
    any: tuple[str, ...]
    beside: Text


class Bare(Entry, frozen=True, kw_only=True):
    """Words of which a whole turn may be made that only nods, or was not heard."""

    nod: Text
    pardon: Text


class Restated(Entry, frozen=True, kw_only=True):
    """A referral, and whether the persona's name may be used with them, said in other words."""

    referral: Text
    yes: Text
    after: Text
    no: Text


class Aside(Entry, frozen=True, kw_only=True):
    """A question that is on no topic and that every persona answers alike.

    ``pattern`` finds it in a turn, as ``hit`` and not as ``miss``; in what is said, ``{name}``,
    ``{title}`` and ``{organisation}`` are the persona's.
    """

    id: Name
    pattern: Text
    hit: Annotated[tuple[Text, ...], Meta(min_length=2)]
    miss: Annotated[tuple[Text, ...], Meta(min_length=2)]
    says: Annotated[tuple[Text, ...], Meta(min_length=2)]


class Hints(Entry, frozen=True, kw_only=True):
    """What a learner is told who asks for a hint."""

    opening: Text
    purpose: Text
    hook: Text
    deeper: Text
    open: Text
    acknowledge: Text
    topic: Text
    time: Text
    referral: Text
    thanks: Text
    over: Text


class TalkWords(Entry, frozen=True, kw_only=True):
    """The file ``talk.toml``."""

    topic: tuple[TopicWords, ...]
    aside: tuple[Aside, ...]
    joints: Joints
    restated: Restated
    picks: Picks
    bare: Bare
    hints: Hints


def rubric_file() -> Rubric:
    """Return the rubric of the debrief, and the words for moments."""
    return whole_file("rubric.toml", Rubric)


def comfort_file() -> Comfort:
    """Return what moves comfort."""
    return whole_file("comfort.toml", Comfort)


def talk_file() -> TalkWords:
    """Return the words that all personas share."""
    return whole_file("talk.toml", TalkWords)


def whole_file(path: str, kind: type[S]) -> S:
    """Return a file of several tables, with those of the pack laid over it."""
    ours, theirs = texts(path)
    try:
        merged: dict[str, Any] = msgspec.toml.decode(ours[0].text)
        for text in theirs:
            merged = laid_over(merged, msgspec.toml.decode(text.text))
        return msgspec.convert(merged, kind)
    except msgspec.MsgspecError as error:
        message = f"{path}: {error}"
        raise ContentError(message) from None


def laid_over(ours: dict[str, Any], theirs: dict[str, Any]) -> dict[str, Any]:
    """Return tables with others laid over them: entries by their ids, the rest key by key."""
    merged = dict(ours)
    for key, value in theirs.items():
        if isinstance(value, list) and all(isinstance(entry, dict) for entry in value):
            by_id = {entry.get("id", n): entry for n, entry in enumerate(ours.get(key, []))}
            merged[key] = list((by_id | {entry.get("id"): entry for entry in value}).values())
        elif isinstance(value, dict):
            merged[key] = {**ours.get(key, {}), **value}
        else:
            merged[key] = value
    return merged
