"""From events to a state: what each event changes, and why one may be refused. Pure functions."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import lru_cache, singledispatch
from itertools import groupby
from operator import attrgetter
from types import MappingProxyType

from informint.errors import IllegalStep
from informint.journal import events as ev
from informint.journal import practice
from informint.journal.entries import Entry
from informint.journal.state import Folding, Progress, Reached, Stage, State
from informint.model import MessageKind

_NOBODY = "There is no such person in the journal."


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
            if check and (reason := _refusal(entry.event, book)):
                raise IllegalStep(reason)
            _change(entry.event, book)
            if not isinstance(entry.event, ev.Undone | ev.Erased):
                kinds[type(entry.event)] += 1
        if number and kinds:
            step, said = number, _describe(kinds)
    return book.close(step, said)


def refusal(state: State, event: ev.Event) -> str:
    """Return why an event may not follow a state, in one sentence, or an empty string."""
    return _refusal(event, Folding(state))


@singledispatch
def _refusal(event: ev.Event, book: Folding) -> str:  # noqa: ARG001  (what is always allowed)
    return ""


@_refusal.register
def _(event: ev.RuleSetAside, book: Folding) -> str:  # noqa: ARG001  (dispatch)
    return "" if event.reason.strip() else "A rule is set aside with a reason: write one first."


@_refusal.register
def _(event: ev.PersonFound, book: Folding) -> str:
    known = event.person.id in book.see("people")
    return "This person is in the journal already: change them instead." if known else ""


@_refusal.register
def _(event: ev.PersonEdited, book: Folding) -> str:
    return "" if event.person.id in book.see("people") else _NOBODY


@_refusal.register
def _(event: ev.OnPerson, book: Folding) -> str:
    return "" if event.person in book.see("people") else _NOBODY


@_refusal.register
def _(event: ev.Shortlisted, book: Folding) -> str:
    if event.person not in book.see("people"):
        return _NOBODY
    aside = event.person in book.see("set_aside")
    return "This person is set aside: bring them back first." if aside else ""


@_refusal.register
def _(event: ev.Move, book: Folding) -> str:
    if event.person not in book.see("people"):
        return _NOBODY
    progress: Progress = book.see("progress")[event.person]
    if progress.may_reach(event.stage):
        return ""
    here = progress.stage.replace("_", " ")
    return f"You cannot {event.doing} while this person is at '{here}': {event.first} first."


@_refusal.register
def _(event: ev.Referred, book: Folding) -> str:
    if event.to and (event.to == event.person or event.to not in book.see("people")):
        return "A referral leads to somebody else in the journal: add them first."
    return _refusal.dispatch(ev.Move)(event, book)


@_refusal.register
def _(event: ev.OnPractice, book: Folding) -> str:
    return practice.refusal(event, book.see("practices"))


@singledispatch
def _change(event: ev.Event, book: Folding) -> None:
    """Bring what an event changes into the book; one without a rule of its own changes nothing."""


@_change.register
def _(event: ev.ProfileSet, book: Folding) -> None:
    book.put("profile", event.profile)


@_change.register
def _(event: ev.GoalSet, book: Folding) -> None:
    book.put("goal", event.goal)


@_change.register
def _(event: ev.WeightsSet, book: Folding) -> None:
    book.put("weights", MappingProxyType(event.weights))


@_change.register
def _(event: ev.QuizAnswered, book: Folding) -> None:
    book.edit("answers")[event.lesson, event.question] = event.answer


@_change.register
def _(event: ev.RuleSetAside, book: Folding) -> None:
    book.edit("rules_set_aside")[event.rule] = event.reason


@_change.register
def _(event: ev.RuleBroughtBack, book: Folding) -> None:
    book.edit("rules_set_aside").pop(event.rule, None)


@_change.register
def _(event: ev.PersonFound, book: Folding) -> None:
    book.edit("people")[event.person.id] = event.person
    book.edit("progress")[event.person.id] = _found(book.at)


@_change.register
def _(event: ev.PersonEdited, book: Folding) -> None:
    book.edit("people")[event.person.id] = event.person


@_change.register
def _(event: ev.Tagged, book: Folding) -> None:
    tags = book.edit("tags")
    tags[event.person] = tuple(dict.fromkeys((*tags.get(event.person, ()), event.tag)))


@_change.register
def _(event: ev.Untagged, book: Folding) -> None:
    tags = book.edit("tags")
    left = tuple(tag for tag in tags.pop(event.person, ()) if tag != event.tag)
    if left:
        tags[event.person] = left


@_change.register
def _(event: ev.Shortlisted, book: Folding) -> None:
    book.edit("shortlist").setdefault(event.person)


@_change.register
def _(event: ev.Unshortlisted, book: Folding) -> None:
    book.edit("shortlist").pop(event.person, None)


@_change.register
def _(event: ev.SetAside, book: Folding) -> None:
    book.edit("set_aside")[event.person] = event.reason
    book.edit("shortlist").pop(event.person, None)


@_change.register
def _(event: ev.BroughtBack, book: Folding) -> None:
    book.edit("set_aside").pop(event.person, None)


@_change.register
def _(event: ev.Drafted, book: Folding) -> None:
    drafts = book.edit("drafts")
    of_person = {**drafts.get(event.person, {}), event.slot: event.message}
    drafts[event.person] = MappingProxyType(of_person)
    # A text that is changed after it was sent changes nothing in how far the two have come.
    if event.message.kind is MessageKind.REQUEST:
        progress: Progress | None = book.see("progress").get(event.person)
        if progress and progress.may_reach(Stage.DRAFTED):
            _reach(book, event.person, Stage.DRAFTED)


@_change.register
def _(event: ev.AgendaSaved, book: Folding) -> None:
    book.edit("preparations")[event.person] = event.prepared


@_change.register
def _(event: ev.Move, book: Folding) -> None:
    _reach(book, event.person, event.stage)


@_change.register
def _(event: ev.Scheduled, book: Folding) -> None:
    _reach(book, event.person, event.stage, meeting=event.when)


@_change.register
def _(event: ev.Referred, book: Folding) -> None:
    _reach(book, event.person, event.stage, to=event.to)


@_change.register
def _(event: ev.OnPractice, book: Folding) -> None:
    talks = book.edit("practices")
    talks[event.talk] = practice.after(event, talks.get(event.talk), book.at)


@lru_cache(maxsize=1)  # whoever comes with the same import shares it
def _found(at: datetime) -> Progress:
    return Progress(path=(Reached(Stage.FOUND, at),))


def _reach(
    book: Folding, person: str, stage: Stage, *, meeting: datetime | None = None, to: str = ""
) -> None:
    everyone = book.edit("progress")
    was = everyone.get(person, Progress(path=()))
    new = to and to not in was.referred_to
    everyone[person] = Progress(
        path=(*was.path, Reached(stage, book.at)),
        meeting=meeting or was.meeting,
        referred_to=(*was.referred_to, to) if new else was.referred_to,
    )


def _describe(counts: Mapping[type[ev.Event], int]) -> str:
    """Tell a step in words, such as "added 30 people and shortlisted a person"."""
    return " and ".join(
        kind.said[0] if n == 1 else kind.said[1].format(n=n) for kind, n in counts.items()
    )
