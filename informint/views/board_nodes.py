"""Parts of the board's view: what is due, the columns, the table, and one person."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from informint import content, followthrough
from informint.followthrough import Reminder, Row
from informint.journal import Introduction, Progress, Stage, State
from informint.journal import events as ev
from informint.model import Person
from informint.views.nodes import Node, h, link, select
from informint.views.wording import ANSWER, LEAVE_WORDS, STAGE, leave_value

SHOWN = 12  # people in a column, or rows of the table, before the rest is asked for


class Way(NamedTuple):
    """One thing to record: what the button says, the event, and its answer if it has one."""

    label: str
    event: type[ev.Move | ev.TimesOffered]
    answer: str = ""


MOVES: Mapping[str, Way] = {
    "sent": Way("I have sent the request", ev.Sent),
    "nudged": Way("I have sent the reminder", ev.Nudged),
    "yes": Way("They said yes", ev.Replied, "yes"),
    "no": Way("They said no", ev.Replied, "no"),
    "later": Way("They said later", ev.Replied, "later"),
    "offered": Way("I have offered times", ev.TimesOffered),
    "talked": Way("We have talked", ev.Talked),
    "thanked": Way("I have thanked them", ev.Thanked),
    "told": Way("I have told them", ev.ReportedBack),
    "rested": Way("Let it rest", ev.Rested),
}
_DOES = {
    "send": "sent", "answer": "offered", "settle_time": "offered", "nudge": "nudged",
    "ask_again": "nudged", "rest": "rested", "talk": "talked", "thank": "thanked",
    "thank_for_no": "thanked", "report_back": "told", "report_news": "told",
    "keep_in_touch": "told",
}  # fmt: skip


def move(person: str, name: str) -> ev.AnyEvent:
    """Return the event that one of ``MOVES`` records."""
    way = MOVES[name]
    if way.event is ev.Replied:
        return ev.Replied(person, answer=way.answer)  # type: ignore[arg-type]
    return way.event(person)  # type: ignore[return-value]


def due(reminders: Sequence[Reminder], today: date, *, shown: bool = False) -> Node:
    """Return steps that are open, with the ways to settle each.

    Args:
        reminders: the steps, in order.
        today: the learner's date.
        shown: whether the person is in sight already.
    """
    if not reminders:
        return h("p", "Nothing is due today.")
    return h("ul", [_due(reminder, today, shown) for reminder in reminders], class_="due")


def _due(reminder: Reminder, today: date, shown: bool) -> Node:  # noqa: FBT001  (passed on)
    when = followthrough.in_words(reminder.due, today) if reminder.due else ""
    return h(
        "li",
        h("strong", reminder.what),
        f" ({when})." if when else ".",
        h("small", f" Lesson {reminder.lesson} has what you need.") if reminder.lesson else None,
        _ways(reminder, shown),
        _why(reminder),
        key=f"{reminder.person.id}-{reminder.action}",
        class_="card",
    )


def _ways(reminder: Reminder, shown: bool) -> Node:  # noqa: FBT001  (passed on)
    person, name = reminder.person, reminder.person.name
    does = _DOES.get(reminder.action)
    ways = []
    if does:
        done = [does, person.id]
        ways.append(_button(MOVES[does].label, name, click="did", arg=done, class_="main"))
    if reminder.action == "ask_name":
        ways.append(_button("They agreed", name, click="may_name", arg=person.id, class_="main"))
        ways.append(_button("They would rather not", name, click="may_not_name", arg=person.id))
    if not shown:
        ways.append(_button("Show", f"{name}: {reminder.what}", click="chose", arg=person.id))
    what = [reminder.action, person.id]
    ways.append(_button("Dismiss", reminder.what, click="dismiss", arg=what))
    return h("div", ways, class_="bar")


def _button(label: str, about: str, **attrs: object) -> Node:
    return h("button", label, h("span", f" ({about})", class_="hidden"), **attrs)


def _why(reminder: Reminder) -> Node:
    source = content.sources()[reminder.source]
    return h(
        "details",
        h("summary", "Why, and who says so"),
        h("p", reminder.why, " Source: ", link(source.name, source.url), f" ({source.title})."),
        h("p", f"Others differ: {reminder.differs}") if reminder.differs else None,
    )


def columns(rows: Sequence[Row], today: date, *, whole: bool) -> Node:
    """Return the board: a list of people under each stage that anybody is at."""
    by_stage = followthrough.columns(rows)
    empty = [STAGE[stage].lower() for stage, those in by_stage.items() if not those]
    return h(
        "div",
        h(
            "div",
            [_column(stage, those, today, whole) for stage, those in by_stage.items() if those],
            class_="board",
        ),
        h("small", f"Nobody at: {', '.join(empty)}.") if empty else None,
    )


def _column(stage: Stage, rows: Sequence[Row], today: date, whole: bool) -> Node:  # noqa: FBT001  (passed on)
    shown = rows if whole else rows[:SHOWN]
    return h(
        "section",
        h("h5", f"{STAGE[stage]} ({len(rows)})", id=f"stage-{stage}"),
        h("ul", [_card(row, today) for row in shown]),
        _more(len(rows) - len(shown)),
        aria_labelledby=f"stage-{stage}",
        key=stage.value,
    )


def _card(row: Row, today: date) -> Node:
    return h(
        "li",
        h("button", row.person.name, click="chose", arg=row.person.id, class_="plain"),
        h("small", _next(row, today)),
        key=row.person.id,
    )


def _next(row: Row, today: date) -> str:
    if row.next is None:
        return "Nothing more is due."
    when = f", {followthrough.in_words(row.next.due, today)}" if row.next.due else ""
    return f"{row.next.what}{when}"


def _more(hidden: int) -> Node | None:
    return h("p", h("button", f"Show {hidden} more", click="show_all")) if hidden > 0 else None


def table(rows: Sequence[Row], today: date, *, whole: bool) -> Node:
    """Return the same as a table, what is due first on top."""
    shown = rows if whole else rows[:SHOWN]
    heads = ("Person", "Stage", "Since", "Next", "When", "Says")
    return h(
        "div",
        h(
            "table",
            h("caption", f"{len(rows)} people under way"),
            h("thead", h("tr", [h("th", head, scope="col") for head in heads])),
            h("tbody", [_line(row, today) for row in shown]),
        ),
        _more(len(rows) - len(shown)),
        class_="scroll",
    )


def _line(row: Row, today: date) -> Node:
    then = row.next
    return h(
        "tr",
        h(
            "th",
            h("button", row.person.name, click="chose", arg=row.person.id, class_="plain"),
            scope="row",
        ),
        h("td", STAGE[row.stage]),
        h("td", _day(row.since)),
        h("td", then.what if then else "Nothing more"),
        h("td", followthrough.in_words(then.due, today) if then and then.due else ""),
        h("td", content.sources()[then.source].name if then else ""),
        key=row.person.id,
    )


def _day(day: date) -> str:
    return f"{day.day} {day:%B}"


def way(progress: Progress, now: datetime) -> Node:
    """Return the stages one person went through, with their days."""
    steps = []
    for reached in progress.path:
        words = STAGE[reached.stage]
        if reached.stage is Stage.REPLIED and reached is progress.path[-1] and progress.answer:
            words += f": {ANSWER[progress.answer]}"
        steps.append(h("li", f"{words}, {_day(reached.at.astimezone(now.tzinfo).date())}"))
    return h("details", h("summary", f"The way so far ({len(steps)})"), h("ol", steps))


def introduction(state: State, person: str) -> Node:
    """Return everybody who named a person, and whether that may be said."""
    named = state.named_by.get(person, {}).values()
    known = [i for i in named if i.by in state.people]
    return h("div", [_named_by(state.people[i.by], i, n) for n, i in enumerate(known)])


def _named_by(by: Person, introduction: Introduction, number: int) -> Node:
    return h(
        "div",
        h("p", "Introduced by ", h("strong", by.name), "."),
        select(
            "May you use their name?",
            LEAVE_WORDS,
            leave_value(introduction.may_name),
            id=f"may-name-{number}" if number else "may-name",
            change="answered_name",
            arg=by.id,
        ),
        key=by.id,
    )
