"""Says what is good and what to mend in prepared questions, one by one and as a list."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, NamedTuple, Protocol

from informint import agenda, content
from informint.content.schema import BankQuestion, QuestionRule
from informint.errors import ContentError, did_you_mean
from informint.model import Finding, Severity, Span
from informint.reading.questions import FAULTS, MARKS, QuestionReading, read_question

AVOID = frozenset({"too_personal", "job_ask", "look_it_up"})  # the design's; other faults: rephrase
PLENTY = 10  # questions, BrightCrowd's upper bound
_FORMS = frozenset({"form:open", "form:closed", "form:choice"})
_NOT_READ = "not_read"  # what rules call a question that was not read, or not to its end
_ORDER = list(Severity)
_ONE_TOPIC = 3  # questions from which a single topic is told of
_WORDS = {"ask": "Ask it", "rephrase": "Rephrase it", "avoid": "Better not"}


class _Pretty(Protocol):
    def text(self, text: str) -> None: ...


class Aim(NamedTuple):
    """A goal as the learner has it: in words, with topics that serve it (none: cannot be told).

    ``id`` is that of ``goals.toml``, empty for a goal of the learner's own.
    """

    text: str
    topics: tuple[str, ...]
    id: str = ""

    def served_by(self, topic: str, goal: str = "") -> bool:
        """Say whether a question on a topic serves it, or one that the bank has for a goal."""
        return topic in self.topics or bool(goal and goal == self.id)


class _Asked(NamedTuple):
    """A question that may be asked, as the bank labels it or else as it was read."""

    topic: str
    goal: str
    closing: bool
    closed: bool


class _List(NamedTuple):
    """What rules on a list look at; ``asked`` are the questions there is time for."""

    asked: Sequence[_Asked]
    aims: Sequence[Aim]
    too_many: bool
    referral: bool


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class QuestionReview:
    """What the coach says of one question; ``findings`` come by severity, ``must`` first."""

    reading: QuestionReading
    findings: tuple[Finding, ...]

    @property
    def text(self) -> str:
        """The question as written."""
        return self.reading.text

    @property
    def advised(self) -> str:
        """What to do with it: ask, rephrase or avoid."""
        faults = self.reading.faults.keys()
        return "avoid" if faults & AVOID else "rephrase" if faults else "ask"

    def __repr__(self) -> str:
        """Return a short fixed text without the learner's words."""
        return f"<Review of a question: {self.advised}, {len(self.findings)} findings>"

    def __str__(self) -> str:
        """Return the advice as plain text."""
        about = self.reading.topic.replace("_", " ")
        told = f"{_WORDS[self.advised]} ({self.reading.form}, {about})"
        if not self.reading.read:
            told = "Not read"
        return "\n".join([self.text, f"  {told}", *_told(self.findings, "  ")])

    def _repr_pretty_(self, printer: _Pretty, cycle: bool) -> None:  # noqa: FBT001  (IPython's)
        printer.text(repr(self) if cycle else str(self))


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class ListReview:
    """What the coach says of a list: a review of each question, in order, and of the whole."""

    reviews: tuple[QuestionReview, ...]
    findings: tuple[Finding, ...]

    @property
    def ready(self) -> bool:
        """Whether no question has a finding of severity ``must``."""
        return all(f.severity is not Severity.MUST for r in self.reviews for f in r.findings)

    def __repr__(self) -> str:
        """Return a short fixed text without the learner's words."""
        return f"<Review of {len(self.reviews)} questions: {len(self.findings)} findings on all>"

    def __str__(self) -> str:
        """Return the advice as plain text."""
        each = [f"{n}. {review}" for n, review in enumerate(self.reviews, 1)]
        whole = ["The list as a whole", *_told(self.findings, "  ")] if self.findings else []
        return "\n\n".join([*each, "\n".join(whole)] if whole else each)

    def _repr_pretty_(self, printer: _Pretty, cycle: bool) -> None:  # noqa: FBT001  (IPython's)
        printer.text(repr(self) if cycle else str(self))


def check_question(text: str) -> QuestionReview:
    """Coach one question.

    Raises:
        BadInput: when the learned weights are missing or damaged.
        ContentError: for a rule that names an unknown fault, mark, form or source.
    """
    reading = read_question(text)
    holds = {**reading.faults, **reading.marks, f"form:{reading.form}": ()} if reading.read else {}
    if not (reading.read and reading.whole):
        holds[_NOT_READ] = ()
    found = [
        _finding(rule, holds, reading.why)
        for rule in rules().values()
        if _speaks(rule, holds, reading)
    ]
    found.sort(key=lambda f: _ORDER.index(f.severity))
    return QuestionReview(reading=reading, findings=tuple(found))


def check_questions(
    texts: Iterable[str],
    goals: Iterable[str] = (),
    minutes: int | None = None,
    *,
    referral: bool = False,
) -> ListReview:
    """Coach a list of questions.

    Args:
        texts: the questions, in the order in which they would be asked; none is dropped.
        goals: ids of ``goals.toml``, or goals in the learner's words.
        minutes: how long the talk may last; by default long enough for ten questions. What there
            is no time for serves no goal.
        referral: whether the closing asks whom else to talk to, as an agenda's does.

    Raises:
        BadInput, ContentError: as ``check_question``.
    """
    reviews = tuple(check_question(text) for text in texts)
    asked = [review for review in reviews if review.text.strip()]
    most = enough(minutes)
    bank = {_folded(question.text): question for question in content.questions()}
    in_time = (
        _as_asked(review, bank.get(_folded(review.text)))
        for review in (asked if minutes is None else asked[:most])
    )
    whole = _List(
        asked=[one for one in in_time if one],
        aims=[aim(goal) for goal in goals],
        too_many=len(asked) > most,
        referral=referral,
    )
    findings = [
        replace(_finding(rule, {}), message=message)
        for rule in rules().values()
        for message in (_whole(rule, whole) if rule.whole else ())
    ]
    findings.sort(key=lambda f: _ORDER.index(f.severity))
    return ListReview(reviews=reviews, findings=tuple(findings))


