"""Lesson 03 in a real JupyterLab: questions read as one types, put in order, and printed."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from browser.lab import NARROW, WIDE, Lab, Lesson
from playwright.sync_api import Locator, expect

PLAN = "03_questions_and_plan.ipynb"
Open = Callable[..., Lesson]
OWN = "What surprised you in your first winter there?"


def choose_somebody(agenda: Locator) -> None:
    agenda.get_by_label("With whom?").select_option(index=1)
    expect(agenda.get_by_label("A question of your own")).to_be_visible()


def add(agenda: Locator, question: str) -> None:
    agenda.get_by_label("A question of your own").fill(question)
    agenda.get_by_role("button", name="Add to my list").click()
    expect(agenda.locator("ol.order li")).to_contain_text([question])


def test_from_questions_to_one_printed_page(open_lesson: Open, tmp_path: Path) -> None:
    lesson = open_lesson(PLAN).run()
    agenda = lesson.view("Your agenda")
    choose_somebody(agenda)
    agenda.get_by_label("A question of your own").fill("Do you like it?")
    expect(agenda.get_by_text("closed").first).to_be_visible()
    add(agenda, "How did you come to this work?")
    agenda.get_by_label("A question of your own").fill(OWN)
    agenda.get_by_role("button", name="Add to my list").click()
    listed = agenda.locator("ol.order li")
    expect(listed).to_have_count(2)
    agenda.get_by_label("Search").fill("podcast")
    agenda.get_by_role("button", name=re.compile("^Add")).last.click()
    expect(listed).to_have_count(3)

    # By keyboard the second comes first, and the keyboard stays with it.
    agenda.get_by_role("button", name=f"Move up ({OWN})").press("Enter")
    expect(listed.first).to_contain_text(OWN)

    with lesson.page.expect_download() as saved:
        agenda.get_by_role("button", name="Save as a page to print").click()
    file = tmp_path / "agenda.html"
    saved.value.save_as(file)
    page = lesson.page.context.new_page()
    page.goto(file.as_uri())
    expect(page.get_by_text(OWN)).to_be_visible()
    for size in ("A4", "Letter"):
        printed = page.pdf(format=size)
        assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("width", "size"), [("wide", WIDE), ("narrow", NARROW)])
def test_questions_and_agenda_fit_their_page(
    open_lesson: Open, lab: Lab, theme: str, width: str, size: dict[str, int]
) -> None:
    """Neither is wider than its place; pictures are left to look at."""
    lab.theme(theme)
    lesson = open_lesson(PLAN, viewport={**size, "height": 2600}).run()
    choose_somebody(lesson.view("Your agenda"))
    for title in ("Your questions", "Your agenda"):
        view = lesson.view(title)
        lesson.shoot(view, f"03-{title.lower().replace(' ', '-')}-{theme}-{width}")
        assert view.evaluate("node => node.scrollWidth <= node.clientWidth + 1"), title
