"""Turns a fitted reader of turns into the weights of the package, and chooses how they count."""

import copy
import functools
import hashlib
import math
from collections.abc import Sequence
from pathlib import Path

import msgspec
import numpy as np
from message_rows import HEADS as MAIL
from sklearn.linear_model import LogisticRegression
from turn_measures import Row, engine, read_all
from turn_model import FORMS, HEADS, LAYERS, POSITIONS, TOPICS, WIDTH, Reader, vectors

from informint.reading.encoder import Encoder, load
from informint.reading.turns import ACTS
from informint.reading.wordpiece import WordPiece

EXAMPLES, EXAMPLE_LENGTH = 1_200, 110  # turns shown beside readings: how many, and characters each
SOME = 4  # every fourth row is looked at for them
STEPS = 96  # of a number on either side of 0: fewer than 127 cost no score, and zip to less
STEPS_OF_WORDS, STEPS_OF_EXAMPLES = 16, 24
LAYER = tuple(
    f"{name}.{kind}"
    for name in ("qkv", "out", "norm1", "up", "down", "norm2")
    for kind in ("weight", "bias")
)


def choose_examples(rows: Sequence[Row], made: np.ndarray) -> list[int]:
    """Return which turns to show beside readings: short ones, each far from those before it."""
    short = [
        n for n, row in enumerate(rows) if len(str(row["text"])) <= EXAMPLE_LENGTH and row["acts"]
    ]
    chosen, near = [short[0]], made[short] @ made[short[0]]
    while len(chosen) < min(EXAMPLES, len(short)):
        chosen.append(short[int(near.argmin())])
        near = np.maximum(near, made[short] @ made[chosen[-1]])
    return sorted(chosen)


def pack(model: Reader, examples: np.ndarray) -> bytes:
    """Return the weights as ``encoder.Encoder`` reads them: a scale and bytes for each row."""
    parts: list[bytes] = []
    state = {name: value.detach().numpy() for name, value in model.state_dict().items()}

    def floats(*arrays: np.ndarray) -> None:
        parts.extend(np.ascontiguousarray(array, "<f4").tobytes() for array in arrays)

    def matrix(array: np.ndarray, steps: int = STEPS) -> None:
        scale = np.abs(array).max(axis=1, keepdims=True).astype(np.float32) / np.float32(steps)
        floats(scale)
        parts.append(np.rint(array / scale).astype(np.int8).tobytes())

    matrix(state["words.weight"], STEPS_OF_WORDS)
    matrix(state["places.weight"])
    floats(state["parts.weight"], state["norm.weight"], state["norm.bias"])
    for n in range(LAYERS):
        layer = {name: state[f"layers.{n}.{name}"] for name in LAYER}
        for kind in ("weight", "bias"):
            layer[f"qkv.{kind}"][:WIDTH] /= math.sqrt(WIDTH // HEADS)
        for name in ("qkv", "out", "norm1", "up", "down", "norm2"):
            if not name.startswith("norm"):
                matrix(layer[f"{name}.weight"])
            else:
                floats(layer[f"{name}.weight"])
            floats(layer[f"{name}.bias"])
    matrix(state["head.weight"])
    floats(state["head.bias"])
    matrix(examples, STEPS_OF_EXAMPLES)
    return b"".join(parts)


def write(model: Reader, rows: Sequence[Row], pieces: Sequence[str], folder: Path) -> Encoder:
    """Write the weights of a fit, not calibrated, and return them as the package reads them.

    Args:
        model: what was fitted.
        rows: the turns that some are shown of beside readings.
        pieces: the word pieces it knows.
        folder: where to write.
    """
    rows = rows[::SOME]
    made = vectors(model, rows, WordPiece(pieces))
    shown = choose_examples(rows, made)
    packed = pack(model, made[shown])
    card = {
        "sha256": hashlib.sha256(packed).hexdigest(),
        "shape": {
            "width": WIDTH, "inner": 4 * WIDTH, "heads": HEADS, "layers": LAYERS,
            "places": POSITIONS,
        },
        "acts": ACTS, "forms": FORMS, "topics": TOPICS, "mail": MAIL,
        "slope": 1.0, "sure": [8.0, 0.0],
        "pieces": pieces,
        "examples": [[rows[n][key] for key in ("text", "acts", "form", "topic")] for n in shown],
    }  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "turns.json").write_bytes(msgspec.json.encode(card))
    (folder / "turns.bin").write_bytes(packed)
    print(f"{len(packed):,} bytes, {card['sha256'][:12]}", flush=True)
    made_of = load(folder)
    made_of.see = functools.cache(made_of.see)  # type: ignore[method-assign]  (asked often)
    return made_of


def calibrated(weights: Encoder, rows: Sequence[Row]) -> Encoder:
    """Return the weights with slope and sureness chosen on turns that they have not seen."""
    odds = np.array([weights.see(str(r["text"]), r["previous"]).acts for r in rows], np.float64)
    truth = np.array([[act in r["acts"] for act in ACTS] for r in rows])
    slope = float(min(np.arange(0.4, 1.6, 0.05), key=lambda s: _loss(s * odds, truth)))
    other = copy.copy(weights)
    other.card = msgspec.structs.replace(weights.card, slope=slope)
    with engine(other):
        readings = read_all(rows)
    far = np.array([min(abs(s - 0.5) for s in r.scores.values()) for r in readings])
    right = np.array(
        [set(r.acts) == set(row["acts"]) for r, row in zip(readings, rows, strict=True)]
    )
    fitted = LogisticRegression(C=100.0).fit(far[:, None], right)
    sure = (float(fitted.coef_[0, 0]), float(fitted.intercept_[0]))
    other.card = msgspec.structs.replace(other.card, sure=sure)
    return other


def _loss(odds: np.ndarray, truth: np.ndarray) -> float:
    return float(np.logaddexp(0, np.where(truth, -odds, odds)).mean())
