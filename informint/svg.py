"""The small parts that every picture is made of: escaped texts, shapes, and the frame around them.

Colours follow the page (``currentColor`` and its ``--accent``), so that a picture is legible on a
light and on a dark ground; ``image`` gives it a ground of its own.
"""

import re
import unicodedata
from collections.abc import Iterable
from html import escape
from urllib.parse import quote
from zlib import crc32

ACCENT = "var(--accent,#0b5cad)"
ON_ACCENT = "var(--on-accent,#ffffff)"
FULL = f"fill:{ACCENT};stroke:currentColor"
EMPTY = "fill:none;stroke:currentColor;stroke-width:1.5"
OPAQUE = "fill:var(--ground,#ffffff);stroke:currentColor;stroke-width:1.5"
FAINT = 'stroke="currentColor" stroke-opacity="0.35"'
ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"

# What XML cannot hold even when escaped: control characters and halves of characters.
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

# Widths in parts of the font's size, from above: those of DejaVu Sans, the widest of the usual
# fonts. A name that is cut too early is better than one that runs into its neighbour.
_NARROW, _WIDE = frozenset(" ijltf.,:;|'!()[]·-"), frozenset("mwMWQO@%&—…")
_SLIM, _USUAL, _BROAD, _CAPITAL, _SQUARE = 0.42, 0.65, 1.0, 0.79, 1.1

_SAID = re.compile(r"<(?:title|desc) id=[^>]*>([^<]*)<")

# The pairs of panel.css, for where no page gives any.
_GROUND = (
    "<style>svg{background:#ffffff;color:#1b1f24}"
    "@media (prefers-color-scheme:dark){svg{background:#14181d;color:#e9edf1;"
    "--accent:#8ec5ff;--on-accent:#0c1116;--ground:#14181d}}</style>"
)


def safe(text: str) -> str:
    """Return a text as it may stand in a picture; every text goes through here."""
    return escape(_NO_XML.sub("", text))


def text(  # noqa: PLR0913  (each is named at the call)
    x: float,
    y: float,
    words: str,
    *,
    anchor: str = "start",
    size: int | None = None,
    bold: bool = False,
    more: str = "",
) -> str:
    """Return words that stand on the line ``y``, and begin, end or have their middle at ``x``."""
    look = f' font-size="{size}"' if size else ""
    look += ' font-weight="bold"' if bold else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{look}{more}>{safe(words)}</text>'


def titled(shape: str, words: str) -> str:
    """Give a shape a tooltip."""
    return f"<g><title>{safe(words)}</title>{shape}</g>"


def line(x1: float, y1: float, x2: float, y2: float, look: str = FAINT) -> str:
    """Return a straight line."""
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" {look}/>'


def square(x: float, y: float, size: float, style: str) -> str:
    """Return a square around a point."""
    return (
        f'<rect x="{x - size / 2:.1f}" y="{y - size / 2:.1f}" width="{size:g}" height="{size:g}" '
        f'style="{style}"/>'
    )


def circle(x: float, y: float, size: float, style: str) -> str:
    """Return a circle around a point; ``size`` is its diameter."""
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{size / 2:g}" style="{style}"/>'


def diamond(x: float, y: float, size: float, style: str) -> str:
    """Return a square around a point that stands on its corner; ``size`` is its height."""
    half = size / 2
    corners = ((0, -half), (half, 0), (0, half), (-half, 0))
    points = " ".join(f"{x + dx:.1f},{y + dy:.1f}" for dx, dy in corners)
    return f'<polygon points="{points}" style="{style}"/>'


def width(words: str, size: float) -> float:
    """Return how wide words may at most become, in the units of the picture."""
    return size * sum(map(_width, words))


def _width(char: str) -> float:
    if unicodedata.combining(char) or unicodedata.category(char) == "Cf":
        return 0.0
    if char in _NARROW:
        return _SLIM
    if char in _WIDE:
        return _BROAD
    if unicodedata.east_asian_width(char) in "WF":
        return _SQUARE
    return _CAPITAL if char.isupper() else _USUAL if char.isascii() or char.islower() else _BROAD


def fit(words: str, room: float, size: float) -> str:
    """Return words on one line that are surely no wider than the room for them."""
    words = " ".join(words.split())
    if width(words, size) <= room:
        return words
    left = room / size - _width(ELLIPSIS)
    for number, char in enumerate(words):
        left -= _width(char)
        if left < 0:
            return words[:number].rstrip() + ELLIPSIS
    return words


def picture(  # noqa: PLR0913  (each is named at the call)
    kind: str,
    body: Iterable[str],
    *,
    title: str,
    described: str,
    width: float,
    height: float,
    size: int = 14,
    shown: float | None = None,
) -> str:
    """Return a whole picture; the same input always gives the same text.

    Args:
        kind: what its ids begin with.
        body: its parts, their texts escaped.
        title: its name for screen readers.
        described: what it shows, in a sentence or two.
        width: of its coordinates.
        height: of its coordinates.
        size: of its letters where a part says no other.
        shown: how wide it becomes on a wide page; as its coordinates by default.
    """
    parts = "".join(body)
    name = f"{kind}-{crc32(parts.encode()):08x}"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" '
        f'width="{shown or width:g}" role="img" aria-labelledby="{name}-title {name}-desc" '
        f'font-family="system-ui, sans-serif" font-size="{size}" fill="currentColor">'
        f'<title id="{name}-title">{safe(title)}</title>'
        f'<desc id="{name}-desc">{safe(described)}</desc>'
        f"{parts}</svg>"
    )


def image(svg: str) -> str:
    """Return a picture as an HTML image with a ground and colours of its own.

    JupyterLab takes SVG elements out of what a notebook shows that it does not trust, which is
    every notebook from elsewhere until it is run; an image it leaves in.
    """
    head, close, rest = svg.partition(">")
    source = quote(f"{head}{close}{_GROUND}{rest}", safe=" =:/;,()[]{}*+-.'!~$@?")
    said = ". ".join(_SAID.findall(svg))  # escaped already
    return f'<img alt="{said}" style="max-width:100%" src="data:image/svg+xml,{source}">'
