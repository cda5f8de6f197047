"""What a picture is: a drawing, the same in words, and how to take it."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from informint import content, svg
from informint.content.schema import Source
from informint.journal import Progress, Stage

WIDTH = 340  # of the coordinates: a telephone's page, so that letters stay legible on it
MARGIN = 8
SIZE, SMALL = 12, 11  # of letters
_SHOWN = 1.35  # how much larger than its coordinates a picture may become


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Picture:
    """A drawing with its twin in words.

    ``words`` are lines that say all that ``svg`` shows. ``caution`` says how to take the numbers
    and ``sources`` are the ids of those it rests on. ``empty`` says that there is nothing to draw
    yet, and ``words`` what would bring it about.
    """

    title: str
    svg: str = field(repr=False)
    words: tuple[str, ...] = field(repr=False)
    caution: str = ""
    sources: tuple[str, ...] = ()
    empty: bool = False

    def __repr__(self) -> str:
        """Return a short text without anybody's name."""
        return f"<Picture: {self.title}>"

    def __str__(self) -> str:
        """Return the picture in words."""
        return "\n".join(filter(None, (f"{self.title}.", *self.words, self.caution)))

    def cited(self) -> tuple[Source, ...]:
        """Return whom the caution rests on."""
        return tuple(content.sources()[source] for source in self.sources)


def nothing(title: str, words: str) -> Picture:
    """Return the picture of nothing yet."""
    return Picture(title=title, svg=drawn(title, [], title, 0), words=(words,), empty=True)


def drawn(title: str, body: Iterable[str], described: str, height: float) -> str:
    """Return a drawing as wide as all of them are."""
    return svg.picture(
        title.lower().replace(" ", "-"),
        body,
        title=title,
        described=described,
        width=WIDTH,
        height=height,
        size=SIZE,
        shown=WIDTH * _SHOWN,
    )


def thanked(progress: Progress) -> bool:
    """Say whether the last talk has been thanked for; thanks before it were for something else."""
    talked, thanks = progress.reached(Stage.TALKED), progress.reached(Stage.THANKED)
    return talked is not None and thanks is not None and thanks >= talked


def people(count: int) -> str:
    """Return a number of people in words."""
    return "1 person" if count == 1 else f"{count:,} people"
