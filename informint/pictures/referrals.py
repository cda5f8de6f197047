"""Who named whom, as a tree that grows downwards from the learner."""

from collections.abc import Iterator
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

TITLE = "Who named whom"
MOST = 60  # people drawn; the words tell of all
_ROW, _INDENT, _DEEPEST = 36, 20, 6
_MARK = 12
_STANDING = {
    Stage.FOUND: "not written to yet",
    Stage.DRAFTED: "a draft is begun",
    Stage.SENT: "written to",
    Stage.NUDGED: "reminded",
    Stage.REPLIED: "answered",
    Stage.SCHEDULED: "a talk is arranged",
    Stage.RESTING: "at rest",
}
_CAUTION = (
    "A short tree is no failure: one person who names another is how the next talk comes about. "
    "Tell whoever named somebody what came of it."
)


class _Branch(NamedTuple):
    person: str
    by: str
    depth: int  # 1 for those whom the learner came to without being sent


def referrals(state: State) -> Picture:
    """Draw who led to whom.

    Args:
        state: the learner's journal.

    Returns:
        Everybody who named somebody and everybody who was named, once each: below the first who
        named them.
    """
    branches = _branches(state)
    if not branches:
        return nothing(
            TITLE,
            "Nobody has named anybody yet: near the end of a talk, ask whom else they would talk "
            "to in your place.",
        )
    named = sum(bool(branch.by) for branch in branches)
    told = f"{people(len(branches) - named)} led to {named:,} more"
    deepest = max(branch.depth for branch in branches) - 1
    steps = "1 step" if deepest == 1 else f"{deepest} steps"
    shown = branches[:MOST]
    body = [
        svg.circle(MARGIN + _MARK / 2, 16, _MARK, svg.FULL),
        svg.text(MARGIN + _MARK + 6, 20, "You", bold=True),
        *_drawn(state, shown),
    ]
    height = _ROW * (len(shown) + 1)
    if left := len(branches) - len(shown):
        body.append(svg.text(MARGIN, height, f"and {left:,} more, told below", size=SMALL))
        height += 16
    body += _legend(height + 8)
    return Picture(
        title=TITLE,
        svg=drawn(TITLE, body, f"{told}, up to {steps} from you.", height + 28),
        words=(f"{told}, up to {steps} from you.", *_words(state, branches)),
        caution=_CAUTION,
        sources=("ncstate", "bennett"),
    )


def _branches(state: State) -> list[_Branch]:
    """Return the tree from the top; whoever was named twice stands below the first."""
    names = {p: g.referred_to for p, g in state.progress.items() if g.referred_to}
    targets = {to for named in names.values() for to in named}
    found: list[_Branch] = []
    seen: set[str] = set()
    # Those nobody named come first; the others are begun with only where they name each other.
    for root in sorted(names, key=targets.__contains__):
        waiting = [_Branch(root, "", 1)]
        while waiting:
            branch = waiting.pop()
            if branch.person in seen or branch.person not in state.people:
                continue
            seen.add(branch.person)
            found.append(branch)
            below = names.get(branch.person, ())
            waiting += [_Branch(to, branch.person, branch.depth + 1) for to in reversed(below)]
    return found


def _standing(state: State, person: str) -> str:
    progress = state.progress.get(person)
    if progress is None:
        return ""
    if progress.reached(Stage.TALKED):
        thanks = "" if thanked(progress) else ", thanks are due"
        return f"talked with you{thanks}"
    return _STANDING.get(progress.stage, progress.stage.replace("_", " "))


def _drawn(state: State, branches: list[_Branch]) -> Iterator[str]:
    places: dict[str, tuple[float, float]] = {"": (MARGIN + _MARK / 2, 16)}
    reached: dict[str, float] = {}  # how far down a stem is drawn: faint lines do not add up
    for number, branch in enumerate(branches, 1):
        x = MARGIN + _MARK / 2 + _INDENT * min(branch.depth, _DEEPEST)
        y = 16 + _ROW * number
        places[branch.person] = (x, y)
        above_x, above_y = places.get(branch.by, places[""])
        stem = min(above_x, x - _INDENT)
        yield svg.line(stem, reached.get(branch.by, above_y + _MARK / 2), stem, y)
        reached[branch.by] = y
        yield svg.line(stem, y, x - _MARK / 2, y)
        progress = state.progress.get(branch.person)
        talked = progress is not None and progress.reached(Stage.TALKED)
        person = state.people[branch.person]
        about = ", ".join(filter(None, (person.name, person.position, person.company)))
        mark = svg.circle(x, y, _MARK, svg.FULL if talked else svg.EMPTY)
        yield svg.titled(mark, about)
        left = x + _MARK / 2 + 6
        room = WIDTH - MARGIN - left
        yield svg.text(left, y + 1, svg.fit(person.name or "(no name)", room, SIZE))
        said = svg.fit(_standing(state, branch.person), room, SMALL)
        yield svg.text(left, y + 14, said, size=SMALL)


def _legend(y: float) -> Iterator[str]:
    yield svg.circle(MARGIN + _MARK / 2, y + 6, _MARK, svg.FULL)
    yield svg.text(MARGIN + _MARK + 6, y + 10, "talked", size=SMALL)
    yield svg.circle(MARGIN + 96, y + 6, _MARK, svg.EMPTY)
    yield svg.text(MARGIN + 108, y + 10, "not yet", size=SMALL)


def _words(state: State, branches: list[_Branch]) -> Iterator[str]:
    for branch in branches:
        name = _name(state, branch.person)
        came = f"named by {_name(state, branch.by)}" if branch.by else "your own find"
        yield f"{name}, {came}: {_standing(state, branch.person)}{_permission(state, branch)}."


def _permission(state: State, branch: _Branch) -> str:
    introduction = state.named_by.get(branch.person, {}).get(branch.by)
    if introduction is None:
        return ""
    by = _name(state, branch.by)
    return {
        True: f"; you may say that {by} sent you",
        False: f"; {by} does not want to be named",
        None: f"; you have not asked whether you may name {by}",
    }[introduction.may_name]


def _name(state: State, person: str) -> str:
    found = state.people.get(person)
    return " ".join(found.name.split()) if found and found.name.strip() else "somebody"
