"""Why an event may not follow what is recorded, in the words that the learner reads."""

from functools import singledispatch

from informint.journal import events as ev
from informint.journal import merging, practice
from informint.journal.state import INTRODUCTION, Folding, Progress, Stage
from informint.model import MessageKind

_NOBODY = "There is no such person in the journal."
# Whoever was talked to, or said no to a talk, may be asked for an introduction at any time.
_MAY_INTRODUCE = frozenset({
    Stage.REPLIED, Stage.TALKED, Stage.THANKED, Stage.REFERRED, Stage.REPORTED_BACK,
})  # fmt: skip


@singledispatch
def why_not(event: ev.Event, book: Folding) -> str:  # noqa: ARG001  (what is always allowed)
    """Return why an event may not follow what is in the book, in one sentence, or nothing."""
    return ""


@why_not.register
def _(event: ev.RuleSetAside, book: Folding) -> str:  # noqa: ARG001  (dispatch)
    return "" if event.reason.strip() else "A rule is set aside with a reason: write one first."


@why_not.register
def _(event: ev.PersonFound, book: Folding) -> str:
    if event.person.id in book.see("people"):
        return "This person is in the journal already: change them instead."
    gone = event.person.id in book.see("merged")
    return "This person was merged with another: change them, or part the two." if gone else ""


@why_not.register
def _(event: ev.PersonEdited, book: Folding) -> str:
    return "" if event.person.id in book.see("people") else _NOBODY


@why_not.register
def _(event: ev.OnPerson, book: Folding) -> str:
    return "" if event.person in book.see("people") else _NOBODY


@why_not.register
def _(event: ev.Shortlisted, book: Folding) -> str:
    if event.person not in book.see("people"):
        return _NOBODY
    aside = event.person in book.see("set_aside")
    return "This person is set aside: bring them back first." if aside else ""


@why_not.register
def _(event: ev.Move, book: Folding) -> str:
    if event.person not in book.see("people"):
        return _NOBODY
    progress: Progress = book.see("progress")[event.person]
    if progress.may_reach(event.stage):
        return ""
    here = progress.stage.replace("_", " ")
    return f"You cannot {event.doing} while this person is at '{here}': {event.first} first."


@why_not.register
def _(event: ev.Nudged, book: Folding) -> str:
    progress: Progress | None = book.see("progress").get(event.person)
    if progress and (progress.awaited or (progress.answered and progress.answer == "later")):
        return ""
    return why_not.dispatch(ev.Move)(event, book)


@why_not.register
def _(event: ev.Replied, book: Folding) -> str:
    progress: Progress | None = book.see("progress").get(event.person)
    if progress and (progress.answered or progress.awaited or _calls_off(event, progress)):
        return ""
    return why_not.dispatch(ev.Move)(event, book)


@why_not.register
def _(event: ev.Sent, book: Folding) -> str:
    progress: Progress | None = book.see("progress").get(event.person)
    over = progress and (not progress.answered or progress.answer == "no")
    if progress and over and progress.stage in _MAY_INTRODUCE:
        drafts = [*book.see("drafts").get(event.person, {}).items()]
        asked = (slot for slot, draft in drafts[::-1] if draft.kind is MessageKind.REQUEST)
        if next(asked, "") == INTRODUCTION:
            return ""
    return why_not.dispatch(ev.Move)(event, book)


@why_not.register
def _(event: ev.Thanked, book: Folding) -> str:
    progress: Progress | None = book.see("progress").get(event.person)
    if progress and progress.unthanked and progress.awaited:
        return ""  # an introduction was asked for in between
    return why_not.dispatch(ev.Move)(event, book)


def _calls_off(event: ev.Replied, progress: Progress) -> bool:
    return progress.stage is Stage.SCHEDULED and event.answer in {"no", "later"}


@why_not.register
def _(event: ev.TimesOffered, book: Folding) -> str:
    progress: Progress | None = book.see("progress").get(event.person)
    if progress is None:
        return _NOBODY
    if progress.answered and progress.answer != "no":
        return ""
    return "Times are offered to somebody who has not said no: record their answer first."


@why_not.register
def _(event: ev.Referred, book: Folding) -> str:
    if event.to and (event.to == event.person or event.to not in book.see("people")):
        return "A referral leads to somebody else in the journal: add them first."
    return why_not.dispatch(ev.Move)(event, book)


@why_not.register
def _(event: ev.NameUseAnswered, book: Folding) -> str:
    named = event.person in book.see("named_by").get(event.to, {})
    return "" if named else "This person did not name the other: record the referral first."


@why_not.register
def _(event: ev.Acquainted, book: Folding) -> str:
    people = book.see("people")
    if event.person not in people or event.to not in people:
        return _NOBODY
    return "" if event.to != event.person else "An acquaintance is between two people."


@why_not.register
def _(event: ev.PeopleMerged, book: Folding) -> str:
    return merging.why_not_merge(event, book)


@why_not.register
def _(event: ev.PeopleParted, book: Folding) -> str:
    return merging.why_not_part(event, book)


@why_not.register
def _(event: ev.PeopleToldApart, book: Folding) -> str:
    people = book.see("people")
    if event.person not in people or event.other not in people:
        return _NOBODY
    return "" if event.other != event.person else "Nobody is told apart from themself."


@why_not.register
def _(event: ev.OnPractice, book: Folding) -> str:
    return practice.refusal(event, book.see("practices"))
