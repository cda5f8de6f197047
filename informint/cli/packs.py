"""`informint content check`: what is wrong in a course pack, by file, line and field."""

import argparse
from pathlib import Path

from informint.cli.output import Commands, print_json, show


def add(commands: Commands) -> None:
    """Add the commands of this module to the parser."""
    content = commands.add_parser("content", help="for those who write content of their own")
    tasks = content.add_subparsers(required=True, metavar="WHAT")
    pack = tasks.add_parser("check", help="say what is wrong in a course pack")
    pack.add_argument(
        "dir", type=Path, metavar="DIR", help="holds personas/*.toml or other content"
    )
    pack.add_argument("--json", action="store_true")
    pack.set_defaults(run=_content_check)


def _content_check(options: argparse.Namespace) -> int:
    from informint import trials  # noqa: PLC0415

    found = trials.check(options.dir)
    if options.json:
        print_json([fault._asdict() for fault in found])
    else:
        for fault in found:
            field = f" {fault.field}:" if fault.field else ""
            show(f"{fault.file}:{fault.line}:{field} {fault.message}")
        show(f"{len(found)} faults")
    return 1 if found else 0
