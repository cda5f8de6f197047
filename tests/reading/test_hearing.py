"""The ways by which it is decided how a turn is heard: each on its own examples."""

import pytest

from informint.reading.hearing import Way, way, ways


@pytest.mark.parametrize("entry", ways(), ids=lambda entry: entry.name)
def test_a_way_finds_its_hits_and_not_its_misses(entry: Way) -> None:
    found = way(entry.name)
    assert [text for text in entry.hit if not found.search(text)] == []
    assert [text for text in entry.miss if found.search(text)] == []
    assert len(entry.hit) > 1
    assert len(entry.miss) > 1
