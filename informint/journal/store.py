"""The journal's file: one SQLite table, written a whole step at a time, for its owner's eyes."""

import os
import sqlite3
import weakref
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

import platformdirs

from informint.errors import BadInput, JournalError
from informint.journal.entries import Entry, pack, person_of, unpack

FILE = "journal.sqlite3"
VERSION = 4  # 2: plans for talks, and practice; 3: follow-through; 4: times offered
BUSY_SECONDS = 5.0
_SMALLEST_PAGE = 512
_APPLICATION = 0x696E666D  # "infm": what tells a journal from any other SQLite file

_TABLE = """
CREATE TABLE event (
  id INTEGER PRIMARY KEY, step INTEGER NOT NULL, at TEXT NOT NULL,
  kind TEXT NOT NULL, person TEXT, data TEXT NOT NULL
)
"""
_INSERT = "INSERT INTO event (id, step, at, kind, person, data) VALUES (?, ?, ?, ?, ?, ?)"

_DAMAGED = (
    f"{FILE} is damaged or is no journal, and was left as it is: move it away, and restore your "
    "last export."
)
_NEWER = f"{FILE} was written by a newer informint and was left as it is: update informint."
# By SQLite's name of the error, the longest match first; each sentence also says what became of it.
_SAYS = {
    "SQLITE_READONLY_DBMOVED": "The journal file was moved or deleted while it was open, so this "
    "was not saved: put it back, or run the lesson's first cell again.",
    "SQLITE_BUSY": "Another window holds the journal, so nothing was changed: try again in a "
    "moment.",
    "SQLITE_LOCKED": "Another window holds the journal, so nothing was changed: try again in a "
    "moment.",
    "SQLITE_FULL": "The disk is full, so this was not saved: make room and try again.",
    "SQLITE_READONLY": f"{FILE} cannot be written, so this was not saved: make it and its folder "
    "writable for you.",
    "SQLITE_CANTOPEN": f"{FILE} cannot be opened, so nothing was changed: make it and its folder "
    "readable and writable for you.",
    "SQLITE_IOERR": "The disk did not take it, so this was not saved: see if it is full or gone, "
    "and try again.",
    "SQLITE_CORRUPT": _DAMAGED,
    "SQLITE_NOTADB": _DAMAGED,
    "SQLITE_ERROR": _DAMAGED,  # our statements are fixed: what they name is not there
    "OperationalError": _DAMAGED,
    "UnicodeDecodeError": _DAMAGED,
    "ProgrammingError": "The journal is closed: run the lesson's first cell again.",
}


def data_folder(data: Path | str | None = None) -> Path:
    """Return where the learner's data is kept; it need not exist yet.

    Args:
        data: the folder; else the environment's ``INFORMINT_DATA``, else the system's own place.

    Raises:
        JournalError: when its path leads nowhere (a user who does not exist, links in a circle).
    """
    chosen = data or os.environ.get("INFORMINT_DATA") or platformdirs.user_data_dir("informint")
    try:
        return Path(chosen).expanduser().resolve()
    except (RuntimeError, OSError) as error:
        message = "The path of the data folder leads nowhere: name another with INFORMINT_DATA."
        raise JournalError(message) from error


def is_begun(folder: Path) -> bool:
    """Say whether there is a journal in a folder.

    Raises:
        JournalError: when that cannot be told.
    """
    try:
        return (folder / FILE).exists()
    except OSError as error:
        raise JournalError(_SAYS["SQLITE_CANTOPEN"]) from error


@contextmanager
def _telling() -> Iterator[None]:
    """Turn what SQLite cannot do into one sentence."""
    try:
        yield
    except (sqlite3.Error, UnicodeDecodeError) as error:
        # Python's own complaints have no such name: a closed connection, text that is not UTF-8.
        name = getattr(error, "sqlite_errorname", type(error).__name__)
        known = sorted((known for known in _SAYS if name.startswith(known)), key=len)
        if known:
            raise JournalError(_SAYS[known[-1]]) from error
        raise


