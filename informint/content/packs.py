"""Checks a course pack: a folder with content files of one's own, laid out like ours."""

import re
from collections import Counter
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import NamedTuple

from informint import content
from informint.content import schema
from informint.content.persona_files import check_persona, read_persona
from informint.errors import BadInput, ContentError

# Where a file stands in the folder, the name of its tables, and their shape.
_SHAPES: dict[str, tuple[str, type[schema.Entry]]] = {
    "sources.toml": ("source", schema.Source),
    "rules/*.toml": ("rule", schema.Rule),
    "checklists.toml": ("checklist", schema.Checklist),
    "patterns.toml": ("pattern", schema.Pattern),
    "lines.toml": ("line", schema.Line),
    "fields.toml": ("field", schema.Field),
    "quizzes/*.toml": ("question", schema.QuizQuestion),
    "goals.toml": ("goal", schema.Goal),
    "questions.toml": ("question", schema.BankQuestion),
    "look_ups.toml": ("look_up", schema.LookUp),
}
_PERSONAS = "personas/*.toml"
_PLACE = re.compile(
    r"^.*?, line (?P<line>\d+)(?:, field (?P<field>[^:]+))?: (?P<what>.*)$", re.DOTALL
)


class PackFault(NamedTuple):
    """What is wrong in a pack: the file within it, the 1-based line, the field, a sentence."""

    file: str
    line: int
    field: str
    message: str


def check_pack(folder: Path) -> list[PackFault]:
    """Return what is wrong in a course pack, by file and line; nothing when all is well.

    Args:
        folder: holds ``personas/*.toml`` or other content files, named as ours are.

    Raises:
        BadInput: when there is no such folder, or no content file in it.
    """
    if not folder.is_dir():
        message = f"{folder} is not a folder"
        raise BadInput(message)
    files = sorted(path for path in folder.rglob("*.toml") if path.is_file())
    if not files:
        message = f"{folder} holds no content files (such as personas/name.toml)"
        raise BadInput(message)
    sources = set(content.sources()) | set(_ids(folder / "sources.toml"))
    ids: Counter[str] = Counter()
    found: list[PackFault] = []
    for path in files:
        name = path.relative_to(folder).as_posix()
        try:
            text = path.read_text("utf-8")
        except UnicodeDecodeError:
            found.append(PackFault(name, 1, "", "is not UTF-8 text"))
            continue
        found += _check(name, text, sources, ids)
    return sorted(found)


def _check(name: str, text: str, sources: set[str], ids: Counter[str]) -> Iterator[PackFault]:
    """Yield what is wrong in one file."""
    try:
        if fnmatch(name, _PERSONAS):
            persona = read_persona(text, name)
            ids[persona.id] += 1
            if ids[persona.id] > 1:
                yield PackFault(name, 1, "id", f"the id '{persona.id}' is used twice")
            yield from (PackFault(name, *fault) for fault in check_persona(persona, text))
            return
        shape = next((shape for way, shape in _SHAPES.items() if fnmatch(name, way)), None)
        if shape is None:
            known = ", ".join((_PERSONAS, *_SHAPES))
            yield PackFault(name, 1, "", f"is none of the files of a pack: {known}")
            return
        entries = content.parse(text, *shape, name)
    except ContentError as error:
        place = _PLACE.match(str(error))
        if place is None:
            yield PackFault(name, 1, "", str(error).removeprefix(f"{name}: "))
        else:
            yield PackFault(name, int(place["line"]), place["field"] or "", place["what"])
        return
    yield from _check_entries(name, text, entries, sources)


def _check_entries(
    name: str, text: str, entries: tuple[schema.Entry, ...], sources: set[str]
) -> Iterator[PackFault]:
    """Yield ids that are used twice and sources that nobody knows."""
    lines = text.splitlines()
    counted = Counter(getattr(entry, "id", "") for entry in entries)
    for ident, times in counted.items():
        if ident and times > 1:
            yield PackFault(
                name, _line(lines, "id", ident), "id", f"the id '{ident}' is used twice"
            )
    for source in dict.fromkeys(getattr(entry, "source", None) for entry in entries):
        if isinstance(source, str) and source not in sources:
            line = _line(lines, "source", source)
            yield PackFault(name, line, "source", f"'{source}' is none of the sources")


def _line(lines: list[str], key: str, value: str) -> int:
    pattern = re.compile(rf'\s*{key}\s*=\s*"{re.escape(value)}"')
    return next((n for n, line in enumerate(lines, 1) if pattern.match(line)), 1)


def _ids(path: Path) -> Iterator[str]:
    """Yield the ids in a pack's own sources, as far as they can be read."""
    try:
        text = path.read_text("utf-8")
        yield from (s.id for s in content.parse(text, "source", schema.Source, path.name))
    except (OSError, UnicodeDecodeError, ContentError):
        return
