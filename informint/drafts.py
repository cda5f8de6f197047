"""Reads a draft the learner wrote elsewhere: an ``.eml`` file, or a plain text."""

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.errors import MessageError
from email.message import EmailMessage, MIMEPart
from email.policy import default
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from informint.errors import BadInput
from informint.files import read_limited, too_large
from informint.model import Message

_LIMIT = 10_000_000  # bytes; a draft with attachments is smaller, a mailbox is not
_LONGEST_LINE = 50_000  # bytes of a header, and of a line: mail programs break them at 998
_SUBJECT = re.compile(r"subject:[ \t]*(.*)", re.IGNORECASE)
_MAIL = re.compile(
    rb"(?:from|to|cc|bcc|date|mime-version|received|return-path|message-id|x-[\w-]+|content-[\w-]+"
    rb"|delivered-to|reply-to):[ \t]",
    re.IGNORECASE,
)
_NO_TEXT = (b"%PDF-", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf")
_MARKS = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def read_draft(source: Path | bytes, name: str = "") -> Message:
    r"""Return the draft in a file.

    An ``.eml`` may use any charset; of several parts the plain text is taken, an HTML-only mail
    loses its markup, and the names of attached files go to ``context["attachments"]``. Anything
    else is a text whose first line may be ``Subject: ...``; without one the subject is empty.
    UTF-8 and UTF-16 marks, CRLF and cp1252 are understood.

    Args:
        source: the file, or its bytes.
        name: what to call the bytes in an error; ``.eml`` at its end says what they are.

    Returns:
        A request. Lines of its body end in ``\n``, and spans count the code points of that body;
        in a text the body begins at the first line with words under the subject.

    Raises:
        BadInput: for a file that cannot be read, is empty, too big, or neither text nor mail.
    """
    data, name = _load(source, name)
    if name.lower().endswith(".eml") or _MAIL.match(data):
        return _from_mail(data.removeprefix(_MARKS[0][0]), name)
    return _from_text(_decode(data, name))


def read_text(source: Path | bytes, name: str = "") -> str:
    r"""Return a plain text, such as a list of questions; raises as ``read_draft`` does.

    Its lines end in ``\n``; UTF-8 and UTF-16 marks, CRLF and cp1252 are understood.
    """
    return _decode(*_load(source, name))


def _load(source: Path | bytes, name: str) -> tuple[bytes, str]:
    """Return the bytes of a file that may hold text, and what to call it in an error."""
    if isinstance(source, Path):
        name = name or source.name
        source = read_limited(source, _LIMIT, "draft")
    name = name or "the draft"
    if not source.strip():
        message = f"{name} is empty"
        raise BadInput(message)
    if len(source) > _LIMIT:
        raise too_large(name, _LIMIT, "draft")
    if source.startswith(_NO_TEXT):
        message = f"{name} is neither plain text nor .eml; save it as one of them first"
        raise BadInput(message)
    return source, name


def _decode(data: bytes, name: str, charset: str = "") -> str:
    r"""Decode by byte-order mark, the charset given, UTF-8, or else cp1252; lines end in ``\n``."""
    encodings = [charset, "utf-8", "cp1252"]
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            encodings = [encoding]
            data = data.removeprefix(mark) if encoding == "utf-8" else data
    text = None
    for encoding in filter(None, encodings):
        try:
            text = data.decode(encoding)
            break
        except (ValueError, LookupError):  # bytes that are not of it, or a name that is none
            continue
    if text is None:
        text = data.decode("cp1252", "replace")
    if "\0" in text:
        message = f"{name} is neither plain text nor .eml; save it as one of them first"
        raise BadInput(message)
    return _whole(text).replace("\r\n", "\n").replace("\r", "\n")


def _from_text(text: str) -> Message:
    first, _, rest = text.partition("\n")
    subject = _SUBJECT.fullmatch(first.strip())
    if subject is None:
        return Message(body=text)
    return Message(subject=subject[1].strip(), body=re.sub(r"\A(?:[ \t]*\n)+", "", rest))


def _from_mail(data: bytes, name: str) -> Message:
    try:
        _check_headers(data)
        mail = message_from_bytes(data, policy=default)
        subject = _line(" ".join(_headers(mail, "subject", name)))
        to = [a for header in _headers(mail, "to", name) for a in header.addresses]
        part = mail.get_body(("plain", "html"))
        attachments = [file for p in mail.walk() if (file := _line(p.get_filename() or ""))]
    except (MessageError, LookupError, ValueError, AttributeError, TypeError, RecursionError):
        # The stdlib's header parsers fail in all these ways on broken headers.
        message = f"{name} is not a mail that can be read; copy its text into a .txt file instead"
        raise BadInput(message) from None
    body = _body(part, name) if part is not None else ""
    # Several recipients leave open whom the greeting should name.
    only = to[0] if len(to) == 1 else None
    return Message(
        subject=subject,
        body=body,
        to=_line(only.display_name) if only else "",
        to_email=_line(only.addr_spec) if only and only.domain else "",
        context={"attachments": "; ".join(attachments)} if attachments else {},
    )


def _check_headers(data: bytes) -> None:
    """Raise a ``ValueError`` for a line, with those that continue it, no mail program would send.

    The stdlib's parser takes time that grows with its square.
    """
    length = 0
    for line in data.split(b"\n"):
        length = len(line) + (length if line.startswith((b" ", b"\t")) else 0)
        if length > _LONGEST_LINE:
            raise ValueError


def _headers(mail: EmailMessage, header: str, name: str) -> Iterator[Any]:
    """Yield the values of a header, those too that hold bare bytes in place of encoded words."""
    for key, raw in mail.raw_items():
        if key.lower() == header:
            text = _decode(str(raw).encode("utf-8", "surrogateescape"), name)
            yield default.header_factory(header, text.replace("\n", ""))


def _line(text: str) -> str:
    return " ".join(_whole(text).split())


def _whole(text: str) -> str:
    """Return a text with a question mark for each half of a character, which nothing can print."""
    return text.encode("utf-8", "replace").decode()


def _body(part: MIMEPart, name: str) -> str:
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        return ""
    text = _decode(data, name, part.get_content_charset() or "")
    return strip_html(text) if part.get_content_subtype() == "html" else text


class _Text(HTMLParser):
    """Collects what a reader of the page would see."""

    _HIDDEN = frozenset(("script", "style", "head", "title"))
    _LINES = frozenset(("p", "div", "br", "li", "tr", "h1", "h2", "h3", "blockquote", "ul", "ol"))

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002  (HTMLParser's)
        self._hidden += tag in self._HIDDEN
        if tag in self._LINES:
            self.parts.append("\n\n" if tag == "p" else "\n")

    def handle_endtag(self, tag: str) -> None:
        self._hidden -= tag in self._HIDDEN and self._hidden > 0
        if tag in self._LINES and tag not in {"br", "li"}:
            self.parts.append("\n\n" if tag == "p" else "\n")

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(re.sub(r"\s+", " ", data))


def strip_html(text: str) -> str:
    """Return the words of an HTML text, with its paragraphs and line breaks as newlines."""
    parser = _Text()
    parser.feed(text)
    parser.close()
    lines = [line.strip() for line in "".join(parser.parts).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
