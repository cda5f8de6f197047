"""One turn of the learner's looked at again: how it was read and why, and how to put that right."""

from informint.reading import ACTS
from informint.roleplay import Conversation, Turn
from informint.roleplay.words import shared
from informint.views.nodes import Node, h, select
from informint.views.wording import ACTS as ACT_WORDS
from informint.views.wording import FORMS


def looked_at(talk: Conversation, number: int) -> Node | None:
    """Return how a turn of the learner's was read and why, and the ways to change that."""
    if not 1 <= number <= len(talk.turns) or talk.turns[number - 1].reading is None:
        return None
    turn = talk.turns[number - 1]
    return h(
        "div",
        h("h4", f"Turn {number}", id="looked", tabindex=-1),
        h("p", f"“{turn.text}”"),
        h("p", h("strong", "Read as: "), read_as(turn)),
        h("ul", [h("li", why) for why in turn.reading.why]) if turn.reading else None,
        h("p", h("strong", "What it did: "), " ".join(m.words for m in turn.why))
        if turn.why
        else None,
        h(
            "div",
            h("button", "Say it another way", click="rewind", arg=number, class_="main"),
            h("button", "Close", click="look", arg=number),
            class_="bar",
        ),
        h(
            "details",
            h("summary", "I meant it differently"),
            _correction(turn, number),
        ),
        class_="card",
        key=f"look-{number}",
    )


def read_as(turn: Turn) -> str:
    """Return in words what a turn was read as."""
    acts = turn.reading.acts if turn.reading else ()
    told = [", ".join(ACT_WORDS[act] for act in acts) or "not clear"]
    told += [
        f"the question “{asked.text}” is {FORMS[asked.form].split(':')[0]} and about "
        f"{_topics().get(asked.topic, asked.topic)}"
        for asked in turn.questions
    ]
    return "; ".join(told) + "."


def _topics() -> dict[str, str]:
    return {ident: words.theirs for ident, words in shared().topics.items()} | {
        "other": "something else"
    }


def _correction(turn: Turn, number: int) -> Node:
    acts = turn.reading.acts if turn.reading else ()
    asked = turn.questions[-1] if turn.questions else None
    return h(
        "form",
        h(
            "fieldset",
            h("legend", "This turn"),
            [
                h(
                    "label",
                    h("input", type="checkbox", name=act, value="1", checked=act in acts),
                    h("span", ACT_WORDS[act]),
                    class_="inline",
                )
                for act in ACTS
            ],
            class_="acts",
        ),
        select(
            "Its question is",
            FORMS,
            asked.form if asked else "open",
            id="mean-form",
            name="form",
        ),
        select(
            "It asks about",
            _topics(),
            asked.topic if asked else "other",
            id="mean-topic",
            name="topic",
        ),
        h("p", h("button", "Read it so", type="submit")),
        submit="corrected",
        arg=number,
    )