def aim(goal: str) -> Aim:
    """Return a goal with its topics: one of ``goals.toml`` by id or words, or the learner's own."""
    for known in content.goals().values():
        if goal in {known.id, known.text}:
            return Aim(known.text, known.topics, known.id)
    reading = read_question(goal)
    known_topic = reading.read and reading.topic != "other"
    return Aim(goal, (reading.topic,) if known_topic else ())


def enough(minutes: int | None) -> int:
    """Return how many questions are enough: those an agenda of so many minutes holds, or ten."""
    return PLENTY if minutes is None else agenda.matter(minutes) + agenda.RESERVE


def to_json(review: ListReview) -> list[dict[str, Any]]:
    """Return what ``informint check questions --json`` prints; ``source`` is the name to show."""
    return [
        {
            "text": each.text,
            "form": each.reading.form,
            "topic": each.reading.topic,
            "faults": list(each.reading.faults),
            "advised": each.advised,
            "findings": [content.finding_as_json(f) for f in each.findings],
        }
        for each in review.reviews
    ]


@cache
def rules() -> dict[str, QuestionRule]:
    """Return the rules on questions by id, once everything they name is known.

    Raises:
        ContentError: as ``check_rules``.
    """
    return check_rules(content.question_rules())


def check_rules(rules: Iterable[QuestionRule]) -> dict[str, QuestionRule]:
    """Return rules by id once everything they name is known.

    Raises:
        ContentError: for an unknown fault, mark, form or source, with the nearest known name.
    """
    found = {rule.id: rule for rule in rules}
    known = {*FAULTS, *MARKS, *_FORMS, _NOT_READ, "any"}
    sources = set(content.sources())
    for rule in found.values():
        for names, allowed in (((*rule.present, *rule.absent), known), ((rule.source,), sources)):
            for name in names:
                if name not in allowed:
                    message = f"rule '{rule.id}': unknown name '{name}'"
                    raise ContentError(message + did_you_mean(name, allowed))
    return found


def _speaks(rule: QuestionRule, holds: Collection[str], reading: QuestionReading) -> bool:
    """Say whether a rule on single questions applies."""
    if rule.whole or not all(name in holds for name in rule.present):
        return False
    if "any" in rule.absent and reading.faults:
        return False
    return not any(name in holds for name in rule.absent)


def _finding(
    rule: QuestionRule, holds: Mapping[str, Sequence[Span]], why: Sequence[str] = ()
) -> Finding:
    """Return a rule as a finding, at the first place of what it is about.

    ``why`` says what led to the reading, for a rule that tells of it.
    """
    return Finding(
        rule=rule.id,
        severity=rule.severity,
        span=next((holds[name][0] for name in rule.present if holds.get(name)), None),
        message=rule.message,
        why=rule.why.replace("{why}", next(iter(why), "")),
        hint=rule.hint,
        source=rule.source,
    )


def _folded(text: str) -> str:
    """Return a question as it is compared with the bank's: case and spaces do not matter."""
    return " ".join(text.casefold().split())


def _as_asked(review: QuestionReview, known: BankQuestion | None) -> _Asked | None:
    """Return a question as it would be asked, or None for one that may not; the bank knows its."""
    marks = review.reading.marks
    if known:
        network = known.topic == "network"
        return _Asked(known.topic, known.goal, network or "closing" in marks, known.form != "open")
    if not review.reading.read or review.advised == "avoid":
        return None
    return _Asked(review.reading.topic, "", "closing" in marks, "closed" in review.reading.faults)


def _whole(rule: QuestionRule, told: _List) -> Iterator[str]:
    """Yield the messages of a rule on a list, one a goal for goals and else at most one.

    A list without any question that may be asked has nothing to be told of but its goals.
    """
    asked = told.asked
    for goal in told.aims:
        served = any(goal.served_by(one.topic, one.goal) for one in asked)
        served = served or (told.referral and goal.served_by("network"))
        if rule.whole == ("goal_open" if goal.topics else "goal_unclear") and not served:
            yield rule.message.replace("{goal}", goal.text)
    topics = Counter(one.topic for one in asked if not one.closing)
    holds = {
        "too_many": told.too_many,
        "no_closing": bool(asked) and not told.referral and not any(a.closing for a in asked),
        "one_topic": len(topics) == 1 and topics.total() >= _ONE_TOPIC,
        "all_closed": len(asked) > 1 and all(one.closed for one in asked),
    }
    if holds.get(rule.whole):
        yield rule.message


def _told(findings: Iterable[Finding], indent: str) -> Iterator[str]:
    """Yield findings as lines of text: message, reason, a way to mend it, who says so."""
    for finding in findings:
        rule = rules()[finding.rule]
        yield f"{indent}- {finding.message}"
        yield f"{indent}    {finding.why}"
        if finding.hint:
            yield f"{indent}    Try: {finding.hint}"
        yield f"{indent}    Says {content.sources()[finding.source].name}."
        if rule.differs:
            yield f"{indent}    Others differ: {rule.differs}"
