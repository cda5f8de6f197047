"""`informint contacts` and `informint targets`: whom one knows, and whom to write to."""

import argparse
from datetime import UTC, datetime
from pathlib import Path

from informint.cli.output import Commands, complain, print_json, show


def add(commands: Commands) -> None:
    """Add the commands of this module to the parser."""
    contacts = commands.add_parser("contacts", help="read and merge exports of contacts")
    contacts.add_argument("files", nargs="+", type=Path, metavar="FILE")
    contacts.add_argument("--json", action="store_true")
    contacts.set_defaults(run=_contacts)

    targets = commands.add_parser("targets", help="whom to write to, and why")
    targets.add_argument("files", nargs="+", type=Path, metavar="FILE")
    targets.add_argument("--goal", required=True, help="what you want to find out, in your words")
    targets.add_argument("--json", action="store_true")
    targets.set_defaults(run=_targets)


def _contacts(options: argparse.Namespace) -> int:
    from informint.contacts import read_contacts, to_json  # noqa: PLC0415

    found = read_contacts(*options.files)
    if options.json:
        print_json(to_json(found))
    else:
        show(found)
    return 1 if any(file.skipped for file in found.files) else 0


def _targets(options: argparse.Namespace) -> int:
    from informint import targets  # noqa: PLC0415
    from informint.contacts import read_contacts  # noqa: PLC0415

    found = read_contacts(*options.files)
    ranked = targets.rank(found.people, options.goal, today=datetime.now(UTC).date())
    left_out = [file for file in found.files if file.skipped]
    nobody = targets.nobody_fits(ranked)
    if options.json:
        print_json([targets.to_json(target) for target in ranked])
        if nobody is not None:
            complain(nobody)
    else:
        if nobody is not None:
            show(nobody)
        for target in ranked[:20]:
            show(f"{target.score:.2f}  {target.person.name}: {target.why}")
    for file in left_out:
        complain(f"{file.file}: rows left out: {len(file.skipped)}")
    return 1 if left_out else 0
