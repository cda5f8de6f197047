"""The coach of questions: every rule on its own examples, and what reviews say."""

import json
from pathlib import Path

import pytest
from commands import Run

from informint import agenda, content, questions
from informint.content.schema import QuestionRule
from informint.errors import ContentError
from informint.model import Severity
from informint.reading.questions import FAULTS

LIST = """\
How did you come to map-making?

Do you work alone or in a team?
Are you hiring at the moment?
How did you come to map-making?
"""


def examples(kind: str) -> list[object]:
    return [
        pytest.param(rule, text, id=f"{rule.id}-{text[:30]}")
        for rule in content.question_rules()
        for text in getattr(rule, kind)
    ]


def found(rule: QuestionRule, text: str) -> set[str]:
    if not rule.whole:
        return {f.rule for f in questions.check_question(text).findings}
    lines = text.split("\n")
    goals = [line.removeprefix("goal: ") for line in lines if line.startswith("goal: ")]
    asked = [line for line in lines if not line.startswith("goal: ")]
    return {f.rule for f in questions.check_questions(asked, goals, minutes=20).findings}


@pytest.mark.parametrize(("rule", "text"), examples("hit"))
def test_a_rule_speaks_on_its_hits(rule: QuestionRule, text: str) -> None:
    assert rule.id in found(rule, text)


@pytest.mark.parametrize(("rule", "text"), examples("miss"))
def test_a_rule_is_silent_on_its_misses(rule: QuestionRule, text: str) -> None:
    assert rule.id not in found(rule, text)


def test_every_fault_has_a_rule_with_a_pattern_and_every_text_is_calm() -> None:
    told = {name for rule in content.question_rules() for name in rule.present}
    assert set(FAULTS) <= told
    for rule in content.question_rules():
        assert rule.hint or rule.severity is Severity.PRAISE, rule.id
        assert "!" not in rule.message + rule.why + rule.hint + rule.differs, rule.id
        assert "..." in rule.hint or not rule.present or rule.severity is Severity.PRAISE or (
            rule.id == "two-in-one"
        ), rule.id  # fmt: skip


@pytest.mark.parametrize(
    ("text", "advised"),
    [
        ("How did you come to map-making?", "ask"),
        ("Is the rota fair?", "rephrase"),
        ("What do you like, and how did you get there?", "rephrase"),
        ("What does your company do?", "avoid"),
        ("Are you married?", "avoid"),
        ("Would you hire me?", "avoid"),
        ("What pay range is usual for a first post?", "ask"),
    ],
)
def test_what_is_advised_follows_the_faults(text: str, advised: str) -> None:
    assert questions.check_question(text).advised == advised


def test_a_contested_question_says_who_differs() -> None:
    text = str(questions.check_question("What pay range is usual for a first post?"))
    assert "Says NIAID." in text
    assert "Others differ: " in text


def test_a_finding_points_at_the_words() -> None:
    text = "Tell me, how much do you earn there?"
    (finding, *_) = questions.check_question(text).findings
    assert finding.span is not None
    assert text[slice(*finding.span)].startswith("how much do you earn")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("?!", "no words"),
        ("Was machen Sie den ganzen Tag, und wie kamen Sie dazu?", "English"),
        (f"Would you hire me? {'I ask because I like maps. ' * 50}", "first 1,000 characters"),
    ],
)
def test_what_was_not_read_to_its_end_says_why(text: str, why: str) -> None:
    (item,) = questions.to_json(questions.check_questions([text]))
    (found,) = (f for f in item["findings"] if f["rule"] == "not-read")
    assert found["severity"] == "consider"
    assert why in found["why"]
    assert ("job_ask" in item["faults"]) is text.startswith("Would")
    assert why in str(questions.check_question(text))


def test_a_list_keeps_every_question_in_order() -> None:
    asked = ["Why maps?", "Why maps?", "Are you hiring?"]
    review = questions.check_questions(asked)
    assert [r.text for r in review.reviews] == asked
    assert not review.ready


def test_a_good_list_is_left_in_peace() -> None:
    asked = [
        "How did you come to map-making?",
        "What fills an ordinary Tuesday for you?",
        "Who else should I talk to?",
    ]
    review = questions.check_questions(asked, ["their-road", "whom-else"], minutes=20)
    assert review.findings == ()
    assert review.ready


def test_an_own_goal_is_served_by_its_topic_or_cannot_be_told() -> None:
    money = "What does a map-maker earn in the first year?"
    served = questions.check_questions(["What pay can a beginner expect?"], [money])
    open_ = questions.check_questions(["How did you come to map-making?"], [money, "?!"])
    told = [f.message for f in open_.findings if f.rule == "goal-open"]
    assert told == [f"No question serves this goal yet: {money}"]
    assert [f.message for f in open_.findings if f.rule == "goal-unclear"] == [
        "The coach cannot tell which question serves this goal: ?!"
    ]
    assert not {f.rule for f in served.findings} & {"goal-open", "goal-unclear"}


