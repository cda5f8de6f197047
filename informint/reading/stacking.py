"""Stacks what the encoder makes of a mail and its sentences on the scores of their words.

The encoder needs numpy; where there is none, the words' scores stand alone, with thresholds and
judgements of their own. The weights are trained by ``tools/train_messages.py``.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import TypeAlias

from informint.reading import learned
from informint.reading.encoder import Encoder, Seen, encoder
from informint.reading.learned import Judgement

Scores: TypeAlias = Mapping[str, float]  # of every head, in log odds
_FAR, _SHARE = 6.0, 10.0  # log odds of the encoder: how far they count, and are divided by
_REMEMBERED = 512  # sentences and passages of the mails at hand, 9 KB each
told: dict[str, Seen] = {}
"""What the encoder said of sentences and passages lately: what is unchanged is not read again."""


@cache
def second() -> Encoder | None:
    """Return the encoder, or None where there is no numpy to run it.

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
    if second() is None:
        return words
    seen = _see(sentence, typing=typing)
    return _without(words) if seen is None else stacked(words, leanings(seen))


def together(passages: Iterable[str], sentences: Sequence[Scores], *, typing: bool) -> Scores:
    """Return the score of every head for a whole mail: the best of its passages.

    Args:
        passages: its sentences, as many together as the encoder takes in.
        sentences: the scores of each sentence, which stand in where the encoder has no word.
        typing: as above.
    """
    seen = [_see(passage, typing=typing) for passage in passages]
    scores = [_of_mail(one) for one in seen if one is not None]
    if not scores or len(scores) < len(seen):
        scores = list(sentences)
    return {head: max(one[head] for one in scores) for head in (scores or [{}])[0]}


def _see(text: str, *, typing: bool) -> Seen | None:
    """Return what the encoder says, if there is one; while somebody is typing, what it has said."""
    other = second()
    if other is None or (typing and text not in told):
        return None
    if text not in told:
        if len(told) >= _REMEMBERED:
            told.clear()
        told[text] = other.see(text)
    return told[text]


def _without(words: Scores) -> Scores:
    """Return scores by words, as far from the stacked thresholds as they are from their own."""
    alone, both = learned.model().card.alone.thresholds, learned.model().card.stacked.thresholds
    return {name: score - alone[name] + both[name] for name, score in words.items()}


def _of_mail(seen: Seen) -> Scores:
    return dict(zip(encoder().card.mail, seen.mail.tolist(), strict=True))


def leanings(seen: Seen) -> list[float]:
    """Return what is weighed of what the encoder says: its acts, and what mails hold."""
    odds = [*seen.acts.tolist(), *seen.mail.tolist()]
    return [max(-_FAR, min(_FAR, one)) / _SHARE for one in odds]


def stacked(scores: Scores, more: Sequence[float]) -> Scores:
    """Return scores with the encoder's leanings weighed in."""
    return {
        name: share.bias
        + share.score * scores[name]
        + sum(weight * one for weight, one in zip(share.leanings, more, strict=True))
        for name, share in learned.model().card.shares.items()
    }


def judge(name: str, told: Mapping[str, float]) -> float:
    """Return how far a whole message is above (below) the threshold of something, in log odds."""
    whole = judgement().wholes[name]
    weights = whole.weights
    return whole.bias - whole.threshold + sum(weights.get(k, 0.0) * v for k, v in told.items())
