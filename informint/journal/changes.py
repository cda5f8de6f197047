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
    book.edit("chosen_at").setdefault(event.person, book.at)


@change.register
def _(event: ev.Unshortlisted, book: Folding) -> None:
    _take_off(book, event.person)


@change.register
def _(event: ev.SetAside, book: Folding) -> None:
    book.edit("set_aside")[event.person] = event.reason
    _take_off(book, event.person)


@change.register
def _(event: ev.BroughtBack, book: Folding) -> None:
    book.edit("set_aside").pop(event.person, None)


@change.register
def _(event: ev.Drafted, book: Folding) -> None:
    drafts = book.edit("drafts")
    of_person = dict(drafts.get(event.person, {}))
    if of_person.get(event.slot) != event.message:
        of_person.pop(event.slot, None)  # the one saved last stands last
    of_person[event.slot] = event.message
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
    named = book.see("named_by").get(event.to, {})
    if event.person in named:  # unless the referral itself was erased
        answered = named[event.person]._replace(may_name=event.may_name)
        book.edit("named_by")[event.to] = MappingProxyType({**named, event.person: answered})


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
    _reach(book, event.person, event.stage, answer="", offered=None)


@change.register
def _(event: ev.Replied, book: Folding) -> None:
    was: Progress | None = book.see("progress").get(event.person)
    called_off = was is not None and was.stage is Stage.SCHEDULED
    changed = {"meeting": None} if called_off else {}
    _reach(book, event.person, event.stage, answer=event.answer, offered=None, **changed)


@change.register
def _(event: ev.TimesOffered, book: Folding) -> None:
    everyone = book.edit("progress")
    if event.person in everyone:
        everyone[event.person] = replace(everyone[event.person], offered=book.at)


@change.register
def _(event: ev.Referred, book: Folding) -> None:
    progress: Progress | None = book.see("progress").get(event.person)
    known = dict.fromkeys(progress.referred_to if progress else ())
    if event.to:
        known.setdefault(event.to)
        named = dict(book.see("named_by").get(event.to, {}))
        before: Introduction | None = named.pop(event.person, None)
        answered = before.may_name if before and event.may_name is None else event.may_name
        named[event.person] = Introduction(event.person, answered, book.at)
        book.edit("named_by")[event.to] = MappingProxyType(named)
    _reach(book, event.person, event.stage, referred_to=tuple(known))


@change.register
def _(event: ev.OnPractice, book: Folding) -> None:
    talks = book.edit("practices")
    talks[event.talk] = practice.after(event, talks.get(event.talk), book.at)


def _take_off(book: Folding, person: str) -> None:
    for field in ("shortlist", "chosen_at"):
        book.edit(field).pop(person, None)


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
