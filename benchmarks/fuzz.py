"""Feeds changed samples to every reader of files and to the engine: python benchmarks/fuzz.py.

    python benchmarks/fuzz.py --files 1000000 --engine 20000 --seed 1
    python benchmarks/fuzz.py --atheris "mails (.eml)"      # guided by coverage, for --minutes
    python benchmarks/fuzz.py --atheris talk                # or a part of the engine

An input is a real sample, cut, spliced, repeated, or with signs of its format put in. It is read,
or refused in one sentence that names nobody; anything else is printed with the seed that makes it
again. Prints how many inputs each reader got, how many were read, and what took longest.
"""

import argparse
import os
import platform
import random
import signal
import sys
import tempfile
import time
import warnings
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from itertools import islice
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from trust import readers

LONGEST = 20_000  # bytes of an input; most are as long as the sample
HANGS = 20  # seconds of the processor for one input
BATCH = 500
_BYTES = (b"\x00", b"\xff", b"\xef\xbb\xbf", b"\xff\xfe", b"\r", b"\n", b"\xe2\x80\xae", b" " * 64)
_WORDS = (
    *("?", "!!!", "...", "\n\n", "\u202e", "\u200b", "🌟", "é", "ﬁ", "İ", "\x00", "<b>", "{name}"),
    *(
        "[Company]",
        "20 minutes",
        "1e9 hours",
        "Dear",
        "CV",
        "job",
        "thank you",
        "A" * 300,
        "(" * 80,
    ),
    *("http://x.example.org/?a=b", "a@b", "' OR 1=1 --", "%s%n", "½", "²", "Ⅻ", "٣", "\ud83d"),
)


def changed(sample: bytes, words: Sequence[bytes], rng: random.Random) -> bytes:
    """Return a sample with one to six changes."""
    data = bytearray(sample)
    for _ in range(rng.randrange(1, 7)):
        at = rng.randrange(len(data) + 1)
        till = min(len(data), at + (rng.choice((1, 2, 4, 8, 8, 400))))
        match rng.randrange(8):
            case 0 if at < len(data):
                data[at] ^= 1 << rng.randrange(8)
            case 1:
                data[at:till] = b""
            case 2:
                data[at:at] = rng.choice(words or _BYTES)
            case 3:
                data[at:till] = rng.choice(_BYTES)
            case 4:
                data[at:at] = data[at:till] * rng.randrange(1, 12)
            case 5:
                elsewhere = rng.randrange(len(data) + 1)
                data[at:till] = data[elsewhere : elsewhere + rng.randrange(1, 60)]
            case 6:
                data[at:at] = rng.choice(words or _BYTES) * rng.randrange(1, 200)
            case _ if not rng.randrange(5):
                del data[at:]
    return bytes(data[: max(LONGEST, len(sample))])


def changed_text(texts: Sequence[str], rng: random.Random) -> str:
    """Return words of people with one to six changes."""
    parts = rng.choice(texts).split(" ")
    for _ in range(rng.randrange(1, 7)):
        at = rng.randrange(len(parts) + 1)
        match rng.randrange(5):
            case 0:
                parts[at:at] = [rng.choice(_WORDS)]
            case 1:
                del parts[at : at + rng.randrange(1, 4)]
            case 2:
                parts[at:at] = rng.choice(texts).split(" ")[: rng.randrange(1, 12)]
            case 3:
                parts[at : at + 2] = parts[at : at + 2] * rng.randrange(1, 6)
            case _ if parts and at < len(parts):
                letters = list(parts[at])
                rng.shuffle(letters)
                parts[at] = "".join(letters)
    return " ".join(parts)[:4_000]


class _Hangs(BaseException):
    pass


def _rings(*_: object) -> None:
    raise _Hangs


def batch(kind: str, name: str, seed: int, size: int) -> dict[str, object]:
    """Feed a reader, or the engine, with inputs that the seed makes."""
    warnings.simplefilter("error")
    rng = random.Random(f"{name} {seed}")  # noqa: S311  (seeded on purpose)
    if kind == "file":
        reader = readers.READERS[name]
        samples, read = list(reader.samples()), reader.read
        for sample in samples:
            readers.trouble(read, sample)  # what is loaded once is no input's fault
        make: Callable[[], object] = lambda: changed(rng.choice(samples), reader.words, rng)  # noqa: E731
    else:
        texts, read = _texts(), readers.ENGINE[name]
        read("How did you come to this work?")
        make = lambda: changed_text(texts, rng)  # noqa: E731
    found: dict[str, object] = {"name": name, "n": size, "read": 0, "slowest": 0.0}
    faults: list[str] = []
    signal.signal(signal.SIGVTALRM, _rings)
    began = time.process_time()
    for number in range(size):
        given = make()
        signal.setitimer(signal.ITIMER_VIRTUAL, HANGS)
        start = time.process_time()
        try:
            what = readers.trouble(_counted(read, found), given)
        except _Hangs:
            what = f"hangs for more than {HANGS} s"
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        took = time.process_time() - start
        if took > found["slowest"]:
            found |= {"slowest": took, "slow": f"seed {seed} number {number}"}
        if what:
            faults.append(f"{what[:200]} (seed {seed}, number {number}): {given!r:.300}")
    return found | {"faults": faults, "seconds": time.process_time() - began}


def _counted(read: Callable[..., object], found: dict[str, object]) -> Callable[..., object]:
    def counting(given: object) -> object:
        result = read(given)
        found["read"] += 1
        return result

    return counting


_TEXTS: list[str] = []


def _texts() -> list[str]:
    if not _TEXTS:
        _TEXTS.extend(readers.corpus())
    return _TEXTS


