"""Annotating a scripted conversation."""

import pytest

from informint.content.talks import MOVES, scripted
from informint.errors import BadInput
from informint.journal import Journal, open_journal
from informint.views import Annotate
from informint.views.annotate import MOVE_WORDS

pytestmark = pytest.mark.usefixtures("no_bugs")


def test_a_choice_is_answered_and_kept(own: Journal) -> None:
    turn = scripted()["stumbling"].turn[1]
    view = Annotate(own, "stumbling")
    assert turn.why not in str(view)
    view.run("picked", 2, "opening")
    assert f"We would say: {MOVE_WORDS[turn.move]}." in str(view)
    view.run("picked", 2, turn.move)
    assert "1 of 6 annotated, 1 as we would." in str(view)
    assert turn.instead in str(Annotate(open_journal(), "stumbling"))
    assert turn.why not in str(Annotate(own, "flowing"))


def test_at_the_end_it_is_summed_up(own: Journal) -> None:
    talk = scripted()["flowing"]
    view = Annotate(own, "flowing")
    for number, turn in enumerate(talk.turn, 1):
        assert talk.sums_up not in str(view)
        if turn.move:
            view.run("picked", number, turn.move)
    assert talk.sums_up in str(view)


def test_only_moves_are_taken_and_only_conversations_that_there_are(own: Journal) -> None:
    view = Annotate(own, "flowing")
    view.run("picked", 2, "")
    assert own.state.answers == {}
    assert set(MOVE_WORDS) == set(MOVES)
    with pytest.raises(BadInput, match="stumbling, flowing"):
        Annotate(own, "nowhere")
