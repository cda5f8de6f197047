"""Says what is good and what to mend in a message: the rules of the content over its reading."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, NamedTuple, Protocol

from informint import content
from informint.content.schema import Rule
from informint.errors import BadInput, ContentError, did_you_mean
from informint.model import Element, Finding, Message, MessageKind, MessageReading, Severity, Span
from informint.reading import ELEMENTS, FIGURES, MARKS, read_message
from informint.reading.arranging import ARRANGED_MARKS, arranged
from informint.reading.introducing import INTRODUCING_MARKS, introducing
from informint.reading.said import HEARD_MARKS, Heard, trace

_ORDER = list(Severity)
_HEADINGS = {
    Severity.MUST: "Mend before it goes out",
    Severity.SHOULD: "Better mended",
    Severity.CONSIDER: "Worth a thought",
    Severity.PRAISE: "Good as it is",
}
_CV_FILE = re.compile(
    r"(?:^|[^a-z])(?:cv|r[eé]sum[eé]|lebenslauf|curriculum)(?![a-z])", re.IGNORECASE
)
_LONGEST_QUOTE = 80
_MARKS = frozenset((*ELEMENTS, *MARKS, *HEARD_MARKS, *ARRANGED_MARKS, *INTRODUCING_MARKS))


class _Pretty(Protocol):
    def text(self, text: str) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Review:
    """What the coach says of one message.

    ``findings`` come by severity, ``must`` first, and by their place in ``text``, which is the body
    that spans point into. Printed, it is the same advice in words, quoting no more than the spans.
    """

    kind: MessageKind
    reading: MessageReading
    findings: tuple[Finding, ...]
    text: str

    @property
    def ready(self) -> bool:
        """Whether nothing of severity ``must`` was found."""
        return all(f.severity is not Severity.MUST for f in self.findings)

    def __repr__(self) -> str:
        """Return a short fixed text without any of the learner's words."""
        state = "ready" if self.ready else "not ready"
        return f"<Review of a {self.kind.value}: {state}, {len(self.findings)} findings>"

    def _repr_pretty_(self, printer: _Pretty, cycle: bool) -> None:  # noqa: FBT001  (IPython's)
        printer.text(repr(self) if cycle else str(self))

    def __str__(self) -> str:
        """Return the advice as plain text, the twin of the editor's list."""
        words = self.reading.words
        state = "ready to go out" if self.ready else "not ready to go out yet"
        lines = [f"{self.kind.value.replace('_', '-').capitalize()} of {words} words, {state}."]
        for severity, heading in _HEADINGS.items():
            found = [f for f in self.findings if f.severity is severity]
            if found:
                lines += ["", heading]
            for finding in found:
                lines += [f"- {finding.message}", *(f"    {x}" for x in self._more(finding))]
        return "\n".join(lines)

    def _more(self, finding: Finding) -> Iterable[str]:
        """Yield what stands under a finding: words, reason, a way to mend it, who says so."""
        if finding.span:
            quote = " ".join(self.text[slice(*finding.span)].split())
            cut = len(quote) > _LONGEST_QUOTE
            yield f'"{quote[:_LONGEST_QUOTE].rstrip()}{"..." if cut else ""}"'
        yield finding.why
        if finding.hint:
            yield f"Try: {finding.hint}"
        rule = _rules()[finding.rule]
        yield f"Says {content.sources()[finding.source].name}."
        if rule.differs:
            yield f"Others differ: {rule.differs}"


class Item(NamedTuple):
    """One line of a checklist; ``met`` is None where only the learner can tell."""

    text: str
    met: bool | None
    finding: Finding | None


def check_message(
    message: Message | str,
    *,
    set_aside: Collection[str] = (),
    kind: MessageKind | None = None,
    heard: Heard | None = None,
    typing: bool = False,
) -> Review:
    r"""Coach a message.

    Args:
        message: the draft, or its body alone; ``\n`` ends its lines, and spans count the code
            points of its body.
        set_aside: ids of rules not to apply. Unknown ones do nothing, as records outlive rules.
        kind: what the message is for; by default what ``message`` says, where it says something
            else than a request, else what its wording shows.
        heard: what is known of the talk that a thank-you is for; then it is also told whether what
            the thank-you names was said, and whether what was promised is in it.
        typing: somebody is typing it: a sentence not seen before is read faster, and a little less
            well. Coach it once more when it rests.

    Raises:
        ContentError: for a rule that names an unknown mark, figure or source.
    """
    rules = _rules()
    if isinstance(message, str):
        message = Message(body=message)
    if kind is None:
        kind = message.kind
        if kind is MessageKind.REQUEST:
            kind = guess_kind(message)
    message = replace(message, kind=kind)
    reading = _with_context(read_message(message, typing=typing), message)
    traced = trace(message, heard)
    marks = {**_marks(reading), **traced.marks, **arranged(message), **introducing(message)}
    found = [
        finding
        for rule in rules.values()
        if kind in rule.kinds and rule.id not in set_aside and _speaks(rule, marks, reading.figures)
        for finding in _findings(rule, marks, traced.quotes)
    ]
    found.sort(key=lambda f: (_ORDER.index(f.severity), f.span or Span(len(message.body) + 1, 0)))
    return Review(kind=kind, reading=reading, findings=tuple(found), text=message.body)