def plan(files: int, engine: int, seed: int, only: str) -> list[tuple[str, str, int, int]]:
    """Return batches: what kind, of what, which seed, how many."""
    shares = sum(reader.share for reader in readers.READERS.values())
    wanted = [("file", n, round(files * r.share / shares)) for n, r in readers.READERS.items()]
    wanted += [("engine", name, engine // len(readers.ENGINE)) for name in readers.ENGINE]
    batches = []
    for kind, name, total in wanted:
        size = BATCH if kind == "file" else 50
        for number, start in enumerate(range(0, total, size)):
            batches.append((kind, name, seed * 1_000_000 + number, min(size, total - start)))
    # Each is begun early and goes on to the end, so that a run cut short has looked at all.
    totals = Counter(name for _, name, _, _ in batches)
    mixed = sorted(batches, key=lambda b: (b[2] % 1_000_000 / totals[b[1]], b[1]))
    return [one for one in mixed if only in one[1]]


def results(
    workers: ProcessPoolExecutor, batches: Sequence[tuple[str, str, int, int]], end: float
) -> Iterator[dict[str, Any]]:
    """Yield what each batch found; no more are begun when the time is up."""
    waiting = iter(batches)
    under_way = {workers.submit(batch, *one) for one in islice(waiting, 4)}
    while under_way:
        done, under_way = wait(under_way, return_when=FIRST_COMPLETED)
        if time.monotonic() < end:
            under_way |= {workers.submit(batch, *one) for one in islice(waiting, len(done))}
        yield from (future.result() for future in done)


def main() -> int:
    """Feed everything, and print a table; return 1 when there were faults."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--files", type=int, default=100_000, help="inputs for readers of files")
    parser.add_argument("--engine", type=int, default=2_000, help="inputs for read, check and talk")
    parser.add_argument("--minutes", type=float, default=600, help="after which none is begun")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--only", default="", help="readers whose name holds this")
    parser.add_argument("--atheris", metavar="NAME", help="guided by coverage, one reader")
    options = parser.parse_args()
    if options.atheris is not None:
        return _with_atheris(options.atheris, options.minutes, parser)
    batches = plan(options.files, options.engine, options.seed, options.only)
    if not batches:
        parser.error(f"no reader has '{options.only}' in its name, or no input to read; {_known()}")
    total: dict[str, Counter[str]] = {}
    slowest: dict[str, tuple[float, str]] = {}
    faults: list[str] = []
    start = time.monotonic()
    with ProcessPoolExecutor(options.processes) as workers:
        for done in results(workers, batches, start + 60 * options.minutes):
            name = str(done["name"])
            counts = total.setdefault(name, Counter())
            counts.update(n=done["n"], read=done["read"], ms=round(1000 * done["seconds"]))
            slowest[name] = max(
                slowest.get(name, (0.0, "")), (done["slowest"], done.get("slow", ""))
            )
            for fault in done["faults"]:
                counts["faults"] += 1
                if fault.split(" (seed")[0][:80] not in {f.split(" (seed")[0][:80] for f in faults}:
                    faults.append(fault)
                    print(f"!! {name}: {fault}", flush=True)
    print(
        f"\nPython {platform.python_version()}, {os.cpu_count()} cores, seed {options.seed}, ",
        end="",
    )
    print(f"{time.monotonic() - start:.0f} s with {options.processes} processes\n")
    print(f"{'reader':34}{'inputs':>10}{'read':>10}{'faults':>8}{'ms each':>9}{'slowest, ms':>13}")
    for name, counts in total.items():
        each = counts["ms"] / counts["n"]
        print(
            f"{name:34}{counts['n']:10,}{counts['read']:10,}{counts['faults']:8,}{each:9.2f}"
            f"{1000 * slowest[name][0]:13,.0f}  {slowest[name][1]}"
        )
    every = sum(total.values(), Counter())
    print(f"{'all':34}{every['n']:10,}{every['read']:10,}{every['faults']:8,}")
    return 1 if every["faults"] else 0


def _known() -> str:
    return f"there are: {', '.join((*readers.READERS, *readers.ENGINE))}"


def _with_atheris(name: str, minutes: float, parser: argparse.ArgumentParser) -> int:
    """Feed a reader, or a part of the engine, until time is up or there is a fault."""
    if name in readers.READERS:
        read, samples = readers.READERS[name].read, readers.READERS[name].samples()
    elif name in readers.ENGINE:
        read = _of_bytes(readers.ENGINE[name])
        samples = [text.encode("utf-8", "replace") for text in _texts()[::100]]
    else:
        parser.error(f"no reader is called '{name}'; {_known()}")
    try:
        import atheris  # noqa: PLC0415  (whoever wants it installs it)
    except ModuleNotFoundError:
        parser.error("atheris is missing: pip install atheris")
    readers.trouble(read, samples[0])  # what is loaded once is no input's fault

    def feed(data: bytes) -> None:
        if what := readers.trouble(read, data):
            raise AssertionError(what)

    corpus = Path(tempfile.mkdtemp(prefix="informint-fuzz-"))
    for number, sample in enumerate(samples):
        (corpus / str(number)).write_bytes(sample)
    print(f"inputs that read something new are kept in {corpus}", flush=True)
    atheris.instrument_all()
    atheris.Setup([sys.argv[0], str(corpus), f"-max_total_time={minutes * 60:.0f}"], feed)
    atheris.Fuzz()
    return 0


def _of_bytes(read: Callable[[str], object]) -> Callable[[bytes], object]:
    return lambda data: read(data.decode("utf-8", "replace"))


if __name__ == "__main__":
    sys.exit(main())
