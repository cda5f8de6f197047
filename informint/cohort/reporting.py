"""The report on a class: a notebook that papermill fills in, written as one page of HTML."""

import os
from html import escape
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import nbformat
import papermill
from nbconvert import HTMLExporter
from nbformat import NotebookNode
from traitlets.config import Config

from informint import content
from informint.cohort.class_cards import read_cards
from informint.errors import BadInput

_PATIENCE = 180  # seconds for a kernel to start, on a machine that is busy with a class
_PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>
:root {{ color-scheme: light dark }}
body {{ font: 1rem/1.5 system-ui, sans-serif; max-width: 52rem; margin: 2rem auto; padding: 0 1rem }}
table {{ border-collapse: collapse; margin: 1rem 0 2rem; width: 100% }}
caption {{ text-align: left; font-weight: 600; padding-bottom: .4rem }}
th, td {{ overflow-wrap: anywhere; text-align: left; vertical-align: top; padding: .3rem .5rem .3rem 0; border-bottom: 1px solid #8888 }}
@media print {{ body {{ margin: 0 }} h2 {{ break-after: avoid }} tr {{ break-inside: avoid }} }}
</style></head><body><main>
{body}
</main></body></html>
"""  # noqa: E501  (CSS reads better in lines of its own)


def report(folder: Path, output: Path) -> dict[str, Any]:
    """Write the report on the progress cards in a folder.

    The page needs nothing from the network and names no learner; files left out are named.

    Args:
        folder: holds the cards, as ``.json``, in any folders.
        output: the HTML file.

    Returns:
        The design's JSON: how many cards were read, and which files were left out and why.

    Raises:
        BadInput: when there are no cards, or the page cannot be written.
    """
    read = read_cards(folder, output)  # here first, so that what is wrong is told without a kernel
    with TemporaryDirectory() as place:
        template = Path(place) / "report.ipynb"
        template.write_bytes(files(__package__).joinpath("report.ipynb").read_bytes())
        parameters = {
            "folder": str(folder.resolve()),
            "report": str(output.resolve()),
            "pack": str(content.in_use() or ""),
        }
        by_file = {"transport": "ipc", "ip": f"{place}/kernel"} if os.name == "posix" else {}
        filled = papermill.execute_notebook(
            template,
            None,
            parameters=parameters,
            kernel_name="python3",
            progress_bar=False,
            start_timeout=_PATIENCE,
            config=Config({"KernelManager": by_file}),
        )
    page = _page(filled)
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        output.write_text(page, "utf-8")
    except OSError as error:
        message = f"The report cannot be written to {output}: {error.strerror or error}."
        raise BadInput(message) from None
    return read.as_json()


def _page(notebook: NotebookNode) -> str:
    # The bare template: nbconvert's whole page would ask the network for scripts and fonts.
    exporter = HTMLExporter(
        template_name="basic",
        exclude_input=True,
        exclude_output_prompt=True,
        exclude_anchor_links=True,
    )
    for cell in notebook.cells:  # what the parameters name is nobody's business
        if "injected-parameters" in cell.metadata.get("tags", ()):
            cell.source = ""
    body, _ = exporter.from_notebook_node(nbformat.from_dict(notebook))
    return _PAGE.format(title=escape("How the class is doing"), body=body)
