"""The learner's journal at a glance: whose it is, when it was saved, and the way back."""

from typing import ClassVar

from informint.views.nodes import Node, h
from informint.views.panel import Panel, action


class Record(Panel):
    """Says where what is written goes; starts a journal, undoes a step, hands out a copy."""

    name: ClassVar[str] = "your journal"
    title: ClassVar[str] = "Your journal"

    def body(self) -> list[Node | None]:
        """Show the sample's notice, or what is in the learner's own journal."""
        return self._sample() if self.journal.is_sample else self._own()

    def _sample(self) -> list[Node | None]:
        return [
            h(
                "p",
                h("strong", "This is the sample."),
                " The people in it are invented, and nothing you do here is saved.",
            ),
            h("button", "Start my own journal", click="start_own", class_="main"),
        ]

    def _own(self) -> list[Node | None]:
        state, saved = self.journal.state, self.journal.saved_at
        people, drafts = len(state.people), sum(map(len, state.drafts.values()))
        when = f"saved at {saved.astimezone():%H:%M:%S}" if saved else "nothing saved yet"
        return [
            h(
                "p",
                h("strong", f"{people} people, {drafts} draft{'s' * (drafts != 1)}"),
                f"; {when}.",
            ),
            h(
                "div",
                h("button", f"Undo: {state.last_step}", click="undo", disabled=not state.last_step),
                h("button", "Download my journal", click="download_all"),
                class_="bar",
            ),
            h(
                "small",
                "The file is kept in your own data folder; nothing of it is in this notebook.",
            ),
        ]

    @action
    def start_own(self, _: object = None) -> None:
        """Leave the sample for an empty journal of one's own."""
        self.journal.begin()
        self.say("Your own journal is open. It is saved as you go.")

    @action
    def undo(self, _: object = None) -> None:
        """Take the last step back."""
        self.say(f"Undone: {self.journal.undo()}.")

    @action
    def download_all(self, _: object = None) -> None:
        """Hand the whole journal to the browser as one file."""
        self.download("informint-journal.json", "application/json", self.journal.export_json())
        self.say("Your browser has the file informint-journal.json.")
