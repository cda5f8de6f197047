"""How fast the copies of a class are prepared, beside papermill's usual way.

Run it with `python benchmarks/cohort.py [COPIES]`. Papermill reads, checks and writes the notebook
for each copy; informint reads the lesson once, and papermill sets the parameters.
"""

import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

import papermill
from machine import about, table

from informint.cohort import build, read_roster
from informint.notebooks import lessons

COPIES = 1_000
FEW = 50  # copies made papermill's way


def main(number: int) -> None:
    """Prepare copies both ways and print how long a copy takes."""
    with TemporaryDirectory() as place:
        roster = Path(place) / "roster.csv"
        people = "".join(f"p{n:05},museum,{n}\n" for n in range(number))
        roster.write_text("id,persona,seed\n" + people, "utf-8")
        start = time.perf_counter()
        built = build(read_roster(roster), Path(place) / "class")
        ours = (time.perf_counter() - start) / number * 1000
        lesson = next(path for path in lessons() if path.name.startswith("04"))
        start = time.perf_counter()
        for n in range(FEW):
            papermill.execute_notebook(
                lesson,
                Path(place) / f"{n}.ipynb",
                parameters={"persona": "museum", "seed": n},
                prepare_only=True,
                progress_bar=False,
            )
        theirs = (time.perf_counter() - start) / FEW * 1000
    rows = [
        ["informint.cohort.build", built.built, f"{ours:.1f}", "1.00"],
        ["papermill, prepare_only", FEW, f"{theirs:.1f}", f"{theirs / ours:.2f}"],
    ]
    about()
    table("Copies of lesson 04", ["prepared by", "copies", "ms each", "ratio"], rows)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else COPIES)
