"""`informint doctor`: what is missing, what is wrong with the data, what could leak."""

import argparse
from pathlib import Path

from informint.cli.output import Commands, print_json, show


def add(commands: Commands) -> None:
    """Add the commands of this module to the parser."""
    doctor = commands.add_parser("doctor", help="what is missing, wrong, or could leak")
    doctor.add_argument(
        "dir",
        nargs="?",
        type=Path,
        metavar="DIR",
        help="your lessons; default: ~/informint-lessons",
    )
    doctor.add_argument("--data", type=Path, help="the folder of your journal")
    doctor.add_argument("--json", action="store_true")
    doctor.set_defaults(run=_doctor)


def _doctor(options: argparse.Namespace) -> int:
    from informint import doctor  # noqa: PLC0415  (loads half the house)

    checks = doctor.examine(options.dir, options.data)
    found = doctor.as_json(checks)
    if options.json:
        print_json(found)
    else:
        for one in checks:
            show(f"{one.status:6}  {one.check}: {one.message}")
    return 0 if found["ok"] else 1
