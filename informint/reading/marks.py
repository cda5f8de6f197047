"""Finds whatever else a rule may ask about: what is missing, too much, or better left out."""

import re
from collections.abc import Mapping

from informint.model import MessageKind, Span
from informint.reading import salutations, stacking
from informint.reading.elements import TAKEAWAY, note_best
from informint.reading.mail import Mail, Notes
from informint.reading.sentences import Part

# Noted wherever a phrase finds them.
_BY_PHRASE = (
    "placeholder", "pick_your_brain", "vague_ask", "mentor_ask", "flattery", "slang",
    "several_asks", "apologetic", "salary_ask", "looked_up_in_a_minute",
)  # fmt: skip
# Judged from the whole message; the sentences that show it best are where.
_BY_WHOLE = {
    "pressure": frozenset(MessageKind),
    "mass_mail": frozenset(MessageKind),
    "job_focus": frozenset(MessageKind) - {MessageKind.THANK_YOU},
    "all_about_sender": frozenset(MessageKind),
    "no_purpose": frozenset([MessageKind.REQUEST]),
    "generic_thanks": frozenset([MessageKind.THANK_YOU]),
}
# What is not said of a mail in which this was found: two judgements must not contradict each other.
_DENIED = {"no_purpose": "asks_informational", "generic_thanks": TAKEAWAY}
MARKS = (
    *_BY_PHRASE, *_BY_WHOLE, "no_salutation", "wrong_name", "open_ended_duration", "shouting",
    "late_connection", "empty_subject", "vague_subject",
)  # fmt: skip


def note_marks(mail: Mail, told: Mapping[str, float], notes: Notes) -> None:
    """Write down every mark of the mail, after its elements."""
    for sentence, look in mail.pairs():
        for mark in _BY_PHRASE:
            for hit in look.hits.get(mark, ()):
                notes.note(mark, hit.name, sentence, hit.span)
    for mark, kinds in _BY_WHOLE.items():
        if mail.message.kind in kinds and _DENIED.get(mark, "") not in notes:
            _note_whole(mail, mark, told, notes)
    _note_names(mail, notes)
    _note_shouting(mail, notes)
    _note_late_connection(mail, notes)
    _note_subject(mail, notes)


def _note_whole(mail: Mail, mark: str, told: Mapping[str, float], notes: Notes) -> None:
    """Note a judgement on the whole message, with the sentences that show it, if any does."""
    if not mail.sentences:
        if mark == "no_purpose":
            notes.note(mark, "nothing written")
        return
    # One sentence is enough where a phrase and the learned score agree on it.
    agreed = any(mark in look.hits and look.scores[mark] > 0 for look in mail.looks)
    if mark == "mass_mail" and not agreed and _greets_by_name(mail):
        return  # a plain mail to one person is not called one to many without proof
    if not agreed and stacking.judge(mark, told) <= 0:
        return
    if mark == "no_purpose":  # what is missing stands nowhere
        notes.note(mark, "learned")
    else:
        note_best(mail, mark, notes)


def _greets_by_name(mail: Mail) -> bool:
    first = mail.sentences[0]
    return first.part is Part.GREETING and bool(salutations.read_salutation(first.text).names)


def _note_names(mail: Mail, notes: Notes) -> None:
    """Note a missing greeting, and one that names somebody else than it should."""
    first = mail.sentences[0] if mail.sentences else None
    if first is None or first.part is not Part.GREETING:
        if first is not None and not _NAMED_INSIDE.search(first.text):
            notes.note("no_salutation", "greeting")
        return
    greeting = salutations.read_salutation(first.text)
    message = mail.message
    company = message.context.get("company", "")
    whole = Span(0, len(first.text))
    if greeting.names and not salutations.fits(greeting.names, message.to, message.to_email):
        only = {salutations.plain(n) for n in greeting.names} <= {
            salutations.plain(word) for word in company.split()
        }
        notes.note("wrong_name", "company" if company and only else "other name", first, whole)
    if len(_TWO_NAMES.findall(first.text)) > 1:
        notes.note("wrong_name", "two names", first, whole)
    if salutations.subject_names_another(greeting, message.subject):
        notes.note("wrong_name", "other name in the subject", first, whole)
    for sentence in mail.sentences[1:]:
        other = salutations.other_addressee(greeting, sentence.text)
        if other:
            notes.note("wrong_name", "other name", sentence, Span(*other))


_NAMED_INSIDE = re.compile(r",\s+(?:(?:Mr|Ms|Mrs|Dr|Prof)\.?\s+)?[A-Z][\w'\u2019-]+\s*[!.,]")
_TWO_NAMES = re.compile(r"\b(?:Mr|Mrs|Ms|Dr)\.? [A-Z][\w'\u2019-]+(?=.{0,8}\bor\b|.{0,3}$|,?$)")
_CAPITALS = re.compile(
    r"\b[A-Z]{2,}(?:[ ,]+[A-Z]{2,}){2,}\b|\b(?:URGENT|ASAP|NOW|TODAY|PLEASE|NEED|VERY|MUST"
    r"|EVERYTHING|HELP)\b"
)
_EXCLAIMED = re.compile(r"[!?]*!{2,}[!?]*")
_MANY = 4  # exclamation marks that are too many, even one by one


def _note_shouting(mail: Mail, notes: Notes) -> None:
    """Note runs of capitals and of exclamation marks."""
    for sentence in mail.sentences:
        for pattern in (_CAPITALS, _EXCLAIMED):
            for found in pattern.finditer(sentence.text):
                notes.note("shouting", "loud", sentence, Span(*found.span()))
    marked = [s for s in mail.sentences if "!" in s.text]
    if sum(s.text.count("!") for s in marked) >= _MANY:
        for sentence in marked:
            at = sentence.text.index("!")
            notes.note("shouting", "many exclamation marks", sentence, Span(at, at + 1))


def _note_late_connection(mail: Mail, notes: Notes) -> None:
    """Note a connection that stands after the first third of the text."""
    spans = notes.places("mentions_connection")
    text = [s for s in mail.sentences if s.part is Part.TEXT]
    if spans and text:
        start, end = text[0].span.start, text[-1].span.end
        if spans[0].start > start + (end - start) / 3:
            for sentence, _ in mail.pairs():
                if sentence.span.start <= spans[0].start < sentence.span.end:
                    notes.note("late_connection", "place", sentence)


_VAGUE_SUBJECT = re.compile(
    r"(?:re:\s*)*(?:hello|hi+|hey|hi there|question|a question|quick question|questions"
    r"|internship|job|opportunity|request|meeting|help|advice|information|inquiry|enquiry"
    r"|networking|connect(?:ing)?|coffee|contact|introduction|urgent|important|favou?r|(?:quick"
    r"|small) favou?r|chat|hello there|student|career|hi again|good day|greetings|message|note"
    r"|none|no subject|sup|yo|please read|about me|follow(?:ing)?[- ]up)?[\s?.!:)-]*",
    re.IGNORECASE,
)  # fmt: skip


def _note_subject(mail: Mail, notes: Notes) -> None:
    """Note a subject that is empty or tells nothing; it stands nowhere in the body."""
    subject = mail.message.subject.strip()
    if not subject:
        notes.note("empty_subject", "subject")
    elif _VAGUE_SUBJECT.fullmatch(subject):
        notes.note("vague_subject", "subject")
