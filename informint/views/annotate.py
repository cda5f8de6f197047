"""A scripted conversation to annotate: which move is this, and what could be better?"""

from typing import ClassVar

from informint import content
from informint.content.talks import MOVES, Said, scripted
from informint.errors import BadInput
from informint.journal import Journal
from informint.journal.events import QuizAnswered
from informint.views.nodes import Node, h, link, select
from informint.views.panel import Panel, action

LESSON = "04-warm-up"  # where the answers are kept
MOVE_WORDS = {
    "opening": "opens: thanks, who you are, what for",
    "open_question": "asks an open question",
    "closed_question": "asks for yes, no or a fact",
    "follow_up": "picks up what was said",
    "listening": "shows that it arrived",
    "about_self": "talks about oneself",
    "job_ask": "asks for a job or a favour",
    "closing": "closes",
}


class Annotate(Panel):
    """One of the scripted conversations, such as ``"stumbling"``; choices are kept.

    Raises:
        BadInput: for one that there is not.
    """

    name: ClassVar[str] = "conversation to annotate"
    title: ClassVar[str] = "What does each turn do?"

    def __init__(self, journal: Journal, which: str) -> None:
        super().__init__(journal, key=which)
        if which not in scripted():
            self.close()
            message = f"There is no conversation '{which}'; there are {', '.join(scripted())}."
            raise BadInput(message)
        self.which = which

    @property
    def heading(self) -> str:
        """What stands above the view."""
        return scripted()[self.which].title

    def body(self) -> list[Node | None]:
        """Show the turns, a choice at each of the learner's, and then what we see in it."""
        talk = scripted()[self.which]
        source = content.sources()[talk.source]
        asked = [n for n, turn in enumerate(talk.turn, 1) if turn.move]
        done = [n for n in asked if self._picked(n) is not None]
        alike = sum(self._picked(n) == talk.turn[n - 1].move for n in done)
        return [
            h("p", talk.scene),
            h("ol", [self._turn(n, turn) for n, turn in enumerate(talk.turn, 1)], class_="script"),
            h("p", h("strong", f"{len(done)} of {len(asked)} annotated, {alike} as we would."))
            if done
            else None,
            h("p", talk.sums_up, " (", link(source.name, source.url), ")", class_="card")
            if len(done) == len(asked)
            else None,
        ]

    def _picked(self, number: int) -> str | None:
        answer = self.journal.state.answers.get((LESSON, f"{self.which}-{number}"))
        return None if answer is None or answer >= len(MOVES) else MOVES[answer]

    def _turn(self, number: int, turn: Said) -> Node:
        name = scripted()[self.which].names[turn.who == "persona"]
        said = h("p", h("strong", f"{name}: "), turn.text)
        if not turn.move:
            return h("li", said, key=str(number))
        picked = self._picked(number)
        return h(
            "li",
            said,
            select(
                "This turn",
                {"": "Choose", **MOVE_WORDS},
                picked or "",
                id=f"move-{number}",
                change="picked",
                arg=number,
            ),
            self._answer(turn, picked) if picked else None,
            key=str(number),
        )

    def _answer(self, turn: Said, picked: str) -> Node:
        same = picked == turn.move
        ours = "So would we say." if same else f"We would say: {MOVE_WORDS[turn.move or picked]}."
        return h(
            "div",
            h("p", h("strong", f"{ours} "), turn.why),
            h("p", h("strong", "Another way: "), f"“{turn.instead}”") if turn.instead else None,
            class_="card",
            role="status",
        )

    @action
    def picked(self, number: int, move: str) -> None:
        """Say what a turn does."""
        if move in MOVES:
            answer = MOVES.index(move)
            question = f"{self.which}-{number}"
            self.journal.record(QuizAnswered(lesson=LESSON, question=question, answer=answer))
