"""Fixtures of the journal's tests: fictional people, and a clock that ticks a minute a look."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

import pytest

from informint.journal import Journal, open_journal
from informint.model import Person

Clock = Callable[[], datetime]
START = datetime(2025, 3, 3, 12, tzinfo=UTC)


@pytest.fixture
def clock() -> Clock:
    minutes = count()
    return lambda: START + timedelta(minutes=next(minutes))


@pytest.fixture
def ximena() -> Person:
    return Person(
        id="x1",
        name="Ximena Quillfeather",
        given_name="Ximena",
        family_name="Quillfeather",
        company="Brightfen Therapeutics",
        position="Regulatory Affairs Specialist",
        email="ximena@example.org",
        profile_url="https://people.example.org/in/ximena",
    )


@pytest.fixture
def bo() -> Person:
    return Person(id="b2", name="Bo Lindqvist-Amari", company="Cinderpath Clinical")


@pytest.fixture
def journal(clock: Clock, tmp_path: Path) -> Iterator[Journal]:
    """Nothing is in it, and nothing keeps it."""
    with Journal.in_memory(folder=tmp_path / "data", clock=clock) as journal:
        yield journal


@pytest.fixture
def own(clock: Clock, tmp_path: Path) -> Iterator[Journal]:
    """The learner's own, empty."""
    with open_journal(tmp_path / "data", clock=clock) as journal:
        journal.begin()
        yield journal
