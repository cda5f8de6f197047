"""`informint lab`: the lessons in a folder of the learner's own, open in JupyterLab."""

import argparse
import os
import subprocess
import sys
from pathlib import Path

from informint.cli.output import Commands, show
from informint.errors import BadInput
from informint.files import expanded


def add(commands: Commands) -> None:
    """Add the commands of this module to the parser."""
    lab = commands.add_parser("lab", help="copy the lessons to a folder and open JupyterLab")
    lab.add_argument(
        "dir", nargs="?", type=Path, metavar="DIR", help="default: ~/informint-lessons"
    )
    lab.add_argument("--no-browser", action="store_true", help="only serve, and print the address")
    lab.add_argument("--port", type=int, help="default: the first free one from 8888")
    lab.add_argument("--data", type=Path, help="the folder of your journal")
    lab.set_defaults(run=_lab)


def _lab(options: argparse.Namespace) -> int:
    try:
        from informint.notebooks import copy_lessons  # noqa: PLC0415  (needs the extra 'lab')
    except ModuleNotFoundError as error:
        message = f"{error.name} is missing: pip install 'informint[lab]' brings what lessons need."
        raise BadInput(message) from None
    folder = expanded(options.dir or "~/informint-lessons").resolve()
    for sentence in copy_lessons(folder):
        show(sentence)
    show(f"The lessons are in {folder}")
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
    if pack := environment.get("INFORMINT_PACK"):  # kernels start in the lessons' folder
        environment["INFORMINT_PACK"] = str(expanded(pack).resolve())
    if options.data:
        environment["INFORMINT_DATA"] = str(expanded(options.data).resolve())
    try:
        return subprocess.call(command, env=environment)  # noqa: S603 (our own interpreter)
    except KeyboardInterrupt:
        return 0
