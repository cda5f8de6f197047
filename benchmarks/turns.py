"""Measures how turns are read: python benchmarks/turns.py [--eval DIR] [--by-act] [--mixed].

For the shipped weights, for plain phrases alone and, where scikit-learn is installed, for a
linear model on words and letters: acts (micro and macro F1), topic, form, job asks, follow-ups;
as written, without punctuation and capitals, and mistyped; on ``turns-dev.jsonl`` and
``questions-dev.jsonl`` of ``--eval``; and with ``--apart DIR``, the weights of the first fit that
``tools/train_turns.py`` keeps in its work folder, on the batches which that fit has not seen (the
shipped weights have seen all). Before that, speed and memory. ``--kept-apart`` measures on the
questions in ``corpus/`` that no weights were ever trained on, and on nothing else.
"""

import argparse
import random
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import quantiles

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))

from turn_measures import (
    CORPUS,
    HEAD,
    Read,
    Row,
    engine,
    left_out,
    measure,
    mistype,
    read_all,
    read_rows,
    strip,
)  # fmt: skip

from informint.reading import turns
from informint.reading.encoder import encoder, load
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


def linear(rows: Sequence[Row]) -> Read | None:
    """Train the cheap baseline on words, pairs and letters; None without scikit-learn."""
    try:
        import numpy as np  # noqa: PLC0415  (only here)
        from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415  (only here)
        from sklearn.linear_model import LogisticRegression  # noqa: PLC0415  (only here)
        from sklearn.pipeline import make_union  # noqa: PLC0415  (only here)
    except ImportError:
        return None

    def joined(text: str, previous: str | None) -> str:
        said = " ".join(f"prev_{word}" for word in (previous or "").lower().split())
        return f"{text} {said}"

    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, min_df=2, token_pattern=WORD)
    letters = TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 4), sublinear_tf=True, min_df=3)
    features = make_union(words, letters)
    asks = np.array([bool(row["form"]) for row in rows])
    x = features.fit_transform([joined(str(row["text"]), row["previous"]) for row in rows])

    def fitted(labels: Sequence[object], chosen: object) -> object:
        solver = "liblinear" if len(set(labels)) == 2 else "lbfgs"  # noqa: PLR2004  (yes or no)
        return LogisticRegression(C=10, solver=solver).fit(x[chosen], labels)

    asking = [row for row in rows if row["form"]]
    acts = {act: fitted([act in row["acts"] for row in rows], slice(None)) for act in ACTS}
    form = fitted([row["form"] for row in asking], asks)
    topic = fitted([row["topic"] for row in asking], asks)

    def read(text: str, previous: str | None) -> Reading:
        one = features.transform([joined(text, previous)])
        found = tuple(act for act in ACTS if acts[act].predict_proba(one)[0, 1] >= 0.35)  # noqa: PLR2004
        asking = bool(turns.QUESTIONS & set(found))
        return Reading(
            text=text, previous=previous, acts=found,
            form=form.predict(one)[0] if asking else None,
            topic=topic.predict(one)[0] if asking else None,
        )  # fmt: skip

    return read


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
    for name, chosen in (
        ("a turn alone", [(str(row["text"]), None) for row in rows]),
        (
            "with what was said before",
            [(str(r["text"]), r["previous"]) for r in rows if r["previous"]],
        ),
    ):
        turns._weigh.cache_clear()  # noqa: SLF001  (nothing known)
        spent = []
        for text, previous in chosen[:400]:
            start = time.perf_counter()
            turns.read(text, previous)
            spent.append(1e3 * (time.perf_counter() - start))
        cuts = quantiles(spent, n=20)
        print(f"{name}: p50 {cuts[9]:.1f} ms, p95 {cuts[18]:.1f} ms")


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--eval", type=Path, help="a folder with turns-dev.jsonl")
    parser.add_argument("--apart", type=Path, help="a folder with the weights of the first fit")
    parser.add_argument("--kept-apart", action="store_true", help="only what was never trained on")
    parser.add_argument("--by-act", action="store_true")
    parser.add_argument("--mixed", action="store_true", help="print which topics are mixed up")
    args = parser.parse_args()
    rows = read_rows()
    if args.kept_apart:
        engines = {"shipped": turns.read, "phrases alone": phrases}
        if trained := linear(rows):
            engines["words and letters, linear"] = trained
        table("never trained on", read_rows(CORPUS / "measure-questions.jsonl"), engines, args)
        return
    apart = left_out(rows)
    unseen = {row["id"] for row in apart}
    speed(apart)
    engines: dict[str, Read] = {"shipped": turns.read, "phrases alone": phrases}
    trained = linear([row for row in rows if row["id"] not in unseen])
    if trained:
        engines["words and letters, linear"] = trained
    if args.apart:
        with engine(load(args.apart)):
            table("batches left out", apart, engines, args)
            sureness(apart)
    if args.eval:
        for name in ("turns-dev", "questions-dev"):
            table(name, read_rows(args.eval / f"{name}.jsonl"), engines, args)


if __name__ == "__main__":
    main()
