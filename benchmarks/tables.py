"""Puts measured figures into the documents: python benchmarks/tables.py [NAME ...] [--check].

A figure in README or docs/ stands between two comment lines. The first says where it comes from:

    <!-- figures: benchmarks/talks.py --personas 3 | of: informint/roleplay | at: 0123456789ab -->
    <!-- figures: informint/reading/weights/TURNS.md#known-weaknesses -->
    <!-- end of figures -->

A script is run, and what it prints is put between the lines; ``of`` names what it measures, besides
itself, and ``at`` is the checksum of all of that when it ran. A card is quoted by its heading, or
by the bold word that a paragraph of it begins with. With NAME only blocks whose source holds it are
renewed. ``--check`` renews nothing, and names blocks that are older than their source.
"""

import argparse
import hashlib
import os
import platform
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
_BLOCK = re.compile(
    r"^<!-- figures: (?P<source>[^|\n]+?)"
    r"(?: \| of: (?P<of>[^|\n]*?))?(?: \| at: (?P<at>\w*))? -->\n"
    r"(?P<text>.*?)^<!-- end of figures -->$",
    re.DOTALL | re.MULTILINE,
)
_ENDS = re.compile(r"^(?:#{1,6} |\*\*[A-Z])", re.MULTILINE)
_SHORT = 12  # digits of a checksum


class Block(NamedTuple):
    """Figures in a document: where they come from, what they measure, and what they said."""

    source: str
    of: str
    at: str
    text: str


def documents(root: Path = ROOT) -> list[Path]:
    """Return the documents that may hold figures."""
    return [root / "README.md", *sorted((root / "docs").glob("*.md"))]


def blocks(document: str) -> list[Block]:
    """Return the figures of a document, in order."""
    return [
        Block(found["source"], found["of"] or "", found["at"] or "", found["text"])
        for found in _BLOCK.finditer(document)
    ]


def is_old(block: Block, root: Path = ROOT) -> bool:
    """Say whether figures are older than what they come from.

    Those of a card that has no such part any more are.

    Raises:
        FileNotFoundError: when what they come from is not there.
    """
    if _is_card(block.source):
        try:
            return block.text != _quoted(block.source, root)
        except KeyError:
            return True
    return block.at != _checksum(block, root)


def renew(path: Path, chosen: Sequence[str] = (), root: Path = ROOT) -> bool:
    """Make the figures of a file anew; return whether it changed.

    Scripts may run for minutes: what somebody wrote into the file meanwhile is kept.
    """
    found = blocks(path.read_text("utf-8"))
    made = {block.source: _made(block, root) for block in found if _is_of(block, chosen)}
    before = path.read_text("utf-8")
    after = _laid(before, made)
    if after != before:
        path.write_text(after, "utf-8")
    return after != before


def _is_of(block: Block, chosen: Sequence[str]) -> bool:
    return not chosen or any(name in block.source for name in chosen)


def _made(block: Block, root: Path) -> str:
    """Return a block with its comment lines, made anew."""
    if _is_card(block.source):
        head, text = f"<!-- figures: {block.source} -->", _quoted(block.source, root)
    else:
        of = f" | of: {block.of}" if block.of else ""
        # First, so that a change while the script runs is not taken for measured.
        head = f"<!-- figures: {block.source}{of} | at: {_checksum(block, root)} -->"
        text = _measured(block.source, root)
    return f"{head}\n{text}<!-- end of figures -->"


def _laid(document: str, made: Mapping[str, str]) -> str:
    """Return a document with blocks replaced, by their source."""
    return _BLOCK.sub(lambda found: made.get(found["source"], found[0]), document)


def _is_card(source: str) -> bool:
    return ".md#" in source


def _quoted(source: str, root: Path) -> str:
    """Return a part of a card: what follows a heading, or a paragraph's bold first word."""
    name, _, part = source.partition("#")
    text = (root / name).read_text("utf-8")
    words = r"[\s-]+".join(map(re.escape, part.split("-")))
    start = re.search(
        rf"^(?:#+ {words}$\n*|\*\*{words}\.?\*\*:? ?)", text, re.IGNORECASE | re.MULTILINE
    )
    if start is None:
        message = f"{name} has no part '{part}'"
        raise KeyError(message)
    rest = text[start.end() :]
    end = _ENDS.search(rest)
    return f"\n{rest[: end.start() if end else None].strip()}\n\n"


def _measured(source: str, root: Path) -> str:
    """Run a script and return what it prints, with what it ran on."""
    ran = subprocess.run(  # noqa: S603  (a script of ours)
        [sys.executable, *shlex.split(source)],
        cwd=root, stdout=subprocess.PIPE, text=True, check=True,
    )  # fmt: skip
    system = f"Python {platform.python_version()}, {platform.machine()}, {os.cpu_count()} cores"
    said = ran.stdout.strip()
    if system not in said:
        said += f"\n\n{system}"
    return f"\n```text\n{said}\n```\n\n"


def _checksum(block: Block, root: Path) -> str:
    """Return what tells a script, and all that it measures, from another state of it."""
    digest = hashlib.sha256()
    for name in (block.source.split()[0], *block.of.split()):
        for path in _files(root / name):
            digest.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:_SHORT]


def _files(path: Path) -> Iterator[Path]:
    """Yield a file, or those of a folder that git would keep; a missing one is an error."""
    if not path.is_dir():
        yield path
        return
    for file in sorted(path.rglob("*")):
        if file.is_file() and "__pycache__" not in file.parts:
            yield file


def main() -> int:
    """Renew figures, or name the old ones; returns 1 when there are any."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("names", nargs="*", metavar="NAME", help="such as talks.py or TURNS.md")
    parser.add_argument("--check", action="store_true", help="only name what is older")
    options = parser.parse_args()
    old = False
    for path in documents():
        if options.check:
            for block in blocks(path.read_text("utf-8")):
                if is_old(block):
                    old = True
                    print(f"{path.relative_to(ROOT)}: older than its source: {block.source}")
            continue
        if renew(path, options.names):
            print(f"{path.relative_to(ROOT)}: renewed")
    return int(old)


if __name__ == "__main__":
    sys.exit(main())
