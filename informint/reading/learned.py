"""Scores a sentence with learned weights: a linear model on words, pairs and phrases found.

The weights are trained by ``tools/train_messages.py`` on the sentences in ``corpus/``; reading them
needs nothing but the standard library. Every score is a sum of features that can be shown.
"""

import hashlib
import math
import re
import zlib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any, NamedTuple

import msgspec

from informint.errors import BadInput

_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*|\d+|[?!]|[^\w\s]")
_LANE = 3  # bytes for the sum of one head: 8 bits a weight, room for 65,000 features
_LONG = 5  # words above this also count by their beginning and end, which helps with endings
_KNOWN = 20_000  # features whose rows are kept at hand
FOUND_WEIGHT = 0.375  # of what phrases found, beside words whose squares sum to 1


def words_of(sentence: str) -> list[str]:
    """Return a sentence's words and marks in lower case, every number as ``#``."""
    found = _WORD.findall(sentence.replace("\u2019", "'"))
    return ["#" if word[0].isdigit() else word.lower() for word in found]


def features(sentence: str) -> frozenset[str]:
    """Return what a sentence is to the model: its words, pairs, pairs with a gap, and ends."""
    words = ["<", *words_of(sentence), ">"]
    parts = {
        *words,
        *(f"{a} {b}" for a, b in pairwise(words)),
        *(f"{a} _ {b}" for a, b in zip(words, words[2:], strict=False)),
    }
    for word in words:
        if len(word) > _LONG:
            parts |= {f"^{word[:4]}", f"${word[-3:]}"}
    return frozenset(parts)


def bucket(feature: str, buckets: int) -> int:
    """Return the row of the weights that a feature shares by its checksum."""
    return zlib.crc32(feature.encode()) % buckets


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is scored: what its steps and its sum of them are in log odds."""

    scale: float
    bias: float


class Share(msgspec.Struct, frozen=True, kw_only=True):
    """What a head's score weighs, and beside it what the encoder says of the sentence."""

    score: float
    bias: float
    leanings: tuple[float, ...]


class Whole(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that only the whole message tells, from its best sentences, parts and figures."""

    weights: dict[str, float]
    bias: float
    threshold: float


class Judgement(msgspec.Struct, frozen=True, kw_only=True):
    """From which score each head counts as present, and what whole messages are judged by."""

    thresholds: dict[str, float]
    wholes: dict[str, Whole]


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """What ``messages.json`` says of the weights.

    Scores are judged ``alone`` where there is no encoder, else ``stacked``; ``encoder`` is the
    checksum of the one trained with.
    """

    sha256: str
    buckets: int
    heads: dict[str, Head]
    alone: Judgement
    shares: dict[str, Share]
    stacked: Judgement
    encoder: str


class Model(NamedTuple):
    """The weights: one row of ``len(card.heads)`` lanes a bucket, and the rows met so far."""

    card: Card
    rows: bytes
    known: dict[str, int]


@cache
def model() -> Model:
    """Return the weights that come with the package.

    Raises:
        BadInput: when the files are missing or damaged.
    """
    return load(files(__package__).joinpath("weights"))


def load(folder: Any) -> Model:  # noqa: ANN401  (a path, or a resource inside a zip file)
    """Read ``messages.json`` and ``messages.bin`` from a folder.

    Raises:
        BadInput: when they are missing or damaged.
    """
    try:
        card = msgspec.json.decode(folder.joinpath("messages.json").read_bytes(), type=Card)
        packed = folder.joinpath("messages.bin").read_bytes()
        if hashlib.sha256(packed).hexdigest() != card.sha256:
            raise ValueError  # noqa: TRY301  (one sentence for every way to be damaged)
        narrow = zlib.decompress(packed)
        if len(narrow) != card.buckets * len(card.heads):
            raise ValueError  # noqa: TRY301  (as above)
    except (OSError, ValueError, zlib.error, msgspec.MsgspecError):
        message = (
            "The reader's weights (messages.json and messages.bin) are missing or damaged: "
            "install informint again."
        )
        raise BadInput(message) from None
    wide = bytearray(_LANE * len(narrow))
    wide[::_LANE] = narrow
    return Model(card, bytes(wide), {})


def score(sentence: str, found: Iterable[str]) -> dict[str, float]:
    """Return the score of every head for a sentence: log odds, about 0 where it is even.

    Args:
        sentence: as written.
        found: what phrases and other extractors found in it, by name.
    """
    by = model()
    parts = features(sentence)
    told = set(found)
    sums = (_sum(parts, by), _sum(told, by))
    shares = (1 / math.sqrt(len(parts)), FOUND_WEIGHT)
    return {
        name: head.bias
        + head.scale
        * sum(
            share * (lanes[n] - 128 * count)
            for (lanes, count), share in zip(sums, shares, strict=True)
        )
        for n, (name, head) in enumerate(by.card.heads.items())
    }


def _sum(parts: Iterable[str], by: Model) -> tuple[list[int], int]:
    """Add up the rows of some features, all heads at once: a row is one long integer."""
    width = _LANE * len(by.card.heads)
    total = count = 0
    known = by.known
    for part in parts:
        row = known.get(part)
        if row is None:
            start = width * bucket(part, by.card.buckets)
            row = int.from_bytes(by.rows[start : start + width], "little")
            if len(known) < _KNOWN:
                known[part] = row
        total += row
        count += 1
    lanes = total.to_bytes(width + _LANE, "little")
    return [int.from_bytes(lanes[n : n + _LANE], "little") for n in range(0, width, _LANE)], count


def weightiest(sentence: str, found: Iterable[str], head: str, top: int = 3) -> list[str]:
    """Return the features that spoke most for a head, the strongest first."""
    by = model()
    n = list(by.card.heads).index(head)
    width = _LANE * len(by.card.heads)
    share = 1 / math.sqrt(max(1, len(features(sentence))))
    weights = {
        part: (by.rows[width * bucket(part, by.card.buckets) + _LANE * n] - 128) * weight
        for parts, weight in ((features(sentence), share), (set(found), FOUND_WEIGHT))
        for part in parts
    }
    ranked = sorted(weights, key=lambda part: (-weights[part], part))
    return [part for part in ranked[:top] if weights[part] > 0]
