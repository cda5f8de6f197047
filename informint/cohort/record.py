"""What a class's folder holds of ours: written whole or not at all, and only inside of it."""

import contextlib
import hashlib
import os
from pathlib import Path
from typing import Self

import msgspec

from informint.errors import BadInput
from informint.files import write_whole

RECORD = ".informint-cohort.jsonl"


class _Made(msgspec.Struct, frozen=True):
    """A line of the record: a file, what it was made of, and what it held when it was made."""

    file: str
    made_of: str
    held: str


class Record:
    """The files put into a folder, by their names in it, so that a changed one can be told.

    A file of the folder tells what was made of what; it is written to while the record is open.
    """

    def __init__(self, folder: Path) -> None:
        """Read what earlier runs have put there; a line cut short by a crash is no line.

        Raises:
            BadInput: when the record is a link, which may lead anywhere.
            OSError: when it cannot be read or written.
        """
        self._folder = folder
        self._made: dict[str, list[_Made]] = {}
        self._names: dict[str, set[str]] = {}  # of the files in each folder of the folder
        path = folder / RECORD
        if path.is_symlink():
            message = f"{RECORD} in the folder is a link; remove it and try again."
            raise BadInput(message)
        data = path.read_bytes() if path.exists() else b""
        for line in data.splitlines():
            with contextlib.suppress(msgspec.DecodeError):
                self._note(msgspec.json.decode(line, type=_Made))
        self._book = path.open("ab")
        if data and not data.endswith(b"\n"):
            self._book.write(b"\n")

    def __enter__(self) -> Self:
        """Return the record."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close its file."""
        self._book.close()

    def path(self, name: str) -> Path:
        """Return where a file or a folder goes.

        Raises:
            BadInput: when a link at its place, or on the way, leads out of the folder.
        """
        path = self._folder / name
        if not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(self._folder)):
            message = "id: what stands at its place leads out of the folder"
            raise BadInput(message)
        return path

    def folder(self, name: str) -> None:
        """Make a folder in it; one that stands is left as it is.

        Raises:
            BadInput: as ``path``.
        """
        if not (place := self.path(name)).is_dir():
            place.mkdir()

    def below(self, place: str) -> set[str]:
        """Return the names of the files put below a place, such as ``ana/pack/``, that stand."""
        names = self._names.get(place.partition("/")[0], set())
        return {n for n in names if n.startswith(place) and (self._folder / n).is_file()}

    def changed(self, name: str) -> bool:
        """Say whether a file stands that holds something else than was ever put there."""
        held = self._held(name)
        return held is not None and all(held != one.held for one in self._made.get(name, ()))

    def stands(self, name: str, made_of: str) -> bool:
        """Say whether a file stands as it was put there, made of this."""
        held = self._held(name)
        return held is not None and _Made(name, made_of, held) in self._made.get(name, ())

    def put(self, name: str, made_of: str, data: bytes) -> None:
        """Put a file in its place, in that of whatever is there."""
        path = self.path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        # The record first: a file that stands and is not in it would pass for one that was changed.
        made = _Made(name, made_of, digest(data))
        self._book.write(msgspec.json.encode(made) + b"\n")
        self._book.flush()
        self._note(made)
        write_whole(path, data)

    def remove(self, name: str) -> None:
        """Remove a file, and folders that are empty then."""
        path = self.path(name)
        path.unlink(missing_ok=True)
        with contextlib.suppress(OSError):  # something else lies there
            os.removedirs(path.parent)

    def _note(self, made: _Made) -> None:
        self._made.setdefault(made.file, []).append(made)
        self._names.setdefault(made.file.partition("/")[0], set()).add(made.file)

    def _held(self, name: str) -> str | None:
        """Return the digest of a file that stands; a broken link counts as nothing."""
        path = self.path(name)
        return digest(path.read_bytes()) if path.exists() else None


def digest(data: bytes) -> str:
    """Return a short stand-in for bytes, the same for the same."""
    return hashlib.sha256(data).hexdigest()
