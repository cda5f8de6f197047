"""Trains the weights that read messages: python tools/train_messages.py [--out DIR].

From the labelled messages, turns and sentences in ``corpus/`` it fits one linear score a sentence
for each head, and one for each judgement of a whole message, picks thresholds on batches that were
not trained on, and writes ``messages.json``, ``messages.bin`` and ``MODEL.md``: same input,
same bytes.
"""

import argparse
import hashlib
import json
import zlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from message_rows import HEADS, ROOT, Group, read_messages, read_sentences, read_turns
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from informint.model import MessageKind
from informint.reading import learned
from informint.reading.elements import CONNECTIONS, WHOLE
from informint.reading.mail import Look, found_in, tell

WEIGHTS = ROOT / "informint" / "reading" / "weights"
BUCKETS = 1 << 14
STRENGTH = 15.0  # of a head's fit, and of a judgement's: the larger, the less it is held back
WHOLE_STRENGTH = 0.3
UNSURE_SHARE = (
    0.2  # what the other sentences of a mail that holds something weigh as examples against
)
_NEAR = 6  # steps of 0.05 on both sides that a threshold must be good with too
ROUNDS = 3  # of choosing which sentence of a mail shows what has no span in the corpus
# What good messages may lose at most to each mark (the share of them it may be set in by mistake).
SPARED = {
    "pressure": 0.992, "no_purpose": 0.97, "generic_thanks": 0.97, "all_about_sender": 0.995,
    "mass_mail": 0.996,
    "job_focus": 0.995,
}  # fmt: skip
# A find that alone keeps a mail from going out must be right more often than F1 asks for.
PRECISION = {"asks_for_job": 0.8}
WHOLES = (*WHOLE, *SPARED)
# What a judgement of a whole message may rest on, kept to what bears on it: in the corpus good
# mails also name a length and say thanks; a judgement that saw this would mark the plain good ones.
_KINDS = tuple(f"kind={kind.value}" for kind in MessageKind)
_SEEN = {
    "asks_informational": (
        "best asks_informational", "best about_them", "best no_purpose", "has asks_informational",
        "has about_them", *_KINDS,
    ),
    "about_them": (
        "best about_them", "best asks_informational", "best specific_takeaway", "has about_them",
        "has asks_informational", *_KINDS,
    ),
    "personalised": (
        "best personalised", "best mentions_connection", "best specific_takeaway",
        "has mentions_connection", *(f"best connection {kind}" for kind in CONNECTIONS), "length",
        *_KINDS,
    ),
    "pressure": (
        "best pressure", "has pressure", "best several_asks", "own_starts", "them_share", *_KINDS,
    ),
    "no_purpose": (
        "best asks_informational", "best no_purpose", "best about_them", "has asks_informational",
        "has about_them", "has vague_ask", "best asks_referral", "length",
    ),
    "generic_thanks": (
        "best specific_takeaway", "best personalised", "best generic_thanks", "best asks_referral",
        "best about_them", "has specific_takeaway", "length",
    ),
    "all_about_sender": (
        "best all_about_sender", "own_starts", "them_share", "length", "best asks_informational",
        "best about_them",
    ),
    "job_focus": ("best job_focus", "has job_focus", "best about_them"),
    "mass_mail": (
        "best mass_mail", "has mass_mail", "has placeholder", "best personalised", "them_share",
    ),
}  # fmt: skip
_NOT_WHOLE = {"no_purpose": "request", "generic_thanks": "thank_you"}


def matrix(groups: Sequence[Group]) -> sparse.csr_matrix:
    """Return the features of every sentence, in rows, as ``learned.score`` weighs them."""
    indices: list[int] = []
    values: list[float] = []
    starts = [0]
    for group in groups:
        for text, names in zip(group.texts, group.names, strict=True):
            words = learned.features(text)
            row: dict[int, float] = defaultdict(float)
            for part in sorted(words):
                row[learned.bucket(part, BUCKETS)] += len(words) ** -0.5
            for name in sorted(names):
                row[learned.bucket(name, BUCKETS)] += learned.FOUND_WEIGHT
            indices += row
            values += row.values()
            starts.append(len(indices))
    return sparse.csr_matrix((values, indices, starts), shape=(len(starts) - 1, BUCKETS))


