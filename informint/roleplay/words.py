"""The words that all personas share, from ``content/talk.toml``."""

from functools import cache
from importlib.resources import files
from typing import NamedTuple

import msgspec


class TopicWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A topic as the persona calls it, and as a hint to the learner does."""

    id: str
    says: str
    theirs: str


class Joints(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Small joints between texts of a persona."""

    same: tuple[str, ...]
    nods: tuple[str, ...]
    deeper: tuple[str, ...]
    again: tuple[str, ...]
    other: tuple[str, ...]


class Picks(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How a learner picks one of two things offered."""

    first: tuple[str, ...]
    second: tuple[str, ...]
    any: tuple[str, ...]


class Hints(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a learner is told who asks for a hint."""

    opening: str
    purpose: str
    hook: str
    deeper: str
    open: str
    acknowledge: str
    topic: str
    time: str
    referral: str
    thanks: str
    over: str


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    topic: tuple[TopicWords, ...]
    joints: Joints
    picks: Picks
    hints: Hints


class Shared(NamedTuple):
    """The file's content; topics by id."""

    topics: dict[str, TopicWords]
    joints: Joints
    picks: Picks
    hints: Hints


@cache
def shared() -> Shared:
    """Return the shared words."""
    text = files("informint.content").joinpath("talk.toml").read_text("utf-8")
    content = msgspec.toml.decode(text, type=_File)
    topics = {topic.id: topic for topic in content.topic}
    return Shared(topics, content.joints, content.picks, content.hints)
