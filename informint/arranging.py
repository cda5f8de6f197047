"""The days between the request and the talk: answers, and times nobody can misread."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from informint.content.schema import Pattern

NEEDS = ("times", "agreed", "place")  # the fields of a pattern that only the learner can fill
MOST_TIMES = 3  # offered in one mail: more are work to choose from
_ZONE = "[[your time zone]]"


def needs(pattern: Pattern) -> frozenset[str]:
    """Return which of ``NEEDS`` a pattern has room for."""
    return frozenset(name for name in NEEDS if f"{{{name}}}" in pattern.body)


def suggested(patterns: Iterable[Pattern], answer: str, *, agreed: bool) -> str:
    """Return the id of the pattern that fits what they answered, the first when none does.

    Args:
        patterns: those to choose from, at least one.
        answer: yes, no, later or nothing.
        agreed: whether a time is set, which is then to be confirmed.
    """
    listed = list(patterns)
    if agreed:
        fit = (p for p in listed if "agreed" in needs(p) and "times" not in needs(p))
    else:
        fit = (p for p in listed if answer and p.answers == answer)
    return next(fit, listed[0]).id


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
