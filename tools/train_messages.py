"""Trains the weights that read messages: python tools/train_messages.py [--out DIR].

From the labelled messages, turns and sentences in ``corpus/`` it fits one linear score a sentence
for each head, stacks on it what the encoder says of the sentence, fits judgements of whole
messages, picks thresholds on batches that were not trained on, and writes ``messages.json``,
``messages.bin`` and ``MODEL.md``: same input, same bytes. Run it again whenever the encoder's
weights have changed.
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
from message_judging import is_scarce, judged
from message_rows import (
    HEADS,
    JUDGED_BY,
    ROOT,
    TURN,
    UNSURE_SHARE,
    Group,
    read_messages,
    read_others,
)
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from informint.reading import learned, stacking
from informint.reading.encoder import encoder
from informint.reading.mail import passages

WEIGHTS = ROOT / "informint" / "reading" / "weights"
BUCKETS = 1 << 14
STRENGTH = 15.0  # of a head's fit, and of a judgement's: the larger, the less it is held back
STRETCH = 0.1  # of the words' score beside the encoder's leanings; a small column is held back more
ROUNDS = 3  # of choosing which sentence of a mail shows what has no span in the corpus


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
    head: str,
    groups: Sequence[Group],
    rows: np.ndarray,
    numbers: np.ndarray,
    x: sparse.csr_matrix | np.ndarray,
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


@dataclass(kw_only=True)
class Trained:
    """What training gives: the card, the packed weights, and F1 on batches not trained on."""

    card: dict[str, object]
    packed: bytes
    f1: dict[str, tuple[float, float]]  # of words alone, and with the encoder

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
    # Turns are in every fit and never judged: the encoder was trained on them.
    folds = np.array([g.batch if g.kind != TURN else "" for g in groups])[numbers]
    everything = np.arange(len(numbers))
    outside = {head: np.zeros(len(numbers)) for head in HEADS}
    heads, columns = {}, []
    for head in HEADS:
        for fold in sorted(set(folds) - {""}):
            apart = folds == fold
            part = fit_head(head, groups, everything[~apart], numbers, x)
            outside[head][apart] = part.decision_function(x[apart])
        whole = fit_head(head, groups, everything, numbers, x)
        scale = float(np.abs(whole.coef_[0]).max()) / 127
        columns.append(np.rint(whole.coef_[0] / scale).astype(int) + 128)
        heads[head] = {"scale": scale, "bias": float(whole.intercept_[0])}
    inside = numbers < len(messages)
    alone, _ = judged(messages, numbers[inside], {h: outside[h][inside] for h in HEADS})
    apart = [group for group in messages if group.batch in JUDGED_BY]
    owner = np.repeat(np.arange(len(apart)), [len(g.texts) for g in apart])
    words = {head: outside[head][np.isin(folds, JUDGED_BY)] for head in HEADS}
    _, f1 = judged(apart, owner, words, scarce=alone)
    shares, stacked = stack(apart, owner, words)
    together = [
        stacking.together([" ".join(g.texts[part]) for part in passages(g.texts)], [], typing=False)
        for g in apart
    ]
    both, f1_both = judged(apart, owner, stacked, together, scarce=alone)
    packed = zlib.compress(np.stack(columns, axis=1).astype(np.uint8).tobytes(), 9)
    card = {
        "sha256": hashlib.sha256(packed).hexdigest(),
        "buckets": BUCKETS,
        "heads": heads,
        "alone": alone,
        "shares": shares,
        "stacked": both,
        "encoder": encoder().card.sha256,
    }
    return Trained(card=card, packed=packed, f1={name: (f1[name], f1_both[name]) for name in f1})


def stack(
    groups: Sequence[Group], numbers: np.ndarray, words: Mapping[str, np.ndarray]
) -> tuple[dict[str, object], dict[str, np.ndarray]]:
    """Fit what the encoder says beside the words' score of each head.

    Args:
        groups: messages that the encoder was not trained on.
        numbers: which of them each sentence belongs to.
        words: of each head, every sentence's score by weights not trained on its batch.

    Returns:
        What each head's score and the encoder's leanings weigh, and the scores by such weights that
        were not fitted on a sentence's batch.
    """
    by = encoder()
    told = np.array([stacking.leanings(by.see(text)) for group in groups for text in group.texts])
    folds = np.array([group.batch for group in groups])[numbers]
    rows = np.arange(len(numbers))
    shares, stacked = {}, {}
    for head in HEADS:
        if is_scarce(groups, head):
            none = [0.0] * told.shape[1]
            shares[head] = {"score": 1.0, "bias": 0.0, "leanings": none}
            stacked[head] = words[head]
            continue
        x = np.hstack([STRETCH * words[head][:, None], told])
        stacked[head] = np.zeros(len(rows))
        for fold in sorted(set(folds)):
            apart = folds == fold
            part = fit_head(head, groups, rows[~apart], numbers, x)
            stacked[head][apart] = part.decision_function(x[apart])
        whole = fit_head(head, groups, rows, numbers, x)
        score, *more = (round(float(one), 5) for one in whole.coef_[0])
        bias = float(whole.intercept_[0])
        shares[head] = {"score": STRETCH * score, "bias": bias, "leanings": more}
    return shares, stacked


_CARD = """# The weights that read messages

Written by `tools/train_messages.py`; sha256 of `messages.bin`: `{sha256}`.

**What.** One linear score a sentence for each of {heads} heads, on its words, pairs of words (also
with a gap), beginnings and ends of long words, hashed into {buckets:,} rows of 8-bit weights, and
on what the phrases of `phrases.toml` find. Whole messages are judged by a few named figures over
these scores; their weights can be read in `messages.json`. Where numpy is at hand, what the encoder
(`TURNS.md`) says of a sentence is stacked on each score by a linear model of its own, and what it
says of all sentences together is judged too; where it is not, the scores stand alone, with
thresholds of their own.

**Trained on** `corpus/`: {messages} messages in {batches} batches, {others:,} turns, single
sentences and patterns that learners start from. All of it was composed for this purpose, one by
one, about fictional people; none was collected. The encoder has not seen the batches {judged}:
on them its word is weighed and thresholds are chosen.

**Scores.** F1 of the best sentence, and of judgements of whole messages, over the messages of those
batches, each scored by weights fitted on the others; threshold and score come of the same messages,
which flatters a little. The batches were written to be harder than the mails that learners send.

| head | words alone | with the encoder |
|---|---|---|
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
        judged=", ".join(batch.removeprefix("messages-").upper() for batch in JUDGED_BY),
        table="\n".join(
            f"| {name} | {alone:.2f} | {both:.2f} |" for name, (alone, both) in trained.f1.items()
        ),
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
    others = read_others()
    trained = train(messages, others)
    trained.save(args.out)
    (args.out / "MODEL.md").write_text(card_text(trained, messages, others), "utf-8")
    for name, (alone, both) in trained.f1.items():
        print(f"{name:28} {alone:.3f} {both:.3f}")
    print(f"{len(trained.packed):,} bytes, {trained.card['sha256']}")


if __name__ == "__main__":
    main()
