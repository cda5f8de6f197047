"""What must hold where the lessons run in a browser alone; run.py runs it in Pyodide.

Nothing is stood in for. What needs numpy or pandas is left out, by name, where Pyodide's own server
cannot be reached.
"""

import inspect
import json
import sys
from collections.abc import Iterator
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

import pytest

import informint
from informint import reading, views
from informint.errors import JournalError
from informint.journal.events import GoalSet, PersonFound
from informint.model import Person
from informint.roleplay import debrief
from informint.views.panel import Panel

LESSONS = sorted(Path(str(files("informint") / "lessons")).glob("[0-9]*.ipynb"))
ALSO_NEED = {"lesson": "00", "which": "stumbling"}
HELLO = "Hello Alun, I'm Ada, a biologist, and I would like to learn what museums are like."
ASKED = "How did you come to work in a museum?"
ASKED_ON = "What was hard about leaving the school?"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("INFORMINT_DATA", str(tmp_path))
    yield tmp_path
    assert Panel.bugs == []


def cells(lesson: Path) -> Iterator[str]:
    for cell in json.loads(lesson.read_text("utf-8"))["cells"]:
        if cell["cell_type"] == "code" and "instructor" not in cell["metadata"].get("tags", ()):
            yield "".join(cell["source"])


def test_this_is_a_browsers_python() -> None:
    assert sys.platform == "emscripten"
    assert LESSONS


@pytest.mark.parametrize("name", views.__all__)
def test_every_view_is_built_and_shows_itself(name: str) -> None:
    view = getattr(views, name)
    asked = list(inspect.signature(view).parameters.values())[1:]
    needed = [p for p in asked if p.default is p.empty and p.kind is p.POSITIONAL_OR_KEYWORD]
    built = view(informint.open_journal(), *(ALSO_NEED[p.name] for p in needed))
    assert built.heading in str(built)


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.stem)
def test_every_cell_of_a_lesson_runs(lesson: Path, capsys: pytest.CaptureFixture[str]) -> None:
    names = {}
    for code in cells(lesson):
        if "frames" in code and find_spec("pandas") is None:
            with pytest.raises(ModuleNotFoundError, match="pandas"):
                exec(code, names)  # noqa: S102  (our own lesson)
        else:
            exec(code, names)  # noqa: S102  (our own lesson)
    assert capsys.readouterr().err == ""


def test_a_turn_is_answered_in_character_looked_at_and_kept() -> None:
    journal = informint.open_journal()
    journal.begin()
    talk = views.Talk(journal, "museum")
    for action, *words in (["start"], ["said", HELLO], ["said", ASKED], ["said", ASKED_ON]):
        talk.run(action, *words)
    turns = talk.talk.turns
    assert [turn.text for turn in turns[::2]] == [HELLO, ASKED, ASKED_ON]
    assert all(turn.text for turn in turns[1::2])
    talk.run("end")
    looked_at = str(debrief(talk.talk))
    assert ASKED in looked_at or ASKED_ON in looked_at
    assert views.Debrief(journal).talks() == journal.state.practices
    assert informint.open_journal().state.practices == journal.state.practices


def test_a_turn_is_read_and_the_reader_says_when_by_phrases_alone() -> None:
    found = reading.read(ASKED)
    assert "ask" in found.acts
    assert found.form == "open"
    by_phrases = any("numpy is missing" in why for why in found.why)
    assert by_phrases == (find_spec("numpy") is None)


def test_a_journal_is_written_and_read_back(folder: Path) -> None:
    with informint.open_journal() as journal:
        assert journal.is_sample
        journal.begin()
        journal.record(GoalSet("what people in museums do all day"))
        journal.record(PersonFound(Person(id="ada", name="Ada Example")))
        exported = journal.export_json()
    with informint.open_journal() as journal:
        assert journal.state.goal == "what people in museums do all day"
        assert journal.state.people["ada"].name == "Ada Example"
        journal.undo()
        assert "ada" not in journal.state.people
    elsewhere = folder / "restored"
    with informint.Journal.restore(exported, elsewhere) as restored:
        assert restored.state.people["ada"].name == "Ada Example"


def test_a_damaged_journal_is_told_and_left(folder: Path) -> None:
    file = folder / "journal.sqlite3"
    file.write_bytes(b"no database" * 100)
    before = file.read_bytes()
    with pytest.raises(JournalError, match="damaged"):
        informint.open_journal()
    assert file.read_bytes() == before


def test_a_request_is_coached_and_a_ranking_made() -> None:
    review = informint.check_message("Dear Ms Okonjo-Reyes,\n\nAny tips?\n\nImani")
    assert not review.ready
    view = views.Targets(informint.open_journal())
    assert "Approach" in str(view) or "score" in str(view).lower()
