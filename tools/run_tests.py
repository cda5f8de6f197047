"""Runs every check there is and names each: what `make test` calls.

Browser tests need Chromium on PATH or Playwright's own, and the lessons in Pyodide need node and
npm. What these are missing for is left out and the last lines say so; with REQUIRE_BROWSER=1 and
REQUIRE_NODE=1 that is a failure.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from browser.chromium import find_chromium

PYTEST = ("-m", "pytest", "-q")
STEPS = {
    "ruff": ("-m", "ruff", "check", "."),
    "format": ("-m", "ruff", "format", "--check", "."),
    "mypy": ("-m", "mypy"),
    "notebooks published": ("-m", "informint.notebooks", "--check", "notebooks"),
    "unit and property tests": (*PYTEST, "-n", "2", "-m", "not browser"),
    "notebooks under nbval": (
        *PYTEST,
        *("--nbval", "--nbval-current-env", "--nbval-cell-timeout", "120"),
        *("-n", "2", "--dist", "loadfile", "notebooks"),
        "--ignore=notebooks/instructor",  # made from the lessons, and checked above
    ),
    "lessons in Pyodide": ("tests/wasm/run.py",),
    "browser tests": (
        *PYTEST,
        "-n",
        "2",
        "--dist",
        "loadfile",
        "-m",
        "browser",
        "tests/browser",
    ),
    "the site in a browser": (*PYTEST, "-m", "browser", "tests/wasm"),
}
NOT_RUN = 2  # what tests/wasm/run.py ends with when something is missing


def main() -> int:
    """Run the steps in turn; return 1 when one failed."""
    left_out = []
    steps = dict(STEPS)
    if find_chromium() is None and not os.environ.get("REQUIRE_BROWSER"):
        del steps["browser tests"], steps["the site in a browser"]
        left_out.append(
            "browser tests, since neither Chromium nor Playwright's own browser is here"
        )
    outcome = {}
    for name, command in steps.items():
        print(f"\n== {name}", flush=True)
        start = time.monotonic()
        code = _run(command)
        if name == "lessons in Pyodide" and code == NOT_RUN and not os.environ.get("REQUIRE_NODE"):
            left_out.append("the lessons in Pyodide, for the reason told above")
            continue
        outcome[name] = code == 0
        print(f"== {name}: {_word(code == 0)} in {time.monotonic() - start:.0f} s")
    print("\n== all: " + ", ".join(f"{name} {_word(ok)}" for name, ok in outcome.items()))
    for what in left_out:
        print(f"Left out: {what}.")
    return 0 if all(outcome.values()) else 1


def _run(command: Sequence[str]) -> int:
    """Run a step with an empty data folder: whoever runs the tests may have a journal."""
    with tempfile.TemporaryDirectory() as data:
        environment = {**os.environ, "INFORMINT_DATA": data}
        ours = [sys.executable, *command]
        return subprocess.run(ours, check=False, env=environment).returncode  # noqa: S603 (ours)


def _word(well: bool) -> str:  # noqa: FBT001  (what a step ended with)
    return "passed" if well else "FAILED"


if __name__ == "__main__":
    sys.exit(main())
