"""The progress card: shown whole before it is handed in, and only if the learner wants to."""

from typing import ClassVar

from informint.cards import Card, progress_card, pseudonym, told, write_card
from informint.journal import Journal
from informint.views.nodes import Node, h
from informint.views.panel import Panel, action


class ProgressCard(Panel):
    """What a class may see of one's progress: counts, marks and rules, under a pseudonym."""

    name: ClassVar[str] = "progress card"
    title: ClassVar[str] = "Progress card"

    def __init__(self, journal: Journal) -> None:
        self.who = ""
        self.shown: Card | None = None
        super().__init__(journal)

    def body(self) -> list[Node | None]:
        """Say what a card is; once it is made, show every line of it beside the download."""
        return [
            h(
                "p",
                "If your class collects them, you may hand in a card. It holds counts, marks of "
                "the rubric and names of rules: no name, nobody you know, and not a word of your "
                "mails or talks.",
            ),
            h("label", "Name on the card (not your own)", for_="who"),
            h(
                "input",
                id="who",
                value=self.who or pseudonym(self.journal),
                change="named",
                maxlength=64,
                autocomplete="off",
            ),
            h("button", "Show me the card", click="make", class_="main"),
            *self._card(),
        ]

    def _card(self) -> list[Node]:
        if self.shown is None:
            return []
        return [
            h("h4", "All that is on it"),
            h("ul", [h("li", line) for line in told(self.shown)], id="card", tabindex=-1),
            h("button", "Download the card", click="download_card"),
            h("small", "Who leads the class tells you where to hand it in, or not to."),
        ]

    @action
    def named(self, who: str) -> None:
        """Choose the name on the card."""
        self.who, self.shown = who.strip(), None

    @action
    def make(self, _: object = None) -> None:
        """Look at the card before it goes anywhere."""
        self.shown = progress_card(self.journal, self.who)
        self.focus("card")

    @action
    def download_card(self, _: object = None) -> None:
        """Hand the card that was shown to the browser."""
        if self.shown is not None:
            name = f"informint-card-{self.shown.who}.json"
            self.download(name, "application/json", write_card(self.shown))
            self.say(f"Your browser has the file {name}.")
