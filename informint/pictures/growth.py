"""How the learner's network grew: who was talked to and who was named, day by day."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime

from informint import svg
from informint.journal import Stage, State
from informint.pictures.picture import MARGIN, SMALL, WIDTH, Picture, drawn, nothing, people

TITLE = "How your network grew"
_LEFT, _RIGHT = 34, WIDTH - 20
_TALL = 70  # of one of the two, which lie one above the other
_MARK, _MARKED = 9, 40  # size of a mark; more people than this are a line alone
_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September",
           "October", "November", "December")  # fmt: skip
_CAUTION = (
    "What counts is who would take your call, and no picture shows that. The lines only ever rise; "
    "flat weeks are weeks of other work."
)


def growth(state: State, now: datetime) -> Picture:
    """Draw the people talked to and the people named, as they became more.

    Args:
        state: the learner's journal.
        now: the learner's time, where the lines end; its time zone says which day things were.

    Returns:
        Counts of people, each counted once, on the day of the first talk and of the first naming.
    """

    def days(times: Iterable[datetime]) -> list[date]:
        return sorted(at.astimezone(now.tzinfo).date() for at in times)

    talked, named = days(_talked(state)), days(_named(state))
    if not talked and not named:
        return nothing(TITLE, "It begins to grow with your first talk, or the first name given.")
    found = days(progress.path[0].at for progress in state.progress.values())
    begins = min(found + talked + named)
    ends = max(*days([now]), *talked, *named)
    at_first = sum(day == begins for day in found)
    words = (
        f"In your journal: {people(at_first)} on {_said(begins)}, {len(found):,} on {_said(ends)}.",
        f"Talked with you: {people(len(talked))}{_when(talked)}.",
        f"Named to you: {people(len(named))}{_when(named)}.",
    )
    most = max(len(talked), len(named))
    body = (
        *_panel(talked, (begins, ends), 40, most, f"Talked with you: {len(talked):,}"),
        *_panel(named, (begins, ends), 76 + _TALL, most, f"Named to you: {len(named):,}"),
        svg.text(_LEFT, 94 + 2 * _TALL, _said(begins), size=SMALL),
        svg.text(_RIGHT, 94 + 2 * _TALL, _said(ends), anchor="end", size=SMALL)
        if ends > begins
        else "",
    )
    return Picture(
        title=TITLE,
        svg=drawn(TITLE, body, " ".join(words), 104 + 2 * _TALL),
        words=words,
        caution=_CAUTION,
    )


def _talked(state: State) -> Iterator[datetime]:
    for progress in state.progress.values():
        if at := next((at for stage, at in progress.path if stage is Stage.TALKED), None):
            yield at


def _named(state: State) -> Iterator[datetime]:
    """Yield when each person was first named."""
    first: dict[str, datetime] = {}
    for progress in state.progress.values():
        times = [at for stage, at in progress.path if stage is Stage.REFERRED]
        if len(times) == len(progress.referred_to):
            pairs = list(zip(progress.referred_to, times, strict=True))
        else:  # a name came twice, or none was recorded: then the first time that is possible
            pairs = [(to, _possible(state, to, times)) for to in progress.referred_to]
        for to, at in pairs:
            first[to] = min(at, first.get(to, at))
    yield from first.values()


def _possible(state: State, person: str, times: Sequence[datetime]) -> datetime:
    known = state.progress.get(person)
    return next((at for at in times if known and at >= known.path[0].at), times[-1])


def _said(day: date) -> str:
    return f"{day.day} {_MONTHS[day.month - 1]}"


def _when(days: Sequence[date]) -> str:
    if not days:
        return ""
    if len(set(days)) == 1:
        return f", on {_said(days[0])}"
    return f", the first on {_said(days[0])}, the latest on {_said(days[-1])}"


def _panel(
    days: Sequence[date], span: tuple[date, date], top: float, most: int, label: str
) -> Iterator[str]:
    """Draw how one number rose: a step up for each person, with a mark on it."""
    begins, ends = span
    floor = top + _TALL

    def x(day: date) -> float:
        return _LEFT + (_RIGHT - _LEFT) * (day - begins).days / max(1, (ends - begins).days)

    def y(count: int) -> float:
        return floor - _TALL * count / max(1, most)

    yield svg.text(MARGIN, top - 16, label, bold=True)
    for count in range(0, most + 1, _tick(most)):
        yield svg.line(_LEFT, y(count), _RIGHT, y(count))
        yield svg.text(_LEFT - 8, y(count) + 4, f"{count:,}", anchor="end", size=SMALL)
    steps = "".join(f"H{x(day):.1f}V{y(n):.1f}" for n, day in enumerate(days, 1))
    path = f"M{_LEFT},{floor:.1f}{steps}H{x(ends):.1f}"
    yield f'<path d="{path}V{floor:.1f}Z" fill="currentColor" fill-opacity="0.12"/>'
    yield f'<path d="{path}" fill="none" stroke="currentColor" stroke-width="2"/>'
    for number, day in enumerate(days if len(days) <= _MARKED else (), 1):
        yield svg.titled(svg.circle(x(day), y(number), _MARK, svg.FULL), f"{number}: {_said(day)}")


def _tick(most: int) -> int:
    """Return the distance of the lines that numbers stand at: four of them at the most."""
    lines = 4
    return next((step for step in (1, 2, 5, 10, 20, 50, 100, 200) if most / step <= lines), 500)
