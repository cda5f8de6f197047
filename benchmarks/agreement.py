"""Prints how far two labellers agree: python benchmarks/agreement.py.

``corpus/second-labels.jsonl`` holds the labels of a second labeller, who did not see the first
ones, for a sample of every batch of turns. Acts are compared by micro F1 (one labeller's as truth),
form and topic by the share of rows in which both see a question.
"""

import json
from collections import Counter
from pathlib import Path

CORPUS = Path(__file__).resolve().parent.parent / "corpus"


def rows(pattern: str) -> dict[str, dict[str, object]]:
    """Return the rows of corpus files by id."""
    lines = (
        line
        for path in sorted(CORPUS.glob(pattern))
        for line in path.read_text("utf-8").splitlines()
    )
    return {row["id"]: row for row in map(json.loads, lines)}


def main() -> None:
    """Compare, over all batches and for each."""
    first, second = rows("turns-*.jsonl"), rows("second-labels.jsonl")
    batches = sorted({str(first[i]["writer"]) for i in second})
    print(f"{'batch':8}{'rows':>6}{'acts':>8}{'form':>8}{'topic':>8}")
    for batch in (*batches, "all"):
        chosen = [i for i in second if batch in {first[i]["writer"], "all"}]
        pairs = [(first[i], second[i]) for i in chosen]
        both = sum(len(set(a["acts"]) & set(b["acts"])) for a, b in pairs)
        acts = 2 * both / sum(len(a["acts"]) + len(b["acts"]) for a, b in pairs)
        asked = [(a, b) for a, b in pairs if a["form"] and b["form"]]
        same = (sum(a[key] == b[key] for a, b in asked) / len(asked) for key in ("form", "topic"))
        print(f"{batch:8}{len(pairs):6}{acts:8.3f}" + "".join(f"{share:8.3f}" for share in same))
    by_act: Counter[tuple[str, str]] = Counter()
    for i, b in second.items():
        here, there = set(first[i]["acts"]), set(b["acts"])
        by_act.update((act, "first") for act in here - there)
        by_act.update((act, "second") for act in there - here)
    print("\nacts that only one of them sees:")
    for (act, who), n in by_act.most_common(14):
        print(f"  {act}: {n} times only the {who}")


if __name__ == "__main__":
    main()
