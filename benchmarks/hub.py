"""Loads a real JupyterHub with learners who hold lesson 04's talk: python hub.py [5 10 20].

It makes an environment of its own under .cache/hub (requirements/hub.txt, and the proxy from npm),
starts JupyterHub on this machine's own address with deploy/hub/jupyterhub_config.py, a spawner of
plain processes and an authenticator that believes everybody, and for each number lets so many
learners come at once. Each has their own home, server and kernel, opens lesson 04 as a page would,
begins a journal, says six things to a practice partner with 3 to 9 s between an answer and the
next words, and runs the rest of the lesson. It prints how many came through; as median and 95th
percentile, the seconds to a server and to a talk that can begin, and the milliseconds from words to
the answer and to the saved journal; and the memory of each learner's processes, what they share
divided among them.
"""

import asyncio
import json
import math
import os
import random
import shutil
import socket
import sqlite3
import statistics
import struct
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

if TYPE_CHECKING:
    from tornado.websocket import WebSocketClientConnection

ROOT = Path(__file__).parents[1]
CACHE = ROOT / ".cache" / "hub"
PYTHON = CACHE / "venv" / "bin" / "python"
LESSON = "04_the_conversation.ipynb"
TOKEN = uuid.uuid4().hex
PATIENCE = 600  # seconds for one learner, all in all
SAID = (
    "Hello Alun, I'm a biologist, and I would like to learn what work in a museum is like.",
    "How did you come to work in a museum?",
    "What was hard about leaving the school?",
    "What fills your days now?",
    "What would you look for in somebody who starts?",
    "Whom else should I talk to?",
)
ROW = "{:>8} {:>9} {:>10} {:>10} {:>12} {:>12} {:>8}"
CONFIG = """
load_subconfig({ours!r})
c.JupyterHub.bind_url = "http://127.0.0.1:{port}"
c.JupyterHub.hub_bind_url = "http://127.0.0.1:{hub}"
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{api}"
c.ConfigurableHTTPProxy.command = [{proxy!r}]
c.JupyterHub.db_url = "sqlite:///{folder}/hub.sqlite"
c.JupyterHub.cookie_secret_file = "{folder}/secret"
c.JupyterHub.authenticator_class = "dummy"
c.Authenticator.allow_all = True
c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = "{folder}/homes/{{username}}"
c.Spawner.cmd = [{single!r}]
c.Spawner.args = [*c.Spawner.args, *{args!r}]
c.Spawner.environment = {{"JUPYTER_RUNTIME_DIR": lambda one: f"{folder}/run/{{one.user.id}}"}}
c.JupyterHub.services = [{{"name": "load", "api_token": {token!r}}}]
c.JupyterHub.load_roles = [{{"name": "load", "services": ["load"],
    "scopes": ["admin:users", "admin:servers", "access:servers", "admin:server_state"]}}]
"""


def prepare() -> None:
    """Make the environment and fetch the proxy, unless they are there."""
    pins = ROOT / "requirements" / "hub.txt"
    done = CACHE / "pins.txt"
    if not done.exists() or done.read_bytes() != pins.read_bytes():
        shutil.rmtree(CACHE, ignore_errors=True)
        _run(sys.executable, "-m", "venv", str(CACHE / "venv"))
        _pip("-r", str(pins))
        shutil.copy(ROOT / "deploy" / "hub" / "package.json", CACHE)
        npm = shutil.which("npm") or sys.exit("The proxy comes from npm, which is not on PATH.")
        quiet = ("--no-package-lock", "--no-audit", "--no-fund", "--silent")
        _run(npm, "install", *quiet)
        shutil.copy(pins, done)
    _pip("--no-deps", "--force-reinstall", str(ROOT))


def _pip(*arguments: str) -> None:
    pip = (str(PYTHON), "-m", "pip", "--disable-pip-version-check", "install", "--quiet")
    _run(*pip, *arguments)


def _run(*command: str) -> None:
    subprocess.run(command, cwd=CACHE if CACHE.exists() else None, check=True)  # noqa: S603  (ours)


class Refused(Exception):  # noqa: N818  (it tells what a learner met with)
    """What a learner could not do, in words."""


def refuse(*words: object) -> NoReturn:
    """Tell what a learner met with."""
    raise Refused(" ".join(map(str, words)))


