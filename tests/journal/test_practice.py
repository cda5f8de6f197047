"""Practice talks in the journal: what is kept of a talk, and what may not follow."""

from pathlib import Path

import pytest

from informint.errors import IllegalStep
from informint.journal import Journal, open_journal
from informint.journal.events import (
    AnyEvent,
    PersonFound,
    PracticeBegan,
    PracticeCorrected,
    PracticeEnded,
    PracticeJudged,
    PracticeTurned,
)
from informint.model import Person


def exchange(words: str) -> tuple[dict[str, object], dict[str, object]]:
    return {"who": "learner", "text": words}, {"who": "persona", "text": f"On {words}: yes."}


def said(journal: Journal, talk: str = "museum-1") -> list[object]:
    return [turn["text"] for turn in journal.state.practices[talk].turns]


@pytest.fixture
def talking(own: Journal) -> Journal:
    own.record(PracticeBegan("museum-1", "museum", seed=3))
    own.record(PracticeTurned("museum-1", 1, exchange("labels")))
    own.record(PracticeTurned("museum-1", 3, exchange("gulls")))
    return own


def test_a_talk_is_there_again_after_the_window_is_gone(talking: Journal, tmp_path: Path) -> None:
    talking.record(PracticeEnded("museum-1"))
    talking.record(PracticeJudged("museum-1", "thanks", "partly"))
    with open_journal(tmp_path / "data") as journal:
        practice = journal.state.practices["museum-1"]
        assert said(journal) == ["labels", "On labels: yes.", "gulls", "On gulls: yes."]
    assert (practice.persona, practice.seed, practice.ended) == ("museum", 3, True)
    assert practice.judged == {"thanks": "partly"}


def test_a_rewind_drops_what_follows_and_undo_brings_it_back(talking: Journal) -> None:
    talking.record(PracticeTurned("museum-1", 3))
    assert said(talking) == ["labels", "On labels: yes."]
    assert talking.undo() == "said something in a practice talk"
    assert len(said(talking)) == 4
    talking.record(PracticeEnded("museum-1"))
    talking.record(PracticeTurned("museum-1", 1, exchange("moths")))
    assert said(talking) == ["moths", "On moths: yes."]
    assert not talking.state.practices["museum-1"].ended


def test_a_correction_leaves_the_answers_alone(talking: Journal) -> None:
    talking.record(PracticeCorrected("museum-1", 1, {"who": "learner", "text": "labels (mended)"}))
    assert said(talking) == ["labels (mended)", "On labels: yes.", "gulls", "On gulls: yes."]


def test_a_turn_adds_to_the_log_only_what_is_new(talking: Journal) -> None:
    for number in range(5, 81, 2):
        talking.record(PracticeTurned("museum-1", number, exchange("x")))
    assert len(said(talking)) == 80
    assert max(len(getattr(e.event, "turns", ())) for e in talking.entries()) == 2


@pytest.mark.parametrize(
    ("event", "says"),
    [
        (PracticeBegan("museum-1", "museum"), "begun already"),
        (PracticeTurned("nobody-1", 1, exchange("x")), "no such practice talk"),
        (PracticeCorrected("nobody-1", 1, {}), "no such practice talk"),
        (PracticeEnded("nobody-1"), "no such practice talk"),
        (PracticeTurned("museum-1", 7, exchange("x")), "does not go on"),
        (PracticeTurned("museum-1", 5), "does not go on"),
        (PracticeTurned("museum-1", 2, exchange("x")), "does not go on"),
        (PracticeTurned("museum-1", 5, exchange("x")[:1]), "does not go on"),
        (PracticeCorrected("museum-1", 2, {}), "not one of your turns"),
        (PracticeCorrected("museum-1", 5, {}), "not one of your turns"),
    ],
)
def test_what_does_not_fit_is_refused(talking: Journal, event: AnyEvent, says: str) -> None:
    with pytest.raises(IllegalStep, match=says):
        talking.record(event)


def test_somebody_erased_is_gone_from_practice_too(talking: Journal, ximena: Person) -> None:
    talking.record(PersonFound(ximena))
    talking.record(PracticeTurned("museum-1", 5, exchange("Ximena Quillfeather")))
    talking.erase_person("x1")
    assert said(talking)[4:] == ["[erased]", "On [erased]: yes."]
