"""Copies pictures that the browser tests left into docs/pictures: python tools/pictures.py [SHOTS].

SHOTS is the folder of the pictures, `.cache/screenshots` unless named. A view is often taller than
what a reader wants to see first, so each is cut off below; the rows of a PNG build on those above
alone, so that the first ones can be kept as they are.
"""

import struct
import sys
import zlib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PICTURES = {  # in the docs: the browser tests' name, and how many rows of it
    "request.png": ("02-your-draft-light-wide", 657),
    "talk.png": ("04-talk-light-wide", 678),
    "board.png": ("06-board-light-wide", 760),
}
LARGEST = 120_000  # bytes; a page of text with pictures should load on a train
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_BYTES = {0: 1, 2: 3, 6: 4}  # of a pixel, by colour type


def cut(png: bytes, rows: int) -> bytes:
    """Return the first rows of a PNG with 8 bits a colour, not interlaced.

    Raises:
        ValueError: for anything else.
    """
    chunks = _chunks(png)
    width, height, depth, colours, _, _, interlaced = struct.unpack(">IIBBBBB", chunks[b"IHDR"])
    if depth != 8 or colours not in _BYTES or interlaced:  # noqa: PLR2004  (bits)
        message = "only plain pictures with 8 bits a colour can be cut"
        raise ValueError(message)
    kept = min(rows, height)
    row = 1 + width * _BYTES[colours]  # how it is packed, and the pixels
    pixels = zlib.compress(zlib.decompress(chunks[b"IDAT"])[: kept * row], 9)
    head = struct.pack(">IIBBBBB", width, kept, depth, colours, 0, 0, 0)
    body = ((b"IHDR", head), (b"IDAT", pixels), (b"IEND", b""))
    return _SIGNATURE + b"".join(_chunk(name, data) for name, data in body)


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
    for name, (shot, rows) in PICTURES.items():
        source = shots / f"{shot}.png"
        if not source.exists():
            print(f"{name}: {source} is not there; the browser tests make it")
            wrong = 1
            continue
        picture = cut(source.read_bytes(), rows)
        if len(picture) > LARGEST:
            print(f"{name}: {len(picture):,} bytes, more than {LARGEST:,}; keep fewer rows")
            wrong = 1
            continue
        (target / name).write_bytes(picture)
        print(f"{name}: {len(picture):,} bytes")
    return wrong


if __name__ == "__main__":
    sys.exit(main())
