"""Runs every benchmark with quick settings, one after another: python benchmarks/all.py [NAME ...].

With names (``coaching``, ``merging``) only those; ``--full`` gives each its own settings, which
takes long. It runs with the tests' environment; what a benchmark needs beside that and does not
find it says itself; one that fails is named at the
end, and the others run all the same. Figures in docs/ are put there by tables.py, not by this.
"""

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

from machine import about

HERE = Path(__file__).resolve().parent
QUICK = {
    "coaching": ("--prepare",),
    "reading": ("--kept-apart",),
    "footprint": ("--runs", "5", "--kernels", "1"),
    "curriculum": ("--runs", "1"),
    "contacts": ("10000",),
    "merging": ("101",),
    "cohort": ("200",),
    "turns": (),
    "talks": ("--personas", "2"),
    "thanks": (),
    "agreement": (),
    "editor": (),
    "talk_view": (),
    "hub": ("3",),
}


def main() -> int:
    """Run them; return 1 when one failed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(QUICK))
    parser.add_argument("--full", action="store_true", help="each with its own settings")
    parser.add_argument("--eval", type=Path, help="another folder of labelled data, where taken")
    args = parser.parse_args()
    if unknown := set(args.names) - set(QUICK):
        parser.error(f"there is no {', '.join(sorted(unknown))}")
    about()
    env = {**os.environ, "BENCHMARKS_MACHINE_SAID": "1"}
    failed = []
    for name in args.names or QUICK:
        settings = () if args.full else QUICK[name]
        if args.eval and name in {"coaching", "reading", "turns", "talks"}:
            settings = (*settings, "--eval", str(args.eval))
        print(f"\n== {name}.py {' '.join(settings)}".rstrip(), flush=True)
        start = time.monotonic()
        command = (sys.executable, str(HERE / f"{name}.py"), *settings)
        if subprocess.run(command, env=env, check=False).returncode:  # noqa: S603  (ours)
            failed.append(name)
        print(f"== {time.monotonic() - start:.0f} s", flush=True)
    if failed:
        print(f"\nfailed: {', '.join(failed)}")
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main())
