"""The learner's network as a picture, and the same in words."""

from typing import ClassVar

from informint.network import network_svg, network_text
from informint.views.nodes import Node, h
from informint.views.panel import Panel


class Network(Panel):
    """Rings of closeness and slices of work, drawn from the journal's people."""

    name: ClassVar[str] = "your network"
    title: ClassVar[str] = "Your network"

    def body(self) -> list[Node | None]:
        """Show the picture and its text twin."""
        state = self.journal.state
        people = [p for p in state.people.values() if p.id not in state.set_aside]
        listed = state.shortlist
        return [
            h("x-picture", svg=network_svg(people, listed)),
            h(
                "details",
                h("summary", "The picture in words"),
                [h("p", line) for line in network_text(people, listed).splitlines()],
            ),
        ]
