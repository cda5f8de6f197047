"""What somebody wrote, as it may stand in Markdown."""

import re

_SIGNS = re.compile(r"([\\`*_\[\]<>#|~&])")
_LINE_START = re.compile(r"^(\d+(?=[.)])|)([-+=:.)])")  # of a list, or of a line under a heading


def literal(text: str) -> str:
    """Return a text as one line in which no sign means anything to Markdown or to HTML."""
    return _LINE_START.sub(r"\1\\\2", _SIGNS.sub(r"\\\1", " ".join(text.split())))
