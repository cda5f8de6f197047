"""What a practice talk looks like: the people to choose from, the turns, the clock, comfort."""

from collections.abc import Sequence

from informint import content
from informint.content.persona import Persona
from informint.content.talks import Drill
from informint.journal import Practice
from informint.roleplay import Conversation, Debrief, Turn, personas
from informint.views.nodes import Node, h, link, select
from informint.views.wording import DEPTHS, VERDICTS

LOOK_UPS = 3  # things to look up that are named before a talk


def easiest_first() -> list[Persona]:
    """Return the people to talk to, those who are most at ease with a stranger first."""
    return sorted(personas().values(), key=lambda persona: -persona.comfort * persona.ease)


def choice(chosen: str) -> Node:
    """Return the people to choose from, and who the chosen one is."""
    return h(
        "div",
        select(
            "With whom? (The easiest to talk to come first.)",
            {p.id: f"{p.name}: {p.field}" for p in easiest_first()},
            chosen,
            id="persona",
            change="chose",
        ),
        _card(personas()[chosen]),
    )


def _card(persona: Persona) -> Node:
    return h(
        "div",
        h("p", h("strong", persona.name), f", {persona.title}, {persona.organisation}"),
        h("p", persona.blurb),
        h(
            "p",
            h("span", f"{persona.minutes} minutes", class_="tag"),
            h("span", persona.channel, class_="tag wrap"),
        ),
        h(
            "details",
            h("summary", "What they are like to talk to"),
            h("p", f"{persona.temper[:1].upper()}{persona.temper[1:]}."),
        ),
        h(
            "details",
            h("summary", "What you would look up before a real talk"),
            h(
                "ul",
                [
                    h("li", one.text, " ", h("small", one.where))
                    for one in content.look_ups()[:LOOK_UPS]
                ],
            ),
        ),
        h("small", "An invented person. What you type stays on this computer."),
        class_="card",
    )


def task(drill: Drill) -> Node:
    """Return what a drill asks for."""
    source = content.sources()[drill.source]
    return h(
        "div",
        h("p", drill.task),
        h("p", h("strong", "Tip: "), drill.tip),
        h("small", "Only this counts here. Advised by ", link(source.name, source.url), "."),
        class_="card",
    )


def to_go_on_with(talks: Sequence[tuple[str, Practice]]) -> Node | None:
    """Return the talks that were paused, with a button each."""
    if not talks:
        return None
    return h(
        "div",
        h("h4", "Go on with"),
        [
            h(
                "p",
                h("button", f"{_name(talk)}, {_turns(len(talk.turns))}", click="go_on", arg=ident),
                key=ident,
            )
            for ident, talk in talks
        ],
    )


def _name(talk: Practice) -> str:
    persona = personas().get(talk.persona)
    return persona.name if persona else talk.persona


def _turns(count: int) -> str:
    return f"{count} turn{'' if count == 1 else 's'}"


def who(talk: Conversation, drill: Drill | None) -> Node:
    """Return whom the talk is with, and what a drill asks for."""
    persona = talk.persona
    return h(
        "div",
        h("p", h("strong", persona.name), f", {persona.title}, {persona.organisation}"),
        h("p", drill.task) if drill else None,
    )


def log(talk: Conversation, *, lead: int = 0) -> Node:
    """Return the turns; the first ``lead`` were said in the learner's place."""
    first = talk.persona.name.removeprefix("Dr. ").split()[0]
    turns = [
        _mine(number, turn, led=number <= lead)
        if turn.who == "learner"
        else h(
            "div",
            h("p", first, class_="who"),
            h("p", turn.text, class_="said"),
            class_="turn theirs",
            key=f"t{number}",
        )
        for number, turn in enumerate(talk.turns, 1)
    ]
    opening = h("p", "You speak first.", class_="soft", key="first")
    return h(
        "div",
        turns or opening,
        id="log",
        class_="log",
        role="log",
        aria_live="polite",
        aria_label=f"The talk with {talk.persona.name}",
        tabindex=0,
    )


def _mine(number: int, turn: Turn, *, led: bool) -> Node:
    # The learner knows what they typed: only the answers are announced.
    return h(
        "div",
        h("p", "Said for you" if led else "You", class_="who"),
        h("p", turn.text, class_="said"),
        None
        if led
        else h(
            "button",
            "Why, or another way",
            click="look",
            arg=number,
            class_="plain",
            aria_label=f"Turn {number}: how it was read, or say it another way",
        ),
        class_="turn mine",
        key=f"t{number}",
        aria_live="off",
    )


def clock(talk: Conversation) -> Node:
    """Return the time in words; it counts what is said, and not how long somebody thinks."""
    used, left = round(talk.minute), round(talk.minutes_left)
    words = f"About {used} of {talk.persona.minutes} minutes used, {left} left"
    if talk.minutes_left <= 0:
        words = f"The {talk.persona.minutes} minutes are up"
    return h(
        "p",
        h("strong", words),
        h("small", " (counted by what is said; thinking costs nothing)"),
        id="clock",
    )


def comfort(talk: Conversation) -> Node:
    """Return how comfortable the persona is, as a bar and in words."""
    moved = talk.turns[-2].why if talk.turns else ()
    why = "; ".join(f"{move.words.rstrip('.')} ({move.amount:+.2f})" for move in moved)
    return h(
        "div",
        h("label", f"Comfort {talk.comfort:.2f} of 1: {DEPTHS[talk.depth]}", for_="comfort"),
        h("meter", id="comfort", min="0", max="1", value=f"{talk.comfort:.2f}"),
        h("p", h("small", f"Your last turn: {why}.")) if why else None,
    )


def scored(found: Debrief, drill: Drill | None) -> Node:
    """Return how the drill stands: only its own lines of the rubric."""
    items = [item for item in found.items if drill and item.id in drill.items]
    return h(
        "ul",
        [
            h(
                "li",
                h("p", h("strong", f"{VERDICTS[item.verdict]}: "), item.says),
                [h("p", h("small", f"“{quote}”")) for quote in item.quotes[-1:]],
                h("p", "Try: ", item.try_) if item.verdict != "met" else None,
                key=item.id,
            )
            for item in items
        ],
        class_="card scores",
    )


def over(talk: Conversation, *, ended: bool, drill: bool) -> Node | None:
    """Return what to do when the talk is over."""
    if not talk.over and not ended:
        return None
    if ended:
        then = "try it again, or say a turn another way" if drill else "its debrief comes next"
        return h("p", f"This talk has ended: {then}.", class_="card")
    return h(
        "p",
        "The talk is over. If something is left to say, such as thanks, say it; then end the talk.",
        class_="card",
    )


def bar(*, ended: bool, comfort: bool, aloud: bool) -> Node:
    """Return what can be done in a talk, or after it."""
    going = (("Give me a hint", "asked_hint"), ("Pause", "pause"), ("End the talk", "end"))
    ways = (("Another talk", "pause"),) if ended else going
    last = ("Download the transcript", "download_transcript")
    return h(
        "div",
        h("div", [h("button", label, click=do) for label, do in (*ways, last)], class_="bar"),
        _box("Show how comfortable they are", "showed_comfort", on=comfort),
        _box("Let my browser read the answers aloud", "read_aloud", on=aloud),
    )


def _box(label: str, change: str, *, on: bool) -> Node:
    return h(
        "label",
        h("input", type="checkbox", checked=on, change=change),
        h("span", label),
        class_="inline",
    )
