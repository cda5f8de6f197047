"""Measures whether a thank-you for what was never said is told from one for what was.

    python benchmarks/thanks.py [FILE.jsonl ...]

Each file holds talks and sentences of thank-yous about them, labelled by hand: ``said``, ``never``
or ``none`` (claims nothing). Without a file both are measured: the one that the words and limits
of ``reading/said`` were chosen on, and the one that was written before and never looked at.
"""

import json
import sys
from collections import Counter
from pathlib import Path

from informint.model import Message, MessageKind
from informint.reading.said import Heard, claims

DATA = Path(__file__).parents[1] / "tests" / "reading"
FILES = (DATA / "thanks_built_on.jsonl", DATA / "thanks_held_out.jsonl")
BODY = "Dear Dr. Amber,\n\nThank you for your time on Tuesday. {}\n\nKind regards,\nAda Ruiz\n"


def judged(file: Path) -> list[tuple[str, str, str]]:
    """Return label, judgement (``said``, ``never`` or ``none``) and text of every sentence."""
    talks: dict[str, Heard] = {}
    found = []
    for line in file.read_text("utf-8").splitlines():
        row = json.loads(line)
        if "said" in row:
            talks[row["talk"]] = Heard(said=tuple(row["said"]))
            continue
        message = Message(body=BODY.format(row["text"]), kind=MessageKind.THANK_YOU)
        verdicts = {claim.was_said for claim in claims(message, talks[row["talk"]])}
        verdict = "never" if False in verdicts else "said" if True in verdicts else "none"
        found.append((row["label"], verdict, row["text"]))
    return found


def measured(rows: list[tuple[str, str, str]], what: str) -> tuple[int, int, int]:
    """Return how often ``what`` was judged rightly, wrongly, and not where it should have been."""
    counts = Counter((label == what, verdict == what) for label, verdict, _ in rows)
    return counts[True, True], counts[False, True], counts[True, False]


def main() -> None:
    """Print precision and recall for both judgements, and what went wrong where one may look."""
    for file in [Path(a) for a in sys.argv[1:]] or FILES:
        rows = judged(file)
        print(f"{file.stem}: {len(rows)} sentences")
        for what in ("never", "said"):
            right, wrong, missed = measured(rows, what)
            precision = right / (right + wrong) if right + wrong else 0.0
            recall = right / (right + missed) if right + missed else 0.0
            print(f"  {what:5} precision {precision:.2f} recall {recall:.2f} of {right + missed}")
        if "held_out" not in file.stem:
            for label, verdict, text in rows:
                if label != verdict:
                    print(f"    {label} read as {verdict}: {text}")


if __name__ == "__main__":
    main()
