"""Takes a mail apart: its own sentences, what each of them holds, and the figures of the whole."""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from informint.model import Message, Span
from informint.reading import learned, stacking
from informint.reading.durations import Duration, find_durations
from informint.reading.phrases import Hit, find, topics
from informint.reading.sentences import Part, Sentence, layout

MAX_CHARACTERS = 20_000
FIGURES = (
    "words", "sentences", "paragraphs", "questions", "exclamations", "longest_sentence",
    "subject_words", "own_starts", "them_share", "minutes", "unread",
)  # fmt: skip
"""What is counted; the last four only where there is something to count."""

_LOWEST, _HIGHEST = -6.0, 4.0  # a score beyond these tells a whole message no more


class Look(NamedTuple):
    """What one sentence holds: hits by topic, durations, and the score of every head.

    ``topics`` are those with a hit once open slots are filled.
    """

    hits: Mapping[str, tuple[Hit, ...]]
    durations: tuple[Duration, ...]
    topics: frozenset[str]
    scores: Mapping[str, float]


class Mail(NamedTuple):
    """A message, its own sentences (no quoted history, no signature) and what each holds.

    ``scores`` are those of every head for all of them read together.
    """

    message: Message
    sentences: tuple[Sentence, ...]
    looks: tuple[Look, ...]
    scores: Mapping[str, float]

    def pairs(self) -> Iterable[tuple[Sentence, Look]]:
        """Return each sentence with its look."""
        return zip(self.sentences, self.looks, strict=True)


@lru_cache(maxsize=8192)
def found_in(sentence: str) -> tuple[dict[str, tuple[Hit, ...]], tuple[Duration, ...]]:
    """Return what phrases (by topic) and durations find in a sentence."""
    hits = {topic: found for topic in sorted(topics()) if (found := find(topic, sentence))}
    return hits, find_durations(sentence)


def names_of(sentence: str, kind: str, part: str) -> frozenset[str]:
    """Return what is told to the learned model beside a sentence's words."""
    hits, durations = found_in(sentence)
    names = {f"kind={kind}", f"part={part}"}
    for topic, found in hits.items():
        names |= {topic, *(f"{topic}/{hit.name}" for hit in found)}
    names |= {"duration asked" if d.asked else "duration of something else" for d in durations}
    return frozenset(names)


@lru_cache(maxsize=8192)
def by_words(sentence: str, kind: str, part: str) -> Look:
    """Read one sentence by its words; an unchanged one is read once."""
    hits, durations = found_in(sentence)
    text = filled(sentence)
    scores = learned.score(text, names_of(text, kind, part))
    return Look(hits, durations, frozenset(found_in(text)[0]), scores)


def look(sentence: Sentence, kind: str, *, typing: bool) -> Look:
    """Read one sentence, with the encoder too unless somebody is ``typing`` it."""
    words = by_words(sentence.text, kind, sentence.part.value)
    scores = stacking.read(filled(sentence.text), words.scores, typing=typing)
    return words._replace(scores=scores)


def filled(sentence: str) -> str:
    """Return a sentence as the learned half reads it.

    A slot of a pattern that is still open says nothing yet, so it is read as if something stood
    there; that it is open, phrases tell.
    """
    return SLOT.sub("something", sentence)


SLOT = re.compile(r"\[\[.*?\]\]", re.DOTALL)  # of a pattern, for the learner to fill


def own_sentences(body: str) -> tuple[Sentence, ...]:
    """Return the sentences a reading is about; of a huge body only the beginning is read."""
    found = layout(body[:MAX_CHARACTERS])
    return tuple(s for s in found if s.part not in {Part.QUOTED, Part.SIGNATURE})


def take_apart(message: Message, *, typing: bool = False) -> Mail:
    """Return a message with its sentences read one by one; ``typing`` as in ``stacking.read``."""
    own = own_sentences(message.body)
    kind = message.kind.value
    looks = tuple(look(s, kind, typing=typing) for s in own)
    texts = [filled(s.text) for s in own]
    together = (" ".join(texts[part]) for part in passages(texts))
    scores = stacking.together(together, [one.scores for one in looks], typing=typing)
    return Mail(message, own, looks, scores)


PASSAGE = 650  # characters, about what the encoder takes in at once


def passages(sentences: Sequence[str]) -> list[slice]:
    """Return which sentences, in order, are read together: as many as the encoder takes in."""
    found, start, length = [], 0, 0
    for n, sentence in enumerate(sentences):
        if n > start and length + len(sentence) > PASSAGE:
            found.append(slice(start, n))
            start, length = n, 0
        length += len(sentence) + 1
    return [*found, slice(start, len(sentences))] if sentences else []


