"""The talk, practised with a fictional professional who answers in character; then the debrief.

    talk = begin(personas()["some-id"])
    talk = say(talk, "Hello, I'm Ada. What does a normal week look like for you?")
    print(talk.turns[-1].text, talk.comfort, talk.minutes_left, hint(talk))
    talk = rewind(talk, 1)                  # before turn 1, to say it another way
    print(debrief(talk))                    # what worked, with the learner's words quoted

Everything is a frozen value; the same words and the same seed give the same talk.
"""

from informint.content.persona_files import personas
from informint.reading.hearing import Asked
from informint.roleplay.conversation import begin, correct, rewind, say
from informint.roleplay.debrief import Debrief, Item, Point, compare, debrief
from informint.roleplay.hints import hint
from informint.roleplay.moments import Moment
from informint.roleplay.saving import resume, save, to_json, turn_data, turn_from
from informint.roleplay.state import Conversation, Move, Turn
from informint.roleplay.transcript import transcript
from informint.roleplay.voice import Voice, voice_from_environment

__all__ = [
    "Asked",
    "Conversation",
    "Debrief",
    "Item",
    "Moment",
    "Move",
    "Point",
    "Turn",
    "Voice",
    "begin",
    "compare",
    "correct",
    "debrief",
    "hint",
    "personas",
    "resume",
    "rewind",
    "save",
    "say",
    "to_json",
    "transcript",
    "turn_data",
    "turn_from",
    "voice_from_environment",
]
