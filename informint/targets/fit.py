"""How well a person's work fits a goal: role by job title, field by title and company."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from math import log
from typing import NamedTuple

from informint.model import Person
from informint.targets import fields, goals
from informint.targets.fields import Fields, Work
from informint.targets.words import root, stem, stem_set, words

FITS = 0.5
"""A role or field fit above this is a fit; at or below it is a neighbour or an accident."""

_NEAR_JOB, _NEAR_FIELD = 0.3, 0.5  # people next door know part of it
_JOB_IN_PLACE = 0.7  # a curator, for somebody who asks about teaching in museums
_WHOEVER_IS_THERE = 0.7  # an accountant of the museum, for somebody who asks about museums
_ANYTHING_ELSE = 0.6  # "anything outside academia"
_SAME_WORDS = 0.15  # what the learner's own words in the title add to the right field
_ONLY_WORDS = 0.4  # what they are worth without it
_OTHER_LEVEL = 0.75  # a director, for somebody who asks about first jobs

# Words of every second title or company name: they say little, even when few people have them.
_COMMON = stem_set(
    "analyst assistant associate center chief company consultant coordinator corporation dean "
    "department deputy director division executive expert fellow global group head institute "
    "international junior lab lead leader manager member national of office officer partner "
    "president principal program project research scientist senior service solution specialist "
    "staff system team technical university vice"
)
_COMMON_WEIGHT = 0.15
_LEAST_WEIGHT = 0.5  # so that a goal of common words alone ("manager") is no fit

_LEGAL_FORMS = frozenset(
    words("ab ag bv co company corp corporation gmbh inc limited llc llp ltd nv plc sa sas srl the")
)
_NO_COMPANY = frozenset(
    {"confidential", "freelance", "independent", "n a", "none", "retired", "self employed"}
)
_BEFORE_COMPANY = frozenset({"at", "join", "joining", "like", "with", "work for", "working for"})


class Fit(NamedTuple):
    """Role and field fit, each 0 to 1."""

    role: float
    field: float


class _Wanted(NamedTuple):
    """Fields of which any will do, and those next door."""

    fields: Fields
    near: Fields


class _Search(NamedTuple):
    """A goal made ready to hold against many people."""

    goal: goals.Goal
    jobs: tuple[_Wanted, ...]
    places: tuple[_Wanted, ...]
    companies: frozenset[str]
    weights: Mapping[str, float]
    everything: Fields


@lru_cache(maxsize=1 << 16)
def company_key(name: str) -> str:
    """Return what two spellings of one company share; empty for no company ("self-employed")."""
    key = " ".join(w for w in words(name) if w not in _LEGAL_FORMS)
    return "" if key in _NO_COMPANY else key


def fits(people: Sequence[Person], goal: str, tags: Mapping[str, Iterable[str]]) -> list[Fit]:
    """Return each person's fit for a goal, in the order given.

    A learner's own tags (by person's id) count like words of the job title. Words that name no
    known field are looked for as they stand, rare ones counting more than common ones.
    """
    works = [
        (
            fields.title(", ".join((p.position, *tags[p.id])) if p.id in tags else p.position),
            fields.company(p.company),
        )
        for p in people
    ]
    asked = goals.goal(goal)
    companies = _companies_named(asked.said, {company_key(p.company) for p in people})
    if companies:
        own = {root(stem(w)) for key in companies for w in key.split()}
        asked = asked._replace(words=asked.words - own, rest=asked.rest - own)
    jobs, places = tuple(map(_wanted, asked.jobs)), tuple(map(_wanted, asked.places))
    everything = frozenset[str]().union(*(w.fields | w.near for w in (*jobs, *places)))
    weights = _weights(asked.words, works)
    search = _Search(asked, jobs, places, companies, weights, everything)
    return [
        _fit(search, job, place, here=company_key(person.company) in companies)
        for person, (job, place) in zip(people, works, strict=True)
    ]


def _wanted(some: Fields) -> _Wanted:
    return _Wanted(some, frozenset[str]().union(*(fields.near()[f] for f in some)) - some)


def _companies_named(said: Sequence[str], keys: Iterable[str]) -> frozenset[str]:
    """Return the companies that a goal names, whole or by their first words."""
    starts = defaultdict[str, set[str]](set)
    for key in keys:
        parts = key.split()
        if parts and parts[0] in said:
            for length in range(1, len(parts) + 1):
                starts[" ".join(parts[:length])].add(key)
    found = set[str]()
    for start in range(len(said)):
        before = {" ".join(said[max(start - n, 0) : start]) for n in (1, 2)}
        # One word alone may be a plain word ("cancer"), so it must follow "work at" or the like.
        shortest = 1 if before & _BEFORE_COMPANY else 2
        for end in range(min(len(said), start + 8), start + shortest - 1, -1):
            here = " ".join(said[start:end])
            if here in starts and not all(map(_everyday, said[start:end])):
                found |= starts[here]
                break
    return frozenset(found)


def _everyday(word: str) -> bool:
    return stem(word) in _COMMON or goals.known(word)


def _weights(said: frozenset[str], works: Iterable[tuple[Work, Work]]) -> dict[str, float]:
    """Weigh the goal's words by how few of the people they are said of, over 0 and up to 1."""
    seen: Counter[str] = Counter()
    total = 1
    for job, place in works:
        total += 1
        if not (said.isdisjoint(job.words) and said.isdisjoint(place.words)):
            seen.update(said.intersection(job.words + place.words))
    return {
        w: _COMMON_WEIGHT if w in _COMMON else log(1 + total / (1 + seen[w])) / log(1 + total)
        for w in sorted(said)
    }


