"""Reads what somebody wrote: so far whole messages; the turns of a talk will join."""

from informint.reading.messages import Examination, examine, read_message

__all__ = ["Examination", "examine", "read_message"]
