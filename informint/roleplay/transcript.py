"""Writes a talk as Markdown."""

import re
from collections.abc import Iterator

from informint.roleplay.state import Conversation, Turn

_MARKUP = re.compile(r"([\\`*_\[\]<>#|])")


def transcript(talk: Conversation, *, with_readings: bool = False) -> str:
    """Return a talk as Markdown.

    Args:
        talk: the talk.
        with_readings: whether to add what each of the learner's turns was read as.
    """
    persona = talk.persona
    title = f"# A practice talk with {_plain(persona.name)}"
    who = f"*{_plain(persona.title)}, {_plain(persona.organisation)}. A fictional person.*"
    return "\n\n".join((title, who, *_turns(talk, with_readings=with_readings))) + "\n"


def _turns(talk: Conversation, *, with_readings: bool) -> Iterator[str]:
    first = talk.persona.name.split()[0]
    for number, turn in enumerate(talk.turns, 1):
        name = "You" if turn.who == "learner" else first
        yield f"**{number}. {_plain(name)}** ({turn.minute:.1f} min): {_plain(turn.text)}"
        if with_readings and turn.reading:
            yield f"> {_reading(turn)}"


def _reading(turn: Turn) -> str:
    acts = ", ".join(act.replace("_", " ") for act in turn.reading.acts) if turn.reading else ""
    moved = "; ".join(f"{move.words} ({move.amount:+.2f})" for move in turn.why)
    return _plain(f"Read as: {acts or 'not clear'}.{f' Comfort: {moved}' if moved else ''}")


def _plain(text: str) -> str:
    """Return a text whose signs Markdown and HTML leave alone, on one line."""
    return _MARKUP.sub(r"\\\1", " ".join(text.split()))
