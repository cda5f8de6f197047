"""Answers a turn in character: each thing it does that needs an answer, the weightiest last."""

import re
from collections.abc import Sequence
from dataclasses import replace

from informint.content.persona import Referral
from informint.content.practice import Aside
from informint.reading.hearing import Asked, Heard, form_of, is_speech
from informint.roleplay import clock
from informint.roleplay.again import say_again
from informint.roleplay.choosing import Choice, choose, choose_each, picked
from informint.roleplay.comfort import BARE, believed, is_monologue
from informint.roleplay.matching import stems
from informint.roleplay.replies import Chosen, answer_clear, ask_back, let_wait, tell, tell_picked
from informint.roleplay.speech import Speech, speech
from informint.roleplay.state import Conversation
from informint.roleplay.words import aside, only, shared

EARLY = 2  # turns of the learner in which a greeting is returned
INTEREST = 2  # times in a talk the persona asks the learner something
STAY = 2.0  # minutes left from which the persona need not go
GUESS = 0.55  # likeness from which a turn that was not understood is taken as a question
CATCHWORD = 0.3  # the same of a few words, such as "salary"

_ASKS_ON = re.compile(
    r"\W*(?:(?:and|but|or|so)\W+)?(?:why\b|how (?:so|come)\b|if (?:so|not|yes|no)\b|in what way"
    r"|such as|like what|for (?:example|instance)|(?:and )?what makes you (?:say|think|feel)\b)",
    re.IGNORECASE,
)
_POLITE = frozenset({
    "acknowledge", "thank", "introduce_self", "state_purpose", "greet", "small_talk", "time_check",
})  # fmt: skip


def choices(talk: Conversation, heard: Heard) -> Chosen:
    """Return each question of a turn that asks for no people, with what answers it; none twice."""
    chosen: list[tuple[Asked, Choice]] = []
    if _is_pardon(talk, heard):
        return chosen
    whom = "ask_referral" in heard.reading.acts
    for question in _whole(heard.questions):
        people = question.referral or (whom and question.topic == "network")
        if not people and not aside(question.text):
            for part, choice in choose_each(talk, question):
                if choice.item is None or all(choice.item is not c.item for _, c in chosen):
                    chosen.append((part, choice))
    return chosen


def _whole(questions: Sequence[Asked]) -> list[Asked]:
    """Return questions, with one that only asks on ("Why or why not?") made part of the last."""
    whole: list[Asked] = []
    for question in questions:
        if whole and _ASKS_ON.match(question.text):
            whole[-1] = replace(whole[-1], form="open")
        else:
            whole.append(question)
    return whole


def understood(heard: Heard, chosen: Chosen) -> Heard:
    """Return a turn without the questions to which the persona has no clear answer."""
    lost = {question.text for question, choice in chosen if not choice.is_clear}
    kept = tuple(question for question in heard.questions if question.text not in lost)
    return Heard(reading=heard.reading, questions=kept)


def answer(talk: Conversation, heard: Heard, chosen: Chosen, comfort: float) -> Speech:
    """Return what the persona says to a turn.

    Args:
        talk: the talk before the turn.
        heard: the turn.
        chosen: what answers its questions, from ``choices``.
        comfort: how comfortable the persona is after it.
    """
    reply = speech(talk, comfort)
    acts = set(believed(heard.reading))
    beside = aside(heard.reading.text)
    pick = None if beside else picked(talk, heard.reading.text, heard.questions)
    if pick is not None:
        tell_picked(reply, pick)
        return reply
    if _is_pardon(talk, heard):
        say_again(reply)
        return reply
    if "rude" in acts and beside is None:
        reply.line("rude")
        return reply
    _open(reply, heard, acts)
    if beside is not None:
        _answer_beside(reply, beside, chosen)
        return reply
    _keep_time(reply, acts)
    if acts & {"ask_for_job", "ask_resume_help"}:
        reply.line("job_ask" if "ask_for_job" in acts else "resume")
        let_wait(reply, [c.item for q, c in chosen if c.item and q.text != heard.reading.text])
    else:
        _answer_questions(reply, heard, chosen, acts)
    _part(reply, heard, acts)
    if not reply.texts:
        _react(reply, heard, acts)
    return reply


def _open(reply: Speech, heard: Heard, acts: set[str]) -> None:
    """Return greetings, and take up what the learner said of themself and of the talk."""
    before = reply.talk.by("learner")
    first = not any(piece.startswith("greeting.") for piece in reply.used)
    if "greet" in acts and first and len(before) < EARLY:
        reply.line("greeting")
    if is_monologue(heard, acts):
        reply.line("monologue")
    elif "state_purpose" in acts:
        if not any(piece.startswith("purpose.") for piece in reply.used):
            reply.line("purpose")
    elif acts & {"talk_about_self", "introduce_self"} and not heard.questions:
        if not acts & {"ask_for_job", "ask_resume_help", "close"}:
            reply.line("learner")
            _take_interest(reply)
    elif "small_talk" in acts and not heard.questions and "close" not in acts:
        reply.line("small_talk")


