"""`informint read` and `informint check`: what words do, and what a coach would say of them."""

import argparse
import sys
from pathlib import Path

import msgspec

from informint.cli.output import Commands, print_json, show
from informint.errors import BadInput, explain
from informint.model import MessageKind

_LONGEST = 10_000_000  # bytes of a line


def add(commands: Commands) -> None:
    """Add the commands of this module to the parser."""
    read = commands.add_parser("read", help="what turns of a talk do: JSON Lines in and out")
    read.set_defaults(run=_read)

    check = commands.add_parser("check", help="coach what you wrote")
    kinds = check.add_subparsers(required=True, metavar="WHAT")
    message = kinds.add_parser("message", help="a draft: .eml, or text that may start 'Subject: '")
    message.add_argument("file", type=Path, metavar="FILE")
    message.add_argument("--kind", choices=[k.value for k in MessageKind])
    message.add_argument(
        "--said",
        type=Path,
        metavar="FILE",
        help="what the other person said in the talk, one turn a line: holds a thank-you to it",
    )
    message.add_argument("--json", action="store_true")
    message.set_defaults(run=_check_message)

    questions = kinds.add_parser("questions", help="prepared questions, one a line")
    questions.add_argument("file", type=Path, metavar="FILE")
    questions.add_argument("--json", action="store_true")
    questions.set_defaults(run=_check_questions)


class Turn(msgspec.Struct):
    """One line that `informint read` takes."""

    text: str
    previous: str | None = None


def decode_turn(line: bytes, number: int) -> Turn:
    """Return the turn on a line of the input, the ``number``-th.

    Raises:
        BadInput: when there is none on it, or it is too long.
    """
    if len(line) > _LONGEST:
        message = f"line {number} of the input is longer than {_LONGEST / 1_000_000:g} MB"
        raise BadInput(message)
    try:
        return _DECODER.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        message = f"line {number} of the input is not a turn: {explain(error)}"
        raise BadInput(message) from None


_DECODER = msgspec.json.Decoder(Turn)


def _read(_: argparse.Namespace) -> int:
    from informint.reading import turns  # noqa: PLC0415  (each command loads what it needs)

    lines = iter(lambda: sys.stdin.buffer.readline(_LONGEST + 1), b"")
    for number, line in enumerate(lines, 1):
        turn = decode_turn(line, number)
        answer = turns.as_json(turns.read(turn.text, turn.previous))
        sys.stdout.write(msgspec.json.encode(answer).decode() + "\n")
    return 0


def _check_message(options: argparse.Namespace) -> int:
    from informint import coach  # noqa: PLC0415
    from informint.drafts import read_draft, read_text  # noqa: PLC0415
    from informint.reading.said import Heard  # noqa: PLC0415

    kind = MessageKind(options.kind) if options.kind else None
    said = read_text(options.said).split("\n") if options.said else None
    heard = Heard(said=tuple(filter(str.strip, said))) if said else None
    review = coach.check_message(read_draft(options.file), kind=kind, heard=heard)
    if options.json:
        print_json(coach.to_json(review))
    else:
        show(review)
    return 0 if review.ready else 1


def _check_questions(options: argparse.Namespace) -> int:
    from informint import questions  # noqa: PLC0415
    from informint.drafts import read_text  # noqa: PLC0415

    lines = [line.strip() for line in read_text(options.file).split("\n")]
    review = questions.check_questions(line for line in lines if line)
    if options.json:
        print_json(questions.to_json(review))
    else:
        show(review)
    return 0 if review.ready else 1
