"""Measures how turns are read: python benchmarks/turns.py [--eval DIR] [--by-act] [--mixed].

For the shipped weights, for plain phrases alone and, with ``tools/requirements-turns.txt``
installed, for a linear model on words and letters and one on the vectors of all-MiniLM-L6-v2 as it
comes, both trained on the same corpus: acts (micro and macro F1), topic, form, job asks,
follow-ups; as written, without punctuation and capitals, and mistyped. On the turns and questions
in ``corpus/`` that nothing was ever trained on, and on those of ``--eval``. Before that, speed and
memory, unless ``--kept-apart``.
"""

import argparse
import random
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import quantiles
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))

from turn_measures import (
    HEAD,
    NEVER_TRAINED_ON,
    Read,
    Row,
    measure,
    mistype,
    read_all,
    read_prepared,
    read_rows,
    strip,
)

from informint.reading import turns
from informint.reading.encoder import encoder
from informint.reading.turns import ACTS, Reading

WORD = r"\w+|[?!]"
NAMES = 28  # characters of a name in the tables


def spoiled(rows: Sequence[Row], how: Callable[[str, random.Random], str]) -> list[Row]:
    """Return rows with their texts changed, what was said before them too."""
    dice = random.Random(3)  # noqa: S311  (not for secrets)
    return [
        {
            **row,
            "text": how(str(row["text"]), dice) or row["text"],
            "previous": how(str(row["previous"]), dice) if row.get("previous") else None,
        }
        for row in rows
    ]


def phrases(text: str, previous: str | None) -> Reading:
    """Read by phrases alone, as where numpy is missing."""

    def missing() -> None:
        raise ImportError

    shipped, turns.encoder = turns.encoder, missing
    turns._weigh.cache_clear()  # noqa: SLF001  (what the weights said is forgotten)
    try:
        return turns.read(text, previous)
    finally:
        turns.encoder = shipped
        turns._weigh.cache_clear()  # noqa: SLF001  (as above)


def linear(rows: Sequence[Row]) -> Read:
    """Train the cheap baseline on words, pairs and letters."""
    from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415  (only here)
    from sklearn.pipeline import make_union  # noqa: PLC0415  (only here)

    def joined(pairs: Sequence[tuple[str, str | None]]) -> list[str]:
        return [
            f"{text} {' '.join(f'prev_{word}' for word in (previous or '').lower().split())}"
            for text, previous in pairs
        ]

    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2, token_pattern=WORD)
    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 4), sublinear_tf=True, min_df=3)
    features = make_union(words, letters).fit(joined(pairs_of(rows)))
    return classified(rows, lambda pairs: features.transform(joined(pairs)))


def frozen(rows: Sequence[Row]) -> Read:
    """Train a linear model on what all-MiniLM-L6-v2 makes of a turn and of what was said before."""
    import numpy as np  # noqa: PLC0415  (only here)
    import torch  # noqa: PLC0415  (only here)
    from turn_model import BASE, Reader, vectors  # noqa: PLC0415  (only here)

    from informint.reading.wordpiece import WordPiece  # noqa: PLC0415  (only here)

    torch.set_num_threads(2)
    before = resident()
    pieces = (BASE / "vocab.txt").read_text("utf-8").split("\n")[:-1]
    model, cut = Reader(len(pieces)), WordPiece(pieces)
    model.start_from_base(pieces)
    model.eval()
    print(f"all-MiniLM-L6-v2 in torch: {resident() - before:.0f} MB beside torch")

    def made(texts: Sequence[str]) -> np.ndarray:
        return vectors(model, [{"text": text, "previous": None} for text in texts], cut)

    def features(pairs: Sequence[tuple[str, str | None]]) -> np.ndarray:
        said = made([previous or "" for _, previous in pairs])
        return np.hstack([made([text for text, _ in pairs]), said])

    return classified(rows, features)


def pairs_of(rows: Sequence[Row]) -> list[tuple[str, str | None]]:
    """Return texts with what was said before them."""
    return [(str(row["text"]), row.get("previous")) for row in rows]


def classified(rows: Sequence[Row], features: Callable[[Sequence[Any]], Any]) -> Read:
    """Train linear classifiers of acts, form and topic on some features of turns."""
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415  (only here)

    x = features(pairs_of(rows))
    asks = [n for n, row in enumerate(rows) if row["form"]]

    def fitted(labels: Sequence[object], chosen: object) -> LogisticRegression:
        return LogisticRegression(C=10, max_iter=200).fit(x[chosen], labels)

    acts = {act: fitted([act in row["acts"] for row in rows], slice(None)) for act in ACTS}
    form = fitted([rows[n]["form"] for n in asks], asks)
    topic = fitted([rows[n]["topic"] for n in asks], asks)

    def read(text: str, previous: str | None) -> Reading:
        one = features([(text, previous)])
        found = tuple(act for act in ACTS if acts[act].predict_proba(one)[0, 1] >= 0.35)  # noqa: PLR2004
        asking = bool(turns.QUESTIONS & set(found))
        return Reading(
            text=text, previous=previous, acts=found,
            form=form.predict(one)[0] if asking else None,
            topic=topic.predict(one)[0] if asking else None,
        )  # fmt: skip

    return read


