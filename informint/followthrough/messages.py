"""What the journal knows beside a message, and the gentle reminder."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from informint import content, outreach
from informint.errors import BadInput
from informint.followthrough.reminders import cadence
from informint.journal import Introduction, Progress, Stage, State
from informint.model import Message, MessageKind, Person

_OF_INTRODUCTION = "nudge-introduction-email"
SENT_BY = "sent_by"
"""In the context of a message: the name of whom it says that they sent the learner."""


def context(state: State, person: str, sent_by: str = "") -> Mapping[str, str]:
    """Return what the coach has to know of whom a message goes to.

    ``introducer`` holds the names, one a line, of those who sent the learner and may not be named
    as far as the journal knows; ``name_use`` is ``no`` where one of them refused, empty where
    nobody asked, and ``yes`` where all agreed, who are the introducers then. ``reminded`` is there
    when a reminder has followed the last request and found no answer.

    Args:
        state: of the journal.
        person: the id of whom it goes to.
        sent_by: the name of whoever the message says sent the learner, recorded or not.
    """
    leave = {state.people[i.by].name: i.may_name for i in _introductions(state, person)}
    if sent_by:
        leave.setdefault(sent_by, None)
    without = {name: may for name, may in leave.items() if not may}
    known = {}
    if leave:
        known["introducer"] = "\n".join(" ".join(name.split()) for name in without or leave)
        refused = False in without.values()
        known["name_use"] = ("no" if refused else "") if without else "yes"
    progress = state.progress.get(person)
    path = [reached.stage for reached in progress.path] if progress else []
    if Stage.NUDGED in path[max(_last(path, Stage.SENT), _last(path, Stage.REPLIED)) + 1 :]:
        known["reminded"] = "yes"
    return known


def with_context(state: State, person: str, message: Message) -> Message:
    """Return a message to a person with what the journal knows now."""
    beside = {k: v for k, v in message.context.items() if k not in _KEYS}
    known = context(state, person, message.context.get(SENT_BY, ""))
    return replace(message, context={**beside, **known})


def _introductions(state: State, person: str) -> Iterator[Introduction]:
    named = state.named_by.get(person, {}).values()
    return (introduction for introduction in named if introduction.by in state.people)


def nudge(state: State, person: str, now: datetime) -> Message:
    """Return a gentle reminder of the request that was sent to a person, as an answer to it.

    It reminds of what was asked last, a talk or an introduction; whoever said later is asked again
    instead. What only the learner can say stays in ``[[...]]``.

    Args:
        state: of the journal.
        person: the id of somebody who was written to.
        now: the time, with the learner's time zone: the day they wrote is theirs.

    Raises:
        BadInput: when no request to them was sent.
    """
    progress = state.progress.get(person)
    sent = progress.reached(Stage.SENT) if progress else None
    if progress is None or (sent is None and progress.answer != "later"):
        error = "No request to this person is marked as sent, so there is nothing to remind of."
        raise BadInput(error)
    told = {"reminder": _counted(state, progress)}
    if sent:
        day = sent.astimezone(now.tzinfo).date()
        told["asked_on"] = f"On {day:%A}, {day.day} {day:%B},"
    request = _asked(state, person)
    whom, introducer = state.people[person], None
    pattern = _pattern(progress, request)
    if pattern == _OF_INTRODUCTION and request:
        whom, introducer = Person(id="", name=request.context.get("about", "")), whom
    message = outreach.draft(pattern, whom, state.profile, introducer=introducer, told=told)
    if request and request.subject:
        again = request.subject.casefold().startswith("re:")
        message = replace(message, subject=request.subject if again else f"Re: {request.subject}")
    return with_context(state, person, message)


def _asked(state: State, person: str) -> Message | None:
    """Return the request that was saved last."""
    drafts = [*state.drafts.get(person, {}).values()]
    return next((draft for draft in drafts[::-1] if draft.kind is MessageKind.REQUEST), None)


def _pattern(progress: Progress, request: Message | None) -> str:
    """Return the id of the pattern that reminds of a request."""
    asked = content.patterns().get(request.context.get("pattern", "")) if request else None
    if asked and asked.to == "introducer":
        return _OF_INTRODUCTION
    return "ask-again-email" if progress.answer == "later" else "nudge-email"


def _counted(state: State, progress: Progress) -> str:
    """Return what a reminder may call itself, by the cadence that was chosen."""
    planned, sent = len(cadence(state).reminders), progress.nudged
    if sent + 1 < planned:
        return "a short reminder"
    return "a last short reminder" if sent else "a short reminder, and the only one"


_KEYS = frozenset({"introducer", "name_use", "reminded"})


def _last(path: list[Stage], stage: Stage) -> int:
    return len(path) - 1 - path[::-1].index(stage) if stage in path else -1
