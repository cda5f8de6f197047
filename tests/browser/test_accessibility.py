"""Every view against WCAG 2.2 AA in a real browser, and every lesson by keyboard alone."""

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
from browser.every_view import notebook
from browser.lab import PATIENCE, Lab, Lesson
from playwright.sync_api import Locator, Page, expect

from informint import views

Open = Callable[..., Lesson]
AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Best practices for whole pages, which JupyterLab and not a view would follow.
NOT_OURS = ["region", "page-has-heading-one", "heading-order", "landmark-unique"]
HERE = Path(__file__).parent
STOPS, FOCUS = ((HERE / name).read_text("utf-8") for name in ("stops.js", "focus.js"))
FEW = 8  # controls of a view that are walked; all of them would take minutes
RUN_AXE = """([tags, off]) => axe.run(
    {include: [['.informint']]},
    {runOnly: {type: 'tag', values: tags},
     rules: Object.fromEntries(off.map((id) => [id, {enabled: false}])),
     resultTypes: ['violations']})"""

# WCAG's contrast of every text with what lies behind it, and of each control's edge with its
# surroundings; axe leaves open what it is not sure of, so this leaves nothing open.
CONTRAST = (HERE / "contrast.js").read_text("utf-8")
# What each view promises to those who cannot see it, beside names, which axe looks after.
SPOKEN = (HERE / "spoken.js").read_text("utf-8")


def shown(lesson: Lesson) -> Page:
    """Wait until every view is drawn, and open whatever is folded away."""
    drawn = (
        f"() => document.querySelectorAll('.informint section h3').length >= {len(views.__all__)}"
    )
    lesson.page.wait_for_function(drawn, timeout=PATIENCE)
    lesson.page.evaluate(
        "() => document.querySelectorAll('.informint details').forEach((d) => { d.open = true; })"
    )
    return lesson.page


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_view_breaks_wcag(open_lesson: Open, lab: Lab, theme: str) -> None:
    lab.theme(theme)
    page = shown(open_lesson(notebook(lab), viewport={"width": 1280, "height": 2400}).run())
    page.evaluate(AXE)
    found = page.evaluate(RUN_AXE, [TAGS, NOT_OURS])
    told = [
        f"{v['id']} ({v['impact']}): {v['help']}: {[n['html'][:160] for n in v['nodes'][:4]]}"
        for v in found["violations"]
    ]
    assert told == []
    poor, seen = page.evaluate(CONTRAST)
    assert poor == []
    assert seen["texts"] > 500
    assert seen["edges"] > 40
    every = page.evaluate(SPOKEN)
    assert len(every) == len(views.__all__)
    for view in every:
        assert view["title"], view
        assert (view["live"], view["lost"], view["twice"], view["small"]) == (1, [], 0, []), view


def test_the_keyboard_comes_into_every_view_and_out_again(open_lesson: Open, lab: Lab) -> None:
    """It goes from control to control with a mark around each, and past the last one leaves."""
    page = shown(open_lesson(notebook(lab), viewport={"width": 1280, "height": 2400}).run())
    for number in range(len(views.__all__)):
        root = page.locator(".informint").nth(number)
        stops = root.evaluate(STOPS)
        for _ in range(min(stops - 1, FEW)):
            before = root.evaluate(FOCUS)
            page.keyboard.press("Tab")
            now = root.evaluate(FOCUS)
            assert now, f"the keyboard left after {before}"
            # A field for a date has stops of its own for day, month and year.
            assert "datetime" in now["html"] or now["html"] != before["html"]
            assert now["marked"], f"no mark around {now}"
        if stops:
            root.evaluate("(root) => root._stops.at(-1).focus()")
            for _ in range(3):  # JupyterLab has a stop or two of its own between cells
                page.keyboard.press("Tab")
            assert root.evaluate(FOCUS) is None, f"the keyboard stays in {root.inner_text()[:60]}"


def focused(page: Page) -> dict[str, Any]:
    return page.evaluate(
        """() => {
            const node = document.activeElement;
            const label = node.labels?.[0]?.textContent ?? '';
            return {tag: node.tagName, name: node.textContent.slice(0, 200), label};
        }"""
    )


def tab_to(view: Locator, name: str, *, most: int = 150) -> None:
    """Go on with the Tab key until what is called so has the keyboard."""
    page = view.page
    if not view.evaluate("(view) => view.contains(document.activeElement)"):
        view.evaluate(
            "(view) => view.querySelector('button:enabled, input, select, summary')?.focus()"
        )
    for _ in range(most):
        at = focused(page)
        if at["label"].startswith(name) or (at["tag"] != "SELECT" and at["name"].startswith(name)):
            return
        page.keyboard.press("Tab")
    message = f"Tab does not come to {name!r}"
    raise AssertionError(message)


