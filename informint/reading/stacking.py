"""Stacks what the encoder of turns makes of a mail's sentence on the score of its words.

The encoder needs numpy; where there is none, the words' scores stand alone, with thresholds and
judgements of their own. The weights are trained by ``tools/train_messages.py``.
"""

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

from informint.reading import learned
from informint.reading.encoder import Encoder, Seen, encoder
from informint.reading.learned import Judgement

if TYPE_CHECKING:
    from informint.reading.encoder import Floats

Scores: TypeAlias = Mapping[str, float]  # of every head, in log odds
_FAR, _ACTS_SHARE = 6.0, 10.0  # log odds of acts: how far they count, and what they are divided by
_REMEMBERED = 2_048
told: "dict[str, Floats]" = {}
"""What the encoder said of sentences lately: an unchanged one is not read again."""


@cache
def second() -> Encoder | None:
    """Return the encoder of turns, or None where there is no numpy to run it.

    Raises:
        BadInput: when its files are missing or damaged.
    """
    try:
        return encoder()
    except ImportError:
        return None


def judgement() -> Judgement:
    """Return what scores are judged by here."""
    card = learned.model().card
    return card.alone if second() is None else card.stacked


def read(sentence: str, words: Scores, *, typing: bool = False) -> Scores:
    """Return the score of every head for a sentence, with the encoder's word where there is one.

    Args:
        sentence: as written.
        words: the score of every head by the sentence's words.
        typing: somebody is typing it. The encoder takes ten times as long as the words do, so a
            sentence that it has not seen is judged by its words until it rests.
    """
    other = second()
    if other is None:
        return words
    if sentence not in told:
        if typing:
            return _without(words)
        if len(told) >= _REMEMBERED:
            told.clear()
        told[sentence] = leanings(other.see(sentence))
    return stacked(words, told[sentence])


def _without(words: Scores) -> Scores:
    """Return scores by words, as far from the stacked thresholds as they are from their own."""
    alone, both = learned.model().card.alone.thresholds, learned.model().card.stacked.thresholds
    return {name: score - alone[name] + both[name] for name, score in words.items()}


def leanings(seen: Seen) -> "Floats":
    """Return what is weighed of what the encoder says: its acts' log odds, and where it points."""
    import numpy as np  # noqa: PLC0415  (only where it is there)

    acts = np.clip(seen.acts, -_FAR, _FAR) / _ACTS_SHARE
    return np.concatenate([acts, seen.vector / np.linalg.norm(seen.vector)]).astype(np.float32)


def stacked(scores: Scores, more: "Floats") -> Scores:
    """Return scores with the encoder's leanings weighed in."""
    import numpy as np  # noqa: PLC0415  (as above)

    by = learned.model()
    weights = np.frombuffer(by.leanings, "<f4").reshape(len(by.card.heads), by.card.leanings)
    weighed = weights @ more
    return {
        name: share.bias + share.score * scores[name] + float(weighed[n])
        for n, (name, share) in enumerate(by.card.shares.items())
    }


def judge(name: str, told: Mapping[str, float]) -> float:
    """Return how far a whole message is above (below) the threshold of something, in log odds."""
    whole = judgement().wholes[name]
    weights = whole.weights
    return whole.bias - whole.threshold + sum(weights.get(k, 0.0) * v for k, v in told.items())
