"""From a path or bytes to the text of a table or cards: archives are opened, others named."""

import io
import re
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from informint.contacts.cells import clean
from informint.contacts.decoding import decode
from informint.contacts.linkedin import is_connections_name, known_members
from informint.errors import BadInput

File = Path | str | tuple[str, bytes]
"""A path of a file on disk, or a name and the bytes it stands for (an upload)."""

MAX_BYTES = 50_000_000
"""The largest table that is read; 30,000 connections, LinkedIn's limit, need about 5 MB."""

MAX_ARCHIVE_BYTES = 500_000_000
MAX_MEMBERS = 100_000
_LONGEST_NAME = 120

_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_SAVE_AS = "open it, save it as CSV and choose that file"
_EXPORT = "choose LinkedIn's export (.zip) or the Connections.csv in it, or an address book"
_MAGIC = (
    (b"%PDF", "a PDF document", _EXPORT),
    (b"\x89PNG", "a picture", _EXPORT),
    (b"\xff\xd8\xff", "a picture", _EXPORT),
    (b"GIF8", "a picture", _EXPORT),
    (b"RIFF", "a picture or a recording", _EXPORT),
    (b"\xd0\xcf\x11\xe0", "an old Excel or Office file", _SAVE_AS),
    (b"{\\rtf", "a text document", _EXPORT),
    (b"SQLite format 3", "a database", _EXPORT),
    (b"Rar!", "a RAR archive", "unpack it and choose the Connections.csv in it"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", "unpack it and choose the Connections.csv in it"),
    (b"\x1f\x8b", "a gzip archive", "unpack it and choose the Connections.csv in it"),
)
# What a zip archive is when it holds a member that starts so.
_OFFICE = (
    ("xl/", "an Excel workbook", _SAVE_AS),
    ("word/", "a Word document", _EXPORT),
    ("ppt/", "a presentation", _EXPORT),
    ("Index/Document.iwa", "a Numbers or Pages document", "export it as CSV and choose that file"),
    ("META-INF/manifest.xml", "an OpenDocument file", _SAVE_AS),
)
_CARDS = re.compile(r"(?!__MACOSX/)(?:.*/)?[^/.][^/]*\.(?:vcf|vcard)", re.IGNORECASE | re.DOTALL)
_NO_CARD = "BEGIN:VCARD\nEND:VCARD"
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_LOST = re.compile("\ufffd")  # what could not be decoded
_ODD = 0.02  # share of such characters above which bytes are no text, and
_STRAY = 4  # how many a short text may have all the same


class Source(NamedTuple):
    """A text to be read as a table or as cards, and where it came from."""

    name: str
    archived: bool
    text: str


def open_file(file: File) -> tuple[Source, ...]:
    """Return the texts to read in a file: one, or each Connections.csv of an archive, or its cards.

    Raises:
        BadInput: if it cannot be read, is too large, or is something else than text or an archive
            with connections; the sentence says what it seems to be and what to do.
    """
    if isinstance(file, tuple):
        name, data = _base_name(file[0]), file[1]
        if data.startswith(_ZIP):
            return _open_archive(name, io.BytesIO(data))
        _check_size(name, len(data), MAX_BYTES)
        return (_text(name, data),)
    file = Path(file)
    name = _base_name(str(file))
    try:
        if file.exists() and not file.is_file():  # a pipe, say, would keep us waiting
            what = "a folder" if file.is_dir() else "not an ordinary file"
            message = f"{name} is {what}; {_EXPORT}"
            raise BadInput(message)
        size = file.stat().st_size
        with file.open("rb") as stream:
            if stream.read(4).startswith(_ZIP):
                _check_size(name, size, MAX_ARCHIVE_BYTES)
                return _open_archive(name, stream)
            _check_size(name, size, MAX_BYTES)
            stream.seek(0)
            data = stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        message = f"{name}: there is no such file"
        raise BadInput(message) from None
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) and error.strerror else "not a file name"
        message = f"{name}: cannot be read ({why})"
        raise BadInput(message) from None
    _check_size(name, len(data), MAX_BYTES)
    return (_text(name, data),)


def _base_name(path: str) -> str:
    """Return the last part of a path, fit to be printed."""
    base = clean(path.replace("\\", "/").rstrip("/").rpartition("/")[2])
    return base[:_LONGEST_NAME] or "the file"


def _check_size(name: str, size: int, limit: int) -> None:
    if size > limit:
        message = f"{name}: is larger than {limit // 1_000_000:,} MB, which no list of contacts is"
        raise BadInput(message)


