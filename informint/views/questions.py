"""Questions being prepared: read as they are written, picked from the bank, put in order."""

from dataclasses import replace
from typing import ClassVar

from informint import content, questions
from informint.content.schema import BankQuestion
from informint.journal import Journal
from informint.model import Preparation
from informint.questions import QuestionReview
from informint.views.advice import advice, told
from informint.views.nodes import Node, h, link, select
from informint.views.panel import Panel, action
from informint.views.people import fold
from informint.views.wording import TOPIC

PAGE = 5  # questions of the bank shown at a time
_SOUNDS = {"": "Any way", "plain": "Plain", "formal": "Formal", "casual": "Casual"}


class Questions(Panel):
    """A list of questions with the coach beside it; this one keeps nothing."""

    name: ClassVar[str] = "your questions"
    title: ClassVar[str] = "Your questions"
    referral: ClassVar[bool] = False  # whether what is prepared asks whom else by itself

    def __init__(self, journal: Journal, *asked: str, key: str = "") -> None:
        self.prepared = Preparation(questions=asked)
        self.own = ""  # the question being written
        self.revision = 0  # rises when the field is emptied by us
        self.rewording: tuple[int, str] | None = None  # the place and the words of a question
        self.topic = ""
        self.goal = ""
        self.register = ""
        self.query = ""
        self.shown = PAGE
        self._reviews: dict[str, QuestionReview] = {}
        super().__init__(journal, key=key or "\n".join(asked))

    def review(self, text: str) -> QuestionReview:
        """Return the coach's review of a question, which is worked out once."""
        if text not in self._reviews:
            self._reviews[text] = questions.check_question(text)
        return self._reviews[text]

    def change(self, **fields: object) -> None:
        """Change what is prepared; a view that keeps it does so here."""
        self.prepared = replace(self.prepared, **fields)  # type: ignore[arg-type]

    def body(self) -> list[Node | None]:
        """Show the field to write in, the list, and the bank."""
        return [self.writing(), self.listed(), self.bank()]

    def writing(self) -> Node:
        """Return the field for a question of one's own, read as one types."""
        text = self.own.strip()
        review = self.review(text) if text else None
        findings = review.findings if review else ()
        return h(
            "div",
            h("label", "A question of your own", for_="own"),
            h(
                "x-editor",
                id="own",
                value=self.own,
                revision=self.revision,
                marks=[[*f.span, f.severity.value] for f in findings if f.span][:1],
                write="wrote",
                describedby=["own-read"],
                low=True,
            ),
            h(
                "p",
                told(review) if review else "Write one: it is read as you type.",
                id="own-read",
            ),
            advice(findings),
            h(
                "div",
                h(
                    "button",
                    "Put it in its place" if self.rewording else "Add to my list",
                    click="add_own",
                    disabled=not text,
                    class_="main",
                ),
                h("button", "Leave it as it was", click="leave") if self.rewording else None,
                class_="bar",
            ),
            class_="card",
        )

    def listed(self) -> Node:
        """Return the questions in order, each with its review and ways to move it."""
        asked = self.prepared.questions
        if not asked:
            none = h("p", "No questions on your list yet: write one, or pick from the bank.")
            return h("div", none, self._whole() if self.prepared.goals else None)
        return h(
            "div",
            h("h4", f"On your list ({len(asked)}), the most important first"),
            h("ol", [self._item(n, text) for n, text in enumerate(asked)], class_="order"),
            self._whole(),
        )

    def note(self, number: int) -> str:
        """Return what to say beside the question at a place, counted from 0."""
        del number
        return ""

    def _item(self, number: int, text: str) -> Node:
        review, last = self.review(text), len(self.prepared.questions) - 1
        note = self.note(number)
        twin = self.prepared.questions[:number].count(text)

        def button(label: str, does: str, *, off: bool = False) -> Node:
            return h(
                "button",
                label,
                h("span", f" ({text})", class_="hidden"),
                id=f"{does}-{number}",
                click=does,
                arg=number,
                disabled=off,
            )

        return h(
            "li",
            h("strong", text),
            h("p", h("span", note, class_="tag") if note else None, told(review)),
            h(
                "details",
                h("summary", f"What the coach says ({len(review.findings)})"),
                advice(review.findings),
            )
            if review.findings
            else None,
            h(
                "div",
                button("Move up", "move_up", off=number == 0),
                button("Move down", "move_down", off=number == last),
                button("Reword", "reword"),
                button("Take off", "take_off"),
                class_="bar",
            ),
            class_="card",
            key=f"{text}#{twin}",
            draggable="true",
            drop="dropped",
            arg=number,
        )

    def _whole(self) -> Node | None:
        """Return what the coach says of the whole list."""
        prepared = self.prepared
        found = questions.check_questions(
            prepared.questions, prepared.goals, prepared.minutes, referral=self.referral
        ).findings
        if not found:
            return h("p", "The list as a whole is sound.") if prepared.questions else None
        return h("div", h("h4", "The list as a whole"), advice(found))

    def found(self) -> list[BankQuestion]:
        """Return the questions of the bank that match the search and are not on the list yet."""
        terms = fold(self.query).split()
        fields = {known.id: known.name for known in content.fields()}
        aim = questions.aim(self.goal) if self.goal in self._goals() else None

        def text(q: BankQuestion) -> str:
            suits = (fields.get(one, "") for one in q.fields)
            return fold(" ".join((q.text, TOPIC[q.topic], *suits)))

        return [
            q
            for q in content.questions()
            if self.topic in {"", q.topic}
            and self.register in {"", q.register}
            and (aim is None or (q.goal == aim.id if aim.id else aim.served_by(q.topic)))
            and q.text not in self.prepared.questions
            and all(term in text(q) for term in terms)
        ]

    def _goals(self) -> dict[str, str]:
        """Return goals that the bank has questions for, the learner's own choice first."""
        mine = [(goal, questions.aim(goal)) for goal in self.prepared.goals]
        known = {goal: aim.text for goal, aim in mine if aim.topics}
        return known | {
            goal.id: goal.text
            for goal in content.goals().values()
            if goal.text not in known.values()
        }

    def bank(self) -> Node:
        """Return the bank: a search, and the first questions it finds."""
        found = self.found()
        more = len(found) - self.shown
        topics = dict.fromkeys(q.topic for q in content.questions())
        goals = self._goals()
        return h(
            "fieldset",
            h("legend", "The bank"),
            h(
                "div",
                h(
                    "div",
                    h("label", "Search", for_="bank"),
                    h("input", id="bank", type="search", value=self.query, input="searched"),
                ),
                select(
                    "About",
                    {"": "Everything"} | {topic: TOPIC[topic] for topic in topics},
                    self.topic,
                    id="bank-topic",  # the agenda has a topic of its own
                    change="chose_topic",
                ),
                select(
                    "For the goal",
                    {"": "Any goal"} | goals,
                    self.goal if self.goal in goals else "",
                    id="bank-goal",
                    change="chose_goal",
                ),
                select("Sounds", _SOUNDS, self.register, id="register", change="chose_register"),
                class_="bar",
            ),
            h("p", f"{len(found)} questions.", role="status"),
            h("ul", [self._offer(q) for q in found[: self.shown]]),
            h("button", f"Show {min(PAGE, more)} more", click="show_more") if more > 0 else None,
        )

    def _offer(self, question: BankQuestion) -> Node:
        source = content.sources().get(question.source or "")
        return h(
            "li",
            question.text,
            " ",
            h(
                "button",
                "Add",
                h("span", f" ({question.text})", class_="hidden"),
                click="add",
                arg=question.id,
            ),
            h("p", f"Then perhaps: {question.follow_up}", class_="soft"),
            h("p", f"Serves: {content.goals()[question.goal].text}", class_="soft"),
            h("p", "Advised by ", link(source.name, source.url), ".", class_="soft")
            if source
            else None,
            h("p", h("strong", "Not everybody would ask it: "), question.contested)
            if question.contested
            else None,
            key=question.id,
        )

    @action
    def wrote(self, text: str) -> None:
        """Type in a question."""
        self.own = text

    @action
    def add_own(self, _: object = None) -> None:
        """Put the question that was written on the list."""
        text = " ".join(self.own.split())
        if not text:
            return
        asked = list(self.prepared.questions)
        if self.rewording and self.rewording[1] in asked:
            number, former = self.rewording
            at = number if asked[number : number + 1] == [former] else asked.index(former)
            asked[at] = text
            self.say(f"Reworded number {at + 1}. ")
            self.change(questions=tuple(asked))
        else:
            self._add(text)
        self._write("")

    @action
    def reword(self, number: int, _: object = None) -> None:
        """Put a question of the list into the field, to write it anew in its place."""
        asked = self.prepared.questions
        if self.own.strip() and not self.rewording:
            self.say("First add the question that you are writing, or empty the field.")
        elif 0 <= number < len(asked):
            self._write(asked[number])
            self.rewording = number, asked[number]
            self.say("Write it anew in the field above.")

    @action
    def leave(self, _: object = None) -> None:
        """Leave a question as it was."""
        self._write("")

    def _write(self, text: str) -> None:
        """Put a text into the field, and the keyboard there."""
        self.own, self.rewording = text, None
        self.revision += 1
        self.focus("own")

    @action
    def add(self, question: str, _: object = None) -> None:
        """Put a question of the bank on the list."""
        self._add(next(q.text for q in content.questions() if q.id == question))

    def _add(self, text: str) -> None:
        self.say(f"Added as number {len(self.prepared.questions) + 1}. ")
        self.change(questions=(*self.prepared.questions, text))

    @action
    def move_up(self, number: int, _: object = None) -> None:
        """Move a question one place up."""
        self._move(number, number - 1, "move_up")

    @action
    def move_down(self, number: int, _: object = None) -> None:
        """Move a question one place down."""
        self._move(number, number + 1, "move_down")

    @action
    def dropped(self, number: int, onto: int) -> None:
        """Move a question to where it was dropped."""
        self._move(number, onto, "")

    def _move(self, number: int, to: int, by: str) -> None:
        asked = list(self.prepared.questions)
        if not (0 <= number < len(asked) and 0 <= to < len(asked)):
            return
        asked.insert(to, asked.pop(number))
        self.say(f"Now number {to + 1} of {len(asked)}. ")
        self.change(questions=tuple(asked))
        if by:  # at an end of the list its button is off, and the other one goes on
            ends = {0: "move_down", len(asked) - 1: "move_up"}
            self.focus(f"{ends.get(to, by)}-{to}")

    @action
    def take_off(self, number: int, _: object = None) -> None:
        """Take a question off the list."""
        asked = self.prepared.questions
        self.say("Taken off the list. ")
        self.change(questions=(*asked[:number], *asked[number + 1 :]))

    @action
    def searched(self, query: str) -> None:
        """Search the bank."""
        self.query, self.shown = query, PAGE

    @action
    def chose_topic(self, topic: str) -> None:
        """Choose what the questions of the bank are about."""
        self.topic, self.shown = topic, PAGE

    @action
    def chose_goal(self, goal: str) -> None:
        """Choose a goal that the questions of the bank are to serve."""
        self.goal, self.shown = goal, PAGE

    @action
    def chose_register(self, register: str) -> None:
        """Choose how the questions of the bank are to sound."""
        self.register, self.shown = register, PAGE

    @action
    def show_more(self, _: object = None) -> None:
        """Show more of the bank."""
        self.shown += PAGE
