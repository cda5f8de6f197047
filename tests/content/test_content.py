"""The content that career coaches edit: complete, connected, and refused with a useful sentence."""

import re

import pytest

from informint import content, errors
from informint.content import schema
from informint.model import MessageKind, Severity

LESSONS = ("00", "01", "02", "03", "04", "05", "06")
MUSTS = {
    "job-ask", "cv-attached", "over-30-minutes", "open-ended-time", "generic-salutation",
    "wrong-name", "mass-mail", "placeholder", "pressure", "no-purpose", "all-about-sender",
    "generic-thanks", "opening-in-view", "name-without-leave",
}  # fmt: skip


def test_everything_names_a_source_that_exists() -> None:
    named = {
        entry.source
        for entries in (
            content.rules(),
            content.patterns().values(),
            content.checklists().values(),
            *map(content.quiz, LESSONS),
        )
        for entry in entries
    }
    assert named <= content.sources().keys()


def test_sources_lead_somewhere() -> None:
    for source in content.sources().values():
        assert not source.url or re.fullmatch(r"https?://\S+", source.url), source.id
        assert source.year is None or 1970 <= source.year <= 2100, source.id


def test_only_the_designs_list_keeps_a_message_back() -> None:
    assert {r.id for r in content.rules() if r.severity is Severity.MUST} == MUSTS


def test_every_fault_says_how_to_mend_it_and_every_text_is_calm() -> None:
    for rule in content.rules():
        assert rule.hint or rule.severity is Severity.PRAISE, rule.id
        assert "!" not in rule.message + rule.why + rule.hint + rule.differs, rule.id


def test_checklists_name_rules_that_find_faults_in_requests() -> None:
    faults = {
        r.id
        for r in content.rules()
        if r.severity is not Severity.PRAISE and MessageKind.REQUEST in r.kinds
    }
    lists = content.checklists()
    assert next(iter(lists)) == "nih"
    assert {rule for c in lists.values() for check in c.checks for rule in check.rules} <= faults


def test_patterns_cover_the_connections_as_mail_and_as_note() -> None:
    have = {(p.connection, p.channel) for p in content.patterns().values()}
    assert {(c, w) for c in ("none", "alumni", "referral", "event") for w in ("email", "note")} <= (
        have
    )


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_quiz_question_has_one_right_answer_and_feedback_for_each(lesson: str) -> None:
    questions = content.quiz(lesson)
    assert 5 <= len(questions) <= 6
    for question in questions:
        assert sum(answer.right for answer in question.answers) == 1, question.id
        feedback = {answer.feedback for answer in question.answers}
        assert len(feedback) == len(question.answers) >= 3, question.id


def test_the_right_answer_of_a_quiz_does_not_always_stand_in_the_same_place() -> None:
    for lesson in LESSONS:
        places = [[a.right for a in q.answers].index(True) for q in content.quiz(lesson)]
        assert len(set(places)) == 3, lesson


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[[check]]\ntext = ''", "x.toml, line 1, field text: "),
        ("\n[[check]]\ntext = 'a'\n\n[[check]]\ntxt = 'b'", "x.toml, line 5: .*mean 'text'"),
        ("[[chek]]\ntext = 'a'", "x.toml: unknown table 'chek'; did you mean 'check'?"),
        ("[[check]\n", "x.toml: not valid TOML: "),
    ],
)
def test_a_mistake_in_a_file_is_told_with_its_place(text: str, sentence: str) -> None:
    with pytest.raises(errors.ContentError, match=sentence):
        content.parse(text, "check", schema.Check, "x.toml")
