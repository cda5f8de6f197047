"""Keeps a talk as JSON text and brings it back; prints it as the design's JSON."""

from collections.abc import Mapping
from typing import Any

import msgspec

from informint.content.persona import Persona
from informint.content.persona_files import personas
from informint.errors import BadInput, explain
from informint.reading import as_json
from informint.roleplay.debrief import debrief
from informint.roleplay.state import Conversation, Turn


class _Saved(msgspec.Struct, frozen=True, kw_only=True):
    persona: str
    seed: int
    turns: tuple[Turn, ...]


def save(talk: Conversation) -> str:
    """Return a talk as JSON text, whole: ``resume`` brings it back as it was, after any turn."""
    saved = _Saved(persona=talk.persona.id, seed=talk.seed, turns=talk.turns)
    return msgspec.json.encode(saved, enc_hook=_plain).decode()


def turn_data(turn: Turn) -> dict[str, Any]:
    """Return one turn as plain values, for a record that keeps turns one by one."""
    data: dict[str, Any] = msgspec.to_builtins(turn, enc_hook=_plain)
    return data


def turn_from(data: Mapping[str, Any]) -> Turn:
    """Return the turn of which ``turn_data`` made plain values.

    Raises:
        BadInput: for values that are no turn.
    """
    try:
        return msgspec.convert(dict(data), Turn)
    except msgspec.ValidationError as error:
        message = f"this is not a turn of a talk: {explain(error)}"
        raise BadInput(message) from None


def _plain(value: object) -> object:
    if isinstance(value, Mapping):
        return dict(value)
    raise NotImplementedError


def resume(text: str, *, among: Mapping[str, Persona] | None = None) -> Conversation:
    """Bring a saved talk back.

    Args:
        text: what ``save`` returned.
        among: personas by id; the built-in ones by default.

    Raises:
        BadInput: for a text that is no saved talk, or a persona that is not there.
    """
    try:
        saved = msgspec.json.decode(text, type=_Saved)
    except (msgspec.DecodeError, RecursionError) as error:
        message = f"this is not a saved talk: {explain(error)}"
        raise BadInput(message) from None
    people = personas() if among is None else among
    if saved.persona not in people:
        message = f"the saved talk is with '{saved.persona}', who is not among the personas"
        raise BadInput(message)
    who = ["learner", "persona"] * (len(saved.turns) // 2)
    if [turn.who for turn in saved.turns] != who:
        message = "this is not a saved talk: its turns do not alternate"
        raise BadInput(message)
    return Conversation(persona=people[saved.persona], seed=saved.seed, turns=saved.turns)


def to_json(talk: Conversation) -> dict[str, Any]:
    """Return what ``informint talk --json`` prints."""
    return {
        "persona": talk.persona.id,
        "turns": [turn_json(number, turn) for number, turn in enumerate(talk.turns, 1)],
        "debrief": debrief(talk).as_json(),
    }


def turn_json(number: int, turn: Turn) -> dict[str, Any]:
    """Return one turn as the design prints it, its number from 1 beside."""
    told: dict[str, Any] = {
        "number": number, "who": turn.who, "text": turn.text, "minute": round(turn.minute, 2),
    }  # fmt: skip
    if turn.reading is not None:
        told["reading"] = as_json(turn.reading)
        told["why"] = [
            {"reason": move.reason, "amount": move.amount, "words": move.words} for move in turn.why
        ]
    if turn.who == "persona":
        told["comfort"] = turn.comfort
        told["depth"] = turn.depth
        told["fact_ids"] = list(turn.fact_ids)
        told["understood"] = turn.understood
    return told
