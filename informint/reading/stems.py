"""Cuts a word to its stem, so that "labels" and "labelled" count as one."""

from functools import lru_cache

_ENDINGS = ("ational", "ations", "ation", "ingly", "ments", "ment", "ings", "ing", "ness", "edly",
            "ies", "ied", "ers", "er", "ed", "ly", "es", "s", "e", "y")  # fmt: skip
_STEM = 3  # letters that a stem keeps at least


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """Return a word in small letters without the first ending that leaves three letters of it."""
    for ending in _ENDINGS:
        rest = word.removesuffix(ending)
        if rest != word and len(rest) >= _STEM:
            return rest
    return word