def walk_00(lesson: Lesson) -> None:
    quiz = lesson.view("Check your understanding")
    quiz.get_by_role("radio").first.focus()
    lesson.page.keyboard.press("Space")
    expect(quiz.get_by_text("Right.").or_(quiz.get_by_text("Not quite.")).first).to_be_visible()
    assert quiz.evaluate("(view) => view.contains(document.activeElement)")


def walk_01(lesson: Lesson) -> None:
    targets = lesson.view("Whom to write to")
    tab_to(targets, "Shortlist (")
    lesson.page.keyboard.press("Enter")
    expect(targets.get_by_role("button", name="take off").first).to_be_visible()
    assert targets.evaluate("(view) => view.contains(document.activeElement)")
    people = lesson.view("People")
    people.get_by_role("listbox").focus()
    lesson.page.keyboard.press("End")
    lesson.page.keyboard.press("s")
    chosen = people.get_by_role("listbox").get_by_role("option", selected=True)
    expect(chosen).to_contain_text("shortlisted")


def walk_02(lesson: Lesson) -> None:
    draft = lesson.view("Your draft")
    text = draft.get_by_label("Your text")
    text.focus()
    lesson.page.keyboard.press("Control+a")
    lesson.page.keyboard.type("Dear Ms. Haldane, do you have a job for me?")
    expect(draft.get_by_text("Must change").first).to_be_visible()
    lesson.page.keyboard.press("Tab")
    assert focused(lesson.page)["tag"] != "TEXTAREA"


def walk_03(lesson: Lesson) -> None:
    questions = lesson.view("Your questions")
    tab_to(questions, "Move down (")
    lesson.page.keyboard.press("Enter")
    expect(questions.get_by_role("status").last).to_contain_text("Now number 2")
    assert focused(lesson.page)["name"].startswith("Move")


def walk_04(lesson: Lesson) -> None:
    talk = lesson.view("Practice talk")
    tab_to(talk, "With whom")
    lesson.page.keyboard.press("ArrowDown")
    tab_to(talk, "Start")
    lesson.page.keyboard.press("Enter")
    expect(talk.get_by_role("textbox")).to_be_focused()
    lesson.page.keyboard.type("How did you come to this work?")
    lesson.page.keyboard.press("Enter")
    expect(talk.get_by_role("log").locator(".turn.theirs").first).to_be_visible(timeout=PATIENCE)
    expect(talk.get_by_role("textbox")).to_be_focused()


def walk_05(lesson: Lesson) -> None:
    notes = lesson.view("Your notes of the talk")
    tab_to(notes, "The talk with")
    lesson.page.keyboard.press("ArrowDown")
    expect(notes.get_by_role("textbox").first).to_be_visible()
    notes.get_by_role("textbox").first.focus()
    lesson.page.keyboard.type("Labels are written in the night.")
    lesson.page.keyboard.press("Tab")
    expect(notes.get_by_role("status").last).to_contain_text("sample")


def walk_06(lesson: Lesson) -> None:
    board = lesson.view("Your follow-through")
    before = board.locator(".due li").count()
    tab_to(board, "I have ")
    lesson.page.keyboard.press("Enter")
    expect(board.locator(".due li")).not_to_have_count(before)
    assert board.evaluate("(view) => view.contains(document.activeElement)")


WALKS = {
    "00_start_here.ipynb": walk_00,
    "01_whom_to_talk_to.ipynb": walk_01,
    "02_the_request.ipynb": walk_02,
    "03_questions_and_plan.ipynb": walk_03,
    "04_the_conversation.ipynb": walk_04,
    "05_close_and_thank.ipynb": walk_05,
    "06_the_follow_through.ipynb": walk_06,
}


def test_every_lesson_has_a_walk(lab: Lab) -> None:
    assert {path.name for path in lab.lessons.glob("[0-9]*.ipynb")} == set(WALKS)


@pytest.mark.parametrize("name", WALKS)
def test_the_main_control_of_each_lesson_by_keyboard_alone(open_lesson: Open, name: str) -> None:
    WALKS[name](open_lesson(name).run())


def test_axe_finds_what_it_should(open_lesson: Open, lab: Lab) -> None:
    """The net itself: a field without a name and grey on grey are seen."""
    page = shown(open_lesson(notebook(lab)).run())
    page.evaluate(
        """() => {
            const p = document.querySelector('.informint section p');
            const grey = '<p style="color:#999;background:#aaa">grey words</p>';
            p.insertAdjacentHTML('afterend', `<input>${grey}`);
        }"""
    )
    page.evaluate(AXE)
    found = {v["id"] for v in page.evaluate(RUN_AXE, [TAGS, NOT_OURS])["violations"]}
    assert "label" in found
    # Of what is scrolled out of sight axe leaves the contrast open; this does not.
    (grey, ratio), *_ = page.evaluate(CONTRAST)[0]
    assert "#999" in grey
    assert ratio < 2
