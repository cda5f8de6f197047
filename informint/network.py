"""The learner's network as one SVG picture, and the same in words.

Rings are how well the learner knows people, slices the fields of work, every dot a person; a cell
with more people than fit shows their number. People of interest are numbered diamonds.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from math import cos, pi, sin
from types import MappingProxyType
from typing import NamedTuple

from informint import content, svg
from informint.model import HowKnown, Person, Target
from informint.targets import field_of

RINGS: Mapping[HowKnown, str] = MappingProxyType({
    HowKnown.CLOSE: "well",
    HowKnown.ACQUAINTANCE: "a little",
    HowKnown.MET_ONCE: "met once",
    HowKnown.STRANGER: "never met",
    HowKnown.NOT_SAID: "not said",
})  # fmt: skip
"""How well people are known, the innermost ring first."""

MARKED = 12
"""How many people of interest are marked, the first ones."""

_SLICES = 9  # named fields; the others share a slice
_OTHER, _UNKNOWN = "other fields", "field not known"

_WIDTH, _CENTRE_X, _CENTRE_Y = 640, 320, 312
_INNER, _RING = 36, 50  # radius of the middle, width of a ring
_OUTER = _INNER + len(RINGS) * _RING
_GAP = pi / 9  # on each side of the top, where the rings are named
_ROWS = (37, 23, 9)  # where the dots of a ring stand, outwards from its inner edge
_DOT, _STEP = 5, 14  # radius of a dot, distance between two
_LINE = 24  # height of a line of the legend
_LONGEST = 34  # letters of a name in the legend

Cell = tuple[HowKnown, str]


class Network(NamedTuple):
    """People by ring and slice, the slices in the order shown, and those of interest."""

    cells: Mapping[Cell, Sequence[Person]]
    slices: tuple[str, ...]
    marked: tuple[Person, ...]

    def number(self, *, ring: HowKnown | None = None, field: str | None = None) -> int:
        """Count the people of a ring, of a slice, of both, or all."""
        return sum(
            len(people)
            for (known, work), people in self.cells.items()
            if ring in {None, known} and field in {None, work}
        )


class _Point(NamedTuple):
    x: float
    y: float


def _network(people: Iterable[Person], targets: Iterable[Target | str]) -> Network:
    people = tuple(people)
    fields = {p.id: field_of(p) for p in people}
    counts = Counter(field for field in fields.values() if field)
    order = [f for f in content.fields() if f.id in counts]  # sorting is stable: ties keep it
    common = {f.id: f.name for f in sorted(order, key=lambda f: -counts[f.id])[:_SLICES]}
    cells = defaultdict[Cell, list[Person]](list)
    for person in people:
        field = fields[person.id]
        work = common.get(field, _OTHER if field else _UNKNOWN)
        cells[person.how_known, work].append(person)
    slices = [s for s in (*common.values(), _OTHER, _UNKNOWN) if any(c[1] == s for c in cells)]
    by_id = {p.id: p for p in people}
    ids = dict.fromkeys(t if isinstance(t, str) else t.person.id for t in targets)
    marked = islice((by_id[i] for i in ids if i in by_id), MARKED)
    return Network(cells, tuple(slices), tuple(marked))


def network_text(people: Iterable[Person], targets: Iterable[Target | str] = ()) -> str:
    """Say in words what ``network_svg`` draws, a line for each thing said.

    Args:
        people: the learner's people.
        targets: those of interest, as ids or as ``rank`` returns them; the first twelve count.
    """
    network = _network(people, targets)
    if not network.cells:
        return "Nobody is in your network yet."
    lines = [f"{_people(network.number())}, by how well you know them: {_rings(network)}."]
    lines += [
        f"{_sentence(work)}: {network.number(field=work):,} ({_rings(network, work)})."
        for work in network.slices
    ]
    lines += [
        f"{number}. {', '.join(filter(None, (p.name, p.position, p.company)))}: "
        f"{RINGS[p.how_known]}."
        for number, p in enumerate(network.marked, 1)
    ]
    return "\n".join(" ".join(line.split()) for line in lines)


def _people(count: int) -> str:
    return "1 person" if count == 1 else f"{count:,} people"


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _rings(network: Network, work: str | None = None) -> str:
    counts = ((said, network.number(ring=ring, field=work)) for ring, said in RINGS.items())
    return ", ".join(f"{count:,} {said}" for said, count in counts if count)


def network_svg(people: Iterable[Person], targets: Iterable[Target | str] = ()) -> str:
    """Draw a network as one SVG element; the same input always gives the same text.

    Args:
        people: the learner's people.
        targets: those of interest, as ids or as ``rank`` returns them; the first twelve are
            marked by a numbered diamond, and named below.

    Returns:
        The markup, every text in it escaped. Colours follow the page (``currentColor``) and its
        ``--accent`` and ``--on-accent``; it names itself to screen readers.
    """
    network = _network(people, targets)
    body = [
        *_drawn_rings(),
        *(
            part
            for number, work in enumerate(network.slices)
            for part in _drawn_slice(network, work, number)
        ),
        *_legend(network),
    ]
    height = 2 * _CENTRE_Y + _LINE * (max(len(network.slices), len(network.marked), 1) + 1)
    title = f"Your network: {_people(network.number())}"
    described = (
        f"Rings: how well you know them ({_rings(network) or 'nobody yet'}). "
        f"Slices: fields of work. Diamonds: {_people(len(network.marked))} of interest."
    )
    return svg.picture(
        "network", body, title=title, described=described, width=_WIDTH, height=height
    )


def _at(radius: float, angle: float) -> _Point:
    """Return the point at an angle clockwise from the top."""
    return _Point(_CENTRE_X + radius * sin(angle), _CENTRE_Y - radius * cos(angle))


def _text(  # noqa: PLR0913  (each is named at the call)
    at: _Point,
    words: str,
    *,
    anchor: str = "middle",
    size: int | None = None,
    bold: bool = False,
    more: str = "",
) -> str:
    more = f' dominant-baseline="central"{more}'
    return svg.text(*at, words, anchor=anchor, size=size, bold=bold, more=more)


def _titled(shape: str, person: Person) -> str:
    """Give a shape a tooltip that says who it is."""
    return svg.titled(
        shape, ", ".join(filter(None, (person.name, person.position, person.company)))
    )


def _drawn_rings() -> list[str]:
    radii = [_INNER + _RING * number for number in range(len(RINGS) + 1)]
    circles = [
        f'<circle cx="{_CENTRE_X}" cy="{_CENTRE_Y}" r="{radius}" fill="none" {svg.FAINT}/>'
        for radius in radii
    ]
    names = [
        _text(_at(radius + _RING / 2, 0), said, size=12)
        for radius, said in zip(radii, RINGS.values(), strict=False)
    ]
    return [*circles, _text(_at(0, 0), "You", bold=True), *names]


def _drawn_slice(network: Network, work: str, number: int) -> list[str]:
    angle = (2 * pi - 2 * _GAP) / len(network.slices)
    start = _GAP + number * angle
    edges = (start, start + angle) if number == len(network.slices) - 1 else (start,)
    drawn = [_border(edge) for edge in edges]
    drawn.append(_text(_at(_OUTER + 14, start + angle / 2), _letter(number), bold=True))
    for ring, known in enumerate(RINGS):
        inner = _INNER + ring * _RING
        drawn += _drawn_cell(network, network.cells.get((known, work), ()), inner, start, angle)
    return drawn


def _border(angle: float) -> str:
    near, far = _at(_INNER, angle), _at(_OUTER, angle)
    return svg.line(*near, *far)


def _letter(number: int) -> str:
    return chr(ord("A") + number)


def _drawn_cell(
    network: Network, people: Sequence[Person], inner: float, start: float, angle: float
) -> list[str]:
    """Draw the people of one cell: the marked first, then dots, or how many more there are."""
    numbers = {p.id: n for n, p in enumerate(network.marked, 1)}
    marked = [p for p in people if p.id in numbers]
    others = [p for p in people if p.id not in numbers]
    rows = [inner + r for r in (_ROWS[1:] if marked else _ROWS)]
    places = _places(len(others), rows, start, angle)
    drawn = [
        _titled(f'<circle cx="{at.x:.1f}" cy="{at.y:.1f}" r="{_DOT}" fill-opacity="0.8"/>', p)
        for p, at in zip(others, places, strict=False)
    ]
    if others and not places:
        drawn.append(_text(_at(rows[len(rows) // 2], start + angle / 2), f"{len(others):,}"))
    return drawn + [
        _diamond(at, numbers[p.id], p)
        for p, at in zip(marked, _row(len(marked), inner + _ROWS[0], start, angle), strict=True)
    ]


def _places(count: int, rows: Sequence[float], start: float, angle: float) -> list[_Point]:
    """Return where so many dots go, on the outer rows first; nowhere when there is no room."""
    places: list[_Point] = []
    for radius in rows:
        room = int(radius * angle / _STEP)
        places += _row(min(room, count - len(places)), radius, start, angle)
    return places if len(places) == count else []


def _row(count: int, radius: float, start: float, angle: float) -> list[_Point]:
    return [_at(radius, start + angle * (n + 0.5) / count) for n in range(count)]


def _diamond(at: _Point, number: int, person: Person) -> str:
    shape = svg.diamond(*at, 22, svg.FULL)
    label = _text(at, str(number), size=11, more=f' style="fill:{svg.ON_ACCENT}"')
    return _titled(f"{shape}{label}", person)


def _legend(network: Network) -> list[str]:
    top = 2 * _CENTRE_Y + 8
    slices = [
        f"{_letter(n)}  {_short(work)}: {network.number(field=work):,}"
        for n, work in enumerate(network.slices)
    ]
    marked = [f"{n}  {_short(p.name)}" for n, p in enumerate(network.marked, 1)]
    return [
        _text(_Point(x, top + _LINE * line), said, anchor="start")
        for x, said_here in ((16, slices), (_WIDTH / 2 + 16, marked))
        for line, said in enumerate(said_here)
    ]


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + svg.ELLIPSIS
