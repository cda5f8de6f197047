"""Runs in_browser.py under node in the real Pyodide: python tests/wasm/run.py.

Status 0: it passed; 1: it failed; 2: it could not be run, and a sentence says what is missing.
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1] / "deploy" / "site"))

import parts  # noqa: E402  (it lies in that folder)


def main() -> int:
    """Fetch what is needed, then run the tests."""
    try:
        core = parts.pyodide()
        packages = parts.lock()["packages"]
        ours = parts.own()
        given = parts.pinned() | parts.pinned(HERE / "requirements.txt")
        requires = {r for wheel in (ours, *given.values()) for r in parts.facts(wheel)[2]}
        needed = parts.wheels(packages, requires, given)
    except parts.Missing as missing:
        sys.stdout.write(f"Not run in Pyodide: {missing}.\n")
        return 2
    order = {
        "pyodide": str(core / "pyodide.mjs"),
        "wheels": [str(wheel) for wheel in (*needed.values(), *given.values(), ours)],
        "tests": str(HERE / "in_browser.py"),
    }
    node = str(shutil.which("node"))
    command = [node, str(HERE / "run.mjs"), json.dumps(order)]
    return min(1, abs(subprocess.run(command, check=False).returncode))


if __name__ == "__main__":
    sys.exit(main())
