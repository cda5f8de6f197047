"""Between the journal and the engine: practice talks as they are kept, and as they are played."""

import json
from dataclasses import replace
from math import ceil
from typing import Any

import msgspec

from informint.content.persona import Persona
from informint.content.talks import Drill, drills
from informint.errors import BadInput
from informint.journal import Journal, Practice
from informint.journal.events import PracticeBegan, PracticeTurned
from informint.roleplay import Conversation, begin, personas, resume, save, say


def kept(talk: Conversation, number: int) -> tuple[dict[str, Any], ...]:
    """Return the turns from a number on, from 1, as the journal keeps them."""
    return tuple(json.loads(save(talk))["turns"][number - 1 :])


def played(practice: Practice) -> Conversation:
    """Return a talk that the journal keeps as the engine plays it.

    Raises:
        BadInput: when its persona is no longer there, or it was kept by another informint in
            another shape.
    """
    if practice.persona not in personas():
        message = "The person of this talk is no longer among those you can talk to."
        raise BadInput(message)
    saved = {
        "persona": practice.persona,
        "seed": practice.seed,
        "turns": [dict(turn) for turn in practice.turns],
    }
    talk = resume(json.dumps(saved))
    drill = drills().get(practice.drill)
    return replace(talk, persona=_hurried(talk, drill)) if drill else talk


def started(journal: Journal, persona: str, drill: Drill | None = None, first_seed: int = 0) -> str:
    """Begin a practice talk in the journal and return its id; a drill is played up to its start."""
    before = journal.state.practices
    name = persona if drill is None else f"{drill.id}-{persona}"
    number = 1
    while f"{name}-{number}" in before:
        number += 1
    ident = f"{name}-{number}"
    # Another attempt hears other wordings.
    seed = first_seed + number - 1
    happened = [PracticeBegan(ident, persona, seed, drill.id if drill else "")]
    if drill is None or not drill.lead:
        journal.record(*happened)
        return ident
    talk = begin(personas()[persona], seed=seed)
    for words in drill.lead:
        talk = say(talk, words)
    journal.record(*happened, PracticeTurned(ident, 1, kept(talk, 1)))
    return ident


def _hurried(talk: Conversation, drill: Drill) -> Persona:
    """Return the persona with no more time than the drill has left after its lead."""
    led = talk.turns[: 2 * len(drill.lead)]
    minutes = ceil(led[-1].minute if led else 0) + drill.minutes
    return msgspec.structs.replace(talk.persona, minutes=minutes)


def playable(journal: Journal, drill: str = "") -> dict[str, Practice]:
    """Return the talks (of a drill) in which something was said, the newest first."""
    return {
        ident: practice
        for ident, practice in tuple(journal.state.practices.items())[::-1]
        if practice.drill == drill and practice.turns and practice.persona in personas()
    }


def going_on(journal: Journal, drill: str = "") -> tuple[str, ...]:
    """Return the ids of the talks (of a drill) that have begun and not ended, the newest first."""
    return tuple(i for i, practice in playable(journal, drill).items() if not practice.ended)
