"""Bytes to text: whatever encoding an export or a spreadsheet chose to save in."""

import codecs
import re

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it starts with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 4_096  # bytes looked at to tell UTF-16 without a mark
_MOSTLY = 0.4  # of every other byte being zero: European text in UTF-16 has nearly all
_MULTIBYTE = re.compile(
    rb"[\xc3-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}"
)
_HIGH = re.compile(rb"[\x80-\xff]")
_TWICE = re.compile("[\xc2-\xf4][\x80-\xbf\u0152-\u2122]")  # UTF-8's bytes read as letters
_TO_BYTES = {
    ord(letter): byte
    for byte in range(0x80, 0xA0)
    if (letter := bytes([byte]).decode("cp1252", "ignore"))
}
_RETURNS = re.compile(r"\r+\n")


def decode(data: bytes) -> str:
    """Return the text of a file, without byte-order mark and NUL bytes.

    UTF-8, UTF-16 and UTF-32 are known by their mark or their pattern. Other bytes are taken as
    Windows-1252, which is what a spreadsheet writes in Western Europe and America, unless most of
    them do form UTF-8: then only the broken ones are replaced. A text that was taken for
    Windows-1252 once and saved as UTF-8 again ("JosÃ©") is put right.
    """
    text = data.decode(_encoding(data), errors="replace").replace("\x00", "")
    text = _decoded_once_more(text)
    # Doubled carriage returns, which some tools write, would look like empty rows.
    return _RETURNS.sub("\n", text).removeprefix("\ufeff")


def _decoded_once_more(text: str) -> str:
    if not _TWICE.search(text):
        return text
    try:
        return text.translate(_TO_BYTES).encode("latin-1").decode("utf-8")
    except UnicodeError:  # as written: the letters only look so
        return text


def _encoding(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding
    sample = data[:_SAMPLE]
    if len(sample) > 1:
        half = len(sample) // 2
        if sample[1::2].count(0) > _MOSTLY * half > 2 * sample[::2].count(0):
            return "utf-16-le"
        if sample[::2].count(0) > _MOSTLY * half > 2 * sample[1::2].count(0):
            return "utf-16-be"
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        formed = sum(len(m) for m in _MULTIBYTE.findall(data))
        return "utf-8" if 2 * formed > len(_HIGH.findall(data)) else "cp1252"
    return "utf-8"
