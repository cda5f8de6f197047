"""What a debrief looks like: one's own judgement beside the reading, quotes, figures, a picture."""

from collections.abc import Mapping, Sequence

from informint import content
from informint.content.talks import drills
from informint.journal import Practice
from informint.roleplay import Debrief, Item, personas
from informint.views.nodes import Node, h, link, select
from informint.views.talk_picture import talk_svg, talk_words
from informint.views.wording import VERDICTS

_SIGN = {"met": "praise", "partly": "consider", "missed": "should"}  # how a line is framed


def which(talks: Mapping[str, Practice], chosen: str) -> Node:
    """Return the choice between several talks."""
    called = {ident: _called(ident, talk) for ident, talk in talks.items()}
    return select("Which talk?", called, chosen, id="talk", change="chose")


def _called(ident: str, talk: Practice) -> str:
    persona = personas().get(talk.persona)
    number = ident.rpartition("-")[2]
    name = persona.name if persona else talk.persona
    return f"{name}, attempt {number}, {len(talk.turns)} turns"


def reading(found: Debrief, judged: Mapping[str, str]) -> list[Node | None]:
    """Return what the talk shows, beside what the learner said of it."""
    return [
        h("h4", "What the talk shows", id="shows", tabindex=-1),
        h("p", h("strong", _agreement(found, judged))),
        _practise(found),
        _items("What went well", found, judged, met=True),
        _moments(found),
        _items("What to try", found, judged, met=False),
        h("h4", "In figures"),
        h("p", _figures(found)),
        h("p", _not_understood(found)) if found.figures.not_understood else None,
    ]


def _items(title: str, found: Debrief, judged: Mapping[str, str], *, met: bool) -> Node | None:
    items = [item for item in found.items if (item.verdict == "met") is met]
    if not items:
        return None
    return h(
        "div",
        h("h4", title),
        h("ul", [_item(item, judged.get(item.id)) for item in items], class_="findings"),
    )


def _agreement(found: Debrief, judged: Mapping[str, str]) -> str:
    met = sum(item.verdict == "met" for item in found.items)
    told = f"{met} of {len(found.items)} done."
    both = [item for item in found.items if item.id in judged]
    if both:
        alike = sum(judged[item.id] == item.verdict for item in both)
        told += f" You and the reading agree on {alike} of the {len(both)} you judged."
    return told


def _practise(found: Debrief) -> Node | None:
    item = found.practise
    if item is None:
        return h("p", "Nothing is missing. Try somebody who is harder to talk to.", class_="card")
    drill = drills().get(item.drill)
    return h(
        "div",
        h("p", h("strong", f"Practise next: {item.title}. "), item.try_),
        h("p", h("small", f"There is a drill for it below: {drill.title}.")) if drill else None,
        class_="card",
    )


def _item(item: Item, own: str | None) -> Node:
    sign = _SIGN[item.verdict]
    yours = None
    if own:
        same = "as you said" if own == item.verdict else f"you said: {VERDICTS[own].lower()}"
        yours = f" ({same})"
    sources = content.sources()
    return h(
        "li",
        h(
            "p",
            h("span", f"{item.title}: {VERDICTS[item.verdict]}", class_=f"word {sign}"),
            yours,
        ),
        h("p", item.says),
        h("ul", [_quote(n, q) for n, q in zip(item.evidence, item.quotes, strict=False)])
        if item.quotes
        else None,
        h("p", h("strong", "Try: "), item.try_) if item.verdict != "met" else None,
        h(
            "details",
            h("summary", "Why it matters, and who says so"),
            h("p", item.why),
            h(
                "p",
                "Source: ",
                [
                    [", " if n else "", link(sources[s].name, sources[s].url)]
                    for n, s in enumerate(item.sources)
                ],
                ".",
            ),
        ),
        class_=f"finding {sign}",
        key=item.id,
    )


def _quote(turn: int, words: str) -> Node:
    return h("li", h("small", f"Turn {turn}: "), f"“{words}”")


def _moments(found: Debrief) -> Node | None:
    if not found.moments:
        return None
    return h(
        "div",
        h("h4", "Another way to say it"),
        [
            h(
                "div",
                h("p", h("small", f"Turn {moment.turn}: "), f"“{moment.quote}”"),
                h("p", f"{moment.says} ", h("strong", f"“{moment.instead}”")),
                class_="card",
                key=f"moment-{moment.turn}",
            )
            for moment in found.moments
        ],
        h("small", "Open that turn in the talk above and choose “Say it another way”."),
    )


def _figures(found: Debrief) -> str:
    figures = found.figures
    return (
        f"Questions: {figures.n_questions}, {figures.open_share:.0%} of them open; "
        f"follow-ups: {figures.n_followups}; {figures.talk_share:.0%} of the words were yours; "
        f"{figures.minutes:.0f} minutes. Comfort went from {found.comfort[0]:.2f} to "
        f"{found.comfort[1]:.2f} of 1."
    )


def _not_understood(found: Debrief) -> str:
    count = found.figures.not_understood
    turns = "turn of yours was" if count == 1 else "turns of yours were"
    return f"{count} {turns} not understood; that counts for nothing here."


def picture(found: Debrief, name: str) -> Node:
    """Return the talk over time, drawn and in words."""
    return h(
        "div",
        h("h4", "The talk over time"),
        h("x-picture", svg=talk_svg(found.timeline, name)),
        h(
            "details",
            h("summary", "The picture in words"),
            [h("p", line) for line in talk_words(found.timeline, name)],
        ),
    )


def attempts(found: Sequence[tuple[str, Debrief]]) -> Node | None:
    """Return attempts side by side, the earliest first; one alone is not compared."""
    few = 2
    if len(found) < few:
        return None
    debriefs = [one for _, one in found]
    rows = [
        ("Questions", [str(d.figures.n_questions) for d in debriefs]),
        ("Open", [f"{d.figures.open_share:.0%}" for d in debriefs]),
        ("Follow-ups", [str(d.figures.n_followups) for d in debriefs]),
        ("Your share of the words", [f"{d.figures.talk_share:.0%}" for d in debriefs]),
        ("Comfort at the end", [f"{d.comfort[1]:.2f}" for d in debriefs]),
        *(
            (item.title, [VERDICTS[d.items[n].verdict] for d in debriefs])
            for n, item in enumerate(debriefs[0].items)
        ),
    ]
    heads = [h("th", ident, scope="col") for ident, _ in found]
    return h(
        "div",
        h("h4", "Attempts compared"),
        h(
            "div",
            h(
                "table",
                h("caption", "The latest on the right"),
                h("thead", h("tr", h("th", "", scope="col"), heads)),
                h(
                    "tbody",
                    [
                        h("tr", h("th", name, scope="row"), [h("td", cell) for cell in cells])
                        for name, cells in rows
                    ],
                ),
            ),
            class_="scroll",
            tabindex=0,
            role="group",
            aria_label="Attempts compared",
        ),
    )
