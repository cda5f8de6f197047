"""How fast the copies of a class are prepared, and run: python benchmarks/cohort.py [COPIES].

Beside papermill's usual way, which reads, checks and writes the notebook for each copy; informint
reads the lesson once, and papermill sets the parameters. A few copies are executed too, beside
papermill, and beside the floor: kernels that start, answer once and stop. Each is done three times
in turn; the figures are medians.
"""

import statistics
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import papermill
from jupyter_client.manager import start_new_kernel
from machine import about, ratio, table

from informint.cohort import build, read_roster
from informint.notebooks import lessons

COPIES = 1_000
FEW = 50  # copies made papermill's way
RUN = 4  # copies that are executed
ROUNDS = 3


def ours(folder: Path, number: int, *, execute: bool = False) -> None:
    """Make copies for so many learners."""
    roster = folder / "roster.csv"
    people = "".join(f"p{n:05},museum,{n}\n" for n in range(number))
    roster.write_text("id,persona,seed\n" + people, "utf-8")
    build(read_roster(roster), folder / "class", execute=execute)


def theirs(folder: Path, number: int, *, execute: bool = False) -> None:
    """Make as many with papermill alone."""
    lesson = next(path for path in lessons() if path.name.startswith("04"))
    for n in range(number):
        papermill.execute_notebook(
            lesson,
            folder / f"{n}.ipynb",
            parameters={"persona": "museum", "seed": n},
            prepare_only=not execute,
            progress_bar=False,
        )


def kernels(_: Path, number: int) -> None:
    """Start so many kernels, one after another, let each answer, and stop it."""
    for _ in range(number):
        manager, client = start_new_kernel()
        client.execute_interactive("1", silent=True)
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def compared(title: str, ways: Mapping[str, tuple[Callable[[Path, int], None], int]]) -> None:
    """Print how long each way takes for one copy, in turn, and how far it is from the first."""
    spent: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, (way, number) in ways.items():
            with TemporaryDirectory() as place:
                start = time.perf_counter()
                way(Path(place), number)
                spent[name].append((time.perf_counter() - start) / number * 1000)
    first = next(iter(spent.values()))
    rows = [
        [
            name,
            ways[name][1],
            f"{statistics.median(times):,.1f}",
            f"{ratio(times, first):.2f}",
        ]
        for name, times in spent.items()
    ]
    table(title, ["made by", "copies", "ms each", "ratio"], rows)


def main(number: int) -> None:
    """Prepare and run copies in every way."""
    about()
    compared(
        "Copies of lesson 04, prepared",
        {"informint cohort build": (ours, number), "papermill, prepare_only": (theirs, FEW)},
    )
    compared(
        "Copies of lesson 04, executed",
        {
            "informint cohort build --execute": (lambda f, n: ours(f, n, execute=True), RUN),
            "papermill": (lambda f, n: theirs(f, n, execute=True), RUN),
            "kernels that start and stop": (kernels, RUN),
        },
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else COPIES)
