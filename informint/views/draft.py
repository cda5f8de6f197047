"""A text under the coach's eyes: findings underlined as one types, a list that leads to them."""

from typing import ClassVar

from informint import coach, content
from informint.journal import Journal
from informint.journal.events import RuleBroughtBack, RuleSetAside
from informint.model import Finding, Message, MessageKind, Severity
from informint.reading.said import Heard
from informint.views.nodes import Node, h, link, select
from informint.views.panel import Panel, action
from informint.views.wording import SEVERITY

_MET = {True: "Yes", False: "Not yet", None: "Judge for yourself"}


class Draft(Panel):
    """An editor with the coach beside it; this one keeps nothing but the rules set aside."""

    name: ClassVar[str] = "draft"
    title: ClassVar[str] = "Your draft"

    def __init__(self, journal: Journal, text: str = "", *, key: str = "") -> None:
        self.message = Message(body=text.strip(), subject="")
        self.revision = 0  # rises when the text comes from us and not from the keyboard
        self.checklist = next(iter(content.checklists()))
        self.typing = False
        self._reviewed: tuple[object, coach.Review | None] = (None, None)
        super().__init__(journal, key=key or text)

    def review(self) -> coach.Review:
        """Return the coach's review of the text as it is."""
        aside, heard = tuple(self.journal.state.rules_set_aside), self.heard()
        message = self.in_context()
        of = (message, aside, heard, self.typing)
        if self._reviewed[0] != of or self._reviewed[1] is None:
            review = coach.check_message(
                message, set_aside=aside, kind=message.kind, heard=heard, typing=self.typing
            )
            self._reviewed = (of, review)
            return review
        return self._reviewed[1]

    def in_context(self) -> Message:
        """Return the message with what the journal knows beside it, for the coach."""
        return self.message

    def heard(self) -> Heard | None:
        """Return what is known of the talk that a thank-you is for; None without one."""
        return None

    def body(self) -> list[Node | None]:
        """Show the editor and what the coach says."""
        return [self.editor(), self.findings()]

    def editor(self) -> Node:
        """Return the fields to write in, with their counts."""
        review = self.review()
        return h(
            "div",
            h("label", "Subject", for_="subject"),
            h(
                "input",
                id="subject",
                key=f"subject-{self.revision}",
                type="text",
                value=self.message.subject,
                input="wrote_subject",
                save="save",
            ),
            h("label", "Your text", for_="text"),
            h(
                "x-editor",
                id="text",
                value=self.message.body,
                revision=self.revision,
                marks=_marks(review.findings),
                write="wrote",
                save="save",
                describedby=["counts"],
            ),
            h("p", self.counts(), id="counts"),
        )

    def counts(self) -> str:
        """Return the words, a request's minutes, and whether the text is ready, in words."""
        review = self.review()
        if not review.reading.words:
            return "Nothing is written yet."
        told = [f"{review.reading.words} words"]
        if self.message.kind is MessageKind.REQUEST:
            told.append(_asked(review.reading.duration_minutes))
        must = sum(f.severity is Severity.MUST for f in review.findings)
        told.append("ready to go" if review.ready else f"{must} {_things(must)} must change")
        return f"{'; '.join(told)}."

    def findings(self) -> Node:
        """Return the list of findings, the rules set aside, and the checklist."""
        review = self.review()
        aside = self.journal.state.rules_set_aside
        return h(
            "div",
            h("h4", "What the coach sees"),
            h("ul", [self._finding(f) for f in review.findings], class_="findings")
            if review.findings
            else h("p", "Nothing yet: write a few words."),
            h(
                "details",
                h("summary", f"Rules you set aside ({len(aside)})"),
                [
                    h(
                        "p",
                        f"{rule}: {reason or 'no reason given'} ",
                        h("button", "Bring back", click="bring_back", arg=rule),
                    )
                    for rule, reason in aside.items()
                ],
            )
            if aside
            else None,
            self._checklist() if self.message.kind is MessageKind.REQUEST else None,
        )

    def _finding(self, finding: Finding) -> Node:
        source = content.sources()[finding.source]
        differs = next(r.differs for r in content.rules() if r.id == finding.rule)
        praise = finding.severity is Severity.PRAISE
        return h(
            "li",
            h("span", f"{SEVERITY[finding.severity]}: ", class_=f"word {finding.severity}"),
            finding.message,
            h(
                "button",
                f"“{_short(self.message.body[slice(*finding.span)])}”",
                class_="plain",
                jump=["text", *finding.span],
                aria_label=f"Go to: {_short(self.message.body[slice(*finding.span)])}",
            )
            if finding.span
            else None,
            h("p", finding.hint) if finding.hint and not praise else None,
            h(
                "details",
                h("summary", "Why, and who says so"),
                h(
                    "p",
                    finding.why,
                    " Source: ",
                    link(source.name, source.url),
                    f" ({source.title}).",
                ),
                h("p", f"Others differ: {differs}") if differs else None,
                None
                if praise
                else h(
                    "form",
                    h("label", "Set this rule aside, because", for_=f"aside-{finding.rule}"),
                    h("input", id=f"aside-{finding.rule}", name="reason", type="text"),
                    h("button", "Set aside", type="submit"),
                    submit="set_rule_aside",
                    arg=finding.rule,
                ),
            ),
            class_=f"finding {finding.severity}",
            key=finding.rule + str(finding.span and finding.span.start),
        )

    def _checklist(self) -> Node:
        lists = content.checklists()
        return h(
            "div",
            select(
                "Checklist of",
                {c.id: c.name for c in lists.values()},
                self.checklist,
                id="checklist",
                change="chose_checklist",
            ),
            h(
                "ul",
                [
                    h("li", h("strong", f"{_MET[item.met]}: "), item.text)
                    for item in coach.checklist(self.review(), self.checklist)
                ],
            ),
            class_="card",
        )

    def write(self, message: Message) -> None:
        """Put a message into the editor in place of what is there."""
        self.message = message
        self.revision += 1

    def change(self, **fields: str) -> None:
        """Change the message as the learner typed it."""
        message = self.message
        self.message = Message(
            body=fields.get("body", message.body),
            subject=fields.get("subject", message.subject),
            kind=message.kind,
            to=message.to,
            to_email=message.to_email,
            context=message.context,
        )

    @action
    def wrote(self, body: str) -> None:
        """Type in the text."""
        self.typing = True
        self.change(body=body)

    @action
    def wrote_subject(self, subject: str) -> None:
        """Type in the subject."""
        self.change(subject=subject)

    @action
    def save(self, _: object = None) -> None:
        """The text rests, so it is read anew; a request keeps its draft too."""
        self.typing = False

    @action
    def chose_checklist(self, which: str) -> None:
        """Choose whose checklist to see."""
        if which in content.checklists():
            self.checklist = which

    @action
    def set_rule_aside(self, rule: str, fields: dict[str, str]) -> None:
        """Record that a rule is set aside, and why."""
        self.journal.record(RuleSetAside(rule=rule, reason=" ".join(fields["reason"].split())))
        self.say("Set aside; it can be brought back below.")

    @action
    def bring_back(self, rule: str, _: object = None) -> None:
        """Let a rule speak again."""
        self.journal.record(RuleBroughtBack(rule=rule))
        self.say("The rule speaks again.")


def _marks(findings: tuple[Finding, ...]) -> list[list[object]]:
    """Return the underlined stretches in the order of the text; of two that overlap, the graver."""
    order = list(Severity)
    kept: list[Finding] = []
    for finding in sorted(
        (f for f in findings if f.span), key=lambda f: (order.index(f.severity), f.span)
    ):
        start, end = finding.span or (0, 0)
        if all(f.span and (end <= f.span.start or start >= f.span.end) for f in kept):
            kept.append(finding)
    return sorted([f.span.start, f.span.end, f.severity.value] for f in kept if f.span)


def _short(text: str, limit: int = 60) -> str:
    words = " ".join(text.split())
    return words if len(words) <= limit else words[: limit - 1].rstrip() + "…"


def _asked(minutes: tuple[int, int] | None) -> str:
    if minutes is None:
        return "no minutes named"
    low, high = minutes
    return f"asks for {low} minutes" if low == high else f"asks for {low} to {high} minutes"


def _things(count: int) -> str:
    return "thing" if count == 1 else "things"
