"""Runs the small encoder that reads a turn of the talk or a piece of a mail, with numpy alone.

``tools/train_turns.py`` trains it and writes ``turns.bin`` (weights in bytes, one scale a row),
``turns.json`` (vocabulary, examples) and ``TURNS.md`` (its card). Every array is 32-bit
and contiguous: one stray 64-bit number makes it five times slower.
"""

import hashlib
import math
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from informint.errors import BadInput
from informint.reading.blas import one_thread
from informint.reading.wordpiece import WordPiece

if TYPE_CHECKING:
    from numpy import float32, int8
    from numpy.typing import NDArray

    Floats = NDArray[float32]
    Bytes = NDArray[int8]

PIECES = 173  # of a text and what was said before it together; with three marks, 176
PREVIOUS_PIECES = 80  # of what was said before, its last ones; the text has the room that is left
LATELY = 64  # texts whose outcome is kept: one is asked for its acts and for what it wants to know
# Typographic quotation marks and apostrophes are read as straight ones.
PLAIN = {0x2019: "'", 0x2018: "'", 0x201C: '"', 0x201D: '"'}
_GELU = math.sqrt(2 / math.pi)


class Example(msgspec.Struct, frozen=True, array_like=True):
    """A turn of the training corpus, to show beside a reading."""

    text: str
    acts: tuple[str, ...]
    form: str | None
    topic: str | None


class Shape(msgspec.Struct, frozen=True, kw_only=True):
    """The sizes of the encoder."""

    width: int
    inner: int
    heads: int
    layers: int
    places: int


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """What ``turns.json`` says of the weights.

    An act's score is ``slope * log odds``; 0 is even. ``sure`` turns the least distance of a score
    from 0 into the share of readings that were right.
    """

    sha256: str
    shape: Shape
    pieces: tuple[str, ...]
    acts: tuple[str, ...]
    forms: tuple[str, ...]
    topics: tuple[str, ...]
    mail: tuple[str, ...]
    slope: float
    sure: tuple[float, float]
    examples: tuple[Example, ...]


class Layer(NamedTuple):
    """The weights of one layer; matrices are (in, out)."""

    qkv: "Floats"
    qkv_bias: "Floats"
    out: "Floats"
    out_bias: "Floats"
    norm1: "Floats"
    up: "Floats"
    up_bias: "Floats"
    down: "Floats"
    down_bias: "Floats"
    norm2: "Floats"


class Seen(NamedTuple):
    """What the encoder says of a text: log odds, and the means of its pieces, (layers, width).

    Of acts, forms and topics for a turn of a talk; of what a mail holds for a mail or a sentence.
    """

    acts: "Floats"
    forms: "Floats"
    topics: "Floats"
    mail: "Floats"
    means: "Floats"

    @property
    def vector(self) -> "Floats":
        """The mean after the last layer, which is what most is told by."""
        last: Floats = self.means[-1]
        return last


def pieces_of(text: str, previous: str | None, cut: WordPiece) -> tuple[list[int], int]:
    """Return the ids of a text with what was said before it, and where that begins."""
    before = cut.encode(previous.translate(PLAIN))[-PREVIOUS_PIECES:] if previous else []
    own = cut.encode(text.translate(PLAIN))[: PIECES - len(before)]
    ids = [cut.start, *own, cut.between]
    return ([*ids, *before, cut.between] if before else ids), len(ids)


