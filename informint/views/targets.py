"""Whom to write to: a ranking whose every part is shown and can be weighed."""

from typing import ClassVar

from informint import targets
from informint.journal import Journal
from informint.journal.events import SetAside, Shortlisted, Unshortlisted, WeightsSet
from informint.model import Target
from informint.views.nodes import Node, h
from informint.views.panel import Panel, action
from informint.views.ranking import Ranking
from informint.views.wording import APPROACH

PAGE = 5


class Targets(Panel):
    """The best matches for the goal, why, and how to come to each."""

    name: ClassVar[str] = "whom to write to"
    title: ClassVar[str] = "Whom to write to"

    def __init__(self, journal: Journal) -> None:
        self.shown = PAGE
        self.ranking = Ranking(journal)
        super().__init__(journal)

    def ranked(self) -> tuple[Target, ...]:
        """Return everybody who is not set aside, the best first."""
        return self.ranking.best_first()

    def body(self) -> list[Node | None]:
        """Show the best, and the weights."""
        state, ranked = self.journal.state, self.ranked()
        nobody = targets.nobody_fits(ranked)
        more = len(ranked) - self.shown
        return [
            h("p", "For your goal: ", h("em", state.goal or "(not yet said: see your goal above)")),
            h("p", h("strong", nobody)) if nobody else None,
            h("ol", [self._target(t) for t in ranked[: self.shown]]),
            h("button", f"Show {min(PAGE, more)} more", click="show_more") if more > 0 else None,
            self._weights(),
        ]

    def _target(self, target: Target) -> Node:
        person = target.person
        listed = person.id in self.journal.state.shortlist
        return h(
            "li",
            h(
                "div",
                h("strong", person.name),
                f", {person.position}" if person.position else "",
                f", {person.company}" if person.company else "",
                h(
                    "p",
                    h("span", APPROACH[target.approach], class_="tag"),
                    target.why,
                ),
                h("p", f"Could introduce you: {', '.join(p.name for p in target.introducers)}")
                if target.introducers
                else None,
                self._components(target),
                h(
                    "div",
                    h(
                        "button",
                        "On the shortlist: take off" if listed else "Shortlist",
                        h("span", f" ({person.name})", class_="hidden"),
                        click="shortlist",
                        arg=person.id,
                    ),
                    h(
                        "button",
                        "Set aside",
                        h("span", f" ({person.name})", class_="hidden"),
                        click="set_aside",
                        arg=person.id,
                    ),
                    class_="bar",
                ),
                class_="card",
            ),
            key=person.id,
        )

    def _components(self, target: Target) -> Node:
        weights = self.ranking.weights()
        total = sum(weights.values()) or 1.0
        rows = [
            h(
                "tr",
                h("th", targets.COMPONENTS[name], scope="row"),
                h("td", f"{value:.2f}", class_="number"),
                h("td", f"{weights[name]:g}", class_="number"),
                h("td", f"{value * weights[name] / total:.2f}", class_="number"),
            )
            for name, value in target.components.items()
        ]
        return h(
            "details",
            h("summary", f"Score {target.score:.2f}: how it comes about"),
            h(
                "table",
                h(
                    "thead",
                    h(
                        "tr",
                        h("th", "Part", scope="col"),
                        h("th", "from 0 to 1", scope="col", class_="number"),
                        h("th", "weight", scope="col", class_="number"),
                        h("th", "adds", scope="col", class_="number"),
                    ),
                ),
                h("tbody", rows),
            ),
        )

    def _weights(self) -> Node:
        return h(
            "fieldset",
            h("legend", "How much does each part count?"),
            [
                h(
                    "div",
                    h("label", f"{targets.COMPONENTS[name]}: {value:g}", for_=f"weight-{name}"),
                    h(
                        "input",
                        id=f"weight-{name}",
                        type="range",
                        min="0",
                        max="3",
                        step="0.5",
                        value=f"{value:g}",
                        change="weighed",
                        arg=name,
                    ),
                )
                for name, value in self.ranking.weights().items()
            ],
            h("button", "Back to the usual weights", click="usual_weights"),
        )

    @action
    def show_more(self, _: object = None) -> None:
        """Show the next ones."""
        self.shown += PAGE

    @action
    def weighed(self, name: str, value: str) -> None:
        """Record a weight."""
        self.journal.record(WeightsSet(weights={**self.ranking.weights(), name: float(value)}))
        self.say(f"The order was reckoned anew. {self.saved()}")

    @action
    def usual_weights(self, _: object = None) -> None:
        """Record the usual weights again."""
        self.journal.record(WeightsSet(weights={}))
        self.say(f"The usual weights count again. {self.saved()}")

    @action
    def shortlist(self, person: str, _: object = None) -> None:
        """Put somebody on the shortlist, or take them off."""
        listed = person in self.journal.state.shortlist
        event = Unshortlisted if listed else Shortlisted
        self.journal.record(event(person=person))
        self.say(f"{'Off' if listed else 'On'} your shortlist. {self.saved()}")

    @action
    def set_aside(self, person: str, _: object = None) -> None:
        """Set somebody aside; the people view brings them back."""
        self.journal.record(SetAside(person=person))
        self.say(f"Set aside. {self.saved()}")
