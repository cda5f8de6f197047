"""The log of a journal at work: what is in the store, and the state that goes with it."""

import gc
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from itertools import groupby
from operator import attrgetter

import msgspec

from informint.errors import IllegalStep, JournalError
from informint.journal import events as ev
from informint.journal.entries import Entry, checked
from informint.journal.fold import advance, derive
from informint.journal.people import Forgetting
from informint.journal.state import State
from informint.journal.store import Store

_KEPT_STATES = 20  # what undo goes back to at once; further back, the log is worked out anew


@contextmanager
def _no_collection() -> Iterator[None]:
    """Keep Python from looking for garbage: 30,000 people that all stay take half as long."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


class Log:
    """An open store with its state, for one thread at a time.

    Attributes:
        store: where the entries are.
        state: what they amount to, as of the last ``catch_up``.
        last: the last of them, or None.
    """

    state: State
    last: Entry | None
    _seen: tuple[int, int]

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        """Read a store.

        Raises:
            JournalError: when it cannot be read.
        """
        self.store = store
        self._clock = clock
        self._reload()
        if self.last and isinstance(self.last.event, ev.Erased):
            # Whoever erased may have been stopped before the file was written anew.
            with suppress(JournalError):
                store.sweep()

    def now(self) -> datetime:
        """Return the time, with a time zone."""
        return self._clock()

    def catch_up(self) -> None:
        """Take in what was written since, here or elsewhere.

        Raises:
            JournalError: when the store cannot be read.
        """
        seen = self.store.version()
        if seen != self._seen:
            self._take_in(self.store.read(after=self.last.id if self.last else 0))
            self._seen = seen

    def write(
        self,
        happened: Sequence[ev.AnyEvent],
        *,
        step: int | None = None,
        at: datetime | None = None,
    ) -> None:
        """Check events and write them down as one step; see ``Journal.record``.

        ``step`` and ``at`` say it of a sample, whose past is written down at once.
        """
        packed, readable = checked(happened)
        with self.store.writing():
            self.catch_up()
            entries = self._next(readable, step=step, at=at)
            state = advance(self.state, entries, check=True)
            if state.says_the_same_as(self.state):
                return
            self.store.append(entries, packed)
            seen = self.store.version()
        # An interrupt before this line leaves the old state, which then catches up.
        if entries[0].step:
            self._before.append((entries[0].step, self.state))
        self.state, self.last, self._seen = state, entries[-1], seen

    def undo(self) -> str:
        """Take the last step back and return what it had done; see ``Journal.undo``."""
        with self.store.writing():
            self.catch_up()
            if not self.state.step:
                message = "There is nothing to take back."
                raise IllegalStep(message)
            said = self.state.last_step
            entries = self._next([ev.Undone(self.state.step)])
            self.store.append(entries)
        self._take_in(entries)
        return said

    def erase(self, person: str) -> None:
        """Delete all that is recorded on one person; see ``Journal.erase_person``."""
        with self.store.writing():
            self.catch_up()
            log = self.store.read()
            person = self.state.now_known_as(person)
            forgetting = Forgetting(person, log, self.state.merged_into(person))
            forgetting.on_person(log)
            for one in forgetting.ids:
                self.store.delete(one)
            for entry, clean in forgetting.on_others(log):
                if clean is None:
                    self.store.drop(entry)
                else:
                    self.store.replace(msgspec.structs.replace(entry, event=clean))
            self.store.append(self._next([ev.Erased()]))
        self._reload()
        try:
            self.store.sweep()
        except JournalError as error:
            message = (
                "The person is erased, but traces may be left in the file until you close the "
                "journal's other windows and open it again."
            )
            raise JournalError(message) from error

    def _reload(self) -> None:
        """Work everything out from the whole store."""
        seen = self.store.version()
        with _no_collection():
            log = self.store.read()
            self.state = derive(log)
        self.last = log[-1] if log else None
        self._before: deque[tuple[int, State]] = deque(maxlen=_KEPT_STATES)
        self._seen = seen

    def _take_in(self, entries: Sequence[Entry]) -> None:
        """Go on from the state at hand, or work out anew what that cannot give."""
        for step, together in groupby(entries, attrgetter("step")):
            group = list(together)
            match group[0].event:
                case ev.Undone(step=undone) if self._before and self._before[-1][0] == undone:
                    self.state = self._before.pop()[1]
                case ev.Undone() | ev.Erased():
                    self._reload()
                    return
                case _:
                    self._before.append((step, self.state))
                    self.state = advance(self.state, group)
            self.last = group[-1]

    def _next(
        self,
        happened: Sequence[ev.AnyEvent],
        *,
        step: int | None = None,
        at: datetime | None = None,
    ) -> list[Entry]:
        """Number events as the next step, inside ``writing`` and after catching up."""
        number, last = (self.last.id, self.last.step) if self.last else (0, 0)
        at = (at or self.now()).astimezone(UTC)
        return [
            Entry(n, last + 1 if step is None else step, at, event)
            for n, event in enumerate(happened, number + 1)
        ]
