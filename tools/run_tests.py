"""Runs every check there is and names each: what `make test` calls.

Browser tests need Chromium on PATH or Playwright's own. Where neither is there they are left out
and the last line says so; with REQUIRE_BROWSER=1 that is a failure.
"""

import os
import subprocess
import sys
import time
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
    ),
    "browser tests": (*PYTEST, "-m", "browser", "tests/browser"),
}


def main() -> int:
    """Run the steps in turn; return 1 when one failed."""
    steps = dict(STEPS)
    browser = find_chromium()
    if browser is None and not os.environ.get("REQUIRE_BROWSER"):
        del steps["browser tests"]
    outcome = {}
    for name, command in steps.items():
        print(f"\n== {name}", flush=True)
        start = time.monotonic()
        code = subprocess.run([sys.executable, *command], check=False).returncode  # noqa: S603 (ours)
        outcome[name] = code == 0
        print(
            f"== {name}: {'passed' if code == 0 else 'FAILED'} in {time.monotonic() - start:.0f} s"
        )
    print(
        "\n== all: " + ", ".join(f"{n} {'passed' if ok else 'FAILED'}" for n, ok in outcome.items())
    )
    if "browser tests" not in steps:
        print(
            "Left out: browser tests, since neither Chromium nor Playwright's own browser is here."
        )
    return 0 if all(outcome.values()) else 1


if __name__ == "__main__":
    sys.exit(main())
