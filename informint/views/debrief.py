"""The debrief: first the learner judges themself, then sees what the talk shows."""

from typing import ClassVar

from informint.errors import BadInput
from informint.journal import Journal, Practice
from informint.journal.events import PracticeJudged
from informint.questions import aim
from informint.roleplay import Debrief as Found
from informint.roleplay import debrief, personas
from informint.roleplay.figures import OwnGoal
from informint.roleplay.rubric import rubric
from informint.views import debrief_nodes as shown
from informint.views.nodes import Node, h
from informint.views.panel import Panel, action
from informint.views.practice import playable, played
from informint.views.wording import JUDGED, VERDICTS

ATTEMPTS = 4  # shown side by side, the latest


class Debrief(Panel):
    """What a practice talk shows, beside what the learner thinks of it; drills have their own."""

    name: ClassVar[str] = "debrief"
    title: ClassVar[str] = "Debrief"

    def __init__(self, journal: Journal) -> None:
        self.ident = ""
        self.opened = ""  # the talk whose reading is shown
        self._found: dict[str, tuple[Practice, tuple[OwnGoal, ...] | None, Found]] = {}
        super().__init__(journal)

    def talks(self) -> dict[str, Practice]:
        """Return the talks that can be looked at by id, the newest first."""
        return playable(self.journal)

    def body(self) -> list[Node | None]:
        """Show the questions to oneself; then the same questions answered by the talk."""
        talks = self.talks()
        if not talks:
            return [h("p", "There is no practice talk yet: have one above, and end it.")]
        ident = self.ident if self.ident in talks else next(iter(talks))
        practice = talks[ident]
        choice = shown.which(talks, ident) if len(talks) > 1 else None
        if not practice.ended:
            self.opened = ""
            note = "The talk is still going on: end it above, and look at it here."
            return [choice, h("p", note)]
        if self.opened != ident:
            return [choice, *self._questions(ident, practice)]
        try:
            return [choice, *self._reading(ident, practice)]
        except BadInput as error:  # kept by another informint, in a shape that ours cannot play
            return [choice, h("p", f"{error}.".replace("..", "."))]

    def _reading(self, ident: str, practice: Practice) -> list[Node | None]:
        found = self.found(ident, practice)
        first = personas()[practice.persona].name.removeprefix("Dr. ").split()[0]
        ended = [(i, talk) for i, talk in self.talks().items() if talk.ended][:ATTEMPTS]
        return [
            *shown.reading(found, practice.judged),
            shown.picture(found, first),
            shown.attempts([(i, self.found(i, talk)) for i, talk in ended][::-1]),
        ]

    def found(self, ident: str, practice: Practice) -> Found:
        """Return the debrief of a talk, worked out once."""
        kept, goals = self._found.get(ident), self._goals()
        if kept is None or kept[0].turns is not practice.turns or kept[1] != goals:
            kept = (practice, goals, debrief(played(practice), goals))
            self._found[ident] = kept
        return kept[2]

    def _goals(self) -> tuple[OwnGoal, ...] | None:
        """Return what the learner wants to know of whomever they prepared for; None for nothing."""
        prepared = self.journal.state.preparations.values()
        wanted = dict.fromkeys(goal for one in prepared for goal in one.goals)
        found = (OwnGoal(goal, aim(goal).topics) for goal in wanted)
        return tuple(goal for goal in found if goal.topics) or None

    def _questions(self, ident: str, practice: Practice) -> list[Node | None]:
        lines = rubric()[0]
        left = len(lines) - sum(line.id in practice.judged for line in lines)
        return [
            h(
                "p",
                "First your own judgement, from memory: what you thought and what the talk shows "
                "often differ, and the difference teaches most.",
            ),
            h(
                "div",
                [
                    h(
                        "fieldset",
                        h("legend", line.ask),
                        [
                            h(
                                "label",
                                h(
                                    "input",
                                    type="radio",
                                    name=f"{ident}-{line.id}",
                                    value=verdict,
                                    checked=practice.judged.get(line.id) == verdict,
                                    change="judged",
                                    arg=[ident, line.id],
                                ),
                                h("span", words),
                                class_="inline",
                            )
                            for verdict, words in JUDGED.items()
                        ],
                        key=f"{ident}-{line.id}",
                    )
                    for line in lines
                ],
                class_="judging",
            ),
            h(
                "div",
                h(
                    "button",
                    "Show me what the talk shows",
                    click="show_reading",
                    arg=ident,
                    class_="main",
                ),
                h("span", f"{left} left to judge" if left else "All judged"),
                class_="bar",
            ),
        ]

    @action
    def chose(self, ident: str) -> None:
        """Choose the talk to look at."""
        self.ident = ident

    @action
    def judged(self, which: list[str], verdict: str) -> None:
        """Judge oneself on one line of the rubric."""
        ident, item = which
        if item not in {line.id for line in rubric()[0]} or verdict not in VERDICTS:
            message = "That is no line of the rubric, or no judgement."
            raise BadInput(message)
        self.journal.record(PracticeJudged(ident, item, verdict))  # type: ignore[arg-type]

    @action
    def show_reading(self, ident: str, _: object = None) -> None:
        """See what the talk shows."""
        self.opened = ident
        self.focus("shows")
