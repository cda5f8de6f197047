"""What every command shares: JSON out, a text file in."""

import argparse
import sys
from pathlib import Path
from typing import TypeAlias

import msgspec

from informint.errors import BadInput

# argparse has no public name for what `add_subparsers` returns.
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001


def print_json(value: object) -> None:
    """Print one JSON document, and nothing else."""
    sys.stdout.write(msgspec.json.format(msgspec.json.encode(value), indent=2).decode() + "\n")


def read_text(path: Path) -> str:
    """Return what a UTF-8 text file holds.

    Raises:
        BadInput: when it cannot be read, or is not UTF-8.
    """
    try:
        return path.read_text("utf-8-sig")
    except OSError as error:
        message = f"{path} cannot be read: {error.strerror or error}"
    except UnicodeDecodeError:
        message = f"{path} is not UTF-8 text"
    raise BadInput(message) from None
