"""Answers a turn in character: each thing it does that needs an answer, the weightiest last."""

import re
from collections.abc import Sequence

from informint.content.persona import Fact, Hook, Referral
from informint.reading.hearing import Asked, Heard, form_of
from informint.roleplay import clock, memory
from informint.roleplay.choosing import STRONG, Choice, choose, picked
from informint.roleplay.comfort import BARE, believed, is_monologue
from informint.roleplay.matching import stems
from informint.roleplay.speech import Speech, speech
from informint.roleplay.state import OPEN, Conversation
from informint.roleplay.words import shared

EARLY = 2  # turns of the learner in which a greeting is returned
INTEREST = 2  # times in a talk the persona asks the learner something
STAY = 2.0  # minutes left from which the persona need not go
TALKATIVE = 80  # words that somebody likes to say at a time, from which they run on
GUESS = 0.55  # likeness in words from which a turn that was not understood is taken as a question


_WH = re.compile(
    r"^\W*(?:(?:and|so|ok|well)\W+)*(?:what|how|which|who|where|when)\b", re.IGNORECASE
)
_YES_NO = re.compile(
    r"(?:yes|no|aye|yep|nope|not|never|very|mostly|hardly|rarely|sometimes|often)\b", re.IGNORECASE
)
_POLITE = frozenset({
    "acknowledge", "thank", "introduce_self", "state_purpose", "greet", "small_talk", "time_check",
})  # fmt: skip
Chosen = Sequence[tuple[Asked, Choice]]  # the questions of a turn, and what answers each


def choices(talk: Conversation, heard: Heard) -> Chosen:
    """Return each question of a turn that asks for no people, with what answers it; none twice."""
    chosen: list[tuple[Asked, Choice]] = []
    for question in heard.questions:
        if not question.referral:
            choice = choose(talk, question, talk.told)
            if choice.item is None or all(choice.item is not c.item for _, c in chosen):
                chosen.append((question, choice))
    return chosen


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
    pick = picked(talk, heard.reading.text, heard.questions)
    if pick is not None:
        _tell_or_say_so(reply, pick, "open", again=False)
        return reply
    if "rude" in acts:
        reply.line("rude")
        return reply
    _open(reply, heard, acts)
    _keep_time(reply, acts)
    if "ask_for_job" in acts:
        reply.line("job_ask")
    elif "ask_resume_help" in acts:
        reply.line("resume")
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
    clear = [(question, choice) for question, choice in chosen if choice.is_clear]
    if clear:
        _answer_clear(reply, clear)
    elif chosen and "clarify_request" not in acts and not any(q.referral for q in heard.questions):
        _ask_back(reply, chosen[0][1])
    if any(q.referral for q in heard.questions) or ("ask_referral" in acts and not heard.questions):
        _refer(reply, heard)
    if "clarify_request" in acts and not clear:
        _say_again(reply)


def _answer_clear(reply: Speech, clear: Chosen) -> None:
    """Answer one question; of two, take the first and keep the other for the next turn."""
    question, choice = clear[0]
    waiting = [c.item for _, c in clear[1:] if c.item is not None]
    if waiting and choice.limit is None:
        ident, line = reply.pick("two_questions", first="{first}")
        before, _, after = line.partition("{first}")
        reply.add(ident, before.strip())
        _tell(reply, question, choice)
        if after.strip(" ."):
            reply.add(f"{ident}.end", after.strip())
        reply.offers = (waiting[0].id,)
    else:
        _tell(reply, question, choice)


def _tell(reply: Speech, question: Asked, choice: Choice) -> None:
    if choice.limit is not None:
        _refuse(reply, choice)
    elif choice.item is not None:
        follows = choice.follows
        fits = choice.by_words if _short_fits(choice.item, question) else 0.0
        _tell_or_say_so(reply, choice.item, question.form, follows=follows, by_words=fits)


def _short_fits(item: Fact | Hook, question: Asked) -> bool:
    """Say whether a short answer such as "Yes, mostly" can answer a question ("How much ...?")."""
    if isinstance(item, Hook) or not _WH.search(question.text):
        return True
    return not _YES_NO.match(item.short)


def _refuse(reply: Speech, choice: Choice) -> None:
    limit = choice.limit
    assert limit is not None  # noqa: S101  (for the type checker)
    left = [(f"{limit.id}.says.{n}", t) for n, t in enumerate(limit.says)]
    left = [(ident, text) for ident, text in left if ident not in reply.used]
    if left:
        reply.add(*left[0])
    else:
        reply.line("off_topic")


