"""The talk itself: begin it, say something, go back, and ask what could be picked up."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from types import MappingProxyType

from informint.content.persona import Persona
from informint.errors import BadInput, did_you_mean
from informint.reading import ACTS, Reading
from informint.reading.hearing import PARTS, Asked, Heard, hear
from informint.reading.turns import QUESTIONS
from informint.roleplay import clock, comfort, memory
from informint.roleplay.answer import answer, choices, understood
from informint.roleplay.speech import Speech
from informint.roleplay.state import DEPTHS, Conversation, Turn
from informint.roleplay.voice import Voice
from informint.roleplay.words import shared

FORMS = ("open", "closed", "choice")


def begin(persona: Persona, *, seed: int = 0) -> Conversation:
    """Begin a talk, in which the learner speaks first.

    Args:
        persona: whom to talk to; ``personas()`` has them by id.
        seed: which of their wordings they choose; the same seed and words give the same talk.
    """
    return Conversation(persona=persona, seed=seed)


def say(talk: Conversation, text: str, *, voice: Voice | None = None) -> Conversation:
    """Say something and hear the answer.

    Args:
        talk: the talk so far; it may be over, what is said is answered all the same.
        text: what the learner says, any text.
        voice: a language model that rewords the answer; None leaves it as the persona's own.

    Returns:
        The talk with two more turns: the learner's and the persona's.
    """
    last = talk.last
    mentioned = memory.mentions(talk)
    names = [name for m in mentioned for name in m.hook.names]
    mine_before = talk.by("learner")[-1:]
    asked_whom = any(t.reading and "ask_referral" in t.reading.acts for t in mine_before)
    before = (last.plain or last.text) if last else None
    heard = hear(text, before, names, named_somebody=asked_whom)
    # Of more questions than anybody can keep in mind, the last are answered.
    chosen = choices(talk, replace(heard, questions=heard.questions[-PARTS:]))
    follows = any(choice.follows for _, choice in chosen)
    hook = next((choice.hook for _, choice in chosen if choice.hook), None)
    why = comfort.moves(talk, understood(heard, chosen), follows=follows)
    mine = Turn(
        who="learner", text=text, minute=round(talk.minute + clock.minutes(text), 3),
        reading=heard.reading, questions=heard.questions, hook=hook, why=why,
    )  # fmt: skip
    at_ease = comfort.after(talk, why)
    reply = answer(talk, heard, chosen, at_ease)
    _look_at_clock(reply, mine.minute)
    plain = reply.text()
    said = voice.speak(talk, text, plain) if voice else plain
    theirs = Turn(
        who="persona", text=said, minute=round(mine.minute + clock.minutes(said), 3),
        comfort=at_ease,
        depth=max(reply.depths, key=DEPTHS.index, default=None),
        fact_ids=tuple(dict.fromkeys(reply.facts)), pieces=tuple(reply.pieces),
        lines=tuple(reply.texts), offers=reply.offers, understood=reply.understood,
        plain=plain if said != plain else None,
    )  # fmt: skip
    return replace(talk, turns=(*talk.turns, mine, theirs))


def _look_at_clock(reply: Speech, minute: float) -> None:
    """Let the persona look at the time, or leave, once each and unasked."""
    persona = reply.talk.persona
    minute += clock.minutes(" ".join(reply.texts))
    said = {piece.split(".")[0] for piece in reply.used}
    if "goodbye" in said or "time_up" in said:
        return
    if clock.is_up(persona, minute):
        reply.offers = ()
        reply.line("time_up")
    elif clock.nearly_over(persona, minute) and "nearly_over" not in said and reply.understood:
        reply.line("nearly_over")


def rewind(talk: Conversation, turn: int) -> Conversation:
    """Go back to before one of the learner's turns, to say it another way.

    Args:
        talk: the talk.
        turn: the number of the learner's turn, from 1; it and all after it are dropped.

    Raises:
        BadInput: when that is no turn of the learner's in this talk.
    """
    _learners(talk, turn)
    return replace(talk, turns=talk.turns[: turn - 1])


def correct(
    talk: Conversation, turn: int, *, acts: Iterable[str], form: str | None = None,
    topic: str | None = None,
) -> Conversation:  # fmt: skip
    """Put the learner's own reading in the place of ours; the debrief follows it.

    What the persona answered and felt stays; of the reasons for it, those that no longer hold go.

    Args:
        talk: the talk.
        turn: the number of the learner's turn, from 1.
        acts: what the turn did; what follows up also asks, and its questions are those of the
            kinds (on work, for people) that are named.
        form: of its last question, when it asks.
        topic: of its last question, when it asks.

    Raises:
        BadInput: for an unknown act, form or topic, or when there is no such turn.
    """
    old = _learners(talk, turn)
    done = tuple(acts)
    for given, known, what in (
        (done, ACTS, "nothing that a turn can do"),
        ((form,) if form else (), FORMS, "no form of a question"),
        ((topic,) if topic else (), (*shared().topics, "other"), "no topic"),
    ):
        for name in given:
            if name not in known:
                message = f"'{name}' is {what}{did_you_mean(name, known)}"
                raise BadInput(message)
    if "follow_up" in done and not QUESTIONS & set(done):
        done = (*done, "ask")
    questions = _reread(old, done, form, topic) if QUESTIONS & set(done) else ()
    reading = replace(
        old.reading or Reading(text=old.text),
        acts=tuple(act for act in ACTS if act in done),
        scores=MappingProxyType({act: float(act in done) for act in ACTS}),
        form=questions[-1].form if questions else None,
        topic=questions[-1].topic if questions else None,
        why=comfort.OWN,
        sure=1.0,
    )
    before = replace(talk, turns=talk.turns[: turn - 1])
    heard = Heard(reading=reading, questions=questions)
    follows = "follow_up" in done or not (old.reading and old.reading.follows_up)
    hold = set(comfort.reasons(before, heard, follows=follows and bool(questions)))
    why = tuple(move for move in old.why if move.reason in hold)
    new = replace(old, reading=reading, questions=questions, why=why, corrected=True)
    return replace(talk, turns=(*talk.turns[: turn - 1], new, *talk.turns[turn:]))


def _reread(
    old: Turn, acts: Collection[str], form: str | None, topic: str | None
) -> tuple[Asked, ...]:
    """Return the questions of a turn that asks: those of a kind still named, the last put right.

    When it is the last that goes, what was said of its form and topic goes with it.
    """
    asked = old.questions or (Asked(text=old.text, form="open", topic="other"),)
    kept = [q for q in asked if ("ask_referral" if q.referral else "ask") in acts]
    last = kept.pop() if kept else asked[-1]
    if last is not asked[-1]:
        form = topic = None
    referral = "ask_referral" in acts and (last.referral or not any(q.referral for q in kept))
    follows = "follow_up" in acts
    mended = replace(
        last, form=form or last.form, topic="network" if referral else topic or last.topic,
        follows_up=follows and (last.follows_up or not any(q.follows_up for q in kept)),
        referral=referral,
    )  # fmt: skip
    return (*(replace(q, follows_up=q.follows_up and follows) for q in kept), mended)


def _learners(talk: Conversation, number: int) -> Turn:
    if not 1 <= number <= len(talk.turns) or talk.turns[number - 1].who != "learner":
        message = f"turn {number} is not one of yours in this talk"
        raise BadInput(message)
    return talk.turns[number - 1]
