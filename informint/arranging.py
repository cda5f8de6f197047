"""The days between the request and the talk: answers, and times nobody can misread."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

Answer = Literal["yes", "no", "later"]

# Which answer of theirs a pattern replies to; the others reply to none.
ANSWERED: dict[str, Answer] = {
    "scheduling-email": "yes",
    "declined-email": "no",
    "moved-email": "later",
}
MOST_TIMES = 3  # offered in one mail: more are work to choose from
_ZONE = "[[your time zone]]"


def offer(moments: Sequence[datetime], zone: str = "") -> str:
    """Return times to choose from, in words, with the time zone behind them.

    Args:
        moments: in the learner's own time; at most ``MOST_TIMES`` are named, in order.
        zone: what the learner calls their time zone, such as "Central European Time"; without it a
            place to fill in stays open. Times that know their offset from UTC say it.

    Returns:
        For instance "Tuesday 3 March, 15:00 or Thursday 5 March, 9:30 (Central European Time)",
        or nothing when there is no time.
    """
    named = [_in_words(moment) for moment in sorted(moments)[:MOST_TIMES]]
    if not named:
        return ""
    listed = " or ".join(filter(None, (", ".join(named[:-1]), named[-1])))
    return f"{listed} ({zone.strip() or _offset(moments[0]) or _ZONE})"


def _in_words(moment: datetime) -> str:
    return f"{moment:%A} {moment.day} {moment:%B}, {moment.hour}:{moment:%M}"


def _offset(moment: datetime) -> str:
    """Return how far a time is from UTC, such as ``UTC+01:00``; nothing when it does not say."""
    if moment.tzinfo is None:
        return ""
    sign = f"{moment:%z}"
    return "UTC" if sign in {"+0000", "-0000"} else f"UTC{sign[:3]}:{sign[3:5]}"
