import random
import re
import sqlite3
import stat
import sys
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from informint.errors import JournalError
from informint.journal import Journal, State, data_folder, open_journal, store
from informint.journal.events import Drafted, GoalSet, PersonFound, Tagged
from informint.model import HowKnown, Message, Person


def test_without_a_journal_there_is_the_sample(tmp_path: Path) -> None:
    with open_journal(tmp_path / "data") as journal:
        state = journal.state
        assert (journal.is_sample, repr(journal)) == (True, "informint journal (sample)")
        assert (journal.saved_at, journal.today) == (None, date(2025, 3, 3))
        assert len(state.people) > 20
        assert state.profile.name
        assert state.goal
        assert {p.how_known for p in state.people.values()} > {HowKnown.CLOSE, HowKnown.NOT_SAID}
        assert state.step == 0
        person = next(iter(state.people))
        assert journal.record(Tagged(person, "alumni")).tags == {person: ("alumni",)}
        journal.undo()
        assert journal.state == state
    assert not (tmp_path / "data").exists()


def test_beginning_turns_the_sample_into_ones_own(tmp_path: Path) -> None:
    now = datetime(2025, 9, 1, 8, tzinfo=UTC)
    with open_journal(tmp_path / "data", clock=lambda: now) as journal:
        told: list[bool] = []
        journal.subscribe(lambda changed: told.append(changed.is_sample))
        assert journal.begin() == State()
        assert told == [False]
        assert (repr(journal), journal.saved_at) == ("informint journal", None)
        journal.record(GoalSet("Policy"))
        assert (journal.saved_at, journal.today) == (now, now.date())
        assert journal.begin().goal == "Policy"
    with open_journal(tmp_path / "data") as again:
        assert (again.is_sample, again.state.goal) == (False, "Policy")


def test_two_windows_share_a_journal(tmp_path: Path, ximena: Person) -> None:
    with open_journal(tmp_path) as one, open_journal(tmp_path) as two:
        one.begin()
        one.record(PersonFound(ximena))
        two.begin()
        assert two.state == one.state
        two.record(Tagged("x1", "alumni"))
        one.record(Tagged("x1", "biotech"))
        assert two.undo() == "tagged a person"
        assert one.state == two.state
        assert one.state.tags == {"x1": ("alumni",)}


def test_nothing_personal_shows_when_a_notebook_prints_them(own: Journal, ximena: Person) -> None:
    shown = repr(own.record(PersonFound(ximena)))
    assert shown == "State: 1 people, 0 shortlisted"


def test_where_the_data_folder_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INFORMINT_DATA", str(tmp_path / "there"))
    assert data_folder() == tmp_path / "there"
    assert data_folder(tmp_path / "here") == tmp_path / "here"
    monkeypatch.setenv("INFORMINT_DATA", "")
    assert "informint" in data_folder().parts
    with pytest.raises(JournalError, match="leads nowhere"):
        data_folder("~no-such-user-here/data")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other permissions")
def test_only_the_owner_may_look(own: Journal, tmp_path: Path) -> None:
    def modes() -> list[int]:
        places = (tmp_path / "data", tmp_path / "data" / store.FILE)
        return [stat.S_IMODE(place.stat().st_mode) for place in places]

    assert modes() == [0o700, 0o600]
    (tmp_path / "data" / store.FILE).chmod(0o644)
    with open_journal(tmp_path / "data"):
        assert modes() == [0o700, 0o600]
    assert own.state == State()


@pytest.mark.parametrize("git", [Path.mkdir, Path.touch])
def test_no_journal_in_a_git_work_tree(tmp_path: Path, git: Callable[[Path], None]) -> None:
    git(tmp_path / ".git")
    with open_journal(tmp_path / "deep" / "data") as journal:
        with pytest.raises(JournalError, match="git work tree"):
            journal.begin()
        assert journal.is_sample
    assert not (tmp_path / "deep").exists()


def damage(path: Path, kind: str) -> None:
    content = path.read_bytes()
    if kind == "newer":
        with sqlite3.connect(path) as connection:
            connection.execute("PRAGMA user_version = 99")
        connection.close()
    elif kind == "foreign":
        path.unlink()
        with sqlite3.connect(path) as connection:
            connection.execute("CREATE TABLE event (id)")
        connection.close()
    elif kind == "event":
        with sqlite3.connect(path) as connection:
            connection.execute('UPDATE event SET data = \'{"kind":"from Ana"}\'')
        connection.close()
    else:
        changes = {"text": b"Dear diary", "cut": content[:-2048], "header": b"x" + content[1:]}
        path.write_bytes(changes[kind])


