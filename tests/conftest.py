"""What every test is kept from: the developer's own journal, the network, and unseen mistakes."""

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from commands import Run

UNPRIVILEGED = 65534
_LOOPBACK = ("127.", "localhost", "::1")
_ASKING = {
    "socket.connect": 1,
    "socket.sendto": 1,
    "socket.getaddrinfo": 0,
    "socket.gethostbyname": 0,
}


class _Network:
    """Who may talk to whom just now; a hook of the interpreter's sees every socket there is."""

    watched = False
    loopback = False
    asked: list[str] = []  # noqa: RUF012  (one network for all)

    @classmethod
    def hook(cls, event: str, args: tuple[object, ...]) -> None:
        if not cls.watched or event not in _ASKING:
            return
        whom = args[_ASKING[event]]
        host = whom[0] if isinstance(whom, tuple) else whom
        if host is None or (isinstance(whom, bytes | str) and event.startswith("socket.c")):
            return  # a socket of the file system
        if cls.loopback and str(host).startswith(_LOOPBACK):
            return
        if not cls.loopback:
            cls.asked.append(f"{event} {host}")
        message = "tests use no network"
        raise OSError(message)


sys.addaudithook(_Network.hook)


@pytest.fixture(autouse=True)
def _no_network(request: pytest.FixtureRequest) -> Iterator[None]:
    """Refuse every connection, and fail the test that tried one even where it was swallowed."""
    node = request.node
    _Network.loopback = bool(
        node.get_closest_marker("loopback") or node.get_closest_marker("browser")
    )
    _Network.watched = True
    yield
    _Network.watched = False
    asked = _Network.asked.copy()
    _Network.asked.clear()
    assert asked == []


@pytest.fixture
def asked(_no_network: None) -> list[str]:
    """What was asked of the network so far in this test; whoever means it clears it."""
    return _Network.asked


@pytest.fixture(autouse=True)
def _own_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INFORMINT_DATA", str(tmp_path / "data"))


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command in a folder of its own; returns status, what it printed, and its sentence."""
    from informint.cli import main  # noqa: PLC0415  (only tests of commands load them all)

    monkeypatch.chdir(tmp_path)

    def run(*args: str) -> tuple[int, str, str]:
        code = main(args)
        out = capsys.readouterr()
        return code, out.out, out.err

    return run


@pytest.fixture
def plain_user() -> Iterator[Path]:
    """A folder of a user who is bound by permissions, and that user; root is not."""
    folder = Path(tempfile.mkdtemp())
    root = hasattr(os, "geteuid") and not os.geteuid()
    if root:
        os.chown(folder, UNPRIVILEGED, -1)
        os.seteuid(UNPRIVILEGED)
    yield folder
    if root:
        os.seteuid(0)
    folder.chmod(0o700)
    shutil.rmtree(folder)


@pytest.fixture
def no_bugs() -> Iterator[None]:
    """Fail the test when a view's callback went wrong: ipywidgets itself would only log it."""
    from informint.views.panel import Panel  # noqa: PLC0415  (only tests of views load widgets)

    Panel.bugs.clear()
    yield
    assert Panel.bugs == []
