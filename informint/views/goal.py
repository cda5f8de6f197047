"""The learner's goal, in their own words."""

from typing import ClassVar

from informint import targets
from informint.journal.events import GoalSet
from informint.views.nodes import Node, h
from informint.views.panel import Panel, action


class Goal(Panel):
    """One sentence, saved as it is typed; the ranking reads it."""

    name: ClassVar[str] = "your goal"
    title: ClassVar[str] = "Your goal"

    def body(self) -> list[Node | None]:
        """Show the field, and a hint while it is empty."""
        goal = self.journal.state.goal
        return [
            h("label", "What would you like to find out, about which work?", for_="goal"),
            h(
                "textarea",
                id="goal",
                value=goal,
                rows="2",
                save="set_goal",
                aria_describedby="help",
            ),
            h(
                "small",
                "For example: what medical writers do all day, and how a biologist becomes one.",
                id="help",
            ),
            h("p", targets.understood(goal)) if goal else None,
        ]

    @action
    def set_goal(self, words: str) -> None:
        """Record the goal."""
        words = " ".join(words.split())
        if words != self.journal.state.goal:
            self.journal.record(GoalSet(goal=words))
            self.say(self.saved())
