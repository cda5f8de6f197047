"""An open journal: records whole steps, takes them back, and tells those who look on."""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from threading import RLock
from typing import Any, Self

import msgspec

from informint.errors import JournalError
from informint.journal import events as ev
from informint.journal.entries import Entry
from informint.journal.export import read_export, write_export
from informint.journal.log import Log
from informint.journal.people import Forgetting
from informint.journal.sample import sample_events, sample_now, sample_story
from informint.journal.state import State
from informint.journal.store import Store, data_folder, is_begun

Clock = Callable[[], datetime]


def _now() -> datetime:
    return datetime.now(UTC).astimezone()


def open_journal(
    data: Path | str | None = None, *, clock: Clock = _now, underway: bool = False
) -> "Journal":
    """Open the learner's own journal where there is one, else a sample in memory.

    Args:
        data: the data folder; ``data_folder`` says what it is else.
        clock: tells the time to record, with a time zone.
        underway: whether the sample's learner has written to people and talked to some.

    Raises:
        JournalError: when there is a journal that cannot be read; it is left as it is.
    """
    folder = data_folder(data)
    if is_begun(folder):
        return Journal(Store.on_disk(folder), folder=folder, clock=clock)
    begin_with = sample_story() if underway else sample_events()
    return Journal.in_memory(*begin_with, folder=folder, clock=clock, sample_clock=sample_now)