@pytest.mark.usefixtures("own")
def test_a_file_of_an_older_informint_is_marked_when_it_is_written(tmp_path: Path) -> None:
    path = tmp_path / "data" / store.FILE
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA user_version = 1")
    connection.close()
    with open_journal(tmp_path / "data") as journal:
        journal.record(GoalSet("Maps"))
    with sqlite3.connect(path) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (store.VERSION,)
    connection.close()


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        ("newer", "newer informint"),
        ("foreign", "no journal"),
        ("event", "damaged"),
        ("text", "damaged"),
        ("cut", "damaged"),
        ("header", "damaged"),
    ],
)
def test_what_cannot_be_read_is_told_and_left_as_it_is(
    own: Journal, tmp_path: Path, kind: str, says: str
) -> None:
    own.record(GoalSet("Policy"))
    own.close()
    path = tmp_path / "data" / store.FILE
    damage(path, kind)
    before = path.read_bytes()
    with pytest.raises(JournalError, match=says) as told:
        open_journal(tmp_path / "data")
    assert "Ana" not in str(told.value)
    assert path.read_bytes() == before
    assert list((tmp_path / "data").iterdir()) == [path]


def test_a_damaged_byte_anywhere_is_never_a_traceback(
    own: Journal, tmp_path: Path, ximena: Person
) -> None:
    own.record(*(PersonFound(Person(id=f"p{n}", name=f"Person {n}")) for n in range(60)))
    own.record(PersonFound(ximena), Drafted("x1", Message(body="word " * 900)))
    own.close()
    path = tmp_path / "data" / store.FILE
    content = path.read_bytes()
    rng = random.Random(2)  # noqa: S311  (seeded on purpose)
    refused = 0
    for n in range(200):
        hurt = bytearray(content)
        hurt[n if n < 100 else rng.randrange(len(hurt))] ^= 1 << rng.randrange(8)  # header first
        path.write_bytes(hurt)
        try:
            with open_journal(tmp_path / "data") as journal:
                journal.record(GoalSet(f"Goal {n}"))
                journal.undo()
        except JournalError:
            refused += 1
    assert 0 < refused < 200


def test_a_file_left_empty_by_a_crash_is_begun_anew(tmp_path: Path) -> None:
    (tmp_path / store.FILE).touch()
    with open_journal(tmp_path) as journal:
        assert journal.record(GoalSet("Policy")).goal == "Policy"


def test_a_locked_journal_is_told_and_loses_nothing(
    own: Journal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own.record(GoalSet("Policy"))
    monkeypatch.setattr(store, "BUSY_SECONDS", 0.01)
    with open_journal(tmp_path / "data") as journal:
        holder = sqlite3.connect(tmp_path / "data" / store.FILE, isolation_level=None)
        holder.execute("BEGIN EXCLUSIVE")
        for attempt in (
            lambda: journal.record(GoalSet("Patents")),
            journal.undo,
            lambda: journal.state,
            lambda: open_journal(tmp_path / "data"),
        ):
            with pytest.raises(JournalError, match="Another window holds the journal"):
                attempt()
        holder.execute("ROLLBACK")
        holder.close()
        assert journal.state.goal == "Policy"
        assert journal.record(GoalSet("Patents")).goal == "Patents"


def test_a_full_disk_is_told_and_loses_nothing(
    own: Journal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ximena: Person
) -> None:
    own.record(PersonFound(ximena))
    own.close()

    class Small(sqlite3.Connection):
        def __init__(self, *args: object, **options: object) -> None:
            super().__init__(*args, **options)
            self.execute("PRAGMA max_page_count = 8")

    connect = sqlite3.connect
    monkeypatch.setattr(
        sqlite3, "connect", lambda *args, **options: connect(*args, **options, factory=Small)
    )
    with open_journal(tmp_path / "data") as journal:
        before = journal.state
        with pytest.raises(JournalError, match="disk is full"):
            journal.record(Tagged("x1", "alumni"), Drafted("x1", Message(body="word " * 9000)))
        assert journal.state == before
        assert journal.record(Tagged("x1", "alumni")).tags == {"x1": ("alumni",)}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other permissions")
def test_a_read_only_folder_is_told_and_its_journal_can_be_read(plain_user: Path) -> None:
    with open_journal(plain_user) as journal:
        journal.begin()
        journal.record(GoalSet("Policy"))
    plain_user.chmod(0o500)
    with open_journal(plain_user) as journal:
        with pytest.raises(JournalError, match="cannot be"):
            journal.record(GoalSet("Patents"))
        assert journal.state.goal == "Policy"
    with open_journal(plain_user / "new") as journal:
        with pytest.raises(JournalError, match="cannot be made or written"):
            journal.begin()
        assert journal.is_sample
    plain_user.chmod(0)
    with pytest.raises(JournalError, match="cannot be opened"):
        open_journal(plain_user)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows does not move an open file")
def test_a_journal_moved_away_takes_no_more_steps(own: Journal, tmp_path: Path) -> None:
    own.record(GoalSet("Policy"))
    (tmp_path / "data").rename(tmp_path / "moved")
    with pytest.raises(JournalError, match="moved or deleted"):
        own.record(GoalSet("Patents"))
    with open_journal(tmp_path / "moved") as journal:
        assert journal.state.goal == "Policy"


def test_a_closed_journal_says_so(own: Journal) -> None:
    own.close()
    with pytest.raises(JournalError, match="closed"):
        own.record(GoalSet("Policy"))


def test_every_sentence_is_one() -> None:
    for sentence in store._SAYS.values():
        assert re.fullmatch(r"[^.]+(\.sqlite3[^.]+)?\.", sentence)
