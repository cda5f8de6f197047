"""Chooses what answers a question of the learner: a fact, a hook, or a question back."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import NamedTuple

from informint import content
from informint.content.persona import Fact, Hook, Limit
from informint.content.persona_files import names
from informint.reading import hearing
from informint.reading.hearing import Asked
from informint.reading.turns import as_question
from informint.roleplay import memory
from informint.roleplay.matching import Match, facts, hooks, stems
from informint.roleplay.state import DEPTHS, LENIENT, LIVE, Conversation, depth_at
from informint.roleplay.words import shared

CLEAR = 1.0  # score from which a fact answers
DIM = 0.75  # score from which it is worth asking whether it was meant
STRONG = 0.62  # likeness that outweighs pointing back or an offer
HOOK_ASKED = 0.6  # likeness in words from which a hook is asked for without its name
READER = 0.3  # what the reader's own topic adds to the likelihoods
OLD = 0.22  # what a fact loses that was told before and is not asked for by its words
EXHAUSTED = 0.45  # the same of which nothing is left
SAME = 0.4  # likeness from which a question is on what was told
SAME_TOPIC = 0.25  # likelihood of the last topic from which a follow-up stays with it
CLEAR_TOPIC = 0.6  # likelihood of a topic from which it needs no help
BEYOND_DOUBT = 0.95  # likelihood of a topic from which half a sentence is a question of its own
FEW = 2  # telling words that a question has at most when it leans on what was said
PICK_WORDS = 9  # words of a turn that picks one of two at most
_JOINED = re.compile(
    r",?\s+and(?:\s+also)?\s+(?=(?:what|how|why|which|who|where|when)\b"
    r"|(?:do|does|did|is|are|was|were|can|could|would|will|have|has|should)\s+"
    r"(?:you|i|we|they|it|there|people|the|your|one|an?|any)\b)",
    re.IGNORECASE,
)
_YES = re.compile(
    r"^\W*(?:yes|yeah|yep|sure|please|ok(?:ay)?|go on|go ahead|do|tell me|i'd love)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Choice:
    """What a question is answered with.

    ``item`` is a fact or hook; with ``doubt`` the other thing it may be about, it has to be asked
    which. ``follows`` says that it goes on with what was told. ``alike`` is how much words or sense
    alone spoke for it. ``besides`` is a fact told before, which the question is about as well.
    """

    item: Fact | Hook | None = None
    doubt: Fact | None = None
    limit: Limit | None = None
    follows: bool = False
    alike: float = 0.0
    hook: str | None = None
    besides: Fact | None = None

    @property
    def is_clear(self) -> bool:
        """Whether it can be answered without asking back."""
        return self.limit is not None or (self.item is not None and self.doubt is None)


def choose(talk: Conversation, question: Asked, told: frozenset[str] | set[str]) -> Choice:
    """Choose what answers a question.

    Args:
        talk: the talk before the learner's turn.
        question: the question.
        told: the ids of the texts that were used.
    """
    text = question.text
    for limit in talk.persona.limit:
        if names(limit.words, text):
            return Choice(limit=limit)
    mentioned = memory.mentions(talk)
    likely = likelihoods(question)
    matches = facts(talk.persona, text, likely)
    ranked = _fresh_first(matches, told)
    best = ranked[0]
    hook = memory.picked_up(text, mentioned) or memory.picked_up(
        text, memory.mentions(talk, within=len(talk.turns))
    )
    if hook and best.by_words < max(STRONG, 0.8) and _left(hook, told):
        return Choice(item=hook, follows=True, hook=hook.id)
    if best.by_words < STRONG:
        asked = hooks(talk.persona, text, {m.hook.id for m in mentioned})
        if asked and asked[0].by_words >= max(HOOK_ASKED, best.by_words):
            return Choice(item=asked[0].entry, follows=True, hook=asked[0].id)
        if _leans_back(talk, question, likely):
            item = _further(talk, told, mentioned)
            if item is not None:
                hooked = item.id if isinstance(item, Hook) else None
                return Choice(item=item, follows=True, hook=hooked)
    if not best.by_words and not hearing.is_speech(text):
        return Choice()  # letters that no question is made of, whatever the reader makes of them
    last = memory.last_told(talk, within=1)
    return _beside_told(_decided(ranked, last if question.leans else ()), matches[0], told)


def choose_each(talk: Conversation, question: Asked) -> list[tuple[Asked, Choice]]:
    """Return a question with what answers it; of several in a sentence, each with its own."""
    asked = _JOINED.split(question.text) if _plain(question.text) not in _of_the_bank() else []
    parts = [_with_topic(question, text) for text in asked] if len(asked) > 1 else []
    if parts and len({part.topic for part in parts} - {"other"}) == len(parts):
        each = [(part, choose(talk, part, talk.told)) for part in parts]
        if all(choice.is_clear for _, choice in each):
            return each
    return [(question, choose(talk, question, talk.told))]


def _with_topic(question: Asked, text: str) -> Asked:
    """Return part of a question with its form, and its topic when that is beyond doubt."""
    topic, likely = max(as_question(text)[1].items(), key=lambda pair: pair[1])
    return replace(
        question, text=text, form=hearing.form_of(text),
        topic=topic if likely >= BEYOND_DOUBT else "other",
    )  # fmt: skip


def likelihoods(question: Asked) -> Mapping[str, float]:
    """Return how likely each topic is for a question; the bank's own questions have theirs."""
    known = _of_the_bank().get(_plain(question.text))
    if known is not None:
        return {known: 1.0}
    likely = dict(as_question(question.text)[1])
    likely[question.topic] = likely.get(question.topic, 0.0) + READER
    total = sum(likely.values())
    return {topic: value / total for topic, value in likely.items()}


