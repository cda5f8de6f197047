"""The report's tables and prompts: what a notebook shows of the cards of a class."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from informint.cohort.class_cards import Cards, Prompt, marks, percent, to_debrief, trips, ways

FEW = 5  # cards under which a reader who knows the class may guess who is who


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows under a caption; in a notebook it shows as a table, printed as text."""

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    none: str = "Nothing to show yet."

    def _repr_html_(self) -> str:
        if not self.rows:
            return f"<p><strong>{escape(self.caption)}</strong>: {escape(self.none)}</p>"
        head = "".join(f'<th scope="col">{escape(name)}</th>' for name in self.header)
        body = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in self.rows)
        caption = f"<caption>{escape(self.caption)}</caption>"
        return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"

    def __repr__(self) -> str:
        lines = [self.caption, *(" | ".join(row) for row in (self.header, *self.rows))]
        return "\n".join(lines if self.rows else (self.caption, self.none))


def _cell(text: str) -> str:
    return f"<td>{escape(text)}</td>"


def overview(read: Cards) -> Table:
    """Return how much was handed in."""
    held = [len(card.talks) for card in read.cards]
    rows = [
        ("cards read", str(len(read.cards))),
        ("files left out", str(len(read.skipped))),
        ("learners with a practice talk", str(sum(n > 0 for n in held))),
        ("learners with two or more", str(sum(n > 1 for n in held))),
        ("drafts looked at", str(sum(card.counts.get("drafts", 0) for card in read.cards))),
    ]
    if len(read.cards) < FEW:
        rows.append(("a word of care", f"with fewer than {FEW} cards, people may be recognised"))
    return Table(caption="What was handed in", header=("what", "how many"), rows=tuple(rows))


def left_out(read: Cards) -> Table:
    """Return the files that were not counted, and why."""
    return Table(
        caption="Files left out",
        header=("file", "why"),
        rows=tuple(read.skipped),
        none="None: every file was read.",
    )


def tripped(read: Cards, most: int = 12) -> Table:
    """Return ``trips`` as a table."""
    rows = tuple(
        (trip.rule, trip.says, f"{trip.learners} of {trip.of}", percent(trip.learners / trip.of))
        for trip in trips(read)[:most]
    )
    return Table(
        caption="Which rules trip the class",
        header=("rule", "what it says", "learners", "share"),
        rows=rows,
        none="No draft and no question needs mending.",
    )


def moved(read: Cards) -> Table:
    """Return ``ways`` as a table."""
    rows = tuple(
        (
            way.name,
            percent(way.first),
            percent(way.last),
            str(way.up),
            str(way.same),
            str(way.down),
        )
        for way in ways(read)
    )
    number = sum(len(card.talks) > 1 for card in read.cards)
    return Table(
        caption=f"From the first to the last practice talk ({number} learners; medians)",
        header=("figure", "first", "last", "up", "the same", "down"),
        rows=rows,
        none="Nobody has handed in two practice talks.",
    )


def marked(read: Cards) -> Table:
    """Return the rubric's marks in everybody's last talk, and how often they had hoped for more."""
    rows = []
    for ident, title, counts, hoped in marks(read):
        n = sum(counts.values())
        shares = (percent(counts[mark] / n) for mark in ("met", "partly", "missed"))
        rows.append((title or ident, *shares, str(hoped)))
    return Table(
        caption="The rubric in each learner's last talk",
        header=("line", "met", "partly", "missed", "had marked themselves higher"),
        rows=tuple(rows),
        none="Nobody has handed in a practice talk.",
    )


def prompts(read: Cards) -> "Prompts":
    """Return what to talk about with the class."""
    return Prompts(to_debrief(read))


class Prompts:
    """What to debrief, one after another."""

    def __init__(self, found: Sequence[Prompt]) -> None:
        self.found = tuple(found)

    def _repr_html_(self) -> str:
        none = (
            "<p>Nothing that a quarter of the class shares: ask what went better than before.</p>"
        )
        return "".join(map(_told, self.found)) or none

    def __repr__(self) -> str:
        return "\n".join(prompt.title for prompt in self.found) or "Nothing that many share."


def _told(prompt: Prompt) -> str:
    return (
        f"<h3>{escape(prompt.title)}</h3><p>{escape(prompt.because)}</p>"
        f"<p><strong>Ask:</strong> {escape(prompt.ask)}</p>"
        f"<p><strong>Try:</strong> {escape(prompt.try_)}</p>"
    )
