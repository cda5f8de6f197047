"""Reads files that anybody may have written, no more of them than is asked; writes them whole."""

import os
import stat
import zlib
from contextlib import suppress
from pathlib import Path

from informint.errors import BadInput


def read_limited(file: Path, limit: int, what: str) -> bytes:
    """Return what a file holds.

    Args:
        file: where it lies.
        limit: how many bytes it may hold.
        what: what it should be, such as a draft, for the sentence on one that is larger.

    Raises:
        BadInput: when it cannot be read, is larger, or is no ordinary file.
    """
    try:
        found = file.stat()
        if not (stat.S_ISREG(found.st_mode) or stat.S_ISDIR(found.st_mode)):
            message = f"{file.name} is not an ordinary file"  # a pipe would keep us waiting
            raise BadInput(message)
        if found.st_size > limit:
            raise too_large(file.name, limit, what)
        with file.open("rb") as stream:
            data = stream.read(limit + 1)
    except OSError as error:
        message = f"{file.name or file} cannot be read: {reason(error)}"
        raise BadInput(message) from None
    if len(data) > limit:  # it grew, or did not tell its size
        raise too_large(file.name, limit, what)
    return data


def write_whole(path: Path, data: bytes, *, private: bool = False) -> None:
    """Write a file at once: when it fails, the former one stands, and no link is followed.

    Args:
        path: where; what stands there is replaced.
        data: what it shall hold.
        private: whether it is for its owner's eyes only, whatever the umask.

    Raises:
        OSError: when it cannot be written.
    """
    part = path.with_name(f".{zlib.crc32(os.fsencode(path.name)):08x}.part")
    mode = 0o600 if private else 0o666
    part.unlink(missing_ok=True)  # of a run that was cut off, or a link to elsewhere
    try:
        with open(part, "xb", opener=lambda name, flags: os.open(name, flags, mode)) as file:
            file.write(data)
        part.replace(path)
    except BaseException:
        with suppress(OSError):
            part.unlink()
        raise


def too_large(name: str, limit: int, what: str) -> BadInput:
    """Return the complaint about a file of more bytes than there may be in what it should be."""
    return BadInput(f"{name} is larger than {limit / 1_000_000:g} MB, which no {what} is")


def reason(error: OSError) -> str:
    """Return why the system refused, in small letters."""
    return (error.strerror or "unknown reason").lower()


def expanded(path: Path | str) -> Path:
    """Return a path with the home that its ``~`` stands for.

    Raises:
        BadInput: when nobody has that home.
    """
    try:
        return Path(path).expanduser()
    except RuntimeError:
        message = f"{path} leads to nobody's home"
        raise BadInput(message) from None


def files_in(folder: Path) -> list[Path]:
    """Return the files in a folder and its folders, in order; links are among them, not followed.

    Raises:
        BadInput: when it is not a folder, or a part of it cannot be read.
    """
    found: list[Path] = []
    try:
        for place, folders, names in os.walk(folder, onerror=_raised):
            here = Path(place)
            found += (here / name for name in names)
            found += (here / name for name in folders if (here / name).is_symlink())
    except (FileNotFoundError, NotADirectoryError):
        message = f"{folder} is not a folder"
        raise BadInput(message) from None
    except OSError as error:
        message = f"{error.filename or folder} cannot be read: {reason(error)}"
        raise BadInput(message) from None
    return sorted(found)


def _raised(error: OSError) -> None:
    raise error
