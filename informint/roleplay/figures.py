"""What a talk amounts to: flags, counts and shares, from the readings of the learner's turns."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from informint import content
from informint.content.schema import Goal
from informint.reading import turn_rules
from informint.reading.hearing import Asked
from informint.reading.questions import read_question
from informint.reading.said import Heard, claims_in
from informint.reading.sentences import split_sentences
from informint.roleplay.comfort import believed
from informint.roleplay.state import Conversation, Turn

FLAGS = {
    "stated_purpose": ("state_purpose",),
    "asked_for_job": ("ask_for_job",),
    "checked_time": ("time_check", "offer_to_end"),
    "asked_referral": ("ask_referral",),
    "asked_to_use_name": ("ask_name_use",),
    "thanked": ("thank",),
    "closed_properly": ("close",),
}
OPENING = 3  # turns of the learner in which a purpose belongs
ONCE = {  # score from which one turn is enough; two are from even
    "stated_purpose": 0.7, "asked_for_job": 0.9, "checked_time": 0.8, "asked_referral": 0.95,
    "asked_to_use_name": 0.5, "thanked": 0.5, "closed_properly": 0.5,
}  # fmt: skip
_TIME = re.compile(r"\b(?:time|minutes|mins|half an hour|hour)\b", re.IGNORECASE)
CURT = 3  # words of a goodbye that is no more than that


class OwnGoal(NamedTuple):
    """A goal in the learner's words, by which it goes, and what it is about, the weightiest first.

    There is at least one topic, as of the content's goals.
    """

    id: str
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Flags with the numbers of the turns (from 1) that show them, counts, and shares of 0 to 1.

    ``goals`` are those that were looked for. ``thanked_for`` are the turns that thank, or close,
    with something the persona had said.
    """

    flags: Mapping[str, tuple[int, ...]]
    n_questions: int
    n_followups: int
    open_share: float
    talk_share: float
    minutes: float
    goals_covered: tuple[str, ...]
    goals: tuple[Goal | OwnGoal, ...] = field(repr=False)
    not_understood: int
    thanked_for: tuple[int, ...] = ()


def figures(
    talk: Conversation,
    goals: Iterable[Goal | OwnGoal] | None = None,
    *,
    before: Sequence[Turn] = (),
) -> Figures:
    """Return the figures of a talk.

    Args:
        talk: the talk, at any point of it.
        goals: what the learner wants to know; all goals of the content by default.
        before: turns that were said before, which count for nothing but to be thanked for.
    """
    asked = [question for _, question in questions(talk)]
    mine = sum(len(turn.text.split()) for turn in talk.by("learner"))
    all_words = sum(len(turn.text.split()) for turn in talk.turns)
    opened = sum(question.form == "open" for question in asked)
    topics = {question.topic for question in asked}
    wanted: tuple[Goal | OwnGoal, ...] = tuple(content.goals().values() if goals is None else goals)
    flags = {flag: tuple(_shows(talk, flag)) for flag in FLAGS}
    return Figures(
        flags=flags,
        n_questions=len(asked),
        n_followups=sum(question.follows_up for question in asked),
        open_share=round(opened / len(asked), 3) if asked else 0.0,
        talk_share=round(mine / all_words, 3) if all_words else 0.0,
        minutes=round(talk.minute, 1),
        goals_covered=tuple(goal.id for goal in wanted if goal.topics[0] in topics),
        goals=wanted,
        not_understood=sum(not turn.understood for turn in talk.by("persona")),
        thanked_for=tuple(_thanked_for(talk, before, flags)),
    )


def _thanked_for(
    talk: Conversation, before: Sequence[Turn], flags: Mapping[str, tuple[int, ...]]
) -> Iterator[int]:
    """Yield the turns that thank or close and take up something said before them."""
    for number in sorted({*flags["thanked"], *flags["closed_properly"]}):
        turns = (*before, *talk.turns[: number - 1])
        heard = Heard(said=tuple(turn.text for turn in turns if turn.who == "persona"))
        if any(claim.was_said for claim in claims_in(talk.turns[number - 1].text, heard)):
            yield number


def learners(talk: Conversation) -> Iterator[tuple[int, Turn]]:
    """Yield the learner's turns with their numbers, from 1."""
    yield from ((n, turn) for n, turn in enumerate(talk.turns, 1) if turn.who == "learner")


def questions(talk: Conversation) -> Iterator[tuple[int, Asked]]:
    """Yield the learner's questions on work, path, field and people, with their turns' numbers."""
    for number, turn in learners(talk):
        for question in turn.questions:
            yield number, question


def _shows(talk: Conversation, flag: str) -> Iterator[int]:
    """Yield the turns that show a flag, none when what speaks for it is too little."""
    scored = [(number, _score(turn, flag)) for number, turn in _where(talk, flag)]
    found = [(number, score) for number, score in scored if score > 0]
    enough = 2
    several = len(found) >= enough and flag != "asked_referral"
    if several or any(score >= ONCE[flag] for _, score in found):
        yield from (number for number, _ in found)


def _where(talk: Conversation, flag: str) -> Sequence[tuple[int, Turn]]:
    turns = list(learners(talk))
    if flag == "stated_purpose":
        return turns[:OPENING]
    if flag == "checked_time":  # "You got a minute?" only opens the door
        return [(n, turn) for n, turn in turns if n > 1 or _TIME.search(turn.text)]
    if flag == "thanked":
        return [(n, turn) for n, turn in turns if "rude" not in _acts(turn)]
    if flag == "closed_properly":
        return [(n, turn) for n, turn in turns[1:] if _polite(turn)]
    return turns


def _polite(turn: Turn) -> bool:
    """Say whether a goodbye is more than a curt one."""
    acts = _acts(turn)
    plain = turn.text.lower()
    return "rude" not in acts and (
        "thank" in acts
        or len(turn.text.split()) > CURT
        or "goodbye" in plain
        or "good bye" in plain
    )


def _acts(turn: Turn) -> tuple[str, ...]:
    return believed(turn.reading) if turn.reading else ()


def _score(turn: Turn, flag: str) -> float:
    """Return how surely a turn shows a flag, 0 when it does not; 1 when plain words say it too."""
    if turn.reading is None:
        return 0.0
    scores, acts = turn.reading.scores, set(FLAGS[flag]) & set(turn.reading.acts)
    if not acts:
        return 0.0
    if any(rule.speaks_for in acts for rule in turn_rules.find(turn.text).acts):
        return 1.0
    if flag == "asked_referral":
        if any("closing" in read_question(s.text).marks for s in split_sentences(turn.text)):
            return 1.0
        if "ask_for_job" in turn.reading.acts:  # "Could you get me an interview with them?"
            return 0.0
    return max(scores[act] for act in acts)
