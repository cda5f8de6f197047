"""The terminal's door: each command prints for people or, with --json, one JSON document."""

import argparse
import os
import sys
from collections.abc import Sequence

from informint import __version__
from informint.cli import checking, cohort, doctor, lab, packs, people, records, talking
from informint.errors import InformintError


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; returns 0, or 1 for a `must` finding or rows left out, or 2 for bad input."""
    parser = _parser()
    options = parser.parse_args(argv)
    try:
        code = options.run(options)
    except InformintError as error:
        print(f"informint: {error}", file=sys.stderr)
        return 2
    except BrokenPipeError:
        # Whoever read our output has seen enough; Python would complain again when it exits.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return int(code)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="informint", description="A workshop kit for informational interviews."
    )
    parser.add_argument("--version", action="version", version=f"informint {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for module in (lab, checking, people, talking, packs, cohort, records, doctor):
        module.add(commands)
    return parser
