"""The parts of a reply to questions: to tell, to refuse, to let wait, to ask what was meant."""

import re
from collections.abc import Sequence

from informint.content.persona import Fact, Hook, Limit
from informint.reading.hearing import Asked
from informint.roleplay import memory
from informint.roleplay.choosing import SAME, STRONG, Choice, Pick
from informint.roleplay.speech import YES_NO, Speech
from informint.roleplay.state import OPEN
from informint.roleplay.words import shared

TALKATIVE = 80  # words that somebody likes to say at a time, from which they run on
_WH = re.compile(
    r"^\W*(?:(?:and|so|ok|well)\W+)*(?:what|how|which|who|where|when)\b", re.IGNORECASE
)
Chosen = Sequence[tuple[Asked, Choice]]  # the questions of a turn, and what answers each


def answer_clear(reply: Speech, chosen: Chosen) -> None:
    """Tell what answers one clear question, refuse what must be, and let the others wait.

    The first open one is told: a closed one before it often only leads up to it.
    """
    able = [(question, c) for question, c in chosen if c.is_clear and c.item is not None]
    told = next((pair for pair in able if pair[0].form == "open"), able[0] if able else None)
    if told is not None:
        question, choice = told
        waiting = [c.item for _, c in chosen if c.item is not None and c.item is not choice.item]
        two = len(waiting) == 1
        ident, line = reply.pick("two_questions", first="{first}") if two else ("", "{first}")
        before, _, after = line.partition("{first}")
        if before:
            reply.add(ident, before.strip())
        _tell_or_say_so(reply, choice, question)
        if after.strip(" ."):
            reply.add(f"{ident}.end", after.strip())
        let_wait(reply, waiting, choice.item)
    for limit in dict.fromkeys(choice.limit for _, choice in chosen if choice.limit is not None):
        if told is not None:
            reply.joint("other")
        refuse(reply, limit)


def let_wait(
    reply: Speech, waiting: Sequence[Fact | Hook], told: Fact | Hook | None = None
) -> None:
    """Offer in words what answers the questions that wait, besides the one that was told."""
    if waiting:
        *most, last = (item.about for item in waiting)
        reply.line("waiting", about=f"{', '.join(most)} and {last}" if most else last)
        reply.offers = tuple(item.id for item in (told, *waiting) if item is not None)


def tell_picked(reply: Speech, pick: Pick) -> None:
    """Tell what a learner picked; of several questions, offer those that still wait."""
    if pick.asked:
        reply.joint("other")
    _tell_or_say_so(reply, Choice(item=pick.item, alike=1.0), again=False)
    let_wait(reply, pick.waiting, pick.item)


def tell(reply: Speech, question: Asked, choice: Choice) -> None:
    """Tell what a question is answered with, or refuse."""
    if choice.limit is not None:
        refuse(reply, choice.limit)
    else:
        _tell_or_say_so(reply, choice, question)


def _short_fits(item: Fact | Hook, question: Asked) -> bool:
    """Say whether a short answer such as "Yes, mostly" can answer a question ("How much ...?")."""
    if isinstance(item, Hook) or not _WH.search(question.text):
        return True
    return not YES_NO.match(item.short)


def refuse(reply: Speech, limit: Limit) -> None:
    """Say that something is not told; each time in other words."""
    if not reply.next_of(f"{limit.id}.says", limit.says):
        reply.line("off_topic")


def _tell_or_say_so(
    reply: Speech, choice: Choice, question: Asked | None = None, *, again: bool = True
) -> None:
    """Tell something; when nothing is left of it, something near it; else say that this is all."""
    item = choice.item
    assert item is not None  # noqa: S101  (for the type checker)
    form = question.form if question else "open"
    fits = choice.alike if question is None or _short_fits(item, question) else 0.0
    if choice.besides is not None:
        reply.line("besides", about=choice.besides.about)
    if reply.tell(item, form, follows=choice.follows, again=again, alike=fits):
        if form == "open":
            _run_on(reply, item)
        return
    near = _near(reply, item) if choice.follows or choice.alike < STRONG else []
    meant = choice.follows or choice.alike >= SAME
    if near:
        reply.line("besides", about=item.about)
        reply.tell(near[0])
    elif not (meant and isinstance(item, Fact) and reply.retell(item, asked=True)):
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


def ask_back(reply: Speech, choice: Choice) -> None:
    """Check what was meant between the two likeliest readings, or lead to something else."""
    reply.understood = False
    likeliest = [item for item in (choice.item, choice.doubt) if item is not None]
    ask_which(reply, likeliest if choice.doubt else _to_lead_to(reply))


def ask_which(reply: Speech, items: Sequence[Fact | Hook]) -> None:
    """Ask which of two things was meant, or lead to the one there is."""
    topics = shared().topics
    if len(items) > 1:
        reply.line("unsure", a=topics[items[0].topic].says, b=topics[items[1].topic].says)
    else:
        reply.line("unknown", about=items[0].about)
    reply.offers = tuple(item.id for item in items)


def _to_lead_to(reply: Speech) -> list[Fact | Hook]:
    """Return something mentioned and not yet told, else a fact that was not."""
    mentioned = memory.mentions(reply.talk, within=len(reply.talk.turns))
    fresh: list[Fact | Hook] = [m.hook for m in mentioned if memory.deepest(m.hook, reply.used) < 0]
    if not fresh:
        facts = reply.talk.persona.fact
        untold = [fact for fact in facts if memory.deepest(fact, reply.used) < 0]
        fresh = [reply.dice.choice(untold or facts)]
    return fresh[:1]
