"""Prints the time from a key to its finding, in a real JupyterLab: python benchmarks/editor.py.

A draft of 300 words is typed on in lesson 02's editor; each sample runs from the browser's input
event to the moment the coach's answer stands in the page. The baseline in the same run is what a
notebook offers without us: an ipywidgets text area whose callback counts words into a label.
"""

import statistics
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import nbformat
from browser.chromium import FLAGS, find_chromium
from browser.lab import Lesson, opened, serve
from machine import about, p95, table
from nbformat.v4 import new_code_cell, new_notebook
from playwright.sync_api import sync_playwright

WORDS = 150
PACE = 80  # ms between keys: 150 words a minute, a fast typist
SENTENCE = "I read your essay on labels for children and would like to learn how you came to it. "
OURS = """import informint
journal = informint.open_journal()
informint.views.Draft(journal, {text!r})"""
PLAIN = """import ipywidgets
area, label = ipywidgets.Textarea({text!r}), ipywidgets.Label("0", layout={{"width": "9em"}})
area.observe(lambda change: setattr(label, "value", f"{{len(change.new.split())}} words"), "value")
ipywidgets.VBox([area, label])"""
WATCH = """([answer]) => {
    window.samples = [];
    let typed = 0;
    document.addEventListener("input", () => { typed = performance.now(); }, true);
    new MutationObserver(() => {
        if (typed) window.samples.push(performance.now() - typed);
        typed = 0;
    }).observe(document.querySelector(answer), {
        childList: true, characterData: true, subtree: true,
    });
}"""


def samples(lesson: Lesson, answer: str) -> list[float]:
    """Type words one key at a time and return the milliseconds each took to be answered."""
    page = lesson.page
    lesson.run()
    page.wait_for_selector(answer)
    page.locator(".jp-OutputArea textarea").first.click()
    page.keyboard.press("Control+End")
    page.evaluate(WATCH, [answer])
    for _ in range(WORDS):
        before = page.evaluate("window.samples.length")
        page.keyboard.type(" w", delay=PACE)
        page.wait_for_function("n => window.samples.length > n", arg=before)
    return sorted(page.evaluate("window.samples"))


def main() -> None:
    """Measure both and print a table."""
    text = SENTENCE * (300 // len(SENTENCE.split()))
    rows = []
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(FLAGS))
        with serve(Path(folder)) as lab:
            for name, code, answer in (
                ("informint editor with the coach", OURS, "[id$=-counts]"),
                (
                    "ipywidgets text area, words counted",
                    PLAIN,
                    ".jp-OutputArea .widget-label:last-child",
                ),
            ):
                cell = new_code_cell(code.format(text=text))
                nbformat.write(new_notebook(cells=[cell]), lab.lessons / "bench.ipynb")
                with opened(browser, lab, "bench.ipynb") as lesson:
                    found = samples(lesson, answer)
                rows.append((name, statistics.median(found), p95(found)))
        browser.close()
    base = rows[-1][1]
    about()
    table(
        f"{len(text.split())} words, {WORDS} short words typed, ms from key to answer",
        ["", "p50", "p95", "p50 by the last"],
        [[name, f"{p50:.1f}", f"{high:.1f}", f"{p50 / base:.2f}"] for name, p50, high in rows],
    )


if __name__ == "__main__":
    main()
