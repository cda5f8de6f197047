"""The roster of a class: a CSV with a row for each learner, told apart by an id."""

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from zlib import crc32

from informint import content
from informint.contacts.decoding import decode
from informint.content.persona_files import personas
from informint.errors import BadInput, InformintError, did_you_mean
from informint.files import read_limited
from informint.targets.goals import goal

COLUMNS = ("id", "name", "field", "persona", "level", "seed", "pack")
LEVELS = ("beginner", "advanced")
BUILT_IN = ("", "en")  # packs that need no folder: the content as it is shipped, in English
LONGEST = 100  # characters of a cell
SEEDS = 2**31
_LARGEST = 10_000_000  # bytes
# A folder's name on every system, and no e-mail address: it is all that the copies say of anybody.
_ID = re.compile(r"[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*")
_LONGEST_ID = 40
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
_SEED = re.compile(r"\d{1,10}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Learner:
    """One row: ``row`` is its number in a spreadsheet; whatever but ``id`` may be empty.

    ``seed`` decides which wordings the practice partner chooses; without one it follows from the
    id, so that neighbours hear different words and a copy made again is the same.
    """

    row: int
    id: str
    name: str = field(default="", repr=False)
    field: str = ""
    persona: str = ""
    level: str = ""
    seed: int = 0
    pack: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """A row for which no copy was made, and why; the reason quotes nothing of the row."""

    row: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """What a roster says: the learners, the rows left out, and columns that nothing is done with.

    ``alone`` are the rows of learners in whose field no practice partner works. ``packs`` are the
    folders of the course packs that learners use, by name.
    """

    learners: tuple[Learner, ...]
    skipped: tuple[Skipped, ...]
    ignored: tuple[str, ...]
    alone: tuple[int, ...]
    packs: Mapping[str, Path]


def read_roster(file: Path, packs: Path | None = None) -> Roster:
    """Read a roster; a bad row is left out with its reason, and the rest is read.

    Args:
        file: a CSV (comma, semicolon or tab; any usual encoding) whose header names ``id`` and any
            of ``COLUMNS``, in any order and case; ``language`` stands for ``pack``.
        packs: the folder that holds the course packs which the column ``pack`` names.

    Raises:
        BadInput: when the file cannot be read, is no table, or has no column ``id``.
    """
    header, rows = _table(file)
    learners: list[Learner] = []
    skipped: list[Skipped] = []
    seen: dict[str, int] = {}
    used: dict[str, Path] = {}
    known = _Known(packs)
    for number, cells in rows:
        reason = _too_long(cells, header)
        if not reason:
            given = dict(zip(header, (cell.strip() for cell in cells), strict=False))
            reason = _wrong(given, known) or _again(given["id"], seen, number)
        if reason:
            skipped.append(Skipped(row=number, reason=reason))
            continue
        learners.append(_learner(number, given, known))
        if given.get("pack", "") not in BUILT_IN and packs:
            used[given["pack"]] = packs / given["pack"]
    ignored = tuple(name for name in header if name and name not in COLUMNS)
    return Roster(
        learners=tuple(learners),
        skipped=tuple(skipped),
        ignored=ignored,
        alone=tuple(one.row for one in learners if one.field and not one.persona),
        packs=used,
    )


def _table(file: Path) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """Return the header in small letters, and the rows that hold anything with their numbers."""
    text = decode(read_limited(file, _LARGEST, "roster"))
    first = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=first.count)
    try:
        lines = list(csv.reader(text.splitlines(keepends=True), delimiter=delimiter))
    except csv.Error as error:
        message = f"{file.name} is not a table of comma-separated values: {error}."
        raise BadInput(message) from None
    header = [cell.strip().lower() for cell in lines[0]] if lines else []
    if "pack" not in header:
        header = ["pack" if name == "language" else name for name in header]
    if "id" not in header:
        message = f"{file.name} has no column 'id'{did_you_mean('id', header)}."
        raise BadInput(message)
    for name in COLUMNS:
        if header.count(name) > 1:
            message = f"{file.name} has the column '{name}' twice."
            raise BadInput(message)
    return header, [(n, row) for n, row in enumerate(lines[1:], 2) if any(c.strip() for c in row)]


