"""Who stands there twice, by keyboard; and a journal saved, forgotten and restored."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

from browser.lab import Lab, Lesson, opened, serve
from playwright.sync_api import Browser, expect

from informint.journal import open_journal

START, WHOM = "00_start_here.ipynb", "01_whom_to_talk_to.ipynb"
Open = Callable[..., Lesson]

CONNECTIONS = """First Name,Last Name,URL,Email Address,Company,Position,Connected On
Robert,Zephyrine,https://www.linkedin.com/in/robert-z,,Fern Museum,Curator,05 Jan 2024
Oda,Lindqvist,https://www.linkedin.com/in/oda,,Quill,Editor,06 Jan 2024
"""
TABLE = "Name,Employer,E-mail\nBob Zephyrine,Fern Museum,bob@example.org\nOda Lindqvist,Loom,\n"


def upload(name: str, text: str) -> dict[str, object]:
    return {"name": name, "mimeType": "text/csv", "buffer": text.encode()}


def test_twice_in_the_journal_and_kept(
    open_lesson: Open, browser: Browser, lab: Lab, tmp_path: Path
) -> None:
    lesson = open_lesson(START).run()
    lesson.view("Your journal").get_by_role("button", name="Start my own journal").click()
    lesson = open_lesson(WHOM).run()
    contacts = lesson.view("Your contacts")
    for name, text in (("Connections.csv", CONNECTIONS), ("mine.csv", TABLE)):
        contacts.get_by_label("LinkedIn's export").set_input_files(upload(name, text))
        expect(contacts.get_by_role("status")).to_contain_text("2 people read")

    twice = lesson.view("The same person twice?")
    expect(twice.get_by_text("one given name is short for the other").first).to_be_visible()
    lesson.shoot(twice, "duplicates")
    twice.get_by_role("listbox").focus()
    lesson.page.keyboard.press("s")
    expect(twice.get_by_role("status").last).to_contain_text("One person now")
    twice.get_by_role("listbox").focus()
    lesson.page.keyboard.press("t")
    expect(twice.get_by_text("Nobody in your journal seems to stand there twice.")).to_be_visible()
    twice.get_by_text("Merged so far: 1").click()
    expect(twice.get_by_role("button", name="They are two")).to_be_visible()

    lesson = open_lesson(START).run()
    keep = lesson.view("Keep your journal")
    files = {}
    keep.get_by_text("Save it for another program").click()
    for label, name in (("Save everything", "all.json"), ("Save as .csv", "people.csv")):
        with lesson.page.expect_download() as download:
            keep.get_by_role("button", name=label).click()
        files[name] = tmp_path / name
        download.value.save_as(files[name])
    lesson.shoot(keep, "keep")
    rows = list(csv.DictReader(io.StringIO(files["people.csv"].read_text("utf-8-sig"))))
    assert len(rows) == 3

    with serve(tmp_path / "another") as other, opened(browser, other, START) as fresh:
        fresh.run()
        keep = fresh.view("Keep your journal")
        keep.get_by_text("Restore what you saved").click()
        keep.get_by_label("Your file").set_input_files(files["all.json"])
        expect(keep.get_by_role("status")).to_contain_text("Restored: 3 people")
        expect(fresh.view("Your journal").get_by_text("3 people, 0 drafts")).to_be_visible()
        with open_journal(other.data) as restored, open_journal(lab.data) as before:
            assert restored.state.says_the_same_as(before.state)
