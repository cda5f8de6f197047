"""The words that all personas share, from ``content/talk.toml``."""

import re
from functools import cache
from typing import NamedTuple

from informint.content.practice import (
    Aside,
    Bare,
    Hints,
    Joints,
    Picks,
    Restated,
    TopicWords,
    talk_file,
)
from informint.reading.encoder import PLAIN


class Shared(NamedTuple):
    """The file's content; topics by id."""

    topics: dict[str, TopicWords]
    asides: tuple[Aside, ...]
    joints: Joints
    restated: Restated
    picks: Picks
    bare: Bare
    hints: Hints


@cache
def shared() -> Shared:
    """Return the shared words."""
    content = talk_file()
    topics = {topic.id: topic for topic in content.topic}
    return Shared(
        topics, content.aside, content.joints, content.restated, content.picks, content.bare,
        content.hints,
    )  # fmt: skip


def aside(text: str) -> Aside | None:
    """Return the question on no topic that a text asks, such as the persona's name, or None."""
    plain = text.translate(PLAIN)
    return next((a for a in shared().asides if re.search(a.pattern, plain, re.IGNORECASE)), None)


def only(text: str, words: str) -> bool:
    """Say whether a text has no words but those."""
    return set(re.findall(r"[\w']+", text.lower().translate(PLAIN))) <= set(words.split())
