"""Reads a learner's goal, in their own words: which jobs, at which places, and what not."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from informint import content
from informint.targets.fields import (
    LITTLE,
    Fields,
    Mention,
    find,
    levels_of,
    phrasebook,
    stems_of,
)
from informint.targets.words import mend, root, stem, stem_set, words


class Goal(NamedTuple):
    """What a goal asks for.

    ``jobs`` and ``places`` each hold sets of fields; of a set any will do, of several sets all are
    wanted. ``words`` are all stems that carry meaning, ``rest`` those that name no field.
    ``mended`` are slips of the finger and how they were read; ``said`` is every word, in order.
    """

    jobs: tuple[Fields, ...] = ()
    places: tuple[Fields, ...] = ()
    avoid: Fields = frozenset()
    words: frozenset[str] = frozenset()
    rest: frozenset[str] = frozenset()
    levels: frozenset[int] = frozenset()
    mended: tuple[tuple[str, str], ...] = ()
    said: tuple[str, ...] = ()

    @property
    def plain(self) -> tuple[str, ...]:
        """The words that name no field, as the learner wrote them."""
        return tuple(dict.fromkeys(w for w in self.said if root(stem(w)) in self.rest))


# What learners say around the thing they want: no help in finding people.
_SAID_AROUND = stem_set(
    "a about advice after all along also am an and any anybody anyone are area as ask at balance "
    "be become been before being best better big both break bring but by can career change chat "
    "choose combine company connect cons could curious current currently d daily day days "
    "different discover do does doing don done each either else employee employer enter "
    "especially everyday exactly expert explore fellow field figure find first for friend from "
    "future gain get give go going good great group have hear help her here hers him hire his "
    "hope hour how i idea if in including industry informational inside insight instead interest "
    "interested interview into involve is it its job just kind know large later learn let life "
    "like living ll local long look looking love m make many maybe me mean meet might mine more "
    "most move much my myself near need network new next no not now of off on one only option or "
    "organisation organization other our out outside over own path paths pay people perhaps "
    "person phd place plan position possible postdoc potential prepare profession professional "
    "pros pursue question re really right road role s salary same scientist sector see shift "
    "short side skill small so some someone something speak start step still such suit sure "
    "switch t take talk team tell than that the their them then there these they thing think this "
    "those time tip to too toward trained training transition try turn type typical typically "
    "under understand up us use ve very want was way we week well were what when where whether "
    "which while who whom whose why wish with within without wonder wondering work worker world "
    "would year yet you your"
)
# What the learner comes from, not where they want to go. "Learn from" is no leaving.
_LEAVING = re.compile(
    r"""
    (?: \b(?:away\ from|out\ of|leav(?:e|ing)|quit(?:ting)?|instead\ of|rather\ than|other\ than)
      | (?<!learn\ )(?<!learning\ )(?<!hear\ )(?<!more\ )(?<!advice\ )(?<!insights\ )\bfrom )\b
    (?P<from>.*?) (?=\b(?:to|into|towards?|for|and)\b|[,.;!?]|$)
    | (?: \b(?:outside(?:\ of)?|beyond|not\ in|without|except)
        | \b(?:do\ not|don.t)\ (?:want|wish|like)(?:\ to\ (?:do|be|go\ into|work\ in))?
        | (?:[,;]\ *|\bbut\ )not )\b
    (?P<outside>.*?) (?=\b(?:to|into|towards?|for|and|or|but|in|as|by)\b|[,.;!?]|$)
    | (?: \b(?:i\ am|i.m)\ an? | (?:^|[,.;!?])\s*(?:as\ an?|i\ (?:work|study|am)\ (?:at|in|on|for))
        | \b(?:with|have|my)\ (?:an?\ )?(?:phd|doctorate|background|degree|master.?s?)\ in )\b
    .*? (?=\b(?:i|who|and|but|so|to|curious|interested)\b|[,.;!?]|$)
    | \bmy\ (?:lab|bench|phd|postdoc|thesis|research|science|background|degree|training)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_ORIGINS = stem_set("academic bench biologist chemist lab postdoc scientist")
