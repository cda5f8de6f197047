"""Holds a talk in a terminal: what is typed is said, an empty line asks for a hint."""

from contextlib import suppress
from typing import Protocol, TextIO

from informint.roleplay.conversation import say
from informint.roleplay.hints import hint
from informint.roleplay.state import Conversation
from informint.roleplay.voice import Voice

END = "."


class Screen(Protocol):
    """Where words for people go."""

    def write(self, text: str, /) -> object:
        """Write a text."""

    def flush(self) -> object:
        """Let what was written be seen."""


def hold(talk: Conversation, heard: TextIO, out: Screen, voice: Voice | None) -> Conversation:
    """Return the talk after the learner ended or interrupted it, time was up, or typing ended.

    Args:
        talk: where to begin.
        heard: what the learner types, a line a turn.
        out: where the persona answers.
        voice: a language model that rewords the answers, or None.
    """
    person = talk.persona
    out.write(f"{person.name}, {person.title}, {person.organisation}. {person.blurb}\n")
    out.write(f"You have {person.minutes} minutes. An empty line gives a hint; {END} ends.\n\n")
    if voice:
        out.write(f"{voice.notice}\n")
    with suppress(KeyboardInterrupt):
        while not talk.over:
            out.write(f"[{talk.minutes_left:.0f} min left] > ")
            out.flush()
            line = heard.readline()
            if not line or line.strip() == END:
                break
            if not line.strip():
                out.write(f"{hint(talk)}\n")
                continue
            talk = say(talk, line.strip(), voice=voice)
            out.write(f"{person.name.split()[0]}: {talk.turns[-1].text}\n")
            if voice and voice.trouble:
                out.write(f"({voice.trouble})\n")
    out.write("\n")
    return talk
