"""`informint cohort`: copies of the lessons for a class, and a report over its progress cards."""

import argparse
import contextlib
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

from informint.cli.output import Commands, complain, print_json, show
from informint.errors import BadInput


def add(commands: Commands) -> None:
    """Add the commands of this module to the parser."""
    cohort = commands.add_parser("cohort", help="for those who lead a class")
    tasks = cohort.add_subparsers(required=True, metavar="WHAT")

    build = tasks.add_parser("build", help="a folder with copies of the lessons for each learner")
    build.add_argument("roster", type=Path, metavar="ROSTER", help="CSV; the column id is required")
    build.add_argument("-o", "--output", type=Path, required=True, metavar="DIR")
    build.add_argument(
        "--lessons", nargs="+", default=["04"], metavar="N", help="such as 02 04, or all"
    )
    build.add_argument("--packs", type=Path, metavar="DIR", help="holds the packs that rows name")
    build.add_argument("--names", action="store_true", help="let copies greet learners by name")
    build.add_argument("--execute", action="store_true", help="run each copy, as a check")
    build.add_argument("--dask", metavar="ADDRESS", help="a Dask scheduler whose workers do it")
    build.add_argument("--json", action="store_true")
    build.set_defaults(run=_build)

    kit = tasks.add_parser("kit", help="the instructor's edition, plans, and cards to print")
    kit.add_argument("-o", "--output", type=Path, required=True, metavar="DIR")
    kit.add_argument("--slides", action="store_true", help="also as slides, which load reveal.js")
    kit.set_defaults(run=_kit)

    report = tasks.add_parser("report", help="what the progress cards of a class show together")
    report.add_argument("dir", type=Path, metavar="DIR", help="holds the cards, in any folders")
    report.add_argument("-o", "--output", type=Path, required=True, metavar="FILE", help="HTML")
    report.add_argument("--json", action="store_true")
    report.set_defaults(run=_report)


def _build(options: argparse.Namespace) -> int:
    cohort = _cohort()
    roster = cohort.read_roster(options.roster, options.packs)
    alone = options.dask is None
    executor = contextlib.nullcontext() if alone else cohort.on_dask(options.dask)
    with executor as workers, _bar() as progress:
        built = cohort.build(
            roster,
            options.output,
            options.lessons,
            execute=options.execute,
            names=options.names,
            executor=workers,
            progress=progress,
        )
    for name in roster.ignored:
        complain(f"the column '{name}' was left out")
    for row in roster.alone:
        complain(f"row {row}: no practice partner works in this field; the learner chooses one")
    if options.json:
        print_json(built.as_json())
    else:
        show(f"{built.built} learners have their copies in {options.output}")
        for one in built.skipped:
            show(f"row {one.row} was left out: {one.reason}")
    return 1 if built.skipped else 0


def _kit(options: argparse.Namespace) -> int:
    try:
        from informint.notebooks import instructor, lessons  # noqa: PLC0415  (needs 'lab')
    except ModuleNotFoundError as error:
        raise _missing(error) from None
    made = instructor.write_kit(options.output, lessons(), slides=options.slides)
    show(f"{len(made)} files are in {options.output}; begin with {instructor.GUIDE}")
    return 0


def _report(options: argparse.Namespace) -> int:
    found = _cohort().report(options.dir, options.output)
    if options.json:
        print_json(found)
    else:
        show(f"{found['read']} cards were read; the report is {options.output}")
        for one in found["skipped"]:
            show(f"{one['file']} was left out: {one['reason']}")
    return 1 if found["skipped"] else 0


def _cohort() -> ModuleType:
    try:
        from informint import cohort  # noqa: PLC0415  (takes seconds, and needs the extra 'lab')
    except ModuleNotFoundError as error:
        raise _missing(error) from None
    return cohort


def _missing(error: ModuleNotFoundError) -> BadInput:
    return BadInput(f"{error.name} is missing: pip install 'informint[lab]' brings it.")


@contextlib.contextmanager
def _bar() -> Iterator[Callable[[int, int], object]]:
    """Show how far it is on stderr, where somebody looks on."""
    from tqdm import tqdm  # noqa: PLC0415  (as above)

    with tqdm(unit="copy", disable=None, file=sys.stderr) as bar:

        def show(done: int, of: int) -> None:
            bar.total = of
            bar.update(done - bar.n)

        yield show