_PLACE = frozenset({"in", "at", "within", "inside", "for"})
_OR = frozenset(("or", "and", *",;.:!?&/"))
_PIECE = re.compile(r"[,;.:!?/]|[^\s,;.:!?/]+")


@lru_cache(maxsize=64)
def goal(text: str) -> Goal:
    """Read a goal; an empty one asks for nothing."""
    text = " ".join(text.split())
    left = [m["from"] or m["outside"] or "" for m in _LEAVING.finditer(text)]
    avoid = (m for part in left for m in find(stems_of(part), phrasebook().goals))
    kept = _LEAVING.sub(" ; ", text)
    mended: list[tuple[str, str]] = []
    tokens: list[str] = []
    between: list[set[str]] = [set()]  # what stands before each token
    for piece in _PIECE.findall(kept):
        for word in words(piece) or [piece]:
            read = word if known(word) else mend(word, _vocabulary())
            if read != word:
                mended.append((word, read))
            if read in LITTLE | _PLACE | _OR or not words(read):
                between[-1].add(read)
            else:
                tokens.append(stem(read))
                between.append(set())
    mentions = _mentions(tokens, between)
    jobs, places = _wanted(mentions, between)
    named = {root(t) for m in mentions for t in tokens[m.start : m.end]}
    around = _SAID_AROUND | {stem(w) for w in words(kept) if levels_of([w])}
    rest = frozenset(root(t) for t in tokens if t not in around) - named
    return Goal(
        jobs=jobs,
        places=places,
        avoid=frozenset(f for m in avoid for f in m.fields),
        words=rest | named,
        rest=rest,
        levels=levels_of(words(kept)),
        mended=tuple(mended),
        said=tuple(words(kept)),
    )


def known(word: str) -> bool:
    """Say whether a word belongs to a field or to how learners talk about any work."""
    return stem(word) in _known_stems() or bool(levels_of([word]))


@cache
def _known_stems() -> frozenset[str]:
    return frozenset(map(stem, _vocabulary())) | _SAID_AROUND


@cache
def _vocabulary() -> tuple[str, ...]:
    """Return every word of the fields file, unstemmed: what a slip of the finger is mended to."""
    said = (p for f in content.fields() for p in (*f.names, *f.titles))
    return tuple(sorted({word for phrase in said for word in words(phrase)}))


def _mentions(tokens: Sequence[str], between: Sequence[set[str]]) -> list[Mention]:
    """Return the fields a goal names, in order, without what the learner says they are now."""
    found = [
        m
        for m in sorted(find(tokens, phrasebook().goals))
        if all(between[i] <= LITTLE for i in range(m.start + 1, m.end))
    ]
    wanted = [m for m in found if not set(tokens[m.start : m.end]) <= _ORIGINS]
    return wanted if any(not m.fields <= _sectors() for m in wanted) else found


@cache
def _sectors() -> Fields:
    return frozenset(f.id for f in content.fields() if f.sector)


def _wanted(
    mentions: Sequence[Mention], between: Sequence[set[str]]
) -> tuple[tuple[Fields, ...], tuple[Fields, ...]]:
    """Tell the jobs a goal names from the places to do them ("data jobs in public health")."""
    jobs: list[Fields] = []
    places: list[Fields] = []
    last: list[Fields] | None = None
    seen = 0
    for mention in mentions:
        gap = set[str]().union(*between[seen : mention.start + 1])
        here = places if mention.fields <= _sectors() or (jobs and gap & _PLACE) else jobs
        if here is last and gap & _OR:
            here[-1] |= mention.fields
        elif mention.fields not in here:
            here.append(mention.fields)
        last, seen = here, mention.end
    return tuple(jobs), tuple(places)
