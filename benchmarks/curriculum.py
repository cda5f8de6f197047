"""How long the lessons take under nbval: python benchmarks/curriculum.py [--runs N].

Each lesson is run beside an empty notebook with the same imports: those it writes down, and those
parts of informint that it names, which are imported on first use. What is left is the lesson.
"""

import argparse
import ast
import os
import re
import shutil
import statistics
import sys
import tempfile
from pathlib import Path

import nbformat
from machine import about, in_turn, ratio, table
from nbformat.v4 import new_code_cell, new_notebook

from informint.notebooks import lessons

NBVAL = ("-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist")
HOW = ("--nbval", "--nbval-current-env", "--nbval-cell-timeout", "120")


def imports(notebook: nbformat.NotebookNode) -> str:
    """Return a cell with what a notebook imports, what it names of informint included."""
    code = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
    found = [
        ast.unparse(node)
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    named = sorted(set(re.findall(r"\binformint\.[a-z_]+", code)))
    return "\n".join(dict.fromkeys([*found, *(f"{name};" for name in named)]))


def main() -> None:
    """Measure each lesson beside its empty twin."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    args = parser.parse_args()
    about()
    rows, whole = [], [0.0, 0.0]
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (folder / "pytest.ini").write_text("[pytest]\n", "utf-8")
        env = {**os.environ, "INFORMINT_DATA": str(folder / "data")}
        for path in lessons():
            lesson, empty = folder / path.name, folder / f"{path.stem}_empty.ipynb"
            shutil.copy(path, lesson)
            cells = [new_code_cell(imports(nbformat.read(path, as_version=4)))]
            nbformat.write(new_notebook(cells=cells), empty)
            under = (sys.executable, *NBVAL, "--rootdir", place, *HOW)
            commands = {"lesson": (*under, str(lesson)), "empty": (*under, str(empty))}
            found = in_turn(commands, args.runs, env)
            clocks = [[one.clock for one in found[name]] for name in commands]
            both = [statistics.median(times) for times in clocks]
            whole = [a + b for a, b in zip(whole, both, strict=True)]
            rows.append([path.stem, *(f"{s:.1f}" for s in both), f"{ratio(*clocks):.2f}"])
    rows.append(["all", *(f"{s:.1f}" for s in whole), f"{whole[0] / whole[1]:.2f}"])
    head = ["lesson", "s", "s empty", "ratio"]
    table(f"Under nbval, medians of {args.runs}", head, rows)


if __name__ == "__main__":
    main()
