"""Fits what tells how near two questions are in what they want: python tools/train_senses.py.

Questions that the same fact of a persona answers, and wordings of one question in ``corpus/`` (rows
with a ``group``), are brought together; the persona's other facts and the other groups are kept
apart (supervised contrastive loss: Khosla and others, 2020, arXiv:2004.11362). It stands on
the encoder of the package: run it after ``tools/train_turns.py``, always. ``--keep`` leaves the
projection and only reads the personas' questions anew, which needs no torch: run that after a
change of what a persona of the package is asked. Seeded.
"""

import argparse
import random
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from turn_measures import ROOT, read_rows, strip

from informint.content.persona_files import personas
from informint.reading.encoder import encoder
from informint.reading.senses import Senses, key, senses

OUT = ROOT / "informint" / "reading" / "weights" / "senses.npz"
WIDTH, EPOCHS, RATE, HEAT, DROP, DECAY, SEED = 48, 60, 2e-3, 0.07, 0.2, 0.02, 7
Groups = Sequence[Sequence[str]]  # wordings of one question, question by question


def of_personas() -> dict[str, Groups]:
    """Return what each persona's facts are asked by."""
    return {name: [fact.asks for fact in who.fact] for name, who in personas().items()}


def of_corpus() -> dict[str, Groups]:
    """Return the groups of each batch of the corpus that has such."""
    batches: dict[str, dict[str, list[str]]] = {}
    for row in read_rows():
        if "group" in row:
            groups = batches.setdefault(str(row["writer"]), {})
            groups.setdefault(str(row["group"]), []).append(str(row["text"]))
    return {writer: list(groups.values()) for writer, groups in batches.items()}


def fit(worlds: Iterable[Groups]) -> np.ndarray:
    """Return the projection, (WIDTH, what the encoder makes of a text).

    Args:
        worlds: what is to be told apart, each world for itself.
    """
    import torch  # noqa: PLC0415  (not to read questions anew)
    from torch import nn  # noqa: PLC0415

    torch.manual_seed(SEED)
    torch.set_num_threads(2)  # never more, so that the sums do not follow the machine
    dice, by = random.Random(SEED), encoder()  # noqa: S311  (not for secrets)
    sets = []
    for groups in worlds:
        texts = [(t, n) for n, group in enumerate(groups) for t in (*group, strip(group[0], dice))]
        rows = torch.from_numpy(np.stack([Senses.seen(by, text) for text, _ in texts]))
        same = torch.tensor([n for _, n in texts])
        both = (same[:, None] == same).float().fill_diagonal_(0)
        sets.append((rows, both / both.sum(1, keepdim=True).clamp(min=1)))
    layer, drop = nn.Linear(sets[0][0].shape[1], WIDTH, bias=False), nn.Dropout(DROP)
    optimiser = torch.optim.AdamW(layer.parameters(), lr=RATE, weight_decay=DECAY)
    for epoch in range(EPOCHS):
        mean = 0.0
        for rows, both in sets:
            made = nn.functional.normalize(layer(drop(rows)), dim=1)
            near = (made @ made.T / HEAT).fill_diagonal_(-1e4)
            loss = -(both * near.log_softmax(dim=1)).sum(1).mean()
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            mean += loss.item() / len(sets)
        if epoch % 10 == 9:  # noqa: PLR2004  (every tenth)
            print(f"epoch {epoch + 1} loss {mean:.3f}", flush=True)
    return layer.weight.detach().numpy()


def narrow(rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return rows in bytes, and the scale of each."""
    scale = np.abs(rows).max(axis=1, keepdims=True).astype(np.float32) / np.float32(127)
    return np.rint(rows / scale).astype(np.int8), scale


def main() -> None:
    """Fit, or take the projection that there is, and write what it makes of the questions."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keep", action="store_true", help="only read the questions anew")
    parser.add_argument("--out", type=Path, default=OUT)
    args = parser.parse_args()
    if args.keep:
        projection, scale = senses().packed
    else:
        worlds = of_personas() | of_corpus()
        projection, scale = narrow(fit(worlds.values()))
    by = encoder()
    texts = sorted(
        {text for groups in of_personas().values() for group in groups for text in group}
    )
    wide = projection.astype(np.float32) * scale
    rows = np.stack([wide @ Senses.seen(by, text) for text in texts])
    np.savez(
        args.out, encoder=np.array(by.card.sha256), projection=projection, scale=scale,
        keys=np.array([key(text) for text in texts], np.uint64), rows=narrow(rows)[0],
    )  # fmt: skip
    print(f"{len(texts):,} questions known, {args.out.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
