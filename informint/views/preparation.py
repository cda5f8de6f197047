"""Parts of the agenda's view: goals, what to look up, what to say, the minutes."""

from informint import content
from informint.agenda import ADVICE, Agenda, no_room
from informint.model import Preparation
from informint.questions import aim
from informint.views.nodes import Node, h, select

_PARTS = {
    "opening": "To open",
    "time": "To keep to the time",
    "referral": "To ask whom else",
    "name_use": "To ask for their name",
    "thanks": "To thank",
    "stay_in_touch": "To stay in touch",
}


def goals(prepared: Preparation) -> Node:
    """Return the goals chosen, and the ways to another."""
    chosen = prepared.goals
    left = [goal for goal in content.goals().values() if goal.id not in chosen]
    return h(
        "fieldset",
        h("legend", "What do you want to know at the end?"),
        h("ul", [_goal(n, goal) for n, goal in enumerate(chosen)]),
        select(
            "A goal to pick",
            {"": "Choose a goal"} | {goal.id: goal.text for goal in left},
            "",
            id="goal",
            change="picked_goal",
        ),
        h(
            "form",
            h("label", "Or in your own words", for_="own-goal"),
            h("input", id="own-goal", name="goal", type="text", key=f"goal-{len(chosen)}"),
            h("button", "Add this goal", type="submit"),
            submit="wrote_goal",
        ),
    )


def _goal(number: int, goal: str) -> Node:
    text = aim(goal).text
    known = content.goals().get(goal)
    return h(
        "li",
        text,
        " ",
        h(
            "button",
            "Strike",
            h("span", f" ({text})", class_="hidden"),
            click="struck_goal",
            arg=number,
        ),
        h("p", "To reflect on: ", known.reflect, class_="soft") if known else None,
        key=goal,
    )


def look_ups(prepared: Preparation) -> Node:
    """Return what to look up, with the learner's notes."""
    notes = prepared.notes
    return h(
        "details",
        h("summary", f"What to look up first ({len(notes)} noted)"),
        [
            h(
                "div",
                h("label", look_up.text, for_=f"note-{look_up.id}"),
                h(
                    "input",
                    id=f"note-{look_up.id}",
                    type="text",
                    value=notes.get(look_up.id, ""),
                    save="noted",
                    arg=look_up.id,
                    aria_describedby=f"where-{look_up.id}",
                ),
                h("small", look_up.where, id=f"where-{look_up.id}"),
                key=look_up.id,
            )
            for look_up in content.look_ups()
        ],
    )


def lines(plan: Agenda) -> Node:
    """Return the sentences that open and close, the learner's own or the bank's."""
    return h(
        "details",
        h("summary", "How you open and close"),
        h("p", "Say it in your own voice; what you leave as it is comes from the bank."),
        [_line(part, label, plan) for part, label in _PARTS.items()],
    )


def _line(part: str, label: str, plan: Agenda) -> Node:
    bank = {line.id: plan.said(line.text) for line in content.lines() if line.part == part}
    said = plan.lines[part]
    return h(
        "div",
        select(
            f"{label}, from the bank",
            {"": "In your own words"} | bank,
            next((known for known, text in bank.items() if text == said), ""),
            id=f"bank-{part}",
            change="picked_line",
            arg=part,
        ),
        h("label", label, for_=f"line-{part}"),
        h("textarea", id=f"line-{part}", value=said, rows="2", save="put_in_words", arg=part),
        key=part,
    )


def left_out(plan: Agenda) -> Node | None:
    """Return what the printed page has no room for, if anything."""
    told = no_room(plan)
    return h("p", " ".join(told), " It stays in your journal.", class_="soft") if told else None


def time(plan: Agenda) -> Node:
    """Return how the minutes are shared out, as a bar and in words."""
    free = plan.minutes - plan.steps[-1].end
    bar = [
        h("span", str(step.end - step.start), style=f"flex-grow: {step.end - step.start}")
        for step in plan.steps
    ]
    return h(
        "div",
        h(
            "div",
            bar,
            h("span", str(free), style=f"flex-grow: {free}", class_="free"),
            class_="timebar",
            aria_hidden="true",
        ),
        h(
            "ol",
            [h("li", f"Minute {s.start} to {s.end}: {s.what}.") for s in plan.steps],
            h("li", f"{free} minutes early: you stop, and they have time to spare."),
        ),
        h("p", ADVICE),
    )