def _share(said: frozenset[str], text: tuple[str, ...], weights: Mapping[str, float]) -> float:
    """Return which share of the words, by weight, is in a text."""
    if said.isdisjoint(text):
        return 0.0
    met = said.intersection(text)
    total = sum(weights[w] for w in sorted(said))
    return sum(weights[w] for w in sorted(met)) / max(total, _LEAST_WEIGHT)


def _all(parts: Sequence[float]) -> float:
    """Join what a goal asks for at once: half for the best part, half for their mean."""
    return (max(parts) + sum(parts) / len(parts)) / 2


def _best(some: Fields, evidence: Mapping[str, float]) -> float:
    met = some & evidence.keys()
    return max(evidence[f] for f in met) if met else 0.0


def _field(wanted: _Wanted, job: Work, place: Work) -> float:
    return max(
        _best(wanted.fields, job.fields),
        _best(wanted.fields, place.fields),
        _NEAR_FIELD * _best(wanted.near, job.fields),
    )


def _fit(search: _Search, job: Work, place: Work, *, here: bool) -> Fit:
    asked, jobs, places, companies, weights, everything = search
    if not (jobs or places or companies):
        if asked.avoid and not asked.words:
            return _anything_but(asked.avoid, job, place)
        field = min(1.0, _share(asked.words, job.words + place.words, weights))
        return Fit(max(_share(asked.words, job.words, weights), _WHOEVER_IS_THERE * field), field)
    if not here and everything.isdisjoint(job.fields) and everything.isdisjoint(place.fields):
        role = field = 0.0
        return Fit(
            _with_words(role, search, job.words),
            _with_words(field, search, job.words + place.words),
        )
    in_jobs = [_field(w, job, place) for w in jobs]
    in_places = [_field(w, job, place) for w in places] + ([float(here)] if companies else [])
    field = _all(in_places or in_jobs)
    if in_places and in_jobs:  # in the place, two parts; in the line of work elsewhere, one
        field = (2 * field + _all(in_jobs)) / 3
    title_there = max((_best(w.fields, job.fields) for w in places), default=0.0)
    if jobs:
        role = max(
            _all([_best(w.fields, job.fields) for w in jobs]),
            _JOB_IN_PLACE * title_there,
            _NEAR_JOB * max(_best(w.near, job.fields) for w in jobs),
        )
    else:
        role = max(title_there, _WHOEVER_IS_THERE * field)
    if asked.levels and not asked.levels & job.levels:
        role *= _OTHER_LEVEL
    return Fit(
        _with_words(role, search, job.words), _with_words(field, search, job.words + place.words)
    )


def _with_words(fit: float, search: _Search, text: tuple[str, ...]) -> float:
    """Let the learner's own words decide between people whose field fits alike."""
    asked = search.goal
    if not asked.words:
        return fit
    if not fit:
        return _ONLY_WORDS * _share(asked.rest, text, search.weights)
    return fit * (1 - _SAME_WORDS + _SAME_WORDS * _share(asked.words, text, search.weights))


def _anything_but(avoid: Fields, job: Work, place: Work) -> Fit:
    known = job.fields.keys() | place.fields.keys()
    some = _ANYTHING_ELSE if known and not known & avoid else 0.0
    return Fit(some, some)
