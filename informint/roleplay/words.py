"""The words that all personas share, from ``content/talk.toml``."""

from functools import cache
from typing import NamedTuple

from informint.content.practice import Hints, Joints, Picks, TopicWords, talk_file


class Shared(NamedTuple):
    """The file's content; topics by id."""

    topics: dict[str, TopicWords]
    joints: Joints
    picks: Picks
    hints: Hints


@cache
def shared() -> Shared:
    """Return the shared words."""
    content = talk_file()
    topics = {topic.id: topic for topic in content.topic}
    return Shared(topics, content.joints, content.picks, content.hints)