def _take_interest(reply: Speech) -> None:
    asked = sum(piece.startswith("interest.") for piece in reply.used)
    late = clock.nearly_over(reply.talk.persona, reply.talk.minute)
    if asked < INTEREST and not late and reply.dice.random() < reply.comfort:
        reply.line("interest")


def _keep_time(reply: Speech, acts: set[str]) -> None:
    left = reply.talk.minutes_left
    if "close" in acts or reply.talk.over:
        return
    if "time_check" in acts:
        reply.line("minutes_left", minutes=max(1, round(left)))
    if "offer_to_end" in acts and left >= STAY and "thank" not in acts:
        reply.line("offered_end")


def _answer_questions(reply: Speech, heard: Heard, chosen: Chosen, acts: set[str]) -> None:
    clear = any(choice.is_clear for _, choice in chosen)
    if clear:
        answer_clear(reply, chosen)
    elif chosen and "clarify_request" not in acts and not any(q.referral for q in heard.questions):
        ask_back(reply, chosen[0][1])
    if any(q.referral for q in heard.questions) or ("ask_referral" in acts and not chosen):
        _refer(reply, heard)
    if "clarify_request" in acts and not clear:
        say_again(reply)


def _answer_beside(reply: Speech, beside: Aside, chosen: Chosen) -> None:
    """Answer a question on no topic, and what else is asked in the same breath."""
    who = reply.talk.persona
    gaps = {"name": who.name, "title": who.title, "organisation": who.organisation}
    if not reply.next_of(f"aside.{beside.id}", beside.says, **gaps):
        reply.line("off_topic")
    if any(choice.is_clear for _, choice in chosen):
        answer_clear(reply, chosen)


def _refer(reply: Speech, heard: Heard) -> None:
    """Name somebody the comfort allows, who fits the learner's words best."""
    named = {r.id for r in reply.talk.persona.referral if f"{r.id}.says" in reply.used}
    words = set(stems(heard.reading.text))

    def rank(one: Referral) -> tuple[int, float, str]:
        return -len(words & set(stems(f"{one.role} {one.says}"))), one.needs, one.id

    able = [
        r for r in reply.talk.persona.referral if r.id not in named and r.needs <= reply.comfort
    ]
    if able:
        one = min(able, key=rank)
        reply.add(f"{one.id}.says", one.says)
        reply.facts.append(one.id)
    else:
        reply.line("no_referral")


def _part(reply: Speech, heard: Heard, acts: set[str]) -> None:
    """Answer what belongs to the end: names, staying in touch, thanks, goodbye."""
    if "ask_name_use" in acts:
        _name_use(reply)
    if "ask_stay_in_touch" in acts:
        reply.line("stay_in_touch")
    closing = "close" in acts and (len(reply.talk.turns) > 1 or "greet" not in acts)
    if "thank" in acts and (closing or not reply.texts) and not heard.questions:
        reply.line("thanks")
    if closing and not heard.questions:
        reply.line("goodbye")


def _name_use(reply: Speech) -> None:
    people = reply.talk.persona.referral
    order = [p.split(".")[0] for t in reply.talk.by("persona") for p in t.pieces] + [
        p.split(".")[0] for p in reply.pieces
    ]
    named = [r for r in people if f"{r.id}.says" in reply.used]
    named.sort(key=lambda r: -max(n for n, ident in enumerate(order) if ident == r.id))
    for one in named:
        if f"{one.id}.answer" not in reply.used:
            reply.add(f"{one.id}.answer", one.answer)
            return
    if named:
        reply.joint("same")
    elif not any(piece.startswith("no_referral.") for piece in reply.pieces):
        reply.line("no_name")


def _react(reply: Speech, heard: Heard, acts: set[str]) -> None:
    """Answer words that ask nothing, or that were not understood."""
    text = heard.reading.text
    asks = "?" in text
    question = Asked(text=text, form=form_of(text), topic="other")
    choice = choose(reply.talk, question, reply.used) if stems(text) else Choice()
    few = len(text.split()) <= BARE
    alike = choice.item is not None and choice.alike >= (CATCHWORD if few else GUESS)
    known = alike or choice.limit is not None or choice.hook is not None
    remark = not asks and bool(reply.talk.turns) and _is_remark(heard, acts)
    if asks and known:
        tell(reply, question, choice)
    elif remark or acts & _POLITE:
        reply.line("acknowledged")
    elif "off_topic" in acts:
        reply.line("off_topic")
    elif acts & {"offer_to_end", "close"}:
        reply.line("goodbye")
    elif known:
        tell(reply, question, choice)
    else:
        ask_back(reply, choice)


def _is_remark(heard: Heard, acts: set[str]) -> bool:
    """Say whether words that ask nothing only nod, or may have been meant well."""
    text = heard.reading.text
    if only(text, shared().bare.nod):
        return True
    doubted = set(heard.reading.acts) - acts
    return bool(doubted) and len(text.split()) > BARE and is_speech(text)


def _is_pardon(talk: Conversation, heard: Heard) -> bool:
    """Say whether a turn only asks what was said ("Sorry?")."""
    text = heard.reading.text
    return bool(talk.turns) and "?" in text and only(text, shared().bare.pardon)
