"""The progress card that a learner may hand in: counts, marks and ids of rules, and no words."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from informint import coach, content, questions
from informint.content.persona_files import personas
from informint.errors import BadInput
from informint.journal import Journal, Practice, State
from informint.model import Finding, Severity
from informint.roleplay import debrief, resume
from informint.roleplay.rubric import rubric

VERSION = 1
LARGEST = 200_000  # bytes of a card that is read
# Every text of a card is an id of this shape, so that no sentence and no address can be in one.
Ident = Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$")]
Count = Annotated[int, Meta(ge=0, le=1_000_000)]
Share = Annotated[float, Meta(ge=0, le=1)]
Mark = Literal["met", "partly", "missed"]


class _Part(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Base of what a card holds."""


class PracticeMarks(_Part, frozen=True, kw_only=True):
    """One whole practice talk: figures, the rubric's marks, and the learner's own marks."""

    persona: Ident
    questions: Count
    follow_ups: Count
    open_share: Share
    talk_share: Share
    minutes: Annotated[float, Meta(ge=0, le=10_000)]
    marks: dict[Ident, Mark]
    own_marks: dict[Ident, Mark]


class Card(_Part, frozen=True, kw_only=True):
    """What one learner hands in.

    ``who`` is a pseudonym and ``steps`` grows with the journal, so that the newer of two cards can
    be told. ``counts`` are of people by stage, drafts, plans, drills and talks; ``rules`` and
    ``question_rules`` tell in how many texts each rule finds something to mend; ``quizzes`` how
    many answers are right, by lesson. ``talks`` come in the order in which they were held.
    """

    informint_card: Literal[1] = 1
    who: Ident
    steps: Count
    counts: dict[Ident, Count]
    rules: dict[Ident, Count]
    question_rules: dict[Ident, Count]
    quizzes: dict[Ident, tuple[Count, Count]]
    talks: tuple[PracticeMarks, ...]


def progress_card(journal: Journal, who: str = "") -> Card:
    """Return the card of a journal as it is now.

    Args:
        journal: the learner's.
        who: the pseudonym under which it is handed in; by default ``pseudonym``'s.

    Raises:
        BadInput: for a pseudonym that is more than letters, digits, ``-``, ``_`` and ``.``.
    """
    state = journal.state
    try:
        name = msgspec.convert(who or pseudonym(journal), Ident)
    except msgspec.ValidationError:
        message = "The name on the card may hold letters, digits, '-', '_' and '.', 64 at most."
        raise BadInput(message) from None
    return Card(
        who=name,
        steps=state.step,
        counts=_counts(state),
        rules=_rules(state),
        question_rules=_question_rules(state),
        quizzes=_quizzes(state.answers),
        talks=tuple(marks for talk in state.practices.values() if (marks := _marks(talk))),
    )


def pseudonym(journal: Journal) -> str:
    """Return a name for a journal that stays the same and tells nothing of whose it is."""
    entries = journal.entries()
    if journal.is_sample or not entries:
        return "sample"
    began = entries[0].at.isoformat()
    return hashlib.sha256(began.encode()).hexdigest()[:8]


def write_card(card: Card) -> bytes:
    """Return a card as JSON."""
    return msgspec.json.format(msgspec.json.encode(card), indent=1) + b"\n"


def read_card(data: bytes) -> Card:
    """Return the card that JSON holds.

    Raises:
        BadInput: for anything else, damaged or foreign; the text quotes nothing of it.
    """
    if len(data) > LARGEST:
        message = "it is too large for a progress card"
        raise BadInput(message)
    try:
        text = data.decode(json.detect_encoding(data))  # an editor may have saved it in another
        head = json.loads(text)
    except (ValueError, RecursionError):
        message = "it is damaged, or no JSON"
        raise BadInput(message) from None
    version = head.get("informint_card") if isinstance(head, dict) else None
    if not isinstance(version, int):
        message = "it is no progress card"
        raise BadInput(message)
    if version > VERSION:
        message = "it is of a newer informint"
        raise BadInput(message)
    try:
        return msgspec.json.decode(text, type=Card)
    except (msgspec.DecodeError, UnicodeError):
        message = "it is damaged: something in it is not as a progress card has it"
        raise BadInput(message) from None


