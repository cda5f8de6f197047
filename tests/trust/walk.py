"""Walks through every lesson in a real kernel, as a learner whose journal names one person.

    python walk.py FOLDER

All that the walk uses lies in FOLDER: home, settings, temporary files, lessons, journal. Who is
searched for afterwards, and where, test_canary.py says. A process of its own, since a kernel reads
its environment once.
"""

import os
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from traitlets.config import Config

from informint.cli import main
from informint.notebooks import copy_lessons

# Every view is opened, used, drawn and shown with what a browser would have asked for. The name is
# never in a cell: it comes out of the journal, as a learner's people do.
USE = """
import contextlib, random, sys
sys.path.insert(0, TESTS)
from IPython.display import display
from trust.crawling import Crawler, built
from informint.errors import InformintError

name = next(iter(journal.state.people.values())).name
for number, view in enumerate(built(journal)):
    with contextlib.suppress(InformintError):
        crawler = Crawler(view, random.Random(number), lambda: name)
        for _ in range(6):
            crawler.step()
    display(view)
print(journal, repr(view), len(crawler.sent))
"""
# Mistakes with a name in them: what is told of each is in the outputs.
MISTAKES = """
from informint import cards, drafts, exports, roleplay
from informint.contacts import read_contacts
from informint.journal import events
from informint.model import Message, Profile
from informint.outreach import to_eml

first = next(iter(journal.state.people.values()))
broken = f"{first.name}\\r\\nBcc: {first.name}"
for wrong in (
    lambda: journal.record(events.PersonFound(first)),
    lambda: journal.record(events.Thanked(first.id)),
    lambda: journal.record(events.GoalSet(7)),
    lambda: journal.record(events.GoalSet(first.name + "\\ud800")),
    lambda: exports.find_person(journal.state, first.name + "x"),
    lambda: exports.export(journal, "x.doc"),
    lambda: cards.progress_card(journal, first.name),
    lambda: cards.read_card(f'{{"informint_card": 1, "who": "{first.name}"}}'.encode()),
    lambda: read_contacts(("x.csv", f"{first.name},Curator\\n{first.name},Curator\\n".encode())),
    lambda: read_contacts(("x.vcf", f"BEGIN:VCARD\\n{first.name}".encode())),
    lambda: drafts.read_draft(f"Subject: {first.name}\\n\\x00".encode(), "x.txt"),
    lambda: journal.restore(f'{{"informint_journal": 1, "entries": "{first.name}"}}'.encode()),
    lambda: journal.restore(journal.export_json()),
    lambda: roleplay.resume(f'{{"persona": "x", "seed": "{first.name}"}}'),
    lambda: to_eml(Message(body="x", to=broken, to_email=broken), Profile(name=broken)),
):
    try:
        wrong()
    except InformintError as error:
        print(f"{type(error).__name__}: {error}")
"""


def cells(lesson: Path) -> list[str]:
    notebook = nbformat.read(lesson, as_version=4)
    return [cell.source for cell in notebook.cells if cell.cell_type == "code"]


def walk(folder: Path) -> None:
    lessons = folder / "lessons"
    copy_lessons(lessons)
    tests = f"TESTS = {str(Path(__file__).parents[1])!r}\n"
    code = [cell for lesson in sorted(lessons.glob("[0-9]*.ipynb")) for cell in cells(lesson)]
    # One kernel for all lessons: to start seven is most of the time that this takes.
    notebook = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(cell) for cell in (*code, tests + USE, MISTAKES)]
    )
    by_file = {"transport": "ipc", "ip": str(folder / "kernel")} if os.name == "posix" else {}
    client = NotebookClient(
        notebook,
        timeout=300,
        kernel_name="python3",
        store_widget_state=True,  # whatever a front end might save
        config=Config({"KernelManager": by_file}),
        resources={"metadata": {"path": str(lessons)}},
    )
    client.execute()
    nbformat.write(notebook, lessons / "walked.ipynb")
    print("cells run:", len(notebook.cells))  # noqa: T201  (the test looks for it)
    for command in (
        ("contacts", str(folder / "data" / "nothing.csv")),
        ("export", str(folder / "no folder" / "x.json")),
        ("restore", str(lessons / "walked.ipynb")),
        ("doctor", str(lessons)),
        ("doctor", str(lessons), "--json"),
    ):
        main(command)


if __name__ == "__main__":
    walk(Path(sys.argv[1]))
