"""Reads fields of work in job titles and company names, from ``content/fields.toml``."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from informint import content
from informint.model import Person
from informint.targets.words import root, stem, stem_set, words

Fields = frozenset[str]

_TITLE = 1.0
_COMPANY = 0.8  # an office manager of a patent firm is in the field, but a title says it better
_BESIDE = 0.5  # a recruiter for regulatory affairs, somebody who is still studying for it

LITTLE = frozenset(words("a an and of the de del des du la le les el los y et und der die das"))
"""Words that neither part nor make a phrase: "affaires réglementaires" of any "des"."""

_NOT_YET = stem_set("aspiring candidate intern jobseeker looking seeking student trainee")
_LEVELS = {
    **dict.fromkeys(words("ceo cfo chief cmo coo cso cto dean director head president vice vp"), 3),
    **dict.fromkeys(words("lead leader leadership principal senior sr"), 2),
    **dict.fromkeys(words("assistant associate entry intern junior jr trainee"), 1),
}


class Work(NamedTuple):
    """What a title or a company's name says: its words (roots), fields (0 to 1) and levels."""

    words: tuple[str, ...]
    fields: Mapping[str, float]
    levels: frozenset[int] = frozenset()


class Mention(NamedTuple):
    """Fields that the words ``[start, end)`` of a text name; any of them may be meant."""

    start: int
    end: int
    fields: Fields


class Phrases:
    """Phrases word by word (by stems): the fields that end here, and the words that may follow."""

    __slots__ = ("fields", "next")

    def __init__(self) -> None:
        """Begin with no phrase."""
        self.fields: Fields = frozenset()
        self.next: dict[str, Phrases] = {}

    def add(self, phrase: Iterable[str], field: str) -> None:
        """Add a phrase that shows a field."""
        here = self
        for word in phrase:
            here = here.next.setdefault(word, Phrases())
        here.fields |= {field}


class Phrasebook(NamedTuple):
    """The phrases that show fields in titles, in companies' names and in goals."""

    titles: Phrases
    companies: Phrases
    goals: Phrases


@cache
def phrasebook() -> Phrasebook:
    """Return the phrases of ``content/fields.toml``."""
    book = Phrasebook(Phrases(), Phrases(), Phrases())
    for field in content.fields():
        long_names = [n for n in field.names if len(words(n)) > 1]
        for phrases, said in (
            (book.titles, (*field.titles, *long_names)),
            (book.companies, (*field.companies, *long_names)),
            (book.goals, (*field.names, *field.titles)),
        ):
            for phrase in said:
                phrases.add(stems_of(phrase), field.id)
    return book


def stems_of(text: str) -> tuple[str, ...]:
    """Return the stems of a text in order, little words left out."""
    return tuple([stem(w) for w in words(text) if w not in LITTLE])


def find(tokens: Sequence[str], phrases: Phrases) -> list[Mention]:
    """Return the phrases in a text, the longest first; none overlaps another."""
    spans = []
    for start, token in enumerate(tokens):
        end, here = start, phrases.next.get(token)
        while here is not None:
            end += 1
            if here.fields:
                spans.append((start - end, start, end, here.fields))
            here = here.next.get(tokens[end]) if end < len(tokens) else None
    taken = set[int]()
    found = []
    for _, start, end, fields in sorted(spans) if len(spans) > 1 else spans:
        if taken.isdisjoint(range(start, end)):
            taken.update(range(start, end))
            found.append(Mention(start, end, fields))
    return found


def levels_of(said: Iterable[str]) -> frozenset[int]:
    """Return the levels that words name: 3 heads, 2 seniors, 1 starters."""
    return frozenset([_LEVELS[w] for w in said if w in _LEVELS])


@lru_cache(maxsize=1 << 16)
def title(text: str) -> Work:
    """Read a job title; "Manager, Product" is read as "Product Manager" too."""
    said = words(text)
    tokens = tuple([stem(w) for w in said if w not in LITTLE])
    head, comma, tail = text.partition(",")
    again = stems_of(head) if comma and "," not in tail else ()
    found = find((*tokens, *again), phrasebook().titles)
    strength = _TITLE
    if not _NOT_YET.isdisjoint(tokens):
        named = {i for m in found for i in range(m.start, m.end)}
        if any(t in _NOT_YET for i, t in enumerate(tokens) if i not in named):
            strength = _BESIDE
    fields = {f for mention in found for f in mention.fields}
    serving = fields & _serving()
    return Work(
        tuple(map(root, tokens)),
        {f: _BESIDE if serving and f not in serving else strength for f in sorted(fields)},
        levels_of(said),
    )


@lru_cache(maxsize=1 << 16)
def company(text: str) -> Work:
    """Read a company's name."""
    tokens = stems_of(text)
    fields = {f for mention in find(tokens, phrasebook().companies) for f in mention.fields}
    return Work(tuple(map(root, tokens)), dict.fromkeys(sorted(fields), _COMPANY))


@cache
def _serving() -> Fields:
    return frozenset(f.id for f in content.fields() if f.serves)


@cache
def near() -> Mapping[str, Fields]:
    """Return for each field those whose people can tell part of it."""
    return {f.id: frozenset(f.near) for f in content.fields()}


@cache
def _order() -> Mapping[str, int]:
    return {f.id: number for number, f in enumerate(content.fields())}


def field_of(person: Person) -> str:
    """Return the id of a person's field of work by title, else by company, else an empty string."""
    for work in (title(person.position), company(person.company)):
        if work.fields:
            return min(work.fields, key=lambda f: (-work.fields[f], _order()[f]))
    return ""
