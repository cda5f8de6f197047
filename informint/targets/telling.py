"""Says in plain sentences why somebody is ranked where they are, and how to come to them."""

from collections.abc import Sequence
from functools import cache

from informint import content
from informint.model import Approach, HowKnown, Person, Target
from informint.targets import goals
from informint.targets.fields import Fields
from informint.targets.fit import FITS, Fit, company_key

NOBODY_AT_ALL = "There is nobody to rank yet: bring in your contacts, or add somebody by hand."

_KNOWN = {
    HowKnown.NOT_SAID: "you have not said, so the middle is taken",
    HowKnown.CLOSE: "well",
    HowKnown.ACQUAINTANCE: "a little",
    HowKnown.MET_ONCE: "you met once",
    HowKnown.STRANGER: "you have never met",
}


@cache
def _order() -> str:
    """Name who advises the order of approach."""
    return content.sources()["ut-health"].name


def why(
    person: Person,
    fit: Fit,
    way: Approach,
    introducers: Sequence[Person],
    *,
    acquainted: bool = False,
) -> str:
    """Return one sentence: what fits, and why this approach; the advice names who gives it.

    ``acquainted`` says that the first introducer knows them by the learner's word.
    """
    return f"{_fit(person, fit)}; {_way(person, way, introducers, acquainted=acquainted)}."


def _fit(person: Person, fit: Fit) -> str:
    if fit.role > FITS and person.position:
        return f"Their job, {person.position}, fits your goal"
    if max(fit) > FITS:
        return "Their field or company fits your goal"
    if max(fit) > 0:
        return "Their work is near your goal"
    if not person.position and not person.company:
        return "Neither their job nor their company is known"
    return "Nothing in their job or company fits your goal"


def _way(person: Person, way: Approach, introducers: Sequence[Person], *, acquainted: bool) -> str:
    if way is Approach.ASK_FOR_INTRODUCTION:
        first = introducers[0]
        company = company_key(first.company)
        colleague = company and company == company_key(person.company)
        link = "is at the same company" if colleague else "shares a group with them"
        link = "knows them" if acquainted else link
        return (
            f"{first.name} {link} and you know them better, so ask for an introduction "
            f"(people you know come before strangers: {_order()})"
        )
    if way is Approach.RECONNECT_FIRST:
        year = person.connected_on.year if person.connected_on else ""
        return (
            f"you connected in {year}, so if you have not talked for long, say hello before you "
            "ask (our rule of thumb)"
        )
    return {
        HowKnown.CLOSE: "you know them well, so ask directly (people you know best come first: {})",
        HowKnown.ACQUAINTANCE: "you know them a little, so ask directly (acquaintances come right "
        "after the people you know best: {})",
        HowKnown.NOT_SAID: "if they would know your name, ask directly (people you know come "
        "before strangers: {})",
        HowKnown.MET_ONCE: "you met once, so ask directly and say where you met (say how you "
        "found them: {})",
        HowKnown.STRANGER: "nobody you know better is near them, so ask directly and say how you "
        "found them ({})",
    }[person.how_known].format(_order())


def component(name: str, target: Target) -> str:
    """Return what one component of a score rests on, in a few words."""
    person = target.person
    since = f"connected in {person.connected_on.year}" if person.connected_on else "no date known"
    return {
        "role_fit": person.position or "no job title known",
        "field_fit": person.work or "nothing known",
        "closeness": _KNOWN[person.how_known],
        "shared_groups": ", ".join(person.groups) or "none noted",
        "new_information": f"{since}; moderately weak ties bring most",
    }[name]


def nobody_fits(*, near: bool) -> str:
    """Say that nobody fits, whether somebody is near, and what to do next."""
    first = (
        "Nobody among your contacts does quite what you ask about, though the first few are near it"
        if near
        else "Nobody among your contacts has a job or company that fits this goal"
    )
    return (
        f"{first}: try the goal in other words, or ask the people you know best whom they know, "
        f"then acquaintances, then strangers (that order: {_order()})."
    )


def understood(goal: str) -> str:
    """Say in a sentence how a goal was read, slips of the finger mended, so it can be reworded."""
    read = goals.goal(goal)
    names = {f.id: f.name for f in content.fields()}

    def joined(wanted: Sequence[Fields]) -> str:
        return " with ".join(" or ".join(names[f] for f in names if f in some) for some in wanted)

    said = [
        f"the work: {joined(read.jobs)}" if read.jobs else "",
        f"the place: {joined(read.places)}" if read.places else "",
        f"not: {joined([read.avoid])}" if read.avoid else "",
        f"words looked for as they stand: {', '.join(read.plain)}" if read.plain else "",
        *(f"'{typed}' read as '{meant}'" for typed, meant in read.mended),
    ]
    if not any(said):
        return "The goal names no work yet, so only how you know people counts."
    return f"Read from your goal: {'; '.join(filter(None, said))}."
