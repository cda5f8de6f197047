"""Who could introduce the learner to whom, from what the learner knows of who knows whom.

Nothing is looked up anywhere: the learner types in which of their people know each other, and
opens a search themself if they want one.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from heapq import heappop, heappush
from itertools import pairwise
from types import MappingProxyType
from typing import TypeAlias
from urllib.parse import urlencode

from informint import content, outreach
from informint.contacts.identity import name_key, words_of
from informint.errors import BadInput, did_you_mean
from informint.model import HowKnown, Message, Person, Profile

REACH = 3
"""Steps to a target at most: farther, nobody vouches for anybody."""

COSTS: Mapping[HowKnown, int] = MappingProxyType(
    {HowKnown.CLOSE: 1, HowKnown.ACQUAINTANCE: 2, HowKnown.MET_ONCE: 4, HowKnown.NOT_SAID: 5}
)
"""What a tie costs on the way, our own rule of thumb: a good friend's good friend (2) comes before
somebody met once (4). Strangers are no way at all."""

PATTERN = "introduction-email"
Acquaintances: TypeAlias = Mapping[str, Mapping[str, HowKnown]]

_MINE = {
    HowKnown.CLOSE: "You know {} well",
    HowKnown.ACQUAINTANCE: "You know {} a little",
    HowKnown.MET_ONCE: "You met {} once",
    HowKnown.NOT_SAID: "You have not said how well you know {}",
}
_THEIRS = {
    HowKnown.CLOSE: "{} knows {} well",
    HowKnown.ACQUAINTANCE: "{} knows {} a little",
    HowKnown.MET_ONCE: "{} met {} once",
    HowKnown.NOT_SAID: "{} knows {}",
}
_DIRECTLY = {
    HowKnown.CLOSE: ": ask directly",
    HowKnown.ACQUAINTANCE: ": ask directly",
    HowKnown.MET_ONCE: ", and nobody whom you know better is noted as knowing them: write "
    "yourself, and say where you met",
    HowKnown.NOT_SAID: ", and nobody is noted as knowing them well: if they would know your name, "
    "write yourself",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """How to come from the learner to a target.

    ``people`` are those on it, the target last; ``ties`` say how well each is known to the one
    before, the first to the learner.
    """

    people: tuple[Person, ...]
    ties: tuple[HowKnown, ...]

    @property
    def direct(self) -> bool:
        """Whether nobody is in between."""
        return len(self.people) == 1

    @property
    def introducer(self) -> Person:
        """Whom to ask first; the target where nobody is in between."""
        return self.people[0]

    @property
    def next(self) -> Person:
        """Whom the first introduction leads to."""
        return self.people[min(1, len(self.people) - 1)]

    def __str__(self) -> str:
        """Return the way in words."""
        return " ".join(told(self))


def way_to(
    target: str,
    people: Mapping[str, Person],
    acquaintances: Acquaintances,
    *,
    set_aside: Collection[str] = (),
) -> Way | None:
    """Return the way on which people know each other best; the same input gives the same way.

    Args:
        target: the id of whom the learner would like to reach.
        people: the journal's people by id, with how well the learner knows them.
        acquaintances: who knows whom and how well, by the learner's word, both ways round.
        set_aside: ids of people who are not asked for anything.

    Returns:
        A way of at most three steps; None when there is none.
    """
    if target not in people:
        return None
    # Backwards, from the target to the learner: few know the target, and the learner knows many.
    open_ways: list[tuple[int, int, tuple[str, ...]]] = [(0, 1, (target,))]
    while open_ways:
        cost, steps, path = heappop(open_ways)
        last = path[-1]
        if not last:
            return _way(path[-2::-1], people, acquaintances)
        mine = COSTS.get(people[last].how_known)
        if mine is not None:
            heappush(open_ways, (cost + mine, steps, (*path, "")))
        if steps == REACH:
            continue
        for other, how in acquaintances.get(last, {}).items():
            if other in people and other not in path and other not in set_aside and how in COSTS:
                heappush(open_ways, (cost + COSTS[how], steps + 1, (*path, other)))
    return None


def _way(ids: tuple[str, ...], people: Mapping[str, Person], known: Acquaintances) -> Way:
    between = (known[one][other] for one, other in pairwise(ids))
    return Way(people=tuple(people[i] for i in ids), ties=(people[ids[0]].how_known, *between))


def told(way: Way) -> tuple[str, ...]:
    """Return a way in words: the ties, what to do, and who advises it."""
    names = [_name(person) for person in way.people]
    first = [_name(person, short=True) for person in way.people]
    order = content.sources()["ut-health"].name
    if way.direct:
        known = way.ties[0] in {HowKnown.CLOSE, HowKnown.ACQUAINTANCE}
        advice = f" (people you know come before strangers: {order})" if known else ""
        return (f"{_MINE[way.ties[0]].format(names[0])}{_DIRECTLY[way.ties[0]]}{advice}.",)
    ties = [_MINE[way.ties[0]].format(names[0])] + [
        _THEIRS[tie].format(one, other)
        for tie, one, other in zip(way.ties[1:], first, names[1:], strict=False)
    ]
    lines = [f"{'; '.join(ties)}."]
    if len(names) == REACH:
        lines.append(
            f"That is two introductions. Ask {first[0]} about {first[1]} first; talk with "
            f"{first[1]}, and only then ask about {first[2]}."
        )
    else:
        lines.append(
            f"Ask {first[0]} for an introduction, and leave room for a no (friends of friends come "
            f"before strangers: {order})."
        )
    if way.ties[0] in {HowKnown.MET_ONCE, HowKnown.NOT_SAID}:
        gaffes = content.sources()["vault-gaffes"].name
        lines.append(
            f"Think twice if you hardly know {first[0]}: leaning on a name like that is among the "
            f"gaffes that {gaffes} lists."
        )
    return tuple(lines)


def request(way: Way, profile: Profile, *, topic: str = "") -> Message:
    """Draft the mail to the first in between: asks, gives an easy no, and a text to send along.

    Args:
        way: how to come to a target.
        profile: the learner.
        topic: what the talk is about; by default the profile's interest.

    Raises:
        BadInput: when nobody is in between.
    """
    if way.direct:
        message = "Nobody is in between, so there is no introduction to ask for: write yourself."
        raise BadInput(message)
    draft = outreach.draft(PATTERN, way.next, profile, introducer=way.introducer, topic=topic)
    return replace(draft, context={**draft.context, "about": way.next.name})


def search_link(person: Person) -> str:
    """Return the address of a search for a person on LinkedIn, which shows whom both know.

    Nothing is opened or read here. Whoever opens it tells LinkedIn whom they look for.
    """
    words = " ".join(f"{person.name} {person.company}".split())
    plain = words.encode("utf-8", "ignore").decode()
    query = urlencode({"keywords": plain})
    return f"https://www.linkedin.com/search/results/people/?{query}"


def _name(person: Person, *, short: bool = False) -> str:
    """Return a name without what stands behind a comma, such as a degree."""
    name = person.given_name if short and person.given_name else person.name.partition(",")[0]
    return " ".join(name.split()) or "somebody"


def called(person: Person) -> str:
    """Return a name with its company, which tells two of one name apart."""
    return f"{person.name} ({person.company})" if person.company else person.name


def named(typed: str, people: Iterable[Person]) -> Person:
    """Return who is meant by a name typed in any case, without accents, or as ``called`` says it.

    Raises:
        BadInput: when nobody, or more than one, is.
    """
    whole = words_of(typed)
    if not whole:
        message = "Write two names of people in your journal."
        raise BadInput(message)
    listed = list(people)
    # The words are quickly compared; only who shares one is looked at closer.
    near = [p for p in listed if not set(whole).isdisjoint(words_of(p.name))]
    bearers = [p for p in near if name_key(p.name) == name_key(typed)]
    if len(bearers) != 1:
        bearers = [p for p in near if words_of(called(p)) == whole] or bearers
    if len(bearers) > 1:
        message = "Several people bear this name: write the company behind it too."
        raise BadInput(message)
    if not bearers:
        hint = did_you_mean(typed, [p.name for p in listed]) or "."
        message = f"There is nobody called {typed.strip()} in your journal{hint}"
        raise BadInput(message)
    return bearers[0]
