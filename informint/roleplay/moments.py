"""Finds moments of a talk that could have been said another way, with a stronger wording."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from informint import content
from informint.content.schema import BankQuestion
from informint.roleplay import memory
from informint.roleplay.comfort import MONOLOGUE
from informint.roleplay.figures import Figures, learners
from informint.roleplay.matching import stems
from informint.roleplay.rubric import rubric
from informint.roleplay.state import Conversation, Turn

MOMENTS = 2  # told of a talk; more would not be read


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One turn of the learner, from 1, with what could be better and another way to say it."""

    turn: int
    quote: str
    says: str
    instead: str


def moments(talk: Conversation, found: Figures) -> tuple[Moment, ...]:
    """Return at most two moments, the weightiest first and no two of a kind."""
    chosen: list[Moment] = []
    for kind in (_job_asks, _missed_hooks, _closed, _monologues):
        taken = {moment.turn for moment in chosen}
        chosen += [moment for moment in kind(talk, found) if moment.turn not in taken][:1]
    return tuple(chosen[:MOMENTS])


def _job_asks(talk: Conversation, found: Figures) -> Iterator[Moment]:
    words = rubric()[1]
    for number in found.flags["asked_for_job"]:
        yield _moment(number, talk.turns[number - 1], words.job, words.job_instead)


def _missed_hooks(talk: Conversation, _: Figures) -> Iterator[Moment]:
    """Yield turns that asked something else just after the persona had mentioned a hook."""
    for number, turn in learners(talk):
        before = Conversation(persona=talk.persona, seed=talk.seed, turns=talk.turns[: number - 1])
        if not turn.questions or turn.hook or any(q.follows_up for q in turn.questions):
            continue
        for mention in memory.mentions(before, within=1):
            if memory.deepest(mention.hook, talk.told) < 0:
                said = talk.turns[number - 2]
                words = memory.words_of(mention.hook, said.plain or said.text)
                says = rubric()[1].hook.replace("{words}", words)
                yield _moment(number, turn, says, mention.hook.asks[0])
                break


def _closed(talk: Conversation, _: Figures) -> Iterator[Moment]:
    for number, turn in learners(talk):
        for question in turn.questions:
            if question.form != "open" and not question.referral:
                other = _open_question(question.topic, question.text)
                if other:
                    yield _moment(number, turn, rubric()[1].closed, other)
                    break


def _monologues(talk: Conversation, _: Figures) -> Iterator[Moment]:
    words = rubric()[1]
    for number, turn in learners(talk):
        if len(turn.text.split()) > MONOLOGUE and not turn.questions:
            yield _moment(number, turn, words.monologue, words.monologue_instead)


def _moment(number: int, turn: Turn, says: str, instead: str) -> Moment:
    return Moment(turn=number, quote=" ".join(turn.text.split()), says=says, instead=instead)


@cache
def _bank(topic: str) -> tuple[BankQuestion, ...]:
    return tuple(
        q for q in content.questions() if q.topic == topic and q.form == "open" and not q.fields
    )


def _open_question(topic: str, text: str) -> str:
    """Return the open question of the bank on a topic that is nearest in words, or nothing."""
    words = set(stems(text))
    return max(
        (q.text for q in _bank(topic)),
        key=lambda other: len(words & set(stems(other))) / (1 + len(set(stems(other)))),
        default="",
    )
