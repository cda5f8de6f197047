"""The debrief: one's own judgement first, the reading beside it, attempts, and the picture."""

import xml.etree.ElementTree as ET

import pytest

from informint.journal import Journal
from informint.journal.events import (
    AgendaSaved,
    PracticeBegan,
    PracticeEnded,
    PracticeTurned,
)
from informint.model import Preparation
from informint.roleplay import begin, debrief, personas, say
from informint.roleplay.debrief import Point
from informint.roleplay.rubric import rubric
from informint.views import Debrief, Talk
from informint.views.talk_picture import talk_svg, talk_words

pytestmark = pytest.mark.usefixtures("no_bugs")

SAID = (
    "Hello Alun, I'm Ada, and I would like to learn what working in a museum is like.",
    "How did you get from teaching to the museum?",
    "Whom else should I talk to?",
    "Thank you so much for the story of the tooth. Goodbye.",
)


def held(journal: Journal, *words: str, persona: str = "museum") -> Talk:
    view = Talk(journal, persona)
    view.run("start")
    for said in words:
        view.run("said", said)
    view.run("end")
    return view


def judge(view: Debrief, ident: str, verdict: str) -> None:
    for line in rubric()[0]:
        view.run("judged", [ident, line.id], verdict)


def test_without_a_talk_there_is_nothing_to_look_at(sample: Journal) -> None:
    assert "no practice talk yet" in str(Debrief(sample))


def test_a_talk_is_judged_when_it_has_ended(own: Journal) -> None:
    talk, view = Talk(own, "museum"), Debrief(own)
    talk.run("start")
    talk.run("said", SAID[0])
    assert "still going on" in str(view)
    talk.run("end")
    assert "12 left to judge" in str(view)


def test_ones_own_judgement_comes_first_and_stays(own: Journal) -> None:
    held(own, *SAID)
    view = Debrief(own)
    assert "What the talk shows" not in str(view).splitlines()
    judge(view, "museum-1", "missed")
    view.run("judged", ["museum-1", "thanks"], "met")
    assert "All judged" in str(view)
    assert own.state.practices["museum-1"].judged["thanks"] == "met"
    view.run("show_reading", "museum-1")
    text = str(view)
    assert "Thanks: Done (as you said)" in text
    assert "Closing: Done (you said: not yet)" in text
    assert f"Turn 7: “{SAID[3]}”" in text
    assert "Practise next" in text
    assert "of the 12 you judged" in text


def test_every_line_of_the_rubric_is_asked_as_a_question() -> None:
    assert all(line.ask.endswith("?") for line in rubric()[0])


def test_what_is_no_line_of_the_rubric_is_not_judged(own: Journal) -> None:
    held(own, *SAID)
    view = Debrief(own)
    view.run("judged", ["museum-1", "charm"], "met")
    assert "no line of the rubric" in view.status


def test_a_correction_changes_what_the_talk_shows(own: Journal) -> None:
    talk = held(own, *SAID)
    view = Debrief(own)
    view.run("show_reading", "museum-1")
    assert "Whom else to talk to: Done" in str(view)
    talk.run("corrected", 5, {"small_talk": "1"})
    assert "Whom else to talk to: Not yet" in str(view)


def test_the_goals_are_those_that_the_learner_prepared(own: Journal) -> None:
    held(own, *SAID)
    view = Debrief(own)
    view.run("show_reading", "museum-1")
    assert "What you wanted to know: Partly" in str(view)
    goals = ("their-road", "Who would take me further?")
    own.record(AgendaSaved(f"{1:016x}", Preparation(goals=goals)))
    assert "What you wanted to know: Done" in str(view)
    assert f"Turn 3: “{SAID[1]}”" in str(view)


def test_attempts_are_compared_and_drills_are_not(own: Journal) -> None:
    held(own, SAID[1])
    held(own, *SAID)
    drill = Talk(own, drill="closing")
    drill.run("start")
    drill.run("end")
    view = Debrief(own)
    view.run("show_reading", "museum-2")
    text = str(view)
    assert "museum-1\nmuseum-2" in text
    assert "closing" not in "".join(view.talks())
    view.run("chose", "museum-1")
    assert "to judge" in str(view)


def parts(timeline: tuple[Point, ...], name: str) -> list[str]:
    """Return the tags of a picture, which must be well formed."""
    return [e.tag for e in ET.fromstring(talk_svg(timeline, name)).iter()]  # noqa: S314 (our own)


def test_a_talk_that_cannot_be_played_is_told_and_one_with_nobody_left_out(own: Journal) -> None:
    turns = ({"who": "learner"}, {"who": "persona"})
    for persona in ("nobody", "museum"):
        own.record(PracticeBegan(f"{persona}-1", persona), PracticeTurned(f"{persona}-1", 1, turns))
    talk, view = Talk(own), Debrief(own)
    assert "not a saved talk" in talk.status
    assert list(view.talks()) == ["museum-1"]
    own.record(PracticeEnded("museum-1"))
    view.run("show_reading", "museum-1")
    assert "not a saved talk" in str(view)


def test_the_picture_is_well_formed_and_said_in_words() -> None:
    talk = begin(personas()["museum"])
    assert parts((), "<Alun>")[0].endswith("svg")
    for words in SAID:
        talk = say(talk, words)
    timeline = debrief(talk).timeline
    bars = [tag for tag in parts(timeline, "Alun") if tag.endswith("rect")]
    assert len(bars) == len(timeline) == 8
    told = talk_words(timeline, "Alun")
    assert told[0].startswith("Turn 1, minute 0.")
    assert "Alun" in told[1]
    assert "comfort" in told[1]
