"""Holds the words of a language model against what the persona is to say: nothing may be added."""

import re

from informint.reading.encoder import PLAIN
from informint.roleplay.matching import stems

LONGER = 1.35  # how much longer than the facts an answer may be
KEEPS = 0.45  # of the telling words of the persona's text, which must come back
NEW = 0.35  # of the telling words of an answer, which may be new
SPARE = 2  # new words at most beyond those that they stand for
OWN = 0.34  # of the telling words of a sentence, which must be the text's
REACH = 3  # telling words after a denial, which say what is denied
_NUMBER = re.compile(r"\d+")
_COUNTING = """
    two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred
    thousand million billion dozen half quarter twice thrice
"""
_NUMBER_WORDS = frozenset(_COUNTING.split())
_NAME = re.compile(r"(?<![.!?:\"'(\n] )(?<!^)(?<![\"'(])\b[A-Z][\w'-]*", re.MULTILINE)
_FIRST = re.compile(r"(?:^|[.!?:] +[\"'(]*|\n)([A-Z][\w'-]*)")
_DRAWN = re.compile(r"'(?:d|ll|m|re|s|ve)$")
_DENIAL = re.compile(
    r"\b(?:no|not|none|nobody|nothing|nowhere|nor|neither|never|cannot|without|hardly|barely|"
    r"scarcely|rarely|seldom|\w+n't|(?:ai|are|ca|could|did|do|does|had|has|have|is|must|should|was|"
    r"were|wo|would)nt)\b"
)
_WEIGHTY = re.compile(
    r"\b(appl(?=y|ies|ied|ic)|contract|guarant|hir(?=e|ing)|internship|job|offer|opening|pay|"
    r"position|promis|recommend|salar|vacanc)"
)
_SENTENCE = re.compile(r"[.!?;:]+[\"')]* | [-\u2013]+ |\u2014")
_CLAUSE = re.compile(rf"{_SENTENCE.pattern}|, | (?:and|but|so) ")
_STRANGE = re.compile(
    r"https?://|www\.|@|[<>{}\[\]`#*|]|\b(?:as an ai|language model)\b", re.IGNORECASE
)


def unfaithful(answer: str, text: str) -> str:
    """Return what an answer adds to a text or lacks of it, in words, or nothing.

    Names, numbers, denials, length, markup, and new and old words are looked at: in the whole and
    in each sentence and clause. One word put in another's place is not noticed.
    """
    checks = {
        "it was of another kind than speech": bool(_STRANGE.search(answer)),
        "it was longer than the facts allow": len(answer.split()) > LONGER * len(text.split()) + 6,
        "it changed a number": _numbers(answer) != _numbers(text),
        "it added a name": bool(_names(answer, text)),
    }
    old, new = set(stems(text)), set(stems(answer))
    checks["it denied something else"] = not _denies_the_same(answer, text)
    checks["it brought up a job, pay or a promise"] = bool(_weighty(answer) - _weighty(text))
    checks["it left out too much"] = bool(old) and len(old & new) < KEEPS * len(old)
    checks["it added too much"] = (
        len(new - old) > max(2, NEW * len(new))
        or len(new - old - _FILLING) > len(old - new) + SPARE
    )
    checks["it added a sentence"] = _strays(answer, old, _SENTENCE, 1)
    checks["it added a clause"] = _strays(answer, old, _CLAUSE, 2)
    return next((what for what, found in checks.items() if found), "")


def _strays(answer: str, old: set[str], between: re.Pattern[str], least: int) -> bool:
    """Say whether a part of an answer has some telling words, and too few of the old ones."""
    parts = (set(stems(part)) - _FILLING for part in between.split(answer))
    return any(len(part) >= least and len(part & old) < OWN * len(part) for part in parts)


def _denies_the_same(answer: str, text: str) -> bool:
    """Say whether an answer denies as often as a text, and never something else."""
    mine, theirs = _denied(answer), _denied(text)
    return len(mine) == len(theirs) and all(
        any(what & other or what == other for other in theirs) for what in mine
    )


def _denied(text: str) -> list[set[str]]:
    """Return the telling words that follow each denial in its clause."""
    plain = text.lower().translate(PLAIN)
    clauses = (_CLAUSE.split(plain[found.end() :], 1)[0] for found in _DENIAL.finditer(plain))
    return [set(stems(clause)[:REACH]) for clause in clauses]


def _weighty(text: str) -> set[str]:
    return set(_WEIGHTY.findall(text.lower()))


def _numbers(text: str) -> set[str]:
    plain = text.replace(",", "").lower()
    return {*_NUMBER.findall(plain), *(_NUMBER_WORDS & set(re.findall(r"[a-z]+", plain)))}


def _names(answer: str, text: str) -> set[str]:
    """Return the names of an answer that a text does not know."""
    known = set(re.findall(r"[\w]+", text.lower()))
    inner = set(_NAME.findall(answer))
    # A name may also begin a sentence; then it is no word that sentences usually begin with.
    first = {word for word in _FIRST.findall(answer) if _bare(word) not in _STARTS}
    return {
        word
        for word in inner | first
        if _bare(word) != "i" and not set(re.findall(r"\w+", _bare(word))) <= known
    }


def _bare(word: str) -> str:
    """Return a word in small letters without what is drawn together with it, such as "'ll"."""
    return _DRAWN.sub("", word.lower())


_START_WORDS = """
    a about actually after again all also although always an and another any anyway as at back
    basically because before being both but by can do don't even every few for from funny getting
    go good granted had has have having he hello her here hi his honestly how however i if in
    instead is it it's its just last let like look looking mainly many maybe me mind more most
    mostly much my never no nobody none not nothing now of oh ok okay on once one only or other our
    out over people perhaps quite rather really right she simply since so some somebody someone
    something sometimes somewhere still such sure take tell that that's the their then there
    there's these they they're this those though through to today truth under until up usually
    very was we well were what what's when where which while who why with without yes yet you you'd
    you'll you're your
"""
_STARTS = frozenset(_START_WORDS.split())
_FILLING = frozenset(stems(_START_WORDS))  # says nothing of its own
