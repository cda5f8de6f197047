"""What an event does to a practice talk, and why one may not follow. Pure functions."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

from informint.journal import events as ev
from informint.journal.state import Practice


def refusal(event: ev.OnPractice, talks: Mapping[str, Practice]) -> str:
    """Return why an event may not follow, in one sentence, or an empty string."""
    talk = talks.get(event.talk)
    if isinstance(event, ev.PracticeBegan):
        return "This practice talk has begun already: go on with it instead." if talk else ""
    if talk is None:
        return "There is no such practice talk in the journal."
    stands = len(talk.turns)
    match event:
        case ev.PracticeTurned(number=number, turns=turns):
            in_turn = number % 2 == 1 and len(turns) % 2 == 0
            if not in_turn or number > stands + bool(turns):
                return "The practice talk does not go on from there."
        case ev.PracticeCorrected(number=number):
            if number % 2 == 0 or number > stands:
                return "This is not one of your turns in the practice talk."
    return ""


def after(event: ev.OnPractice, talk: Practice | None, at: datetime) -> Practice:
    """Return a practice talk as it is after an event that may follow.

    Args:
        event: what happened.
        talk: the talk before; None when it begins.
        at: when it happened.
    """
    if isinstance(event, ev.PracticeBegan):
        return Practice(persona=event.persona, seed=event.seed, drill=event.drill, begun=at)
    if talk is None:  # derived from a log whose beginning was taken back
        talk = Practice(persona="", begun=at)
    match event:
        case ev.PracticeTurned(number=number, turns=turns):
            talk = replace(talk, turns=(*talk.turns[: number - 1], *turns), ended=False)
        case ev.PracticeCorrected(number=number, turn=turn):
            mended = (*talk.turns[: number - 1], turn, *talk.turns[number:])
            talk = replace(talk, turns=mended)
        case ev.PracticeJudged(item=item, verdict=verdict):
            talk = replace(talk, judged=MappingProxyType({**talk.judged, item: verdict}))
        case ev.PracticeEnded():
            talk = replace(talk, ended=True)
        case ev.PracticeThanked(message=message):
            talk = replace(talk, thanks=message)
    return talk
