"""Walks through every lesson in a real kernel, as a learner whose journal names one person.

    python walk.py FOLDER

All that the walk uses lies in FOLDER: home, settings, temporary files, lessons, journal. Who is
searched for afterwards, and where, test_canary.py says. A process of its own, since a kernel reads
its environment once.
"""

import contextlib
import io
import os
import shutil
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from traitlets.config import Config

from informint.cli import main
from informint.journal import open_journal
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
# What a learner may end a cell with, of whom they know.
TABLES = """
from test_frames import SHOWING
from informint import frames, targets

people = tuple(journal.state.people.values())
for make in SHOWING.values():
    display(make(frames.people(journal).assign(score=0.5)))
drafts = [draft for kept in journal.state.drafts.values() for draft in kept.values()]
display(people, journal.state.people, drafts, journal.state.preparations, journal.state.notes)
display(targets.rank(people, "maps", today=journal.today), frames.follow_through(journal))
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
        cells=[nbformat.v4.new_code_cell(cell) for cell in (*code, tests + USE, TABLES, MISTAKES)]
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
    ask(folder / "given")


def ask(given: Path) -> None:
    """Give commands what names somebody; all that is left of it is what they leave elsewhere."""
    given.mkdir()
    with open_journal() as journal:
        person = next(iter(journal.state.people.values()))
    text = f"Dear {person.name},\nHow did you come to this work?\n{person.email}\n"
    (given / "text.txt").write_text(text, "utf-8")
    endings = ("json", "csv", "xlsx", "md", "ics", "vcf")
    commands = (
        *(("export", str(given / f"all.{ending}")) for ending in endings),
        ("export", str(given / "one.md"), "--person", person.id),
        ("restore", str(given / "all.json"), "--data", str(given / "data")),
        ("contacts", str(given / "all.vcf")),
        ("targets", str(given / "all.vcf"), "--goal", person.name),
        ("check", "message", str(given / "text.txt")),
        ("check", "questions", str(given / "text.txt"), "--json"),
        ("talk", "--persona", "museum", "--script", str(given / "text.txt")),
    )
    with contextlib.redirect_stdout(io.StringIO()):  # a terminal shows whom one asks for
        done = [main(command) for command in commands]
    shutil.rmtree(given)
    print("commands done:", done.count(0), "of", len(done))  # noqa: T201  (as above)


if __name__ == "__main__":
    walk(Path(sys.argv[1]))
