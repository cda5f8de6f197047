"""Prints what the benchmarks share: the machine, tables, medians and how far they are apart."""

import math
import os
import platform
import statistics
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
CACHE = ROOT / ".cache"
_P95 = 0.95
_GAP = "  "


def line() -> str:
    """Return what the figures were measured on, without a name of the machine."""
    return f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores"


def about() -> None:
    """Print the machine and how busy it is: on a busy one only ratios tell something."""
    if "BENCHMARKS_MACHINE_SAID" in os.environ:
        return
    load = f"; {os.getloadavg()[0]:.1f} processes busy" if hasattr(os, "getloadavg") else ""
    print(f"{line()}{load}", flush=True)


def table(title: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print rows in columns, names on the left and figures on the right."""
    whole = [list(map(str, head)), *([*map(str, row)] for row in rows)]
    wide = [max(len(row[n]) for row in whole) for n in range(len(head))]
    print(f"\n{title}")
    for first, *others in whole:
        cells = (text.rjust(width) for text, width in zip(others, wide[1:], strict=True))
        print(_GAP.join((first.ljust(wide[0]), *cells)).rstrip(), flush=True)


def p95(figures: Sequence[float]) -> float:
    """Return the figure that 95 of 100 do not exceed."""
    ordered = sorted(figures)
    return ordered[math.ceil(len(ordered) * _P95) - 1]


def peak(status: str = "") -> float:
    """Return the most MB that a process held, 0 where the system does not tell.

    Of Linux's two figures the one that does not count what the parent held when it started it.

    Args:
        status: what the process said of itself, from /proc/self/status; by default of this one.
    """
    if not status:
        try:
            status = Path("/proc/self/status").read_text("ascii")
        except OSError:
            return 0.0
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024 / 1e6


class Ran(NamedTuple):
    """What a process took: seconds by the clock and of the processors."""

    clock: float
    processor: float


def run(command: Sequence[str], env: Mapping[str, str] | None = None) -> Ran:
    """Run a command to its end without what it prints.

    Raises:
        subprocess.CalledProcessError: when it fails.
    """
    start = time.perf_counter()
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, stdout=quiet, stderr=quiet, env=env)  # noqa: S603  (ours)
    _, status, used = os.wait4(process.pid, 0)
    clock = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Ran(clock, used.ru_utime + used.ru_stime)


def in_turn(
    commands: Mapping[str, Sequence[str]], times: int, env: Mapping[str, str] | None = None
) -> dict[str, list[Ran]]:
    """Run commands one after the other, so many times; a first round is not counted."""
    runs: dict[str, list[Ran]] = {name: [] for name in commands}
    for turn in range(times + 1):
        for name, command in commands.items():
            ran = run(command, env)
            if turn:
                runs[name].append(ran)
    return runs


def ratio(ours: Sequence[float], others: Sequence[float]) -> float:
    """Return the median of what stands beside each other: a slow moment is slow for both."""
    return statistics.median(a / b for a, b in zip(ours, others, strict=True))
