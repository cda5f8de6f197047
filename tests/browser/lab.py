"""A real JupyterLab on loopback and a page in it: what every browser test drives."""

import io
import json
import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.request
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, TimeoutError, expect  # noqa: A004 (its own)

SHOTS = Path(os.environ.get("SCREENSHOTS", Path(__file__).parents[2] / ".cache" / "screenshots"))
WIDE = {"width": 1280, "height": 900}
NARROW = {"width": 390, "height": 844}
ERROR = '[data-mime-type="application/vnd.jupyter.error"]'
PROMPTS = ".jp-CodeCell .jp-InputPrompt"
PATIENCE = 60_000  # ms for what a slow machine does slowly; nothing waits longer than it must


@dataclass(frozen=True)
class Lab:
    """A running server: its lessons lie in ``lessons``, the learner's data in ``data``."""

    app: str
    url: str
    token: str
    lessons: Path
    data: Path

    def request(self, method: str, path: str, body: object = None) -> object:
        """Call the server's REST interface; returns what it answers, decoded."""
        request = urllib.request.Request(  # noqa: S310 (loopback)
            self.url + path,
            method=method,
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"token {self.token}", "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 (loopback)
            text = answer.read()
        return json.loads(text) if text else None

    def theme(self, name: str) -> None:
        """Set the theme of pages opened from now on: ``light`` or ``dark``."""
        raw = json.dumps({"theme": f"JupyterLab {name.title()}"})
        path = "/lab/api/settings/@jupyterlab/apputils-extension:themes"
        self.request("PUT", path, {"raw": raw})


@contextmanager
def serve(folder: Path, *, app: str = "jupyterlab") -> Iterator[Lab]:
    """Run JupyterLab (or ``notebook``) with folders of its own below ``folder``."""
    from informint.notebooks import copy_lessons  # noqa: PLC0415  (after coverage of imports)

    lessons, data, private = folder / "lessons", folder / "data", folder / "jupyter"
    copy_lessons(lessons)
    for lesson in lessons.glob("*.ipynb"):
        _forget_outputs(lesson)
    settings = private / "settings" / "@jupyterlab"
    for name, values in {
        "apputils-extension/notification": {"fetchNews": "false"},
        "notebook-extension/tracker": {"windowingMode": "none"},
    }.items():
        file = settings / f"{name}.jupyterlab-settings"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(values))
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    token = secrets.token_hex(16)
    environment = {
        **{k: v for k, v in os.environ.items() if not k.startswith(("JUPYTER", "PYTEST"))},
        "INFORMINT_DATA": str(data),
        "JUPYTER_CONFIG_DIR": str(private / "config"),
        "JUPYTER_DATA_DIR": str(private / "data"),
        "JUPYTER_RUNTIME_DIR": str(private / "runtime"),
        "JUPYTERLAB_SETTINGS_DIR": str(private / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(private / "workspaces"),
        "IPYTHONDIR": str(private / "ipython"),
    }
    command = [sys.executable, "-m", app, "--no-browser", "--allow-root", f"--port={port}"]
    command += ["--ServerApp.port_retries=0", f"--IdentityProvider.token={token}"]
    command += [f"--ServerApp.root_dir={lessons}"]
    with (folder / "server.log").open("w") as log:
        server = subprocess.Popen(command, env=environment, stdout=log, stderr=log, cwd=lessons)
    lab = Lab(app, f"http://127.0.0.1:{port}", token, lessons, data)
    try:
        _wait_until_up(lab, server)
        yield lab
    finally:
        server.terminate()
        try:
            server.wait(20)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()


def _forget_outputs(lesson: Path) -> None:
    """Blank what the lesson was published with, so that a test sees its own run alone."""
    notebook = json.loads(lesson.read_text("utf-8"))
    for cell in notebook["cells"]:
        if cell["cell_type"] == "code":
            cell.update(outputs=[], execution_count=None)
    lesson.write_text(json.dumps(notebook), "utf-8")


def _wait_until_up(lab: Lab, server: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + PATIENCE / 1000
    while time.monotonic() < end and server.poll() is None:
        try:
            lab.request("GET", "/api/status")
        except OSError:
            time.sleep(0.1)  # polls a process of another; there is nothing to wait on
        else:
            return
    message = "the server did not come up: see server.log"
    raise RuntimeError(message)


class Lesson:
    """A lesson open in a page."""

    def __init__(self, page: Page, lab: Lab, name: str) -> None:
        self.page, self.lab, self.name = page, lab, name

    def load(self) -> "Lesson":
        """Show the lesson as it is on disk, its kernel idle."""
        path = f"notebooks/{self.name}?"
        if self.lab.app == "jupyterlab":
            path = f"lab/tree/{self.name}?reset&"
        self.page.goto(f"{self.lab.url}/{path}token={self.lab.token}")
        self.page.wait_for_selector(".jp-Notebook", timeout=PATIENCE)
        idle = '.jp-Notebook-ExecutionIndicator[data-status="idle"]'
        self.page.wait_for_selector(idle, timeout=PATIENCE, state="attached")
        if self.page.viewport_size["width"] == NARROW["width"]:
            # Hides the list of files, as on a narrow screen one must.
            self.page.keyboard.press("Control+b")
        return self

    def run(self) -> "Lesson":
        """Run all cells and wait until the last one is done.

        On a busy machine JupyterLab may drop what is run while it still connects, or open a dialog
        of its own; the page is then loaded anew and the cells run again, as a learner would.
        """
        for _ in range(4):
            if self._runs_through():
                assert self.page.locator(ERROR).count() == 0, f"{self.name} ends in an error"
                return self
            self.load()
        message = f"{self.name} did not run through"
        raise AssertionError(message)

    def _runs_through(self) -> bool:
        # A count may stand there from an earlier run; JupyterLab writes over this when it runs.
        blank = "at => document.querySelectorAll(at).forEach((p) => { p.textContent = '?'; })"
        try:
            self.page.locator(".jp-Notebook").click(position={"x": 5, "y": 5}, timeout=8_000)
            self.page.evaluate(blank, PROMPTS)
            self.page.get_by_role("menuitem", name="Run", exact=True).click(timeout=8_000)
            self.page.locator('[data-command="runmenu:run-all"]').click(timeout=8_000)
        except TimeoutError:
            return False
        begun = self._prompts("some", "[^?]", 8_000)
        return begun and self._prompts("every", r"\[\d+\]", 45_000)

    def _prompts(self, which: str, pattern: str, timeout: int) -> bool:
        """Wait until some (every) cell's prompt matches, or an error shows; say whether it did."""
        try:
            self.page.wait_for_function(
                """([prompts, error, which, pattern]) =>
                    document.querySelector(error) ||
                    [...document.querySelectorAll(prompts)][which]((prompt) =>
                        new RegExp(pattern).test(prompt.textContent))""",
                arg=[PROMPTS, ERROR, which, pattern],
                timeout=timeout,
            )
        except TimeoutError:
            return False
        return True

    def view(self, title: str) -> Locator:
        """Return the view with that title, once it is drawn."""
        view = self.page.get_by_role("region", name=title, exact=True)
        expect(view).to_be_visible(timeout=PATIENCE)
        return view

    def restart_kernel(self) -> None:
        """Restart the lesson's kernel, as a crash would."""
        for session in self.lab.request("GET", "/api/sessions"):
            if session["path"] == self.name:
                self.lab.request("POST", f"/api/kernels/{session['kernel']['id']}/restart")

    def come_back(self) -> "Lesson":
        """Restart the kernel, open the lesson again and run it, as one does after a crash."""
        self.restart_kernel()
        return self.load().run()

    def shoot(self, view: Locator, name: str) -> None:
        """Save a picture of a view for somebody to look at."""
        SHOTS.mkdir(parents=True, exist_ok=True)
        view.locator("xpath=..").screenshot(path=SHOTS / f"{name}.png")


@contextmanager
def opened(
    browser: Browser, lab: Lab, name: str, viewport: dict[str, int] | None = None
) -> Iterator[Lesson]:
    """Open a lesson in a page of its own, its kernel started and idle."""
    lab.request(
        "POST",
        "/api/sessions",
        {"path": name, "name": name, "type": "notebook", "kernel": {"name": "python3"}},
    )
    context = browser.new_context(viewport=viewport or WIDE, accept_downloads=True)
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=lab.url)
    try:
        yield Lesson(context.new_page(), lab, name).load()
    finally:
        context.close()
        for session in lab.request("GET", "/api/sessions"):
            if session["path"] == name:
                lab.request("DELETE", f"/api/sessions/{session['id']}")


def linkedin_zip(connections: str) -> dict[str, object]:
    """Return an export as LinkedIn sends it, for a field that takes files."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("Connections.csv", connections)
        archive.writestr("messages.csv", "CONVERSATION ID,FROM,TO\n")
    return {"name": "Basic_Export.zip", "mimeType": "application/zip", "buffer": file.getvalue()}


def begin_talk(lesson: Lesson) -> Locator:
    """Begin a practice talk with the museum's curator."""
    talk = lesson.view("Practice talk")
    talk.get_by_label("With whom?", exact=False).select_option("museum")
    expect(talk.get_by_text("Alun Pryce, Curator")).to_be_visible()
    talk.get_by_role("button", name="Start", exact=True).click()
    expect(talk.get_by_role("log")).to_contain_text("You speak first.")
    return talk


def say(talk: Locator, words: str) -> None:
    """Type as a learner does; the field has the keyboard already."""
    page = talk.page
    expect(talk.get_by_role("textbox")).to_be_focused()
    page.keyboard.type(words)
    page.keyboard.press("Enter")
    # Their own words stand there at once.
    expect(talk.locator(".mine").last).to_contain_text(words, timeout=1_000)


def answered(talk: Locator, count: int) -> None:
    """Wait until the other has said something that many times."""
    expect(talk.locator(".theirs")).to_have_count(count, timeout=20_000)


def choose_on_board(board: Locator, name: str) -> None:
    """Choose somebody by keyboard; it goes to their name."""
    board.get_by_role("button", name=name, exact=True).press("Enter")
    expect(board.get_by_role("heading", name=name, exact=True)).to_be_focused()
