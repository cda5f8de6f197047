"""A talk over time as one SVG picture, and the same in words."""

from collections.abc import Iterator, Sequence

from informint import svg
from informint.roleplay.debrief import Point
from informint.views.wording import DEPTHS

_WIDTH, _HEIGHT = 640, 250
_LEFT, _RIGHT = 64, 16  # margins
_TOP, _FLOOR = 34, 150  # comfort 1 and comfort 0
_MINE, _THEIRS = 172, 196  # where the bars of who spoke begin
_BAR = 16


def talk_svg(points: Sequence[Point], name: str) -> str:
    """Draw who spoke when, how comfort went, and which turns followed up.

    Args:
        points: the timeline of a debrief.
        name: the first name of the persona.

    Returns:
        The markup, every text in it escaped; the same points give the same text. Shapes carry the
        meaning: a line for comfort, full and framed bars for the two, diamonds for follow-ups.
    """
    last = max((point.minute for point in points), default=0) or 1.0
    body = (
        *_frame(last),
        *_bars(points, last, name),
        _comfort(points, last),
        *_diamonds(points, last),
    )
    mine = sum(point.words for point in points if point.who == "learner")
    share = mine / (sum(point.words for point in points) or 1)
    described = (
        f"{len(points)} turns in {last:.0f} minutes. Your share of the words: {share:.0%}. "
        f"Comfort at the end: {points[-1].comfort if points else 0:.2f}. "
        f"Follow-ups: {sum(point.follow_up for point in points)}."
    )
    return svg.picture(
        "talk",
        body,
        title="The talk over time",
        described=described,
        width=_WIDTH,
        height=_HEIGHT,
        size=13,
    )


def _x(minute: float, last: float) -> float:
    return _LEFT + (_WIDTH - _LEFT - _RIGHT) * minute / last


def _y(comfort: float) -> float:
    return _FLOOR - (_FLOOR - _TOP) * comfort


def _frame(last: float) -> Iterator[str]:
    yield svg.text(_LEFT, 18, "Comfort (line), follow-ups (diamonds)")
    for value in (0.0, 0.5, 1.0):
        y = _y(value)
        yield svg.line(_LEFT, y, _WIDTH - _RIGHT, y)
        yield svg.text(_LEFT - 8, y + 4, f"{value:g}", anchor="end")
    step = next(s for s in (1, 2, 5, 10, 20, 60, 1000) if last / s <= 8)  # noqa: PLR2004 (ticks)
    for minute in range(0, int(last) + 1, step):
        yield svg.text(_x(minute, last), _HEIGHT - 8, str(minute), anchor="middle")
    yield svg.text(_LEFT - 8, _HEIGHT - 8, "minute", anchor="end")


def _bars(points: Sequence[Point], last: float, name: str) -> Iterator[str]:
    yield svg.text(_LEFT - 8, _MINE + 13, "You", anchor="end")
    yield svg.text(_LEFT - 8, _THEIRS + 13, name, anchor="end")
    before = 0.0
    for point in points:
        start, end = _x(before, last), _x(point.minute, last)
        before = point.minute
        mine = point.who == "learner"
        look = f"fill:{svg.ACCENT}" if mine else "fill:none;stroke:currentColor;stroke-width:1.5"
        yield (
            f'<rect x="{start:.1f}" y="{_MINE if mine else _THEIRS}" '
            f'width="{max(end - start - 1, 1):.1f}" height="{_BAR}" style="{look}">'
            f"<title>Turn {point.turn}: {point.words} words</title></rect>"
        )


def _comfort(points: Sequence[Point], last: float) -> str:
    line = " ".join(f"{_x(p.minute, last):.1f},{_y(p.comfort):.1f}" for p in points)
    steps = " L".join(line.split())
    return (
        f'<path d="M{steps}" fill="none" stroke="currentColor" stroke-width="2"/>' if line else ""
    )


def _diamonds(points: Sequence[Point], last: float) -> Iterator[str]:
    for point in points:
        if point.follow_up:
            at = _x(point.minute, last), _y(point.comfort)
            shape = svg.diamond(*at, 12, svg.FULL)
            yield svg.titled(shape, f"Turn {point.turn}: a follow-up")


def talk_words(points: Sequence[Point], name: str) -> list[str]:
    """Say in words what ``talk_svg`` draws, a line for each turn."""
    lines = []
    for point in points:
        mine = point.who == "learner"
        told = f"Turn {point.turn}, minute {point.minute:.1f}, {'you' if mine else name}: "
        told += f"{point.words} words"
        if point.follow_up:
            told += ", a follow-up"
        if mine and point.reasons:
            told += f". {' '.join(point.reasons)}"
        if not mine:
            told += f"; comfort {point.comfort:.2f}"
            told += f", {DEPTHS[point.depth]}" if point.depth else ""
        lines.append(f"{told}.".replace("..", "."))
    return lines
