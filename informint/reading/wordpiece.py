"""Cuts a text into word pieces, as BERT's uncased tokenizer does, in plain Python."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping

PAD, UNKNOWN, START, BETWEEN = "[PAD]", "[UNK]", "[CLS]", "[SEP]"
SPECIAL = (PAD, UNKNOWN, START, BETWEEN)
LONGEST_WORD = 100  # characters; a longer word is unknown, as in the reference
_CJK = (
    (0x4E00, 0x9FFF), (0x3400, 0x4DBF), (0x20000, 0x2A6DF), (0x2A700, 0x2B73F),
    (0x2B740, 0x2B81F), (0x2B820, 0x2CEAF), (0xF900, 0xFAFF), (0x2F800, 0x2FA1F),
)  # fmt: skip


class WordPiece:
    """A vocabulary and how to cut by it."""

    def __init__(self, pieces: Iterable[str]) -> None:
        """Take the pieces in the order of their ids; those inside a word begin with ``##``."""
        self.ids: Mapping[str, int] = {piece: n for n, piece in enumerate(pieces)}
        self.unknown, self.start, self.between = (
            self.ids[piece] for piece in (UNKNOWN, START, BETWEEN)
        )
        self._words: dict[str, list[int]] = {}

    def encode(self, text: str) -> list[int]:
        """Return the ids of a text's pieces, without the marks for its beginning and end."""
        return [n for word in words(text) for n in self._pieces(word)]

    def _pieces(self, word: str) -> list[int]:
        found = self._words.get(word)
        if found is None:
            found = self._cut(word)
            if len(self._words) < 1 << 14:  # words worth remembering
                self._words[word] = found
        return found

    def _cut(self, word: str) -> list[int]:
        """Take the longest known piece again and again; a word with an unknown rest is unknown."""
        if len(word) > LONGEST_WORD:
            return [self.unknown]
        found, start = [], 0
        while start < len(word):
            lead = "##" if start else ""
            for end in range(len(word), start, -1):
                piece = self.ids.get(lead + word[start:end])
                if piece is not None:
                    break
            else:
                return [self.unknown]
            found.append(piece)
            start = end
        return found


def words(text: str) -> Iterator[str]:
    """Yield words and single punctuation marks: lower case, no accents, no control characters."""
    clean = "".join(map(_clean, text))
    bare = "".join(
        char for char in unicodedata.normalize("NFD", clean) if unicodedata.category(char) != "Mn"
    )
    for word in bare.lower().split():
        start = 0
        for n, char in enumerate(word):
            if _is_mark(char):
                if start < n:
                    yield word[start:n]
                yield char
                start = n + 1
        if start < len(word):
            yield word[start:]


def _clean(char: str) -> str:
    if char in "\t\n\r":
        return " "
    if char == "\ufffd" or unicodedata.category(char).startswith("C"):
        return ""
    if unicodedata.category(char) == "Zs":
        return " "
    if char > "\u2fff" and any(low <= ord(char) <= high for low, high in _CJK):
        return f" {char} "
    return char


def _is_mark(char: str) -> bool:
    """Say whether a character stands alone: punctuation, and ASCII but letters and digits."""
    if char.isascii():
        return not char.isalnum()
    return unicodedata.category(char).startswith("P")
