"""One cell at a time: what a spreadsheet or an export leaves in it, made plain text."""

import re
from collections.abc import Sequence

LONGEST = 1_000
"""Characters kept of one cell; no name, company or position is longer."""

# Controls, zero-width and direction-changing characters hide or reorder what is shown. The two
# joiners stay: emoji and Persian names need them.
_HIDDEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u180e\u200b\u200e\u200f\u202a-\u202e"
    "\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]"
)
_SURROGATE = re.compile("[\ud800-\udfff]")
_NOTHING = frozenset({"-", "--", "\u2013", "\u2014", ".", "n/a", "N/A", "null", "NULL", "#N/A"})
# Exports, ours too, put an apostrophe before what a spreadsheet would take for a formula.
_ESCAPE = re.compile(r"'(?=\s*[=+\-@\uff1d\uff0b\uff0d\uff20])")
_EMAIL = re.compile(r"[^\s<>@,;:\"'()\[\]]+@[^\s<>@,;:\"'()\[\]]+\.[^\s<>@,;:\"'()\[\].]{2,}")
_WEB = re.compile(
    r"(?:https?:)?//(?P<rest>\S+)|(?P<bare>[\w-]+(?:\.[\w-]+)*\.[^\W\d_]{2,}(?:/\S*)?)",
    re.IGNORECASE,
)


def word_set(text: str) -> frozenset[str]:
    """Return the words of a text as a set, for lists that are read better as prose."""
    return frozenset(text.split())


def clean(text: str) -> str:
    """Return a cell as one line of visible text, or ``""`` for what only stands for nothing.

    Markup and formulas are text like any other; escaping is for whoever shows or writes it.
    """
    if not text:
        return ""
    if not text.isprintable() or "  " in text:
        text = _SURROGATE.sub("\ufffd", _HIDDEN.sub("", text))
        text = " ".join(text.split())
    else:
        text = text.strip()
    return "" if text in _NOTHING else _plain(text)


def clean_row(cells: Sequence[str]) -> list[str]:
    """Return the cells of a row, each as ``clean`` has it; most rows need little."""
    text = "".join(cells)
    if not text.isprintable() or "  " in text:
        return [clean(cell) for cell in cells]
    return ["" if cell in _NOTHING else _plain(cell) for cell in map(str.strip, cells)]


def _plain(text: str) -> str:
    return text[1:].lstrip() if _ESCAPE.match(text) else text


def email_in(text: str) -> str:
    """Return the first e-mail address of a cleaned cell as it is written, or ``""``."""
    if "@" not in text:
        return ""
    found = _EMAIL.search(text)
    return found[0] if found else ""


def emails_in(text: str) -> tuple[str, ...]:
    """Return every e-mail address of a cleaned cell as it is written, each once."""
    return tuple(dict.fromkeys(_EMAIL.findall(text)))


def web_address_in(text: str) -> str:
    """Return a cleaned cell as an ``http(s)`` address, or ``""`` if it is none.

    Other schemes (``javascript:`` and the like) are none, so a view may link to what comes back.
    """
    found = _WEB.fullmatch(text)
    if not found:
        return ""
    if found["bare"]:
        return f"https://{text}" if "@" not in text else ""
    return text if ":" in text.partition("//")[0] else f"https:{text}"
