"""Where content comes from: the files beside this module, and a course pack laid over them."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from informint.errors import ContentError
from informint.files import expanded

VARIABLE = "INFORMINT_PACK"


class Text(NamedTuple):
    """One file's name and text."""

    name: str
    text: str


class _Chosen:
    """The pack in use; what the environment names, until somebody chooses."""

    asked = False
    pack: Path | None = None


def use(pack: Path | str | None) -> None:
    """Lay a course pack over the content; ``None`` takes it away again.

    An entry of the pack takes the place of ours with the same id; any other is added. The choice
    holds for the whole process; views that are shown already change when their cell is run again.

    Args:
        pack: a folder laid out as ours is, such as ``personas/name.toml`` or ``questions.toml``.

    Raises:
        BadInput: when it is no folder, or holds no content.
        ContentError: for the first mistake in it; ``informint content check`` tells all of them.
    """
    from informint.content.packs import check_pack  # noqa: PLC0415  (it looks at ours through us)

    before = _Chosen.pack if _Chosen.asked else None
    _choose(None)
    if pack is None:
        return
    try:
        folder = expanded(pack).absolute()
        found = check_pack(folder)
    except BaseException:
        _choose(before)
        raise
    _choose(before if found else folder)
    if found:
        first = found[0]
        place = f"{first.file}, line {first.line}{first.field and f', field {first.field}'}"
        more = f" ({len(found) - 1} more: informint content check)" if found[1:] else ""
        message = f"{place}: {first.message}{more}"
        raise ContentError(message)


@contextmanager
def using(pack: Path | str | None) -> Iterator[None]:
    """Use a pack for a while.

    Raises:
        BadInput, ContentError: as ``use``.
    """
    asked, before = _Chosen.asked, _Chosen.pack
    use(pack)
    try:
        yield
    finally:
        _choose(before)
        _Chosen.asked = asked  # what the environment names is looked at when it is wanted


def in_use() -> Path | None:
    """Return the folder of the pack in use, or None.

    Raises:
        BadInput, ContentError: as ``use``, for what the environment names.
    """
    if not _Chosen.asked:
        try:
            use(os.environ.get(VARIABLE) or None)
        except BaseException:
            _Chosen.asked = False  # so that the next who asks is told too
            raise
    return _Chosen.pack


def texts(path: str) -> tuple[list[Text], list[Text]]:
    """Return the built-in texts of a file, or of all files of a folder, and those of the pack.

    Args:
        path: a file ``name.toml``, or a folder whose ``.toml`` files are read in name order.
    """
    roots = [files("informint.content").joinpath(path)]
    if (pack := in_use()) is not None:
        roots.append(pack.joinpath(path))
    found: list[list[Text]] = [[], []]
    for root, into in zip(roots, found, strict=False):
        nodes = [root]
        if not path.endswith(".toml"):
            nodes = sorted(root.iterdir(), key=lambda n: n.name) if root.is_dir() else []
        for node in nodes:
            if node.name.endswith(".toml") and node.is_file():
                into.append(Text(node.name, node.read_text("utf-8-sig")))
    return found[0], found[1]


def _choose(pack: Path | None) -> None:
    _Chosen.asked, _Chosen.pack = True, pack
    # What was worked out of other content is forgotten, in whatever room. The reader keeps its
    # models, which know nothing of packs and take a second to load.
    for name, module in tuple(sys.modules.items()):
        if name.startswith("informint.") and not name.startswith("informint.reading"):
            for value in tuple(vars(module).values()):
                clear = getattr(value, "cache_clear", None)
                if callable(clear):
                    clear()