def told(card: Card) -> list[str]:
    """Return all that is on a card, in lines for the learner who decides whether to hand it in."""
    lines = [
        f"Name on the card: {card.who}",
        f"Steps in your journal: {card.steps}; version of the card: {card.informint_card}",
        f"Counts: {_list(card.counts) or 'none yet'}",
    ]
    for words, rules in (("drafts", card.rules), ("questions", card.question_rules)):
        if rules:
            found = ", ".join(f"{rule} ({n})" for rule, n in rules.items())
            lines.append(f"Rules that find something in your {words}: {found}")
    if card.quizzes:
        right = ", ".join(f"lesson {k}: {a} of {b}" for k, (a, b) in card.quizzes.items())
        lines.append(f"Right answers: {right}")
    titles = {line.id: line.title.lower() for line in rubric()[0]}
    for number, talk in enumerate(card.talks, 1):
        marks, own = (
            _list({titles.get(ident, ident): mark for ident, mark in found.items()}) or "none"
            for found in (talk.marks, talk.own_marks)
        )
        lines.append(
            f"Practice talk {number}, with {talk.persona}, {talk.minutes:g} minutes: "
            f"{talk.questions} questions, {_percent(talk.open_share)} open, "
            f"{talk.follow_ups} follow-ups, {_percent(talk.talk_share)} of the words yours; "
            f"marks: {marks}; your own marks: {own}"
        )
    return lines


def _list(found: Mapping[str, object]) -> str:
    return ", ".join(f"{name.replace('_', ' ')}: {what}" for name, what in found.items())


def _percent(share: float) -> str:
    return f"{100 * share:g}%"


def _counts(state: State) -> dict[str, int]:
    stages = Counter(progress.stage.value for progress in state.progress.values())
    talks = state.practices.values()
    more = {
        "people": len(state.people),
        "shortlisted": len(state.shortlist),
        "drafts": sum(map(len, state.drafts.values())),
        "plans": len(state.preparations),
        "drills": sum(bool(talk.drill) for talk in talks),
        "talks": sum(not talk.drill for talk in talks),
    }
    return more | {f"stage_{stage}": n for stage, n in sorted(stages.items())}


def _rules(state: State) -> dict[str, int]:
    found: Counter[str] = Counter()
    for drafts in state.drafts.values():
        for draft in drafts.values():
            review = coach.check_message(draft, set_aside=state.rules_set_aside)
            found.update(_to_mend(review.findings))
    return dict(found.most_common())


def _question_rules(state: State) -> dict[str, int]:
    found: Counter[str] = Counter()
    for prepared in state.preparations.values():
        if prepared.questions:
            review = questions.check_questions(
                prepared.questions, minutes=prepared.minutes, referral=True
            )
            each = [f for one in review.reviews for f in one.findings]
            found.update(_to_mend((*each, *review.findings)))
    return dict(found.most_common())


def _to_mend(findings: tuple[Finding, ...]) -> set[str]:
    return {f.rule for f in findings if f.severity is not Severity.PRAISE}


def _quizzes(answers: Mapping[tuple[str, str], int]) -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    for (lesson, ident), answer in answers.items():
        question = next((q for q in content.quiz(lesson) if q.id == ident), None)
        if question is not None and answer < len(question.answers):
            right, of = found.get(lesson, (0, 0))
            found[lesson] = (right + question.answers[answer].right, of + 1)
    return dict(sorted(found.items()))


def _marks(practice: Practice) -> PracticeMarks | None:
    """Return what a whole talk that has ended shows; drills are counted, and no more."""
    if practice.drill or not practice.ended or not practice.turns:
        return None
    saved = {
        "persona": practice.persona,
        "seed": practice.seed,
        "turns": [dict(turn) for turn in practice.turns],
    }
    try:
        found = debrief(resume(json.dumps(saved), among=personas()))
    except BadInput:  # with somebody who is gone, or kept in another informint's shape
        return None
    figures = found.figures
    known = {item.id for item in found.items}
    return PracticeMarks(
        persona=practice.persona,
        questions=figures.n_questions,
        follow_ups=figures.n_followups,
        open_share=round(figures.open_share, 3),
        talk_share=round(figures.talk_share, 3),
        minutes=round(figures.minutes, 1),
        marks={item.id: item.verdict for item in found.items},
        own_marks=msgspec.convert(
            {k: v for k, v in practice.judged.items() if k in known}, dict[str, Mark]
        ),
    )
