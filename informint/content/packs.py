"""Checks a course pack: a folder with content files of one's own, laid out like ours."""

from collections.abc import Callable, Collection, Iterator, Mapping
from fnmatch import fnmatchcase
from pathlib import Path, PurePath
from typing import Any, NamedTuple

import msgspec

from informint import content
from informint.content import follow_through, naming, practice, schema, talk_notes, talks, teaching
from informint.content.layers import texts
from informint.content.mistakes import Block, blocks, decoded, in_file, in_struct, line_of
from informint.content.persona import Persona
from informint.content.persona_files import check_persona, personas
from informint.errors import BadInput, did_you_mean
from informint.files import files_in, read_limited

# Where a file stands in the folder, the name of its tables, and the shape of each.
KINDS: dict[str, tuple[str, type[schema.Entry]]] = {
    "sources.toml": ("source", schema.Source),
    "rules/*.toml": ("rule", schema.Rule),
    "question_rules/*.toml": ("rule", schema.QuestionRule),
    "checklists.toml": ("checklist", schema.Checklist),
    "patterns.toml": ("pattern", schema.Pattern),
    "lines.toml": ("line", schema.Line),
    "fields.toml": ("field", schema.Field),
    "quizzes/*.toml": ("question", schema.QuizQuestion),
    "goals.toml": ("goal", schema.Goal),
    "questions.toml": ("question", schema.BankQuestion),
    "look_ups.toml": ("look_up", schema.LookUp),
    "drills.toml": ("drill", talks.Drill),
    "scripted.toml": ("conversation", talks.Scripted),
    "cadence.toml": ("cadence", follow_through.Cadence),
    "next_steps.toml": ("next_step", follow_through.NextStep),
    "notes_sheet.toml": ("part", talk_notes.SheetPart),
    "timings.toml": ("timing", talk_notes.Timing),
    "nicknames.toml": ("name", naming.GivenName),
    "company_aliases.toml": ("company", naming.Organisation),
    "table_presets.toml": ("preset", naming.TablePreset),
}
# Files of several tables.
FILES: dict[str, type[schema.Entry]] = {
    "rubric.toml": practice.Rubric,
    "comfort.toml": practice.Comfort,
    "talk.toml": practice.TalkWords,
    "teaching.toml": teaching.Teaching,
}
PERSONAS = "personas/*.toml"
_ALL = (PERSONAS, *KINDS, *FILES)
_FOLDERS = {kind.partition("/")[0] for kind in _ALL if "/" in kind}
LARGEST = 2_000_000  # bytes of a file
NOTE = 300  # characters of a note with a connection request at most


class PackFault(NamedTuple):
    """What is wrong in a pack: the file within it, the 1-based line, the field, a sentence."""

    file: str
    line: int
    field: str
    message: str


class _File(NamedTuple):
    """A file of a pack: its path in the pack, which of the kinds it is, its tables and lines."""

    name: str
    kind: str
    raw: dict[str, Any]
    lines: list[str]


_Known = Mapping[str, Collection[str]]  # the ids there are, by kind of file


def check_pack(folder: Path) -> list[PackFault]:
    """Return what is wrong in a course pack, by file and line; nothing when all is well.

    Args:
        folder: holds ``personas/*.toml`` or other content files, named as ours are.

    Raises:
        BadInput: when there is no such folder, it cannot be read, or no content file is in it.
    """
    paths = [p for p in files_in(folder) if p.is_symlink() or _is_meant(p.relative_to(folder))]
    if not paths:
        message = f"{folder} holds no content files (such as personas/name.toml)"
        raise BadInput(message)
    found: list[PackFault] = []
    files: list[_File] = []
    for path in paths:
        read = _read(path, path.relative_to(folder).as_posix())
        if isinstance(read, PackFault):
            found.append(read)
        else:
            files.append(read)
    known = _known(files)
    seen: dict[tuple[str, str], str] = {}
    for file in files:
        faults = [*_shape(file)]
        found += faults or _meaning(file, known)
        found += _twice(file, seen)
    return sorted(found)