class Journal:
    """The learner's record.

    What was recorded is on disk when ``record`` returns. Several windows may have the same journal
    open: each sees what the others recorded, and every step is checked against all of it.
    """

    def __init__(
        self,
        store: Store,
        *,
        folder: Path | None = None,
        clock: Clock = _now,
        sample_clock: Clock | None = None,
    ) -> None:
        """Take over a store; ``open_journal`` is the usual way in."""
        self._lock = RLock()  # widgets may be answered in another thread than cells
        self._folder = folder
        self._clock = clock
        self._watchers: list[Callable[[Journal], object]] = []
        self._log = _read(store, (sample_clock or clock) if store.in_memory else clock)

    @classmethod
    def in_memory(
        cls,
        *begin_with: ev.AnyEvent | tuple[datetime, ev.AnyEvent],
        folder: Path | None = None,
        clock: Clock = _now,
        sample_clock: Clock | None = None,
    ) -> Self:
        """Return a sample that ends with the process; what it begins with is not taken back.

        Args:
            begin_with: events, in order, each with its time where it is not now.
            folder: where ``begin`` puts the learner's own journal, as in ``open_journal``.
            clock: tells the time to record.
            sample_clock: the same, until ``begin``.

        Raises:
            IllegalStep: when an event may not follow those before it.
        """
        journal = cls(Store.memory(), folder=folder, clock=clock, sample_clock=sample_clock)
        dated = [e if isinstance(e, tuple) else (None, e) for e in begin_with]
        for at, together in groupby(dated, itemgetter(0)):
            journal._log.write([event for _, event in together], step=0, at=at)
        return journal

    @classmethod
    def restore(
        cls, exported: bytes, data: Path | str | None = None, *, clock: Clock = _now
    ) -> Self:
        """Write an export down as the learner's own journal, and open it.

        Args:
            exported: what ``export_json`` gave.
            data: the data folder; ``data_folder`` says what it is else.
            clock: tells the time to record.

        Raises:
            BadInput: when it is no export, a damaged one, or one of a newer informint.
            JournalError: when something is recorded there already, or nothing can be.
        """
        entries = read_export(exported)
        folder = data_folder(data)
        store = Store.on_disk(folder)
        try:
            store.fill(entries)
        except BaseException:
            store.close()
            raise
        return cls(store, folder=folder, clock=clock)

    @property
    def is_sample(self) -> bool:
        """Whether this is the fictional sample, which nothing keeps."""
        return self._log.store.in_memory

    @property
    def now(self) -> datetime:
        """The learner's time, with their time zone; in the sample, the sample's own."""
        return self._log.now()

    @property
    def today(self) -> date:
        """The learner's date; in the sample, the sample's own."""
        return self.now.date()

    @property
    def state(self) -> State:
        """What everything recorded amounts to, by whatever window.

        Raises:
            JournalError: when the file cannot be read.
        """
        with self._lock:
            self._log.catch_up()
            return self._log.state

    @property
    def saved_at(self) -> datetime | None:
        """When something was last saved (UTC); None in the sample, and where nothing is yet."""
        with self._lock:
            self._log.catch_up()
            return self._log.last.at if self._log.last and not self.is_sample else None

    def entries(self) -> tuple[Entry, ...]:
        """Return the whole log, oldest first, with what was taken back."""
        with self._lock:
            return tuple(self._log.store.read())

    def begin(self) -> State:
        """Turn the sample into the learner's own, empty journal on disk.

        If another window has begun it meanwhile, that one is opened; an own journal stays as it is.

        Raises:
            JournalError: when it cannot be made; the sample goes on then.
        """
        with self._lock:
            if self.is_sample:
                sample = self._log.store
                own = Store.on_disk(self._folder or data_folder())
                self._log = _read(own, self._clock)
                sample.close()
        self._tell()
        return self.state

    def refill(self, exported: bytes) -> State:
        """Write an export down in place of the sample, or where nothing is recorded yet.

        Args:
            exported: what ``export_json`` gave.

        Raises:
            BadInput: when it is no export, a damaged one, or one of a newer informint.
            JournalError: when something is recorded there already, or nothing can be.
        """
        entries = read_export(exported)
        with self._lock:
            sample = self._log.store if self.is_sample else None
            store = Store.on_disk(self._folder or data_folder()) if sample else self._log.store
            try:
                store.fill(entries)
            except BaseException:
                if sample:
                    store.close()
                raise
            self._log = _read(store, self._clock)
            if sample:
                sample.close()
        self._tell()
        return self.state

    def record(self, *happened: ev.AnyEvent) -> State:
        """Record events as one step: all of them, or none.

        A step that changes nothing is not recorded, so that undo never seems to do nothing.

        Raises:
            IllegalStep: when one may not follow what is recorded.
            BadInput: when one holds a value of a wrong type or out of bounds.
            JournalError: when the journal cannot be written; nothing is changed then.
        """
        with self._lock:
            self._log.write(happened)
        self._tell()
        return self.state

    def undo(self) -> str:
        """Take the last step back, whichever window recorded it, and return what it had done.

        Raises:
            IllegalStep: when there is none.
            JournalError: when the journal cannot be written; nothing is changed then.
        """
        with self._lock:
            said = self._log.undo()
        self._tell()
        return said

    def subscribe(self, callback: Callable[["Journal"], object]) -> Callable[[], None]:
        """Call back with this journal after each change made here; return what ends that."""
        self._watchers.append(callback)

        def unsubscribe() -> None:
            if callback in self._watchers:
                self._watchers.remove(callback)

        return unsubscribe

    def export_json(self) -> bytes:
        """Return everything ever recorded, as JSON that ``restore`` takes."""
        return write_export(self.entries())

    def export_person(self, person: str) -> dict[str, Any]:
        """Return all that is recorded on one person, ready for JSON.

        Args:
            person: their id.

        Returns:
            ``recorded`` holds each entry on them and ``mentioned`` each entry on somebody else
            that ``erase_person`` would change; ``taken_back`` tells what no longer counts.

        Raises:
            IllegalStep: when nothing is.
        """
        log = self.entries()
        person = self.state.now_known_as(person)
        forgetting = Forgetting(person, log, self.state.merged_into(person))
        undone = {entry.event.step for entry in log if isinstance(entry.event, ev.Undone)}

        def plain(entries: Sequence[Entry]) -> list[dict[str, Any]]:
            return [msgspec.to_builtins(e) | {"taken_back": e.step in undone} for e in entries]

        return {
            "person": person,
            "recorded": plain(forgetting.on_person(log)),
            "mentioned": plain([entry for entry, _ in forgetting.on_others(log)]),
        }

    def erase_person(self, person: str) -> None:
        """Delete all that is recorded on one person, taken back or not, for good.

        Their full name, e-mail address and profile URL also go from texts on others. Undo does not
        bring them back.

        Raises:
            IllegalStep: when nothing is recorded on them.
            JournalError: when the journal cannot be written.
        """
        with self._lock:
            self._log.erase(person)
        self._tell()

    def close(self) -> None:
        """Close the journal; all that was recorded is kept."""
        self._log.store.close()

    def __enter__(self) -> Self:
        """Return the journal, to be closed at the end of a ``with``."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the journal."""
        self.close()

    def __repr__(self) -> str:
        """Say what this is, and nothing of what is in it or where."""
        return f"informint journal{' (sample)' if self.is_sample else ''}"

    def _tell(self) -> None:
        """Call everybody who looks on, all of them even if one fails; then let that be seen."""
        failures: list[Exception] = []
        for callback in tuple(self._watchers):
            try:
                callback(self)
            except Exception as error:  # noqa: BLE001  (raised below)
                failures.append(error)
        if failures:
            raise failures[0]


def _read(store: Store, clock: Clock) -> Log:
    """Return the log of a store that nobody else would close if it cannot be read."""
    try:
        return Log(store, clock)
    except JournalError:
        store.close()
        raise