class Encoder:
    """The weights, ready to run."""

    def __init__(self, card: Card, stream: Any) -> None:  # noqa: ANN401  (any binary stream)
        """Read the weights in the order in which the tool wrote them.

        Raises:
            ValueError: when the stream is not what the card says.
        """
        import numpy as np  # noqa: PLC0415  (only who reads turns pays for it)

        digest = hashlib.sha256()
        self.np = np
        self.size = 0  # bytes read
        self.card = card
        self.cut = WordPiece(card.pieces)
        shape = card.shape
        width, inner = shape.width, shape.inner

        def take(count: int) -> bytes:
            found: bytes = stream.read(count)
            digest.update(found)
            self.size += len(found)
            return found

        def floats(*size: int) -> "Floats":
            return np.frombuffer(take(4 * math.prod(size)), "<f4").reshape(size).astype(np.float32)

        def packed(rows: int, columns: int) -> tuple["Floats", "Bytes"]:
            scale = floats(rows, 1)
            return scale, np.frombuffer(take(rows * columns), np.int8).reshape(rows, columns)

        def matrix(rows: int, columns: int) -> "Floats":
            scale, narrow = packed(rows, columns)
            wide = np.multiply(narrow, scale, dtype=np.float32)
            return np.ascontiguousarray(wide.T)  # the product with it is a third faster so

        self.words = packed(len(card.pieces), width)
        self.places = np.ascontiguousarray(matrix(shape.places, width).T)
        self.parts = floats(2, width)
        self.norm = floats(2, width)
        self.layers = [
            Layer(
                matrix(3 * width, width), floats(3 * width), matrix(width, width), floats(width),
                floats(2, width), matrix(inner, width), floats(inner), matrix(width, inner),
                floats(width), floats(2, width),
            )
            for _ in range(shape.layers)
        ]  # fmt: skip
        heads = [len(names) for names in (card.acts, card.forms, card.topics, card.mail)]
        self.head, self.head_bias = matrix(sum(heads), 2 * width), floats(sum(heads))
        self.ends = np.cumsum(heads)[:-1]
        self.examples = packed(len(card.examples), width)
        if stream.read(1) or digest.hexdigest() != card.sha256:
            raise ValueError
        self.lately = lru_cache(maxsize=LATELY)(self._see)

    def see(self, text: str, previous: str | None = None) -> Seen:
        """Run the encoder on a turn and, if there is one, what the other had just said."""
        with one_thread():
            return self.lately(text, previous)

    def _see(self, text: str, previous: str | None) -> Seen:
        np, cut = self.np, self.cut
        ids, own = pieces_of(text, previous, cut)
        scale, narrow = self.words
        x = np.multiply(narrow[ids], scale[ids], dtype=np.float32)
        x += self.places[: len(ids)]
        x[:own] += self.parts[0]
        x[own:] += self.parts[1]
        x = self._normal(x, self.norm)
        means = np.empty((len(self.layers), x.shape[1]), np.float32)
        for n, layer in enumerate(self.layers):
            x = self._attend(x, layer)
            if layer is self.layers[-1]:  # of it only the text's own pieces are used
                x = x[:own]
            x = self._transform(x, layer)
            x[:own].mean(axis=0, out=means[n])
        scores = np.concatenate([x[0], means[-1]]) @ self.head + self.head_bias
        acts, forms, topics, mail = np.split(scores, self.ends)
        return Seen(acts, forms, topics, mail, means)

    def _normal(self, x: "Floats", norm: "Floats") -> "Floats":
        """Bring every row to mean 0 and variance 1, then scale and shift it; changes ``x``."""
        np = self.np
        x -= x.mean(axis=1, keepdims=True)
        spread = np.einsum("ij,ij->i", x, x)[:, None]
        spread /= x.shape[1]
        spread += 1e-12
        np.sqrt(spread, out=spread)
        x /= spread
        x *= norm[0]
        x += norm[1]
        return x

    def _attend(self, x: "Floats", layer: Layer) -> "Floats":
        """Let every piece look at every other; the scale of the questions is in the weights."""
        np, heads = self.np, self.card.shape.heads
        length, width = x.shape
        mixed = x @ layer.qkv
        mixed += layer.qkv_bias
        q, k, v = np.ascontiguousarray(
            mixed.reshape(length, 3, heads, width // heads).transpose(1, 2, 0, 3)
        )
        seen = q @ k.transpose(0, 2, 1)
        seen -= seen.max(axis=2, keepdims=True)
        np.exp(seen, out=seen)
        seen /= seen.sum(axis=2, keepdims=True)
        joined = (seen @ v).transpose(1, 0, 2).reshape(length, width)
        out = joined @ layer.out
        out += layer.out_bias
        out += x
        return self._normal(out, layer.norm1)

    def _transform(self, x: "Floats", layer: Layer) -> "Floats":
        np = self.np
        hidden: Any = x @ layer.up
        hidden += layer.up_bias
        curve = hidden * hidden  # GELU by its tanh form, as in training
        curve *= 0.044715
        curve += 1.0
        curve *= hidden
        curve *= _GELU
        np.tanh(curve, out=curve)
        curve += 1.0
        hidden *= curve
        hidden *= 0.5
        out = hidden @ layer.down
        out += layer.down_bias
        out += x
        return self._normal(out, layer.norm2)

    def nearest(self, vector: "Floats") -> tuple[Example, float]:
        """Return the training turn whose vector is nearest, and the cosine between them."""
        scale, narrow = self.examples
        with one_thread():
            close = narrow.astype(self.np.float32) @ vector  # the rows were brought to one length
        close *= scale[:, 0]
        best = int(close.argmax())
        return self.card.examples[best], float(close[best] / math.sqrt(float(vector @ vector)))


@cache
def encoder() -> Encoder:
    """Return the encoder that comes with the package; it is read once.

    Raises:
        BadInput: when its files are missing or damaged.
        ImportError: when numpy is missing.
    """
    return load(files(__package__).joinpath("weights"))


def load(folder: Any) -> Encoder:  # noqa: ANN401  (a path, or a resource inside a zip file)
    """Read ``turns.json`` and ``turns.bin`` from a folder.

    Raises:
        BadInput: when they are missing or damaged.
        ImportError: when numpy is missing.
    """
    try:
        card = msgspec.json.decode(folder.joinpath("turns.json").read_bytes(), type=Card)
        with folder.joinpath("turns.bin").open("rb") as stream:
            return Encoder(card, stream)
    except (OSError, ValueError, KeyError, msgspec.MsgspecError):
        message = (
            "The reader's weights (turns.json and turns.bin) are missing or damaged: "
            "install informint again."
        )
        raise BadInput(message) from None