class _Known:
    """The personas of each pack, read once."""

    def __init__(self, packs: Path | None) -> None:
        self._packs = packs
        self._personas: dict[str, dict[str, str] | str] = {}

    def personas(self, pack: str) -> dict[str, str] | str:
        """Return the fields of personas by id, or why the pack cannot be used."""
        if pack not in self._personas:
            self._personas[pack] = self._read(pack)
        return self._personas[pack]

    def _read(self, pack: str) -> dict[str, str] | str:
        if pack in BUILT_IN:
            return {p.id: p.field for p in personas().values()}
        if self._packs is None:
            return "pack: no folder of packs was named"
        try:
            if not _is_name(pack) or not (self._packs / pack).is_dir():
                return "pack: there is no such folder among the packs"
            with content.using(self._packs / pack):
                return {p.id: p.field for p in personas().values()}
        except InformintError as error:
            return f"pack: it has mistakes: {error}"
        except OSError:
            return "pack: it cannot be read"


def _is_name(text: str) -> bool:
    """Say whether a text may name a folder, on any system."""
    return bool(len(text) <= _LONGEST_ID and _ID.fullmatch(text) and not _DEVICES.fullmatch(text))


def _too_long(cells: list[str], header: list[str]) -> str:
    if any(cell.strip() for cell in cells[len(header) :]):
        return "it has more cells than the header"
    return ""


def _wrong(given: Mapping[str, str], known: _Known) -> str:
    """Return why a row cannot be used, or nothing."""
    ident = given.get("id", "")
    if not ident:
        return "id: it is empty"
    if not _is_name(ident):
        allowed = f"at most {_LONGEST_ID} letters, digits, '-', '_' and single dots between them"
        return f"id: it cannot name a folder; allowed are {allowed}"
    for name in ("name", "field", "level"):
        text = given.get(name, "")
        if len(text) > LONGEST or not text.isprintable():
            return (
                f"{name}: it is longer than {LONGEST} characters, or holds signs that do not print"
            )
    level = given.get("level", "").lower()
    if level and level not in LEVELS:
        return f"level: it is none of {', '.join(LEVELS)}{did_you_mean(level, LEVELS)}"
    seed = given.get("seed", "")
    if seed and not (_SEED.fullmatch(seed) and int(seed) < SEEDS):
        return f"seed: it is not a whole number from 0 to {SEEDS - 1}"
    return _unknown(given, known)


def _unknown(given: Mapping[str, str], known: _Known) -> str:
    people = known.personas(given.get("pack", ""))
    if isinstance(people, str):
        return people
    persona = given.get("persona", "")
    if persona and persona not in people:
        return f"persona: there is no such persona{did_you_mean(persona, people)}"
    return ""


def _again(ident: str, seen: dict[str, int], number: int) -> str:
    """Return that an id is used already; capitals make no other folder on every system."""
    first = seen.setdefault(ident.casefold(), number)
    return f"id: row {first} has the same" if first != number else ""


def _learner(number: int, given: Mapping[str, str], known: _Known) -> Learner:
    seed = given.get("seed", "")
    of_id = crc32(given["id"].encode()) % 1000
    learner = Learner(
        row=number,
        level=given.get("level", "").lower(),
        seed=int(seed) if seed else of_id,
        **{name: given.get(name, "") for name in COLUMNS if name not in {"level", "seed"}},
    )
    people = known.personas(learner.pack)
    if learner.persona or not learner.field or isinstance(people, str):
        return learner
    return replace(learner, persona=next(_of_field(learner.field, people), ""))


def _of_field(wanted: str, people: Mapping[str, str]) -> Iterator[str]:
    """Yield who works in a field so called, then who works in one that such a goal may mean."""
    called = _plain(wanted)
    for ident, named in people.items():
        if called in {_plain(named), _plain(ident)}:
            yield ident
    read = goal(wanted)
    names = {field.id: field.name for field in content.fields()}
    for meant in (*read.jobs, *read.places):
        wide = {names[ident] for ident in meant}
        yield from (ident for ident, named in people.items() if named in wide)


def _plain(text: str) -> str:
    return " ".join(text.casefold().replace("-", " ").replace("&", " and ").split())
