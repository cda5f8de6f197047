"""The lessons as files: their contract, the publish step, and how they come to the learner."""

from pathlib import Path

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from informint.errors import BadInput
from informint.notebooks import (
    VIEW_MIME,
    broken_promises,
    copy_lessons,
    learners_edition,
    lessons,
    main,
    slug,
    tidy,
)


@pytest.mark.parametrize("path", lessons(), ids=lambda p: p.stem)
def test_every_lesson_keeps_the_contract(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    assert list(broken_promises(notebook, path.name)) == []
    assert 10 <= len(learners_edition(notebook).cells) <= 32


def test_lessons_come_in_order() -> None:
    numbers = [path.name[:2] for path in lessons()]
    assert numbers == [f"{n:02}" for n in range(len(numbers))]


def lesson(*cells: object) -> nbformat.NotebookNode:
    first = new_markdown_cell("# Title\n\n**5 minutes.** You can:\n\n- tell one thing")
    notebook = new_notebook(cells=[first, *cells])
    notebook.metadata["informint"] = {"minutes": 5, "objectives": ["tell one thing"]}
    return notebook


def test_tidy_takes_out_what_names_a_machine_or_a_moment() -> None:
    view = new_output("display_data", {VIEW_MIME: {"model_id": "x"}, "text/plain": "a view"})
    cell = new_code_cell("1 + 1", outputs=[view], execution_count=7)
    cell.metadata = {"tags": ["solution"], "execution": {"iopub.status.busy": "2020-01-01"}}
    notebook = lesson(cell, new_code_cell("1 + 1"))
    notebook.metadata["widgets"] = {"state": {}}
    tidy(notebook)
    tidied, again = notebook.cells[1:]
    assert (tidied.id, again.id) == ("1-1", "1-1-2")
    assert [c.execution_count for c in notebook.cells[1:]] == [1, 2]
    assert tidied.metadata == {"tags": ["solution"]}
    assert tidied.outputs[0].data == {"text/plain": "a view"}
    assert "widgets" not in notebook.metadata
    assert list(broken_promises(notebook, "x")) == []
    assert tidy(notebook) == notebook


def output(text: str) -> nbformat.NotebookNode:
    return new_code_cell("x", outputs=[new_output("stream", text=text)], execution_count=1)


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (output("see /home/ana/notes"), "absolute path"),
        (output(r"see C:\Users\ana"), "absolute path"),
        (output("on 2026-11-23"), "a date"),
        (output("at 10:32:05"), "a date"),
        (new_code_cell("x"), "not executed in order"),
        (new_code_cell("x", execution_count=2), "not executed in order"),
        (new_markdown_cell("## Try", metadata={"tags": ["exercise"]}), "no solution"),
    ],
)
def test_a_broken_promise_is_named(cell: object, said: str) -> None:
    assert said in " ".join(broken_promises(lesson(cell), "x"))


def test_minutes_and_objectives_must_be_told() -> None:
    notebook = lesson()
    notebook.metadata["informint"] = {"minutes": 9, "objectives": ["fly"]}
    said = " ".join(broken_promises(notebook, "x"))
    assert "minutes" in said
    assert "'fly'" in said


def test_the_learners_branch_holds_what_learners_get_and_no_more(tmp_path: Path) -> None:
    assert main(["--learners", str(tmp_path)]) == 0
    assert main(["--learners", str(tmp_path)]) == 0
    assert [path.name for path in sorted(tmp_path.rglob("*.ipynb"))] == [p.name for p in lessons()]
    assert not any('"instructor"' in p.read_text("utf-8") for p in tmp_path.rglob("*.ipynb"))


def test_the_check_names_a_lesson_that_was_not_published(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "00_x.ipynb"
    nbformat.write(lesson(new_code_cell("1", execution_count=3)), path)
    assert main(["--check", str(tmp_path)]) == 1
    assert "run make publish" in capsys.readouterr().err
    path.write_text(nbformat.writes(tidy(nbformat.read(path, as_version=4))) + "\n", "utf-8")
    assert main(["--check", str(tmp_path)]) == 0


@given(st.text())
def test_a_slug_is_a_valid_cell_id(text: str) -> None:
    assert 1 <= len(slug(text)) <= 48
    assert set(slug(text)) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


def test_lessons_are_copied_and_an_untouched_copy_is_renewed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped = tmp_path / "shipped" / "00_x.ipynb"
    shipped.parent.mkdir()
    shipped.write_text("first")
    monkeypatch.setattr("informint.notebooks.lessons", lambda: [shipped])
    mine = tmp_path / "mine" / "deep"
    assert copy_lessons(mine) == []
    shipped.write_text("second")
    assert copy_lessons(mine) == []
    assert (mine / "00_x.ipynb").read_text() == "second"


def test_a_changed_lesson_is_kept_and_the_update_lies_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shipped = tmp_path / "shipped" / "00_x.ipynb"
    shipped.parent.mkdir()
    shipped.write_text("first")
    monkeypatch.setattr("informint.notebooks.lessons", lambda: [shipped])
    mine = tmp_path / "mine"
    copy_lessons(mine)
    (mine / "00_x.ipynb").write_text("first, and my notes")
    assert copy_lessons(mine) == []
    shipped.write_text("second")
    (told,) = copy_lessons(mine)
    assert "00_x_updated.ipynb" in told
    assert (mine / "00_x.ipynb").read_text() == "first, and my notes"
    assert (mine / "00_x_updated.ipynb").read_text() == "second"
    (mine / "00_x_updated.ipynb").write_text("second, and more notes")
    shipped.write_text("third")
    copy_lessons(mine)
    assert (mine / "00_x_updated_2.ipynb").read_text() == "third"
    assert (mine / "00_x_updated.ipynb").read_text() == "second, and more notes"


def test_a_folder_that_cannot_be_used_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(BadInput, match="cannot be copied"):
        copy_lessons(tmp_path / "file" / "below")
    (tmp_path / ".informint-lessons.json").write_text("{")
    with pytest.raises(BadInput, match="is damaged"):
        copy_lessons(tmp_path)
