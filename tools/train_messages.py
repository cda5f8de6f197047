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
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from scipy import sparse
from sklearn.linear_model import LogisticRegression

from informint.model import Message, MessageKind
from informint.reading import learned
from informint.reading.elements import BY_SENTENCE, CONNECTIONS, WHOLE
from informint.reading.mail import Look, figures_of, found_in, names_of, own_sentences, tell
from informint.reading.sentences import split_sentences

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "corpus"
WEIGHTS = ROOT / "informint" / "reading" / "weights"
BUCKETS = 1 << 14
STRENGTH = 15.0  # of a head's fit, and of a judgement's: the larger, the less it is held back
WHOLE_STRENGTH = 0.3
TURN_SHARE = 0.3  # what a turn of a talk weighs beside a sentence of a mail
OTHER_TURNS = 6  # one in so many of the turns that show none of this is an example against
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
_SPANS = {
    "asks_informational": "asks_informational", "offers_channel": "offers_channel",
    "promises_time_limit": "promises_time_limit", "mentions_connection": "connection",
    "asks_for_job": "asks_for_job", "says_thanks": "thanks", "specific_takeaway": "takeaway",
    "flexible_scheduling": "flexible_scheduling",
}  # fmt: skip
# The corpus' words for faults, head by head.
_FAULTS = {
    "pressure": {"pushy", "guilt", "wrong_tone"},
    "mass_mail": {"mass_mail"},
    "all_about_sender": {"all_about_i"},
    "no_purpose": {"no_purpose", "vague"},
    "generic_thanks": {"generic_thanks"},
    "flattery": {"flattery"},
    "several_asks": {"several_asks"},
    "job_focus": {"internship_focus"},
}
_ACTS = {
    "asks_for_job": {"ask_for_job", "ask_resume_help"},
    "asks_referral": {"ask_referral"},
    "says_thanks": {"thank"},
    "pressure": {"rude"},
}
HEADS = (
    *BY_SENTENCE, *WHOLE, "specific_takeaway", *(f"connection {kind}" for kind in CONNECTIONS),
    *_FAULTS,
)  # fmt: skip
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


@dataclass(kw_only=True)
class Group:
    """One message, turn or sentence: its sentences' features and labels (1, 0, None: not known)."""

    batch: str
    kind: str
    share: float = 1.0
    good: bool = True
    truth: dict[str, bool | None] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    names: list[frozenset[str]] = field(default_factory=list)
    labels: list[dict[str, int | None]] = field(default_factory=list)
    figures: dict[str, float] = field(default_factory=dict)


def lines(pattern: str) -> Iterable[tuple[str, dict[str, object]]]:
    """Yield the rows of the corpus files of a kind, with their batch."""
    for path in sorted(CORPUS.glob(pattern)):
        for line in path.read_text("utf-8").splitlines():
            yield path.stem, json.loads(line)


def read_messages(pattern: str = "messages-*.jsonl") -> list[Group]:
    """Read the labelled messages."""
    return [message_group(batch, row) for batch, row in lines(pattern)]


def message_group(batch: str, row: Mapping[str, object]) -> Group:
    """Return one labelled message, its spans aligned with its sentences."""
    truth, spans, body = row["truth"], row["spans"], str(row["body"])
    faults = set(row["faults"])
    message = Message(body=body, subject=str(row["subject"]), kind=MessageKind(row["kind"]))
    sentences = own_sentences(body)
    group = Group(batch=batch, kind=str(row["kind"]), good=truth["is_good"])
    group.figures = figures_of(message, sentences)
    group.truth = {head: truth.get(head) for head in HEADS if head in truth}
    group.truth |= {head: bool(faults & words) for head, words in _FAULTS.items()}
    group.truth |= {f"connection {kind}": truth["connection_type"] == kind for kind in CONNECTIONS}
    for sentence in sentences:
        labels: dict[str, int | None] = {}
        for head in HEADS:
            span = spans.get(
                _SPANS.get("mentions_connection" if head.startswith("connection ") else head, "")
            )
            if not group.truth[head]:
                labels[head] = 0
            elif span and span in body:
                start = body.index(span)
                overlap = min(start + len(span), sentence.span.end) > max(
                    start, sentence.span.start
                )
                labels[head] = 1 if overlap else None
            else:
                labels[head] = None
        group.texts.append(sentence.text)
        group.names.append(names_of(sentence.text, group.kind, sentence.part.value))
        group.labels.append(labels)
    return group


def read_turns() -> list[Group]:
    """Read the learner turns: they show asking for a job, a referral, and thanks in other words."""
    groups = []
    for number, (batch, row) in enumerate(lines("turns-*.jsonl")):
        acts = set(row["acts"])
        if number % OTHER_TURNS and not any(acts & words for words in _ACTS.values()):
            continue
        group = Group(batch=batch, kind="turn", share=TURN_SHARE)
        group.truth = {head: bool(acts & words) for head, words in _ACTS.items()}
        for sentence in split_sentences(str(row["text"])):
            group.texts.append(sentence.text)
            group.names.append(names_of(sentence.text, "turn", "text"))
            group.labels.append(
                {head: None if acts & words else 0 for head, words in _ACTS.items()}
            )
        if len(group.texts) == 1:
            group.labels = [{head: int(bool(acts & words)) for head, words in _ACTS.items()}]
        groups.append(group)
    return groups


def read_sentences() -> list[Group]:
    """Read the single sentences: what they hold, and by leaving out what not."""
    groups = []
    for batch, row in lines("sentences-*.jsonl"):
        known = set(HEADS) - set(row["open"]) - {"personalised"}
        group = Group(batch=batch, kind=str(row["kind"]))
        group.truth = {head: head in row["holds"] for head in known}
        group.texts = [str(row["text"])]
        group.names = [names_of(group.texts[0], group.kind, "text")]
        group.labels = [{head: int(head in row["holds"]) for head in known}]
        groups.append(group)
    return groups


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
            Look(*found_in(text), {head: float(outside[head][row]) for head in HEADS})
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
