"""The name of a person, parted into what to call them and what stands around it."""

import re
import unicodedata
from typing import NamedTuple


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_TITLES = _words(
    "dr prof professor mr mrs ms mx sir dame rev reverend hon mag ing dipl-ing dipl dott dottssa"
    " ir drs herr frau hr mme mlle sr sra srta dra lic eng engr capt col lt maj sgt gen"
)
# Words that are a name as often as a title unless a dot follows.
_ONLY_WITH_DOT = _words("hon mag ing ir eng sr hr col gen maj lic dipl")
# These are no name and no common word in our languages; they need no comma before them.
_CERTAIN = _words(
    "phd dphil mba mbbs msc bsc mph edd psyd pharmd drph llm cpa cfa pmp cissp csm cspo sphr"
    " shrmcp shrmscp esq dds dmd dvm lcsw emba mres mphil dpt rph"
)
# These only where a name stands before them, in capitals.
_AFTER_A_NAME = _CERTAIN | _words("jr sr ii iii iv md rn jd msn bsn np do pe")
# These only behind a comma.
_CREDENTIALS = _AFTER_A_NAME | _words(
    "drphil mpp mpa med scd dsc llb cscp phr ceng frcp faap facp facs mrcp rac pmiacp msw mfa ma ba"
    " bs ms be btech mtech beng meng bcom mcom ca acca cams cpcu otr rd pt lpc edm mha mhs mdiv"
    " habil mim bba bed ccc ccna cma cpp cipd gphr gisp itil leedap lssgb lssbb mcipd psm pspo"
    " facmg fache cphq bcps aicp asla aia"
)
_PARTICLES = _words(
    "van von vom zu zum zur de del della dello degli dei di da das do dos du des den der det la le"
    " lo los las el al bin ibn ben bint abu ter ten te 't 's st st. mac af av"
)
_ASIDE = re.compile(r"\s*(?:\([^()]*\)|\[[^\[\]]*\]|\{[^{}]*\})\s*")
_AFTERTHOUGHT = re.compile(r"\s*(?:[|•·✦➤►]|\s[-–—/]\s).*", re.DOTALL)  # noqa: RUF001  (a dash is meant)
# One or more words without brackets, commas or symbols, as most names are.
_PLAIN = re.compile(r"(?:[^\W_][\w.'\u2019-]*(?: [^\W_][\w.'\u2019-]*)*)?")
_LETTERS = re.compile(r"[^a-z]")


class Name(NamedTuple):
    """A name as written, and its parts without honorifics, degrees and remarks."""

    full: str
    given: str
    family: str


def is_named(text: str) -> bool:
    """Tell whether a cleaned cell holds more than punctuation."""
    return text[:1].isalnum() or any(c.isalnum() or (c > "\u2fff" and c != "\ufffd") for c in text)


def name_of_parts(given: str, family: str) -> Name:
    """Return the name of two cleaned cells, such as LinkedIn's First Name and Last Name."""
    full = f"{given} {family}" if given and family else given or family
    bare = "" if family and _is_title(given) else _bare(given)
    return Name(full, _given(bare), _bare(family))


def name_of_whole(whole: str) -> Name:
    """Return the name of one cleaned cell, in the order "First Last" or "Last, First"."""
    first, comma, rest = whole.partition(",")
    if comma and not _is_credentials(rest.split(",")[0]):
        given, comma, rest = rest.strip().partition(",")
        return Name(f"{given} {first}{comma}{rest}", _given(_bare(given)), _bare(first))
    words = _bare(whole).split()
    if len(words) < 2:  # noqa: PLR2004  (a pair)
        return Name(whole, " ".join(words), "")
    start = len(words) - 1
    while start > 1 and words[start - 1].lower() in _PARTICLES:
        start -= 1
    return Name(whole, _given(" ".join(words[:start])), " ".join(words[start:]))


def _bare(text: str) -> str:
    """Take honorifics, degrees, symbols and remarks off a part of a name."""
    if text.isalpha() and text.lower() not in _CERTAIN:
        return text
    if not _PLAIN.fullmatch(text):
        text = _without_remarks(text)
    words = text.split()
    while len(words) > 1 and _is_title(words[0]):
        words.pop(0)
    while words and words[-1][0].isupper() and _is_degree(words[-1], alone=len(words) == 1):
        words.pop()
    return " ".join(words).strip(" ,;")


def _without_remarks(text: str) -> str:
    if not text.isascii():
        text = "".join(c for c in text if not _is_symbol(c)).strip()
    text = _AFTERTHOUGHT.sub("", _ASIDE.sub(" ", text)).strip()
    head, _, tail = text.partition(",")
    if tail and all(_is_credentials(part) for part in tail.split(",")):
        text = head
    return " ".join(word for word in text.split() if is_named(word))


def _given(text: str) -> str:
    """Take single initials off the end of a given name: "Ann M." is called Ann."""
    if " " not in text:
        return text
    words = text.split()
    while len(words) > 1 and len(words[-1].rstrip(".")) == 1 and len(words[0].rstrip(".")) > 1:
        words.pop()
    return " ".join(words)


def _is_title(word: str) -> bool:
    plain = word.lower().rstrip(".").replace(".", "")
    return plain in _TITLES and (word.endswith(".") or plain not in _ONLY_WITH_DOT)


def _is_degree(word: str, *, alone: bool) -> bool:
    plain = _LETTERS.sub("", word.lower())
    if alone:
        return plain in _CERTAIN
    capitals = word.isupper() or plain in {"jr", "sr"}
    return plain in _CERTAIN or (capitals and plain in _AFTER_A_NAME)


def _is_credentials(text: str) -> bool:
    words = text.split()
    return bool(words) and all(_LETTERS.sub("", w.lower()) in _CREDENTIALS for w in words)


def _is_symbol(char: str) -> bool:
    """Tell whether a character is an emoji or the like, or only shapes one."""
    return char in "\ufe0f\u20e3\ufffd" or unicodedata.category(char) in {"So", "Sk", "Cn", "Co"}
