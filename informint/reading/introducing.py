"""Finds the name of whoever sent the learner, where it may not be used; and a second reminder.

What is known beside the text stands in the message's context: ``introducer`` holds the names of
who sent the learner there and has not agreed to be named, one a line; ``name_use`` is ``yes`` where
all of them agreed; ``reminded`` is set when a reminder has been sent before.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import msgspec

from informint.model import Message, MessageKind, Span
from informint.reading.salutations import plain

INTRODUCING_MARKS = ("name_without_leave", "reminded_before")

_LETTER = "[^\\W\\d_][\u0300-\u036f]*"
_WORD = re.compile(f"(?:{_LETTER})+(?:['\u2019\u02bc`](?:{_LETTER})+)*")
_OWNED = re.compile("['\u2019\u02bc`]s$", re.IGNORECASE)
_NEAR = re.compile(r"\.?[^\S\n]*\n?[^\S\n]*|[-\u2010\u2011]")
_NEXT = re.compile(r"[^\S\n]+|[-\u2010\u2011]")
# How some letters are written out where they are missing.
_WRITTEN_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "đ": "dj"})


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The lists of ``introducing.toml``, each as one text; see there."""

    titles: str
    degrees: str
    months: str
    word_names: str
    tells: str
    on_whose_word: str
    openings: str
    leads: str
    particles: str


@cache
def _file() -> _File:
    text = files(__package__).joinpath("introducing.toml").read_text("utf-8")
    return msgspec.toml.decode(text, type=_File)


@cache
def _known(*lists: str) -> frozenset[str]:
    """Return the words of some lists."""
    return frozenset(word for name in lists for word in getattr(_file(), name).split())


def _words_too() -> frozenset[str]:
    """Return the names that are words as well."""
    return _known("months", "word_names")


class _Word(NamedTuple):
    start: int
    end: int
    forms: frozenset[str]  # in plain letters, as they may be written
    capital: bool


def introducing(message: Message) -> Mapping[str, tuple[Span, ...]]:
    """Return what the context of a message shows, as marks with their places in the body."""
    found: dict[str, tuple[Span, ...]] = {}
    if message.kind is MessageKind.FOLLOWUP and message.context.get("reminded"):
        found["reminded_before"] = ()
    if message.context.get("name_use") == "yes":
        return found
    names = message.context.get("introducer", "").splitlines()
    spans = {span for name in names for span in _uses(name, message.to, message.body)}
    if spans or any(True for name in names for _ in _uses(name, message.to, message.subject)):
        found["name_without_leave"] = tuple(sorted(spans))
    return found


def _words(text: str) -> list[_Word]:
    found = []
    for match in _WORD.finditer(text):
        bare = _OWNED.sub("", match[0])
        low = bare.casefold()
        forms = {plain(low), plain(low.translate(_WRITTEN_OUT))}
        start = match.start()
        capital = not match[0][0].islower()
        found.append(_Word(start, start + len(bare), frozenset(forms), capital))
    return found


def _bearer(name: str) -> list[_Word]:
    """Return the words of a name without titles and degrees."""
    words = _words(name.partition(",")[0])
    while len(words) > 1 and words[0].forms & _known("titles"):
        del words[0]
    while len(words) > 1 and words[-1].forms & _known("degrees"):
        del words[-1]
    return words


def _all(words: Iterable[_Word]) -> frozenset[str]:
    return frozenset[str]().union(*(word.forms for word in words))


def _uses(name: str, to: str, text: str) -> Iterator[Span]:
    """Yield where a text speaks of somebody: by their whole name, or by one part of it alone.

    Accents, capitals, hyphens and apostrophes make no difference in a whole name. A part alone is
    written as a name is, and stands for nobody else: no other surname follows or given name goes
    before, and the recipient does not bear it too.
    """
    own, recipient = _bearer(name), _all(_words(to))
    if not own or all(word.forms & recipient for word in own):  # a mail to the introducer
        return
    ends = own[0].forms | own[-1].forms
    searched, start = _Searched(text), 0
    while start < len(searched.words):
        end = searched.run(start, _all(own))
        run = searched.words[start:end]
        told = _all(run)
        if told & ends:
            first, several = bool(own[0].forms & told), len(run) > 1
            written = all(w.capital or not w.forms & _words_too() for w in run)  # not "in May will"
            whole = first and several and written
            shared = not several and told & recipient
            if whole or (not shared and searched.alone(start, end, own[-1].forms, given=first)):
                yield Span(run[0].start, run[-1].end)
        start = max(end, start + 1)


