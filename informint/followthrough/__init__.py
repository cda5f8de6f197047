"""After the request: what is open with whom, what comes next, when, and who says so.

Everything follows from the journal's state; nothing is kept here. ``rows`` is the board and the
table, ``due`` what is due, ``to_ics`` the same for a calendar, ``introduced_by`` the step in which
a referral becomes a person.
"""

from informint.followthrough.board import Row, columns, due, rows, to_text
from informint.followthrough.calendar import to_ics
from informint.followthrough.days import add_days, in_words
from informint.followthrough.messages import SENT_BY, context, nudge, with_context
from informint.followthrough.referral import introduced_by, namesakes, newcomer
from informint.followthrough.reminders import Reminder, cadence, reminders

__all__ = [
    "SENT_BY",
    "Reminder",
    "Row",
    "add_days",
    "cadence",
    "columns",
    "context",
    "due",
    "in_words",
    "introduced_by",
    "namesakes",
    "newcomer",
    "nudge",
    "reminders",
    "rows",
    "to_ics",
    "to_text",
    "with_context",
]
