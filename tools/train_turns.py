"""Trains the encoder, which reads turns of the talk and mails: python tools/train_turns.py.

It fine-tunes a small encoder on the labelled turns in ``corpus/`` for acts, form and topic, and on
its mails for what they and their sentences hold, all at once. It goes on from the weights in the
package, or begins with all-MiniLM-L6-v2 (``--start base --epochs 6 --pace 1 --blend 1``). What it
made goes into the package in bytes, with a checksum and a model card. Seeded; needs
``tools/requirements-turns.txt``. Run ``tools/train_messages.py`` after it, always.
"""

import argparse
import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import msgspec
import torch
from message_rows import encoder_rows, held_by_turn
from safetensors.torch import load_file, save_file
from turn_measures import (
    CORPUS,
    HEAD,
    NEVER_TRAINED_ON,
    ROOT,
    Row,
    engine,
    measure,
    read_all,
    read_asks,
    read_prepared,
    read_rows,
)
from turn_model import BASE, Reader, fit
from turn_weights import calibrated, write

from informint.reading.encoder import Encoder, load
from informint.reading.wordpiece import SPECIAL, WordPiece

WORK = Path(tempfile.gettempdir()) / "informint-turns"
WEIGHTS = ROOT / "informint" / "reading" / "weights"
# Of the base's pieces, which stand in order of frequency, all up to here are kept, and those that
# occur in so many texts of the corpus.
COMMON, OFTEN = 8_000, 3
EPOCHS, PACE = 4, 0.75  # of a fit that goes on, and its share of the rates of learning
# What is written lies at this share of the way from where a fit began to where it ended: weights in
# between read better what neither has seen (Wortsman and others, 2022, arXiv:2109.01903).
BLEND = 0.5
CARD = """# What reads a turn of the talk

`turns.bin` ({size:,} bytes, sha256 `{sha}`)
and `turns.json` hold a small encoder: all-MiniLM-L6-v2 (six layers, 384 wide; Apache License 2.0,
see `NOTICE.md`) with {pieces:,} of its word pieces, fine-tuned at once for acts, form and topic of
a turn, from its text and what the other had just said, and for what a mail or a sentence of one
holds. Every weight is a byte, with one scale a row.

## Data
{rows:,} learner turns of the batches {batches}
in `corpus/`, and {mails:,} mails and sentences of mails. They were composed for this purpose one by
one, with fictional people in mind, and labelled case by case by one labeller each; they were not
collected from people. English only.

## Method
`tools/train_turns.py`: this fit went through all of it {epochs} times, going on from the weights
that stood in the package before it, which came in the same way of fewer turns; the first of them
began with the base. Seeded; copies without punctuation and capitals, with typing errors, and with
another sentence or none before them are drawn anew each time. What is shipped lies between where
the fit began and where it ended, which reads better what neither has seen. An act counts from even
odds, what a mail holds by `MODEL.md`. Slope and sureness were chosen on the turns below.

## Scores on turns and prepared questions never trained on
`corpus/measure-turns.jsonl`, written to be hard, and `corpus/measure-questions.jsonl`, plain ones:

{lines}

By act, in these turns:

| act | precision | recall | F1 | meant |
|---|---|---|---|---|
{acts}

## Known weaknesses
- Weakest acts: {weak}.
- Topics mixed up most: {confused}.
- One labeller a batch; how far a second one, blind, agrees: `benchmarks/agreement.py`.
- The turns imitate learners; real talks hold more half-sentences than the corpus does.
"""


def choose_pieces(corpus: Path) -> list[str]:
    """Return which of the base's word pieces are kept: the common ones, and the corpus' own."""
    pieces = (BASE / "vocab.txt").read_text("utf-8").split("\n")[:-1]
    cut = WordPiece(pieces)
    seen: Counter[str] = Counter()
    for path in sorted(corpus.glob("*.jsonl")):
        if path.stem.startswith("measure-"):
            continue
        for line in path.read_text("utf-8").splitlines():
            row = msgspec.json.decode(line)
            for name in ("text", "previous", "body"):
                seen.update({pieces[n] for n in cut.encode(row.get(name) or "")})
    return [
        *SPECIAL,
        *(
            piece
            for n, piece in enumerate(pieces)
            if piece not in SPECIAL
            and not piece.startswith("[unused")
            and (seen[piece] >= OFTEN or (n < COMMON and max(piece) < "\u0180"))
        ),
    ]


