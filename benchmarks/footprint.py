"""What informint weighs: python benchmarks/footprint.py [--runs N] [--no-wheel].

``import informint`` beside an empty interpreter and beside pandas with ipywidgets; a kernel with
each lesson run in it beside one that has imported pandas and ipywidgets; how long the weights take
to load beside reading their files; the size of the wheel.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import nbformat
import psutil
from jupyter_client.manager import start_new_kernel
from machine import ROOT, about, in_turn, peak, ratio, run, table

from informint.notebooks import lessons

BARE = "import pandas, ipywidgets"
PATIENCE = 120  # seconds for a cell
IMPORTS = {
    "nothing": "pass",
    "import informint": "import informint",
    "and coach a mail": "import informint; informint.check_message('Dear Ms. Ray,')",
    BARE: BARE,
}
WEIGHTS = ROOT / "informint" / "reading" / "weights"
LOADS = {
    "messages": ("from informint.reading.learned import load as take", "messages"),
    "turns": ("import numpy; from informint.reading.encoder import load as take", "turns"),
}


def imports(runs: int) -> None:
    """Print what interpreters take that import this or that."""
    found = in_turn({name: (sys.executable, "-c", code) for name, code in IMPORTS.items()}, runs)
    empty = [one.clock for one in found["nothing"]]
    rows = []
    for name, all_ in found.items():
        clock = [one.clock for one in all_]
        memory = _peak(IMPORTS[name])
        rows.append(
            [
                name,
                f"{1e3 * statistics.median(clock):.0f}",
                f"{ratio(clock, empty):.2f}",
                f"{memory:.0f}",
            ]
        )
    table(f"An interpreter, medians of {runs}", ["it runs", "ms", "ratio", "MB"], rows)


def _peak(code: str) -> float:
    """Return the most MB of an interpreter that runs code, 0 where the system does not tell."""
    if not Path("/proc/self/status").exists():
        return 0.0
    code += "\nprint(open('/proc/self/status').read())"
    said = subprocess.run(  # noqa: S603  (ours)
        (sys.executable, "-c", code), check=True, capture_output=True, text=True
    )
    return peak(said.stdout)


def kernel(cells: Sequence[str]) -> float:
    """Return the MB of a kernel's own that has run cells.

    Raises:
        RuntimeError: when a cell fails.
    """
    with tempfile.TemporaryDirectory() as data:
        manager, client = start_new_kernel(
            kernel_name="python3",
            stderr=subprocess.DEVNULL,
            env={**os.environ, "INFORMINT_DATA": data},
        )
        try:
            for code in cells:
                answer = client.execute_interactive(
                    code, timeout=PATIENCE, output_hook=lambda _: None
                )
                if answer["content"]["status"] != "ok":
                    message = f"a cell failed: {answer['content'].get('evalue', '')}"
                    raise RuntimeError(message)
            return psutil.Process(manager.provisioner.pid).memory_full_info().uss / 1e6
        finally:
            client.stop_channels()
            manager.shutdown_kernel(now=True)


def kernels(runs: int) -> None:
    """Print the memory of kernels, a lesson in each."""
    cells = {"a bare kernel": ["pass"], BARE: [BARE]}
    for path in lessons():
        notebook = nbformat.read(path, as_version=4)
        cells[path.stem] = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    found: dict[str, list[float]] = {name: [] for name in cells}
    for _ in range(runs):
        for name, codes in cells.items():
            found[name].append(kernel(codes))
    bare = found[BARE]
    rows = [
        [name, f"{statistics.median(mb):.0f}", f"{ratio(mb, bare):.2f}"]
        for name, mb in found.items()
    ]
    title = f"A kernel's own memory, the whole lesson run, medians of {runs}"
    table(title, ["it has run", "MB", f"by {BARE}"], rows)


def loads(runs: int) -> None:
    """Print how long weights take to load, in a fresh interpreter each time."""
    rows = []
    for name, (start, stem) in LOADS.items():
        code = (
            f"{start}\nimport pathlib, time\nfolder = pathlib.Path({str(WEIGHTS)!r})\n"
            f"a = time.perf_counter()\n[p.read_bytes() for p in folder.glob({stem + '.*'!r})]\n"
            "b = time.perf_counter()\ntake(folder)\nprint(b - a, time.perf_counter() - b)"
        )
        pairs = []
        for _ in range(runs):
            said = subprocess.run(  # noqa: S603  (ours)
                (sys.executable, "-c", code), check=True, capture_output=True, text=True
            )
            pairs.append([1e3 * float(figure) for figure in said.stdout.split()])
        plain, ours = zip(*pairs, strict=True)
        size = sum(path.stat().st_size for path in WEIGHTS.glob(f"{stem}.*")) / 1e6
        rows.append(
            [
                name,
                f"{size:.2f}",
                f"{statistics.median(ours):.1f}",
                f"{statistics.median(plain):.1f}",
                f"{ratio(ours, plain):.0f}",
            ]
        )
    head = ["weights", "MB", "loaded, ms", "files read, ms", "ratio"]
    table(f"Weights, medians of {runs}", head, rows)


def wheel() -> None:
    """Print the size of the wheel and of what is in it."""
    with tempfile.TemporaryDirectory() as folder:
        base = getattr(sys, "_base_executable", sys.executable)
        started = time.perf_counter()
        for python in dict.fromkeys((sys.executable, base)):
            command = (python, "-m", "pip", "wheel", "--no-deps", "-q", "-w", folder, str(ROOT))
            try:
                run(command)
                break
            except subprocess.CalledProcessError:
                continue
        else:
            print("\nThe wheel is left out: pip could not build it here.")
            return
        took = time.perf_counter() - started
        file = next(Path(folder).glob("*.whl"))
        sizes: Counter[str] = Counter()
        with zipfile.ZipFile(file) as inside:
            for one in inside.infolist():
                parts = Path(one.filename).parts
                sizes["/".join(parts[1:-1][:2]) or "the rest"] += one.compress_size
        rows = [["the wheel", f"{file.stat().st_size / 1e6:.2f}"]]
        rows += [[f"  {name}", f"{size / 1e6:.2f}"] for name, size in sizes.most_common(5)]
        table(f"The wheel, built in {took:.0f} s, and what weighs most in it", ["", "MB"], rows)


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--kernels", type=int, default=3, help="runs of each kernel")
    parser.add_argument("--no-wheel", action="store_true", help="do not build the wheel")
    args = parser.parse_args()
    about()
    imports(args.runs)
    loads(args.runs)
    kernels(args.kernels)
    if not args.no_wheel:
        wheel()


if __name__ == "__main__":
    main()
