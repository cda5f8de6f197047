"""What the fixture ``run`` gives a test: a command's status, what it printed, and its sentence."""

from collections.abc import Callable
from typing import TypeAlias

Run: TypeAlias = Callable[..., tuple[int, str, str]]
