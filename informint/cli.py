"""The terminal's door: each command prints for people or, with --json, one JSON document."""

import argparse
import os
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from informint import __version__
from informint.errors import BadInput, InformintError
from informint.model import MessageKind


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

    lab = commands.add_parser("lab", help="copy the lessons to a folder and open JupyterLab")
    lab.add_argument(
        "dir", nargs="?", type=Path, metavar="DIR", help="default: ~/informint-lessons"
    )
    lab.add_argument("--no-browser", action="store_true", help="only serve, and print the address")
    lab.add_argument("--port", type=int, help="default: the first free one from 8888")
    lab.add_argument("--data", type=Path, help="the folder of your journal")
    lab.set_defaults(run=_lab)

    read = commands.add_parser("read", help="what turns of a talk do: JSON Lines in and out")
    read.set_defaults(run=_read)

    check = commands.add_parser("check", help="coach what you wrote")
    kinds = check.add_subparsers(required=True, metavar="WHAT")
    message = kinds.add_parser("message", help="a draft: .eml, or text that may start 'Subject: '")
    message.add_argument("file", type=Path, metavar="FILE")
    message.add_argument("--kind", choices=[k.value for k in MessageKind])
    message.add_argument("--json", action="store_true")
    message.set_defaults(run=_check_message)

    contacts = commands.add_parser("contacts", help="read and merge exports of contacts")
    contacts.add_argument("files", nargs="+", type=Path, metavar="FILE")
    contacts.add_argument("--json", action="store_true")
    contacts.set_defaults(run=_contacts)

    targets = commands.add_parser("targets", help="whom to write to, and why")
    targets.add_argument("files", nargs="+", type=Path, metavar="FILE")
    targets.add_argument("--goal", required=True, help="what you want to find out, in your words")
    targets.add_argument("--json", action="store_true")
    targets.set_defaults(run=_targets)
    return parser


def _print_json(value: object) -> None:
    sys.stdout.write(msgspec.json.format(msgspec.json.encode(value), indent=2).decode() + "\n")


def _lab(options: argparse.Namespace) -> int:
    try:
        from informint.notebooks import copy_lessons  # noqa: PLC0415  (needs the extra 'lab')
    except ModuleNotFoundError as error:
        message = f"{error.name} is missing: pip install 'informint[lab]' brings what lessons need."
        raise BadInput(message) from None
    folder = (options.dir or Path.home() / "informint-lessons").expanduser().resolve()
    for sentence in copy_lessons(folder):
        print(sentence)
    print(f"The lessons are in {folder}")
    first = min(folder.glob("00_*.ipynb"))
    command = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={folder}"]
    command.append(f"--LabApp.default_url=/lab/tree/{first.name}")
    if options.no_browser:
        command.append("--no-browser")
    if options.port:
        command.append(f"--ServerApp.port={options.port}")
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")  # in a container there is often nobody else
    environment = dict(os.environ)
    if options.data:
        environment["INFORMINT_DATA"] = str(options.data.expanduser().resolve())
    try:
        return subprocess.call(command, env=environment)  # noqa: S603 (our own interpreter)
    except KeyboardInterrupt:
        return 0


class _Turn(msgspec.Struct):
    """One line that `informint read` takes."""

    text: str
    previous: str | None = None


def _read(_: argparse.Namespace) -> int:
    from informint.reading import turns  # noqa: PLC0415  (each command loads what it needs)

    decoder = msgspec.json.Decoder(_Turn)
    for number, line in enumerate(sys.stdin.buffer, 1):
        try:
            turn = decoder.decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            message = f"line {number} of the input is not a turn: {error}"
            raise BadInput(message) from None
        answer = turns.as_json(turns.read(turn.text, turn.previous))
        sys.stdout.write(msgspec.json.encode(answer).decode() + "\n")
    return 0


def _check_message(options: argparse.Namespace) -> int:
    from informint import coach  # noqa: PLC0415
    from informint.drafts import read_draft  # noqa: PLC0415

    kind = MessageKind(options.kind) if options.kind else None
    review = coach.check_message(read_draft(options.file), kind=kind)
    if options.json:
        _print_json(coach.to_json(review))
    else:
        print(review)
    return 0 if review.ready else 1


def _contacts(options: argparse.Namespace) -> int:
    from informint.contacts import read_contacts  # noqa: PLC0415

    found = read_contacts(*options.files)
    if options.json:
        _print_json(found)
    else:
        print(found)
    return 1 if any(file.skipped for file in found.files) else 0


def _targets(options: argparse.Namespace) -> int:
    from informint import targets  # noqa: PLC0415
    from informint.contacts import read_contacts  # noqa: PLC0415

    found = read_contacts(*options.files)
    ranked = targets.rank(found.people, options.goal, today=datetime.now(UTC).date())
    left_out = [file for file in found.files if file.skipped]
    if options.json:
        _print_json([targets.to_json(target) for target in ranked])
    else:
        if (nobody := targets.nobody_fits(ranked)) is not None:
            print(nobody)
        for target in ranked[:20]:
            print(f"{target.score:.2f}  {target.person.name}: {target.why}")
    for file in left_out:
        print(f"informint: {file.file}: rows left out: {len(file.skipped)}", file=sys.stderr)
    return 1 if left_out else 0


if __name__ == "__main__":
    sys.exit(main())
