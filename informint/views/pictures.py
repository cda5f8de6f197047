"""The learner's way in pictures, drawn anew when the journal changes."""

from functools import cache
from typing import ClassVar

from informint import pictures
from informint.journal import Entry, derive, sample_practice
from informint.pictures import Picture
from informint.views.nodes import Node, h, link
from informint.views.panel import Panel


def shown(picture: Picture) -> list[Node | None]:
    """Return a picture as a view shows it."""
    if picture.empty:
        return [h("p", line) for line in picture.words]
    cited = picture.cited()
    return [
        h("x-picture", svg=picture.svg),
        h(
            "details",
            h("summary", "The picture in words"),
            h("ul", [h("li", line) for line in picture.words]),
        ),
        h("p", picture.caution, class_="soft"),
        h(
            "small",
            "Source: " if len(cited) == 1 else "Sources: ",
            [[link(s.name, s.url), "; " if s is not cited[-1] else "."] for s in cited],
        )
        if cited
        else None,
    ]


class Pictures(Panel):
    """How far the search came, who named whom, how the network grew, how practice went."""

    name: ClassVar[str] = "your way in pictures"
    title: ClassVar[str] = "Your way in pictures"

    def body(self) -> list[Node | None]:
        """Show the four, one below the other."""
        state = self.journal.state
        drawn = (
            pictures.funnel(state),
            pictures.referrals(state),
            pictures.growth(state, self.journal.now),
            pictures.practice(state.practices),
        )
        return [part for p in drawn for part in (h("h4", p.title), *shown(p))]


class PracticeOverTime(Panel):
    """How practice went, talk by talk; before the first of one's own, the sample learner's."""

    name: ClassVar[str] = "your practice, talk by talk"
    title: ClassVar[str] = "Your practice, talk by talk"

    def body(self) -> list[Node | None]:
        """Show the learner's own talks, or an example where there is none."""
        picture = pictures.practice(self.journal.state.practices)
        if not picture.empty:
            return shown(picture)
        return [
            *shown(picture),
            h("p", h("strong", "An example: "), "four talks of Imani, the sample's learner."),
            *shown(_example()),
        ]


@cache
def _example() -> Picture:
    story = enumerate(sample_practice(), 1)
    return pictures.practice(derive(Entry(n, 0, at, event) for n, (at, event) in story).practices)