def content_files(folder: Path) -> list[str]:
    """Return where a pack's content files lie in it, and nothing else that somebody put there.

    Raises:
        BadInput: when there is no such folder, or it cannot be read.
    """
    names = (p.relative_to(folder).as_posix() for p in files_in(folder) if not p.is_symlink())
    return [name for name in names if _kind(name)]


def _kind(name: str) -> str | None:
    alike = (kind for kind in _ALL if kind.count("/") == name.count("/"))
    return next((kind for kind in alike if fnmatchcase(name, kind)), None)


def _is_meant(path: PurePath) -> bool:
    """Say whether a file in a pack is content, or stands where only content is looked for."""
    if any(part.startswith(".") for part in path.parent.parts):
        return False  # what an editor keeps beside them
    content_like = path.suffix.casefold() == ".toml"
    return content_like or (path.parts[0] in _FOLDERS and not path.name.startswith("."))


def _read(path: Path, name: str) -> _File | PackFault:
    if path.is_symlink():
        return PackFault(name, 1, "", "is a link; a pack holds its files itself")
    kind = _kind(name)
    if kind is None:
        near = did_you_mean(name, _ALL)
        return PackFault(name, 1, "", f"is none of the files of a pack: {', '.join(_ALL)}{near}")
    try:
        text = read_limited(path, LARGEST, "file of a pack").decode("utf-8-sig")
    except BadInput as error:
        return PackFault(name, 1, "", str(error))
    except UnicodeDecodeError:
        return PackFault(name, 1, "", "is not UTF-8 text")
    raw = decoded(text)
    if not isinstance(raw, dict):
        return PackFault(name, *raw)
    return _File(name, kind, raw, text.splitlines())


def _shape(file: _File) -> Iterator[PackFault]:
    """Yield what is unknown, missing or of another type."""
    if file.kind == PERSONAS:
        whole = Block(1, len(file.lines) + 1)
        found = in_struct(file.raw, Persona, "", file.lines, whole)
    elif file.kind in FILES:
        shape = FILES[file.kind]
        found = (m for m in in_file(file.raw, _tables(shape), file.lines) if not _partial(file, m))
    else:
        table, entry = KINDS[file.kind]
        found = in_file(file.raw, {table: tuple[entry, ...]}, file.lines)  # type: ignore[valid-type]
    yield from (PackFault(file.name, *mistake) for mistake in found)


def _tables(shape: type[msgspec.Struct]) -> dict[str, Any]:
    return {field.name: field.type for field in msgspec.structs.fields(shape)}


def _partial(file: _File, mistake: tuple[int, str, str]) -> bool:
    """Say whether something is only left to ours: single tables are laid over them key by key."""
    _, field, message = mistake
    single = [v for v in file.raw.values() if isinstance(v, dict)]
    return message.endswith("is missing") and any(field not in table for table in single)


def _twice(file: _File, seen: dict[tuple[str, str], str]) -> Iterator[PackFault]:
    """Yield ids that are used twice, in a file or in files of the same kind."""
    alone = file.kind.startswith("quizzes")
    for table, n, ident in _ids(file):
        place = (file.name if alone else file.kind, f"{table}/{ident}")
        if place in seen:
            line = _at(file, table, n, "id")
            elsewhere = f", also in {seen[place]}" if seen[place] != file.name else ""
            yield PackFault(file.name, line, "id", f"the id '{ident}' is used twice{elsewhere}")
        seen.setdefault(place, file.name)


def _ids(file: _File) -> Iterator[tuple[str, int, str]]:
    """Yield (table, how manieth, id) of the entries of a file."""
    if file.kind == PERSONAS:
        if isinstance(ident := file.raw.get("id"), str):
            yield "", 0, ident
        return
    for table, value in file.raw.items():
        if isinstance(value, list):
            for n, entry in enumerate(value):
                if isinstance(entry, dict) and isinstance(ident := entry.get("id"), str):
                    yield table, n, ident


