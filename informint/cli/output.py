"""What every command shares: words for people and JSON out, a text file in."""

import argparse
import re
import sys
from pathlib import Path
from typing import TextIO, TypeAlias

import msgspec

from informint.errors import BadInput
from informint.files import read_limited

# argparse has no public name for what `add_subparsers` returns.
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001

_LARGEST = 2_000_000  # bytes of a script or a persona
# Control signs but newline and tab, signs that turn the direction of writing, and halves of
# characters, which no terminal can print.
_STEERING = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)


def plain(text: str) -> str:
    """Return a text with U+FFFD for every sign that could steer the terminal it is shown in."""
    return _STEERING.sub("\ufffd", text)


class Plain:
    """A stream of words for people: what is written to it comes out plain."""

    def __init__(self, to: TextIO) -> None:
        self._to = to

    def write(self, text: str) -> None:
        """Write a text."""
        self._to.write(plain(text))

    def flush(self) -> None:
        """Let what was written be seen."""
        self._to.flush()


def show(value: object) -> None:
    """Print a line, or what holds some, for people."""
    Plain(sys.stdout).write(f"{value}\n")


def complain(sentence: object) -> None:
    """Print a sentence beside the output, on stderr."""
    Plain(sys.stderr).write(f"informint: {sentence}\n")


def print_json(value: object) -> None:
    """Print one JSON document, and nothing else."""
    sys.stdout.write(msgspec.json.format(msgspec.json.encode(value), indent=2).decode() + "\n")


def read_text(path: Path) -> str:
    """Return what a UTF-8 text file holds.

    Raises:
        BadInput: when it cannot be read, is too large, or is not UTF-8 text.
    """
    data = read_limited(path, _LARGEST, "script or persona")
    if b"\0" not in data:
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError:
            pass
    message = f"{path.name} is not UTF-8 text"
    raise BadInput(message)
