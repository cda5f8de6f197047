"""Lesson 05 in a real JupyterLab: the end of a talk, its thank-you, notes, and times to offer."""

from collections.abc import Callable
from pathlib import Path

import pytest
from browser.lab import NARROW, WIDE, Lab, Lesson
from playwright.sync_api import Locator, expect

from informint.journal import open_journal

CLOSE = "05_close_and_thank.ipynb"
Open = Callable[..., Lesson]
ENDING = (
    "I see that our time is nearly up, so two last things. Whom else should I talk to?",
    "May I say that you gave me the name? I'll send you the map that I mentioned.",
    "Thank you. What you said about the grandmother with a cough will stay with me. Goodbye.",
)
TALK = "Practice talk with Leonor Tavares, attempt 1"
UNSAID = "Your story of the elephant in Cardiff made me laugh."


def close_a_talk(lesson: Lesson) -> None:
    drill = lesson.view("Three minutes: closing")
    drill.get_by_role("button", name="Start", exact=True).click()
    begun = 3
    expect(drill.locator(".theirs")).to_have_count(begun, timeout=20_000)
    for number, words in enumerate(ENDING, begun + 1):
        drill.get_by_role("textbox").fill(words)
        drill.get_by_role("textbox").press("Enter")
        expect(drill.locator(".theirs")).to_have_count(number, timeout=20_000)
    expect(drill.get_by_text("You thanked them for something they had said.")).to_be_visible()
    drill.get_by_role("button", name="End the talk").click()


def thanks(lesson: Lesson) -> Locator:
    view = lesson.view("Your thank-you")
    view.get_by_label("For which talk?").select_option(label=TALK)
    return view


# First in the file: it needs the sample, and the next test starts a journal.
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("width", "size"), [("wide", WIDE), ("narrow", NARROW)])
def test_the_views_fit_their_page(
    open_lesson: Open, lab: Lab, theme: str, width: str, size: dict[str, int]
) -> None:
    """None is wider than its place; pictures are left to look at."""
    lab.theme(theme)
    lesson = open_lesson(CLOSE, viewport={**size, "height": 2600}).run()
    lesson.view("Your notes of the talk").get_by_label("The talk with whom?").select_option(index=1)
    between = lesson.view("The days between")
    between.get_by_label("Who has answered?").select_option(index=1)
    between.get_by_label("Time 1").fill("2026-03-03T10:00")
    between.get_by_role("button", name="Put the pattern into the editor").click()
    expect(between.get_by_text("Something is still to be filled in here.")).to_be_visible()
    for title in ("Your notes of the talk", "The days between", "Your thank-you"):
        view = lesson.view(title)
        lesson.shoot(view, f"05-{title.lower().replace(' ', '-')}-{theme}-{width}")
        assert view.evaluate("node => node.scrollWidth <= node.clientWidth + 1"), title


def test_thanks_are_held_to_the_talk_and_outlive_the_kernel(
    open_lesson: Open, lab: Lab, tmp_path: Path
) -> None:
    lesson = open_lesson(CLOSE).run()
    lesson.view("Your journal").get_by_role("button", name="Start my own journal").click()
    close_a_talk(lesson)

    view = thanks(lesson)
    view.get_by_role("button", name="Thank for this").first.press("Enter")
    editor = view.get_by_label("Your text")
    expect(view.get_by_text("Something is still to be filled in here.")).to_be_visible()
    editor.fill(f"Dear Leonor,\n\nThank you for Monday. {UNSAID}\n\nKind regards,\nAda")
    expect(view.get_by_text("This is nowhere in what they said.")).to_be_visible()
    expect(view.locator("mark.should").first).to_have_text(UNSAID)
    expect(view.get_by_text("In the talk you promised something")).to_be_visible()
    expect(view.get_by_role("status")).to_contain_text("Saved at")

    again = thanks(lesson.come_back())
    expect(again.get_by_label("Your text")).to_have_value(
        f"Dear Leonor,\n\nThank you for Monday. {UNSAID}\n\nKind regards,\nAda"
    )
    with open_journal(lab.data) as journal:
        (practice,) = journal.state.practices.values()
    assert practice.thanks
    assert UNSAID in practice.thanks.body

    notes = lesson.view("Your notes of the talk")
    with lesson.page.expect_download() as saved:
        notes.get_by_role("button", name="Blank sheet as a page to print").click()
    file = tmp_path / "notes.html"
    saved.value.save_as(file)
    page = lesson.page.context.new_page()
    page.goto(file.as_uri())
    expect(page.get_by_text("What I promised")).to_be_visible()
