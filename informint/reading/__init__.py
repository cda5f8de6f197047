"""Reads what somebody wrote: whole messages, and single turns of a talk."""

from informint.reading.elements import ELEMENTS
from informint.reading.mail import FIGURES
from informint.reading.marks import MARKS
from informint.reading.messages import Examination, examine, read_message
from informint.reading.turns import ACTS, Reading, as_json, explain, read, read_many

__all__ = [
    "ACTS",
    "ELEMENTS",
    "FIGURES",
    "MARKS",
    "Examination",
    "Reading",
    "as_json",
    "examine",
    "explain",
    "read",
    "read_many",
    "read_message",
]
