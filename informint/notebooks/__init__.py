"""Lessons as files: copied to the learner, published by the project, held to their contract."""

import asyncio
import hashlib
import json
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import nbformat

from informint.errors import BadInput
from informint.files import write_whole

Notebook = Any  # nbformat's NotebookNode is untyped
VIEW_MIME = "application/vnd.jupyter.widget-view+json"
RECORD = ".informint-lessons.json"
INSTRUCTOR = "instructor"

_PATHS = re.compile(r"(?<![\w.:/])/(?:home|Users|root|tmp|var|work|mnt|opt)/\w|[A-Z]:\\\\?Users")
_DATES = re.compile(r"\b20\d\d-\d\d-\d\d\b|\b\d{1,2}:\d\d:\d\d\b")


def lessons() -> list[Path]:
    """Return the shipped lessons in order; the first is where a learner starts."""
    packaged = Path(str(files("informint") / "lessons"))
    root = packaged if packaged.is_dir() else Path(__file__).parents[2] / "notebooks"
    return sorted(root.glob("[0-9][0-9]_*.ipynb"))


def copy_lessons(folder: Path) -> list[str]:
    """Copy the lessons to a learner's folder, and never over a file they changed.

    A lesson that was updated since it was copied takes the place of an untouched copy; beside a
    changed copy it is put under a name of its own.

    Returns:
        One sentence for each file that was kept because the learner changed it.

    Raises:
        BadInput: the folder cannot be made or written.
    """
    record_file = folder / RECORD
    try:
        folder.mkdir(parents=True, exist_ok=True)
        record = json.loads(record_file.read_text("utf-8")) if record_file.exists() else {}
        if not isinstance(record, dict):
            record = {}
        told = [t for lesson in lessons() if (t := _copy_lesson(lesson, folder, record))]
        write_whole(record_file, json.dumps(record, indent=1).encode())
    except json.JSONDecodeError:
        message = f"{RECORD} in the lessons' folder is damaged; remove it and try again."
        raise BadInput(message) from None
    except OSError as error:
        message = f"The lessons cannot be copied to {folder}: {error.strerror}."
        raise BadInput(message) from None
    return told


def _copy_lesson(lesson: Path, folder: Path, record: dict[str, str]) -> str:
    shipped = _for_learners(lesson.read_bytes())
    target = folder / lesson.name
    if not target.exists() or _digest(target.read_bytes()) == record.get(lesson.name):
        write_whole(target, shipped)
        record[lesson.name] = _digest(shipped)
        return ""
    if record.get(lesson.name) == _digest(shipped) or target.read_bytes() == shipped:
        return ""
    beside = folder / f"{lesson.stem}_updated.ipynb"
    number = 2
    while beside.exists() and beside.read_bytes() != shipped:
        beside = folder / f"{lesson.stem}_updated_{number}.ipynb"
        number += 1
    write_whole(beside, shipped)
    return (
        f"{lesson.name} holds changes of yours and was kept; the updated lesson is {beside.name}."
    )


def learners_edition(notebook: Notebook) -> Notebook:
    """Leave out the cells tagged ``instructor``, which only who leads a class sees; in place."""
    notebook.cells = [c for c in notebook.cells if INSTRUCTOR not in c.metadata.get("tags", ())]
    return notebook


def _for_learners(lesson: bytes) -> bytes:
    if f'"{INSTRUCTOR}"'.encode() not in lesson:
        return lesson
    notebook = learners_edition(nbformat.reads(lesson.decode(), as_version=4))
    written: str = nbformat.writes(notebook)
    return f"{written}\n".encode()


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def slug(text: str) -> str:
    """Return the first words of a text as an id of at most 48 characters of ``a-z0-9-``."""
    words = re.findall(r"[a-z0-9]+", re.sub(r"<[^>]*>", " ", text.lower()))
    return "-".join(words)[:48].strip("-") or "cell"


