"""Reads what somebody wrote: so far whole messages; the turns of a talk will join."""

from informint.reading.elements import ELEMENTS
from informint.reading.mail import FIGURES
from informint.reading.marks import MARKS
from informint.reading.messages import Examination, examine, read_message

__all__ = ["ELEMENTS", "FIGURES", "MARKS", "Examination", "examine", "read_message"]
