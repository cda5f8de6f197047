"""Walks the stand-alone pages under Voila, and a lesson beside jupyter-collaboration.

    python -m venv E && E/bin/pip install -r requirements/elsewhere.txt . && E/bin/python check.py

It drives Chromium, and prints what was seen and which foreign addresses a page asked for.
"""

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1] / "tests"))

from browser.chromium import FLAGS, find_chromium  # noqa: E402  (they lie in that folder)
from browser.lab import Lesson, opened, serve  # noqa: E402  (as above)
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright  # noqa: E402

PATIENCE = 90_000  # ms
ROAD = "How did you come to work in a museum?"
LESSON = "04_the_conversation.ipynb"


@contextmanager
def voila(page: str, data: Path) -> Iterator[str]:
    """Serve one page; return its address."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    inside = {**os.environ, "INFORMINT_DATA": str(data)}
    command = [sys.executable, "-m", "voila", str(HERE / page), "--no-browser", f"--port={port}"]
    process = subprocess.Popen(  # noqa: S603  (ours)
        command, env=inside, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        for _ in range(PATIENCE // 500):
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.5)
        yield f"http://127.0.0.1:{port}/"
    finally:
        process.terminate()
        process.wait()


def view(page: Page, title: str) -> Locator:
    """Return a view once it is drawn."""
    found = page.get_by_role("region", name=title, exact=True)
    expect(found).to_be_visible(timeout=PATIENCE)
    return found


def hold(page: Page, talk: Locator) -> None:
    """Begin a talk and hear an answer."""
    talk.get_by_role("button", name="Start", exact=True).click()
    talk.locator(".say textarea").fill(ROAD)
    page.keyboard.press("Enter")
    expect(talk.locator(".theirs").last).to_be_visible(timeout=PATIENCE)


def stand_alone(browser: Browser, name: str, data: Path) -> str:
    """Walk a page under Voila; return which foreign hosts it asked."""
    foreign: set[str] = set()
    with voila(name, data) as address:
        page = browser.new_context().new_page()
        page.on(
            "request",
            lambda r: None if "127.0.0.1" in r.url or "://" not in r.url else foreign.add(r.url),
        )
        page.goto(address)
        if name == "talk.ipynb":
            hold(page, view(page, "Practice talk"))
            view(page, "Debrief")
        else:
            request = view(page, "Your request")
            request.get_by_role("combobox").first.select_option(index=1)
            expect(request.get_by_role("textbox").last).to_be_visible(timeout=PATIENCE)
        page.context.close()
    return f"Voila, {name}: walked; foreign addresses asked for: {sorted(foreign) or 'none'}"


def beside_collaboration(browser: Browser, folder: Path) -> str:
    """Hold a talk in a lesson of a JupyterLab with jupyter-collaboration."""
    with serve(folder) as lab:
        with opened(browser, lab, LESSON) as lesson:
            talked(lesson)
        with urllib.request.urlopen(  # noqa: S310  (loopback)
            f"{lab.url}/lab?token={lab.token}", timeout=30
        ) as page:
            there = b"jupyter/collaboration-extension" in page.read()
    if not there:
        return "jupyter-collaboration: NOT LOADED, so nothing was shown"
    return "jupyter-collaboration installed beside: lesson 04 ran, and a talk was held"


def talked(lesson: Lesson) -> None:
    """Run the lesson and hold its talk."""
    lesson.run()
    hold(lesson.page, lesson.view("Practice talk"))


def main() -> None:
    """Walk everything and print a line for each."""
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(FLAGS))
        for name in ("talk.ipynb", "drafting.ipynb"):
            print(stand_alone(browser, name, Path(folder) / "data"), flush=True)
        print(beside_collaboration(browser, Path(folder) / "lab"), flush=True)
        browser.close()


if __name__ == "__main__":
    main()
