"""The learner's record: events in one SQLite file, and the state that follows from them."""

from informint.journal import events
from informint.journal.entries import Entry
from informint.journal.fold import derive, refusal
from informint.journal.journal import Journal, open_journal
from informint.journal.people import import_events
from informint.journal.sample import sample_events, sample_practice, sample_story
from informint.journal.state import (
    INTRODUCTION,
    MAY_FOLLOW,
    Introduction,
    Practice,
    Progress,
    Reached,
    Stage,
    State,
)
from informint.journal.store import data_folder

__all__ = [
    "INTRODUCTION",
    "MAY_FOLLOW",
    "Entry",
    "Introduction",
    "Journal",
    "Practice",
    "Progress",
    "Reached",
    "Stage",
    "State",
    "data_folder",
    "derive",
    "events",
    "import_events",
    "open_journal",
    "refusal",
    "sample_events",
    "sample_practice",
    "sample_story",
]
