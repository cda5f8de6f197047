"""Finds which fact or hook of a persona a question is about: by words, by sense and by topic."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from informint.content.persona import Fact, Hook, Persona
from informint.reading.encoder import PLAIN
from informint.reading.senses import senses
from informint.reading.stems import stem

if TYPE_CHECKING:
    from numpy import float32
    from numpy.typing import NDArray

_WORD = re.compile(r"[^\W_]+")
_SHORT_FORMS = {
    "whats": "what", "hows": "how", "whos": "who", "wheres": "where", "dont": "not", "didnt": "not",
    "isnt": "not", "u": "you", "ur": "your", "r": "are", "n": "and", "im": "i", "ive": "i",
}  # fmt: skip
# Words that every question may have; they tell nothing about what it is on.
_EMPTY_WORDS = """
    a an the of in on at to for and or but so if it its is are was were be been am do does did
    have has had can could will would should may might i me my you your yours we us our they s t d
    re ve ll m then well okay ok right now please just really actually maybe perhaps tell about
    say know think there here as with by from this some any very quite also yes no not hi hello
    sorry oh wow great thanks thank curious wonder wondering hear ask asking question let like
"""
_EMPTY = frozenset(_EMPTY_WORDS.split())
# Against 1 for the words; benchmarks/talks.py --published tells what comes of it.
SENSE_WEIGHS, TOPIC_WEIGHS = 1.25, 0.25
APART = 0.6  # nearness that questions on different things often have


def stems(text: str) -> tuple[str, ...]:
    """Return the stems of the telling words of a text, in order."""
    plain = text.lower().translate(PLAIN).replace("n't", " not").replace("'", " ")
    words = (_SHORT_FORMS.get(word, word) for word in _WORD.findall(plain))
    return tuple(stem(word) for word in words if word not in _EMPTY)


@dataclass(frozen=True, slots=True)
class Index:
    """What a persona's facts and hooks are asked for by: words, what each weighs, and senses."""

    asks: Mapping[str, tuple[frozenset[str], ...]]
    weights: Mapping[str, float]
    unknown: float
    senses: "Mapping[str, NDArray[float32]]"

    def nearness(self, question: str) -> Mapping[str, float]:
        """Return how near a question is to what each fact answers, -1 to 1; none without numpy."""
        if not self.senses:
            return {}
        wanted = senses().of(question)
        return {ident: float((known @ wanted).max()) for ident, known in self.senses.items()}

    def likeness(self, question: frozenset[str], ident: str) -> float:
        """Return how much a question is like one that an entry answers, 0 to 1."""
        return max((self._alike(question, ask) for ask in self.asks[ident]), default=0.0)

    def _alike(self, question: frozenset[str], ask: frozenset[str]) -> float:
        both = self._weight(question & ask)
        if not both:
            return 0.0
        mine, theirs = self._weight(question), self._weight(ask)
        # A wordy question may hold a short one: what it covers of the ask counts for itself.
        return 0.6 * (2 * both / (mine + theirs)) + 0.4 * (both / theirs) * min(
            1.0, theirs / mine + 0.3
        )

    def _weight(self, words: Iterable[str]) -> float:
        return sum(self.weights.get(word, self.unknown) for word in words)


@lru_cache(maxsize=32)
def index(persona: Persona) -> Index:
    """Return the index of a persona."""
    entries: tuple[Fact | Hook, ...] = (*persona.fact, *persona.hook)
    asks = {
        entry.id: tuple(frozenset(stems(ask)) for ask in (*entry.asks, entry.about))
        for entry in entries
    }
    many = sum(map(len, asks.values()))
    counted = Counter(word for texts in asks.values() for text in texts for word in text)
    weights = {word: math.log(1 + many / n) for word, n in counted.items()}
    return Index(asks, weights, math.log(1 + many), _senses(persona))


def _senses(persona: Persona) -> "Mapping[str, NDArray[float32]]":
    """Return what each fact's questions want to know; nothing where numpy is missing."""
    try:
        by = senses()
    except ImportError:
        return {}
    return {fact.id: by.np.stack([by.of(ask) for ask in fact.asks]) for fact in persona.fact}


@dataclass(frozen=True, slots=True, order=True)
class Match:
    """How well a fact or hook fits a question.

    ``by_words`` is how like its words are to those of a question that the entry answers, and
    ``alike`` how like it is by words or by sense, both 0 to 1; ``score`` ranks.
    """

    score: float
    by_words: float
    alike: float
    entry: Fact | Hook

    @property
    def id(self) -> str:
        """The id of the fact or hook."""
        return self.entry.id


def facts(persona: Persona, question: str, likely: Mapping[str, float]) -> list[Match]:
    """Return the persona's facts by how well they answer a question, the best first.

    Args:
        persona: who is asked.
        question: the question.
        likely: the likelihood of each topic.
    """
    known, words = index(persona), frozenset(stems(question))
    near = known.nearness(question)
    found = []
    for fact in persona.fact:
        by_words = known.likeness(words, fact.id)
        score = by_words + SENSE_WEIGHS * near.get(fact.id, by_words)
        alike = max(by_words, (near.get(fact.id, 0.0) - APART) / (1 - APART))
        score += TOPIC_WEIGHS * likely.get(fact.topic, 0.0)
        found.append(Match(score, by_words, alike, fact))
    return sorted(found, key=lambda m: (-m.score, m.id))


def hooks(persona: Persona, question: str, among: Iterable[str]) -> list[Match]:
    """Return hooks by how well their words fit a question, the best first."""
    known, words = index(persona), frozenset(stems(question))
    found = []
    for hook in persona.hook:
        if hook.id in among:
            alike = known.likeness(words, hook.id)
            found.append(Match(alike, alike, alike, hook))
    return sorted(found, key=lambda m: (-m.score, m.id))
