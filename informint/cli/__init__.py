"""The terminal's door: each command prints for people or, with --json, one JSON document."""

import argparse
import os
import sys
from collections.abc import Sequence
from contextlib import suppress

from informint import __version__
from informint.cli import checking, cohort, doctor, lab, packs, people, records, talking
from informint.cli.output import complain
from informint.errors import InformintError
from informint.files import reason


def main(argv: Sequence[str] | None = None) -> int:
    """Run a command; returns 0, or 1 for a `must` finding or rows left out, or 2 for bad input."""
    parser = _parser()
    options = parser.parse_args(argv)
    try:
        code = options.run(options)
        sys.stdout.flush()
    except InformintError as error:
        complain(error)
    except BrokenPipeError:  # whoever read our output has seen enough
        _let_go()
        return 0
    except OSError as error:  # a full disk, say, where no reader or writer of ours met it
        complain(f"{f'{error.filename}: ' if error.filename else ''}{reason(error)}")
        _let_go()
    except MemoryError:
        complain("there is not enough memory for this")
    else:
        return int(code)
    return 2


def _let_go() -> None:
    """Drop what could not be printed; Python would complain of it again when it exits."""
    with suppress(OSError):  # an output that is no file
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="informint", description="A workshop kit for informational interviews."
    )
    parser.add_argument("--version", action="version", version=f"informint {__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    for module in (lab, checking, people, talking, packs, cohort, records, doctor):
        module.add(commands)
    return parser
