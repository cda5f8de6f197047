"""What the debrief says of whole talks, for every persona."""

import json
from functools import cache
from pathlib import Path

import pytest
from roleplay.someone import ISOLDE, play, talked

from informint import content
from informint.content.practice import Reason
from informint.roleplay import Conversation, begin, compare, debrief, personas, to_json
from informint.roleplay.comfort import brushes_aside, kinds
from informint.roleplay.figures import FLAGS, figures
from informint.roleplay.rubric import rubric
from informint.roleplay.words import shared

SCRIPTS = Path(__file__).parents[2] / "corpus" / "scripts-q.jsonl"
FIGURES = {"n_questions", "n_followups", "open_share", "talk_share", "minutes", "goals_covered"}
EXCELLENT = (
    "Hello, I'm Ada, a chemist. Thank you for your time. I'd like to learn what your work is like.",
    "How did you come to this work?",
    "So it was not planned at all, I can imagine how that felt. What made you stay?",
    "What does an ordinary week look like for you?",
    "That sounds demanding. How do you cope with it?",
    "What do you enjoy most about it?",
    "I like how you put that. Why that, of all things?",
    "What is hardest about it?",
    "It must have been a strange time. What did you learn from it?",
    "How do you see the field changing?",
    "I see our time is nearly up; shall we stop here, or do you have two more minutes?",
    "Who else would you suggest that I talk to?",
    "May I mention your name when I write?",
    "Thank you so much, I will remember what you said. Have a good day, goodbye!",
)
POOR = (
    "Hi, are you hiring at the moment?",
    "Do you earn well?",
    "Is it hard?",
    "Do you work at weekends?",
    "Could you pass my CV on to your boss?",
    "I am the best in my group. I have seven papers and three prizes, and everybody says so.",
    "Do you have a job for me or not?",
    "That was no help. Put in a good word for me.",
)


@cache
def ends(name: str) -> tuple[Conversation, Conversation]:
    """The excellent and the poor talk with a persona."""
    return play(EXCELLENT, personas()[name]), play(POOR, personas()[name])


def candid(talk: Conversation) -> int:
    return sum(turn.depth == "candid" for turn in talk.turns)


@pytest.mark.parametrize("name", sorted(personas()))
def test_a_good_talk_ends_warmer_and_hears_more(name: str) -> None:
    good, poor = ends(name)
    assert good.comfort > poor.comfort + 0.2
    assert candid(good) > candid(poor)


def test_flags_say_what_was_done() -> None:
    good, poor = (figures(talk) for talk in ends("museum"))
    assert {flag for flag in FLAGS if good.flags[flag]} == set(FLAGS) - {"asked_for_job"}
    assert {flag for flag in FLAGS if poor.flags[flag]} == {"asked_for_job"}
    assert good.open_share > 0.8
    assert poor.open_share < 0.3
    assert good.n_followups >= 3
    assert poor.n_followups <= 1
    assert good.n_questions == 10


def test_held_out_scripts_are_judged_as_a_coach_would() -> None:
    rows = [json.loads(line) for line in SCRIPTS.read_text("utf-8").splitlines()]
    right = shares = follow_ups = 0
    for row in rows[::4]:
        found = figures(play(row["turns"], personas()["museum"]))
        truth = row["truth"]
        right += sum(bool(found.flags[flag]) == truth[flag] for flag in FLAGS)
        shares += abs(found.open_share - truth["asked_open_share"]) <= 0.15
        follow_ups += abs(found.n_followups - truth["n_followups"]) <= 2
    talks = len(rows[::4])
    assert right >= 0.9 * talks * len(FLAGS)
    assert shares >= 0.75 * talks
    assert follow_ups >= 0.9 * talks


def test_the_json_is_the_design_s() -> None:
    good, _ = ends("museum")
    told = json.loads(json.dumps(to_json(good)))
    assert set(told) == {"persona", "turns", "debrief"}
    assert [turn["who"] for turn in told["turns"]] == ["learner", "persona"] * len(EXCELLENT)
    for turn in told["turns"]:
        own = {"reading"} if turn["who"] == "learner" else {"comfort", "depth", "fact_ids"}
        assert {"text", "minute"} | own <= set(turn)
    found = told["debrief"]
    assert set(FLAGS) | FIGURES | {"items"} <= set(found)
    for item in found["items"]:
        assert {"id", "verdict", "evidence", "try"} <= set(item)
        assert item["verdict"] in {"met", "partly", "missed"}
        assert item["try"]
        for number in item["evidence"]:
            assert told["turns"][number - 1]["who"] == "learner"


def test_an_empty_talk_can_be_debriefed() -> None:
    found = debrief(begin(ISOLDE))
    assert found.figures.open_share == found.figures.talk_share == 0
    assert found.practise is not None
    assert str(found)


def test_what_went_well_is_quoted_and_what_to_try_says_who_advises_it() -> None:
    good, poor = (debrief(talk) for talk in ends("museum"))
    told = str(good)
    assert 'turn 25: "May I mention your name when I write?"' in told
    assert told.index("What went well") < told.index("Figures")
    assert poor.practise is not None
    assert poor.practise.id == "no_job"
    for item in poor.items:
        assert item.why in str(poor)
        assert item.by
    assert "Maya" not in repr(poor)


