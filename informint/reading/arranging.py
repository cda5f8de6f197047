"""Finds what a mail that arranges a talk names: a time, its time zone, and the place or link."""

import re
from collections.abc import Mapping

from informint.model import Message, MessageKind, Span
from informint.reading.mail import SLOT, own_sentences
from informint.reading.sentences import Part

ARRANGED_MARKS = ("names_time", "names_zone", "names_place")

_CLOCK = (
    r"(?:\d{1,2}[:.h]\d{2}(?: ?[ap]\.?m\b\.?)?|\d{1,2} ?(?:[ap]\.?m\b\.?|o'clock)"
    r"|at \d{1,2}(?![\d.:]* ?(?:minutes|percent|%))|at (?:noon|midday|half past|quarter to))"
)
_TIME = re.compile(rf"\b(?:{_CLOCK})", re.IGNORECASE)
_ZONE = re.compile(
    r"\b(?:UTC|GMT|[CEMPW]E?S?T|BST|IST|JST|AEST|AEDT|NZST|[A-Z]{3,4}T)\b(?: ?[+\u2212-] ?\d{1,2})?"
    r"|(?i:\b(?:time zones?|(?!(?:any|some|your|the|this|that|my|of|same|good|first|long|next|more"
    r"|in|a|another|what|which|each|every|on|for|at|to|short|little|last|best|better|free|full"
    r"|half|much|such|whole|no|other|right|wrong|set|meeting|talk|call|due)\b)[a-z]+ time"
    r"|your local time|(?<=[\dm] )your time)\b)"
)
_PLACE = re.compile(
    r"https?://\S+|\b(?:zoom|teams|skype|webex|jitsi|google meet|facetime|whatsapp|by (?:phone"
    r"|telephone|video)|(?:video|phone) call|link|number|call you|call me|ring you|caf[eé]|coffee"
    r"|office|lobby|room|reception|canteen|library|entrance|building|institute|station|in person)"
    r"\b",
    re.IGNORECASE,
)


def arranged(message: Message) -> Mapping[str, tuple[Span, ...]]:
    """Return what a message that arranges a talk names, as marks with their places.

    Other kinds of messages have none; what stands in ``[[...]]`` names nothing.
    """
    if message.kind is not MessageKind.SCHEDULING:
        return {}
    texts = [s for s in own_sentences(message.body) if s.part is Part.TEXT]
    found: dict[str, tuple[Span, ...]] = {}
    for mark, pattern in zip(ARRANGED_MARKS, (_TIME, _ZONE, _PLACE), strict=True):
        spans = tuple(
            Span(s.span.start + hit.start(), s.span.start + hit.end())
            for s in texts
            for hit in pattern.finditer(SLOT.sub(lambda slot: "_" * len(slot[0]), s.text))
        )
        if spans:
            found[mark] = spans
    return found
