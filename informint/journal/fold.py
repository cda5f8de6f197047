"""From events to a state, by what each event changes and why one may be refused. Pure functions."""

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import groupby
from operator import attrgetter

from informint.errors import IllegalStep
from informint.journal import events as ev
from informint.journal.changes import change
from informint.journal.entries import Entry
from informint.journal.refusals import why_not
from informint.journal.state import Folding, State


def derive(entries: Iterable[Entry], *, check: bool = False) -> State:
    """Work out the state that a whole log amounts to.

    Args:
        entries: every entry, oldest first.
        check: whether to look if each step was legal (a journal did so when it recorded it).

    Raises:
        IllegalStep: when ``check`` finds one that was not.
    """
    log = list(entries)
    undone = {entry.event.step for entry in log if isinstance(entry.event, ev.Undone)}
    return advance(State(), (e for e in log if e.step not in undone or not e.step), check=check)


def advance(state: State, entries: Iterable[Entry], *, check: bool = False) -> State:
    """Return the state after further entries, none of which takes another back.

    Raises:
        IllegalStep: when ``check`` finds one that may not follow.
    """
    step, said = state.step, state.last_step
    book = Folding(state)
    for number, together in groupby(entries, attrgetter("step")):
        kinds: Counter[type[ev.Event]] = Counter()
        for entry in together:
            book.at = entry.at
            if check and (reason := why_not(entry.event, book)):
                raise IllegalStep(reason)
            change(entry.event, book)
            if not isinstance(entry.event, ev.Undone | ev.Erased):
                kinds[type(entry.event)] += 1
        if number and kinds:
            step, said = number, _describe(kinds)
    return book.close(step, said)


def refusal(state: State, event: ev.Event) -> str:
    """Return why an event may not follow a state, in one sentence, or an empty string."""
    return why_not(event, Folding(state))


def _describe(counts: Mapping[type[ev.Event], int]) -> str:
    """Tell a step in words, such as "added 30 people and shortlisted a person"."""
    return " and ".join(
        kind.said[0] if n == 1 else kind.said[1].format(n=n) for kind, n in counts.items()
    )