@cache
def _of_the_bank() -> Mapping[str, str]:
    """Return the topics of the questions that learners may take into the talk as they stand."""
    return {_plain(q.text): q.topic for q in content.questions()}


def _plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


def _fresh_first(matches: Sequence[Match], told: frozenset[str] | set[str]) -> list[Match]:
    """Return the facts, those best suited first; one told before only when its words are asked."""
    found = []
    for match in matches:
        loss = 0.0
        if match.alike < STRONG and memory.deepest(match.entry, told) >= 0:
            loss = OLD if _left(match.entry, told) else EXHAUSTED
        found.append(replace(match, score=match.score - loss))
    return sorted(found, key=lambda m: (-m.score, m.id))


def _decided(ranked: Sequence[Match], just: Sequence[str]) -> Choice:
    best = ranked[0]
    fact = best.entry
    assert isinstance(fact, Fact)  # noqa: S101  (facts rank facts)
    if best.score >= CLEAR:
        return Choice(item=fact, alike=best.alike, follows=fact.id in just)
    if best.score >= DIM:
        for other in ranked[1:]:
            if other.entry.topic != fact.topic and isinstance(other.entry, Fact):
                return Choice(item=fact, doubt=other.entry, alike=best.alike)
    return Choice()


def _beside_told(choice: Choice, meant: Match, told: frozenset[str] | set[str]) -> Choice:
    """Return a choice that knows of what was told before and would have answered as well."""
    fact = meant.entry
    new = fact is choice.item or memory.deepest(fact, told) < 0
    if new or meant.alike < SAME or not isinstance(fact, Fact):
        return choice
    return replace(choice, besides=fact)


def _leans_back(talk: Conversation, question: Asked, likely: Mapping[str, float]) -> bool:
    """Say whether a question goes on with what the persona has just told."""
    last = memory.last_told(talk, within=1)
    if not last:
        return False
    if hearing.points_back(question.text):
        return True
    topic = memory.entry(talk.persona, last[0]).topic
    words = set(stems(question.text))
    shared_words = not words or bool(words & set(stems(talk.last.text if talk.last else "")))
    few = len(words) <= FEW and shared_words and max(likely.values()) < CLEAR_TOPIC
    return question.leans and (few or likely.get(topic, 0.0) >= SAME_TOPIC)


