"""Faults met from a view: nothing acknowledged is lost, and each is told in one sentence.

What SQLite and the file itself do under faults is in tests/journal; here is what a learner sees.
"""

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from commands import Run
from IPython.core.interactiveshell import InteractiveShell

from informint import content
from informint.cli import main
from informint.errors import BadInput, InformintError, JournalError
from informint.exports import export
from informint.journal import Journal, Stage, open_journal, store
from informint.journal.events import Drafted, GoalSet, PersonFound, Sent, Tagged
from informint.model import Message, Person
from informint.notebooks import copy_lessons
from informint.views import Board, Goal, Record
from informint.views.panel import Panel

posix = pytest.mark.skipif(os.name != "posix", reason="Windows has other permissions and signals")
NORA = Person(id="n1", name="Nora Haldane")
MAIL = Message(body="May I ask you for 20 minutes?")


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def journal(data: Path) -> Iterator[Journal]:
    with open_journal(data) as journal:
        journal.begin()
        journal.record(PersonFound(NORA), GoalSet("Maps"))
        yield journal


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    """Let no file grow beyond a size: what a full disk is to those who write."""
    import resource  # noqa: PLC0415  (there is none on Windows)

    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def full(data: Path) -> Iterator[None]:
    with largest_file((data / store.FILE).stat().st_size):
        yield


@contextmanager
def locked(data: Path) -> Iterator[None]:
    other = sqlite3.connect(data / store.FILE, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    yield
    other.execute("ROLLBACK")
    other.close()


@contextmanager
def moved(data: Path) -> Iterator[None]:
    away = data.with_name("away")
    data.rename(away)
    yield
    away.rename(data)


@contextmanager
def updated(data: Path) -> Iterator[None]:
    """Another window runs a newer informint, which records what is unknown here."""
    with sqlite3.connect(data / store.FILE) as other:
        other.execute(f"PRAGMA user_version = {store.VERSION + 1}")
        other.execute(
            "INSERT INTO event SELECT id + 1, step + 1, at, 'new', NULL, '{\"kind\": \"new\"}' "
            "FROM event ORDER BY id DESC LIMIT 1"
        )
    other.close()
    yield
    with sqlite3.connect(data / store.FILE) as other:
        other.execute(f"PRAGMA user_version = {store.VERSION}")
        other.execute("DELETE FROM event WHERE kind = 'new'")
    other.close()


@contextmanager
def half(data: Path) -> Iterator[None]:
    """The end of the file is gone, as after a copy that broke off."""
    whole = (data / store.FILE).read_bytes()
    (data / store.FILE).write_bytes(whole[:-2_000])
    yield
    (data / store.FILE).write_bytes(whole)


FAULTS = {full: "full", locked: "Another window", moved: "moved", updated: "newer informint"}


@posix
@pytest.mark.usefixtures("no_bugs")
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.__name__)
def test_a_view_tells_in_one_sentence_and_goes_on_afterwards(
    journal: Journal,
    data: Path,
    monkeypatch: pytest.MonkeyPatch,
    fault: Callable[[Path], "contextmanager[None]"],
) -> None:
    monkeypatch.setattr(store, "BUSY_SECONDS", 0.01)
    with open_journal(data) as window:
        view = Goal(window)
        sent: list[dict] = []
        monkeypatch.setattr(view, "send", lambda content, _=None: sent.append(content))
        with fault(data):
            tell(view, "set_goal", "Maps and how they are drawn. " * 400)
        assert FAULTS[fault] in view.status
        assert re.fullmatch(r"[^.]+(\.sqlite3[^.]+)?\.", view.status)
        assert view.status in json.dumps(sent[-1])  # and it was drawn all the same
        assert window.state.goal == journal.state.goal == "Maps"
        tell(view, "set_goal", "Stars")
        assert journal.state.goal == "Stars"


def tell(view: Panel, name: str, value: object) -> None:
    """Send what the browser sends."""
    view._handle_custom_msg({"do": name, "value": value, "seq": 1}, [])


@posix
def test_killed_anywhere_in_the_lessons_no_acknowledged_click_is_lost(data: Path) -> None:
    done = subprocess.run(
        [sys.executable, Path(__file__).with_name("killed.py"), data, "7"],
        capture_output=True,
        text=True,
        check=False,
        timeout=400,
    )
    assert done.returncode == 0, done.stderr[-2_000:]
    rounds = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(rounds) == 7
    assert all(found["kept"] for found in rounds), rounds
    assert rounds[-1]["entries"] > rounds[0]["entries"]
    assert all(store.FILE in found["left"] for found in rounds)