@dataclass
class Learner:
    """What one learner met with; times in seconds."""

    name: str
    server: float = 0.0
    lesson: float = 0.0
    answers: list[float] = field(default_factory=list)
    saved: list[float] = field(default_factory=list)
    trouble: str = ""
    pid: int = 0
    memory: float = 0.0  # megabytes of server and kernels, shared pages divided


class Hub:
    """A running JupyterHub, asked over its REST API."""

    def __init__(self, port: int, folder: Path) -> None:
        """Say where it listens, and where the learners' homes are."""
        from tornado.httpclient import AsyncHTTPClient  # noqa: PLC0415  (in the environment only)

        AsyncHTTPClient.configure(None, max_clients=500)
        self.client = AsyncHTTPClient()
        self.port, self.folder = port, folder

    async def ask(self, method: str, path: str, body: object = None) -> Any:  # noqa: ANN401  (JSON)
        """Return what the hub or a learner's server says, as JSON; HTTPError when it refuses."""
        found = await self.client.fetch(
            f"http://127.0.0.1:{self.port}{path}",
            method=method,
            headers={"Authorization": f"token {TOKEN}"},
            body=None if method in {"GET", "DELETE"} else json.dumps(body or {}),
            request_timeout=PATIENCE,
            connect_timeout=60,
        )
        return json.loads(found.body) if found.body else None


class Kernel:
    """A learner's kernel behind its websocket."""

    def __init__(self, line: "WebSocketClientConnection") -> None:
        """Take over a line."""
        self.line = line
        self.session = uuid.uuid4().hex

    async def send(self, kind: str, content: object) -> str:
        """Send a message; return its id."""
        ident = uuid.uuid4().hex
        header = {
            "msg_id": ident, "msg_type": kind, "session": self.session, "username": "",
            "version": "5.3", "date": "2000-01-01T00:00:00Z",
        }  # fmt: skip
        whole = {"header": header, "parent_header": {}, "metadata": {}, "content": content}
        await self.line.write_message(json.dumps({**whole, "channel": "shell", "buffers": []}))
        return ident

    async def told(self, ident: str, *, reply: bool) -> AsyncIterator[tuple[str, Any]]:
        """Yield what comes of a message until the kernel is idle and, if it does, has replied."""
        waited_for = {"idle", "reply"} if reply else {"idle"}
        while waited_for:
            frame = await self.line.read_message()
            if frame is None:
                refuse("the line was closed")
            if isinstance(frame, bytes):  # with buffers: the first part is the message
                start, end = struct.unpack_from("!ii", frame, 4)
                frame = frame[start:end]
            message = json.loads(frame)
            if message["parent_header"].get("msg_id") != ident:
                continue
            kind, content = message["msg_type"], message["content"]
            if kind == "error":
                refuse("a cell ended in", content["ename"])
            if kind == "execute_reply":
                waited_for.discard("reply")
            if kind == "status" and content["execution_state"] == "idle":
                waited_for.discard("idle")
            yield kind, content

    async def run(self, code: str) -> str:
        """Run a cell; return the id of the view it shows, or nothing."""
        view = ""
        what = {"code": code, "silent": False, "store_history": True, "allow_stdin": False}
        async for kind, content in self.told(await self.send("execute_request", what), reply=True):
            if kind in {"execute_result", "display_data"}:
                shown = content["data"].get("application/vnd.jupyter.widget-view+json")
                view = shown["model_id"] if shown else view
        return view

    async def act(
        self, view: str, do: str, value: object = None, *, turns: int
    ) -> tuple[float, float]:
        """Do as a click or Enter does.

        Returns:
            The seconds until the view shows a talk of so many turns, and until all is done.
        """
        start, answered = time.monotonic(), 0.0
        data = {"method": "custom", "content": {"do": do, "value": value, "seq": 1}}
        ident = await self.send("comm_msg", {"comm_id": view, "data": data})
        async for kind, content in self.told(ident, reply=False):
            if kind == "comm_msg" and content["comm_id"] == view and not answered:
                tree = content["data"].get("content", {}).get("tree")
                if turns in _turns(tree):
                    answered = time.monotonic() - start
        if not answered:
            refuse("no answer to", do)
        return answered, time.monotonic() - start


