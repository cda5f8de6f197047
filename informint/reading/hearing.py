"""Hears a turn: the reading of it whole, and each question in it with its form and topic."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from types import MappingProxyType

import msgspec

from informint.reading import turn_rules
from informint.reading.encoder import PLAIN
from informint.reading.questions import read_question
from informint.reading.sentences import split_sentences
from informint.reading.turns import QUESTIONS, Reading, as_question, named, read

PARTS = 3  # sentences of a turn that are read by themselves, the last; each takes about 8 ms
WORTH_READING = 4  # words of a sentence that asks nothing, from which it is read by itself
CLIPPED = 3  # words of a question that wants one fact ("Where?", "And the pay?")
LEAD = 6  # words that lead up to a question with a colon
REMARK = 3  # words around a question that are more than a filler
SHOWN, BARE_FOLLOW_UP = 0.6, 0.98  # scores from which a follow-up counts, with a sign of it or not
PLAIN_TOPIC = 0.8  # likelihood of a topic from which a word or two are a question ("Salary?")
BY_RULE = 0.7  # score of what the rules for prepared questions find
PLEA = 25  # words of a plea without a question mark
HINTED = 0.25  # score from which they are believed on asking for a job
FIRM = 0.8  # score from which a sentence read by itself adds an act to its turn
_HEARD_ALONE = frozenset({
    "greet", "introduce_self", "state_purpose", "thank", "ask_for_job", "time_check",
    "offer_to_end", "ask_referral", "ask_name_use", "ask_stay_in_touch", "close",
})  # fmt: skip
EVEN = 0.5
_UNLIKELY = frozenset({"rude", "off_topic", "acknowledge", "follow_up"})
_ASKS_ANOTHER_THING = frozenset({
    "ask_for_job", "ask_resume_help", "time_check", "offer_to_end", "ask_name_use",
    "ask_stay_in_touch", "clarify_request", "small_talk", "rude",
})  # fmt: skip


class Way(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One entry of ``hearing.toml``; see there."""

    name: str
    says: str
    pattern: str
    hit: tuple[str, ...]
    miss: tuple[str, ...]


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    way: tuple[Way, ...]


@cache
def ways() -> tuple[Way, ...]:
    """Return the entries of ``hearing.toml``."""
    text = files(__package__).joinpath("hearing.toml").read_text("utf-8")
    return msgspec.toml.decode(text, type=_File).way


