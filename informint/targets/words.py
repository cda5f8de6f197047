"""Whole words and their stems, so that "writers", "writing" and "Writer" meet."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

_WORD = re.compile(r"\b\w&\w\b|[^\W_]+")
_SUFFIXES = ("ment", "ing", "ancy", "ant", "ion", "ory", "al", "e")
_LONG_ENOUGH = 4  # letters a stem keeps: shorter ones meet by accident

# Words that a suffix rule would send to the wrong neighbour ("developer" to "development").
_APART = {
    "accountancy": "accountant",
    "accountant": "accountant",
    "accounting": "accountant",
    "center": "centre",
    "clinical": "clinical",
    "counseling": "counselor",
    "counselling": "counselor",
    "counsellor": "counselor",
    "developer": "developer",
    "doctoral": "doctoral",
    "founder": "founder",
    "inventory": "inventory",
    "journalism": "journalist",
    "marketing": "marketing",
    "officer": "officer",
    "physics": "physics",
    "production": "production",
    "programme": "program",
}


def words(text: str) -> list[str]:
    """Split a text into lower-case whole words without accents; "R&D" is one word."""
    plain = text.casefold()
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain)
        plain = "".join(c for c in plain if not unicodedata.combining(c))
    return _WORD.findall(plain)


@cache
def stem(word: str) -> str:
    """Return the stem of one word as ``words`` gives it.

    Only English inflection and the commonest endings are taken off; the words of other languages
    stand in the data as they are written.
    """
    word = _singular(word)
    if word in _APART:
        return _APART[word]
    word = word.replace("isation", "ization")
    while (shorter := _shorter(word)) != word:
        word = shorter
    return word


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > _LONG_ENOUGH:
        return word[:-3] + "y"
    if word.endswith(("sses", "ches", "shes", "xes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) >= _LONG_ENOUGH:
        return word[:-1] if word != "physics" else word
    return word


def _shorter(word: str) -> str:
    if word.endswith(("tor", "sor")) or (word.endswith("er") and not word.endswith("eer")):
        rest = word[:-2]
        return rest if len(rest) >= _LONG_ENOUGH else word
    for suffix in _SUFFIXES:
        rest = word.removesuffix(suffix)
        if rest != word and len(rest) >= _LONG_ENOUGH:
            return rest
    return word


@cache
def root(stem_: str) -> str:
    """Return what "biologist" and "biology" share: one word in a goal, two in a job title."""
    return re.sub(r"olog(?:y|ist|ical)$", "olog", stem_)


def stem_set(text: str) -> frozenset[str]:
    """Return the stems of a text's words."""
    return frozenset(map(stem, words(text)))


def mend(word: str, known: Iterable[str]) -> str:
    """Return the known word that one slip of the finger turns into ``word``, else ``word``.

    A slip is two letters swapped, one letter lost, doubled or added (words of five letters and
    more), or one letter changed (seven and more: "police" must not become "policy").
    """
    least = 5
    if len(word) < least:
        return word
    near = [k for k in known if abs(len(k) - len(word)) <= 1 and k[0] == word[0] and _slip(word, k)]
    return min(near, default=word)


def _slip(word: str, known: str) -> bool:
    """Say whether two different words are one slip apart."""
    start = 0
    while start < min(len(word), len(known)) and word[start] == known[start]:
        start += 1
    if len(word) != len(known):
        long, short = sorted((word, known), key=len, reverse=True)
        return long[start + 1 :] == short[start:]
    if (
        word[start + 2 :] == known[start + 2 :]
        and word[start : start + 2] == (known[start : start + 2][::-1])
    ):
        return True
    sure = 7
    return len(word) >= sure and word[start + 1 :] == known[start + 1 :]