def fit_head(
    head: str, groups: Sequence[Group], rows: np.ndarray, numbers: np.ndarray, x: sparse.csr_matrix
) -> LogisticRegression:
    """Fit one head on some rows; a group without a span is shown by its best sentence."""
    flat = [label.get(head, -2) for group in groups for label in group.labels]
    label = np.array([-1 if value is None else value for value in flat])[rows]
    rows, label = rows[label != -2], label[label != -2]  # noqa: PLR2004  (not labelled at all)
    owner = numbers[rows]
    share = np.array([group.share for group in groups])[owner]
    target = (label == 1).astype(int)
    weight = np.where(label == -1, UNSURE_SHARE, 1.0) * share
    shown = set(owner[label == 1])
    bags = defaultdict(list)
    for n in np.flatnonzero(label == -1):
        if owner[n] not in shown:
            bags[owner[n]].append(n)
    for bag in bags.values():
        target[bag], weight[bag] = 1, 0.5 * share[bag]
    for turn in range(ROUNDS if bags else 1):
        fitted = LogisticRegression(C=STRENGTH, solver="liblinear", max_iter=400, random_state=0)
        fitted.fit(x[rows], target, sample_weight=weight)
        if turn + 1 < ROUNDS and bags:
            scores = fitted.decision_function(x[rows])
            for bag in bags.values():
                best = bag[int(np.argmax(scores[bag]))]
                target[bag], weight[bag] = 0, UNSURE_SHARE * share[bag]
                target[best], weight[best] = 1, share[best]
    return fitted


def best_threshold(
    scores: np.ndarray, truth: np.ndarray, precision: float = 0.0
) -> tuple[float, float]:
    """Return the threshold in the middle of the highest stretch of F1, and the F1 there.

    Only where at least the share ``precision`` of what is found is right.
    """
    grid = np.round(np.arange(-4.0, 3.0, 0.05), 2)
    chosen = scores[None, :] > grid[:, None]
    right = (chosen & truth).sum(1)
    f1 = 2 * right / (chosen.sum(1) + truth.sum())
    precise = right >= precision * chosen.sum(1)
    smooth = np.convolve(
        np.pad(f1, _NEAR, mode="edge"), np.full(2 * _NEAR + 1, 1 / (2 * _NEAR + 1)), "valid"
    )
    best = int(np.argmax(np.where(precise, smooth, 0.0)))
    return float(grid[best]), float(f1[best])


@dataclass(kw_only=True)
class Trained:
    """What training gives: the card, the packed weights, and F1 on batches not trained on."""

    card: dict[str, object]
    packed: bytes
    f1: dict[str, float]

    def save(self, folder: Path) -> None:
        """Write the card and the weights."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "messages.json").write_text(json.dumps(self.card, indent=1) + "\n", "utf-8")
        (folder / "messages.bin").write_bytes(self.packed)


def train(messages: Sequence[Group], others: Sequence[Group]) -> Trained:
    """Train on messages, and on turns and sentences beside them."""
    groups = [*messages, *others]
    numbers = np.repeat(np.arange(len(groups)), [len(g.texts) for g in groups])
    x = matrix(groups)
    batches = np.array([g.batch if n < len(messages) else "" for n, g in enumerate(groups)])
    everything = np.arange(len(numbers))
    inside = numbers < len(messages)
    outside = {head: np.zeros(len(numbers)) for head in HEADS}
    fitted = {}
    for head in HEADS:
        for batch in sorted(set(batches) - {""}):
            apart = batches[numbers] == batch
            part = fit_head(head, groups, everything[~apart], numbers, x)
            outside[head][apart] = part.decision_function(x[apart])
        fitted[head] = fit_head(head, groups, everything, numbers, x)
    heads, f1 = {}, {}
    columns = []
    for head in HEADS:
        weights = fitted[head].coef_[0]
        scale = float(np.abs(weights).max()) / 127
        columns.append(np.rint(weights / scale).astype(int) + 128)
        best = np.full(len(messages), -99.0)
        np.maximum.at(best, numbers[inside], outside[head][inside])
        wanted = np.array([bool(g.truth[head]) for g in messages])
        counted = np.array([g.truth[head] is not None for g in messages])
        threshold, f1[head] = best_threshold(
            best[counted], wanted[counted], PRECISION.get(head, 0.0)
        )
        heads[head] = {
            "scale": scale,
            "bias": float(fitted[head].intercept_[0]),
            "threshold": threshold,
        }
    narrow = np.stack(columns, axis=1).astype(np.uint8).tobytes()
    packed = zlib.compress(narrow, 9)
    wholes = fit_wholes(messages, numbers, outside, f1)
    card = {
        "sha256": hashlib.sha256(packed).hexdigest(),
        "buckets": BUCKETS,
        "heads": heads,
        "wholes": wholes,
    }
    return Trained(card=card, packed=packed, f1=f1)


def fit_wholes(
    messages: Sequence[Group],
    numbers: np.ndarray,
    outside: Mapping[str, np.ndarray],
    f1: dict[str, float],
) -> dict[str, object]:
    """Fit the judgements of whole messages on the scores from batches not trained on."""
    told = []
    for n, group in enumerate(messages):
        at = np.flatnonzero(numbers == n)
        looks = [
            _look(text, {head: float(outside[head][row]) for head in HEADS})
            for text, row in zip(group.texts, at, strict=True)
        ]
        told.append(tell(looks, group.kind, group.figures))
    batches = np.array([g.batch for g in messages])
    good = np.array([g.good for g in messages])
    wholes = {}
    for whole in WHOLES:
        names, kind = _SEEN[whole], _NOT_WHOLE.get(whole)
        x = np.array([[one.get(name, 0.0) for name in names] for one in told])
        of_kind = np.array([kind in {None, g.kind} for g in messages])
        truth = np.array([bool(g.truth[whole]) for g in messages])
        scores = np.full(len(messages), -99.0)
        for batch in sorted(set(batches)):
            apart = of_kind & (batches == batch)
            weights, bias = fit_whole(x[of_kind & ~apart], truth[of_kind & ~apart])
            scores[apart] = x[apart] @ weights + bias
        if whole in SPARED:
            threshold = float(np.quantile(scores[of_kind & good], SPARED[whole]))
            chosen = scores > threshold
            f1[f"whole {whole}"] = 2 * (chosen & truth).sum() / max(1, chosen.sum() + truth.sum())
        else:
            threshold, f1[f"whole {whole}"] = best_threshold(scores, truth)
        weights, bias = fit_whole(x[of_kind], truth[of_kind])
        kept = {name: round(float(w), 5) for name, w in zip(names, weights, strict=True) if w}
        wholes[whole] = {"weights": kept, "bias": bias, "threshold": threshold}
    return wholes


def _look(text: str, scores: Mapping[str, float]) -> Look:
    hits, durations = found_in(text)
    return Look(hits, durations, frozenset(hits), scores)


def fit_whole(x: np.ndarray, truth: np.ndarray) -> tuple[np.ndarray, float]:
    """Fit one judgement on standardised columns; return weights for columns as they are."""
    mean, spread = x.mean(0), x.std(0)
    spread[spread == 0] = np.inf
    fitted = LogisticRegression(C=WHOLE_STRENGTH, max_iter=1000, random_state=0)
    fitted.fit((x - mean) / spread, truth)
    weights = fitted.coef_[0] / spread
    return weights, float(fitted.intercept_[0] - weights @ mean)


_CARD = """# The weights that read messages