@cache
def way(name: str) -> re.Pattern[str]:
    """Return the way of a name, compiled."""
    return re.compile(next(w.pattern for w in ways() if w.name == name), re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question of a turn: its words, form and topic, and whether it picks something up.

    ``follows_up`` is what the debrief counts; ``leans`` says that it may go on with what was said.
    ``referral`` says that it asks for people to talk to.
    """

    text: str
    form: str
    topic: str
    follows_up: bool = False
    leans: bool = False
    referral: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """A turn as heard: its reading (acts of its sentences included) and its questions in order."""

    reading: Reading
    questions: tuple[Asked, ...]


def hear(
    text: str, previous: str | None, hooks: Iterable[str] = (), *, named_somebody: bool = False
) -> Heard:
    """Hear one turn of the learner.

    Args:
        text: what they said.
        previous: what the persona had just said, if anything.
        hooks: names of what the persona has mentioned lately.
        named_somebody: whether the learner has just asked whom else to talk to.
    """
    hooks = tuple(hooks)
    whole = read(text, previous, hooks=hooks)
    if not any(whole.scores.values()):
        return Heard(reading=whole, questions=())  # not readable, and it says why
    earlier, asking, others = _parts(text)
    alone = len(asking) == 1 and bool(QUESTIONS & set(whole.acts))
    parts = [] if alone else [read(part) for part in asking]
    scores = dict(whole.scores)
    _hear_by_rules(text, asking, scores)
    if (named_somebody or "ask_referral" in whole.acts) and way("may_say").search(text):
        scores["ask_name_use"] = max(scores["ask_name_use"], BY_RULE)
    # What was said before sways the reader; what a turn says by itself counts as well.
    for part in (*parts, *map(read, others or ([] if asking else [text]))):
        for act in _HEARD_ALONE & set(part.acts):
            if part.scores[act] >= FIRM:
                scores[act] = max(scores[act], part.scores[act])
    if way("how_are_you").search(text):
        scores |= {"small_talk": max(scores["small_talk"], BY_RULE), "ask": 0.0, "follow_up": 0.0}
        return Heard(reading=_made_whole(whole, scores, ()), questions=())
    questions: tuple[Asked, ...]
    if alone:
        questions = (_asked(asking[0], whole, whole, text, hooks),)
    else:
        asked = [p for p in parts if _is_question(p, whole, first=p is parts[0])]
        glanced = [question for question in map(_at_a_glance, earlier) if question]
        if not asked and not glanced and _asks_something(whole, scores, alone=not parts):
            asked = [whole]
        questions = (*glanced, *(_asked(p.text, p, whole, text, hooks) for p in asked))
    questions = tuple(q for q in questions if q.referral or is_speech(q.text))
    return Heard(reading=_made_whole(whole, scores, questions), questions=questions)


def _hear_by_rules(text: str, asking: list[str], scores: dict[str, float]) -> None:
    """Raise the scores of acts that the rules for prepared questions find in a sentence."""
    for part in asking or [text]:
        found = read_question(part)
        sure = scores["ask_for_job"] >= HINTED or bool(way("own").search(part))
        sure = sure and ("?" in part or len(part.split()) <= PLEA)
        if "job_ask" in found.faults and sure:
            scores["ask_for_job"] = max(scores["ask_for_job"], BY_RULE)
        if "name_use" in found.marks:
            scores["ask_name_use"] = max(scores["ask_name_use"], BY_RULE)


def _parts(text: str) -> tuple[list[str], list[str], list[str]]:
    """Return sentences with questions too many to read, those that may ask, others worth reading.

    Each kind is in order, and at most ``PARTS`` sentences are to be read.
    """
    sentences = [s.text for s in split_sentences(text) if any(map(str.isalnum, s.text))]
    if len(sentences) < 2:  # noqa: PLR2004  (one is the whole)
        return ([], [], [])
    asking = [s for s in sentences if "?" in s or way("asks").search(s)]
    long = [s for s in sentences if s not in asking and len(s.split()) >= WORTH_READING]
    earlier = [s for s in asking[:-PARTS] if "?" in s]
    room = PARTS - len(asking)
    return earlier, asking[-PARTS:], long[-room:] if room > 0 else []


def _is_question(part: Reading, whole: Reading, *, first: bool) -> bool:
    """Say whether a sentence is a question on work, path, field or people."""
    if "state_purpose" in part.acts or "job_ask" in read_question(part.text).faults:
        return False
    if way("how_are_you").search(part.text):
        return False
    if part.topic == "other" and part.scores["ask"] < FIRM:
        return False  # "What do you think of that?"
    if "?" in part.text:
        return bool(QUESTIONS & set(part.acts)) or _is_plain(part)
    # "I'd love the version with the wrong turns": what was asked before, in other words
    return first and bool(QUESTIONS & set(part.acts)) and bool(QUESTIONS & set(whole.acts))


def _asks_something(whole: Reading, scores: Mapping[str, float], *, alone: bool) -> bool:
    """Say whether a turn of which no sentence asks is a question as a whole."""
    if "job_ask" in read_question(whole.text).faults and way("own").search(whole.text):
        return False
    if QUESTIONS & set(whole.acts):
        return whole.topic != "other" or whole.scores["ask"] >= FIRM
    return alone and scores["ask_for_job"] < EVEN and _is_plain(whole)


def _is_plain(reading: Reading) -> bool:
    """Say whether something nobody could read is a question by its form alone."""
    return not set(reading.acts) - _UNLIKELY and bool(way("plain_question").search(reading.text))


def _asked(text: str, reading: Reading, whole: Reading, turn: str, hooks: Iterable[str]) -> Asked:
    referral = "ask_referral" in reading.acts
    score = whole.scores["follow_up"]
    # Half of what a reader of single turns takes for a follow-up is only a next question. Those
    # that count come with a remark on what was said, point back at it, or name it.
    shown = (
        points_back(text)
        or "acknowledge" in whole.acts
        or len(text.split()) + REMARK < len(turn.split())
    )
    follows = bool(named(turn, hooks)) or score >= (SHOWN if shown else BARE_FOLLOW_UP)
    return Asked(
        text=text,
        form=form_of(text),
        topic="network" if referral else (reading.topic or "other"),
        follows_up=whole.previous is not None and follows and not referral,
        leans=whole.previous is not None and score >= EVEN,
        referral=referral,
    )


def _at_a_glance(text: str) -> Asked | None:
    """Return the question of a sentence by phrases alone; None when it asks for another thing."""
    found = turn_rules.find(text)
    acts = {rule.speaks_for for rule in found.acts}
    if acts & _ASKS_ANOTHER_THING or way("how_are_you").search(text):
        return None
    referral = "ask_referral" in acts
    topic = found.topic.speaks_for if found.topic else "other"
    return Asked(
        text=text,
        form=_form_at_sight(text) or (found.form.speaks_for if found.form else "open"),
        topic="network" if referral else topic,
        referral=referral,
    )


def _made_whole(whole: Reading, scores: dict[str, float], questions: tuple[Asked, ...]) -> Reading:
    """Return the reading of a turn with what its sentences say, consistent."""
    if questions:
        asks = "ask_referral" if questions[-1].referral else "ask"
        if not QUESTIONS & {act for act in scores if scores[act] >= EVEN}:
            scores[asks] = EVEN
        if any(q.follows_up for q in questions):
            scores["follow_up"] = max(scores["follow_up"], EVEN)
    acts = tuple(act for act in scores if scores[act] >= EVEN)
    asks_something = bool(QUESTIONS & set(acts))
    if not asks_something and "follow_up" in acts:
        scores["follow_up"] = 0.49
        acts = tuple(act for act in acts if act != "follow_up")
    form = questions[-1].form if questions else whole.form
    topic = questions[-1].topic if questions else whole.topic
    return replace(
        whole, acts=acts, scores=MappingProxyType(scores),
        form=form if asks_something else None, topic=topic if asks_something else None,
    )  # fmt: skip


def form_of(text: str) -> str:
    """Return open, closed or choice; a few words that want one fact are closed."""
    led, colon, proper = text.rpartition(": ")
    if colon and len(proper.split()) > CLIPPED and len(led.split()) <= LEAD:
        text = proper  # "Then one last thing: is there anybody ..."
    return _form_at_sight(text) or read_question(text).form


def _form_at_sight(text: str) -> str | None:
    words = len(text.split())
    clipped = words <= CLIPPED and not way("tells").search(text)
    one_fact = words <= CLIPPED + 1 and way("one_fact").search(text)
    if clipped or one_fact or way("how_fast").search(text):
        return "closed"
    return "open" if way("may_we").search(text) else None


def is_speech(text: str) -> bool:
    """Say whether a text can be a question: by a word that hardly any lacks, or by its topic."""
    if way("speech").search(text):
        return True
    likely = as_question(text)[1]
    topic = max(likely, key=lambda name: likely[name])
    return topic != "other" and likely[topic] >= PLAIN_TOPIC


def points_back(text: str) -> bool:
    """Say whether words point back at what was just said ("why was that?", "you mentioned ...")."""
    plain = " ".join(text.translate(PLAIN).split())
    return bool(way("points_back").search(way("no_pointing").sub(" ", plain)))