def _turns(tree: object) -> Iterator[int]:
    """Yield how many turns the talk has that a view shows."""
    if isinstance(tree, dict):
        if "turns" in tree:
            yield tree["turns"]
    elif isinstance(tree, list):
        for part in tree:
            yield from _turns(part)


async def come(hub: Hub, learner: Learner) -> None:
    """Be one learner: ask for a server, open the lesson, hold the talk."""
    from tornado.httpclient import HTTPRequest  # noqa: PLC0415  (in the environment only)
    from tornado.websocket import websocket_connect  # noqa: PLC0415  (as above)

    came = time.monotonic()
    user = f"/hub/api/users/{learner.name}"
    await hub.ask("POST", user)
    await hub.ask("POST", f"{user}/server")
    while not (server := (await hub.ask("GET", user))["servers"].get("", {})).get("ready"):
        if not server:
            refuse("the hub gave up on the server")
        await asyncio.sleep(0.5)
    learner.server = time.monotonic() - came
    learner.pid = server["state"]["pid"]
    at = f"/user/{learner.name}/api"
    lesson = await hub.ask("GET", f"{at}/contents/{LESSON}")
    asked = {"path": LESSON, "name": LESSON, "type": "notebook", "kernel": {"name": "python3"}}
    kernel = (await hub.ask("POST", f"{at}/sessions", asked))["kernel"]["id"]
    where = HTTPRequest(
        f"ws://127.0.0.1:{hub.port}{at}/kernels/{kernel}/channels",
        headers={"Authorization": f"token {TOKEN}"},
        connect_timeout=PATIENCE,
        request_timeout=PATIENCE,
    )
    line = Kernel(await websocket_connect(where, max_message_size=2**27))
    view = ""
    cells = _cells(lesson["content"])
    talk = 1 + next(n for n, code in enumerate(cells) if "views.Talk(" in code)
    for number, code in enumerate(cells[:talk]):
        view = await line.run(code)
        if not number:
            await line.run("journal.begin()")  # the button in the first cell's view
    await line.act(view, "start", turns=0)
    learner.lesson = time.monotonic() - came
    calm = random.Random(learner.name)  # noqa: S311  (nothing secret)
    for number, words in enumerate(SAID, 1):
        answered, saved = await line.act(view, "said", words, turns=2 * number)
        learner.answers.append(answered)
        learner.saved.append(saved)
        await asyncio.sleep(calm.uniform(3, 9))
    for code in cells[talk:]:
        await line.run(code)
    _look_into_the_journal(hub.folder / "homes" / learner.name)
    line.line.close()


def _cells(notebook: dict[str, Any]) -> list[str]:
    codes = [c["source"] for c in notebook["cells"] if c["cell_type"] == "code"]
    return [code.replace('persona = ""', 'persona = "museum"') for code in codes]


def _look_into_the_journal(home: Path) -> None:
    """Refuse a journal that has not just what this learner said."""
    files = list(home.rglob("journal.sqlite3"))
    if len(files) != 1:
        refuse("journals in the home:", len(files))
    with sqlite3.connect(files[0]) as journal:
        kinds = [kind for (kind,) in journal.execute("SELECT kind FROM event ORDER BY id")]
    if len(kinds) != len(SAID) + 1:
        refuse("events in the journal:", len(kinds))


async def try_to_come(hub: Hub, learner: Learner) -> None:
    """Be one learner, and tell what went wrong."""
    try:
        await asyncio.wait_for(come(hub, learner), PATIENCE)
    except Exception as error:  # noqa: BLE001  (whatever it was, this learner did not come through)
        learner.trouble = f"{type(error).__name__}: {error}"


def weigh(learners: list[Learner]) -> None:
    """Take down the memory of each learner's processes while they run."""
    import psutil  # noqa: PLC0415  (in the environment only)

    for learner in learners:
        with suppress(psutil.NoSuchProcess):
            server = psutil.Process(learner.pid)
            for process in (server, *server.children(recursive=True)):
                learner.memory += process.memory_full_info().pss / 1e6


