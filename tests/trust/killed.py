"""Kills walks through the lessons at random moments, and prints what is found; see test_faults.py.

    python killed.py FOLDER ROUNDS

Each round a child goes on through the lessons of a learner, using every view, and says after each
click what the journal held; it is killed wherever it is. A process of its own, since a test runner
with threads should not fork.
"""

import ast
import contextlib
import hashlib
import io
import json
import os
import random
import signal
import sys
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

import msgspec

from informint import views
from informint.errors import InformintError
from informint.journal import Journal, open_journal

sys.path.insert(0, str(Path(__file__).parents[1]))
from trust.conftest import exported
from trust.crawling import Crawler

LESSONS = sorted(Path(__file__).parents[2].glob("notebooks/[0-9]*.ipynb"))
WORDS = (
    "Dear Nora, could we talk for 20 minutes about maps? Thank you, Imani",
    "How did you come to this work?",
    "Nora Haldane",
    "maps",
)
GO_BACK = {"erase", "merge_all", "undo"}  # these take from the log; what is added is counted here


def shown(lesson: Path, names: dict[str, object]) -> Iterator[views.panel.Panel]:
    """Run a lesson cell by cell, and hand out the view that each ends in."""
    for cell in json.loads(lesson.read_text("utf-8"))["cells"]:
        if cell["cell_type"] == "code":
            code = ast.parse("".join(cell["source"]))
            last = code.body.pop() if isinstance(code.body[-1], ast.Expr) else None
            exec(compile(code, lesson.name, "exec"), names)  # noqa: S102  (our own lessons)
            if isinstance(last, ast.Expr):
                value = eval(compile(ast.Expression(last.value), lesson.name, "eval"), names)  # noqa: S307  (as above)
                if isinstance(value, views.panel.Panel):
                    yield value


def digest(journal: Journal, length: int | None = None) -> str:
    entries = msgspec.json.encode(journal.entries()[:length], enc_hook=dict)
    return hashlib.sha256(entries).hexdigest()


def walk(start: int, pipe: int) -> None:
    """Go round the lessons without end."""
    rng, words = random.Random(start), cycle(WORDS)  # noqa: S311  (seeded on purpose)
    for lesson in cycle((*LESSONS[start:], *LESSONS[:start])):
        names: dict[str, object] = {}
        for view in shown(lesson, names):
            crawler = Crawler(view, rng, lambda: next(words))
            for _ in range(3):
                found = [c for c in crawler.controls() if c[0] not in GO_BACK]
                if found:
                    with contextlib.suppress(InformintError):
                        crawler.do(*rng.choice(found))
            journal = names["journal"]
            held = {"entries": len(journal.entries()), "digest": digest(journal)}
            os.write(pipe, json.dumps(held).encode() + b"\n")


def main(folder: Path, rounds: int) -> None:
    os.environ["INFORMINT_DATA"] = str(folder)
    Journal.restore(exported(("Nora Haldane",)), folder).close()
    for number in range(rounds):
        reader, writer = os.pipe()
        pid = os.fork()
        if not pid:
            os.close(reader)
            with contextlib.redirect_stdout(io.StringIO()):
                walk(number % len(LESSONS), writer)
        os.close(writer)
        rng = random.Random(number)  # noqa: S311  (as above)
        with os.fdopen(reader, "rb") as pipe:
            said = [pipe.readline() for _ in range(rng.randrange(1, 12))]
            os.kill(pid, signal.SIGKILL)
            said += pipe.readlines()
        os.waitpid(pid, 0)
        # A line that was cut off was not heard: what it says may or may not be there.
        *_, last = (json.loads(line) for line in said if line.endswith(b"\n"))
        with open_journal(folder) as journal:
            entries = len(journal.entries())
            kept = entries >= last["entries"] and digest(journal, last["entries"]) == last["digest"]
            people = len(journal.state.people)
        left = sorted(path.name for path in folder.iterdir())
        print(json.dumps({"kept": kept, "entries": entries, "people": people, "left": left}))  # noqa: T201  (read by the test)
        sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
