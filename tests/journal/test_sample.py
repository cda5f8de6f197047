"""The sample some weeks on: a story in which every step is legal and every stage is reached."""

from pathlib import Path

from informint.journal import Stage, derive, open_journal


def test_the_story_is_legal_and_reaches_every_stage(tmp_path: Path) -> None:
    with open_journal(tmp_path, underway=True) as journal:
        state = journal.state
        assert derive(journal.entries(), check=True) == state
        told = [entry.at for entry in journal.entries()]
        assert told == sorted(told)
        assert told[-1] <= journal.now
        assert {progress.stage for progress in state.progress.values()} == {*Stage}
        assert {i.may_name for i in state.introductions.values()} == {True, False, None}
        assert (journal.is_sample, state.step) == (True, 0)
