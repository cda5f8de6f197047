"""Keeping what was done where a computer forgets: the journal as a file, and back from one."""

from typing import ClassVar

from informint.errors import BadInput
from informint.exports import ENDINGS, export
from informint.journal import Journal
from informint.views.nodes import Node, h
from informint.views.panel import Panel, action

LARGEST = 200_000_000  # bytes of a file that the browser hands over

_MIME = {
    ".json": "application/json",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".csv": "text/csv",
    ".vcf": "text/vcard",
    ".ics": "text/calendar",
    ".md": "text/markdown",
}


class Keep(Panel):
    """Saves the journal to the learner's computer in several forms, and restores it."""

    name: ClassVar[str] = "keeping your journal"
    title: ClassVar[str] = "Keep your journal"

    def __init__(self, journal: Journal) -> None:
        self._parts = bytearray()
        super().__init__(journal)

    def body(self) -> list[Node | None]:
        """Show a button for each form, and the way back."""
        return [
            h(
                "p",
                "Where the workshop runs in your browser or on Binder, it forgets you when it "
                "ends. Save everything to your computer before you close it.",
            ),
            h("div", self._button(".json", "Save everything", main=True), class_="bar"),
            h(
                "details",
                h("summary", "Save it for another program"),
                h(
                    "ul",
                    [
                        h("li", self._button(ending, f"Save as {ending}"), f" {what}")
                        for ending, what in ENDINGS.items()
                        if ending in _MIME and ending != ".json"
                    ],
                ),
                h("p", "A draft is saved as a mail where you wrote it."),
            ),
            h(
                "details",
                h("summary", "Restore what you saved"),
                h("label", "Your file informint-journal.json", for_="file"),
                h(
                    "input",
                    id="file",
                    type="file",
                    accept=".json",
                    change="chose_file",
                    data_limit=str(LARGEST),
                ),
                h("p", "It is restored where nothing is recorded yet; nothing is ever replaced."),
                key="restore",
            ),
        ]

    def _button(self, ending: str, label: str, *, main: bool = False) -> Node:
        return h("button", label, click="save", arg=ending, class_="main" if main else None)

    @action
    def save(self, ending: str, _: object = None) -> None:
        """Hand the journal to the browser as a file."""
        if ending not in _MIME:
            message = "There is no such file to save."
            raise BadInput(message)
        name = f"informint-journal{ending}"
        self.download(name, _MIME[ending], export(self.journal, name))
        sample = " It holds the sample." if self.journal.is_sample else ""
        self.say(f"Your browser has the file {name}.{sample}")

    @action
    def chose_file(self, part: dict[str, object], data: bytes = b"") -> None:
        """Take a part of a file; restore it when it is whole."""
        if part.get("refused"):
            message = f"{part['name']} is larger than 200 MB, which no journal is."
            raise BadInput(message)
        if part.get("start") == 0:
            self._parts.clear()
        self._parts += data
        if len(self._parts) == part["size"]:
            exported, self._parts = bytes(self._parts), bytearray()
            state = self.journal.refill(exported)
            self.say(f"Restored: {len(state.people):,} people. {self.saved()}")