def tell(rows: Sequence[Row], mails: int, epochs: int, by: Encoder) -> str:
    """Return the model card of a fit."""
    lines, sets = [f"{'':20}{HEAD}"], []
    with engine(by):
        for path in NEVER_TRAINED_ON:
            unseen = read_rows(path)
            sets.append(measure(unseen, read_all(unseen)))
            lines.append(f"{path.stem:20}{sets[-1].line()}")
    acts = [
        f"| {act} | {p:.2f} | {r:.2f} | {f:.2f} | {n} |"
        for act, (p, r, f, n) in sets[0].by_act.items()
    ]
    topics = sum((scores.topics for scores in sets), Counter())
    mixed = [f"{a} read as {b} ({n})" for (a, b), n in topics.most_common() if a != b]
    weak = sorted((f, act) for act, (_, _, f, n) in sets[0].by_act.items() if n)[:6]
    return CARD.format(
        rows=len(rows), batches=", ".join(sorted({str(row["writer"]) for row in rows})),
        mails=mails, pieces=len(by.card.pieces), size=by.size, sha=by.card.sha256, epochs=epochs,
        lines="\n".join(f"    {line}" for line in lines), acts="\n".join(acts),
        confused="; ".join(mixed[:10]), weak=", ".join(f"{act} ({f:.2f})" for f, act in weak),
    )  # fmt: skip


def main() -> None:
    """Train and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, default=WORK, help="keeps the fit")
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    parser.add_argument("--start", choices=("package", "base", "work"), default="package")
    parser.add_argument("--epochs", type=int, default=EPOCHS, help="0: only write what was fitted")
    parser.add_argument("--pace", type=float, default=PACE)
    parser.add_argument("--blend", type=float, default=BLEND)
    parser.add_argument("--limit", type=int, help="take this many rows only, to try the tool")
    args = parser.parse_args()
    torch.set_num_threads(2)  # never more, so that the sums do not follow the machine
    args.work.mkdir(parents=True, exist_ok=True)
    turns = [*read_rows(), *read_prepared(), *read_asks()]
    mails = encoder_rows()
    rows = [*({**row, "mail": held_by_turn(row["acts"])} for row in turns), *mails]
    fitted = args.work / "fit.safetensors"
    if args.start == "work":
        pieces = msgspec.json.decode((args.work / "pieces.json").read_bytes())
    else:
        pieces = choose_pieces(CORPUS)
        (args.work / "pieces.json").write_bytes(msgspec.json.encode(pieces))
    model = Reader(len(pieces))
    match args.start:
        case "base":
            model.start_from_base(pieces)
        case "package":
            model.start_from_packed(load(WEIGHTS), pieces)
        case _:
            model.load_state_dict(load_file(fitted))
    print(f"{len(turns)} turns, {len(mails)} of mails, {len(pieces)} pieces", flush=True)
    began = {name: value.clone() for name, value in model.state_dict().items()}
    for _ in fit(rows[: args.limit], model, WordPiece(pieces), args.epochs, args.pace):
        save_file(model.state_dict(), fitted)
    ended = model.state_dict()
    model.load_state_dict({n: torch.lerp(began[n], ended[n], args.blend) for n in ended})
    by = write(model.eval(), turns, pieces, args.work / "packed")
    by = calibrated(by, read_rows(NEVER_TRAINED_ON[0]))
    args.out.mkdir(parents=True, exist_ok=True)
    (args.out / "turns.bin").write_bytes((args.work / "packed" / "turns.bin").read_bytes())
    (args.out / "turns.json").write_bytes(msgspec.json.encode(by.card) + b"\n")
    (args.out / "TURNS.md").write_text(tell(turns, len(mails), args.epochs or EPOCHS, by), "utf-8")


if __name__ == "__main__":
    main()
