"""What the progress cards of a class show together: each a table to print, and nobody's own."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from informint import cards, content
from informint.cards import Card, PracticeMarks
from informint.errors import BadInput
from informint.files import files_in, read_limited
from informint.roleplay.rubric import rubric

WORTH = 0.25  # of a class from which a rule or a mark is worth a word to all
TOPICS = 3  # things to talk about at most: what a debrief of a quarter of an hour holds
ENDING = ".json"


class SkippedCard(NamedTuple):
    """A file that is no card, or no longer counts, and why."""

    file: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cards:
    """The cards of a class, one a learner, and the files left out."""

    cards: tuple[Card, ...]
    skipped: tuple[SkippedCard, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the design's JSON."""
        return {"read": len(self.cards), "skipped": [one._asdict() for one in self.skipped]}


def read_cards(folder: Path, report: Path | None = None) -> Cards:
    """Read the cards of a folder and the folders in it; of two of one learner, the newer counts.

    Whatever else lies there is left out and named, unless its name begins with a dot.

    Args:
        folder: holds the cards.
        report: a file that may lie among them and is passed over.

    Raises:
        BadInput: when there is no such folder, it cannot be read, or no file in it could be a card.
    """
    files = {path.relative_to(folder): path for path in files_in(folder)}
    seen = {
        name.as_posix(): path
        for name, path in files.items()
        if not any(part.startswith(".") for part in name.parts)
        and not (report is not None and path.resolve() == report.resolve())
    }
    named = {name for name in seen if name.casefold().endswith(ENDING)}
    if not named:
        message = f"{folder} holds no cards (*{ENDING})."
        raise BadInput(message)
    found: dict[str, tuple[Card, str]] = {}
    skipped = [SkippedCard(name, f"it is no {ENDING} file") for name in seen.keys() - named]
    for name in sorted(named):
        path = seen[name]
        try:
            card = cards.read_card(read_limited(path, cards.LARGEST, "progress card"))
        except BadInput as error:
            skipped.append(SkippedCard(name, str(error)))
            continue
        before = found.get(card.who.casefold())
        older = name
        if before is None or card.steps > before[0].steps:
            older = before[1] if before else ""
            found[card.who.casefold()] = (card, name)
        if older:
            skipped.append(SkippedCard(older, "there is a newer card, or the same, of this name"))
    return Cards(cards=tuple(card for card, _ in found.values()), skipped=tuple(sorted(skipped)))


class Trip(NamedTuple):
    """A rule that finds something to mend: with how many learners, of how many who wrote."""

    rule: str
    learners: int
    of: int
    says: str
    why: str
    hint: str


def trips(read: Cards) -> list[Trip]:
    """Return the rules on drafts and questions, those that most learners trip over first."""
    found: list[Trip] = []
    messages = {rule.id: rule for rule in content.rules()}
    on_questions = {rule.id: rule for rule in content.question_rules()}
    for field, texts, known in (
        ("rules", "drafts", messages), ("question_rules", "plans", on_questions),
    ):  # fmt: skip
        wrote = sum(card.counts.get(texts, 0) > 0 for card in read.cards)
        counted = Counter(rule for card in read.cards for rule in getattr(card, field))
        for ident, n in counted.items():
            rule = known.get(ident)  # None: of a pack that is not in use here
            words = (rule.message, rule.why, rule.hint) if rule else (ident, "", "")
            found.append(Trip(ident, n, max(wrote, n), *words))
    return sorted(found, key=lambda trip: (-trip.learners / trip.of, trip.rule))


class Way(NamedTuple):
    """A figure from the first to the last practice talk; shares from 0 to 1."""

    name: str
    first: float
    last: float
    up: int
    same: int
    down: int


_FIGURES: dict[str, Callable[[PracticeMarks], float]] = {
    "open questions, of all questions": lambda talk: talk.open_share,
    "follow-ups, of all questions": lambda talk: (
        min(1.0, talk.follow_ups / talk.questions) if talk.questions else 0.0
    ),
    "the learner's share of the words": lambda talk: talk.talk_share,
}


def ways(read: Cards) -> list[Way]:
    """Return the medians of each figure over learners with two talks or more, and who moved."""
    pairs = [(card.talks[0], card.talks[-1]) for card in read.cards if len(card.talks) > 1]
    if not pairs:
        return []
    found = []
    for name, figure in _FIGURES.items():
        moved = [(figure(first), figure(last)) for first, last in pairs]
        found.append(
            Way(
                name=name,
                first=median(a for a, _ in moved),
                last=median(b for _, b in moved),
                up=sum(b > a for a, b in moved),
                same=sum(b == a for a, b in moved),
                down=sum(b < a for a, b in moved),
            )
        )
    return found


_RANK = {"missed": 0, "partly": 1, "met": 2}


def marks(read: Cards) -> Iterator[tuple[str, str, Counter[str], int]]:
    """Yield each line of the rubric: id, title, marks in last talks, who marked themself higher."""
    last = [card.talks[-1] for card in read.cards if card.talks]
    titles = {line.id: line.title for line in rubric()[0]}
    seen = dict.fromkeys((*titles, *(ident for talk in last for ident in talk.marks)))
    for ident in seen:
        counts = Counter[str](talk.marks[ident] for talk in last if ident in talk.marks)
        hoped = sum(
            _RANK[talk.own_marks.get(ident, "missed")] > _RANK[talk.marks[ident]]
            for talk in last
            if ident in talk.marks
        )
        if counts:
            yield ident, titles.get(ident, ""), counts, hoped


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """Something to talk about with the class: why now, what to ask them, what to try."""

    title: str
    because: str
    ask: str
    try_: str


def to_debrief(read: Cards) -> list[Prompt]:
    """Return what to talk about: the marks and rules that most of the class misses, at most three.

    The rubric's weights and shares decide; the words are those of the content.
    """
    weighed: list[tuple[float, Prompt]] = []
    lines = {line.id: line for line in rubric()[0]}
    heaviest = max((line.weight for line in lines.values()), default=1)
    for ident, title, counts, _ in marks(read):
        share = counts["missed"] / sum(counts.values())
        if share >= WORTH and ident in lines:
            line = lines[ident]
            because = f"{percent(share)} missed it in their last talk. {line.why}"
            prompt = Prompt(title=title, because=because, ask=line.ask, try_=line.try_missed)
            weighed.append((share * line.weight / heaviest, prompt))
    for trip in trips(read):
        share = trip.learners / trip.of
        if share >= WORTH and trip.why:
            because = f"{trip.learners} of {trip.of} learners. {trip.why}"
            ask = "Who has a sentence for this that they like? Read it out, if you want to."
            hint = trip.hint or trip.says
            weighed.append(
                (share / 2, Prompt(title=trip.says, because=because, ask=ask, try_=hint))
            )
    weighed.sort(key=lambda pair: -pair[0])
    return [prompt for _, prompt in weighed[:TOPICS]]


def percent(share: float) -> str:
    """Return a share in words."""
    return f"{share:.0%}"
