"""Every mistake in the shape of one content file, by line and field; loading stops at the first."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Annotated, Any, NamedTuple, get_args, get_origin

import msgspec
from msgspec.structs import FieldInfo

from informint.errors import did_you_mean

_MOST_UNKNOWN = 50  # tables: a file with more is none of ours
_AT_LINE = re.compile(r"\s*\(at line (\d+), column \d+\)")


class Mistake(NamedTuple):
    """What is wrong in a file: the 1-based line, the field, a sentence."""

    line: int
    field: str
    message: str


class Block(NamedTuple):
    """The lines of one table: from ``start`` (1-based) up to, and without, ``end``."""

    start: int
    end: int


def decoded(text: str) -> dict[str, Any] | Mistake:
    """Return the tables of a TOML text, or what is wrong with it as TOML."""
    try:
        found: dict[str, Any] = msgspec.toml.decode(text)
    except RecursionError:
        return Mistake(1, "", "not valid TOML: it is nested too deeply")
    except (msgspec.DecodeError, ValueError) as error:
        line = _AT_LINE.search(str(error))
        last = len(text.splitlines()) or 1
        what = _AT_LINE.sub("", str(error)).removesuffix(" (at end of document)")
        return Mistake(int(line[1]) if line else last, "", f"not valid TOML: {what}")
    return found


def in_file(
    raw: Mapping[str, Any], shapes: Mapping[str, Any], lines: Sequence[str]
) -> Iterator[Mistake]:
    """Yield what is wrong in the tables of a file.

    Args:
        raw: the tables.
        shapes: for each table that there may be, the struct of its entries or of itself.
        lines: the file's lines.
    """
    whole = Block(1, len(lines) + 1)
    unknown = [name for name in raw if name not in shapes]
    if len(unknown) > _MOST_UNKNOWN:
        message = f"{len(unknown)} tables are unknown; there may be {', '.join(shapes)}"
        yield Mistake(1, "", message)
        return
    for name, value in raw.items():
        if name not in shapes:
            line = next(iter(_heads(lines, name, whole)), None) or _line(lines, name, whole)
            yield Mistake(line, "", f"unknown table '{name}'{did_you_mean(name, shapes)}")
        else:
            yield from _in_tables(value, shapes[name], name, lines, whole)


def blocks(lines: Sequence[str], name: str, within: Block) -> list[Block]:
    """Return the lines of each ``[[name]]`` or ``[name]`` inside some others."""
    heads = [*_heads(lines, name, within), within.end]
    return [Block(start, end) for start, end in pairwise(heads)]


def line_of(lines: Sequence[str], block: Block, name: str, value: str = "") -> int:
    """Return the line where a field of a table stands, the table's first if it has none.

    With a value, the line in the field or below it that quotes that value.
    """
    first = _line(lines, name, block)
    quoted = (n for n in range(first, block.end) if f'"{value}"' in lines[n - 1])
    return next(quoted, first) if value else first


def in_struct(
    raw: object, shape: type[msgspec.Struct], name: str, lines: Sequence[str], block: Block
) -> Iterator[Mistake]:
    """Yield what is wrong in one entry: fields unknown, missing, or of another shape."""
    if not isinstance(raw, dict):
        yield Mistake(block.start, name, "this is no table")
        return
    known = {field.encode_name: field for field in msgspec.structs.fields(shape)}
    for key in raw.keys() - known:
        told = f"there is no field '{key}'{did_you_mean(key, known)}"
        yield Mistake(_line(lines, key, block), key, told)
    for key, field in known.items():
        if key not in raw:
            if field.required:
                yield Mistake(block.start, key, f"the field '{key}' is missing")
            continue
        yield from _in_field(raw[key], field, name, lines, block)


def _in_field(
    value: object, field: FieldInfo, name: str, lines: Sequence[str], block: Block
) -> Iterator[Mistake]:
    kind = field.type
    inner = _struct_in(kind)
    if inner is not None:
        yield from _in_tables(value, kind, f"{name}.{field.encode_name}".lstrip("."), lines, block)
        return
    try:
        msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        what = str(error).partition(" - at `")[0]
        what = what[:1].lower() + what[1:]
        yield Mistake(_line(lines, field.encode_name, block), field.encode_name, what)


def _in_tables(
    value: object,
    kind: Any,  # noqa: ANN401  (a type)
    name: str,
    lines: Sequence[str],
    block: Block,
) -> Iterator[Mistake]:
    inner = _struct_in(kind)
    if inner is None:
        return
    here = blocks(lines, name, block)
    if inner is kind:
        yield from in_struct(value, inner, name, lines, here[0] if here else block)
        return
    if not isinstance(value, list):
        yield Mistake(block.start, name, f"write [[{name}]]: there may be several")
        return
    for n, entry in enumerate(value):
        where = (
            here[n]
            if n < len(here)
            else Block(_line(lines, name.rpartition(".")[2], block), block.end)
        )
        yield from in_struct(entry, inner, name, lines, where)
    try:  # the number of entries, which the type may limit
        msgspec.convert([None] * len(value), _any_of(kind))
    except msgspec.ValidationError as error:
        what = str(error).partition(" - at `")[0]
        yield Mistake(here[0].start if here else block.start, name, what[:1].lower() + what[1:])


def _struct_in(kind: Any) -> type[msgspec.Struct] | None:  # noqa: ANN401  (a type)
    """Return the struct that a type is, or is a tuple of."""
    if hasattr(kind, "__metadata__"):
        kind = get_args(kind)[0]
    if get_origin(kind) is tuple:
        kind = get_args(kind)[0]
    return kind if isinstance(kind, type) and issubclass(kind, msgspec.Struct) else None


def _any_of(kind: Any) -> Any:  # noqa: ANN401  (a type)
    """Return a tuple type with the limits of another and room for anything."""
    limits = getattr(kind, "__metadata__", ())
    anything = tuple[Any, ...]
    return Annotated[anything, *limits] if limits else anything


def _heads(lines: Sequence[str], name: str, within: Block) -> list[int]:
    """Return the lines in a stretch that open the tables of a name."""
    heads = {f"[[{name}]]", f"[{name}]"}
    return [
        n
        for n in range(within.start, within.end)
        if lines[n - 1].partition("#")[0].strip().replace(" ", "") in heads
    ]


def _line(lines: Sequence[str], field: str, block: Block) -> int:
    pattern = re.compile(rf"\s*\"?{re.escape(field)}\"?\s*=")
    found = (n for n in range(block.start, block.end) if pattern.match(lines[n - 1]))
    return next(found, block.start)
