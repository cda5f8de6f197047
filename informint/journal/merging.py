"""Two people in the journal become one, and one becomes two again, with all that is recorded.

While they are one, whatever was recorded on either is recorded on the one who stays. When they are
parted, each has again what they had, and whoever stayed keeps what was added since.
"""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from types import MappingProxyType
from typing import Any

from informint.journal import events as ev
from informint.journal.state import Folding, Introduction, Joined, Progress, Reached, Stage
from informint.model import Person, Preparation, TalkNotes

# The fields of a state that hold something by the id of a person.
_BY_PERSON = (
    "people", "progress", "tags", "set_aside", "drafts", "preparations", "notes",
    "named_by", "acquaintances", "dismissed", "told_apart", "chosen_at",
)  # fmt: skip

Record = Mapping[str, Any]


def merge(event: ev.PeopleMerged, book: Folding) -> None:
    """Record on one person whatever is recorded on another, who is gone then."""
    stays, gone = event.person, event.gone
    people = book.see("people")
    if stays not in people or gone not in people:  # somebody was erased since
        return
    ours, theirs = _record(book, stays), _record(book, gone)
    both = _united(ours, theirs, {stays, gone})
    joined = Joined(
        into=stays,
        stayed=ours,
        gone=theirs,
        both=both,
        named_by=_named_by(book, stays, gone),
        introduced=tuple(
            (i, known[gone] if stays in known else None)
            for i in theirs["progress"].referred_to
            if gone in (known := book.see("named_by").get(i, {}))
        ),
    )
    _write(book, gone, {})
    _write(book, stays, both)
    _name(book, joined, gone, stays)
    book.edit("merged")[gone] = joined


def part(event: ev.PeopleParted, book: Folding) -> None:
    """Give two people who were one their own records back."""
    stays, gone = event.person, event.gone
    joined: Joined | None = book.edit("merged").pop(gone, None)
    if joined is None:  # what was erased since is not there to be parted
        return
    now = _record(book, stays)
    ours = {
        field: _apart(joined.stayed.get(field), joined.both.get(field), now.get(field))
        for field in {*joined.stayed, *now}
    }
    _write(book, stays, {field: value for field, value in ours.items() if value is not None})
    _write(book, gone, joined.gone)
    _name(book, joined, stays, gone)


def tell_apart(event: ev.PeopleToldApart, book: Folding) -> None:
    """Note for both that they are two."""
    apart = book.edit("told_apart")
    for person, other in ((event.person, event.other), (event.other, event.person)):
        apart[person] = tuple(dict.fromkeys((*apart.get(person, ()), other)))


def why_not_merge(event: ev.PeopleMerged, book: Folding) -> str:
    """Return why two people cannot become one, or nothing."""
    people = book.see("people")
    if event.person not in people or event.gone not in people:
        return "There is no such person in the journal."
    return "" if event.person != event.gone else "One person is not merged with themself."


def why_not_part(event: ev.PeopleParted, book: Folding) -> str:
    """Return why one person cannot become two, or nothing."""
    joined = book.see("merged").get(event.gone)
    if joined is None or joined.into != event.person:
        return "These two were not merged."
    here = event.person in book.see("people")
    return "" if here else "This person was merged with a third since: part those two first."


def _named_by(book: Folding, stays: str, gone: str) -> tuple[tuple[str, bool], ...]:
    """Return who named a person, and whether they named the other too."""
    if gone not in book.see("named_by"):  # nobody did, and there may be 30,000 to ask
        return ()
    return tuple(
        (i, stays in progress.referred_to)
        for i, progress in book.see("progress").items()
        if gone in progress.referred_to
    )


def _record(book: Folding, person: str) -> Record:
    """Return what is recorded on a person, by field; what there is not is left out."""
    found = {f: book.see(f)[person] for f in _BY_PERSON if person in book.see(f)}
    return found | ({"shortlist": True} if person in book.see("shortlist") else {})


def _write(book: Folding, person: str, record: Record) -> None:
    """Make a record all that is recorded on a person, with whom they know as its other side."""
    before = book.see("acquaintances").get(person, {})
    for field in (*_BY_PERSON, "shortlist"):
        value = record.get(field)
        if value is not None:
            book.edit(field)[person] = None if field == "shortlist" else value
        elif person in book.see(field):
            book.edit(field).pop(person)
    after = record.get("acquaintances", {})
    for other in {*before, *after}:
        known = dict(book.see("acquaintances").get(other, {}))
        known.pop(person, None)
        if other in after:
            known[person] = after[other]
        if known:
            book.edit("acquaintances")[other] = MappingProxyType(known)
        elif other in book.see("acquaintances"):
            book.edit("acquaintances").pop(other)


def _name(book: Folding, joined: Joined, was: str, now: str) -> None:
    """Let those who named the gone person, and those named by them, speak of somebody else."""
    if not joined.named_by and not joined.introduced:
        return
    progress = book.edit("progress")
    for person, knew_both in joined.named_by:
        if person in progress:
            keep = knew_both and was == joined.into
            named = [i for i in progress[person].referred_to if i != was or keep]
            to = tuple(i for i in dict.fromkeys((*named, now)) if i != person)
            progress[person] = replace(progress[person], referred_to=to)
    for person, own in joined.introduced:
        known: dict[str, Introduction] = dict(book.see("named_by").get(person, {}))
        if was not in known or person == now:
            continue
        if own is None:
            known[now] = known.pop(was)._replace(by=now)
        elif was == joined.into:
            known[now] = own
        else:
            known.pop(was)
        book.edit("named_by")[person] = MappingProxyType(known)


