"""The terminal's door: each command prints for people or, with --json, one JSON document."""

import argparse
import os
import subprocess
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from informint import __version__
from informint.errors import BadInput, InformintError, did_you_mean
from informint.model import MessageKind

if TYPE_CHECKING:
    from informint.content.schema import Persona


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

    questions = kinds.add_parser("questions", help="prepared questions, one a line")
    questions.add_argument("file", type=Path, metavar="FILE")
    questions.add_argument("--json", action="store_true")
    questions.set_defaults(run=_check_questions)

    contacts = commands.add_parser("contacts", help="read and merge exports of contacts")
    contacts.add_argument("files", nargs="+", type=Path, metavar="FILE")
    contacts.add_argument("--json", action="store_true")
    contacts.set_defaults(run=_contacts)

    targets = commands.add_parser("targets", help="whom to write to, and why")
    targets.add_argument("files", nargs="+", type=Path, metavar="FILE")
    targets.add_argument("--goal", required=True, help="what you want to find out, in your words")
    targets.add_argument("--json", action="store_true")
    targets.set_defaults(run=_targets)

    talk = commands.add_parser("talk", help="practise the conversation with a fictional person")
    talk.add_argument(
        "--persona", required=True, metavar="ID", help="who, or a persona's .toml file"
    )
    talk.add_argument("--script", type=Path, metavar="FILE", help="your turns, one a line")
    talk.add_argument("--seed", type=int, default=0, help="which of their wordings they choose")
    talk.add_argument("--json", action="store_true")
    talk.set_defaults(run=_talk)

    people = commands.add_parser("personas", help="with whom you can practise")
    people.add_argument("--json", action="store_true")
    people.set_defaults(run=_personas)

    content = commands.add_parser("content", help="for those who write content of their own")
    tasks = content.add_subparsers(required=True, metavar="WHAT")
    pack = tasks.add_parser("check", help="say what is wrong in a course pack")
    pack.add_argument(
        "dir", type=Path, metavar="DIR", help="holds personas/*.toml or other content"
    )
    pack.add_argument("--json", action="store_true")
    pack.set_defaults(run=_content_check)
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


def _check_questions(options: argparse.Namespace) -> int:
    from informint import questions  # noqa: PLC0415
    from informint.drafts import read_text  # noqa: PLC0415

    lines = [line.strip() for line in read_text(options.file).split("\n")]
    review = questions.check_questions(line for line in lines if line)
    if options.json:
        _print_json(questions.to_json(review))
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


def _talk(options: argparse.Namespace) -> int:
    from informint import roleplay  # noqa: PLC0415
    from informint.roleplay import terminal  # noqa: PLC0415

    talk = roleplay.begin(_persona(options.persona), seed=options.seed)
    if options.script:
        for line in _script(options.script):
            talk = roleplay.say(talk, line)
    else:
        out = sys.stderr if options.json else sys.stdout
        talk = terminal.hold(talk, sys.stdin, out, roleplay.voice_from_environment())
    if options.json:
        _print_json(roleplay.to_json(talk))
        return 0
    if options.script:
        print(roleplay.transcript(talk))
    if talk.turns:
        print(roleplay.debrief(talk))
    return 0


def _persona(name: str) -> "Persona":
    """Return a persona by id, or from a file of one's own."""
    from informint.content.persona_files import personas, read_persona  # noqa: PLC0415

    if name.endswith(".toml"):
        return read_persona(_text(Path(name)), Path(name).name)
    known = personas()
    if name not in known:
        message = f"there is no persona '{name}'{did_you_mean(name, known)}"
        raise BadInput(message)
    return known[name]


def _script(path: Path) -> list[str]:
    lines = [line.strip() for line in _text(path).splitlines() if line.strip()]
    if not lines:
        message = f"{path.name} holds nothing to say"
        raise BadInput(message)
    return lines


def _text(path: Path) -> str:
    try:
        return path.read_text("utf-8-sig")
    except OSError as error:
        message = f"{path} cannot be read: {error.strerror or error}"
    except UnicodeDecodeError:
        message = f"{path} is not UTF-8 text"
    raise BadInput(message) from None


def _personas(options: argparse.Namespace) -> int:
    from informint.content.persona_files import personas  # noqa: PLC0415

    shown = ("id", "name", "field", "temper", "minutes")
    people = [{name: getattr(person, name) for name in shown} for person in personas().values()]
    if options.json:
        _print_json(people)
    else:
        for one in people:
            print(f"{one['id']:22} {one['name']}, {one['field']}: {one['temper']}; "
                  f"{one['minutes']} minutes")  # fmt: skip
    return 0


def _content_check(options: argparse.Namespace) -> int:
    from informint.content.packs import check_pack  # noqa: PLC0415

    found = check_pack(options.dir)
    if options.json:
        _print_json([fault._asdict() for fault in found])
    else:
        for fault in found:
            field = f" {fault.field}:" if fault.field else ""
            print(f"{fault.file}:{fault.line}:{field} {fault.message}")
        print(f"{len(found)} faults")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
