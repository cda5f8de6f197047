"""How practice went: the questions of each talk, and the learner's share of its words."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from informint import svg
from informint.errors import BadInput
from informint.journal import Practice
from informint.pictures.picture import MARGIN, SMALL, WIDTH, Picture, drawn, nothing
from informint.reading.hearing import Asked
from informint.roleplay import Conversation, personas, resume
from informint.roleplay.figures import figures, questions

TITLE = "Your practice, talk by talk"
MOST = 8  # talks drawn, the latest; the words tell of all
_MOST_MARKS = 12  # questions drawn of one talk; more are a number above
_LEFT, _WIDEST = 72, 48  # of the first column; of each
_MARK, _STEP = 11, 15
_BAR = 18
_TOP = 30  # of the columns of questions
_TALL = 60  # of a whole share
_QUARTER = 0.25
_CAUTION = (
    "Different people make different talks, so compare talks with the same person first. Guides "
    "leave you about a quarter of the words; follow-ups are what made people liked better in the "
    "study by Huang and colleagues."
)


class _Attempt(NamedTuple):
    name: str
    asked: tuple[Asked, ...]
    share: float

    @property
    def opened(self) -> int:
        return sum(question.form == "open" for question in self.asked)

    @property
    def followed(self) -> int:
        return sum(question.follows_up for question in self.asked)


def practice(talks: Mapping[str, Practice]) -> Picture:
    """Draw the whole practice talks that have ended; drills are left out.

    Args:
        talks: a state's practice talks by id, the oldest first.

    Returns:
        For each talk its questions (a mark each), and the share of the words that was the
        learner's. Talks that cannot be played any more are counted in the words.
    """
    whole = [talk for talk in talks.values() if not talk.drill and talk.ended and talk.turns]
    attempts = list(filter(None, map(_attempt, whole)))
    if not attempts:
        return nothing(TITLE, "No whole practice talk has ended yet: after the first it is here.")
    shown = attempts[-MOST:]
    floor = _TOP + _STEP * max(len(a.asked[:_MOST_MARKS]) for a in shown) + 12
    body = [*_questions(shown, floor), *_shares(shown, floor + 56, len(attempts))]
    words = tuple(_words(attempts, len(whole) - len(attempts)))
    return Picture(
        title=TITLE,
        svg=drawn(TITLE, body, " ".join(words), floor + 56 + _TALL + 38),
        words=words,
        caution=_CAUTION,
        sources=("graham", "bennett", "huang-2017"),
    )


def _attempt(kept: Practice) -> _Attempt | None:
    talk = _played(kept)
    if talk is None:
        return None
    asked = tuple(question for _, question in questions(talk))
    return _Attempt(talk.persona.name, asked, figures(talk).talk_share)


def _played(kept: Practice) -> Conversation | None:
    """Return a talk of the journal; None when its person is gone or its shape another one."""
    if kept.persona not in personas():
        return None
    saved = {"persona": kept.persona, "seed": kept.seed, "turns": [dict(t) for t in kept.turns]}
    try:
        return resume(json.dumps(saved))
    except BadInput:
        return None


def _wide(shown: Sequence[_Attempt]) -> float:
    return min(_WIDEST, (WIDTH - MARGIN - _LEFT) / len(shown))


def _questions(shown: Sequence[_Attempt], floor: float) -> Iterator[str]:
    yield svg.text(MARGIN, 16, "Your questions, a mark each", bold=True)
    for number, attempt in enumerate(shown):
        x = _LEFT + _wide(shown) * (number + 0.5)
        # The open ones at the bottom, so that their heights compare.
        ordered = sorted(attempt.asked, key=lambda q: (q.form != "open", not q.follows_up))
        for up, question in enumerate(ordered[:_MOST_MARKS]):
            shape = svg.diamond if question.follows_up else svg.square
            style = svg.FULL if question.form == "open" else svg.EMPTY
            size = _MARK + 2 if question.follows_up else _MARK
            yield shape(x, floor - 10 - _STEP * up, size, style)
        if len(ordered) > _MOST_MARKS:
            y = floor - 10 - _STEP * _MOST_MARKS
            yield svg.text(x, y + 4, f"{len(ordered)}", anchor="middle", size=SMALL)
    yield svg.line(_LEFT, floor, _LEFT + _wide(shown) * len(shown), floor)
    for x, shape, style, said in (
        (MARGIN, svg.square, svg.FULL, "open"),
        (MARGIN + 58, svg.square, svg.EMPTY, "not open"),
        (MARGIN + 148, svg.diamond, svg.FULL, "follows up"),
    ):
        yield shape(x + 6, floor + 18, _MARK, style)
        yield svg.text(x + 17, floor + 22, said, size=SMALL)


def _shares(shown: Sequence[_Attempt], top: float, count: int) -> Iterator[str]:
    yield svg.text(MARGIN, top - 6, "Your share of the words", bold=True)
    top += 18
    floor = top + _TALL
    for number, attempt in enumerate(shown):
        x, mine = _LEFT + _wide(shown) * (number + 0.5), _TALL * attempt.share
        for y, tall, style in ((top, _TALL, svg.EMPTY), (floor - mine, mine, svg.FULL)):
            yield (
                f'<rect x="{x - _BAR / 2:.1f}" y="{y:.1f}" width="{_BAR}" height="{tall:.1f}" '
                f'style="{style}"/>'
            )
        percent = f"{attempt.share:.0%}"
        yield svg.text(x, top - 4, percent, anchor="middle", size=SMALL - 1)
        name = str(count - len(shown) + number + 1)
        yield svg.text(x, floor + 16, name, anchor="middle", size=SMALL)
    guide = floor - _TALL * _QUARTER
    right = _LEFT + _wide(shown) * len(shown)
    yield svg.line(_LEFT - 4, guide, right, guide, 'stroke="currentColor" stroke-dasharray="4 3"')
    yield svg.text(_LEFT - 8, guide + 4, "a quarter", anchor="end", size=SMALL)
    yield svg.text(_LEFT - 8, floor + 16, "talk", anchor="end", size=SMALL)


def _words(attempts: Sequence[_Attempt], gone: int) -> Iterator[str]:
    for number, attempt in enumerate(attempts, 1):
        asked = len(attempt.asked)
        yield (
            f"Talk {number}, with {attempt.name}: {asked} "
            f"{'question' if asked == 1 else 'questions'}, {attempt.opened} open, "
            f"{attempt.followed} following up; {attempt.share:.0%} of the words were yours."
        )
    if gone:
        yield (
            f"Left out: {gone} {'talk' if gone == 1 else 'talks'} kept by another informint, or "
            "with a person who is no longer there."
        )
