"""The built site in a real browser, with nothing to be had but the site: what `make site` made."""

import os
import re
import threading
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest
from browser.chromium import FLAGS, find_chromium
from playwright.sync_api import BrowserContext, Locator, Page, Route, expect, sync_playwright

pytestmark = pytest.mark.browser

SITE = Path(__file__).parents[2] / "build" / "site"
START, WHOM, TALK = "00_start_here", "01_whom_to_talk_to", "04_the_conversation"
PATIENCE = 120_000  # ms; a browser compiles Python first
PROMPTS = ".jp-Notebook .jp-CodeCell .jp-InputPrompt"
ROAD = "How did you come to work in a museum?"


class Quiet(SimpleHTTPRequestHandler):
    """Serves files as any web server does, and says nothing."""

    extensions_map: ClassVar[dict[str, str]] = {
        **SimpleHTTPRequestHandler.extensions_map,
        ".mjs": "text/javascript",
        ".wasm": "application/wasm",
    }

    def log_message(self, *_: object) -> None: ...

    def handle(self) -> None:
        with suppress(ConnectionError):  # a page that goes away
            super().handle()


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    if not SITE.is_dir():
        assert not os.environ.get("REQUIRE_BROWSER"), "the site is not built: make site"
        pytest.skip("the site is not built: make site")
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(SITE))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@pytest.fixture
def elsewhere() -> list[str]:
    """The addresses other than the site's that a page asked for, in vain."""
    return []


@pytest.fixture
def learner(elsewhere: list[str]) -> Iterator[BrowserContext]:
    def refuse(route: Route) -> None:
        elsewhere.append(route.request.url)
        route.abort()

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=list(FLAGS))
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        context.set_default_timeout(PATIENCE)
        context.route(re.compile(r"https?://(?!127\.0\.0\.1)"), refuse)
        yield context
        browser.close()


def open_lesson(learner: BrowserContext, site: str, name: str) -> Page:
    """Open a lesson in a page of its own and run it, cell after cell."""
    page = learner.new_page()
    page.goto(f"{site}/notebooks/index.html?path={name}.ipynb")
    page.wait_for_selector(".jp-Notebook", timeout=PATIENCE)
    idle = '.jp-Notebook-ExecutionIndicator[data-status="idle"]'
    page.wait_for_selector(idle, timeout=PATIENCE, state="attached")
    page.locator(".jp-Notebook").click(position={"x": 5, "y": 5})
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.locator('[data-command="runmenu:run-all"]').click()
    return page


def view(page: Page, title: str) -> Locator:
    found = page.get_by_role("region", name=title, exact=True)
    expect(found).to_be_visible(timeout=PATIENCE)
    return found


def test_a_journal_begun_in_one_lesson_goes_on_in_the_next(
    learner: BrowserContext, site: str, elsewhere: list[str]
) -> None:
    page = open_lesson(learner, site, START)
    expect(page.get_by_text("Your journal is kept by this browser")).to_be_visible(timeout=PATIENCE)
    record = view(page, "Your journal")
    record.get_by_role("button", name="Start my own journal").click()
    expect(record.get_by_text("0 people, 0 drafts")).to_be_visible(timeout=PATIENCE)

    # A second lesson while the first is open would write over what the first records.
    second = open_lesson(learner, site, TALK)
    expect(second.get_by_text("Another lesson has your journal open").first).to_be_visible(
        timeout=PATIENCE
    )
    second.close()
    page.close()

    page = open_lesson(learner, site, TALK)
    expect(view(page, "Your journal").get_by_text("0 people, 0 drafts")).to_be_visible()
    talk = view(page, "Practice talk")
    talk.get_by_role("button", name="Start", exact=True).click()
    talk.locator(".say textarea").fill(ROAD)
    page.keyboard.press("Enter")
    expect(talk.locator(".theirs").last).to_be_visible(timeout=PATIENCE)
    page.close()

    page = open_lesson(learner, site, TALK)
    expect(view(page, "Practice talk").get_by_text(ROAD)).to_be_visible(timeout=PATIENCE)
    assert {url.split("/")[-1].split("-")[0] for url in elsewhere} <= {"numpy", "pandas"}


def test_a_lesson_says_what_does_not_run_where_something_cannot_be_fetched(
    learner: BrowserContext, site: str
) -> None:
    page = open_lesson(learner, site, WHOM)
    expect(page.get_by_text("pandas could not be fetched")).to_be_visible(timeout=PATIENCE)
