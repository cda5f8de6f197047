"""Fixtures of the browser tests: one browser, one server, and lessons opened in it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from browser.chromium import FLAGS, find_chromium
from browser.lab import PATIENCE, Lab, Lesson, opened, serve
from playwright.sync_api import Browser, expect, sync_playwright


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "browser" in Path(item.path).parts:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    executable = find_chromium()
    assert executable, "no Chromium; tools/run_tests.py leaves these tests out"
    expect.set_options(timeout=PATIENCE / 3)  # a busy machine takes longer than the usual 5 s
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    with serve(tmp_path_factory.mktemp("lab")) as lab:
        yield lab


@pytest.fixture
def notebook_7(tmp_path: Path) -> Iterator[Lab]:
    with serve(tmp_path, app="notebook") as lab:
        yield lab


@pytest.fixture
def open_lesson(browser: Browser, lab: Lab) -> Iterator[Callable[..., Lesson]]:
    """Open lessons by name; they are closed with the test."""
    with ExitStack() as stack:
        yield lambda name, **kwargs: stack.enter_context(opened(browser, lab, name, **kwargs))
