"""What each event changes."""

from dataclasses import replace
from datetime import datetime
from functools import lru_cache, singledispatch
from types import MappingProxyType
from typing import Any

from informint.journal import events as ev
from informint.journal import merging, practice
from informint.journal.state import Folding, Introduction, Progress, Reached, Stage
from informint.model import HowKnown, MessageKind


@singledispatch
def change(event: ev.Event, book: Folding) -> None:
    """Bring what an event changes into the book; one without a rule of its own changes nothing."""


@change.register
def _(event: ev.ProfileSet, book: Folding) -> None:
    book.put("profile", event.profile)


@change.register
def _(event: ev.GoalSet, book: Folding) -> None:
    book.put("goal", event.goal)


@change.register
def _(event: ev.WeightsSet, book: Folding) -> None:
    book.put("weights", MappingProxyType(event.weights))


@change.register
def _(event: ev.CadenceChosen, book: Folding) -> None:
    book.put("cadence", event.cadence)


@change.register
def _(event: ev.QuizAnswered, book: Folding) -> None:
    book.edit("answers")[event.lesson, event.question] = event.answer


@change.register
def _(event: ev.RuleSetAside, book: Folding) -> None:
    book.edit("rules_set_aside")[event.rule] = event.reason


@change.register
def _(event: ev.RuleBroughtBack, book: Folding) -> None:
    book.edit("rules_set_aside").pop(event.rule, None)


@change.register
def _(event: ev.PersonFound, book: Folding) -> None:
    book.edit("people")[event.person.id] = event.person
    book.edit("progress")[event.person.id] = _found(book.at)


@change.register
def _(event: ev.PersonEdited, book: Folding) -> None:
    book.edit("people")[event.person.id] = event.person


@change.register
def _(event: ev.Tagged, book: Folding) -> None:
    tags = book.edit("tags")
    tags[event.person] = tuple(dict.fromkeys((*tags.get(event.person, ()), event.tag)))


@change.register
def _(event: ev.Untagged, book: Folding) -> None:
    tags = book.edit("tags")
    left = tuple(tag for tag in tags.pop(event.person, ()) if tag != event.tag)
    if left:
        tags[event.person] = left


@change.register
def _(event: ev.Shortlisted, book: Folding) -> None:
    book.edit("shortlist").setdefault(event.person)


@change.register
def _(event: ev.Unshortlisted, book: Folding) -> None:
    book.edit("shortlist").pop(event.person, None)


@change.register
def _(event: ev.SetAside, book: Folding) -> None:
    book.edit("set_aside")[event.person] = event.reason
    book.edit("shortlist").pop(event.person, None)


@change.register
def _(event: ev.BroughtBack, book: Folding) -> None:
    book.edit("set_aside").pop(event.person, None)


@change.register
def _(event: ev.Drafted, book: Folding) -> None:
    drafts = book.edit("drafts")
    of_person = {**drafts.get(event.person, {}), event.slot: event.message}
    drafts[event.person] = MappingProxyType(of_person)
    # A text that is changed after it was sent changes nothing in how far the two have come.
    if event.message.kind is MessageKind.REQUEST:
        progress: Progress | None = book.see("progress").get(event.person)
        if progress and progress.may_reach(Stage.DRAFTED):
            _reach(book, event.person, Stage.DRAFTED)


@change.register
def _(event: ev.AgendaSaved, book: Folding) -> None:
    book.edit("preparations")[event.person] = event.prepared


@change.register
def _(event: ev.NotesSaved, book: Folding) -> None:
    book.edit("notes")[event.person] = event.notes


@change.register
def _(event: ev.Acquainted, book: Folding) -> None:
    _acquaint(book, event.person, event.to, event.how_known)


@change.register
def _(event: ev.Unacquainted, book: Folding) -> None:
    _acquaint(book, event.person, event.to, None)


@change.register
def _(event: ev.NameUseAnswered, book: Folding) -> None:
    introductions = book.edit("introductions")
    if event.to in introductions:  # unless the referral itself was erased
        introductions[event.to] = introductions[event.to]._replace(may_name=event.may_name)


@change.register
def _(event: ev.PeopleMerged, book: Folding) -> None:
    merging.merge(event, book)


@change.register
def _(event: ev.PeopleParted, book: Folding) -> None:
    merging.part(event, book)


@change.register
def _(event: ev.PeopleToldApart, book: Folding) -> None:
    merging.tell_apart(event, book)


@change.register
def _(event: ev.ReminderDismissed, book: Folding) -> None:
    dismissed = book.edit("dismissed")
    of_person = {**dismissed.get(event.person, {}), event.action: book.at}
    dismissed[event.person] = MappingProxyType(of_person)


@change.register
def _(event: ev.Move, book: Folding) -> None:
    _reach(book, event.person, event.stage)


@change.register
def _(event: ev.Scheduled, book: Folding) -> None:
    _reach(book, event.person, event.stage, meeting=event.when)


@change.register
def _(event: ev.Sent, book: Folding) -> None:
    _reach(book, event.person, event.stage, answer="")


@change.register
def _(event: ev.Replied, book: Folding) -> None:
    _reach(book, event.person, event.stage, answer=event.answer)


@change.register
def _(event: ev.Referred, book: Folding) -> None:
    progress: Progress | None = book.see("progress").get(event.person)
    known = dict.fromkeys(progress.referred_to if progress else ())
    if event.to:
        known.setdefault(event.to)
        introduction = Introduction(event.person, event.may_name, book.at)
        book.edit("introductions")[event.to] = introduction
    _reach(book, event.person, event.stage, referred_to=tuple(known))


@change.register
def _(event: ev.OnPractice, book: Folding) -> None:
    talks = book.edit("practices")
    talks[event.talk] = practice.after(event, talks.get(event.talk), book.at)


@lru_cache(maxsize=1)  # whoever comes with the same import shares it
def _found(at: datetime) -> Progress:
    return Progress(path=(Reached(Stage.FOUND, at),))


def _reach(book: Folding, person: str, stage: Stage, **changed: Any) -> None:  # noqa: ANN401  (fields)
    everyone = book.edit("progress")
    was = everyone.get(person, Progress(path=()))
    everyone[person] = replace(was, path=(*was.path, Reached(stage, book.at)), **changed)


def _acquaint(book: Folding, one: str, two: str, how_known: HowKnown | None) -> None:
    """Note for both of two people how well they know each other; None that they do not."""
    everyone = book.edit("acquaintances")
    for person, other in ((one, two), (two, one)):
        known = dict(everyone.pop(person, {}))
        known.pop(other, None)
        if how_known is not None:
            known[other] = how_known
        if known:
            everyone[person] = MappingProxyType(known)
