"""Dates as exports and spreadsheets write them, in seven languages."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, timedelta

_ISO = re.compile(r"(\d{4})\s*[-/.\u5e74]\s*(\d{1,2})\s*[-/.\u6708]\s*(\d{1,2})(?!\d)")
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
_DOTTED = re.compile(r"(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4}|\d{2})(?!\d)")
_SLASHED = re.compile(r"(\d{1,2})\s*[/-]\s*(\d{1,2})\s*[/-]\s*(\d{4}|\d{2})(?!\d)(.*)", re.DOTALL)
_DAY_WORD = re.compile(
    r"(\d{1,2})\D{0,5}?[\s.-]\s*([^\W\d_]{3,})\W+(?:de\s+|del\s+)?(\d{4}|\d{2})(?!\d)"
)
_WORD_DAY = re.compile(r"([^\W\d_]{3,})\W+(\d{1,2})(?:st|nd|rd|th)?\W+(\d{4}|\d{2})(?!\d)")
_WEEKDAY = re.compile(r"[^\W\d_]+\.?,\s*(?=\d|[^\W\d_]+\.?\s*\d)")
_SERIAL = re.compile(r"(\d{5})(?:[.,]\d+)?")
_HALF_OF_THE_DAY = re.compile(r"\b[ap]\.?m\b", re.IGNORECASE)

# English, German, French, Spanish, Portuguese, Dutch, Italian, by the first three letters without
# accents; French "juin" and "juillet" share theirs and are told apart by the fourth.
_MONTHS = {
    start: month
    for month, starts in enumerate(
        (
            "jan ene gen",
            "feb fev",
            "mar mrz mrt mae maa",
            "apr avr abr",
            "may mai mei mag",
            "jun giu",
            "jul lug",
            "aug aou ago",
            "sep set",
            "oct okt ott out",
            "nov",
            "dec dez dic",
        ),
        start=1,
    )
    for start in starts.split()
}
_SPREADSHEET_ZERO = date(1899, 12, 30)
_SERIALS = range(36_526, 73_051)  # 2000 to 2099: a smaller number is rather a count or a postcode
_YEARS = range(1900, 2101)
_PIVOT = 69  # two digits: 00 to 68 are this century, as POSIX strptime has it


def day_first(texts: Iterable[str]) -> bool | None:
    """Tell from a whole column whether "5/1/24" means January (True) or May (False).

    None where the column does not tell: no such date, or none with a number above 12. A time with
    AM or PM is the American way of writing.
    """
    for text in texts:
        found = _SLASHED.match(text)
        if found:
            first, second = int(found[1]), int(found[2])
            if first > 12 >= second:  # noqa: PLR2004  (months in a year)
                return True
            if second > 12 >= first or _HALF_OF_THE_DAY.search(found[4]):  # noqa: PLR2004
                return False
    return None


def is_ambiguous(text: str) -> bool:
    """Tell whether a date is one whose order only ``day_first`` can settle."""
    found = _SLASHED.match(text)
    return found is not None and max(int(found[1]), int(found[2])) <= 12  # noqa: PLR2004


def read_date(text: str, *, day_first: bool = False) -> date | None:
    """Return the date a cleaned cell holds, or None; a time beside it is dropped.

    Args:
        text: such as ``05 Jan 2024``, ``2024-01-05``, ``1/5/24, 3:45 PM``, ``05.01.2024``,
            ``Jan 5, 2024``, ``5 de enero de 2024`` or a spreadsheet's serial number.
        day_first: how to read two numbers with slashes or dashes, where either may be the month.
    """
    try:
        found = _read(text, day_first=day_first)
    except ValueError:  # a 31st of February
        return None
    return found if found and found.year in _YEARS else None


def _read(text: str, *, day_first: bool) -> date | None:
    if found := _ISO.match(text) or _COMPACT.fullmatch(text):
        return date(int(found[1]), int(found[2]), int(found[3]))
    if found := _DOTTED.match(text):
        return date(_year(found[3]), int(found[2]), int(found[1]))
    if found := _SLASHED.match(text):
        first, second = int(found[1]), int(found[2])
        if first > 12 or second > 12:  # noqa: PLR2004  (one of them is no month)
            day_first = first > second
        day, month = (first, second) if day_first else (second, first)
        return date(_year(found[3]), month, day)
    if found := _SERIAL.fullmatch(text):
        serial = int(found[1])
        return _SPREADSHEET_ZERO + timedelta(serial) if serial in _SERIALS else None
    weekday = _WEEKDAY.match(text)
    return _in_words(text[weekday.end() :] if weekday else text)


def _in_words(text: str) -> date | None:
    if found := _DAY_WORD.match(text):
        day, month, year = found[1], found[2], found[3]
    elif found := _WORD_DAY.match(text):
        month, day, year = found[1], found[2], found[3]
    else:
        return None
    return date(_year(year), _month(month), int(day))  # an unknown month is 0, which is no date


def _year(digits: str) -> int:
    year = int(digits)
    if len(digits) > 2:  # noqa: PLR2004  (digits)
        return year
    return year + (2000 if year < _PIVOT else 1900)


def _month(word: str) -> int:
    """Return the month a word starts like, or 0."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", word.casefold()) if c.isalpha())
    if plain.startswith("jui"):
        return 7 if plain.startswith("juil") else 6
    return _MONTHS.get(plain[:3], 0)
