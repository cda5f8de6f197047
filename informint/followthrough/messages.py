"""What the journal knows beside a message, and the gentle reminder."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from informint import outreach
from informint.errors import BadInput
from informint.journal import Stage, State
from informint.model import Message

_NAME_USE = {True: "yes", False: "no", None: ""}


def context(state: State, person: str) -> Mapping[str, str]:
    """Return what the coach has to know of whom a message goes to.

    ``introducer`` is the name of who named them, ``name_use`` is ``yes``, ``no`` or empty when
    nobody asked; ``reminded`` is there when a reminder has followed the last request.
    """
    known = {}
    introduction = state.introductions.get(person)
    if introduction and introduction.by in state.people:
        known["introducer"] = state.people[introduction.by].name
        known["name_use"] = _NAME_USE[introduction.may_name]
    progress = state.progress.get(person)
    path = [reached.stage for reached in progress.path] if progress else []
    if Stage.NUDGED in path[_last(path, Stage.SENT) :]:
        known["reminded"] = "yes"
    return known


def with_context(state: State, person: str, message: Message) -> Message:
    """Return a message to a person with what the journal knows now."""
    beside = {k: v for k, v in message.context.items() if k not in _KEYS}
    return replace(message, context={**beside, **context(state, person)})


def nudge(state: State, person: str, now: datetime) -> Message:
    """Return a gentle reminder of the request that was sent to a person, as an answer to it.

    What only the learner can say stays in ``[[...]]``.

    Args:
        state: of the journal.
        person: the id of somebody who was written to.
        now: the time, with the learner's time zone: the day they wrote is theirs.

    Raises:
        BadInput: when no request to them was sent.
    """
    sent = state.progress[person].reached(Stage.SENT) if person in state.progress else None
    if sent is None:
        error = "No request to this person is marked as sent, so there is nothing to remind of."
        raise BadInput(error)
    day = sent.astimezone(now.tzinfo).date()
    told = {"asked_on": f"On {day:%A}, {day.day} {day:%B},"}
    message = outreach.draft("nudge-email", state.people[person], state.profile, told=told)
    request = state.draft(person)
    if request and request.subject:
        again = request.subject.casefold().startswith("re:")
        message = replace(message, subject=request.subject if again else f"Re: {request.subject}")
    return with_context(state, person, message)


_KEYS = frozenset({"introducer", "name_use", "reminded"})


def _last(path: list[Stage], stage: Stage) -> int:
    return len(path) - 1 - path[::-1].index(stage) if stage in path else len(path)
