import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs processes that fork")
# A disk in memory, where there is one: a kill leaves the same behind, and nothing waits for fsync.
FAST = Path("/dev/shm")  # noqa: S108  (only as the parent of a folder of our own)


@pytest.fixture
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(dir=FAST if os.access(FAST, os.W_OK) else None) as folder:
        yield Path(folder)


def run(what: str, folder: Path) -> list[dict[str, Any]]:
    done = subprocess.run(
        [sys.executable, Path(__file__).with_name("crash.py"), what, folder],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert not done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_killed_before_any_statement_every_step_is_whole_and_no_acknowledged_one_lost(
    folder: Path,
) -> None:
    *killed, last = run("statements", folder)
    assert len(killed) > 60
    assert all(found["killed"] for found in killed)
    assert (last["killed"], last["acknowledged"]) == (False, 8)
    for found in (*killed, last):
        acknowledged = found["acknowledged"]
        assert set(found["found"]) & {acknowledged, acknowledged + 1}, found
    assert {found["named"] for found in (*killed, last) if found["erased"]} == {False}


def test_killed_anywhere_no_acknowledged_step_is_lost_or_halved(folder: Path) -> None:
    rounds = run("anywhere", folder)
    assert len(rounds) == 15
    for found in rounds:
        whole, half = divmod(found["tags"], 2)
        assert not half
        assert whole - found["acknowledged"] in {0, 1}


def test_two_processes_at_once_lose_nothing_and_cannot_both_take_a_step(folder: Path) -> None:
    [found] = run("together", folder)
    people = found["people"]
    assert sum(found["won"]) == sum(found["refused"]) == people
    assert found["both_tagged"] == found["sent_once"] == people
