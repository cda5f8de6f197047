"""The instructor's edition: the lessons with what who leads says, plans, cards, and slides."""

import re
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from pathlib import Path
from typing import NamedTuple

import nbformat
from nbformat.v4 import new_markdown_cell, new_notebook

from informint import notes
from informint.content.teaching import Plan, RolePlay, teaching
from informint.errors import BadInput
from informint.notebooks import INSTRUCTOR, Notebook, slug
from informint.notebooks.printing import observers_sheet, persona_cards

GUIDE = "how_to_lead.ipynb"
_NOTE = re.compile(r"\*\*Leading “(?P<part>[^”]+)” \((?P<minutes>\d+) minutes?\)\.\*\*")
_HEADING = re.compile(r"#{1,2} \S", re.MULTILINE)


class Part(NamedTuple):
    """A part of a lesson, by its heading, and how many minutes it takes."""

    title: str
    minutes: int


def parts(lesson: Notebook) -> list[Part]:
    """Return the parts of a lesson that take time, as the cells tagged ``instructor`` say."""
    found = (_NOTE.match(cell.source) for cell in lesson.cells if _is(cell, INSTRUCTOR))
    return [Part(note["part"], int(note["minutes"])) for note in found if note]


def instructors_edition(lesson: Notebook) -> Notebook:
    """Return a lesson with its timetable on top, solutions open, notes set off, and slides told."""
    edition = deepcopy(lesson)
    table = new_markdown_cell(_timetable(edition), id="timetable", metadata={"tags": [INSTRUCTOR]})
    edition.cells.insert(1, table)
    for cell in edition.cells:
        if _is(cell, INSTRUCTOR) and cell is not table:
            cell.source = "\n".join(f"> {line}".rstrip() for line in cell.source.splitlines())
        elif _is(cell, "solution"):
            cell.source = cell.source.replace("<details>", "<details open>")
        cell.metadata["slideshow"] = {"slide_type": _slide(cell)}
    return edition


def kit(lessons: Mapping[str, Notebook]) -> dict[str, str]:
    """Return the files of the instructor's kit by name.

    Args:
        lessons: the lessons by file name, as published.
    """
    made = {name: instructors_edition(lesson) for name, lesson in lessons.items()}
    made[GUIDE] = guide(lessons)
    return {
        **{name: nbformat.writes(notebook) + "\n" for name, notebook in made.items()},
        "persona_cards.html": persona_cards(),
        "observers_sheet.html": observers_sheet(),
        "notes_sheet.html": notes.to_html(notes.make_sheet()),
    }


def publish(folder: Path, *, check: bool) -> list[str]:
    """Write the kit beside the lessons of a folder, or only name what is not as it would be.

    Raises:
        ContentError: for a mistake in the content.
    """
    paths = sorted(folder.glob("[0-9][0-9]_*.ipynb"))
    target = folder / INSTRUCTOR
    lessons = {path.name: nbformat.read(path, as_version=4) for path in paths}
    if not any(parts(lesson) for lesson in lessons.values()):
        return []
    wrong = [s for name, lesson in lessons.items() for s in broken_minutes(lesson, name)]
    files = kit(lessons)
    if check:
        there = {path.name for path in target.iterdir()} if target.is_dir() else set()
        wrong += [f"instructor/{name}: belongs to no lesson" for name in sorted(there - {*files})]
        for name, text in files.items():
            if name not in there or (target / name).read_text("utf-8") != text:
                wrong.append(f"instructor/{name}: is not made from the lessons; run make publish")
        return wrong
    target.mkdir(exist_ok=True)
    for name, text in files.items():
        (target / name).write_text(text, "utf-8")
    return wrong


def write_kit(folder: Path, lessons: Sequence[Path], *, slides: bool = False) -> list[str]:
    """Write the kit to a folder of the instructor's, with the course pack in use.

    Args:
        folder: where it goes; what the kit wrote before is written over.
        lessons: the lessons' files.
        slides: also write each lesson as slides, ``slides/NAME.html``; they load reveal.js from
            the network when they are shown.

    Returns:
        The files written, by their names in the folder.

    Raises:
        BadInput: when the folder cannot be written.
        ContentError: for a mistake in the content.
    """
    read = {path.name: nbformat.read(path, as_version=4) for path in lessons}
    files = kit(read)
    if slides:
        files |= {f"slides/{Path(name).stem}.html": _slides(files[name]) for name in (*read, GUIDE)}
    try:
        for name, text in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, "utf-8")
    except OSError as error:
        message = f"The kit cannot be written to {folder}: {error.strerror or error}."
        raise BadInput(message) from None
    return list(files)


def _slides(notebook: str) -> str:
    from nbconvert import SlidesExporter  # noqa: PLC0415  (takes a second, and few want slides)

    exporter = SlidesExporter(exclude_input_prompt=True, exclude_output_prompt=True)
    shown: str = exporter.from_notebook_node(nbformat.reads(notebook, as_version=4))[0]
    return shown


def broken_minutes(lesson: Notebook, name: str) -> Iterator[str]:
    """Yield a sentence for each thing that the minutes of a lesson's parts contradict."""
    said = lesson.metadata.get("informint", {}).get("minutes")
    told = sum(part.minutes for part in parts(lesson))
    if told != said:
        yield f"{name}: its parts take {told} minutes, and it says {said}"
    headings = set(_headings(lesson))
    for part in parts(lesson):
        if part.title not in headings:
            yield f"{name}: a note leads '{part.title}', which is no heading of it"


