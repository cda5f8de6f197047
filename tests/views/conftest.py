"""Journals for the views: the sample, and one of the learner's own with two people."""

import pytest
from views.somebody import somebody

from informint.journal import Journal, open_journal
from informint.journal.events import GoalSet, PersonFound


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
