"""How far the people came to whom the learner wrote: every mark is one person."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from informint import svg
from informint.journal import Stage, State
from informint.pictures.picture import (
    MARGIN,
    SIZE,
    SMALL,
    WIDTH,
    Picture,
    drawn,
    nothing,
    people,
    thanked,
)

TITLE = "How far your search came"
FEWEST = 10  # below, a share of people says less than their number
_MARK, _STEP = 10, 14  # size of a mark, distance between two
_IN_A_ROW = int((WIDTH - 2 * MARGIN) // _STEP)
_MOST_ROWS = 4  # of marks; more people than fit are a bar
_CAUTION = (
    "Every mark is one person, and a few more would change any share a lot. Steve Dalton expects "
    "20 to 40 answers to 100 requests, which is his estimate; one job seeker's log of 2010 has 38 "
    "talks from 77, which is one search. Neither is a mark to reach."
)


class _Row(NamedTuple):
    """People who came as far as this, and those of them who went on."""

    label: str
    on: str
    people: tuple[str, ...]
    went_on: frozenset[str]
    unwritten: frozenset[str] = frozenset()


def funnel(state: State) -> Picture:
    """Draw how many people were written to, answered, talked, and named somebody.

    Args:
        state: the learner's journal; each person counts once, however often they were written to.

    Returns:
        Counts. A share is said only of ten people or more, and there are no averages.
    """
    rows = _rows(state)
    if not any(row.people for row in rows):
        return nothing(TITLE, "You have not written or talked to anybody yet: see lesson 02.")
    words = tuple(_words(state, rows))
    body: list[str] = []
    y = 18.0
    for row in rows:
        body.append(svg.text(MARGIN, y, f"{row.label}: {len(row.people):,}", bold=True))
        if row.on and row.people:
            told = f"{len(row.went_on):,} {row.on}"
            body.append(svg.text(WIDTH - MARGIN, y, told, anchor="end", size=SMALL))
        y = _marks(state, row, y + 15, body) + 26
    unwritten = any(row.unwritten for row in rows)
    body += _legend(y, unwritten=unwritten)
    return Picture(
        title=TITLE,
        svg=drawn(TITLE, body, " ".join(words[:-1]), y + 16 + 18 * unwritten),
        words=words,
        caution=_CAUTION,
        sources=("dalton", "riomba"),
    )


def _rows(state: State) -> tuple[_Row, ...]:
    def reached(*stages: Stage) -> frozenset[str]:
        return frozenset(
            person
            for person, progress in state.progress.items()
            if any(progress.reached(stage) for stage in stages)
        )

    def in_order(some: Iterable[str]) -> tuple[str, ...]:
        return tuple(person for person in state.progress if person in some)

    written, talked = reached(Stage.SENT), reached(Stage.TALKED)
    # Who agreed on a time or talked has answered, whether or not the answer was recorded.
    answered = written & (reached(Stage.REPLIED, Stage.SCHEDULED) | talked)
    named = frozenset(p for p, progress in state.progress.items() if progress.referred_to)
    return (
        _Row("Written to", "answered", in_order(written), answered),
        _Row("Answered", "talked with you", in_order(answered), answered & talked),
        _Row(
            "Talked with you",
            "have your thanks",
            in_order(talked),
            frozenset(p for p in talked if thanked(state.progress[p])),
            talked - written,
        ),
        _Row("Named somebody", "", in_order(named), named),
    )


def _words(state: State, rows: tuple[_Row, ...]) -> Iterator[str]:
    written, answered, talked, named = rows
    quiet = Counter(
        state.progress[person].stage is Stage.RESTING
        for person in written.people
        if person not in written.went_on
    )
    rest = f", {quiet[True]:,} left to rest without an answer" if quiet[True] else ""
    yield (
        f"Written to: {people(len(written.people))}; {len(answered.people):,} answered, "
        f"{quiet[False]:,} not yet{rest}."
    )
    said = Counter(state.progress[person].answer for person in answered.people)
    told = [f"{said[answer]:,} {answer}" for answer in ("yes", "no", "later") if said[answer]]
    answers = f" ({', '.join(told)})" if told else ""
    yield (
        f"Answered: {people(len(answered.people))}{answers}; "
        f"{len(answered.went_on):,} of them have talked with you."
    )
    unwritten = f", {len(talked.unwritten):,} without a written request" if talked.unwritten else ""
    yield (
        f"Talked with you: {people(len(talked.people))}{unwritten}; "
        f"{len(talked.went_on):,} have your thanks."
    )
    names = {to for person in named.people for to in state.progress[person].referred_to}
    yield (
        f"Named somebody: {people(len(named.people))}"
        f"{f', and they named {people(len(names))}' if names else ''}."
    )
    yield _share(len(answered.people), len(written.people))


def _share(part: int, of: int) -> str:
    if of < FEWEST:
        return f"With fewer than {FEWEST} people written to, a share would say little."
    return f"Of {of:,} people written to, {part:,} answered: {part / of:.0%}."


def _marks(state: State, row: _Row, y: float, body: list[str]) -> float:
    """Draw the people of a row from ``y`` on, and return where they end."""
    if not row.people:
        body.append(svg.text(MARGIN, y + 4, "nobody yet", size=SMALL))
        return y
    if len(row.people) > _IN_A_ROW * _MOST_ROWS:
        room = WIDTH - 2 * MARGIN
        went = room * len(row.went_on) / len(row.people)
        for wide, style in ((went, svg.FULL), (room, svg.EMPTY)):
            body.append(
                f'<rect x="{MARGIN}" y="{y - 5:.1f}" width="{wide:.1f}" height="{_MARK}" '
                f'style="{style}"/>'
            )
        return y
    ordered = sorted(row.people, key=lambda person: person not in row.went_on)
    for number, person in enumerate(ordered):
        down, along = divmod(number, _IN_A_ROW)
        shape = svg.diamond if person in row.unwritten else svg.square
        style = svg.FULL if person in row.went_on else svg.EMPTY
        size = _MARK + 2 if person in row.unwritten else _MARK
        mark = shape(MARGIN + _STEP * along + 6, y + _STEP * down, size, style)
        known = state.people.get(person)
        body.append(svg.titled(mark, known.name if known else ""))
    return y + _STEP * ((len(ordered) - 1) // _IN_A_ROW)


def _legend(y: float, *, unwritten: bool) -> Iterator[str]:
    yield svg.line(MARGIN, y - 12, WIDTH - MARGIN, y - 12)
    yield svg.square(MARGIN + 6, y + 2, _MARK, svg.FULL)
    yield svg.text(MARGIN + 18, y + 6, "went on", size=SMALL)
    yield svg.square(MARGIN + 96, y + 2, _MARK, svg.EMPTY)
    yield svg.text(MARGIN + 108, y + 6, "not, or not yet", size=SMALL)
    if unwritten:
        yield svg.diamond(MARGIN + 6, y + 20, _MARK + 2, svg.EMPTY)
        said = "no written request (filled when it went on)"
        yield svg.text(MARGIN + 18, y + 24, svg.fit(said, WIDTH - 40, SIZE), size=SMALL)
