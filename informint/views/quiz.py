"""A check of understanding: questions from data, with a word on every answer."""

from typing import ClassVar

from informint import content
from informint.content.schema import QuizQuestion
from informint.journal import Journal
from informint.journal.events import QuizAnswered
from informint.views.nodes import Node, h, link
from informint.views.panel import Panel, action


class Quiz(Panel):
    """The questions of one lesson, such as ``"00"``; answers are kept in the journal."""

    name: ClassVar[str] = "check your understanding"
    title: ClassVar[str] = "Check your understanding"

    def __init__(self, journal: Journal, lesson: str) -> None:
        self.lesson = lesson
        self.questions = content.quiz(lesson)
        super().__init__(journal, key=lesson)

    def body(self) -> list[Node | None]:
        """Show each question, and beside the answer picked what speaks for or against it."""
        picked = [self.journal.state.answers.get((self.lesson, q.id)) for q in self.questions]
        right = sum(
            p is not None and q.answers[p].right
            for p, q in zip(picked, self.questions, strict=True)
        )
        return [
            h("ol", [self._question(q, p) for q, p in zip(self.questions, picked, strict=True)]),
            h("p", h("strong", f"{right} of {len(self.questions)} so far."))
            if any(p is not None for p in picked)
            else None,
        ]

    def _question(self, question: QuizQuestion, picked: int | None) -> Node:
        said = None
        if picked is not None:
            answer = question.answers[picked]
            source = content.sources()[question.source]
            said = h(
                "p",
                h("strong", "Right. " if answer.right else "Not quite. "),
                f"{answer.feedback} (",
                link(source.name, source.url),
                ")",
                role="status",
            )
        options = [
            h(
                "label",
                h(
                    "input",
                    type="radio",
                    name=f"{self.lesson}-{question.id}",
                    value=str(index),
                    checked=index == picked,
                    change="answered",
                    arg=question.id,
                ),
                h("span", answer.text),
                class_="inline",
            )
            for index, answer in enumerate(question.answers)
        ]
        return h("li", h("fieldset", h("legend", question.text), options, said), key=question.id)

    @action
    def answered(self, question: str, index: str) -> None:
        """Record the answer picked."""
        self.journal.record(QuizAnswered(lesson=self.lesson, question=question, answer=int(index)))