def _tell_or_say_so(  # noqa: PLR0913  (what Speech.tell takes)
    reply: Speech, item: Fact | Hook, form: str, *, follows: bool = False, again: bool = True,
    by_words: float = 1.0,
) -> None:  # fmt: skip
    """Tell something; when nothing is left of it, something near it; else say that this is all."""
    if reply.tell(item, form, follows=follows, again=again, by_words=by_words):
        _run_on(reply, item)
        return
    if follows or by_words < STRONG:
        for other in _near(reply, item):
            if reply.tell(other, "open", again=False):
                return
    reply.line("run_dry", about=item.about)


def _run_on(reply: Speech, item: Fact | Hook) -> None:
    """Let somebody who shares a lot run on, from a story into something mentioned in it."""
    persona = reply.talk.persona
    last = reply.talk.last
    told = len(" ".join(reply.texts).split())
    if persona.words < TALKATIVE or told >= persona.words or reply.comfort < OPEN:
        return
    if last is not None and len(set(last.fact_ids)) > 1:
        return  # not twice in a row
    for hook in memory.mentioned(persona.hook, reply.texts[-1]):
        if hook.id != item.id and memory.deepest(hook, reply.used) < 0:
            reply.tell(hook)
            return


def _near(reply: Speech, item: Fact | Hook) -> list[Fact | Hook]:
    """Return untold things on the same topic: what the persona mentioned first, then facts."""
    found: list[Fact | Hook] = [m.hook for m in memory.mentions(reply.talk)]
    found += reply.talk.persona.fact
    return [
        other
        for other in found
        if other.topic == item.topic
        and other.id != item.id
        and memory.deepest(other, reply.used) < 0
    ]


def _ask_back(reply: Speech, choice: Choice) -> None:
    """Check what was meant between the two likeliest readings, or lead to something else."""
    reply.understood = False
    item, doubt = choice.item, choice.doubt
    if isinstance(item, Fact) and doubt is not None:
        topics = shared().topics
        reply.line("unsure", a=topics[item.topic].says, b=topics[doubt.topic].says)
        reply.offers = (item.id, doubt.id)
    else:
        _steer(reply)


def _steer(reply: Speech) -> None:
    """Lead to something mentioned and not yet told, else to a fact that was not."""
    mentioned = memory.mentions(reply.talk, within=len(reply.talk.turns))
    fresh: list[Fact | Hook] = [m.hook for m in mentioned if memory.deepest(m.hook, reply.used) < 0]
    if not fresh:
        facts = reply.talk.persona.fact
        untold = [fact for fact in facts if memory.deepest(fact, reply.used) < 0]
        fresh = [reply.dice.choice(untold or facts)]
    reply.line("unknown", about=fresh[0].about)
    reply.offers = (fresh[0].id,)


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


def _say_again(reply: Speech) -> None:
    """Say what was told last in other words."""
    for ident in memory.last_told(reply.talk, within=1):
        item = memory.entry(reply.talk.persona, ident)
        if isinstance(item, Fact):
            for way in ("again", "short"):
                if f"{ident}.{way}" not in reply.used:
                    reply.joint("again")
                    reply.add(f"{ident}.{way}", getattr(item, way))
                    reply.facts.append(ident)
                    reply.depths.append("guarded" if way == "short" else "open")
                    return
        if reply.tell(item, follows=True):
            return
        reply.line("run_dry", about=item.about)
        return


def _react(reply: Speech, heard: Heard, acts: set[str]) -> None:
    """Answer words that ask nothing, or that were not understood."""
    text = heard.reading.text
    asked = Asked(text=text, form=form_of(text), topic="other")
    choice = choose(reply.talk, asked, reply.used) if stems(text) else Choice()
    known = choice.limit or choice.hook or (choice.item and choice.by_words >= GUESS)
    doubted = set(heard.reading.acts) - acts  # a remark that may have been meant well
    if "?" in text and known:
        _tell(reply, asked, choice)
    elif (doubted and "?" not in text) or acts & _POLITE:
        reply.line("acknowledged")
    elif "off_topic" in acts:
        reply.line("off_topic")
    elif acts & {"offer_to_end", "close"}:
        reply.line("goodbye")
    elif known:
        _tell(reply, asked, choice)
    elif _is_nod(text) and reply.talk.turns:
        reply.line("acknowledged")
    else:
        _ask_back(reply, choice)


def _is_nod(text: str) -> bool:
    return 0 < len(text.split()) <= BARE and "?" not in text
