"""Prints the time from Enter to the answer in a talk, in a real JupyterLab: python talk_view.py.

Forty turns are typed into lesson 04's practice talk, in a journal on disk; each sample runs from
the browser's key event to the moment the answer stands in the page. The learner's own words are
timed too: they stand there before the kernel has heard of them. The baseline in the same run is
the least a notebook can do: an ipywidgets label that says "ok" to every change of a text area.
"""

import statistics
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import nbformat
from browser.chromium import FLAGS, find_chromium
from browser.lab import Lesson, opened, serve
from browser.test_talk import ASKED
from machine import about, p95, table
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import sync_playwright

TURNS = 40
CODE = """import informint
journal = informint.open_journal()
journal.begin()
informint.views.Talk(journal, "museum")"""
PLAIN = """import ipywidgets
area, label = ipywidgets.Textarea(), ipywidgets.Label("0", layout={"width": "9em"})
area.observe(lambda change: setattr(label, "value", f"ok {len(change.new)}"), "value")
ipywidgets.VBox([area, label])"""
WATCH_PLAIN = """() => {
    window.theirs = [];
    let typed = 0;
    document.addEventListener("input", () => { typed = performance.now(); }, true);
    new MutationObserver(() => {
        if (typed) window.theirs.push(performance.now() - typed);
        typed = 0;
    }).observe(document.querySelector(".jp-OutputArea .widget-label:last-child"), {
        childList: true, characterData: true, subtree: true,
    });
}"""
WATCH = """() => {
    window.mine = []; window.theirs = [];
    let pressed = 0;
    document.addEventListener("keydown", (event) => {
        if (event.key === "Enter") pressed = performance.now();
    }, true);
    new MutationObserver((changes) => {
        for (const node of changes.flatMap((change) => [...change.addedNodes])) {
            if (node.classList?.contains("mine")) window.mine.push(performance.now() - pressed);
            if (node.classList?.contains("theirs")) window.theirs.push(performance.now() - pressed);
        }
    }).observe(document.querySelector(".informint .log"), { childList: true });
}"""


def samples(lesson: Lesson) -> tuple[list[float], list[float]]:
    """Hold a talk; return the milliseconds to the learner's own words and to each answer."""
    page = lesson.page
    lesson.run()
    talk = lesson.view("Practice talk")
    talk.get_by_role("button", name="Start", exact=True).click()
    page.wait_for_selector(".informint .say textarea")
    page.evaluate(WATCH)
    for number in range(TURNS):
        page.locator(".informint .say textarea").fill(ASKED[number % len(ASKED)])
        page.keyboard.press("Enter")
        page.wait_for_function("n => window.theirs.length > n", arg=number)
    return sorted(page.evaluate("window.mine")), sorted(page.evaluate("window.theirs"))


def plain(lesson: Lesson) -> list[float]:
    """Type characters; return the milliseconds to each answer of the baseline."""
    page = lesson.page
    lesson.run()
    page.wait_for_selector(".jp-OutputArea .widget-label:last-child")
    page.locator(".jp-OutputArea textarea").first.click()
    page.evaluate(WATCH_PLAIN)
    for number in range(TURNS):
        page.keyboard.type("x")
        page.wait_for_function("n => window.theirs.length > n", arg=number)
    return sorted(page.evaluate("window.theirs"))


def main() -> None:
    """Measure and print."""
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(FLAGS))
        with serve(Path(folder)) as lab:
            for name, code in (("talk.ipynb", CODE), ("plain.ipynb", PLAIN)):
                nbformat.write(new_notebook(cells=[new_code_cell(code)]), lab.lessons / name)
            with opened(browser, lab, "talk.ipynb") as lesson:
                mine, theirs = samples(lesson)
            with opened(browser, lab, "plain.ipynb") as lesson:
                found = (mine, theirs, plain(lesson))
        browser.close()
    names = ("own words in the log", "the answer in the log", "baseline: a label")
    base = statistics.median(found[-1])
    rows = [
        [
            name,
            f"{statistics.median(ms):.1f}",
            f"{p95(ms):.1f}",
            f"{statistics.median(ms) / base:.2f}",
        ]
        for name, ms in zip(names, found, strict=True)
    ]
    about()
    table(f"A talk of {TURNS} turns, ms from Enter", ["", "p50", "p95", "p50 by the last"], rows)


if __name__ == "__main__":
    main()
