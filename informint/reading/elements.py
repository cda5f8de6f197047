"""Finds the fourteen elements of a mail."""

import re
from collections.abc import Mapping

from informint.model import MessageKind, Span
from informint.reading import learned, salutations, stacking
from informint.reading.durations import Duration
from informint.reading.mail import Look, Mail, Notes
from informint.reading.phrases import Hit
from informint.reading.sentences import Part, Sentence

ELEMENTS = (
    "asks_informational", "names_duration", "offers_channel", "promises_time_limit",
    "mentions_connection", "personalised", "asks_for_job", "attaches_resume", "says_thanks",
    "asks_referral", "about_them", "specific_takeaway", "generic_salutation", "flexible_scheduling",
)  # fmt: skip
# Those that one sentence shows; `WHOLE` are told by all of them together.
BY_SENTENCE = (
    "offers_channel", "promises_time_limit", "mentions_connection", "asks_for_job",
    "attaches_resume", "says_thanks", "asks_referral", "flexible_scheduling",
)  # fmt: skip
WHOLE = ("asks_informational", "about_them", "personalised")
TAKEAWAY = "specific_takeaway"  # of thank-yous, shown by one sentence
CONNECTIONS = ("referral", "alumni", "event", "content", "group")
# Where the phrase itself is what a reader should see, not the sentence around it.
_SHOW_PHRASE = frozenset(["offers_channel", "says_thanks", "attaches_resume"])


def note_elements(mail: Mail, told: Mapping[str, float], notes: Notes) -> None:
    """Write down every element the mail holds."""
    of_kind = (TAKEAWAY,) if mail.message.kind is MessageKind.THANK_YOU else ()
    for element in (*BY_SENTENCE, *of_kind):
        _note_above(mail, element, notes)
    for element in WHOLE:
        if mail.sentences and stacking.judge(element, told) > 0:
            note_best(mail, element, notes)
    _note_salutation(mail, notes)


def note_best(mail: Mail, name: str, notes: Notes) -> None:
    """Note the sentences that show something: the best, and those above the threshold."""
    best = max(mail.pairs(), key=lambda pair: pair[1].scores[name])
    note_sentence(mail, name, *best, notes)
    _note_above(mail, name, notes)


def _note_above(mail: Mail, name: str, notes: Notes) -> None:
    threshold = stacking.judgement().thresholds[name]
    for sentence, look in mail.pairs():
        if look.scores[name] > threshold:
            note_sentence(mail, name, sentence, look, notes)


def note_sentence(mail: Mail, name: str, sentence: Sentence, look: Look, notes: Notes) -> None:
    """Note what a sentence shows, by its phrases where they found it, else by its words."""
    hits = look.hits.get(name, ())
    if hits and name in _SHOW_PHRASE:
        for hit in hits:
            notes.note(name, hit.name, sentence, hit.span)
    else:
        notes.note(name, _why(mail, name, sentence, hits), sentence)


def _why(mail: Mail, name: str, sentence: Sentence, hits: tuple[Hit, ...]) -> str:
    if hits:
        return hits[0].name
    kind, part = mail.message.kind.value, sentence.part.value
    words = learned.weightiest(sentence.text, [f"kind={kind}", f"part={part}"], name)
    return f"learned: {', '.join(words)}" if words else "learned"


def asked_durations(mail: Mail, notes: Notes) -> tuple[Duration, ...]:
    """Note the lengths that the mail asks for, and return those with an end in sight, in order.

    Lengths without one ("as long as you have") are noted as ``open_ended_duration``.
    """
    asked: list[Duration] = []
    for sentence, look in mail.pairs():
        if mail.message.kind is MessageKind.THANK_YOU and not _REQUEST.search(sentence.text):
            continue  # a thank-you tells how long it was
        for duration in look.durations:
            if not duration.asked:
                continue
            if duration.high:
                asked.append(duration)
                notes.note("names_duration", "duration", sentence, duration.span)
            if duration.open_ended:
                notes.note("open_ended_duration", "duration", sentence, duration.span)
    return tuple(asked)


_REQUEST = re.compile(
    r"\?|\b(?:could|would you|may I|might|can I|if you (?:can|could|have))\b(?!n't)", re.IGNORECASE
)


def connection_type(mail: Mail, notes: Notes) -> str:
    """Return how the writer came to this person: none, or one of ``CONNECTIONS``."""
    if "mentions_connection" not in notes:
        return "none"
    spans = notes.places("mentions_connection")
    scores = dict.fromkeys(CONNECTIONS, -100.0)
    for sentence, look in mail.pairs():
        if any(sentence.span.start <= span.start < sentence.span.end for span in spans):
            for kind in CONNECTIONS:
                scores[kind] = max(scores[kind], look.scores[f"connection {kind}"])
    return max(CONNECTIONS, key=lambda kind: scores[kind])


def _note_salutation(mail: Mail, notes: Notes) -> None:
    """Note a greeting that is for nobody in particular."""
    for sentence in mail.sentences[:1]:
        if sentence.part is Part.GREETING and salutations.read_salutation(sentence.text).generic:
            notes.note("generic_salutation", "greeting", sentence, Span(0, len(sentence.text)))