def _united(ours: Record, theirs: Record, ids: set[str]) -> Record:
    """Return one record of two, the first of which counts where only one value can."""
    both = {**theirs, **ours}
    for field in ours.keys() & theirs.keys():
        both[field] = _UNITE.get(field, _first)(ours[field], theirs[field])
    if "shortlist" in both:
        both.pop("set_aside", None)
    known = {i: how for i, how in both.get("acquaintances", {}).items() if i not in ids}
    if known:
        both["acquaintances"] = MappingProxyType(known)
    else:
        both.pop("acquaintances", None)
    named = {i: said for i, said in both.get("named_by", {}).items() if i not in ids}
    if named:
        both["named_by"] = MappingProxyType(named)
    else:
        both.pop("named_by", None)
    return both


def _first(ours: Any, theirs: Any) -> Any:  # noqa: ANN401  (any field)
    return ours or theirs


def _one_person(ours: Person, theirs: Person) -> Person:
    gaps = {
        f.name: getattr(theirs, f.name)
        for f in fields(Person)
        if not getattr(ours, f.name) and getattr(theirs, f.name)
    }
    gaps["groups"] = _each(ours.groups, theirs.groups)
    gaps["source_rows"] = _each(ours.source_rows, theirs.source_rows)
    return replace(ours, **gaps)


def _one_way(ours: Progress, theirs: Progress) -> Progress:
    """Return the stages of both in the order of recording, found but once."""
    path: list[Reached] = sorted((*ours.path, *theirs.path), key=lambda reached: reached.at)
    found = next(r for r in path if r.stage is Stage.FOUND)
    later = max((ours, theirs), key=lambda p: (p.path[-1].at, p is ours))
    return Progress(
        path=(found, *(r for r in path if r.stage is not Stage.FOUND)),
        meeting=later.meeting or ours.meeting or theirs.meeting,
        answer=later.answer or ours.answer or theirs.answer,
        offered=later.offered or ours.offered or theirs.offered,
        referred_to=_each(ours.referred_to, theirs.referred_to),
    )


def _each(ours: tuple[Any, ...], theirs: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(dict.fromkeys((*ours, *theirs)))


def _slots(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the drafts of both; a second one of a slot gets a slot of its own."""
    both = dict(ours)
    for slot, message in theirs.items():
        turn, free = 1, slot
        while free in both and both[free] != message:
            turn += 1
            free = f"{slot}-{turn}"
        both[free] = message
    return MappingProxyType(both)


def _either(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> Mapping[str, Any]:
    return MappingProxyType({**theirs, **ours})


def _texts(ours: Mapping[str, str], theirs: Mapping[str, str]) -> dict[str, str]:
    """Return texts by key, both texts where both wrote another one."""
    both = {**theirs, **ours}
    for key in ours.keys() & theirs.keys():
        both[key] = "\n".join(dict.fromkeys(filter(None, (ours[key], theirs[key]))))
    return both


def _prepared(ours: Preparation, theirs: Preparation) -> Preparation:
    return replace(
        ours,
        goals=_each(ours.goals, theirs.goals),
        questions=_each(ours.questions, theirs.questions),
        topic=ours.topic or theirs.topic,
        place=ours.place or theirs.place,
        lines=_texts(ours.lines, theirs.lines),
        notes=_texts(ours.notes, theirs.notes),
    )


def _noted(ours: TalkNotes, theirs: TalkNotes) -> TalkNotes:
    return TalkNotes(
        answers=_texts(ours.answers, theirs.answers), points=_texts(ours.points, theirs.points)
    )


_UNITE: Mapping[str, Any] = {
    "people": _one_person,
    "progress": _one_way,
    "tags": _each,
    "told_apart": _each,
    "drafts": _slots,
    "preparations": _prepared,
    "notes": _noted,
    "named_by": _either,
    "acquaintances": _either,
    "dismissed": _either,
}


def _apart(before: Any, both: Any, now: Any) -> Any:  # noqa: ANN401  (any field)
    """Return what was there before two became one, with what has changed since.

    None stands for nothing, in all three and in what is returned.
    """
    if now == both:
        return before
    if both is None or now is None or before is None:
        return _since(both, now) if before is None and both is not None else now
    if is_dataclass(now) and not isinstance(now, type):
        changed = {
            f.name: _apart(getattr(before, f.name), getattr(both, f.name), getattr(now, f.name))
            for f in fields(now)
        }
        return type(now)(**changed)
    if isinstance(now, Mapping):
        found = {
            key: value
            for key in {**before, **now}
            if (value := _apart(before.get(key), both.get(key), now.get(key))) is not None
        }
        return MappingProxyType(found)
    if isinstance(now, tuple) and not hasattr(now, "_fields"):
        kept = [item for item in before if item in now or item not in both]
        return (*kept, *(item for item in now if item not in both))
    return now


def _since(both: Any, now: Any) -> Any:  # noqa: ANN401  (any field)
    """Return what was added since two became one, where one of them had nothing before."""
    if isinstance(now, Mapping):
        added = {k: v for k, v in now.items() if both.get(k) != v}
        return MappingProxyType(added) if added else None
    if isinstance(now, tuple) and not hasattr(now, "_fields"):
        return tuple(item for item in now if item not in both) or None
    return now
