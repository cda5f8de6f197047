"""Finds the name of whoever sent the learner, where it may not be used; and a second reminder.

What is known beside the text stands in the message's context: ``introducer`` is who named the
recipient, ``name_use`` is ``yes`` once they agreed to be named, ``reminded`` is set when a reminder
has been sent before.
"""

import re
from collections.abc import Mapping

from informint.model import Message, MessageKind, Span

INTRODUCING_MARKS = ("name_without_leave", "reminded_before")

_WORD = re.compile(r"[^\W\d_][\w'\u2019-]+")


def introducing(message: Message) -> Mapping[str, tuple[Span, ...]]:
    """Return what the context of a message shows, as marks with their places in the body."""
    found: dict[str, tuple[Span, ...]] = {}
    if message.kind is MessageKind.FOLLOWUP and message.context.get("reminded"):
        found["reminded_before"] = ()
    names = _names(message)
    if names is not None:
        spans = tuple(Span(*hit.span()) for hit in names.finditer(message.body))
        if spans or names.search(message.subject):
            found["name_without_leave"] = spans
    return found


def _names(message: Message) -> re.Pattern[str] | None:
    """Return what to look for: the whole name, its first or last word; None when all is well."""
    introducer = message.context.get("introducer", "").partition(",")[0].strip()
    if not introducer or message.context.get("name_use") == "yes":
        return None
    to = message.to.casefold()
    if introducer.casefold() in to:  # a mail to the introducer
        return None
    words = _WORD.findall(introducer)
    alone = [w for w in (*words[:1], *words[-1:]) if w.casefold() not in to.split()]
    either = "|".join(map(re.escape, dict.fromkeys((introducer, *alone))))
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)")