_FIRST_PERSON = frozenset(["i", "me", "my", "mine", "i'm", "i've", "i'd", "i'll", "im", "myself"])
_SECOND_PERSON = frozenset(
    ["you", "your", "yours", "you're", "you've", "you'd", "you'll", "u", "ur", "yourself"]
)
_OWN_START = _FIRST_PERSON - {"me", "mine", "myself"}
_WORD = re.compile(r"[^\W_]+(?:['\u2019.-][^\W_]+)*")


def figures_of(message: Message, sentences: Sequence[Sentence]) -> dict[str, float]:
    """Return the counts and shares of a message's own text (greeting and sign-off are counted).

    ``own_starts`` is the share of sentences that start with I or My, ``them_share`` that of you and
    your among the words for the two; each is left out where there is nothing to share.
    """
    texts = [s.text for s in sentences if s.part is Part.TEXT]
    words = [_WORD.findall(s.text) for s in sentences]
    body = [[w.lower().replace("\u2019", "'") for w in _WORD.findall(text)] for text in texts]
    flat = [word for sentence in body for word in sentence]
    mine = sum(word in _FIRST_PERSON for word in flat)
    yours = sum(word in _SECOND_PERSON for word in flat)
    figures: dict[str, float] = {
        "words": sum(map(len, words)),
        "sentences": len(texts),
        "paragraphs": len({s.paragraph for s in sentences if s.part is Part.TEXT}),
        "questions": sum("?" in text for text in texts),
        "exclamations": sum(text.count("!") for text in texts),
        "longest_sentence": max(map(len, body), default=0),
        "subject_words": len(_WORD.findall(message.subject)),
    }
    if texts:
        figures["own_starts"] = sum(bool(s) and s[0] in _OWN_START for s in body) / len(texts)
    if mine + yours:
        figures["them_share"] = yours / (mine + yours)
    if len(message.body) > MAX_CHARACTERS:
        figures["unread"] = len(message.body) - MAX_CHARACTERS
    return figures


def tell(
    looks: Sequence[Look], together: Mapping[str, float], kind: str, figures: Mapping[str, float]
) -> dict[str, float]:
    """Return what the learned judgements of a whole message rest on, by name.

    The best score of every head in any sentence, that of all sentences read together, what phrases
    found, the kind, and three figures.
    """
    told = {f"mail {head}": _bounded(score) for head, score in together.items()}
    best = {head: max(look.scores[head] for look in looks) for head in together}
    told |= {f"best {head}": _bounded(score) for head, score in best.items()}
    told |= {f"has {topic}": 1.0 for look in looks for topic in look.topics}
    if any(d.asked for look in looks for d in look.durations):
        told["has duration"] = 1.0
    told[f"kind={kind}"] = 1.0
    told["own_starts"] = figures.get("own_starts", 0.0)
    told["them_share"] = figures.get("them_share", 0.0)
    told["length"] = min(3.0, figures["words"] / 100)
    return told


def _bounded(score: float) -> float:
    return min(max(_LOWEST, score), _HIGHEST)


class Notes:
    """Collects what was found: the places of every element and mark, and who found each."""

    def __init__(self) -> None:
        """Start with nothing."""
        self._found: dict[str, dict[Span, str]] = {}

    def note(
        self, name: str, why: str, sentence: Sentence | None = None, at: Span | None = None
    ) -> None:
        """Write down an element or mark: in a sentence, at a place of it, or without a place."""
        places = self._found.setdefault(name, {})
        if sentence is not None:
            start = sentence.span.start
            end = sentence.span.end if at is None else start + at.end
            places.setdefault(Span(start if at is None else start + at.start, end), why)
        elif why not in places.values():
            places[Span(-1 - len(places), -1)] = why

    def __contains__(self, name: str) -> bool:
        """Say whether an element or mark was noted."""
        return name in self._found

    def names(self) -> set[str]:
        """Return everything that was noted."""
        return set(self._found)

    def places(self, name: str) -> tuple[Span, ...]:
        """Return where, in order, places inside another one left out."""
        spans = sorted(
            (s for s in self._found.get(name, ()) if s.start >= 0), key=lambda s: (s.start, -s.end)
        )
        kept: list[Span] = []
        for span in spans:
            if not kept or span.end > kept[-1].end:
                kept.append(span if not kept else Span(max(span.start, kept[-1].end), span.end))
        return tuple(kept)

    def why(self, name: str) -> tuple[str, ...]:
        """Return who found it, in order of place."""
        found = self._found.get(name, {})
        return tuple(dict.fromkeys(found[span] for span in sorted(found)))
