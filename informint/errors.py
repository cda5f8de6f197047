"""What can go wrong through nobody's bug, each told in one sentence."""

from collections.abc import Iterable
from difflib import get_close_matches


class InformintError(Exception):
    """Base of every error a user can mend; its text is one sentence that says what and where.

    Doors (views, commands) print the text and no traceback. The text never holds a contact's data:
    it names files, rows, fields and ids. Anything that is not an ``InformintError`` is a bug.
    """

    def _render_traceback_(self) -> list[str]:
        """Return what IPython shows in a notebook: the sentence alone."""
        return [f"{type(self).__name__}: {self}"]


class BadInput(InformintError):  # noqa: N818  (read in a sentence: "raise BadInput")
    """A file or a value that cannot be read as what it should be."""


class IllegalStep(InformintError):  # noqa: N818
    """A step that the journal refuses because of what is recorded so far."""


class JournalError(InformintError):
    """The journal cannot be opened or written."""


class ContentError(InformintError):
    """A mistake in the TOML that career coaches edit."""


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Return ``"; did you mean 'x'?"`` for the nearest known name, or an empty string."""
    near = get_close_matches(name, list(known), n=1)
    return f"; did you mean '{near[0]}'?" if near else ""


def explain(error: Exception) -> str:
    """Return what is wrong with JSON, and where, without the values in it."""
    if isinstance(error, RecursionError):
        return "it is nested too deeply"
    what, at, where = str(error).rpartition(" - at ")
    return f"wrong value{at}{where}" if what.startswith("Invalid") else str(error)