def _at(file: _File, table: str, n: int, field: str, value: str = "") -> int:
    whole = Block(1, len(file.lines) + 1)
    here = blocks(file.lines, table, whole) if table else [whole]
    return line_of(file.lines, here[n] if n < len(here) else whole, field, value)


def _known(files: list[_File]) -> _Known:
    """Return the ids there are, ours and the pack's."""
    ours: dict[str, Callable[[], Collection[str]]] = {
        "sources.toml": content.sources,
        "rules/*.toml": lambda: [rule.id for rule in content.rules()],
        "goals.toml": content.goals,
        "fields.toml": lambda: [field.id for field in content.fields()],
        "drills.toml": talks.drills,
        "rubric.toml": lambda: [line.id for line in practice.rubric_file().item],
        PERSONAS: personas,
    }
    return {
        kind: {*get(), *(i for file in files if file.kind == kind for _, _, i in _ids(file))}
        for kind, get in ours.items()
    }


def _meaning(file: _File, known: _Known) -> Iterator[PackFault]:
    """Yield what a well-shaped file names that is not there, or says against itself."""
    if file.kind == PERSONAS:
        persona = msgspec.convert(file.raw, Persona)
        for fault in check_persona(persona, "\n".join(file.lines)):
            yield PackFault(file.name, *fault)
        return
    lessons = [ours.name for ours in texts("quizzes")[0]]
    if file.kind == "quizzes/*.toml" and (named := PurePath(file.name).name) not in lessons:
        what = f"'{named}' belongs to no lesson; there are {', '.join(lessons)}"
        yield PackFault(file.name, 1, "", what)
    for table, entries in file.raw.items():
        if not isinstance(entries, list):
            continue
        for n, raw in enumerate(entries):
            for field, name, kind in _names(file.kind, raw):
                if name not in known[kind]:
                    line = _at(file, table, n, field.rpartition(".")[2], name)
                    near = did_you_mean(name, known[kind])
                    what = f"'{name}' is none of the {_CALLED[kind]}{near}"
                    yield PackFault(file.name, line, field, what)
            for field, what in _against_itself(file.kind, raw):
                yield PackFault(file.name, _at(file, table, n, field), field, what)


_CALLED = {
    "sources.toml": "sources",
    "rules/*.toml": "rules",
    "goals.toml": "goals",
    "fields.toml": "fields of work",
    "drills.toml": "drills",
    "rubric.toml": "lines of the rubric",
    PERSONAS: "personas",
}
# Which fields of which files name entries of others.
_NAMES = {
    ("questions.toml", "goal"): "goals.toml",
    ("questions.toml", "fields"): "fields.toml",
    ("fields.toml", "near"): "fields.toml",
    ("drills.toml", "persona"): PERSONAS,
    ("drills.toml", "items"): "rubric.toml",
    ("rubric.toml", "drill"): "drills.toml",
}


def _names(kind: str, raw: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Yield (field, id named there, the kind of file that has it)."""
    for field in ("source", "sources"):
        for name in _texts(raw.get(field)):
            yield field, name, "sources.toml"
    for (of, field), target in _NAMES.items():
        if of == kind:
            yield from ((field, name, target) for name in _texts(raw.get(field)))
    if kind == "checklists.toml":
        for check in raw.get("checks", ()):
            yield from (("checks.rules", name, "rules/*.toml") for name in check.get("rules", ()))


def _texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value] if value else []
    return [text for text in value if isinstance(text, str)] if isinstance(value, list) else []


def _against_itself(kind: str, raw: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if kind == "quizzes/*.toml":
        right = sum(answer.get("right", False) for answer in raw["answers"])
        if right != 1:
            yield "answers", f"{right} answers are right; exactly one must be"
    if kind == "patterns.toml" and raw["channel"] == "note":
        if len(raw["body"]) > NOTE:
            yield "body", f"a note has at most {NOTE} characters; this one has {len(raw['body'])}"
        if raw.get("subject"):
            yield "subject", "a note has no subject"
