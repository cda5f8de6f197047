"""Drills and conversations to annotate: connected, and of use."""

from typing import get_args

from informint import content
from informint.content.persona_files import personas
from informint.content.talks import MOVES, Move, drills, scripted
from informint.roleplay.rubric import of_drills


def test_drills_name_what_exists_and_every_drill_of_the_rubric_is_there() -> None:
    lines = {line.id: line for line in of_drills()}
    for drill in drills().values():
        assert drill.persona in personas(), drill.id
        assert drill.source in content.sources(), drill.id
        assert set(drill.items) <= lines.keys(), drill.id
    assert {line.drill for line in lines.values() if line.drill} <= drills().keys()


def test_conversations_alternate_and_say_what_each_turn_of_the_learner_does() -> None:
    assert get_args(Move) == MOVES
    for talk in scripted().values():
        assert talk.source in content.sources(), talk.id
        assert 10 <= len(talk.turn) <= 14, talk.id
        for number, turn in enumerate(talk.turn):
            assert turn.who == ("learner" if number % 2 else "persona"), (talk.id, number)
            assert bool(turn.move) == bool(turn.why) == (turn.who == "learner"), (talk.id, number)
            assert "!" not in turn.why + turn.instead


def test_between_them_the_conversations_show_every_move() -> None:
    assert {turn.move for talk in scripted().values() for turn in talk.turn} - {None} == set(MOVES)


def test_what_goes_wrong_has_another_way() -> None:
    assert all(turn.instead for turn in scripted()["stumbling"].turn if turn.move)