def test_what_was_missed_is_quoted_too() -> None:
    closed = ("Is the winter hard?", "Does it pay well?", "Do you work at weekends?")
    long = "I grew up by the sea and mended nets with my aunt. " * 120
    found = debrief(talked(*closed, *(long,) * 5, "Is the dark hard?"))
    shown = {item.id: item.evidence for item in found.items}
    assert shown["open_questions"] == (1, 3, 5, 17)
    assert shown["time"] == (17,)
    assert shown["purpose"] == (1,)
    assert shown["follow_ups"] == (3, 5, 17)
    assert shown["goals"]
    assert 'turn 3: "Does it pay well?"' in str(found)


def test_goals_are_the_learner_s_own_where_they_have_some() -> None:
    talk = talked("How did you come to beekeeping?")
    goals = content.goals()

    def verdict(*wanted: str) -> str:
        found = debrief(talk, [goals[name] for name in wanted] or None)
        return next(item.verdict for item in found.items if item.id == "goals")

    assert verdict() == "partly"
    assert verdict("their-road") == "met"
    assert verdict("ordinary-day") == "missed"


@pytest.mark.parametrize("reason", [kind for kind in kinds().values() if kind.starts])
def test_how_a_turn_begins_is_found_in_its_hits_and_not_in_its_misses(reason: Reason) -> None:
    assert [text for text in reason.hit if not brushes_aside(text)] == []
    assert [text for text in reason.miss if brushes_aside(text)] == []


@pytest.mark.parametrize(
    ("words", "brushes"),
    [
        ("Sorry to interrupt, but what about the pay?", True),
        ("Let me cut you off there. What is the pay?", True),
        ("Hang on, I'd rather hear about the pay.", True),
        ("Anyway, thank you so much for your time. Goodbye!", False),
        ("Never mind the time, thank you for all of it.", False),
    ],
)
def test_who_cuts_the_other_short_is_felt_and_who_thanks_is_not(words: str, brushes: bool) -> None:  # noqa: FBT001  (a parameter)
    talk = talked("How did you come to beekeeping?", words)
    assert ("interrupting" in {move.reason for move in talk.turns[2].why}) is brushes


def test_moments_offer_a_stronger_wording() -> None:
    talk = talked("How did you come to beekeeping?", "Is the winter hard?", "Are you hiring?")
    by_turn = {moment.turn: moment for moment in debrief(talk).moments}
    assert "makes somebody stand out" in by_turn[5].instead
    assert by_turn[3].instead == "What is the smoker?"


def test_comfort_is_explained_move_by_move() -> None:
    talk, _ = ends("museum")
    comfort = talk.persona.comfort
    for mine, theirs in zip(talk.turns[::2], talk.turns[1::2], strict=True):
        moved = sum(move.amount for move in mine.why)
        assert theirs.comfort == pytest.approx(min(1, max(0, comfort + moved)), abs=0.002)
        assert all(move.words.endswith(".") for move in mine.why)
        comfort = theirs.comfort
    assert [point.turn for point in debrief(talk).timeline] == list(range(1, len(talk.turns) + 1))


def test_a_third_closed_question_and_a_monologue_cost() -> None:
    talk = talked("Is the winter hard?", "Does it pay well?", "Did you come to beekeeping young?")
    assert "barrage" in {move.reason for move in talk.turns[4].why}
    long = talked("Hello.", "I grew up by the sea and mended nets with my aunt. " * 12)
    assert "monologue" in {move.reason for move in long.turns[2].why}
    assert "monologue" in long.turns[3].text


def test_attempts_are_compared_line_by_line() -> None:
    told = compare([debrief(talk) for talk in ends("museum")])
    row = next(line for line in told.splitlines() if line.startswith("Thanks"))
    assert row.split() == ["Thanks", "met", "missed"]
    assert compare([])


LED = ("Hello Isolde, I'm Ada, a chemist.", "How did you come to beekeeping?")
ENDING = ("transition", "referral", "name_use", "gratitude", "on_time")


@pytest.mark.parametrize(
    ("lines", "verdicts"),
    [
        (
            (
                "I see that our time is nearly up, so two last things. Who else should I talk to?",
                "May I say that you gave me the name?",
                "Thank you. What you said about the smoker that fell will stay with me. Goodbye.",
            ),
            "met met met met met",
        ),
        (
            ("Who else should I talk to?", "Thank you so much for your time, Isolde. Goodbye."),
            "missed met missed partly met",
        ),
        (("What does honey pay?", "Is the winter hard?"), "missed missed missed missed partly"),
    ],
)
def test_the_end_of_a_talk_is_judged_move_by_move(lines: tuple[str, ...], verdicts: str) -> None:
    found = debrief(talked(*LED, *lines), lead=2 * len(LED), only=ENDING)
    assert {item.id: item.verdict for item in found.items} == dict(
        zip(ENDING, verdicts.split(), strict=True)
    )
    assert all(item.evidence for item in found.items if item.verdict == "met")
    quotes = {item.id: item.quotes for item in found.items}
    assert all(quote in lines for several in quotes.values() for quote in several)


def test_who_stays_past_the_time_has_not_left_on_it() -> None:
    long = talked(
        *("I grew up by the sea and mended nets with my aunt. " * 60,) * 6, "Goodbye then, Isolde."
    )
    (item,) = debrief(long, only=["on_time"]).items
    assert item.verdict == "missed"


def test_the_content_of_the_talk_holds_together() -> None:
    assert {kind.source for kind in kinds().values()} <= set(content.sources())
    lines, _ = rubric()
    assert len({line.id for line in lines}) == len(lines) >= 10
    topics = {fact.topic for fact in personas()["museum"].fact}
    assert set(shared().topics) == topics
