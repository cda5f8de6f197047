"""Nothing leaves the machine: who could connect, and what the browser's half may ask for."""

import re
import socket
from pathlib import Path

import pytest
from test_layers import HOUSE, imports

CONNECTS = {"socket", "ssl", "http", "urllib.request", "httpx", "requests", "aiohttp", "ftplib"}
CONNECTS |= {"smtplib", "imaplib", "xmlrpc", "socketserver", "webbrowser", "asyncio"}
# The voice of a language model, where somebody set one up; and what runs notebooks in kernels.
MAY = {("roleplay", "httpx"), ("notebooks", "asyncio")}
# JavaScript that could ask another machine for something.
_ASKS = re.compile(
    r"\b(?:fetch|XMLHttpRequest|WebSocket|EventSource|sendBeacon|importScripts)\b|\bimport\s*\("
)


def test_only_the_voice_can_connect() -> None:
    found = {
        (room, name)
        for room, name in imports()
        if any(name == c or name.startswith(f"{c}.") for c in CONNECTS)
    }
    assert found <= MAY


@pytest.mark.parametrize(
    "file", [*HOUSE.rglob("*.js"), *HOUSE.rglob("*.css")], ids=lambda file: file.name
)
def test_what_runs_in_the_browser_asks_nobody(file: Path) -> None:
    text = file.read_text("utf-8")
    assert not _ASKS.search(text)
    assert not re.search(r"url\(|@import", text)
    # Trees become elements one by one: no string is ever parsed as HTML or run.
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", text)


def test_tests_that_connect_fail(asked: list[str]) -> None:
    with pytest.raises(OSError, match="no network"):
        socket.create_connection(("192.0.2.1", 9), timeout=0.01)
    with pytest.raises(OSError, match="no network"):
        socket.getaddrinfo("example.org", 443)
    assert len(asked) == 2
    asked.clear()


def test_the_tests_that_the_page_on_security_names_are_there() -> None:
    here = Path(__file__).parents[1]
    text = (here.parent / "SECURITY.md").read_text("utf-8")
    named = set(re.findall(r"`((?:\w+/)*\w+\.py)`", text))
    roots = (here, here.parent)
    assert len(named) > 20
    assert [name for name in named if not any((root / name).exists() for root in roots)] == []