def test_two_windows_see_each_other_and_undo_each_other(journal: Journal, data: Path) -> None:
    with open_journal(data) as other:
        one, two = Record(journal), Board(other)
        journal.record(Drafted(NORA.id, MAIL), Sent(NORA.id))
        two.run("chose", NORA.id)
        two.run("did", ["yes", NORA.id])
        assert journal.state.progress[NORA.id].stage is Stage.REPLIED
        two.run("did", ["yes", NORA.id])
        one.run("undo")
        assert other.state.progress[NORA.id].stage in {Stage.REPLIED, Stage.SENT}


@pytest.mark.parametrize("jump", [timedelta(days=-400), timedelta(days=40_000)])
def test_a_clock_that_is_put_back_or_forward_moves_no_step(data: Path, jump: timedelta) -> None:
    times = [datetime(2025, 3, 30, 0, 30, tzinfo=UTC)]
    with open_journal(data, clock=lambda: times[-1]) as journal:
        journal.begin()
        journal.record(PersonFound(NORA))
        journal.record(Drafted(NORA.id, MAIL), Sent(NORA.id))
        times.append(times[0] + jump)
        journal.record(Tagged(NORA.id, "later"))
        Board(journal).run("did", ["yes", NORA.id])
        state = journal.state
        assert state.progress[NORA.id].stage is Stage.REPLIED
        for ending in (".ics", ".md", ".csv"):
            assert export(journal, f"x{ending}")
        exported = journal.export_json()
    with open_journal(data) as again:
        assert again.state == state
    with Journal.restore(exported, data.with_name("restored")) as restored:
        assert restored.state == state


@pytest.mark.parametrize("version", [store.VERSION + 1, 10**6])
def test_an_export_of_a_newer_informint_is_not_restored_and_nothing_is_changed(
    journal: Journal, tmp_path: Path, version: int, capsys: pytest.CaptureFixture[str]
) -> None:
    document = json.loads(journal.export_json()) | {"informint_journal": version, "more": [1]}
    file = tmp_path / "x.json"
    file.write_text(json.dumps(document))
    assert main(["restore", str(file), "--data", str(tmp_path / "new")]) == 2
    told = capsys.readouterr().err
    assert "newer informint" in told
    assert told.count("\n") == 1
    assert not (tmp_path / "new").exists()
    with pytest.raises(BadInput, match="newer informint"):
        journal.refill(file.read_bytes())
    assert journal.state.goal == "Maps"