def test_a_question_of_the_bank_serves_what_its_labels_say() -> None:
    for question in content.questions()[::9]:
        topic = question.text.upper().replace(" ", "  ")
        told = {f.rule for f in questions.check_questions([topic], [question.goal]).findings}
        assert "goal-open" not in told, question.id
        assert ("no-whom-else" in told) is (question.topic != "network"), question.id


def test_a_question_without_time_serves_no_goal() -> None:
    asked = ["How did you come to map-making?"] * 5
    pay = "What pay can a beginner expect?"
    for order, late in (([*asked, pay], True), ([pay, *asked], False)):
        told = {f.rule for f in questions.check_questions(order, ["money"], 20).findings}
        assert ("goal-open" in told) is late


def test_an_agenda_asks_whom_else_by_itself() -> None:
    asked, goals = ["How did you come to map-making?"], ["whom-else", "money"]
    review = questions.check_questions(asked, goals, 20, referral=True)
    (told,) = review.findings
    assert (told.rule, content.goals()["money"].text in told.message) == ("goal-open", True)


@pytest.mark.parametrize("minutes", [10, 15, 20, 25, 29, 30, 45, 60])
def test_too_many_are_those_that_an_agenda_has_no_time_for(minutes: int) -> None:
    for count in range(11):
        asked = ["How did you come to map-making?", "Are you hiring?"] * count
        told = {f.rule for f in questions.check_questions(asked[:count], (), minutes).findings}
        left = agenda.plan("Oda", asked[:count], minutes=minutes).left
        assert ("too-many" in told) is bool(left), count


def test_without_minutes_ten_questions_are_enough() -> None:
    for count in (10, 11):
        found = questions.check_questions(["How did you come to map-making?"] * count).findings
        assert ("too-many" in {f.rule for f in found}) is (count > 10)


def test_reviews_hide_the_learners_words() -> None:
    review = questions.check_questions(["Would my uncle Fergus do well as a vet?"])
    assert "Fergus" not in repr(review) + repr(review.reviews[0])


def test_a_rule_that_names_something_unknown_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    good = content.question_rules()[0]
    wrong = QuestionRule(
        id="x", severity=good.severity, present=("job_aks",), message="m", why="w",
        source=good.source, hit=good.hit, miss=good.miss,
    )  # fmt: skip
    monkeypatch.setattr(content, "question_rules", lambda: (wrong,))
    questions.rules.cache_clear()
    try:
        with pytest.raises(ContentError, match="'job_aks'; did you mean 'job_ask'"):
            questions.rules()
    finally:
        questions.rules.cache_clear()


def test_the_command_prints_the_contracts_json(run: Run) -> None:
    Path("questions.txt").write_text(LIST, "utf-8")
    code, out, err = run("check", "questions", "questions.txt", "--json")
    assert (code, err) == (1, "")
    items = json.loads(out)
    assert [item["text"] for item in items] == [line for line in LIST.split("\n") if line]
    assert [(i["form"], i["faults"], i["advised"]) for i in items] == [
        ("open", [], "ask"),
        ("choice", ["closed"], "rephrase"),
        ("closed", ["job_ask"], "avoid"),
        ("open", [], "ask"),
    ]
    assert all(list(i) == ["text", "form", "topic", "faults", "advised", "findings"] for i in items)
    assert list(items[2]["findings"][0]) == [
        "rule", "severity", "span", "message", "why", "hint", "source",
    ]  # fmt: skip
    assert items[2]["findings"][0]["source"] == "NIH OITE"


def test_the_command_prints_words(run: Run) -> None:
    Path("questions.txt").write_bytes("How did you come to map-making?\r\n".encode("utf-16"))
    code, text, _ = run("check", "questions", "questions.txt")
    assert code == 0
    assert "1. How did you come to map-making?\n  Ask it (open, career path)" in text
    assert "The list as a whole" in text


def test_the_command_refuses_an_empty_file(run: Run) -> None:
    Path("questions.txt").write_text(" \n\n", "utf-8")
    told = run("check", "questions", "questions.txt", "--json")
    assert told == (2, "", "informint: questions.txt is empty\n")


def test_the_bank_passes_its_own_coach() -> None:
    """Phrases are certain of its questions; the learned reader may err on one in fifty."""
    read = [(q, questions.check_question(q.text)) for q in content.questions()]
    sure = {"double_barrelled", "leading", "too_personal", "look_it_up", "about_me", "vague"}
    assert [q.id for q, review in read if review.reading.faults.keys() & sure] == []
    assert sum(review.advised == "avoid" for _, review in read) <= len(read) / 50
    wrong = [q.id for q, review in read if review.reading.form != q.form]
    assert len(wrong) <= len(read) / 25, wrong
