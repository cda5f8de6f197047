"""What trainer and benchmark share: labelled turns, ways to spoil them, how readings score."""

import json
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from informint.content.persona_files import personas
from informint.reading import turns
from informint.reading.encoder import PLAIN, Encoder
from informint.reading.turns import ACTS, Reading

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "corpus"
NEVER_TRAINED_ON = tuple(CORPUS / f"measure-{what}.jsonl" for what in ("turns", "questions"))
ASKS = "X"  # what learners may ask the personas: a batch that stands in the content
_REFERRAL = re.compile(
    r"\b(who else|whom|who (should|could|would you)|put me in touch|introduce me|"
    r"(some|any)(one|body) (else )?(who|I|you|whom)|other people)\b",
    re.IGNORECASE,
)
_RESUME = re.compile(  # comments on it are asked for, not that it be passed on
    r"\b(look|check|improve|review|change|feedback|read)\b.*\b(CV|resum|résum|letter)"
    r"|\b(CV|resume|résumé|letter)\b.*\b(look|check|improve|review|feedback|change)\b",
    re.IGNORECASE,
)
Row = Mapping[str, object]
Read = Callable[[str, str | None], Reading]


def read_rows(path: Path = CORPUS) -> list[Row]:
    """Return the labelled turns of a file, or of all batches in a folder, in order."""
    paths = sorted(path.glob("turns-*.jsonl")) if path.is_dir() else [path]
    return [json.loads(line) for path in paths for line in path.read_text("utf-8").splitlines()]


def read_asks() -> list[Row]:
    """Return the questions that the personas' facts answer: their topic is known, not their form.

    Those that several personas are asked come once, and not at all where topics differ.
    """
    topics: dict[str, set[str]] = {}
    for persona in personas().values():
        for fact in persona.fact:
            for text in fact.asks:
                topics.setdefault(text, set()).add(fact.topic)
    return [
        {"id": f"x{n:04}", "writer": ASKS, "text": text, "previous": None,
         "acts": _asks(text, topic), "form": None, "topic": topic}
        for n, (text, (topic, *others)) in enumerate(topics.items(), 1)
        if not others
    ]  # fmt: skip


def read_prepared() -> list[Row]:
    """Return the prepared questions as turns."""
    path = CORPUS / "questions-p.jsonl"
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return [{**row, "acts": _acts(row), "previous": None} for row in rows]


def _acts(row: Mapping[str, str]) -> list[str]:
    if "job_ask" not in row["faults"]:
        return _asks(row["text"], row["topic"])
    return ["ask_resume_help" if _RESUME.search(row["text"]) else "ask_for_job"]


def _asks(text: str, topic: str) -> list[str]:
    return ["ask_referral" if topic == "network" and _REFERRAL.search(text) else "ask"]


def strip(text: str, dice: random.Random) -> str:
    """Take away capitals and marks, of the apostrophes only half of the time."""
    text = text.lower().translate(PLAIN)
    kept = "'" if dice.random() < 0.5 else ""  # noqa: PLR2004  (half)
    bare = "".join(c if c.isalnum() or c.isspace() or c in kept else " " * (c != "'") for c in text)
    return " ".join(bare.split())


def mistype(text: str, dice: random.Random) -> str:
    """Swap, drop or double a letter in one word of eight, at least one."""
    words = text.split()
    long = [n for n, word in enumerate(words) if len(word) > 3]  # noqa: PLR2004  (not short ones)
    for n in dice.sample(long, min(len(long), 1 + len(words) // 8)):
        word, at = words[n], dice.randrange(1, len(words[n]) - 1)
        words[n] = dice.choice(
            (
                word[:at] + word[at + 1] + word[at] + word[at + 2 :],
                word[:at] + word[at + 1 :],
                word[:at] + word[at] + word[at:],
            )
        )
    return " ".join(words)


@dataclass(frozen=True, kw_only=True)
class Scores:
    """How well turns were read; ``by_act`` holds precision, recall, F1 and the number meant."""

    acts: float
    macro: float
    topic: float
    form: float
    exact: float
    by_act: Mapping[str, tuple[float, float, float, int]]
    topics: Counter[tuple[str, str]]
    labelled: bool

    def line(self) -> str:
        """Return one line of a table."""
        if not self.labelled:
            return f"{'':16}{self.topic:.3f}   {self.form:.3f}"
        job, follow = self.by_act["ask_for_job"], self.by_act["follow_up"]
        return (
            f"{self.acts:.3f}   {self.macro:.3f}   {self.topic:.3f}   {self.form:.3f}   "
            f"{job[0]:.2f}/{job[1]:.2f}   {follow[2]:.3f}   {self.exact:.3f}"
        )


HEAD = "acts    macro   topic   form    job P/R     follow  all acts right"


def ratios(right: int, found: int, meant: int) -> tuple[float, float, float, int]:
    """Return precision, recall, F1 and the number meant."""
    return right / max(1, found), right / max(1, meant), 2 * right / max(1, found + meant), meant


def measure(rows: Sequence[Row], readings: Sequence[Reading]) -> Scores:
    """Compare readings with labels; of prepared questions only form and topic count."""
    right, found, meant = Counter(), Counter(), Counter()
    topics: Counter[tuple[str, str]] = Counter()
    forms = asked = exact = 0
    for row, reading in zip(rows, readings, strict=True):
        wanted, got = set(row.get("acts", reading.acts)), set(reading.acts)
        exact += wanted == got
        right.update(wanted & got)
        found.update(got)
        meant.update(wanted)
        if row["form"]:
            asked += 1
            forms += row["form"] == reading.form
            topics[str(row["topic"]), str(reading.topic)] += 1
    by_act = {act: ratios(right[act], found[act], meant[act]) for act in ACTS}
    there = [scores[2] for scores in by_act.values() if scores[3]]
    return Scores(
        acts=ratios(right.total(), found.total(), meant.total())[2],
        macro=sum(there) / max(1, len(there)),
        topic=sum(n for (a, b), n in topics.items() if a == b) / max(1, asked),
        form=forms / max(1, asked),
        exact=exact / max(1, len(rows)),
        by_act=by_act,
        topics=topics,
        labelled=any("acts" in row for row in rows),
    )


def read_all(rows: Sequence[Row], read: Read = turns.read) -> list[Reading]:
    """Read the turns of rows."""
    return [read(str(row["text"]), row.get("previous")) for row in rows]


@contextmanager
def engine(other: Encoder) -> Iterator[None]:
    """Read with other weights."""
    shipped = turns.encoder
    turns.encoder = lambda: other
    turns._weigh.cache_clear()  # noqa: SLF001  (what the old weights said is forgotten)
    yield
    turns.encoder = shipped
    turns._weigh.cache_clear()  # noqa: SLF001  (as above)