def rivals(rows: Sequence[Row]) -> dict[str, Read]:
    """Return what else one would take, trained on the same corpus, as far as it is installed."""
    found = {"phrases alone": phrases}
    for name, train in (
        ("words and letters, linear", linear),
        ("frozen MiniLM, linear", frozen),
    ):
        try:
            found[name] = train(rows)
        except ImportError as error:
            print(f"{name}: left out, {error.name} is not installed")
    return found


def table(name: str, rows: Sequence[Row], engines: dict[str, Read], args: object) -> None:
    """Print one set of turns for every engine, as written and spoiled."""
    print(f"\n{name}: {len(rows)} rows\n{'':{NAMES}}{HEAD}")
    for title, read in engines.items():
        scores = measure(rows, read_all(rows, read))
        print(f"{title:{NAMES}}{scores.line()}", flush=True)
        if title == "shipped":
            for how, change in (("  unpunctuated", strip), ("  mistyped", mistype)):
                other = spoiled(rows, change)
                print(f"{how:{NAMES}}{measure(other, read_all(other, read)).line()}")
            shown = scores
    if args.by_act:
        for act, (p, r, f, n) in shown.by_act.items():
            print(f"  {act:20}{p:6.2f}{r:6.2f}{f:6.2f}{n:6}")
    if args.mixed:
        for (meant, got), n in shown.topics.most_common():
            if meant != got and n > 1:
                print(f"  {meant:14} read as {got:14}{n:4}")


def sureness(rows: Sequence[Row]) -> None:
    """Print how often readings were right, by how sure they were said to be."""
    pairs = [
        (reading.sure, set(reading.acts) == set(row["acts"]))
        for row, reading in zip(rows, read_all(rows), strict=True)
    ]
    print("\nsaid to be sure -> all acts right")
    for low in (0.0, 0.2, 0.4, 0.6, 0.8):
        right = [ok for sure, ok in pairs if low <= sure < low + 0.2 + (low > 0.7)]  # noqa: PLR2004  (1.0 is in the last)
        if right:
            print(f"  {low:.1f} to {low + 0.2:.1f}: {sum(right) / len(right):.2f} of {len(right)}")


def resident() -> float:
    """Return the memory of this process in MB, where the system tells; else 0."""
    try:
        pages = Path("/proc/self/statm").read_text("ascii").split()[1]
    except OSError:
        return 0.0
    return int(pages) * 4096 / 1e6


def speed(rows: Sequence[Row]) -> None:
    """Print how long loading and reading take."""
    import numpy as np  # noqa: PLC0415, F401  (its own memory is not counted)

    before, start = resident(), time.perf_counter()
    encoder()
    print(
        f"loaded in {time.perf_counter() - start:.2f} s, {resident() - before:.0f} MB beside numpy"
    )
    spend("a turn alone", turns.read, [(text, None) for text, _ in pairs_of(rows)])
    spend("with what was said before", turns.read, [pair for pair in pairs_of(rows) if pair[1]])


def spend(name: str, read: Read, pairs: Sequence[tuple[str, str | None]]) -> None:
    """Print how long readings take."""
    turns._weigh.cache_clear()  # noqa: SLF001  (nothing known)
    turns.encoder().lately.cache_clear()
    spent = []
    for text, previous in pairs:
        start = time.perf_counter()
        read(text, previous)
        spent.append(1e3 * (time.perf_counter() - start))
    cuts = quantiles(spent, n=20)
    print(f"{name}: p50 {cuts[9]:.1f} ms, p95 {cuts[18]:.1f} ms")


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--eval", type=Path, help="a folder with turns-dev.jsonl")
    parser.add_argument("--kept-apart", action="store_true", help="only what was never trained on")
    parser.add_argument("--by-act", action="store_true")
    parser.add_argument("--mixed", action="store_true", help="print which topics are mixed up")
    args = parser.parse_args()
    unseen = read_rows(NEVER_TRAINED_ON[0])
    if not args.kept_apart:
        speed(unseen)
    engines = {"shipped": turns.read, **rivals([*read_rows(), *read_prepared()])}
    for path in NEVER_TRAINED_ON:
        table(f"{path.stem}, never trained on", read_rows(path), engines, args)
    if args.kept_apart:
        return
    for name, read in engines.items():
        spend(f"{name}, with what was said before", read, [p for p in pairs_of(unseen) if p[1]])
    print()
    sureness(unseen)
    for name in ("turns-dev", "questions-dev") if args.eval else ():
        table(name, read_rows(args.eval / f"{name}.jsonl"), engines, args)


if __name__ == "__main__":
    main()
