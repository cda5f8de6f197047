"""One learner's copy of one lesson: its parameters set by papermill, and nobody's name in it."""

from collections.abc import Mapping
from copy import deepcopy
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from papermill.parameterize import parameterize_notebook

from informint.content.packs import LARGEST, content_files
from informint.errors import BadInput
from informint.files import read_limited
from informint.markdown import literal
from informint.notebooks import Notebook, execute, learners_edition, tidy

PACK = "pack"  # the folder beside the copies that a learner's course pack is copied to
Pack = Mapping[str, bytes]  # the content files of a course pack, by their names in it
_USE_PACK = f'from informint import content\n\ncontent.use("{PACK}")'


def read_pack(folder: Path) -> Pack:
    """Return the content files of a course pack, and nothing else that lies in its folder.

    Raises:
        BadInput: when it cannot be read.
    """
    return {
        name: read_limited(folder / name, LARGEST, "file of a pack")
        for name in content_files(folder)
    }


def copy_of(
    lesson: str, given: Mapping[str, object], *, pack: Pack | None = None, run: bool = False
) -> str:
    """Return a learner's copy of a lesson as text; may be called in another process or machine.

    The same arguments give the same prepared copy, so that one whose worker died is made again.

    Args:
        lesson: the lesson, as text.
        given: the parameters, by names that are Python identifiers; a ``name`` is greeted.
        pack: a course pack, which stands beside the copy as ``PACK``.
        run: also run it, on the sample, as a check; what it shows stays in the copy.

    Raises:
        BadInput: for a parameter that is no name, or when the copy does not run to its end.
    """
    for name in given:
        if not name.isidentifier():
            message = "a parameter's name is no name in Python"
            raise BadInput(message)
    # A copy shares the cells that it does not change, as papermill changes none: 40 times faster
    # than reading the lesson again.
    notebook = nbformat.NotebookNode(_bare(lesson))
    notebook.cells = list(notebook.cells)
    notebook.metadata = deepcopy(notebook.metadata)
    _set(notebook, given, use_pack=pack is not None)
    if given.get("name"):
        whose = literal(f"This copy is {given['name']}'s.")
        notebook.cells.insert(1, nbformat.v4.new_markdown_cell(whose, id="whose-copy"))
    if run:
        notebook = _ran(deepcopy(notebook), pack)
    written: str = nbformat.writes(notebook)
    return f"{written}\n"


@lru_cache(maxsize=32)
def _bare(lesson: str) -> Notebook:
    """Return a lesson as learners get it, without anything that running it left behind."""
    notebook = learners_edition(nbformat.reads(lesson, as_version=4))
    for cell in notebook.cells:
        cell.metadata.setdefault("tags", [])  # papermill looks into all of them
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    return notebook


def _set(notebook: Notebook, given: Mapping[str, object], *, use_pack: bool) -> None:
    """Set the parameters after the cell that holds their defaults, or before the first code."""
    code = next((n for n, c in enumerate(notebook.cells) if c.cell_type == "code"), 0)
    if use_pack:
        cell = nbformat.v4.new_code_cell(_USE_PACK, id="course-pack", metadata={"tags": []})
        notebook.cells.insert(code, cell)
    tagged = any("parameters" in cell.metadata.get("tags", ()) for cell in notebook.cells)
    if not tagged:  # papermill would put them above the title
        place = nbformat.v4.new_raw_cell("", metadata={"tags": ["parameters"]})
        notebook.cells.insert(code, place)
    notebook.metadata.papermill = {}
    # In place: papermill sets `cells` of what it was given, or of an upgraded copy.
    done = parameterize_notebook(notebook, dict(given), kernel_name="python3", language="python")
    notebook.cells = [cell for cell in done.cells if tagged or cell is not place]
    del notebook.metadata["papermill"]  # it repeats the parameters, and where files lay
    for cell in notebook.cells:
        if "injected-parameters" in cell.metadata.get("tags", ()):
            cell.id = "injected-parameters"  # papermill's own is drawn by lot


def _ran(notebook: Notebook, pack: Pack | None) -> Notebook:
    with TemporaryDirectory() as folder:
        for name, data in (pack or {}).items():
            path = Path(folder, PACK, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        try:
            return tidy(execute(notebook, Path(folder)))
        except CellExecutionError as error:
            reason = f"it stops with {error.ename}"
        except CellTimeoutError:
            reason = "a cell takes too long"
        except DeadKernelError:
            reason = "its kernel died"
        except RuntimeError:
            reason = "its kernel did not start"
    raise BadInput(reason)