def tidy(notebook: Notebook) -> Notebook:
    """Bring an executed notebook into the state in which it is committed; changes it in place.

    Ids come from the cells' words, counts run from 1; out go widget state, widget-view MIME, time
    stamps and whatever names a machine.
    """
    seen: dict[str, int] = {}
    count = 0
    for cell in notebook.cells:
        base = slug(cell.source)
        seen[base] = seen.get(base, 0) + 1
        cell.id = base if seen[base] == 1 else f"{base}-{seen[base]}"
        tags = cell.metadata.get("tags")
        cell.metadata = {"tags": tags} if tags else {}
        if cell.cell_type == "code":
            count += 1
            cell.execution_count = count
            for output in cell.outputs:
                output.get("data", {}).pop(VIEW_MIME, None)
                if "execution_count" in output:
                    output["execution_count"] = count
                if "metadata" in output:
                    output["metadata"] = {}
    notebook.metadata = {
        "informint": notebook.metadata.get("informint", {}),
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    return notebook


def execute(notebook: Notebook, folder: Path) -> Notebook:
    """Run a lesson as somebody without a journal would, on the sample; returns it with outputs."""
    from nbclient import NotebookClient  # noqa: PLC0415  (only publishing starts kernels)
    from traitlets.config import Config  # noqa: PLC0415  (as above)

    with tempfile.TemporaryDirectory() as empty:
        environment = {**os.environ, "INFORMINT_DATA": empty}
        # Two kernels that start at the same moment may choose the same port; files have names.
        by_file = {"transport": "ipc", "ip": f"{empty}/kernel"} if os.name == "posix" else {}
        client = NotebookClient(
            notebook,
            timeout=120,
            startup_timeout=180,
            kernel_name="python3",
            store_widget_state=False,
            config=Config({"KernelManager": by_file}),
            resources={"metadata": {"path": str(folder)}},
        )
        # A loop of its own, closed at the end: this may be one thread of many.
        asyncio.run(client.async_execute(env=environment))
    return notebook


def broken_promises(notebook: Notebook, name: str) -> Iterator[str]:
    """Yield a sentence for each point of the lessons' contract that a notebook breaks."""
    facts = notebook.metadata.get("informint", {})
    first = notebook.cells[0].source if notebook.cells else ""
    minutes = facts.get("minutes")
    if not isinstance(minutes, int) or f"{minutes} minutes" not in first:
        yield f"{name}: the first cell does not state the minutes of the metadata"
    for objective in facts.get("objectives") or ["(no objectives in the metadata)"]:
        if objective not in first:
            yield f"{name}: the first cell does not state the objective '{objective}'"
    if notebook.metadata.get("widgets"):
        yield f"{name}: holds widget state"
    for count, cell in enumerate(c for c in notebook.cells if c.cell_type == "code"):
        if cell.execution_count != count + 1:
            yield f"{name}, cell {cell.id}: was not executed in order"
    for cell in notebook.cells:
        yield from _leaks(cell, f"{name}, cell {cell.id}")
    yield from _unsolved(notebook, name)


def _unsolved(notebook: Notebook, name: str) -> Iterator[str]:
    waiting = ""
    for cell in notebook.cells:
        tags = cell.metadata.get("tags", [])
        if "exercise" in tags:
            if waiting:
                yield f"{name}, cell {waiting}: the exercise has no solution"
            waiting = cell.id
        elif "solution" in tags:
            waiting = ""
    if waiting:
        yield f"{name}, cell {waiting}: the exercise has no solution"


def _leaks(cell: Notebook, where: str) -> Iterator[str]:
    for output in cell.get("outputs", []):
        if output.output_type == "error":
            yield f"{where}: ends in an error"
        if VIEW_MIME in output.get("data", {}):
            yield f"{where}: holds a widget view"
        written = json.dumps(output)
        if _PATHS.search(written):
            yield f"{where}: holds an absolute path"
        if _DATES.search(written):
            yield f"{where}: holds a date"


def main(argv: list[str] | None = None) -> int:
    """Publish the notebooks of a folder, or with ``--check`` name what is not published.

    What stands in ``instructor`` there is made anew from the lessons; with ``--instructor`` that is
    all, and no lesson is run. With ``--learners`` the folders are filled with the lessons as
    learners get them, without what only an instructor sees.
    """
    from informint.notebooks import instructor  # noqa: PLC0415  (it builds on this module)

    arguments = sys.argv[1:] if argv is None else argv
    check = "--check" in arguments
    folders = [Path(a) for a in arguments if not a.startswith("--")]
    if "--learners" in arguments:
        kept = [sentence for folder in folders for sentence in copy_lessons(folder)]
        sys.stderr.writelines(f"{sentence}\n" for sentence in kept)
        return 1 if kept else 0
    lessons_too = "--instructor" not in arguments
    paths = [
        path
        for folder in folders
        for path in sorted(folder.rglob("*.ipynb"))
        if lessons_too
        and not {".ipynb_checkpoints", INSTRUCTOR} & set(path.relative_to(folder).parts)
    ]
    wrong: list[str] = []
    for path in paths:
        before = path.read_text("utf-8")
        notebook = nbformat.reads(before, as_version=4)
        after = nbformat.writes(tidy(notebook if check else execute(notebook, path.parent))) + "\n"
        wrong += broken_promises(nbformat.reads(after, as_version=4), path.name)
        if check and after != before:
            wrong.append(f"{path.name}: is not as the publish step leaves it; run make publish")
        if not check:
            path.write_text(after, "utf-8")
    for folder in folders:
        wrong += instructor.publish(folder, check=check)
    for sentence in wrong:
        sys.stderr.write(sentence + "\n")
    sys.stdout.write(f"{len(paths)} notebooks {'checked' if check else 'published'}\n")
    return 1 if wrong else 0