def guide(lessons: Mapping[str, Notebook]) -> Notebook:
    """Return the notebook on how to lead: the lessons in minutes, plans, role-play."""
    content = teaching()
    cells = [_INTRODUCTION, _lessons_table(lessons)]
    cells += ["## Plans\n\nEach adds up to its minutes; a step names the part of a lesson it uses."]
    cells += [_plan(plan) for plan in content.plan]
    cells += [_ROLE_PLAY]
    cells += [_role_play(play) for play in content.role_play]
    cells += [_DISCUSSION, _AFTER]
    notebook = new_notebook(cells=[new_markdown_cell(text, id=slug(text)) for text in cells])
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    for cell in notebook.cells:
        cell.metadata["slideshow"] = {"slide_type": "slide"}
    return notebook


_INTRODUCTION = """# How to lead

The notebooks beside this one are the learners' lessons with notes for you: how long each part
takes, what to say, where learners stumble, and what to ask them. Solutions are open. They are made
from the same source as the learners' copies, so the two never differ; `informint cohort kit -o DIR`
makes them for a course pack too, and writes over what it made before.

To print: [persona cards](persona_cards.html), [observer's sheet](observers_sheet.html),
[notes sheet](notes_sheet.html). As slides, with the notes in the speaker's window:
`informint cohort kit -o DIR --slides`."""

_ROLE_PLAY = """## Role-play among learners

People read faces, hesitate and laugh; the practice partners on the screen do not. So let learners
play both sides at least once. Whoever plays the answerer learns most about what a question does."""

_DISCUSSION = """## When the talk among the learners stalls

- When did a stranger last ask about *your* work, and what did you tell them that stands nowhere?
- What is the difference between using somebody and asking somebody?
- An adviser says that every meeting is a job interview. What changes if you believe it?
- Whom have you never told what became of their advice?
- What would have to happen for you to write to one person this week?"""

_AFTER = """## After the session

Learners who want to can hand in a **progress card** (lesson 06): counts, marks and ids of rules
under a pseudonym, and no words of anybody's. `informint cohort report DIR -o report.html` shows
what the class stumbles over, how follow-ups and open questions moved, and what to talk about next
time. Say beforehand that it is voluntary, and what is on it."""


def _timetable(lesson: Notebook) -> str:
    rows = "\n".join(f"| {part.title} | {part.minutes} |" for part in parts(lesson))
    total = sum(part.minutes for part in parts(lesson))
    return f"| part | minutes |\n|---|---|\n{rows}\n| **together** | **{total}** |"


def _lessons_table(lessons: Mapping[str, Notebook]) -> str:
    rows = []
    for name, lesson in lessons.items():
        facts = lesson.metadata["informint"]
        objectives = "; ".join(facts["objectives"])
        rows.append(
            f"| [{facts['lesson']} {facts['title']}]({name}) | {facts['minutes']} | {objectives} |"
        )
    total = sum(lesson.metadata["informint"]["minutes"] for lesson in lessons.values())
    table = "\n".join(rows)
    return (
        "## The lessons\n\n| lesson | minutes | learners can |\n|---|---|---|\n"
        f"{table}\n| **together** | **{total}** | |"
    )


def _plan(plan: Plan) -> str:
    start, rows = 0, []
    for step in plan.step:
        where = f"{step.lesson}, {step.part}" if step.part else ""
        rows.append(f"| {start} | {step.minutes} | {step.what} | {step.how} | {where} |")
        start += step.minutes
    table = "\n".join(rows)
    return (
        f"### {plan.minutes} minutes: {plan.title}\n\n**Before:** {plan.before}\n\n"
        f"| from | minutes | what | how | lesson |\n|---|---|---|---|---|\n{table}\n"
        f"| {start} | | the end | | |\n\n**After:** {plan.after}"
    )


def _role_play(play: RolePlay) -> str:
    total = sum(step.minutes for step in play.round)
    roles = "\n".join(f"- {role}" for role in play.roles)
    steps = "\n".join(f"| {step.minutes} | {step.what} |" for step in play.round)
    asked = "\n".join(f"{n}. {question}" for n, question in enumerate(play.debrief, 1))
    return (
        f"### {play.title}\n\n{roles}\n\n| minutes | what |\n|---|---|\n{steps}\n"
        f"| **{total}** | **a round** |\n\nTo debrief:\n\n{asked}"
    )


def _headings(lesson: Notebook) -> Iterator[str]:
    for cell in lesson.cells:
        if cell.cell_type == "markdown" and not _is(cell, INSTRUCTOR):
            lines = cell.source.splitlines()
            yield from (line[3:].strip() for line in lines if line.startswith("## "))


def _slide(cell: Notebook) -> str:
    """Return what a cell is among slides; what belongs to a heading stays on its slide."""
    if _is(cell, INSTRUCTOR):
        return "notes"
    if _is(cell, "parameters"):
        return "skip"
    if _is(cell, "solution"):
        return "subslide"
    return "slide" if cell.cell_type == "markdown" and _HEADING.match(cell.source) else "-"


def _is(cell: Notebook, tag: str) -> bool:
    return tag in cell.metadata.get("tags", ())