class _Searched:
    """A text by its words."""

    def __init__(self, text: str) -> None:
        self.text, self.words = text, _words(text)

    def run(self, start: int, name: frozenset[str]) -> int:
        """Return where words of a name that stand together end, with initials between them."""
        end = start
        while self._is(end, name) and (end == start or self._after(end, _NEAR)):
            end += 1
            initial = self._after(end, _NEAR) and self._letters(end) == 1
            if initial and self._is(end + 1, name) and self._after(end + 1, _NEAR):
                end += 1
        return end

    def alone(self, start: int, end: int, family: frozenset[str], *, given: bool) -> bool:
        """Say whether a part of a name, ``given`` or not, stands for its bearer."""
        if not any(w.capital for w in self.words[start:end]) or self._signs(start):
            return False
        if self._after(end, _NEXT):
            if self._is(end, _known("tells")):
                return given or not self._has_given_name(start)
            if self._letters(end) == 1:
                initials = {form[:1] for form in family}
                return self._is(end, initials) or not self._is(start, _words_too())
            if self.words[end].capital:  # the surname of another, or a firm
                return False
        if not given and self._has_given_name(start):
            return False
        led = self._is(start - 1, _known("on_whose_word")) and not self._is(start, _known("months"))
        titled = self._is(start - 1, _known("titles")) and self._after(start, _NEAR)
        return led or titled or not self._is(start, _words_too())

    def _has_given_name(self, start: int) -> bool:
        known = _known("openings", "on_whose_word", "titles")
        before = self._after(start, _NEXT) and self.words[start - 1]
        return bool(before and before.capital and not before.forms & known)

    def _is(self, n: int, words: AbstractSet[str]) -> bool:
        return 0 <= n < len(self.words) and bool(self.words[n].forms & words)

    def _after(self, n: int, gap: re.Pattern[str]) -> bool:
        """Say whether nothing but such a gap stands between a word and the one before it."""
        if not 0 < n < len(self.words):
            return False
        return bool(gap.fullmatch(self.text, self.words[n - 1].end, self.words[n].start))

    def _letters(self, n: int) -> int:
        return self.words[n].end - self.words[n].start

    def _signs(self, n: int) -> bool:
        """Say whether a word is all that the last line holds, as under a letter."""
        before, line, rest = self.text[: self.words[n].start].rpartition("\n")
        after = self.text[self.words[n].end :]
        return bool(before and line) and not rest.strip() and not after.strip()


_ASIDE = re.compile(r"[,;:(\n]|\s[-\u2013\u2014]\s")
_NAME_WORDS = (2, 5)  # fewest and most in a whole name


def noted_name(noted: str) -> str:
    """Return the whole name that a note on somebody begins with, without titles, or nothing.

    What leads up to it ("write to", "her colleague") and what comes behind it ("at Fern Museum")
    is left out.
    """
    words = _ASIDE.split(noted.strip(), maxsplit=1)[0].split()
    while words and words[0].strip(".").casefold() in _known("leads", "titles"):
        del words[0]
    name: list[str] = []
    for word in words:
        bare = word.strip(".'\"“”")
        if not bare[:1].isupper() and not (name and bare in _known("particles")):
            break
        initial = len(bare) == 1 and word.endswith(".")
        name.append(word if initial else bare)
        if word.endswith(".") and not initial:
            break
    while name and name[-1] in _known("particles"):
        del name[-1]
    return " ".join(name) if _NAME_WORDS[0] <= len(name) <= _NAME_WORDS[1] else ""
