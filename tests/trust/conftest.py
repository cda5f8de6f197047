"""Journals of the learner's own in which every text is hostile, or names one person."""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path

import pytest
from trust.lives import HOSTILE, lived, ticking

from informint.journal import Journal

Restored = Callable[..., Journal]


@cache
def exported(texts: tuple[str, ...]) -> bytes:
    clock = ticking()
    with Journal.in_memory(clock=lambda: next(clock)) as journal:
        lived(journal, texts)
        return journal.export_json()


@pytest.fixture
def restored(tmp_path: Path) -> Iterator[Restored]:
    """Make a journal on disk of a life for each text."""
    made: list[Journal] = []

    def make(texts: Sequence[str]) -> Journal:
        made.append(Journal.restore(exported(tuple(texts)), tmp_path / "data"))
        return made[-1]

    yield make
    for journal in made:
        journal.close()


@pytest.fixture
def hostile(restored: Restored) -> Journal:
    return restored(tuple(HOSTILE.values()))