def _text(name: str, data: bytes, *, archived: bool = False) -> Source:
    """Decode a table's bytes, or say what else they are."""
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n\x00")[:32]
    if not start:
        message = f"{name}: is empty"
        raise BadInput(message)
    for magic, what, advice in _MAGIC:
        if start.startswith(magic):
            raise _seems(name, what, advice)
    text = decode(data)
    head = text[:4096].lstrip()
    opening = head[:200].lower()
    if opening.startswith("<") and re.search(r"<(?:!doctype|html|head|\?xml)", opening):
        raise _seems(name, "a web page, perhaps a login page saved instead of the export", _EXPORT)
    if opening.startswith(("{", "[{", "[\n")):
        raise _seems(name, "a JSON file", _EXPORT)
    if _too_many(_CONTROL.findall(head), head):
        raise _seems(name, "something other than text", _EXPORT)
    if _too_many(_LOST.findall(head), head):
        message = f"{name}: is in an encoding unknown here; save it as 'CSV UTF-8' and choose that"
        raise BadInput(message)
    return Source(name, archived, text)


def _too_many(found: list[str], text: str) -> bool:
    return len(found) > max(_STRAY, _ODD * len(text))


def _seems(name: str, what: str, advice: str) -> BadInput:
    message = f"{name} seems to be {what}; {advice}"
    return BadInput(message)


def _open_archive(name: str, stream: io.BufferedIOBase | io.BufferedReader) -> tuple[Source, ...]:
    """Read every Connections.csv of an archive, in memory; names in it are never paths of ours."""
    try:
        with zipfile.ZipFile(stream) as archive:
            members = archive.infolist()
            if len(members) > MAX_MEMBERS:
                message = f"{name}: holds more than {MAX_MEMBERS:,} files, which no export does"
                raise BadInput(message)
            wanted = [m for m in members if is_connections_name(m.filename) and not m.is_dir()]
            cards = [m for m in members if _CARDS.fullmatch(m.filename) and not m.is_dir()]
            if not wanted and not cards:
                raise _without_connections(name, [m.filename for m in members])
            _check_size(name, sum(m.file_size for m in wanted or cards), MAX_BYTES)
            if not wanted:
                return (_joined(name, archive, cards),)
            return tuple(
                _text(
                    name if len(wanted) == 1 else f"{name}, {clean(member.filename)}",
                    _unpacked(archive, member),
                    archived=True,
                )
                for member in wanted
            )
    except (
        zipfile.BadZipFile,
        zlib.error,
        NotImplementedError,
        RuntimeError,
        EOFError,
        OSError,
        ValueError,
        OverflowError,
    ) as error:
        locked = isinstance(error, RuntimeError) and "password" in str(error)
        why = "is locked with a password" if locked else "is damaged or not a whole archive"
        message = (
            f"{name} {why}; download the export again, or unpack it and choose Connections.csv"
        )
        raise BadInput(message) from None


def _joined(name: str, archive: zipfile.ZipFile, cards: Sequence[zipfile.ZipInfo]) -> Source:
    """Return the vCards of an archive as one file: many programs write one for each person."""
    texts = []
    for member in cards:
        try:
            texts.append(_text(name, _unpacked(archive, member)).text)
        except BadInput:
            texts.append(_NO_CARD)  # it spoils nobody else's, and is counted
    return Source(name, True, "\n".join(texts))  # noqa: FBT003  (a named tuple's field)


def _unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """Return a member's bytes: no more than it declares, or `zipfile` finds it damaged."""
    if member.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise NotImplementedError  # the others unpack without a bound, and no export uses them
    with archive.open(member) as stream:
        return stream.read(member.file_size + 1)


def _without_connections(name: str, paths: Sequence[str]) -> BadInput:
    for start, what, advice in _OFFICE:
        if any(path.startswith(start) for path in paths):
            return _seems(name, what, advice)
    known = known_members(paths)
    if known:
        message = (
            f"{name} holds no Connections.csv, only other parts of LinkedIn's export"
            f" ({', '.join(known)}); request the larger archive, or one with 'Connections' ticked:"
            " the connections come in that download"
        )
    elif any(path.lower().endswith(".zip") for path in paths):
        message = f"{name} holds another archive; unpack it once and choose the .zip in it"
    else:
        message = (
            f"{name} holds no Connections.csv, no other file of LinkedIn's export and no vCards"
        )
    return BadInput(message)
