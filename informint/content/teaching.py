"""What who leads a class needs: plans by the minute, role-play in twos and threes, prompts."""

from typing import Annotated, Literal

from msgspec import Meta

from informint.content.practice import whole_file
from informint.content.schema import Entry, Id, Text

Minutes = Annotated[int, Meta(ge=1, le=240)]


class Step(Entry, frozen=True, kw_only=True):
    """One step of a plan: how long, in which lesson (or none), and what is done."""

    minutes: Minutes
    what: Text
    how: Text
    lesson: str = ""
    part: str = ""  # a heading of that lesson


class Plan(Entry, frozen=True, kw_only=True):
    """How to fill the minutes of a session; its steps add up to them."""

    id: Id
    minutes: Minutes
    title: Text
    before: Text
    after: Text
    step: Annotated[tuple[Step, ...], Meta(min_length=2)]


class Round(Entry, frozen=True, kw_only=True):
    """One step of a role-play in a group of ``people``."""

    minutes: Minutes
    what: Text


class RolePlay(Entry, frozen=True, kw_only=True):
    """A role-play among learners, with the printed cards."""

    id: Id
    people: Literal[2, 3]
    title: Text
    roles: Annotated[tuple[Text, ...], Meta(min_length=2)]
    round: Annotated[tuple[Round, ...], Meta(min_length=2)]
    debrief: Annotated[tuple[Text, ...], Meta(min_length=2)]


class Card(Entry, frozen=True, kw_only=True):
    """What stands on every persona card."""

    play: tuple[Text, ...]
    warms: tuple[Text, ...]
    cools: tuple[Text, ...]
    observe: tuple[Text, ...]


class Teaching(Entry, frozen=True, kw_only=True):
    """The file ``teaching.toml``."""

    plan: tuple[Plan, ...]
    role_play: tuple[RolePlay, ...]
    card: Card


def teaching() -> Teaching:
    """Return the plans, the role-plays and what stands on the cards."""
    return whole_file("teaching.toml", Teaching)