@asynccontextmanager
async def running(folder: Path, names: list[str]) -> AsyncIterator[Hub]:
    """Run a hub with a home for each learner; end it afterwards."""
    for name in names:
        home = folder / "homes" / name
        home.mkdir(parents=True)
        shutil.copy(ROOT / "notebooks" / LESSON, home)
    port, hub_port, api = _free_ports(3)
    config = folder / "jupyterhub_config.py"
    config.write_text(
        CONFIG.format(
            ours=str(ROOT / "deploy" / "hub" / "jupyterhub_config.py"),
            port=port,
            hub=hub_port,
            api=api,
            proxy=str(CACHE / "node_modules" / ".bin" / "configurable-http-proxy"),
            single=str(PYTHON.with_name("jupyterhub-singleuser")),
            args=["--allow-root"] if os.geteuid() == 0 else [],
            folder=folder,
            token=TOKEN,
        ),
        "utf-8",
    )
    inside = {
        **{k: v for k, v in os.environ.items() if not k.startswith(("JUPYTER", "INFORMINT"))},
        "PATH": f"{PYTHON.parent}{os.pathsep}{os.environ['PATH']}",
    }
    with (folder / "hub.log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            str(PYTHON), "-m", "jupyterhub", "-f", str(config),
            cwd=folder, env=inside, stdout=log, stderr=log,
        )  # fmt: skip
    hub = Hub(port, folder)
    try:
        await _up(hub, process)
        yield hub
    finally:
        ends = (hub.ask("DELETE", f"/hub/api/users/{name}/server") for name in names)
        await asyncio.gather(*ends, return_exceptions=True)
        process.terminate()
        await process.wait()


async def _up(hub: Hub, process: asyncio.subprocess.Process) -> None:
    for _ in range(240):
        with suppress(Exception):
            await hub.ask("GET", "/hub/api/users")
            return
        if process.returncode is not None:
            break
        await asyncio.sleep(0.5)
    sys.exit(f"JupyterHub did not start:\n{(hub.folder / 'hub.log').read_text()[-3000:]}")


def _free_ports(count: int) -> list[int]:
    held = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in held]
    for one in held:
        one.close()
    return ports


async def measure(count: int) -> bool:
    """Let so many learners come at once; print a line; return whether all came through."""
    with tempfile.TemporaryDirectory(prefix="hub-", ignore_cleanup_errors=True) as folder:
        learners = [Learner(f"learner-{number:02}") for number in range(1, count + 1)]
        async with running(Path(folder), [learner.name for learner in learners]) as hub:
            await asyncio.gather(*(try_to_come(hub, learner) for learner in learners))
            weigh(learners)
            if any(learner.trouble for learner in learners):
                print((Path(folder) / "hub.log").read_text()[-4000:], file=sys.stderr)
    well = [learner for learner in learners if not learner.trouble]
    row = [f"{count}", f"{len(well)} of {count}"]
    if well:
        row += [
            _both([one.server for one in well], "{:.0f}"),
            _both([one.lesson for one in well], "{:.0f}"),
            _both([1000 * t for one in well for t in one.answers], "{:.0f}"),
            _both([1000 * t for one in well for t in one.saved], "{:.0f}"),
            f"{statistics.mean(one.memory for one in well):.0f}",
        ]
    print(ROW.format(*row, *[""] * (7 - len(row))).rstrip(), flush=True)
    for learner in learners:
        if learner.trouble:
            print(f"{learner.name}: {learner.trouble}", file=sys.stderr)
    return len(well) == count


def _both(times: list[float], form: str) -> str:
    """Return the median and the 95th percentile."""
    times = sorted(times)
    p95 = times[math.ceil(len(times) * 0.95) - 1]
    return f"{form} / {form}".format(statistics.median(times), p95)


def main() -> int:
    """Prepare, and measure in the environment made for it; status 1 when a learner failed."""
    numbers = [int(n) for n in sys.argv[1:]] or [5, 10, 20]
    if Path(sys.executable) != PYTHON:
        prepare()
        command = (str(PYTHON), __file__, *map(str, numbers))
        return subprocess.run(command, check=False).returncode  # noqa: S603  (ours)
    print(ROW.format("learners", "came", "s to a", "s to a", "ms to an", "ms until", "MB a"))
    print(ROW.format("at once", "through", "server", "talk", "answer", "saved", "learner"))
    came = [asyncio.run(measure(number)) for number in numbers]
    return 0 if all(came) else 1


if __name__ == "__main__":
    sys.exit(main())