@posix
def test_a_full_disk_leaves_no_half_of_a_file(
    journal: Journal, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lessons, out = tmp_path / "lessons", tmp_path / "x.json"
    copy_lessons(lessons)
    before = {path.name: path.read_bytes() for path in lessons.iterdir()}
    first = min(lessons.glob("0*.ipynb"))
    first.unlink()
    assert main(["export", str(out), "--data", str(journal._folder)]) == 0
    capsys.readouterr()
    kept = out.read_bytes()
    with largest_file(100):
        with pytest.raises(BadInput, match="cannot be copied"):
            copy_lessons(lessons)
        assert main(["export", str(out), "--data", str(journal._folder)]) == 2
    assert capsys.readouterr().err.count("\n") == 1
    assert out.read_bytes() == kept
    assert copy_lessons(lessons) == []
    assert {path.name: path.read_bytes() for path in lessons.iterdir()} == before


@posix
def test_whatever_is_written_is_for_its_owner_alone(
    journal: Journal, data: Path, tmp_path: Path
) -> None:
    out, victim = tmp_path / "x.json", tmp_path / "victim"
    victim.write_text("mine")
    part = tmp_path / ".x.json.part"  # where others know that something is written first
    part.symlink_to(victim)
    former = os.umask(0)
    try:
        with open_journal(tmp_path / "other") as other:
            other.begin()
            other.record(GoalSet("Maps"))
        assert main(["export", str(out), "--data", str(data)]) == 0
    finally:
        os.umask(former)
    made = [*(tmp_path / "other").iterdir(), out, data / store.FILE]
    assert {path.stat().st_mode & 0o777 for path in made} == {0o600}
    assert (tmp_path / "other").stat().st_mode & 0o777 == 0o700
    assert victim.read_text() == "mine"
    assert {path.name for path in tmp_path.glob(".*")} == {part.name}
    assert journal.state.goal == "Maps"


# Commands that read a file, whose name stands in place of the dots.
READS = (
    ("check", "message", ...),
    ("check", "message", "m.txt", "--said", ...),
    ("check", "questions", ...),
    ("contacts", ...),
    ("targets", ..., "--goal", "Maps"),
    ("talk", "--persona", "museum", "--script", ...),
    ("talk", "--persona", ...),
    ("restore", ..., "--data", "new"),
    ("cohort", "build", ..., "-o", "out"),
)
LONG = "x" * 300


def filled(command: tuple[object, ...], file: Path | str) -> tuple[str, ...]:
    return tuple(str(file if part is ... else part) for part in command)


def told(run: Run, *args: str) -> str:
    """Run a command that cannot do as it should; return its sentence."""
    code, out, err = run(*args)
    err = err.replace("informint: there is no journal yet; this is the sample\n", "")
    assert (code, out) == (2, ""), args
    assert re.fullmatch(r"informint: .+\n", err), args
    assert len(err) < 1_000
    return err


@posix
@pytest.mark.parametrize("command", READS, ids=lambda command: " ".join(map(str, command[:2])))
def test_what_is_no_file_to_read_is_one_sentence(command: tuple[object, ...], run: Run) -> None:
    Path("m.txt").write_text("Dear Ms. Haldane")
    Path("folder.toml").mkdir()
    os.mkfifo("pipe.toml")
    Path("endless.toml").symlink_to("/dev/zero")
    with Path("huge.toml").open("wb") as file:
        file.truncate(4_000_000_000)
    for name, words in {
        "none.toml": "",
        "folder.toml": "",
        "pipe.toml": "not an ordinary file",
        "endless.toml": "not an ordinary file",
        "huge.toml": "larger than",
        f"{LONG}.toml": "",
        "m.txt/x.toml": "",
    }.items():
        assert words in told(run, *filled(command, name))


@posix
def test_what_is_no_place_is_one_sentence(journal: Journal, data: Path, run: Run) -> None:
    Path("m.txt").write_text("Dear Ms. Haldane")
    assert journal.state.goal == "Maps"
    for place in ("m.txt/x.json", f"{LONG}.json", f"{LONG}/x.json", "nowhere/x.json", "."):
        for folder in (data, "sample"):
            told(run, "export", place, "--data", str(folder))
        told(run, "content", "check", place)
        told(run, "cohort", "report", place, "-o", "out.html")
        for args in ((place,), ("--data", place)):
            assert run("doctor", *args)[2] == ""


def test_nobodys_home_is_one_sentence(run: Run) -> None:
    told(run, "lab", "~nobody-at-all/lessons", "--no-browser")
    told(run, "doctor", "~nobody-at-all")
    with pytest.raises(BadInput, match="nobody's home"):
        content.use("~nobody-at-all/pack")


@posix
def test_what_is_closed_is_one_sentence(
    run: Run, tmp_path: Path, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    for command in READS:  # so that all is loaded, which a plain user may not do
        run(*filled(command, "none.toml"))
    run("content", "check", "none")
    run("cohort", "report", "none", "-o", "x")
    run("doctor", str(tmp_path))
    here: Path = request.getfixturevalue("plain_user")
    monkeypatch.setenv("HOME", str(here))
    closed, pack = here / "closed", here / "pack"
    for folder in (closed, pack, pack / "rules"):
        folder.mkdir()
    (pack / "goals.toml").write_text("")
    (closed / "x.toml").write_text("x")
    closed.chmod(0)
    (pack / "rules").chmod(0)
    (here / "m.txt").write_text("Dear Ms. Haldane")
    for command in READS:
        there = tuple(here / "m.txt" if part == "m.txt" else part for part in command)
        assert "ermission denied" in told(run, *filled(there, closed / "x.toml"))
    for folder in (closed, closed / "pack", pack):
        assert "permission denied" in told(run, "content", "check", str(folder))
        assert "permission denied" in told(run, "cohort", "report", str(folder), "-o", "x")
        lessons = run("doctor", str(folder), "--data", str(here / "data"))[1]
        assert "could not be looked into" in lessons
    export = ("export", str(closed / "x.json"), "--data", str(here / "data"))
    assert "permission denied" in told(run, *export)
    code, out, _ = run("doctor", str(here), "--data", str(closed / "data"))
    assert (code, "must    journal" in out) == (1, True)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a file of Linux")
def test_an_output_that_is_full_is_one_sentence() -> None:
    command = [sys.executable, "-m", "informint.cli", "personas"]
    with Path("/dev/full").open("w") as full_disk:
        done = subprocess.run(command, stdout=full_disk, stderr=-1, text=True, check=False)
    assert (done.returncode, done.stderr) == (2, "informint: no space left on device\n")


def test_an_error_in_a_notebook_is_its_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    """IPython shows no stack of ours, and so no line with a value in it."""
    shell = InteractiveShell()
    shell.history_manager.enabled = False
    shell.run_cell(
        "import informint\ninforment = informint.views.Annotate(informint.open_journal(), 'x')"
    )
    told = capsys.readouterr().out
    assert "There is no conversation 'x'" in told
    assert "Traceback" not in told
    assert "site-packages" not in told


def test_a_journal_cut_short_is_left_and_told(journal: Journal, data: Path) -> None:
    journal.close()
    with half(data), pytest.raises(JournalError, match="damaged"):
        open_journal(data)
    with open_journal(data) as again:
        assert again.state.goal == "Maps"
    assert issubclass(JournalError, InformintError)
    shutil.rmtree(data)
