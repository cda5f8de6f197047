"""Says in other words what was said last, when the learner asks for it."""

from informint.content.persona import Fact, Hook, Limit, Manner, Referral
from informint.roleplay import memory
from informint.roleplay.replies import ask_which, refuse
from informint.roleplay.speech import Speech
from informint.roleplay.words import shared

_FILLED = frozenset({"unsure", "unknown", "told", "run_dry", "minutes_left", "two_questions"})


def say_again(reply: Speech) -> None:
    """Say in other words what was said last."""
    last = reply.talk.last
    pieces = last.pieces if last else ()
    owners = [piece.partition(".")[0] for piece in reversed(pieces)]
    persona = reply.talk.persona
    known: tuple[Fact | Hook | Referral | Limit, ...] = (
        *persona.fact, *persona.hook, *persona.referral, *persona.limit,
    )  # fmt: skip
    entries = {entry.id: entry for entry in known}
    for owner, piece in zip(owners, reversed(pieces), strict=True):
        entry = entries.get(owner)
        if isinstance(entry, Limit):
            refuse(reply, entry)
        elif isinstance(entry, Referral):
            _refer_again(reply, entry, piece)
        elif entry is not None:
            _tell_again(reply, entry)
        else:
            continue
        return
    if last is not None and last.offers:
        items = [memory.entry(persona, ident) for ident in last.offers]
        ask_which(reply, items)
    elif "minutes_left" in owners:
        reply.line("minutes_left", minutes=max(1, round(reply.talk.minutes_left)))
    else:
        again = [o for o in owners if o in Manner.__struct_fields__ and o not in _FILLED]
        reply.line(again[0] if again else "same" if pieces else "greeting")


def _tell_again(reply: Speech, item: Fact | Hook) -> None:
    retold = isinstance(item, Fact) and reply.retell(item, asked=False)
    if not retold and not reply.tell(item, follows=True):
        reply.line("run_dry", about=item.about)


def _refer_again(reply: Speech, one: Referral, piece: str) -> None:
    """Say once more whom to talk to, or whether with the persona's name."""
    restated = shared().restated
    way = piece.split(".")[1]
    line = restated.referral if way == "says" else getattr(restated, one.use_name)
    reply.joint("again")
    reply.add(f"{one.id}.{way}.again", line.format(name=one.name, role=one.role))
    reply.facts.append(one.id)
