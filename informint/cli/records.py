"""`informint export` and `informint restore`: the journal as a file, and back."""

import argparse
import os
from pathlib import Path

from informint.cli.output import Commands, complain, show
from informint.errors import BadInput
from informint.files import read_limited, reason, write_whole

_LARGEST = 200_000_000  # bytes of an export: a journal of hundreds of thousands of people


def add(commands: Commands) -> None:
    """Add the commands of this module to the parser."""
    export = commands.add_parser(
        "export", help="write the journal to a file: .eml .ics .vcf .csv .xlsx .md .json"
    )
    export.add_argument("to", type=Path, metavar="TO", help="its ending says what it holds")
    export.add_argument("--person", metavar="WHO", help="of one person: name, e-mail address or id")
    export.add_argument("--draft", default="", metavar="NAME", help="which draft, for .eml")
    export.add_argument("--data", type=Path, help="the folder of your journal")
    export.set_defaults(run=_export)

    restore = commands.add_parser("restore", help="make a journal of an exported .json")
    restore.add_argument("source", type=Path, metavar="FROM", help="what `export x.json` wrote")
    restore.add_argument("--data", type=Path, help="the folder of your journal")
    restore.set_defaults(run=_restore)


def _export(options: argparse.Namespace) -> int:
    from informint.exports import export, find_person  # noqa: PLC0415  (loads what it needs)
    from informint.journal import open_journal  # noqa: PLC0415

    with open_journal(options.data) as journal:
        if journal.is_sample:
            complain("there is no journal yet; this is the sample")
            if os.path.lexists(options.to):
                message = f"{options.to.name} is there already, and the sample does not replace it"
                raise BadInput(message)
        person = find_person(journal.state, options.person) if options.person else None
        data = export(journal, options.to.name, person=person, draft=options.draft)
    _write(options.to, data)
    show(f"{options.to}: {len(data):,} bytes")
    return 0


def _write(path: Path, data: bytes) -> None:
    """Write a file whole, for its owner's eyes; a former one is replaced at the end."""
    try:
        write_whole(path, data, private=True)
    except OSError as error:
        message = f"{path.name} cannot be written: {reason(error)}"
        raise BadInput(message) from None


def _restore(options: argparse.Namespace) -> int:
    from informint.journal import Journal  # noqa: PLC0415  (as above)

    exported = read_limited(options.source, _LARGEST, "export of a journal")
    with Journal.restore(exported, options.data) as journal:
        state = journal.state
        show(f"Restored: {len(state.people):,} people, {len(state.drafts):,} with drafts")
    return 0
