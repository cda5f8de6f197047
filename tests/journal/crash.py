"""Kills processes that write a journal, and prints what is found afterwards; run by test_crash.py.

A process of its own, since a test runner with threads should not fork.
"""

import json
import os
import random
import signal
import sqlite3
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from informint.errors import IllegalStep
from informint.journal import Journal
from informint.journal.events import Drafted, PersonFound, Sent, Shortlisted, Tagged
from informint.model import Message, Person

PEOPLE = [
    Person(id=f"p{n}", name=f"{given} Quillfeather")
    for n, given in enumerate(["Ximena", "Bo", "Thandi", *(f"Person{n}" for n in range(30))])
]
CONNECT = sqlite3.connect


def own(folder: Path) -> Journal:
    journal = Journal.in_memory(folder=folder, clock=lambda: datetime(2025, 3, 3, 12, tzinfo=UTC))
    journal.begin()
    return journal


def scripted(folder: Path, done: Callable[[Journal], None]) -> None:
    """Go through every kind of writing, and tell after each when it is acknowledged."""
    journal = own(folder)
    done(journal)
    mail = Message(body="Ximena Quillfeather suggested that I write to you.")
    for step in (
        lambda: journal.record(*(PersonFound(person) for person in PEOPLE)),
        lambda: journal.record(Tagged("p1", "alumni"), Shortlisted("p1"), Drafted("p1", mail)),
        journal.undo,
        lambda: journal.record(Drafted("p1", mail), Sent("p1")),
        lambda: journal.record(Drafted("p0", mail), Tagged("p0", "biotech")),
        lambda: journal.erase_person("p0"),
        journal.undo,
    ):
        step()
        done(journal)
    journal.close()


def child(work: Callable[[int], None]) -> tuple[int, int]:
    """Fork; return the child's id and where to read what it writes to the pipe it is given."""
    reader, writer = os.pipe()
    pid = os.fork()
    if not pid:
        os.close(reader)
        try:
            work(writer)
        finally:
            os._exit(0)
    os.close(writer)
    return pid, reader


def drain(reader: int) -> bytes:
    with os.fdopen(reader, "rb") as pipe:
        return pipe.read()


def die_at(statement: int) -> None:
    """Have this process killed before the given statement (from 0) of what it opens from now."""
    left = statement

    def count(_: str) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def traced(path: object, **options: object) -> sqlite3.Connection:
        connection = CONNECT(path, **options)
        if path != ":memory:":
            connection.set_trace_callback(count)
        return connection

    sqlite3.connect = traced


def statements(folder: Path) -> None:
    """Kill before every statement of the script, the first run excepted, which is the model."""
    states: list[bytes] = []
    scripted(folder / "model", lambda journal: states.append(journal.export_json()))
    states.insert(0, states[0])  # before it has begun, there is nothing either
    statement = 0
    while True:
        home = folder / str(statement)

        def work(pipe: int, home: Path = home, statement: int = statement) -> None:
            die_at(statement)
            scripted(home, lambda _: os.write(pipe, b"."))

        pid, reader = child(work)
        acknowledged = len(drain(reader))
        _, status = os.waitpid(pid, 0)
        with own(home) as journal:
            found = journal.export_json()
            erased = "p0" not in journal.state.people and acknowledged > 1
        left = b"".join(path.read_bytes() for path in home.iterdir())
        report(
            killed=os.WIFSIGNALED(status),
            acknowledged=acknowledged,
            found=[n for n, state in enumerate(states) if state == found],
            erased=erased,
            named=b"Ximena" in left,
        )
        if not os.WIFSIGNALED(status):
            return
        statement += 1


def anywhere(folder: Path) -> None:
    """Kill a process wherever it is after a number of acknowledged steps, again and again."""
    with own(folder) as journal:
        journal.record(PersonFound(PEOPLE[0]))
    before = 0
    for round_ in range(15):

        def work(pipe: int, round_: int = round_) -> None:
            journal = own(folder)
            for n in range(10_000):
                journal.record(Tagged("p0", f"{round_} {n}"), Tagged("p0", f"{round_} {n} too"))
                os.write(pipe, b".")

        pid, reader = child(work)
        wanted = random.Random(round_).randrange(1, 25)  # noqa: S311  (seeded on purpose)
        acknowledged = sum(len(os.read(reader, 1)) for _ in range(wanted))
        os.kill(pid, signal.SIGKILL)
        acknowledged += len(drain(reader))
        os.waitpid(pid, 0)
        with own(folder) as journal:
            tags = len(journal.state.tags["p0"])
        report(acknowledged=acknowledged, tags=tags - before)
        before = tags


def together(folder: Path) -> None:
    """Let two processes begin and write at once: tags each, and steps that only one may take."""
    mail = Message(body="May I ask you for 20 minutes?")
    begin_with = [e for p in PEOPLE for e in (PersonFound(p), Drafted(p.id, mail))]

    def work(pipe: int, me: str) -> None:
        os.write(pipe, b"!")
        os.read(gate, 1)
        with own(folder) as journal:
            with suppress(IllegalStep):  # the other was faster
                journal.record(*begin_with)
            for person in PEOPLE:
                journal.record(Tagged(person.id, me))
                try:
                    journal.record(Sent(person.id), Tagged(person.id, f"sent by {me}"))
                    os.write(pipe, b".")
                except IllegalStep:
                    os.write(pipe, b"x")

    gate, opener = os.pipe()
    children = [child(lambda pipe, me=me: work(pipe, me)) for me in ("one", "two")]
    for _, reader in children:
        os.read(reader, 1)
    os.write(opener, b"go")
    marks = [drain(reader) for _, reader in children]
    for pid, _ in children:
        os.waitpid(pid, 0)
    with own(folder) as journal:
        tags = list(journal.state.tags.values())
        report(
            people=len(PEOPLE),
            won=[mark.count(b".") for mark in marks],
            refused=[mark.count(b"x") for mark in marks],
            both_tagged=sum({"one", "two"} <= set(t) for t in tags),
            sent_once=sum(sum(tag.startswith("sent by") for tag in t) == 1 for t in tags),
        )


def report(**found: object) -> None:
    print(json.dumps(found), flush=True)  # noqa: T201  (read by the test)


if __name__ == "__main__":
    {"statements": statements, "anywhere": anywhere, "together": together}[sys.argv[1]](
        Path(sys.argv[2])
    )
