"""How comfortable the persona is: moves for stated reasons, from ``content/comfort.toml``."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from functools import cache

from informint.content.persona_files import names
from informint.content.practice import Reason, comfort_file
from informint.reading import Reading, turn_rules
from informint.reading.encoder import PLAIN
from informint.reading.hearing import Asked, Heard
from informint.roleplay import clock
from informint.roleplay.matching import stems
from informint.roleplay.state import Conversation, Move, Turn

CLOSED_IN_A_ROW = 3
MONOLOGUE = 90  # words without a question, about 35 seconds
BRIEF = 60  # words in which one answers a question about oneself
ALIKE = 0.75  # of the words of two questions, from which the second repeats the first
BARE = 3  # words of a turn that may be a mere reaction
SURE = {  # score from which what counts against the learner is believed without plain words
    "rude": 0.9, "off_topic": 0.7, "ask_for_job": 0.65, "ask_resume_help": 0.6,
}  # fmt: skip
_DOUBTED = frozenset({*SURE, "close"})  # not believed of a few words without plain ones
OWN = ("You read it so yourself.",)  # why of a reading that the learner put right
_LEAD_IN = (
    r"\W*(?:(?:ok|okay|oh|well|so|but|right|alright|no|wait|sorry|excuse me|um|uh|please|yeah|yes)"
    r"[,.! ]+){0,2}"
)
_HARSH = frozenset({"rude", "off_topic"})
_KIND = frozenset({"thank", "acknowledge", "close"})
_GOOD = _KIND | {"ask", "follow_up", "ask_referral"}


@cache
def kinds() -> dict[str, Reason]:
    """Return the reasons by id."""
    return {kind.id: kind for kind in comfort_file().move}


def moves(talk: Conversation, heard: Heard, *, follows: bool) -> tuple[Move, ...]:
    """Return why a turn moves comfort, with what each reason adds.

    Args:
        talk: the talk before the turn.
        heard: the turn.
        follows: whether it picks up something the persona has told or mentioned.

    What was not understood moves nothing.
    """
    before = Counter(move.reason for turn in talk.turns for move in turn.why)
    found = []
    comfort = talk.comfort
    for reason in dict.fromkeys(reasons(talk, heard, follows=follows)):
        kind = kinds()[reason]
        if before[reason] < kind.times:
            amount = round(_felt(kind.amount, comfort) * talk.persona.ease, 3)
            comfort += amount
            found.append(Move(reason=reason, amount=amount, words=kind.words))
    return tuple(found)


def after(talk: Conversation, why: Sequence[Move]) -> float:
    """Return the comfort after some moves, 0 to 1."""
    return round(min(1.0, max(0.0, talk.comfort + sum(move.amount for move in why))), 3)


def _felt(amount: float, comfort: float) -> float:
    """Return what a move does at a comfort: the last steps up are the smallest."""
    return amount if amount < 0 else amount * min(1.3, 2 * (1 - comfort))


_BY_ACT = {
    "greet": "greeting", "introduce_self": "introduction", "small_talk": "small_talk",
    "state_purpose": "purpose", "acknowledge": "acknowledgement", "thank": "thanks",
    "time_check": "time_check", "offer_to_end": "offer_to_end", "ask_name_use": "permission",
    "ask_for_job": "job_ask", "ask_resume_help": "resume", "off_topic": "off_topic",
    "rude": "rude",
}  # fmt: skip


def reasons(talk: Conversation, heard: Heard, *, follows: bool) -> Iterator[str]:
    """Yield the ids of what moves comfort in a turn; see ``moves``."""
    acts = believed(heard.reading)
    yield from (_BY_ACT[act] for act in acts if act in _BY_ACT)
    yield from _on_questions(talk, heard, follows=follows)
    yield from _on_speech(talk, heard, acts)
    if clock.is_up(talk.persona, talk.minute) and heard.questions:
        yield "overrunning"
    if pressing(talk, heard.reading.text):
        yield "pressing"


def _on_questions(talk: Conversation, heard: Heard, *, follows: bool) -> Iterator[str]:
    if any(q.form == "open" for q in heard.questions):
        yield "open_question"
    if follows or any(q.follows_up for q in heard.questions):
        yield "follow_up"
    if _barrage(talk, heard):
        yield "barrage"
    if any(repeats(talk, question) for question in heard.questions):
        yield "repeating"


def _on_speech(talk: Conversation, heard: Heard, acts: Sequence[str]) -> Iterator[str]:
    words = heard.reading.text.split()
    if is_monologue(heard, acts):
        yield "monologue"
    if "talk_about_self" in acts and not heard.questions:
        before = talk.by("learner")[-1:]
        if _was_asked(talk.last) and len(words) <= BRIEF:
            yield "own_words"
        elif any(turn.reading and "talk_about_self" in turn.reading.acts for turn in before):
            yield "about_self"
    if talk.turns and not _KIND & set(acts) and brushes_aside(heard.reading.text):
        yield "interrupting"


def brushes_aside(text: str) -> bool:
    """Say whether a turn begins as one does who cuts the other short."""
    return bool(_starts().match(" ".join(text.translate(PLAIN).split())))


@cache
def _starts() -> re.Pattern[str]:
    ways = "|".join(kinds()["interrupting"].starts)
    return re.compile(rf"{_LEAD_IN}(?:{ways})(?!\w)", re.IGNORECASE)


def is_monologue(heard: Heard, acts: Collection[str]) -> bool:
    """Say whether a turn is long, asks nothing and does not open the talk."""
    long = len(heard.reading.text.split()) > MONOLOGUE
    return long and not heard.questions and "state_purpose" not in acts


def believed(reading: Reading) -> tuple[str, ...]:
    """Return the acts of a reading, without what would count against the learner on thin ground."""
    return tuple(act for act in reading.acts if _is_believed(reading, act))


def _is_believed(reading: Reading, act: str) -> bool:
    if act not in _DOUBTED or reading.why == OWN:
        return True
    plain = any(rule.speaks_for == act for rule in turn_rules.find(reading.text).acts)
    if len(reading.text.split()) <= BARE and not plain:
        return False
    if act not in SURE:
        return True
    scores = reading.scores
    if act == "ask_for_job" and not plain and scores["ask_referral"] >= scores[act]:
        return False  # "And somebody else, perhaps in a company?"
    friendly = act in _HARSH and bool(_GOOD & set(reading.acts))
    return plain or (scores[act] >= SURE[act] and not friendly)


def _was_asked(turn: Turn | None) -> bool:
    return turn is not None and turn.text.rstrip().endswith("?")


def _barrage(talk: Conversation, heard: Heard) -> bool:
    """Say whether this is at least the third turn in a row that asks closed questions only."""
    forms = [tuple(q.form for q in turn.questions) for turn in talk.by("learner")]
    forms.append(tuple(q.form for q in heard.questions))
    row = 0
    for form in reversed(forms):
        if not form or "open" in form:
            break
        row += 1
    return row >= CLOSED_IN_A_ROW


def repeats(talk: Conversation, question: Asked) -> bool:
    """Say whether a question was asked before in nearly the same words."""
    words = set(stems(question.text))
    least = 2
    for turn in talk.by("learner"):
        for asked in turn.questions:
            other = set(stems(asked.text))
            if len(words) >= least and len(words & other) >= ALIKE * len(words | other):
                return True
    return False


def pressing(talk: Conversation, text: str) -> bool:
    """Say whether a turn asks again for something the persona has said they cannot tell."""
    return any(
        names(limit.words, text) and any(p.startswith(f"{limit.id}.says") for p in talk.told)
        for limit in talk.persona.limit
    )
