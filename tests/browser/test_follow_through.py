"""Lesson 06 in a real JupyterLab: a talk brings a name, and a restart in between loses nothing."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from browser.lab import NARROW, WIDE, Lab, Lesson, choose_on_board
from icalendar import Calendar
from playwright.sync_api import expect

from informint.journal import Stage, open_journal
from informint.journal.events import Drafted, PersonFound, ProfileSet, Sent
from informint.model import Message, Person, Profile

FOLLOW = "06_the_follow_through.ipynb"
Open = Callable[..., Lesson]
NORA = Person(id="nora", name="Nora Haldane", company="Fern Museum")
REQUEST = Message(subject="Request for an informational interview", body="Dear Ms. Haldane, ...")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("width", "size"), [("wide", WIDE), ("narrow", NARROW)])
def test_the_board_fits_its_page(
    open_lesson: Open, lab: Lab, theme: str, width: str, size: dict[str, int]
) -> None:
    """Nothing is wider than its place; pictures are left to look at."""
    lab.theme(theme)
    lesson = open_lesson(FOLLOW, viewport={**size, "height": 2600}).run()
    board = lesson.view("Your follow-through")
    board.get_by_role("button", name="Goran Vukadinčić", exact=True).click()
    board.get_by_text("They named somebody").click()
    reminder = lesson.view("Your reminder")
    reminder.get_by_label("Who has not answered?").select_option(index=1)
    reminder.get_by_role("button", name="Put a reminder into the editor").click()
    expect(reminder.get_by_label("Your text")).to_have_value(re.compile("this is a short reminder"))
    for view, name in ((board, "board"), (reminder, "reminder")):
        lesson.shoot(view, f"06-{name}-{theme}-{width}")
        assert view.evaluate("node => node.scrollWidth <= node.clientWidth + 1"), name
    board.get_by_label("Show as").select_option("table")
    expect(board.get_by_role("table")).to_be_visible()
    lesson.shoot(board, f"06-table-{theme}-{width}")


def test_a_talk_brings_a_name_and_a_restart_loses_nothing(
    open_lesson: Open, lab: Lab, tmp_path: Path
) -> None:
    with open_journal(lab.data) as own:
        own.begin()
        own.record(ProfileSet(Profile(name="Imani Lund")), PersonFound(NORA))
        own.record(Drafted("nora", REQUEST), Sent("nora"))
    lesson = open_lesson(FOLLOW).run()
    board = lesson.view("Your follow-through")
    choose_on_board(board, "Nora Haldane")
    board.get_by_role("button", name="They said yes").press("Enter")
    expect(board.get_by_role("heading", name="Replied (1)")).to_be_visible()
    board.get_by_label("A talk is set for").fill("2035-06-04T16:30")
    expect(board.get_by_role("heading", name="Scheduled (1)")).to_be_visible()

    board = lesson.come_back().view("Your follow-through")
    choose_on_board(board, "Nora Haldane")
    board.get_by_role("button", name="We have talked", exact=True).click()
    board.get_by_text("They named somebody").click()
    board.get_by_label("Name", exact=True).fill("Ada Oyelaran")
    board.get_by_role("button", name="Add them to my board").click()
    choose_on_board(board, "Ada Oyelaran")
    expect(board.get_by_text("Introduced by Nora Haldane.")).to_be_visible()
    board.get_by_label("May you use their name?").select_option("yes")
    expect(board.get_by_role("status").last).to_contain_text("Noted")

    with lesson.page.expect_download() as saved:
        board.get_by_role("button", name="Save the reminders for my calendar").click()
    saved.value.save_as(tmp_path / "reminders.ics")
    calendar = Calendar.from_ical((tmp_path / "reminders.ics").read_bytes())
    assert {str(e["SUMMARY"]) for e in calendar.walk("VEVENT")} == {
        "Thank Nora Haldane",
        "Tell Nora Haldane what came of it",
        "Write to Ada Oyelaran",
    }
    with open_journal(lab.data) as own:
        (ada,) = own.state.introductions
        assert own.state.people[ada].name == "Ada Oyelaran"
        assert own.state.introductions[ada].may_name is True
        assert own.state.progress["nora"].stage is Stage.REFERRED
