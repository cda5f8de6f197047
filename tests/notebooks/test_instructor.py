"""The instructor's edition: from one source with the learners', and its minutes add up."""

import json
import re
from html import unescape
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from informint.cli import main
from informint.content.persona_files import personas
from informint.content.teaching import Plan, RolePlay, teaching
from informint.notebooks import copy_lessons, lessons
from informint.notebooks.instructor import (
    broken_minutes,
    instructors_edition,
    kit,
    parts,
    publish,
)
from informint.notebooks.printing import observers_sheet, persona_cards
from informint.roleplay.rubric import rubric

READ = {path.name: nbformat.read(path, as_version=4) for path in lessons()}
README = (Path(__file__).parents[2] / "README.md").read_text("utf-8")


def tagged(notebook: nbformat.NotebookNode, tag: str) -> list[nbformat.NotebookNode]:
    return [cell for cell in notebook.cells if tag in cell.metadata.get("tags", ())]


def sources(notebook: nbformat.NotebookNode) -> list[str]:
    return [str(cell.source) for cell in notebook.cells]


@pytest.mark.parametrize("name", READ)
def test_the_minutes_of_the_parts_add_up_to_those_of_the_lesson(name: str) -> None:
    assert list(broken_minutes(READ[name], name)) == []


def test_the_tables_of_readme_and_guide_say_the_same_minutes() -> None:
    said = {lesson.metadata["informint"]["lesson"]: lesson.metadata["informint"]["minutes"]
            for lesson in READ.values()}  # fmt: skip
    rows = re.findall(r"^\| (\d\d) [^|]+\| (\d+) \|", README, re.MULTILINE)
    assert {number: int(minutes) for number, minutes in rows} == said
    guide = nbformat.reads(kit(READ)["how_to_lead.ipynb"], as_version=4)
    (table,) = (text for text in sources(guide) if text.startswith("## The lessons"))
    rows = re.findall(r"^\| \[(\d\d) [^|]+\| (\d+) \|", table, re.MULTILINE)
    assert {number: int(minutes) for number, minutes in rows} == said
    assert f"**{sum(said.values())}**" in table


@pytest.mark.parametrize("plan", teaching().plan, ids=lambda plan: plan.id)
def test_the_steps_of_a_plan_add_up_and_name_parts_that_there_are(plan: Plan) -> None:
    assert sum(step.minutes for step in plan.step) == plan.minutes
    known = {(lesson.metadata["informint"]["lesson"], part.title)
             for lesson in READ.values() for part in parts(lesson)}  # fmt: skip
    assert {(step.lesson, step.part) for step in plan.step if step.lesson} <= known


def test_there_are_plans_for_the_three_lengths_and_rounds_that_fit_them() -> None:
    assert [plan.minutes for plan in teaching().plan] == [60, 90, 180]
    for plan in teaching().plan:
        (step,) = (step for step in plan.step if step.what.startswith("Role-play"))
        play: RolePlay = next(p for p in teaching().role_play if p.id[:4] in step.what.replace(
            "threes", "tria"))  # fmt: skip
        rounds = {"two": 2, "three": 3}[step.what.split()[-2]]
        assert step.minutes == rounds * sum(part.minutes for part in play.round)


def test_learners_get_all_but_the_notes_and_instructors_all(tmp_path: Path) -> None:
    copy_lessons(tmp_path)
    for name, lesson in READ.items():
        notes = tagged(lesson, "instructor")
        assert notes, name
        learners = nbformat.read(tmp_path / name, as_version=4)
        assert learners.cells == [cell for cell in lesson.cells if cell not in notes]
        edition = instructors_edition(lesson)
        ids = [cell.id for cell in edition.cells if cell.id != "timetable"]
        assert ids == [cell.id for cell in lesson.cells]
        assert "<details>" not in "".join(c.source for c in tagged(edition, "solution"))
        table = edition.cells[1].source
        assert f"**{lesson.metadata['informint']['minutes']}**" in table


