"""What a practice talk is made of: turns in order; everything else about it follows from them."""

from dataclasses import dataclass, field
from typing import Literal

from informint.content.persona import Persona
from informint.reading import Reading
from informint.reading.hearing import Asked

Depth = Literal["guarded", "open", "candid"]
DEPTHS: tuple[Depth, ...] = ("guarded", "open", "candid")
OPEN, CANDID = 0.45, 0.70  # comfort from which somebody opens up, and speaks candidly
LENIENT = 0.1  # a follow-up is answered as deeply as this much more comfort would be
LIVE = 3  # turns of the persona for which something mentioned can be picked up


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One reason why comfort moved: ``amount`` is what it added, ``words`` tell it to a learner."""

    reason: str
    amount: float
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Who said what; ``minute`` is the clock when it was said to its end.

    A learner's turn carries its ``reading``, the ``questions`` in it, the ``hook`` it picks up, and
    ``why`` it moved comfort. A persona's carries the ``comfort`` behind it (0 to 1), the ``depth``
    of what was told, the ids of the facts and hooks in it, ``pieces`` (ids of its ``lines``),
    ``offers`` (what the learner may choose from next), whether the turn before was ``understood``,
    and, when a language model reworded it, ``plain``: the persona's own text.
    """

    who: Literal["learner", "persona"]
    text: str
    minute: float
    reading: Reading | None = None
    questions: tuple[Asked, ...] = ()
    hook: str | None = None
    why: tuple[Move, ...] = ()
    comfort: float | None = None
    depth: Depth | None = None
    fact_ids: tuple[str, ...] = ()
    pieces: tuple[str, ...] = ()
    lines: tuple[str, ...] = field(default=(), repr=False)
    offers: tuple[str, ...] = ()
    understood: bool = True
    plain: str | None = None
    corrected: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """A practice talk with a persona; the learner's and the persona's turns alternate.

    Turns are numbered from 1, so that the learner's are odd.
    """

    persona: Persona = field(repr=False)
    seed: int = 0
    turns: tuple[Turn, ...] = ()

    def __repr__(self) -> str:
        """Return a short text without anybody's words."""
        return f"<Conversation with {self.persona.name}, {len(self.turns)} turns>"

    @property
    def comfort(self) -> float:
        """How comfortable the persona is now, 0 to 1."""
        last = self.last
        return self.persona.comfort if last is None or last.comfort is None else last.comfort

    @property
    def depth(self) -> Depth:
        """How deep the persona would answer now."""
        return depth_at(self.comfort)

    @property
    def minute(self) -> float:
        """Minutes that the talk has taken."""
        return self.turns[-1].minute if self.turns else 0.0

    @property
    def minutes_left(self) -> float:
        """Minutes that the persona still has, 0 when time is up."""
        return max(0.0, self.persona.minutes - self.minute)

    @property
    def over(self) -> bool:
        """Whether somebody said goodbye or time is up; what is said is answered all the same."""
        return self.minute >= self.persona.minutes or any(
            piece.startswith(("goodbye.", "time_up.")) for piece in self.told
        )

    @property
    def last(self) -> Turn | None:
        """The persona's last turn."""
        return next((turn for turn in reversed(self.turns) if turn.who == "persona"), None)

    @property
    def told(self) -> frozenset[str]:
        """The ids of every text the persona has used."""
        return frozenset(piece for turn in self.turns for piece in turn.pieces)

    def by(self, who: str) -> tuple[Turn, ...]:
        """Return the turns of the ``learner`` or the ``persona``."""
        return tuple(turn for turn in self.turns if turn.who == who)


def depth_at(comfort: float) -> Depth:
    """Return how deep somebody answers who is this comfortable."""
    if comfort < OPEN:
        return "guarded"
    return "open" if comfort < CANDID else "candid"
