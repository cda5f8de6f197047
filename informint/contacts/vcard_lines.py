"""The lines of vCards: folds and soft breaks joined, parameters and values decoded."""

import quopri
import re
from collections.abc import Iterator
from typing import NamedTuple

from informint.contacts.cells import clean
from informint.contacts.decoding import decode

FRAME = re.compile(r"(BEGIN|END)[ \t]*:[ \t]*VCARD[ \t]*", re.IGNORECASE)
_LINE_END = re.compile(r"\r\n|\n|\r")
# "item1.EMAIL;type=INTERNET;type="a:b":" up to the colon that starts the value.
_PROPERTY = re.compile(r'(?:[\w-]+\.)?([\w-]+)((?:;[^:";]*(?:"[^"]*"[^:";]*)*)*)[ \t]*:')
_PARAMETER = re.compile(r';([^:";]*(?:"[^"]*"[^:";]*)*)')
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_TOKEN = re.compile(r"\\.|[;,]|[^\\;,]+|\\", re.DOTALL)
_CUT = re.compile(r"=[0-9A-Fa-f]?\s*\Z")
_OLD = re.compile(r"VERSION[ \t]*:[ \t]*2\.1", re.IGNORECASE)
_QUOTED = re.compile(r"[^:]*\bQUOTED-PRINTABLE\b[^:]*:", re.IGNORECASE)
_RANK = re.compile(r"[0-9]{1,3}")
_ENCODINGS = frozenset({"QUOTED-PRINTABLE", "BASE64", "B", "8BIT", "7BIT"})
# What a card may name; other codecs of Python's (zip, idna) are for no text of a card.
_CHARSET = re.compile(
    r"utf-?(?:8|16(?:le|be)?)|iso-?8859-\d{1,2}|(?:windows-|cp)125\d|koi8-[ru]|gb(?:2312|k|18030)"
    r"|big5|shift[_-]jis|euc-(?:jp|kr)|iso-2022-jp|macintosh",
    re.IGNORECASE,
)
_LONGEST_HEAD = 4_096  # characters of a property before its value
_LONGEST = 20_000  # characters kept of a value: a cell is cut to fewer, and photos are not read
_LEAST_PREFERRED = 101  # PREF=1 is the most, 100 the least


class Property(NamedTuple):
    """A property: its name and parameters in capitals, and its value, still escaped."""

    name: str
    parameters: dict[str, list[str]]
    value: str


def logical_lines(text: str) -> Iterator[str]:
    """Join the lines that a writer folded, or broke within quoted-printable."""
    parts: list[str] = []
    old = soft = foldable = False
    for line in _LINE_END.split(text.lstrip()):
        framed = FRAME.fullmatch(line) is not None
        if parts and not framed and soft:
            parts[-1] = parts[-1].removesuffix("=")
            parts.append(line)
            soft = line.endswith("=")
        elif foldable and line[:1] in {" ", "\t"}:
            # 2.1 folds where a space is anyway; from 3.0 on the space is added by the folding.
            parts.append(line if old else line[1:])
            soft = soft and line.endswith("=")
        else:
            yield "".join(parts)
            parts, foldable = [line], not framed
            old = (old and not framed) or _OLD.match(line) is not None
            soft = line.endswith("=") and _QUOTED.match(line, 0, _LONGEST_HEAD) is not None
    yield "".join(parts)


def head_of(line: str) -> re.Match[str] | None:
    """Match a line up to its value: the name, then the parameters; None for no property."""
    return _PROPERTY.match(line, 0, _LONGEST_HEAD)


def property_of(line: str, head: re.Match[str]) -> tuple[Property, bool]:
    """Return a line's property, its value decoded, and whether the value is cut short."""
    parameters = _parameters(head[2])
    value = line[head.end() : head.end() + _LONGEST]
    short = False
    if "QUOTED-PRINTABLE" in parameters.get("ENCODING", ()):
        short = _CUT.search(value) is not None
        value = _decoded(_CUT.sub("", value), parameters.get("CHARSET", [""])[0])
    return Property(head[1].upper(), parameters, value), short


def _parameters(text: str) -> dict[str, list[str]]:
    """Return the parameters of a property; 2.1 writes types and encodings without a name."""
    found: dict[str, list[str]] = {}
    for part in _PARAMETER.findall(text):
        name, equals, value = part.partition("=")
        if not equals:
            name, value = ("ENCODING" if part.upper() in _ENCODINGS else "TYPE"), part
        values = [v.strip().upper() for v in value.replace('"', "").split(",")]
        found.setdefault(name.strip().upper(), []).extend(values)
    return found


def _decoded(value: str, charset: str) -> str:
    """Return the text of a quoted-printable value; a wrong charset is put right where it shows."""
    known = charset if _CHARSET.fullmatch(charset) else "utf-8"
    try:
        data = quopri.decodestring(value.encode(known, "replace"))
        if known == charset:
            return data.decode(known)
    except (LookupError, ValueError):
        data = quopri.decodestring(value.encode("utf-8", "replace"))
    return decode(data)


def split(value: str, separator: str) -> list[str]:
    """Cut a value at the separators that no backslash stands before."""
    parts = [""]
    for token in _TOKEN.findall(value):
        if token == separator:
            parts.append("")
        else:
            parts[-1] += token
    return parts


def text_of(value: str) -> str:
    """Return a value without its escapes, as one line of visible text."""
    return clean(_ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], value))


def preference(found: Property) -> int:
    """Return how early a property is preferred among those of its name; less is earlier."""
    if "PREF" in found.parameters.get("TYPE", ()):
        return 0
    given = found.parameters.get("PREF", [""])[0]
    return int(given) if _RANK.fullmatch(given) else _LEAST_PREFERRED