Written by `tools/train_messages.py`; sha256 of `messages.bin`: `{sha256}`.

**What.** One linear score a sentence for each of {heads} heads, on its words, pairs of words (also
with a gap), beginnings and ends of long words, hashed into {buckets:,} rows of 8-bit weights, and
on what the phrases of `phrases.toml` find. Whole messages are judged by a few named figures over
these scores; their weights can be read in `messages.json`. No network, no library but the standard.

**Trained on** `corpus/`: {messages} messages in {batches} batches, {others:,} turns and single
sentences. All of it was composed for this purpose, one by one, about fictional people; none was
collected.

**Scores.** F1 of the best sentence over the messages of each batch, trained on the others; the
batches were written to be harder than the mails that learners send.

| head | F1 |
|---|---|
{table}

**Known weaknesses.** Sly and idiomatic job asks, pressure without its usual words, the kind of a
connection, promises and referrals in pictures ("the meter takes coins for ten minutes only"); other
languages than English. A judgement of a whole message can be wrong where none of its sentences is.
"""


def card_text(trained: Trained, messages: Sequence[Group], others: Sequence[Group]) -> str:
    """Return the model card."""
    return _CARD.format(
        **{name: trained.card[name] for name in ("sha256", "buckets")},
        heads=len(HEADS),
        messages=len(messages),
        batches=len({group.batch for group in messages}),
        others=len(others),
        table="\n".join(f"| {name} | {value:.2f} |" for name, value in trained.f1.items()),
    )


def main() -> None:
    """Train and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--without", action="append", default=[], metavar="BATCH", help="such as messages-g"
    )
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    args = parser.parse_args()
    messages = [g for g in read_messages() if g.batch not in args.without]
    others = [*read_turns(), *read_sentences()]
    trained = train(messages, others)
    trained.save(args.out)
    (args.out / "MODEL.md").write_text(card_text(trained, messages, others), "utf-8")
    for name, value in trained.f1.items():
        print(f"{name:28} {value:.3f}")
    print(f"{len(trained.packed):,} bytes, {trained.card['sha256']}")


if __name__ == "__main__":
    main()