class Store:
    """An open file of entries, or one in memory; several processes may have the same file open."""

    def __init__(self, connection: sqlite3.Connection, *, in_memory: bool) -> None:
        """Take over a connection."""
        self.in_memory = in_memory
        self._connection = connection
        # Python 3.13 warns of a connection that nobody closed; whoever drops a journal need not.
        self._finalizer = weakref.finalize(self, connection.close)

    @classmethod
    def memory(cls) -> Self:
        """Return an empty store that ends with the process."""
        store = cls(_connect(":memory:"), in_memory=True)
        store._prepare()
        return store

    @classmethod
    def on_disk(cls, folder: Path) -> Self:
        """Open the file in a folder; make both when missing.

        Raises:
            JournalError: when it cannot be opened or made, lies in a git work tree, is damaged, is
                no journal, or is one of a newer informint; the file is left as it is then.
        """
        path = folder / FILE
        try:
            _refuse_git(folder)
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not path.exists():
                os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        except OSError as error:
            message = (
                f"The data folder cannot be made or written ({error.strerror}): name another with "
                "INFORMINT_DATA."
            )
            raise JournalError(message) from error
        with _telling():
            # SQLite does not miss the end of a page that was cut off, and reads it as empty.
            if path.stat().st_size % _SMALLEST_PAGE:
                raise JournalError(_DAMAGED)
            store = cls(_connect(path), in_memory=False)
            try:
                store._prepare()
            except BaseException:
                store.close()
                raise
        with suppress(OSError):  # a folder that is somebody else's, or read-only
            path.chmod(0o600)
        return store

    def _prepare(self) -> None:
        """See what the file is, and lay out an empty one."""
        if not self._pragma("schema_version"):  # an empty file
            with self.writing():
                if not self._pragma("schema_version"):  # and no other window was faster
                    self._connection.execute(_TABLE)
                    self._connection.execute(f"PRAGMA application_id = {_APPLICATION}")
                    self._connection.execute(f"PRAGMA user_version = {VERSION}")
        if self._pragma("application_id") != _APPLICATION:
            raise JournalError(_DAMAGED)
        if self._pragma("user_version") > VERSION:
            raise JournalError(_NEWER)
        if self._connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok":
            raise JournalError(_DAMAGED)
        # No WAL, since homes on a hub are often on NFS. A deleted rollback journal and overwritten
        # pages keep no trace of what was erased.
        for pragma in ("journal_mode = DELETE", "synchronous = FULL", "secure_delete = ON"):
            self._connection.execute(f"PRAGMA {pragma}").fetchall()

    def _pragma(self, name: str) -> int:
        value: int = self._connection.execute(f"PRAGMA {name}").fetchone()[0]
        return value

    def version(self) -> tuple[int, int]:
        """Return what is different after anybody wrote: others, or this connection."""
        with _telling():
            return self._pragma("data_version"), self._connection.total_changes

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the file for one step: all that is done inside is kept, or nothing of it.

        Raises:
            JournalError: when it cannot be held or written; nothing is changed then.
        """
        with _telling():
            self._connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._connection.execute("COMMIT")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise

    def read(self, after: int = 0) -> list[Entry]:
        """Return the entries whose id is greater, oldest first.

        Raises:
            JournalError: when the file cannot be read or is damaged.
        """
        with _telling():
            rows = self._connection.execute(
                "SELECT id, step, at, CAST(data AS BLOB) FROM event WHERE id > ? ORDER BY id",
                (after,),
            ).fetchall()
        try:
            events = unpack([row[3] for row in rows])
            times = {at: datetime.fromisoformat(at) for at in {row[2] for row in rows}}
            return [
                Entry(number, int(step), times[at], event)
                for (number, step, at, _), event in zip(rows, events, strict=True)
            ]
        except (BadInput, ValueError, TypeError) as error:
            # Another window may have been updated meanwhile, and write what is not known here.
            newer = self._pragma("user_version") > VERSION
            raise JournalError(_NEWER if newer else _DAMAGED) from error

    def append(self, entries: Sequence[Entry], packed: Sequence[bytes] | None = None) -> None:
        """Write entries down, inside ``writing``; ``packed`` is their events' JSON if at hand."""
        packed = pack([entry.event for entry in entries]) if packed is None else packed
        if self._pragma("user_version") < VERSION:  # an older informint wrote it, and reads no more
            self._connection.execute(f"PRAGMA user_version = {VERSION}")
        self._connection.executemany(
            _INSERT,
            (
                (e.id, e.step, _stamp(e.at), e.event.__struct_config__.tag, person_of(e.event),
                 data.decode())
                for e, data in zip(entries, packed, strict=True)
            ),
        )  # fmt: skip

    def fill(self, entries: Sequence[Entry]) -> None:
        """Write entries down as the whole of an empty store.

        Raises:
            JournalError: when it is not empty, or cannot be written.
        """
        with self.writing():
            if self.read():
                message = (
                    "There is a journal already: an export is restored only where nothing is "
                    "recorded yet."
                )
                raise JournalError(message)
            self.append(entries)

    def replace(self, entry: Entry) -> None:
        """Write another event in an entry's place, inside ``writing``; only erasing does this."""
        data = pack([entry.event])[0].decode()
        self._connection.execute("UPDATE event SET data = ? WHERE id = ?", (data, entry.id))

    def drop(self, entry: Entry) -> None:
        """Delete an entry, inside ``writing``; only erasing does this."""
        self._connection.execute("DELETE FROM event WHERE id = ?", (entry.id,))

    def delete(self, person: str) -> None:
        """Delete every entry on a person, inside ``writing``."""
        self._connection.execute("DELETE FROM event WHERE person = ?", (person,))

    def sweep(self) -> None:
        """Write the file anew without a trace of what was deleted from it."""
        with _telling():
            self._connection.execute("PRAGMA temp_store = MEMORY")
            self._connection.execute("VACUUM")

    def close(self) -> None:
        """Close the file; what was recorded is in it already."""
        self._finalizer()


def _refuse_git(folder: Path) -> None:
    if any((parent / ".git").exists() for parent in (folder, *folder.parents)):
        message = (
            "The data folder lies in a git work tree, where a journal could be published by "
            "accident: name another with INFORMINT_DATA."
        )
        raise JournalError(message)


def _connect(path: Path | str) -> sqlite3.Connection:
    # Kernels may answer widgets in another thread than cells; the journal holds a lock of its own.
    return sqlite3.connect(
        path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
    )


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()
