"""`informint talk` and `informint personas`: the conversation in a terminal, or from a script."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from informint.cli.output import Commands, Plain, print_json, read_text, show
from informint.errors import BadInput, did_you_mean

if TYPE_CHECKING:
    from informint.content.persona import Persona


def add(commands: Commands) -> None:
    """Add the commands of this module to the parser."""
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


def _talk(options: argparse.Namespace) -> int:
    from informint import roleplay  # noqa: PLC0415
    from informint.roleplay import terminal  # noqa: PLC0415

    talk = roleplay.begin(_persona(options.persona), seed=options.seed)
    if options.script:
        for line in _script(options.script):
            talk = roleplay.say(talk, line)
    else:
        out = Plain(sys.stderr if options.json else sys.stdout)
        talk = terminal.hold(talk, sys.stdin, out, roleplay.voice_from_environment())
    if options.json:
        print_json(roleplay.to_json(talk))
        return 0
    if options.script:
        show(roleplay.transcript(talk))
    if talk.turns:
        show(roleplay.debrief(talk))
    return 0


def _persona(name: str) -> "Persona":
    """Return a persona by id, or from a file of one's own."""
    from informint.content.persona_files import personas, read_persona  # noqa: PLC0415

    if name.endswith(".toml"):
        return read_persona(read_text(Path(name)), Path(name).name)
    known = personas()
    if name not in known:
        message = f"there is no persona '{name}'{did_you_mean(name, known)}"
        raise BadInput(message)
    return known[name]


def _script(path: Path) -> list[str]:
    lines = [line.strip() for line in read_text(path).splitlines() if line.strip()]
    if not lines:
        message = f"{path.name} holds nothing to say"
        raise BadInput(message)
    return lines


def _personas(options: argparse.Namespace) -> int:
    from informint.content.persona_files import personas  # noqa: PLC0415

    shown = ("id", "name", "field", "temper", "minutes")
    people = [{name: getattr(person, name) for name in shown} for person in personas().values()]
    if options.json:
        print_json(people)
    else:
        for one in people:
            show(f"{one['id']:22} {one['name']}, {one['field']}: {one['temper']}; "
                  f"{one['minutes']} minutes")  # fmt: skip
    return 0
