"""The bank of questions and what goes with it: enough for every goal and topic, and well asked."""

import re
from collections import Counter
from typing import get_args

import pytest

from informint import content
from informint.content import schema

TOPICS = get_args(schema.Topic)
PARTS = get_args(schema.Line.__annotations__["part"])
IMPERATIVES = ("tell me", "please tell me", "please describe", "walk me through", "take me along")
FILLED = {"name", "minutes", "topic"}


def folded(text: str) -> str:
    """Return the words of a text without case and punctuation."""
    return " ".join(re.findall(r"[\w']+", text.lower()))


def test_everything_named_exists() -> None:
    goals, fields = content.goals(), {f.id for f in content.fields()}
    named = {g.source for g in goals.values()} | {line.source for line in content.lines()}
    named |= {u.source for u in content.look_ups()}
    named |= {q.source for q in content.questions() if q.source}
    assert named <= content.sources().keys()
    assert {q.goal for q in content.questions()} <= goals.keys()
    assert {f for q in content.questions() for f in q.fields} <= fields


def test_every_topic_goal_and_register_has_questions_to_choose_from() -> None:
    questions = content.questions()
    topics = Counter(q.topic for q in questions)
    goals = Counter(q.goal for q in questions)
    assert all(topics[t] >= 14 for t in TOPICS), topics
    assert all(goals[g] >= 6 for g in content.goals()), goals
    assert min(Counter(q.register for q in questions).values()) >= 50
    assert sum(bool(q.fields) for q in questions) >= 90
    for topic in TOPICS:
        plain = [q for q in questions if q.topic == topic and not q.fields]
        assert len(plain) >= 8, topic


def test_a_question_serves_its_goal_by_its_topic() -> None:
    goals = content.goals()
    for question in content.questions():
        assert question.topic in goals[question.goal].topics, question.id


def test_no_question_is_asked_twice() -> None:
    asked = Counter(folded(t) for q in content.questions() for t in (q.text, q.follow_up))
    assert not [text for text, times in asked.items() if times > 1]


def test_a_question_is_short_enough_to_be_said_aloud() -> None:
    for question in content.questions():
        assert 6 <= len(folded(question.text).split()) <= 28, question.text
        assert 3 <= len(folded(question.follow_up).split()) <= 16, question.follow_up
        assert question.follow_up.endswith("?"), question.follow_up
        assert question.text.count("?") + question.follow_up.count("?") <= 2, question.text


def test_a_question_asks() -> None:
    for question in content.questions():
        if not question.text.endswith("?"):
            assert question.text.endswith("."), question.text
            assert question.text.lower().startswith(IMPERATIVES), question.text


def test_nearly_all_questions_are_open_and_begin_in_many_ways() -> None:
    questions = content.questions()
    forms = Counter(q.form for q in questions)
    assert forms["closed"] >= 2
    assert forms["choice"] >= 2
    assert forms["open"] >= 0.95 * len(questions)
    beginnings = Counter(" ".join(folded(q.text).split()[:2]) for q in questions)
    assert len(beginnings) >= 100
    assert max(beginnings.values()) <= 0.1 * len(questions), beginnings.most_common(3)


def test_pay_is_shown_as_contested_and_never_asks_what_they_earn_themselves() -> None:
    for question in content.questions():
        pay = question.topic == "compensation"
        openings = "openings" in question.contested
        assert bool(question.contested) == (pay or openings), question.id
        if pay:
            personal = r"\byou(?:r)? (?:\w+ )?(?:earn|make|paid|salary|pay)\b"
            assert not re.search(personal, question.text), question.text
    assert any("openings" in q.contested for q in content.questions())


def test_texts_are_calm_and_flatter_nobody() -> None:
    texts = [t for q in content.questions() for t in (q.text, q.follow_up, q.contested)]
    texts += [t for g in content.goals().values() for t in (g.text, g.reflect)]
    texts += [line.text for line in content.lines()]
    texts += [t for u in content.look_ups() for t in (u.text, u.where)]
    assert not [t for t in texts if re.search(r"!|amazing|inspiring|impressive|pick your brain", t)]


def test_a_goal_is_one_question_with_something_to_ask_oneself() -> None:
    goals = content.goals().values()
    assert 16 <= len(goals) <= 22
    for goal in goals:
        assert goal.text.endswith("?"), goal.id
        assert len(set(goal.topics)) == len(goal.topics), goal.id
    assert len({g.topics for g in goals}) == len(goals)
    assert {t for g in goals for t in g.topics} == set(TOPICS)


@pytest.mark.parametrize("part", PARTS)
def test_every_part_of_the_talk_has_lines(part: str) -> None:
    lines = [line for line in content.lines() if line.part == part]
    assert len({folded(line.text) for line in lines}) >= 5
    for line in lines:
        assert set(re.findall(r"{(\w*)}", line.text)) <= FILLED, line.id
        assert len(folded(line.text).split()) <= 40, line.id


def test_lines_use_every_field_that_is_filled_in() -> None:
    assert {f for line in content.lines() for f in re.findall(r"{(\w+)}", line.text)} == FILLED


def test_there_is_something_to_look_up_on_person_organisation_and_field() -> None:
    about = Counter(u.about for u in content.look_ups())
    assert sum(about.values()) >= 12
    assert min(about[a] for a in ("person", "organisation", "field")) >= 4


@pytest.mark.parametrize("lesson", ["03", "04"])
def test_the_quizzes_of_plan_and_talk_have_one_right_answer_each(lesson: str) -> None:
    questions = content.quiz(lesson)
    assert len(questions) == 5
    assert {q.source for q in questions} <= content.sources().keys()
    for question in questions:
        assert sum(a.right for a in question.answers) == 1, question.id
        assert len({a.feedback for a in question.answers}) == len(question.answers) == 3
    places = Counter([a.right for a in q.answers].index(True) for q in questions)
    assert set(places) == {0, 1, 2}
