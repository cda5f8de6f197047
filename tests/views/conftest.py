"""Journals for the views: the sample, and one of the learner's own with two people."""

from datetime import date

import pytest

from informint.journal import Journal, open_journal
from informint.journal.events import GoalSet, PersonFound
from informint.model import Person

pytestmark = pytest.mark.usefixtures("no_bugs")


def somebody(number: int, **fields: object) -> Person:
    given = {"name": f"Person {number}", "position": "Curator", "company": "Fern Museum"} | fields
    return Person(id=f"{number:016x}", connected_on=date(2024, 1, 5), **given)


@pytest.fixture
def sample() -> Journal:
    return open_journal()


@pytest.fixture
def own() -> Journal:
    journal = open_journal()
    journal.begin()
    journal.record(GoalSet("how museums work"), PersonFound(somebody(1)))
    journal.record(PersonFound(somebody(2, name="Zoë Ängström", company="<img src=x onerror=a>")))
    return journal