def test_a_note_tells_what_to_say_where_they_stumble_and_what_to_ask() -> None:
    for lesson in READ.values():
        for cell in tagged(lesson, "instructor"):
            assert cell.source.count("*They stumble:*") == cell.source.count("*Ask:*") == 1
            assert "!" not in cell.source


def note(part: str, minutes: int) -> nbformat.NotebookNode:
    text = f"**Leading “{part}” ({minutes} minutes).** Say it."
    return new_markdown_cell(text, metadata={"tags": ["instructor"]})


def lesson(*cells: nbformat.NotebookNode) -> nbformat.NotebookNode:
    first = new_markdown_cell("# Title\n\n**5 minutes.**\n\n- tell")
    notebook = new_notebook(cells=[first, new_markdown_cell("## One"), *cells])
    facts = {"lesson": "00", "title": "Title", "minutes": 5, "objectives": ["tell"]}
    notebook.metadata["informint"] = facts
    return notebook


def test_minutes_that_do_not_add_up_and_notes_on_nothing_are_told() -> None:
    assert list(broken_minutes(lesson(note("One", 5)), "x")) == []
    told = " ".join(broken_minutes(lesson(note("One", 2), note("Two", 2)), "x"))
    assert "take 4 minutes, and it says 5" in told
    assert "'Two', which is no heading" in told


def test_the_check_names_an_edition_that_is_not_made_from_the_lessons(tmp_path: Path) -> None:
    nbformat.write(lesson(note("One", 5)), tmp_path / "00_x.ipynb")
    assert "instructor/00_x.ipynb" in " ".join(publish(tmp_path, check=True))
    assert publish(tmp_path, check=False) == publish(tmp_path, check=True) == []
    edition = tmp_path / "instructor" / "00_x.ipynb"
    edition.write_text(edition.read_text("utf-8").replace("Say it", "Sing it"), "utf-8")
    (tmp_path / "instructor" / "01_old.ipynb").write_text("{}")
    told = publish(tmp_path, check=True)
    assert [sentence.split(":")[0] for sentence in told] == [
        "instructor/01_old.ipynb",
        "instructor/00_x.ipynb",
    ]


def test_a_slide_begins_at_a_heading_and_notes_are_the_speakers() -> None:
    cells = [
        note("One", 5),
        new_code_cell("view"),
        new_markdown_cell("<details>", metadata={"tags": ["solution"]}),
    ]
    kinds = [c.metadata.slideshow.slide_type for c in instructors_edition(lesson(*cells)).cells]
    assert kinds == ["slide", "notes", "slide", "notes", "-", "subslide"]


def test_there_is_a_card_for_everybody_and_a_line_for_all_that_is_observed() -> None:
    text = unescape(persona_cards())
    assert text.count("<article") == len(personas())
    assert all(
        person.name in text and person.hook[0].tells in text for person in personas().values()
    )
    sheet = unescape(observers_sheet())
    assert all(line.ask in sheet for line in rubric()[0])
    for page in (text, sheet):
        assert not re.search(r"https?://|<script", page)


def test_the_kit_is_written_with_slides(tmp_path: Path) -> None:
    assert main(["cohort", "kit", "-o", str(tmp_path), "--slides"]) == 0
    names = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.*")}
    assert {"how_to_lead.ipynb", "persona_cards.html", "slides/04_the_conversation.html"} <= names
    edition = json.loads((tmp_path / "04_the_conversation.ipynb").read_text("utf-8"))
    headings = [c for c in edition["cells"] if c["metadata"]["slideshow"]["slide_type"] == "slide"]
    slides = (tmp_path / "slides" / "04_the_conversation.html").read_text("utf-8")
    assert slides.count('<aside class="notes"') == len(tagged(READ["04_the_conversation.ipynb"],
                                                               "instructor")) + 1  # fmt: skip
    assert slides.count("<section>") >= len(headings)
