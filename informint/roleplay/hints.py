"""Says, when asked, what the learner could pick up or do next."""

from collections.abc import Iterator

from informint.roleplay import clock, memory
from informint.roleplay.state import Conversation
from informint.roleplay.words import shared

HOOKS = 2  # things mentioned that are named at most
MOVES = 2  # missing moves that are named at most
ROW = 2  # turns in a row with closed questions only
LATE = 0.5  # of the persona's time, from which the end is prepared


def hint(talk: Conversation) -> str:
    """Return what the learner could pick up or do here, in plain sentences, one a line.

    It names what the persona mentioned lately and has not told, then what is missing so far.
    """
    if talk.over:
        return shared().hints.over
    if not talk.turns:
        return shared().hints.opening
    return "\n".join((*_hooks(talk), *list(_moves(talk))[:MOVES]))


def _hooks(talk: Conversation) -> list[str]:
    found = []
    for mention in memory.mentions(talk):
        if memory.deepest(mention.hook, talk.told) < 0:
            words = _as_said(talk, mention)
            found.append(shared().hints.hook.replace("{words}", words))
    if not found and talk.last and talk.last.fact_ids:
        return [shared().hints.deeper]
    return found[:HOOKS]


def _as_said(talk: Conversation, mention: memory.Mention) -> str:
    """Return the words by which the persona mentioned a hook."""
    turn = talk.by("persona")[-1 - mention.ago]
    return memory.words_of(mention.hook, turn.plain or turn.text)


def _moves(talk: Conversation) -> Iterator[str]:
    hints = shared().hints
    mine = talk.by("learner")
    acts = {act for turn in mine if turn.reading for act in turn.reading.acts}
    if clock.nearly_over(talk.persona, talk.minute):
        if not acts & {"time_check", "offer_to_end"}:
            yield hints.time.replace("{minutes}", str(max(1, round(talk.minutes_left))))
        if "ask_referral" not in acts:
            yield hints.referral
        yield hints.thanks
        return
    if "state_purpose" not in acts:
        yield hints.purpose
    last = mine[-ROW:]
    if len(last) == ROW and all(
        t.questions and all(q.form != "open" for q in t.questions) for t in last
    ):
        yield hints.open
    if talk.minute >= LATE * talk.persona.minutes and "ask_referral" not in acts:
        yield hints.referral
    if "acknowledge" not in acts:
        yield hints.acknowledge
    asked = {q.topic for turn in mine for q in turn.questions}
    left = [words for topic, words in shared().topics.items() if topic not in asked]
    if left:
        yield hints.topic.replace("{topic}", left[0].theirs)
