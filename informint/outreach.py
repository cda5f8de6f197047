"""Starts a message from a pattern, and hands a finished one to the learner's mail program."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from typing import NamedTuple
from urllib.parse import quote, urlencode

from informint import content
from informint.content.schema import Pattern
from informint.errors import BadInput, ContentError, did_you_mean
from informint.model import HowKnown, Message, Person, Profile

NOTE_LIMIT = 300  # characters of a note that goes with a connection request
_LINK_LIMIT = 2000  # characters of a link that every browser and mail program still takes
_VALUE_LIMIT = 120  # a "name" longer than this is not one
_TOLD_LIMIT = 400  # characters of what the learner noted

_SLOTS = {
    "their_name": "their name",
    "their_greeting": "their name",
    "their_given_name": "their name",
    "their_position": "their position",
    "their_company": "where they work",
    "shared_group": "the group you share",
    "event": "where you met or heard them",
    "introducer_name": "who gave you their name",
    "introducer_given_name": "the name of the person who may introduce you",
    "my_name": "your name",
    "my_role": "what you do",
    "my_organisation": "where you work or study",
    "topic": "what you would like to learn about",
    "asked_on": "When you wrote",
    "reminder": "what this reminder is",
    "times": "two or three times, with the time zone",
    "agreed": "the day and hour you agreed on, with the time zone",
    "place": "the number, link or place you agreed on",
    "learned": "One thing they told you, in your words.",
    "next_step": "What you have done with it since, or will do next.",
    "promised": "What you promised in the talk, with a day.",
    "named": "whom they named",
}
_FIELD = re.compile(r"\{(\w+)\}")
_OPEN = re.compile(r"\[\[[^\[\]]*\]\]")
_EVENT = re.compile(
    r"\b(?:meeting|conference|congress|symposium|summit|workshop|forum|fair|seminar|lecture|webinar"
    r"|talk|meetup|convention|panel|course|retreat)s?\b",
    re.IGNORECASE,
)
_TITLES = {
    "prof": "Professor", "professor": "Professor", "dr": "Dr.", "mr": "Mr.", "mrs": "Mrs.",
    "ms": "Ms.", "miss": "Miss", "mx": "Mx.",
}  # fmt: skip
_DOCTORATES = {"phd", "md", "dphil", "scd", "dsc", "drph", "edd", "dvm", "dds", "pharmd"}


def draft(  # noqa: PLR0913  (all but three have a default)
    pattern: Pattern | str,
    person: Person,
    profile: Profile,
    *,
    introducer: Person | None = None,
    topic: str = "",
    told: Mapping[str, str] | None = None,
) -> Message:
    """Fill a pattern; what is not known, and what only the learner can say, stays in ``[[...]]``.

    Args:
        pattern: a pattern or its id.
        person: the contact the talk would be with.
        profile: the learner.
        introducer: who gave the name, or may introduce; the latter pattern is addressed to them.
        topic: what the talk is about; by default the profile's interest.
        told: what else is known, by field (asked_on, times, learned ...); it may hold ``[[...]]``.

    Returns:
        A message of the pattern's kind. Values are single lines without control characters; in a
        note of 300 characters the longest give way to ``[[...]]`` until all fits.

    Raises:
        BadInput: for an id that no pattern has.
        ContentError: for a pattern that names an unknown field.
    """
    if isinstance(pattern, str):
        known = content.patterns()
        if pattern not in known:
            message = f"there is no pattern '{pattern}'{did_you_mean(pattern, known)}"
            raise BadInput(message)
        pattern = known[pattern]
    values = {
        name: value
        for name, raw in _values(person, profile, introducer, topic).items()
        if (value := _line(raw)) and len(value) <= _VALUE_LIMIT
    }
    said = {name: _line(text) for name, text in (told or {}).items()}
    values |= {name: text for name, text in said.items() if 0 < len(text) <= _TOLD_LIMIT}
    body = _fill(pattern, pattern.body, values)
    while pattern.channel == "note" and len(body) > NOTE_LIMIT and values:
        del values[max(values, key=lambda name: len(values[name]))]
        body = _fill(pattern, pattern.body, values)
    recipient = introducer if pattern.to == "introducer" else person
    return Message(
        kind=pattern.kind,
        to=_line(_without_titles(recipient.name)) if recipient else "",
        to_email=_line(recipient.email) if recipient else "",
        subject=_fill(pattern, pattern.subject, values),
        body=body,
        context={"pattern": pattern.id, "channel": pattern.channel},
    )


def faults(pattern: Pattern) -> Iterator[tuple[str, str]]:
    """Yield (``subject`` or ``body``, a sentence) for what would not be filled in of a pattern."""
    for part, text in (("subject", pattern.subject), ("body", pattern.body)):
        for name in _FIELD.findall(text):
            if name not in _SLOTS:
                yield part, f"unknown field '{name}'{did_you_mean(name, _SLOTS)}"
        rest = _OPEN.sub("", _FIELD.sub("", text))
        for sign in ("{", "}", "[[", "]]"):
            if sign in rest:
                yield part, f"a '{sign}' stands alone; write {{field}}, or [[what stays open]]"


def suggest_pattern(person: Person, profile: Profile, introducer: Person | None = None) -> str:
    """Return the id of the e-mail pattern that fits what links the learner and the contact."""
    if introducer is not None:
        return "referral-email"
    if person.how_known in {HowKnown.CLOSE, HowKnown.ACQUAINTANCE}:
        return "reconnect-email"
    groups = _groups(person, profile)
    if person.how_known is HowKnown.MET_ONCE or (groups and _EVENT.search(groups[0])):
        return "event-email"
    return "alumni-email" if groups else "cold-email"


def _groups(person: Person, profile: Profile) -> list[str]:
    """Return the contact's groups, those that the learner's profile names first."""
    mine = {group.casefold() for group in profile.groups}
    return sorted(person.groups, key=lambda group: group.casefold() not in mine)


def _values(
    person: Person, profile: Profile, introducer: Person | None, topic: str
) -> Mapping[str, str]:
    groups = _groups(person, profile)
    return {
        "their_name": _without_titles(person.name),
        "their_greeting": _greeting(person),
        "their_given_name": person.given_name or _without_titles(person.name),
        "their_position": person.position,
        "their_company": person.company,
        "shared_group": next((g for g in groups if not _EVENT.search(g)), ""),
        "event": next((g for g in groups if _EVENT.search(g)), ""),
        "introducer_name": _without_titles(introducer.name) if introducer else "",
        "introducer_given_name": (introducer.given_name or introducer.name) if introducer else "",
        "my_name": profile.name,
        "my_role": profile.role,
        "my_organisation": profile.organisation,
        "topic": topic or profile.interest,
        "reminder": "a short reminder, and the only one",
    }


def _fill(pattern: Pattern, text: str, values: Mapping[str, str]) -> str:
    """Fill the fields in one pass, so that no value is read as a field again."""

    def value(match: re.Match[str]) -> str:
        name = match[1]
        if name not in _SLOTS:
            message = f"pattern '{pattern.id}': unknown field '{name}'{did_you_mean(name, _SLOTS)}"
            raise ContentError(message)
        return values.get(name) or f"[[{_SLOTS[name]}]]"

    return _FIELD.sub(value, text).rstrip("\n")


def _line(text: str) -> str:
    """Return a text on one line, without control, surrogate and text-direction characters."""
    kept = (
        " " if unicodedata.category(c) in {"Cc", "Zl", "Zp"} else c
        for c in text
        if unicodedata.category(c) not in {"Cf", "Cs"} or c in "\u200c\u200d"
    )
    return " ".join("".join(kept).split())


def _word(text: str) -> str:
    return text.replace(".", "").strip(",").lower()


def _without_titles(name: str) -> str:
    """Return a name without "Dr." before it and ", PhD" after it."""
    words = name.partition(",")[0].split()
    while len(words) > 1 and _word(words[0]) in _TITLES:
        del words[0]
    while len(words) > 1 and _is_doctorate(words[-1]):
        del words[-1]
    return " ".join(words)


def _is_doctorate(word: str) -> bool:
    return _word(word) in _DOCTORATES and word != "Md"  # which is short for Mohammed


def _greeting(person: Person) -> str:
    """Return "Dr. Okafor" when a title is known from the name, and else "Amara Okafor"."""
    words = f"{person.name} {person.family_name}".split()
    titles = [_TITLES[_word(word)] for word in words[:2] if _word(word) in _TITLES]
    if not titles and any(_is_doctorate(word) for word in words[1:]):
        titles = ["Dr."]
    rest = _without_titles(person.name)
    family = _without_titles(person.family_name)
    return f"{titles[0]} {family or rest}" if titles and rest else rest


def to_eml(message: Message, sender: Profile) -> bytes:
    """Return a mail as the bytes of an ``.eml`` file that mail programs open as a draft.

    ``X-Unsent`` makes it a draft; Date and Message-ID are left to the mail program, and so are From
    and To where the address is not known. Lines end in CRLF, the text is UTF-8.

    Raises:
        BadInput: for a line break or another control character in a name, address or subject, and
            for an address that is none.
    """
    mail = EmailMessage(policy=SMTP)
    mail["X-Unsent"] = "1"
    if sender.email:
        mail["From"] = _address("your", sender.name, sender.email)
    if message.to_email:
        mail["To"] = _address("the recipient's", message.to, message.to_email)
    if subject := _header("the subject", message.subject):
        mail["Subject"] = subject
    try:
        mail.set_content(message.body, cte="quoted-printable")
        return mail.as_bytes()
    except UnicodeEncodeError:
        error = "the text holds a broken character that no mail can carry"
        raise BadInput(error) from None


def _header(what: str, value: str) -> str:
    """Return a value that is safe in a header."""
    if any(unicodedata.category(c) in {"Cc", "Cs", "Zl", "Zp"} for c in value):
        message = f"{what} holds a line break or another control character"
        raise BadInput(message)
    return value.strip()


def _address(whose: str, name: str, email: str) -> Address:
    name, email = _header(f"{whose} name", name), _header(f"{whose} address", email)
    try:
        address = Address(name, addr_spec=email)
    except (MessageError, ValueError, IndexError):
        address = None
    if address is None or not (address.username and address.domain) or not email.isascii():
        message = f"{whose} address is not an e-mail address that can be written into a mail"
        raise BadInput(message)
    return address


def eml_name(message: Message) -> str:
    """Return a file name for a draft: kind and recipient in lower-case ASCII, such as
    ``request-amara-okafor.eml``.
    """  # noqa: D205  (the example does not fit the first line)
    plain = unicodedata.normalize("NFKD", message.to).encode("ascii", "ignore").decode()
    words = re.findall(r"[a-z0-9]+", plain.lower())
    return "-".join([message.kind.value.replace("_", "-"), *words])[:60].rstrip("-") + ".eml"


class Link(NamedTuple):
    """A link that opens a compose window; ``fits`` when it has at most 2,000 characters."""

    url: str
    length: int
    fits: bool


def mailto(message: Message) -> Link:
    """Return an RFC 6068 link; line breaks are ``%0D%0A``.

    Raises:
        BadInput: for a control character in the address or the subject.
    """
    to = quote(_header("the recipient's address", message.to_email), safe="@")
    fields = _query(subject=message.subject, body=message.body)
    return _link(f"mailto:{to}?{fields}" if fields else f"mailto:{to}")


def gmail(message: Message) -> Link:
    """Return a link that opens Gmail's compose window; raises as ``mailto`` does."""
    fields = _query(view="cm", fs="1", to=message.to_email, su=message.subject, body=message.body)
    return _link(f"https://mail.google.com/mail/?{fields}")


def outlook(message: Message) -> Link:
    """Return a link to Outlook's compose window on the web; raises as ``mailto`` does."""
    fields = _query(to=message.to_email, subject=message.subject, body=message.body)
    return _link(f"https://outlook.office.com/mail/deeplink/compose?{fields}")


def _link(url: str) -> Link:
    return Link(url, len(url), len(url) <= _LINK_LIMIT)


def _query(**fields: str) -> str:
    """Encode the fields that are not empty; only the body may hold line breaks."""
    body = re.sub(r"\r\n|\r|\n", "\r\n", fields.pop("body"))
    lines = {k: _header("the subject or address", v) for k, v in fields.items()} | {"body": body}
    try:
        return urlencode({k: v for k, v in lines.items() if v}, quote_via=quote, safe="")
    except UnicodeEncodeError:
        message = "the text holds a broken character that no link can carry"
        raise BadInput(message) from None
