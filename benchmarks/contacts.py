"""How fast contacts are read: an export of 30,000 rows, beside the plainest readers of CSV.

Run it with `python benchmarks/contacts.py [ROWS]`. The plain readers skip the note and return
strings; informint also finds the header, names, dates, ids and duplicates and accounts for rows.
"""

import csv
import io
import random
import statistics
import sys
import time
import tracemalloc
from collections.abc import Callable
from datetime import date, timedelta
from urllib.parse import quote

import pandas as pd
from machine import about, table

from informint.contacts import read_contacts

ROWS = 30_000  # the most connections LinkedIn allows
TURNS = 7
NOTE_LINES = 3
NOTE = 'Notes:\n"Some of the e-mail addresses are missing, because few people share theirs."\n\n'
HEADER = ["First Name", "Last Name", "URL", "Email Address", "Company", "Position", "Connected On"]
SYLLABLES = [
    "an",
    "bo",
    "cla",
    "do",
    "el",
    "fi",
    "go",
    "ha",
    "iv",
    "jo",
    "ka",
    "li",
    "me",
    "no",
    "pu",
    "ra",
    "so",
]
ROLES = ["Data Scientist", "Engineer, Platform", "Project Manager", "Postdoctoral Fellow", "Editor"]


def export(rows: int) -> bytes:
    """Return a Connections.csv of fictional people, always the same for a number of rows."""
    chance = random.Random(rows)  # noqa: S311  (no secret, only the same file every time)

    def word(syllables: int) -> str:
        return "".join(chance.choices(SYLLABLES, k=syllables)).capitalize()

    out = io.StringIO()
    out.write(NOTE)
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADER)
    for i in range(rows):
        given, family = word(2), word(3)
        if i % 15 == 0:
            given = given.replace("e", "é").replace("o", "ø")
        day = date(2012, 1, 1) + timedelta(chance.randrange(4_500))
        writer.writerow(
            (
                given,
                family if i % 40 else f"{family}, PhD",
                f"https://www.linkedin.com/in/{quote(given)}-{quote(family)}-{i:x}".lower(),
                f"{given}.{i}@example.org".lower() if i % 30 == 0 else "",
                f"{word(3)} Inc." if i % 20 else f'"{word(3)}", Inc.',
                chance.choice(ROLES),
                day.strftime("%d %b %Y"),
            )
        )
    return out.getvalue().encode()


def measure(read: Callable[[], object]) -> tuple[float, float]:
    """Return the median seconds and the peak of memory allocated, in MB."""
    seconds = []
    for _ in range(TURNS):
        start = time.perf_counter()
        read()
        seconds.append(time.perf_counter() - start)
    tracemalloc.start()
    read()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return statistics.median(seconds), peak / 1e6


def main() -> None:
    """Print a line for each reader."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    data = export(rows)

    def plain() -> object:
        lines = data.decode().splitlines(keepends=True)
        return list(csv.DictReader(lines[NOTE_LINES:]))

    readers: dict[str, Callable[[], object]] = {
        "informint.contacts.read_contacts": lambda: read_contacts(("Connections.csv", data)),
        "csv.DictReader": plain,
        "pandas.read_csv(skiprows=3)": lambda: pd.read_csv(io.BytesIO(data), skiprows=NOTE_LINES),
    }
    about()
    base, lines = 0.0, []
    for name, read in readers.items():
        seconds, peak = measure(read)
        base = base or seconds
        lines.append([name, f"{seconds:.3f}", f"{peak:.1f}", f"{base / seconds:.1f}"])
    head = ["reader", "s", "MB", "informint's time by this"]
    table(f"{rows:,} rows, {len(data) / 1e6:.1f} MB, medians of {TURNS}", head, lines)


if __name__ == "__main__":
    main()
