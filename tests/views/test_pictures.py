"""The pictures as views: on the sample, on one's own journal, and before there is anything."""

from pathlib import Path

import pytest

from informint.journal import Journal, open_journal
from informint.journal.events import Talked
from informint.views import Pictures, PracticeOverTime
from informint.views.panel import Panel

ALL = (Pictures, PracticeOverTime)


@pytest.mark.parametrize("kind", ALL)
def test_the_still_view_is_an_image_with_its_twin_in_words(kind: type[Panel]) -> None:
    view = kind(open_journal(Path("nowhere"), underway=True))
    still = view._repr_mimebundle_()[0]["text/html"]
    assert 'src="data:image/svg+xml,' in still
    assert "The picture in words" in still
    assert "<svg" not in still


def test_the_four_stand_one_below_the_other() -> None:
    view = Pictures(open_journal(Path("nowhere"), underway=True))
    titles = ("How far your search came", "Who named whom", "How your network grew")
    said = str(view)
    assert [t for t in said.splitlines() if t in titles] == [*titles]
    assert view._repr_mimebundle_()[0]["text/html"].count("<img ") == 4


@pytest.mark.parametrize("kind", ALL)
def test_nothing_of_ones_own_is_kept_in_a_notebook(kind: type[Panel], own: Journal) -> None:
    still = kind(own)._repr_mimebundle_()[0]["text/html"]
    assert "your own data are shown only while the notebook runs" in still


def test_a_picture_follows_the_journal(own: Journal) -> None:
    view = Pictures(own)
    assert "not written or talked to anybody yet" in str(view)
    own.record(Talked(next(iter(own.state.people))))
    assert "Talked with you: 1 person" in str(view)


def test_before_ones_own_practice_there_is_an_example(own: Journal) -> None:
    assert "four talks of Imani" in str(PracticeOverTime(own))
