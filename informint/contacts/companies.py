"""Whether two names stand for one organisation: by tiers, and never by a part of a name."""

import re
from enum import StrEnum
from functools import cache, lru_cache

from informint.contacts.cells import word_set
from informint.contacts.identity import words_of
from informint.content.naming import company_aliases

# As they stand at the end of a name, their dots taken out; longer ones of several words too.
_LEGAL_FORMS = word_set(
    """inc incorporated llc llp lp ltd limited plc corp corporation co company pllc pc pbc gmbh
    ggmbh mbh ag kg kgaa ohg ug se ev eg sa sas sarl eurl sasu snc srl srls spa sapa slu sl slp
    ltda eireli cv bv nv vof ab as asa aps oy oyj ou sia uab doo dd zrt kft sro zoo spzoo
    pty pte pvt private sdn bhd kk gk tbk pt jsc ooo pjsc inh holding holdings group"""
)
_AND = frozenset({"and", "und", "et", "y", "e", "en", "och", "og"})
_DOTTED = re.compile(r"\b(?:[^\W\d_]\.){2,}(?:[^\W\d_]\b)?")  # "S.p.A.", "U.S."
_NO_NAME = word_set(
    """self employed selfemployed freelance freelancer independent retired none student unemployed
    confidential stealth various consultant"""
)


class Tier(StrEnum):
    """How two names of an organisation agree, the surest first; its text is told to learners."""

    EXACT = "the same company"
    LEGAL_FORM = "the same company but for its legal form"
    ALIAS = "the same company by another name"


def same_company(one: str, other: str) -> Tier | None:
    """Return how two names, as written, stand for one organisation; None if they do not.

    Case, accents and punctuation never matter. A name that another only contains is another.
    """
    if not one or not other:
        return None
    if words_of(one) == words_of(other):
        return Tier.EXACT
    a, b = without_legal_form(one), without_legal_form(other)
    if not a or not b:
        return None
    if a == b:
        return Tier.LEGAL_FORM
    return Tier.ALIAS if organisation(one) == organisation(other) else None


@lru_cache(maxsize=65_536)
def organisation(name: str) -> str:
    """Return what is the same for every way of writing an organisation's name, or ``""``."""
    key = without_legal_form(name)
    return _aliases().get(key, key)


@lru_cache(maxsize=65_536)
def without_legal_form(name: str) -> str:
    """Return the words of a name without the legal forms at its end; ``""`` for no organisation."""
    name = _DOTTED.sub(lambda found: found[0].replace(".", ""), name)
    words = [word for word in words_of(name.replace("&", " and ")) if word not in _AND]
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    while len(words) > 1 and words[-1] in _LEGAL_FORMS:
        words.pop()
    return "" if _NO_NAME.issuperset(words) else " ".join(words)


@cache
def _aliases() -> dict[str, str]:
    """Return the key of every other name in the content, to that of the name itself."""
    return {
        without_legal_form(other): without_legal_form(entry.name)
        for entry in company_aliases()
        for other in entry.also
    }
