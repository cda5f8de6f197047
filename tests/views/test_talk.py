"""The practice talk through its actions: what is said, kept, taken back and corrected."""

import pytest
from views.seen import every, sent_by

from informint.errors import BadInput, JournalError
from informint.journal import Journal, open_journal
from informint.journal.events import AgendaSaved
from informint.model import Preparation
from informint.views import Record, Talk

pytestmark = pytest.mark.usefixtures("no_bugs")

HELLO = "Hello Alun, I'm Ada, a biologist, and I would like to learn what museums are like."
ROAD = "How did you get from teaching to the museum?"


@pytest.fixture
def talk(own: Journal) -> Talk:
    view = Talk(own, "museum")
    view.run("start")
    for words in (HELLO, ROAD):
        view.run("said", words)
    return view


def turns(view: Talk) -> list[str]:
    return [turn.text for turn in view.talk.turns] if view.talk else []


def test_somebody_is_chosen_and_introduced(sample: Journal) -> None:
    view = Talk(sample)
    view.run("chose", "museum")
    assert "Alun Pryce , Curator of Learning" in str(view)
    assert "invented person" in str(view)
    view.run("start")
    assert "You speak first." in str(view)


@pytest.mark.parametrize("wrong", [{"persona": "nobody"}, {"drill": "juggling"}])
def test_nobody_who_is_not_there_can_be_talked_to(sample: Journal, wrong: dict[str, str]) -> None:
    with pytest.raises(BadInput, match=r"museum|follow_ups"):
        Talk(sample, **wrong)


def test_what_is_said_is_answered_and_timed(talk: Talk) -> None:
    assert turns(talk)[::2] == [HELLO, ROAD]
    assert "1 of 25 minutes used, 24 left" in str(talk)
    talk.run("said", "  ")
    assert len(turns(talk)) == 4


def test_a_talk_goes_on_in_another_kernel_as_it_was(talk: Talk) -> None:
    again = Talk(open_journal())
    assert again.talk == talk.talk
    again.run("said", "What was that like?")
    talk.run("said", "What was that like?")
    assert turns(again)[:6] == turns(talk)[:6]


def test_a_pause_leaves_the_talk_to_be_gone_on_with(talk: Talk) -> None:
    talk.run("pause")
    assert "Alun Pryce, 4 turns" in str(talk)
    talk.run("go_on", "museum-1")
    assert turns(talk)[0] == HELLO


def test_the_answer_is_shown_before_the_disk_is_asked(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    monkeypatch.setattr(talk, "send", lambda *_: order.append("shown"))
    record = talk.journal.record
    monkeypatch.setattr(
        talk.journal, "record", lambda *events: (order.append("kept"), record(*events))[1]
    )
    talk.run("said", "What is hard about it?")
    assert order[:2] == ["shown", "kept"]


def test_what_could_not_be_saved_is_given_back(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        message = "The disk is full."
        raise JournalError(message)

    monkeypatch.setattr(talk.journal, "record", full)
    talk.run("said", "What is hard about it?")
    assert talk.status == "The disk is full."
    assert len(turns(talk)) == 4
    assert talk.value == "What is hard about it?"


def test_a_prepared_question_can_be_taken_and_one_of_the_bank_where_none_is_left(
    talk: Talk, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert len(every(every(talk.tree(), "details")[0], "button")) == 3
    mine = ("Who decides what is shown?", ROAD)
    talk.journal.record(AgendaSaved(f"{1:016x}", Preparation(questions=mine)))
    offered = every(every(talk.tree(), "details")[0], "button")
    assert [button.children for button in offered] == [["Who decides what is shown?"]]
    messages = sent_by(talk, monkeypatch)
    talk.run("took", offered[0].attrs["arg"])
    assert talk.value == "Who decides what is shown?"
    assert ({"focus": "say"}, None) in messages
    talk.run("said", talk.value)
    assert "Who decides" not in str(every(talk.tree(), "details")[0])


def test_hint_and_comfort_show_only_when_asked_for(talk: Talk) -> None:
    before = str(talk)
    assert "Comfort 0." not in before
    talk.run("asked_hint")
    talk.run("showed_comfort", True)
    assert len(str(talk).splitlines()) > len(before.splitlines()) + 1
    assert "Comfort 0." in str(talk)
    talk.run("said", "What else?")
    assert talk.hint == ""


def test_a_rewind_gives_the_words_back_and_undo_the_rest(talk: Talk) -> None:
    talk.run("rewind", 3)
    assert turns(talk)[::2] == [HELLO]
    assert talk.value == ROAD
    Record(talk.journal).run("undo")
    assert len(turns(talk)) == 4
    talk.run("rewind", 2)
    assert "not one of yours" in talk.status


def test_a_turn_says_how_it_was_read_and_can_be_put_right(talk: Talk) -> None:
    talk.run("look", 3)
    assert "Read as: asks a question" in str(talk)
    talk.run("corrected", 3, {"small_talk": "1", "form": "open", "topic": "other"})
    assert talk.talk.turns[2].reading.acts == ("small_talk",)
    assert "Read as: makes small talk." in str(talk)
    assert Talk(open_journal(), "museum").talk.turns[2].corrected
    talk.run("corrected", 3, {"ask": "1", "form": "closed", "topic": "likes"})
    assert talk.talk.turns[2].reading.form == "closed"


def test_the_transcript_is_handed_out(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    messages = sent_by(talk, monkeypatch)
    talk.run("download_transcript")
    (message, (data,)) = next(m for m in messages if "download" in m[0])
    assert message["download"]["name"] == "talk-museum-1.md"
    assert ROAD in data.decode()


def test_an_ended_talk_stays_ended_until_it_is_rewound(talk: Talk) -> None:
    talk.run("end")
    assert "This talk has ended" in str(talk)
    assert Talk(open_journal(), "museum").talk is None
    talk.run("rewind", 3)
    assert "has ended" not in str(talk)


def test_a_second_attempt_stands_beside_the_first(talk: Talk) -> None:
    talk.run("end")
    talk.run("pause")
    talk.run("start")
    assert turns(talk) == []
    assert list(talk.journal.state.practices) == ["museum-1", "museum-2"]


def test_a_drill_counts_only_its_skill_and_what_the_learner_said(own: Journal) -> None:
    view = Talk(own, drill="follow_ups")
    view.run("start")
    assert str(view).startswith("Three minutes: follow-ups")
    assert "Said for you" in str(view)
    assert "Not yet: You did not pick up" in str(view)
    assert "Thanks" not in str(view)
    assert view.talk.persona.minutes < 10
    again = Talk(open_journal(), drill="follow_ups")
    assert again.talk == view.talk
    assert Talk(open_journal()).talk is None


def test_the_saved_notebook_holds_nobodys_words(talk: Talk) -> None:
    data, _ = talk._repr_mimebundle_()
    assert "biologist" not in str(data)
    assert "biologist" not in str(talk.get_state())


def test_undoing_the_beginning_leads_back_to_the_choice(talk: Talk) -> None:
    for _ in range(3):
        talk.journal.undo()
    talk.run("asked_hint")
    assert "choose somebody first" in talk.status
    assert "With whom?" in str(talk)


def test_a_copy_for_a_class_may_choose_with_whom_at_which_level_and_in_which_words(
    own: Journal,
) -> None:
    assert Talk(own, level="advanced").persona != Talk(own).persona
    view = Talk(own, "museum", seed=40, level="beginner")
    view.run("start")
    view.run("said", "Hello, what is an ordinary day like?")
    assert own.state.practices["museum-1"].seed == 40
    assert "Comfort" in str(view)
