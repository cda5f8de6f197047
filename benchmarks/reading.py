"""Measures how messages are read: python benchmarks/reading.py [--eval DIR] [--show].

Of the messages in ``corpus/`` that no weights were ever trained on, and those of ``--eval``, it
prints precision, recall and F1 of each element (without the encoder, and the extractors alone,
beside), the share of good messages without a fault that must be mended and of the others with one,
and, unless ``--kept-apart``, how long a reading takes; ``--show`` names the messages that were
misjudged.
"""

import argparse
import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import quantiles
from typing import Any

from informint.model import Message, MessageKind, MessageReading
from informint.reading import learned, mail, read_message, stacking
from informint.reading.elements import ELEMENTS
from informint.reading.encoder import encoder
from informint.reading.phrases import topics

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "corpus"
# The marks and elements for which the house says: not like this (../DESIGN.md, severity must).
MUST = (
    "asks_for_job", "attaches_resume", "open_ended_duration", "generic_salutation", "wrong_name",
    "mass_mail", "placeholder", "pressure", "no_purpose", "all_about_sender", "generic_thanks",
)  # fmt: skip
LONGEST = 30  # minutes
Row = Mapping[str, Any]


def read_rows(path: Path) -> list[Row]:
    """Return the labelled messages of a file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def message_of(row: Row) -> Message:
    """Return a labelled message without its labels."""
    return Message(body=row["body"], subject=row["subject"], kind=MessageKind(row["kind"]))


def must(reading: MessageReading) -> list[str]:
    """Return what must be mended."""
    found = [
        name
        for name in MUST
        if name in reading.marks or (name in ELEMENTS and reading.elements[name].present)
    ]
    return found + ["long"] * (reading.figures.get("minutes", 0) > LONGEST)


def scores(
    rows: Sequence[Row], found: Callable[[Row, str], bool]
) -> dict[str, tuple[float, float, float]]:
    """Return precision, recall and F1 of each element; a label of None is not counted."""
    result = {}
    for element in ELEMENTS:
        label = "uses_generic_salutation" if element == "generic_salutation" else element
        pairs = [(found(row, element), row["truth"][label]) for row in rows]
        pairs = [(got, want) for got, want in pairs if want is not None]
        both = sum(got and want for got, want in pairs)
        precision = both / max(1, sum(got for got, _ in pairs))
        recall = both / max(1, sum(want for _, want in pairs))
        result[element] = (precision, recall, 2 * precision * recall / (precision + recall or 1))
    return result


def by_phrases(row: Row, element: str) -> bool:
    """Say whether the extractors alone find an element."""
    sentences = mail.own_sentences(row["body"])
    if element == "names_duration":
        return any(d.asked for s in sentences for d in mail.found_in(s.text)[1])
    if element not in topics():
        return (
            row["reading"].elements[element].present if element == "generic_salutation" else False
        )
    return any(element in mail.found_in(s.text)[0] for s in sentences)


@contextmanager
def without_encoder() -> Iterator[None]:
    """Read by words alone, as where there is no numpy."""
    second = stacking.second
    stacking.second = lambda: None
    yield
    stacking.second = second


def report(name: str, rows: list[dict[str, Any]], *, show: bool = False) -> None:
    """Print the table of one set of messages."""
    for row in rows:
        row["reading"] = read_message(message_of(row))
    ours = scores(rows, lambda row, element: row["reading"].elements[element].present)
    with without_encoder():
        by_words = {id(row): read_message(message_of(row)) for row in rows}
    words = scores(rows, lambda row, element: by_words[id(row)].elements[element].present)
    phrases = scores(rows, by_phrases)
    print(f"\n{name}: {len(rows)} messages")
    print(f"{'':24}{'precision':>10}{'recall':>8}{'F1':>7}   words alone F1   extractors alone F1")
    for element in ELEMENTS:
        p, r, f = ours[element]
        print(
            f"{element:24}{p:10.3f}{r:8.3f}{f:7.3f}{words[element][2]:17.3f}{phrases[element][2]:22.3f}"
        )
    asked = [
        row for row in rows if row["truth"]["names_duration"] and row["reading"].duration_minutes
    ]
    right = sum(
        list(row["reading"].duration_minutes) == row["truth"]["duration_minutes"] for row in asked
    )
    ways = [
        row
        for row in rows
        if row["truth"]["mentions_connection"] and row["reading"].connection_type != "none"
    ]
    kind = sum(row["reading"].connection_type == row["truth"]["connection_type"] for row in ways)
    good = [row for row in rows if row["truth"]["is_good"]]
    bad = [row for row in rows if not row["truth"]["is_good"]]
    print(f"minutes right {right} of {len(asked)}; connection type right {kind} of {len(ways)}")
    passed, caught = (
        sum(not must(row["reading"]) for row in good),
        sum(bool(must(row["reading"])) for row in bad),
    )
    print(f"good without a must {passed / len(good):.3f} of {len(good)}")
    print(f"bad with one {caught / len(bad):.3f} of {len(bad)}")
    if show:
        for row in good:
            if must(row["reading"]):
                print("  good, marked:", row["id"], must(row["reading"]))
        for row in bad:
            if not must(row["reading"]):
                print("  bad, not marked:", row["id"], row["faults"])


def forget() -> None:
    """Let no sentence be known."""
    mail.found_in.cache_clear()
    mail.by_words.cache_clear()
    stacking.told.clear()
    encoder().lately.cache_clear()


def latency(rows: Sequence[Row]) -> None:
    """Print how long a reading takes: cold, and after one more keystroke in a mail of 300 words."""
    texts = [message_of(row) for row in rows]
    long = " ".join(text.body for text in texts[:4])[:1900]
    cold, typed = [], []
    for text in texts:
        forget()
        start = time.perf_counter()
        read_message(text)
        cold.append(time.perf_counter() - start)
    forget()
    start = time.perf_counter()
    read_message(Message(body=long))
    first = time.perf_counter() - start
    for end in range(len(long) - 200, len(long)):
        start = time.perf_counter()
        read_message(Message(body=long[:end]), typing=True)
        typed.append(time.perf_counter() - start)
    words = int(read_message(Message(body=long)).figures["words"])
    for name, times in (("a message, cold", cold), (f"a keystroke in {words} words", typed)):
        cuts = quantiles(times, n=20)
        print(f"{name}: p50 {1e3 * cuts[9]:.1f} ms, p95 {1e3 * cuts[18]:.1f} ms")
    print(f"{words} words, cold: {1e3 * first:.1f} ms")


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--eval", type=Path, help="a folder with messages-dev.jsonl")
    parser.add_argument("--kept-apart", action="store_true", help="speed is left out")
    parser.add_argument("--show", action="store_true", help="name the messages that were misjudged")
    args = parser.parse_args()
    unseen = read_rows(CORPUS / "measure-messages.jsonl")
    if not args.kept_apart:
        start = time.perf_counter()
        learned.model()
        print(f"weights read in {1e3 * (time.perf_counter() - start):.0f} ms")
        latency(unseen)
    report("never trained on", unseen, show=args.show)
    if args.eval:
        report(
            "the shipped weights on " + args.eval.name,
            read_rows(args.eval / "messages-dev.jsonl"),
            show=args.show,
        )


if __name__ == "__main__":
    main()
