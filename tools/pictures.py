"""Copies pictures that the browser tests left into docs/pictures: python tools/pictures.py [SHOTS].

SHOTS is the folder of the pictures, `.cache/screenshots` unless named. A view is often taller than
what a reader wants to see first, and JupyterLab's own bars may lie over its ends, so a part of the
rows is kept. Every row of a PNG is written as what differs from the one above; so only the first
that is kept has to be written anew.
"""

import struct
import sys
import zlib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PICTURES = {  # in the docs: the browser tests' name, and from which row to which
    "request.png": ("02-your-draft-light-wide", 0, 657),
    "talk.png": ("04-talk-light-wide", 0, 678),
    "board.png": ("06-board-light-wide", 762, 1609),
}
LARGEST = 120_000  # bytes; a page of text with pictures should load on a train
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_BYTES = {0: 1, 2: 3, 6: 4}  # of a pixel, by colour type


def cut(png: bytes, start: int, end: int) -> bytes:
    """Return some rows of a PNG with 8 bits a colour, not interlaced.

    Raises:
        ValueError: for anything else.
    """
    chunks = _chunks(png)
    width, height, depth, colours, _, _, interlaced = struct.unpack(">IIBBBBB", chunks[b"IHDR"])
    if depth != 8 or colours not in _BYTES or interlaced:  # noqa: PLR2004  (bits)
        message = "only plain pictures with 8 bits a colour can be cut"
        raise ValueError(message)
    end = min(end, height)
    size, row = _BYTES[colours], 1 + width * _BYTES[colours]  # how it is written, and the pixels
    packed = zlib.decompress(chunks[b"IDAT"])
    first = b"\0" + _row(packed, start, row, size)
    pixels = zlib.compress(first + packed[(start + 1) * row : end * row], 9)
    head = struct.pack(">IIBBBBB", width, end - start, depth, colours, 0, 0, 0)
    body = ((b"IHDR", head), (b"IDAT", pixels), (b"IEND", b""))
    return _SIGNATURE + b"".join(_chunk(name, data) for name, data in body)


def _row(packed: bytes, number: int, row: int, size: int) -> bytes:
    """Return the pixels of a row, worked out from the first one down."""
    above = bytearray(row - 1)
    for at in range(0, (number + 1) * row, row):
        how, line = packed[at], bytearray(packed[at + 1 : at + row])
        for i, value in enumerate(line):
            left = line[i - size] if i >= size else 0
            corner = above[i - size] if i >= size else 0
            line[i] = (value + _expected(how, left, above[i], corner)) % 256
        above = line
    return bytes(above)


def _expected(how: int, left: int, up: int, corner: int) -> int:
    """Return what the PNG standard expects of a byte, by how its row is written."""
    if how < 4:  # noqa: PLR2004  (the fourth is Paeth's)
        return (0, left, up, (left + up) // 2)[how]
    guess = left + up - corner
    return min((left, up, corner), key=lambda byte: abs(guess - byte))


def _chunks(png: bytes) -> dict[bytes, bytes]:
    """Return the chunks by name; those of one name are joined, as a decoder does with pixels."""
    found: dict[bytes, bytes] = {}
    at = len(_SIGNATURE)
    while at < len(png):
        length, name = struct.unpack_from(">I4s", png, at)
        found[name] = found.get(name, b"") + png[at + 8 : at + 8 + length]
        at += 12 + length
    return found


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def main() -> int:
    """Copy each picture that is there; return 1 when one is missing or too large."""
    shots = Path(sys.argv[1]) if sys.argv[1:] else ROOT / ".cache" / "screenshots"
    target = ROOT / "docs" / "pictures"
    target.mkdir(parents=True, exist_ok=True)
    wrong = 0
    for name, (shot, start, end) in PICTURES.items():
        source = shots / f"{shot}.png"
        if not source.exists():
            print(f"{name}: {source} is not there; the browser tests make it")
            wrong = 1
            continue
        picture = cut(source.read_bytes(), start, end)
        if len(picture) > LARGEST:
            print(f"{name}: {len(picture):,} bytes, more than {LARGEST:,}; keep fewer rows")
            wrong = 1
            continue
        (target / name).write_bytes(picture)
        print(f"{name}: {len(picture):,} bytes")
    return wrong


if __name__ == "__main__":
    sys.exit(main())
