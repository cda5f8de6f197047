"""Keeps numpy's matrix products on one thread while a turn is read.

They are so small that sharing them out gains little where a core is free and costs half a second a
turn where none is: the first thread waits for a second one that does not get to run.
"""

import ctypes
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import NamedTuple

# How the builds of OpenBLAS that numpy has carried name their functions.
_WAYS = ("scipy_openblas_{}64_", "openblas_{}64_", "scipy_openblas_{}", "openblas_{}")


class _Threads(NamedTuple):
    get: Callable[[], int]
    set: Callable[[int], None]


@cache
def _threads() -> _Threads | None:
    """Return how the OpenBLAS of numpy's wheels is asked for its threads; None without it."""
    import numpy as np  # noqa: PLC0415  (only who reads turns pays for it)

    package = Path(np.__file__).parent
    for folder in (package.parent / "numpy.libs", package / ".dylibs"):
        for path in sorted(folder.glob("*openblas*")):
            for way in _WAYS:
                try:
                    library = ctypes.CDLL(str(path))
                    get = getattr(library, way.format("get_num_threads"))
                    change = getattr(library, way.format("set_num_threads"))
                except (OSError, AttributeError):
                    continue
                get.restype, change.argtypes, change.restype = ctypes.c_int, [ctypes.c_int], None
                return _Threads(get, change)
    return None


@contextmanager
def one_thread() -> Iterator[None]:
    """Use one thread for matrix products inside, and as many as before afterwards."""
    threads = _threads()
    if threads is None:
        yield
        return
    before = threads.get()
    threads.set(1)
    try:
        yield
    finally:
        threads.set(before)
