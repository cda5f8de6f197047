"""Reads a turn of the talk: what it does, what it asks, whether it follows up, and why."""

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType
from typing import Any, NamedTuple

from informint.reading import turn_rules
from informint.reading.encoder import PLAIN, Encoder, Example, Seen, encoder
from informint.reading.sentences import split_sentences

ACTS = (
    "greet", "introduce_self", "state_purpose", "small_talk", "ask", "follow_up", "acknowledge",
    "talk_about_self", "ask_for_job", "ask_resume_help", "time_check", "offer_to_end", "thank",
    "ask_referral", "ask_name_use", "ask_stay_in_touch", "close", "off_topic", "rude",
    "clarify_request",
)  # fmt: skip
QUESTIONS = frozenset({"ask", "ask_referral"})  # the acts that have a form and a topic
LONGEST = 4_000  # characters of a turn; a minute of speech has about 900
PREVIOUS_LONGEST = 2_000  # characters, the last ones, of what was said before
PART_WORDS = 60  # a longer turn is read in parts
FIRM = 1.0  # log odds that a firm phrase adds
BY_PHRASES = 0.7  # score of what phrases alone say
KINDRED = 0.5  # cosine from which a training turn is shown as alike
UNSURE = 0.5  # below this, what else it could be is said
_NOTHING: Mapping[str, float] = MappingProxyType(dict.fromkeys(ACTS, 0.0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a turn was read as.

    ``acts`` stand in the order of ``ACTS``; none means that it was not clear. ``form`` and
    ``topic`` are there exactly when ``acts`` hold ``ask`` or ``ask_referral``. ``scores`` are
    between 0 and 1 for every act, even at 0.5. ``sure`` is the share of such readings whose acts
    are all right.
    """

    text: str = field(repr=False)
    previous: str | None = field(default=None, repr=False)
    acts: tuple[str, ...] = ()
    form: str | None = None
    topic: str | None = None
    scores: Mapping[str, float] = field(default_factory=lambda: _NOTHING)
    why: tuple[str, ...] = ()
    sure: float = 0.0

    @property
    def follows_up(self) -> bool:
        """Whether it picks up what the other had just said."""
        return "follow_up" in self.acts


class _Weighed(NamedTuple):
    """What one text is before anybody decides: log odds, 0 is even, and what speaks for it."""

    acts: Mapping[str, float]
    form: str
    topics: Mapping[str, float]
    found: turn_rules.Found
    like: tuple[Example, float] | None
    by: Encoder | None

    @property
    def topic(self) -> str:
        """The likeliest topic."""
        return max(self.topics, key=lambda topic: self.topics[topic])


def read(text: str, previous: str | None = None, *, hooks: Iterable[str] = ()) -> Reading:
    """Read one turn.

    Args:
        text: what somebody said or typed, any text.
        previous: what the other had just said, if anything.
        hooks: names of what the other has just mentioned and could be asked about; a question that
            names one follows up.

    Raises:
        BadInput: when the learned weights are missing or damaged.
    """
    previous = previous.strip()[-PREVIOUS_LONGEST:] if previous and previous.strip() else None
    unclear = _unreadable(text)
    if unclear:
        return Reading(text=text, previous=previous, why=(unclear,))
    weighed = _weigh(" ".join(text.split()), previous)
    picked = named(text, hooks) if previous else None
    scores = _scores(weighed, previous, picked)
    acts = tuple(act for act in ACTS if scores[act] >= 0.5)  # noqa: PLR2004  (even)
    asks = bool(QUESTIONS & set(acts))
    form, topic = (weighed.form, weighed.topic) if asks else (None, None)
    if "ask_referral" in acts:
        topic = "network"
    sure = _sure(weighed, scores, acts)
    why = tuple(_reasons(weighed, scores, acts, text, previous, picked, sure))
    return Reading(
        text=text, previous=previous, acts=acts, form=form, topic=topic,
        scores=MappingProxyType(scores), why=why, sure=sure,
    )  # fmt: skip


def read_many(turns: Iterable[tuple[str, str | None]]) -> tuple[Reading, ...]:
    """Read turns, each a text and what was said before it or None; see ``read``."""
    return tuple(read(text, previous) for text, previous in turns)


def as_question(text: str) -> tuple[str, Mapping[str, float]]:
    """Return the form a text has if it is a question, and how likely each topic is, together 1.

    Raises:
        BadInput: when the learned weights are missing or damaged.
    """
    weighed = _weigh(" ".join(text.split()), None)
    return weighed.form, weighed.topics


def as_json(reading: Reading) -> dict[str, Any]:
    """Return what ``informint read`` prints of a reading."""
    return {
        "acts": list(reading.acts),
        "form": reading.form,
        "topic": reading.topic,
        "scores": dict(reading.scores),
        "why": list(reading.why),
    }


def explain(reading: Reading, top: int = 3) -> tuple[str, ...]:
    """Return, for each act of a reading, the words without which it would count less.

    It reads the turn again without each of its words (a turn of 20 words takes about 0.1 s).
    """
    words = reading.text.split()[:PART_WORDS]
    if not reading.acts or len(words) < 2:  # noqa: PLR2004  (one word needs no telling)
        return ()
    whole = _weigh(" ".join(words), reading.previous).acts
    without = [
        _weigh(" ".join(words[:n] + words[n + 1 :]), reading.previous).acts
        for n in range(len(words))
    ]
    told = []
    for act in reading.acts:
        drop = sorted(((whole[act] - one[act], -n) for n, one in enumerate(without)), reverse=True)
        most = [words[-n].strip(".,;:!?\"'()") for loss, n in drop[:top] if loss > 0]
        if most:
            told.append(f"What speaks most for {_name(act)}: {', '.join(map(_quote, most))}.")
    return tuple(told)


def _unreadable(text: str) -> str | None:
    """Return why a text is not read at all, or None."""
    if not text.strip():
        return "There is nothing to read yet."
    if len(text) > LONGEST:
        return f"This is longer than a turn of a talk ({LONGEST:,} characters), so it was not read."
    if not any(char.isalnum() for char in text):
        return "There are no words in it."
    if turn_rules.is_foreign(text):
        return "This does not look like English, the only language that is read here."
    return None


@lru_cache(maxsize=4096)
def _weigh(text: str, previous: str | None) -> _Weighed:
    """Weigh one text with the learned weights, or by phrases where numpy is missing."""
    found = turn_rules.find(text)
    try:
        engine = encoder()
    except ImportError:
        return _weigh_by_phrases(text, previous, found)
    card = engine.card
    seen = [engine.see(part, previous) for part in _parts(text)]
    odds = {
        act: card.slope * max(float(one.acts[n]) for one in seen) for n, act in enumerate(card.acts)
    }
    for rule in found.acts:
        if rule.firm:
            odds[rule.speaks_for] += FIRM
    asking = max(seen, key=lambda one: float(one.acts[card.acts.index("ask")]))
    return _Weighed(
        odds, card.forms[int(asking.forms.argmax())],
        _likelihoods(card.topics, asking.topics.tolist()), found, _like(engine, seen), engine,
    )  # fmt: skip


def _likelihoods(names: Sequence[str], odds: Sequence[float]) -> Mapping[str, float]:
    most = max(odds)
    weights = [math.exp(one - most) for one in odds]
    whole = sum(weights)
    return MappingProxyType({name: one / whole for name, one in zip(names, weights, strict=True)})


def _like(engine: Encoder, seen: Sequence[Seen]) -> tuple[Example, float] | None:
    return engine.nearest(seen[0].vector) if len(seen) == 1 else None


def _parts(text: str) -> Iterator[str]:
    """Yield a text in parts of at most PART_WORDS words, whole sentences where they fit."""
    if len(text.split()) <= PART_WORDS:
        yield text
        return
    part: list[str] = []
    for sentence in split_sentences(text):
        words = sentence.text.split()
        if part and len(part) + len(words) > PART_WORDS:
            yield " ".join(part)
            part = []
        part += words
        while len(part) > PART_WORDS:
            yield " ".join(part[:PART_WORDS])
            part = part[PART_WORDS:]
    if part:
        yield " ".join(part)


_ASKS = re.compile(
    r"\?|^\W*(?:and |so |but )?(?:what|how|why|who|which|where|when|tell me|do you|did you|are you"
    r"|is there|could you|can you|i wonder|i'd (?:like|love) to (?:know|hear))\b",
    re.IGNORECASE,
)
_POINTS_BACK = re.compile(r"\b(?:that|those|then|you (?:said|mentioned))\b|^why\b", re.IGNORECASE)


def _weigh_by_phrases(text: str, previous: str | None, found: turn_rules.Found) -> _Weighed:
    """Guess by phrases alone."""
    acts = {rule.speaks_for for rule in found.acts}
    if _ASKS.search(text) and not acts - {"greet", "introduce_self", "thank", "state_purpose"}:
        acts.add("ask")
    if previous and acts & QUESTIONS and (_POINTS_BACK.search(text) or _shared(text, previous)):
        acts.add("follow_up")
    even = math.log(BY_PHRASES / (1 - BY_PHRASES))
    return _Weighed(
        {act: even if act in acts else -3.0 for act in ACTS},
        found.form.speaks_for if found.form else "open",
        MappingProxyType({found.topic.speaks_for if found.topic else "other": 1.0}),
        found, None, None,
    )  # fmt: skip


def _scores(weighed: _Weighed, previous: str | None, picked: str | None) -> dict[str, float]:
    """Return the score of each act, made consistent: a follow-up is a question after something."""
    scores = {act: _share(weighed.acts[act]) for act in ACTS}
    best = max(scores[act] for act in QUESTIONS)
    if picked and best >= 0.5:  # noqa: PLR2004  (even, here and below)
        scores["follow_up"] = max(scores["follow_up"], 0.9)
    if previous is None:
        scores["follow_up"] = 0.0
    elif scores["follow_up"] >= 0.5 > best:  # noqa: PLR2004
        scores["follow_up"] = 0.49
    return scores


def _share(odds: float) -> float:
    return round(1 / (1 + math.exp(-max(-30.0, min(30.0, odds)))), 3)


def _sure(weighed: _Weighed, scores: Mapping[str, float], acts: Sequence[str]) -> float:
    """Return how often readings as clear as this one have all their acts right."""
    if weighed.by is None or not acts:
        return 0.0
    distance = min(abs(scores[act] - 0.5) for act in ACTS)
    weight, bias = weighed.by.card.sure
    return _share(weight * distance + bias)


def named(text: str, hooks: Iterable[str]) -> str | None:
    """Return the first of some names that a text mentions, singular or plural, or None."""
    plain = " ".join(text.translate(PLAIN).split())
    for hook in hooks:
        words = hook.translate(PLAIN).split()
        way = r"\s+".join(re.escape(word.removesuffix("s")) + r"(?:'?s)?" for word in words)
        if words and re.search(rf"(?<!\w){way}(?!\w)", plain, re.IGNORECASE):
            return hook
    return None


_CONTENT = re.compile(r"[^\W\d_]{5,}")
_EMPTY_WORDS = """
    about after again along always because before being between could doing during every first
    going having maybe might never often other people quite rather really should since some
    still their there these thing things think those though through under until where which
    while would years yourself something anything nothing everything actually
"""
_EMPTY = frozenset(_EMPTY_WORDS.split())


def _shared(text: str, previous: str) -> str | None:
    """Return the first weighty word that a turn has in common with what was said before it."""
    said = {word.lower()[:6] for word in _CONTENT.findall(previous)}
    word: str
    for word in _CONTENT.findall(text):
        if word.lower() not in _EMPTY and word.lower()[:6] in said:
            return word
    return None


def _reasons(  # noqa: PLR0913, PLR0917  (what was found, and what was decided)
    weighed: _Weighed, scores: Mapping[str, float], acts: Sequence[str],
    text: str, previous: str | None, picked: str | None, sure: float,
) -> Iterator[str]:  # fmt: skip
    """Yield why a turn was read so, in sentences a learner understands."""
    yield from dict.fromkeys(rule.why for rule in weighed.found.acts if rule.speaks_for in acts)
    if "follow_up" in acts and previous:
        word = picked or _shared(text, previous)
        yield (
            f"It picks up {_quote(word)}, which they had just said."
            if word
            else "It goes on with what they had just said."
        )
    if weighed.like and acts:
        example, close = weighed.like
        if close >= KINDRED and set(example.acts) & set(acts):
            told = ", ".join(_name(act) for act in example.acts)
            kind = f" ({example.form}, {_name(example.topic or '')})" if example.form else ""
            yield f"It is much like our example {_quote(example.text)}, which is: {told}{kind}."
    if weighed.by is None:
        yield "It was read by plain phrases alone, since numpy is missing here."
    others = [act for act in ACTS if act not in acts]
    nearest = max(others, key=lambda act: scores[act])
    if not acts:
        yield f"None of what a turn can do came out clearly; closest was {_name(nearest)}."
    elif weighed.by is not None and sure < UNSURE:
        doubted = min((*acts, nearest), key=lambda act: abs(scores[act] - 0.5))
        yield f"This reading is not sure, least of all about {_name(doubted)}."


def _name(act: str) -> str:
    return act.replace("_", " ")


def _quote(text: str) -> str:
    return f"“{text}”"
