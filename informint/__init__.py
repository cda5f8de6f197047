"""informint: a Jupyter workshop kit for informational interviews.

Names resolve on first use, so that ``import informint`` loads neither pandas nor ipywidgets.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from informint.coach import check_message
    from informint.journal import Journal, open_journal
    from informint.questions import check_questions

_HOMES = {
    "Journal": "informint.journal",
    "check_message": "informint.coach",
    "check_questions": "informint.questions",
    "open_journal": "informint.journal",
    "views": "informint.views",
    "frames": "informint.frames",
}

__all__ = ["Journal", "check_message", "check_questions", "frames", "open_journal", "views"]
__version__ = "0.1.0"


def __getattr__(name: str) -> object:
    """Resolve a public name on first use (PEP 562)."""
    if name not in _HOMES:
        message = f"module 'informint' has no attribute {name!r}"
        raise AttributeError(message)
    module = import_module(_HOMES[name])
    return module if module.__name__ == f"informint.{name}" else getattr(module, name)


def __dir__() -> list[str]:
    return sorted(__all__)
