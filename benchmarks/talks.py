"""Measures whole talks: python benchmarks/talks.py [--eval DIR] [--personas N] [--published].

Scripted learners talk to personas and the debrief's flags and figures are compared with a coach's
marks: on ``corpus/scripts-q.jsonl``, and on ``scripts-dev.jsonl`` of ``--eval``. ``--published``
puts the questions of ``corpus/measure-answers.jsonl`` to every persona after a warm opening and
counts what is answered by a fact that does, beside the same by words and topic alone.
``--show`` prints what was missed.
"""

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import mean, quantiles
from typing import Any

from informint.content.persona import Persona
from informint.roleplay import Conversation, begin, matching, personas, say
from informint.roleplay.figures import FLAGS, Figures, figures

ROOT = Path(__file__).resolve().parent.parent
Row = Mapping[str, Any]


def read_rows(path: Path) -> list[Row]:
    """Return the scripts of a file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def play(script: Row, persona: Persona) -> tuple[Conversation, list[float]]:
    """Play a script, and return the talk and the milliseconds of each turn."""
    talk, spent = begin(persona), []
    for line in script["turns"]:
        start = time.perf_counter()
        talk = say(talk, line)
        spent.append(1e3 * (time.perf_counter() - start))
    return talk, spent


def compare(script: Row, found: Figures) -> dict[str, float]:
    """Return by how much a debrief differs from the coach's marks; flags 0 (right) or 1."""
    truth = script["truth"]
    wrong = {flag: float(bool(found.flags[flag]) != truth[flag]) for flag in FLAGS}
    return wrong | {
        "open_share": abs(found.open_share - truth["asked_open_share"]),
        "n_followups": abs(found.n_followups - truth["n_followups"]),
        "n_questions": abs(found.n_questions - truth["n_questions"]),
    }


def scripts(name: str, rows: Iterable[Row], people: Iterable[Persona], *, show: bool) -> None:
    """Print the agreement on one set of scripts."""
    off: dict[str, list[float]] = {}
    spent: list[float] = []
    ends: dict[tuple[str, str], list[tuple[float, int]]] = {}
    missed: Counter[str] = Counter()
    for script in rows:
        for person in people:
            talk, times = play(script, person)
            spent += times
            found = figures(talk)
            for figure, value in compare(script, found).items():
                off.setdefault(figure, []).append(value)
                if show and value > {"open_share": 0.15, "n_followups": 2, "n_questions": 2}.get(
                    figure, 0
                ):
                    missed[f"{script['id']} {figure}"] += 1
            candid = sum(turn.depth == "candid" for turn in talk.turns)
            ends.setdefault((person.id, script["level"]), []).append((talk.comfort, candid))
    many = len(off["thanked"])
    print(f"\n{name}: {many} talks")
    for flag in FLAGS:
        print(f"  {flag:20} right in {1 - mean(off[flag]):.2f}")
    for figure, most in (("open_share", 0.15), ("n_followups", 2), ("n_questions", 2)):
        within = mean(value <= most for value in off[figure])
        print(f"  {figure:20} off by {mean(off[figure]):.2f}; within {most}: {within:.2f}")
    cuts = quantiles(spent, n=20)
    print(f"  a turn: p50 {cuts[9]:.0f} ms, p95 {cuts[18]:.0f} ms")
    for line, times in sorted(missed.items()):
        print(f"    {line}: {times}")
    _ends(ends)


def _ends(ends: Mapping[tuple[str, str], list[tuple[float, int]]]) -> None:
    print("  persona: comfort at the end and candid tellings, by level (lowest to highest)")
    for person in dict.fromkeys(name for name, _ in ends):
        told = []
        for level in ("excellent", "middling", "poor"):
            if (person, level) in ends:
                comforts, candid = zip(*ends[person, level], strict=True)
                range_ = f"{min(comforts):.2f} to {max(comforts):.2f}"
                told.append(f"{level} {range_}, {min(candid)} to {max(candid)}")
        print(f"    {person:20} {'; '.join(told)}")


WARM = (
    "Good morning, thank you for making time. I'd like to learn what your work is really like.",
    "That's very kind. It already sounds different from what I expected.",
)


def published(people: Iterable[Persona], rows: Iterable[Row], *, show: bool) -> None:
    """Print how often a question in the style of published lists is answered by the right fact.

    Which facts of a persona answer a question was decided by readers who did not see what the
    engine makes of it; some questions have none.
    """
    rows = list(rows)
    people = [person for person in people if person.id in rows[0]["answers"]]
    print(f"{len(rows)} published questions to {len(people)} personas after a warm opening")
    print(f"  {'':20} {'answered':>9} {'could be':>9}   by words and topic alone")
    total: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for person in people:
        right, wrong = _answered(person, rows)
        with _without_senses():
            plain, _ = _answered(person, rows)
        able = sum(bool(row["answers"][person.id]) for row in rows)
        total.update(right=right, plain=plain, able=able, asked=len(rows))
        missed.update(wrong)
        if show:
            print("\n".join(f"    {person.id}: {question}" for question in wrong))
        print(f"  {person.id:20} {right / len(rows):9.2f} {able / len(rows):9.2f} "
              f"{plain / len(rows):9.2f}")  # fmt: skip
    asked = total["asked"]
    print(f"  {'all':20} {total['right'] / asked:9.3f} {total['able'] / asked:9.3f} "
          f"{total['plain'] / asked:9.3f}")  # fmt: skip
    print("missed by the most personas, though some fact of theirs answers:")
    for question, times in missed.most_common(5):
        print(f"  {times:2} {question}")


def _answered(person: Persona, rows: Sequence[Row]) -> tuple[int, list[str]]:
    """Return how many questions a persona answers with a fact that does, and which it misses."""
    warm = begin(person)
    for line in WARM:
        warm = say(warm, line)
    right, wrong = 0, []
    for row in rows:
        would_do = set(row["answers"][person.id])
        if would_do & set(say(warm, row["question"]).turns[-1].fact_ids):
            right += 1
        elif would_do:
            wrong.append(row["question"])
    return right, wrong


@contextmanager
def _without_senses() -> Iterator[None]:
    """Let facts be found by words and topic alone, as where numpy is missing."""
    before = matching._senses  # noqa: SLF001  (what is compared with)
    matching._senses = lambda _: {}  # noqa: SLF001
    matching.index.cache_clear()
    try:
        yield
    finally:
        matching._senses = before  # noqa: SLF001
        matching.index.cache_clear()


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--eval", type=Path, help="a folder with scripts-dev.jsonl")
    parser.add_argument("--personas", type=int, default=99, help="how many of them")
    parser.add_argument("--published", action="store_true")
    parser.add_argument("--show", action="store_true", help="print what was missed")
    args = parser.parse_args()
    people = list(personas().values())[: args.personas]
    if not people:
        sys.exit("there are no personas")
    if args.published:
        rows = read_rows(ROOT / "corpus" / "measure-answers.jsonl")
        published(people, rows, show=args.show)
        return
    scripts("scripts-q", read_rows(ROOT / "corpus" / "scripts-q.jsonl"), people, show=args.show)
    if args.eval:
        rows = read_rows(args.eval / "scripts-dev.jsonl")
        scripts("scripts-dev", rows, people, show=args.show)


if __name__ == "__main__":
    main()