def _left(item: Fact | Hook, told: frozenset[str] | set[str]) -> bool:
    return memory.deepest(item, told) + 1 < len(memory.tellings(item))


def _further(
    talk: Conversation, told: frozenset[str] | set[str], mentioned: Sequence[memory.Mention]
) -> Fact | Hook | None:
    """Return what can still be told of what the persona has just spoken about."""
    last = [memory.entry(talk.persona, i) for i in memory.last_told(talk, within=1)]
    deep = DEPTHS.index(depth_at(talk.comfort + LENIENT))
    ready = [x for x in last if isinstance(x, Hook) or memory.deepest(x, told) < deep]
    just = [m.hook for m in mentioned if m.ago == 0]
    ways = (*ready, *just, *last)
    return next((item for item in ways if _left(item, told)), last[0] if last else None)


class Pick(NamedTuple):
    """What a learner picks of what was offered.

    ``asked`` says that it was one of several questions, of which others may be ``waiting``.
    """

    item: Fact | Hook
    asked: bool
    waiting: tuple[Fact | Hook, ...]


def picked(talk: Conversation, text: str, questions: Sequence[Asked]) -> Pick | None:
    """Return what a learner picks of the things offered lately, or None."""
    turns = talk.by("persona")[-LIVE:]
    ago = next((n for n, turn in enumerate(reversed(turns)) if turn.offers), None)
    if ago is None:
        return None
    since = turns[len(turns) - 1 - ago :]
    told = {ident for turn in since for ident in turn.fact_ids}
    items = [memory.entry(talk.persona, ident) for ident in since[0].offers]
    left = [item for item in items if item.id not in told]
    item = _of_these(items, left, text, questions, late=ago > 0) if left else None
    if item is None:
        return None
    asked = len(left) < len(items)  # one of them has been answered
    return Pick(item, asked, tuple(x for x in left if x is not item) if asked else ())


def _of_these(
    items: Sequence[Fact | Hook], left: Sequence[Fact | Hook], text: str,
    questions: Sequence[Asked], *, late: bool,
) -> Fact | Hook | None:  # fmt: skip
    """Return which of some items a text picks; when it is late, only by its place."""
    by_topic = None if late else _by_topic(left, text)
    if by_topic is not None:
        return by_topic
    asks = bool(questions) or "?" in text
    if len(text.split()) > PICK_WORDS or ((asks or late) and not _is_bare(text)):
        return None
    picks = shared().picks
    others = [item for item in left if item is not items[0]] or left
    if names(picks.last, text):
        return others[-1]
    if names(picks.second, text):
        return others[0]
    if not late and (names(picks.any, text) or _YES.match(text)):
        return left[0]
    return items[0] if names(picks.first, text) else None


def _is_bare(text: str) -> bool:
    """Say whether a text has no telling words but those that pick."""
    return set(stems(text)) <= _picking()


@cache
def _picking() -> frozenset[str]:
    picks = shared().picks
    ways = (*picks.first, *picks.second, *picks.last, *picks.any, picks.beside)
    return frozenset(stem for way in ways for stem in stems(way))


def _by_topic(items: Sequence[Fact | Hook], text: str) -> Fact | Hook | None:
    """Return the item whose name in words a text repeats, when it is plainly one of them."""
    said = set(stems(text))
    topics = shared().topics
    shares = []
    for item in items:
        ways = [set(stems(topics[item.topic].says)), set(stems(item.about))]
        shares.append(max((len(said & way) / len(said | way) for way in ways if way), default=0.0))
    best = max(range(len(items)), key=lambda n: shares[n])
    rest = max((share for n, share in enumerate(shares) if n != best), default=0.0)
    least, ahead = 0.34, 0.15
    return items[best] if shares[best] >= least and shares[best] >= rest + ahead else None