def guess_kind(message: Message) -> MessageKind:
    """Return what a message seems to be for: thanks after a talk, or else a request.

    A thank-you begins with its thanks where a request ends with them, asks for no minutes, and asks
    for no information, unless it also tells what was learned.
    """
    asked = read_message(replace(message, kind=MessageKind.REQUEST)).elements
    thanked = read_message(replace(message, kind=MessageKind.THANK_YOU)).elements
    thanks = thanked["says_thanks"].spans
    early = bool(thanks) and thanks[0].start < len(message.body) / 2
    asks = asked["asks_informational"].present and not thanked["specific_takeaway"].present
    if early and not asks and not asked["names_duration"].present:
        return MessageKind.THANK_YOU
    return MessageKind.REQUEST


def to_json(review: Review) -> dict[str, Any]:
    """Return what ``informint check message --json`` prints; ``source`` is the name to show."""
    reading = review.reading
    return {
        "kind": review.kind.value,
        "words": reading.words,
        "elements": {
            name: {"present": element.present, "spans": [list(span) for span in element.spans]}
            for name, element in reading.elements.items()
        },
        "duration_minutes": list(reading.duration_minutes) if reading.duration_minutes else None,
        "connection_type": reading.connection_type,
        "ready": review.ready,
        "findings": [content.finding_as_json(f) for f in review.findings],
    }


def checklist(review: Review, id: str = "nih") -> tuple[Item, ...]:  # noqa: A002  (content's word)
    """Return one source's list for a request, line by line; nothing for the other kinds.

    Raises:
        BadInput: for an id that no checklist has.
    """
    lists = content.checklists()
    if id not in lists:
        message = f"there is no checklist '{id}'{did_you_mean(id, lists)}"
        raise BadInput(message)
    if review.kind is not MessageKind.REQUEST:
        return ()
    found = {f.rule: f for f in review.findings}
    items = []
    for check in lists[id].checks:
        finding = next((found[rule] for rule in check.rules if rule in found), None)
        items.append(Item(check.text, finding is None if check.rules else None, finding))
    if (limit := lists[id].max_words) is not None:
        words = review.reading.words
        text = f"It has at most {limit} words (this one has {words})."
        items.append(Item(text, words <= limit, None))
    return tuple(items)


def check_rules(rules: Iterable[Rule]) -> dict[str, Rule]:
    """Return rules by id once everything they name is known.

    Raises:
        ContentError: for an unknown mark, figure or source, with the nearest known name.
    """
    by_id = {rule.id: rule for rule in rules}
    for rule in by_id.values():
        for what, names, known in (
            ("mark", (*rule.present, *rule.given, *rule.absent), _MARKS),
            ("figure", (*rule.above, *rule.below), set(FIGURES)),
            ("source", (rule.source,), set(content.sources())),
        ):
            for name in names:
                if name not in known:
                    message = f"rule '{rule.id}': unknown {what} '{name}'"
                    raise ContentError(message + did_you_mean(name, known))
    return by_id


@cache
def _rules() -> dict[str, Rule]:
    return check_rules(content.rules())


def _marks(reading: MessageReading) -> dict[str, tuple[Span, ...]]:
    """Return the elements and marks that are there, with their places."""
    present = {name: e.spans for name, e in reading.elements.items() if e.present}
    return {**present, **reading.marks}


def _speaks(rule: Rule, marks: Collection[str], figures: Mapping[str, float]) -> bool:
    """Say whether a rule applies; a figure that the message does not have meets no limit."""
    return (
        all(mark in marks for mark in (*rule.present, *rule.given))
        and not any(mark in marks for mark in rule.absent)
        and all(name in figures and figures[name] > n for name, n in rule.above.items())
        and all(name in figures and figures[name] < n for name, n in rule.below.items())
    )


def _findings(
    rule: Rule, marks: Mapping[str, tuple[Span, ...]], said: Mapping[Span | None, str]
) -> Iterable[Finding]:
    """Yield what a rule that speaks has to say: once, or at each place."""
    places = next((marks[mark] for mark in rule.present if marks[mark]), ())
    for span in (places if rule.each else places[:1]) or (None,):
        yield Finding(
            rule=rule.id,
            severity=rule.severity,
            span=span,
            message=rule.message.replace("{said}", said.get(span, "")),
            why=rule.why,
            hint=rule.hint,
            source=rule.source,
        )


def _with_context(reading: MessageReading, message: Message) -> MessageReading:
    """Add what stands beside the text: files with it, a note's missing subject, whom it asks."""
    files = message.context.get("attachments", "")
    marks = reading.marks
    if message.context.get("channel") == "note":
        marks = {k: v for k, v in marks.items() if k not in {"empty_subject", "vague_subject"}}
    elements = reading.elements
    if not elements["attaches_resume"].present and _CV_FILE.search(files):
        elements = {**elements, "attaches_resume": Element(present=True)}
    pattern = content.patterns().get(message.context.get("pattern", ""))
    if pattern is not None and pattern.to == "introducer":
        # To ask for somebody is what it is for, and the lines to pass on speak to somebody else.
        elements = {**elements, "asks_referral": Element(present=False)}
        marks = {k: v for k, v in marks.items() if k != "mass_mail"}
    return replace(reading, elements=elements, marks=marks)
