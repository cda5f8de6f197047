"""Days that are counted, and days in words."""

from datetime import date, timedelta
from typing import Literal

_WEEK, _WORKING = 7, 5


def add_days(start: date, n: int, unit: Literal["days", "business_days"]) -> date:
    """Return the day that is ``n`` days after ``start``, or before it for a negative ``n``.

    Business days are Monday to Friday; holidays are not known. From a Saturday or Sunday the first
    business day is the Monday after it, or going back the Friday before.
    """
    if unit == "days" or not n:
        return start + timedelta(days=n)
    step = 1 if n > 0 else -1
    weeks, left = divmod(abs(n), _WORKING)
    day = start
    while day.weekday() >= _WORKING:  # the count begins where the last working week ended
        day -= timedelta(days=step)
    day += step * timedelta(weeks=weeks)
    while left:
        day += timedelta(days=step)
        left -= day.weekday() < _WORKING
    return day


def in_words(day: date, today: date) -> str:
    """Return when a day is, as one would say it: "today", "since Friday, 28 February"."""
    apart = (day - today).days
    if apart in {-1, 0, 1}:
        return ("since yesterday", "today", "tomorrow")[apart + 1]
    year = "" if day.year == today.year else f" {day.year}"
    weekday = f"{day:%A}, " if abs(apart) < _WEEK else ""
    return f"{'since' if apart < 0 else 'on'} {weekday}{day.day} {day:%B}{year}"
