"""A small fictional professional, whose every text says what it is, and talks with her."""

from collections.abc import Iterable

from informint.content.persona import Fact, Hook, Life, Limit, Manner, Persona, Referral
from informint.roleplay import Conversation, begin, say

GAPS = {
    "unsure": " {a} or {b}?", "unknown": " {about}", "told": " {about}", "run_dry": " {about}",
    "minutes_left": " {minutes}", "two_questions": " {first}",
}  # fmt: skip


def fact(ident: str, topic: str, about: str, *asks: str, mentions: str = "") -> Fact:
    return Fact(
        id=ident, topic=topic, about=about, asks=asks, guarded=f"Guarded on {ident}.",
        open=f"Open on {ident}{mentions}.", candid=f"Candid on {ident}{mentions}.",
        short=f"Short on {ident}.", again=f"Again on {ident}.",
    )  # fmt: skip


ISOLDE = Persona(
    id="isolde", name="Isolde Marsh", field="beekeeping", temper="even", title="Beekeeper",
    organisation="The Hives", place="Fenwick", channel="phone", year=2026, minutes=20,
    comfort=0.5, blurb="Keeps bees.",
    manner=Manner(**{
        name: tuple(f"{name} {n}{GAPS.get(name, '.')}" for n in ("a", "b", "c", "d"))
        for name in Manner.__struct_fields__
    }),
    life=tuple(Life(year=1990 + n, what=f"step {n}") for n in range(5)),
    fact=(
        fact("path", "career_path", "how I came to bees", "How did you come to beekeeping?",
             "What led you to bees?", mentions=" since the smoker fell"),
        fact("day", "typical_day", "my day", "What does a typical day look like?",
             "How do you spend a normal day?"),
        fact("pay", "compensation", "the pay", "What does honey pay?", "Does it pay well?"),
        fact("hard", "challenges", "the hard part", "What is hard about the work?",
             "Is the winter hard?", mentions=" and the mite year"),
    ),
    hook=(
        Hook(id="smoker", topic="career_path", about="the smoker", names=("smoker", "the smoker"),
             asks=("What is the smoker?",), tells="Tells of the pipe.", more="More of the pipe."),
        Hook(id="mites", topic="challenges", about="the mites", names=("mite year", "mites"),
             asks=("What happened with the mites?",), tells="Tells of losses.",
             more="More of losses."),
    ),
    referral=(
        Referral(id="otto", name="Otto Lund", role="inspector", needs=0.5, says="Ask Otto Lund.",
                 use_name="yes", answer="Yes, say I sent you."),
        Referral(id="vera", name="Vera Quist", role="breeder", needs=0.9, says="Ask Vera Quist.",
                 use_name="after", answer="Let me write first."),
    ),
    limit=(
        Limit(id="buyer", words=("who buys your honey", "your buyer"),
              says=("I keep the buyer to myself.", "Still no word on the buyer.")),
    ),
)  # fmt: skip


def talked(*lines: str, persona: Persona = ISOLDE, seed: int = 0) -> Conversation:
    """Return a talk in which the learner said some lines."""
    return play(lines, persona, seed)


def play(lines: Iterable[str], persona: Persona, seed: int = 0) -> Conversation:
    talk = begin(persona, seed=seed)
    for line in lines:
        talk = say(talk, line)
    return talk
