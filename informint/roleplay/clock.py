"""The clock of the talk: how long words take, and when the persona looks at the time or leaves."""

from informint.content.persona import Persona

WORDS_A_MINUTE = 150  # unhurried speech; the usual figure for English conversation
PAUSE = 3 / 60  # minutes between two turns
SIGNAL = 0.8  # of the persona's time, when they look at the clock


def minutes(text: str) -> float:
    """Return how long a turn takes to say, with the pause before it, in minutes."""
    return round(len(text.split()) / WORDS_A_MINUTE + PAUSE, 3)


def nearly_over(persona: Persona, minute: float) -> bool:
    """Say whether it is time for the persona to look at the clock."""
    return minute >= SIGNAL * persona.minutes


def is_up(persona: Persona, minute: float) -> bool:
    """Say whether the persona has to go."""
    return minute >= persona.minutes
