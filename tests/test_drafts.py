"""Drafts from files of any origin."""

from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from informint import outreach
from informint.drafts import read_draft, strip_html
from informint.errors import BadInput
from informint.model import Message, Profile

TEXT = "Dear Zoë,\n\ncould we talk for 20 minutes?\n"


def test_a_text_with_a_subject_line(tmp_path: Path) -> None:
    file = tmp_path / "draft.txt"
    file.write_bytes(f"Subject: Zoë's lecture\n\n{TEXT}".encode())
    message = read_draft(file)
    assert (message.subject, message.body) == ("Zoë's lecture", TEXT)


def test_without_a_subject_line_the_subject_is_empty_and_the_body_whole() -> None:
    assert read_draft(("\n" + TEXT).encode()) == Message(body="\n" + TEXT)


def test_an_empty_subject_line_is_one() -> None:
    assert read_draft(b"subject:\nDear Ann,") == Message(body="Dear Ann,")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends(encoding: str, newline: str) -> None:
    data = f"Subject: Zoë\n\n{TEXT}".replace("\n", newline).encode(encoding)
    message = read_draft(data)
    assert (message.subject, message.body) == ("Zoë", TEXT)


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "cp1252", "no-such-charset"])
def test_a_mail_in_any_charset(charset: str) -> None:
    known = "cp1252" if charset == "no-such-charset" else charset
    head = f'To: Zoe <zoe@example.org>\r\nContent-Type: text/plain; charset="{charset}"\r\n\r\n'
    message = read_draft(head.encode() + TEXT.replace("\n", "\r\n").encode(known), "d.eml")
    assert message.body == TEXT
    assert (message.to, message.to_email) == ("Zoe", "zoe@example.org")


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_headers_that_were_never_encoded(encoding: str) -> None:
    message = read_draft("Subject: Zoë\nTo: Zoë O <z@example.org>\n\nhi".encode(encoding), "d.eml")
    assert (message.subject, message.to, message.to_email) == ("Zoë", "Zoë O", "z@example.org")


def test_a_mail_of_several_parts_gives_its_text_and_the_names_of_its_files() -> None:
    mail = EmailMessage(policy=SMTP)
    mail["Subject"] = "Über uns"
    mail.set_content("the plain one\n")
    mail.add_alternative("<p>the other</p>", subtype="html")
    mail.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="Zoë CV.pdf")
    mail.add_attachment(b"x", maintype="image", subtype="png", filename="me.png")
    message = read_draft(mail.as_bytes(), "d.eml")
    assert (message.subject, message.body) == ("Über uns", "the plain one\n")
    assert message.context == {"attachments": "Zoë CV.pdf; me.png"}


def test_an_html_mail_loses_its_markup() -> None:
    mail = EmailMessage(policy=SMTP)
    mail["Subject"] = "x"
    mail.set_content(
        "<html><head><title>t</title><style>p {}</style></head><body><p>Dear Zo&euml;,</p>"
        "<div>could we\n talk?<br>Thank you</div><ul><li>a<li>b</ul><script>x()</script>",
        subtype="html",
    )
    message = read_draft(mail.as_bytes(), "d.eml")
    assert message.body == "Dear Zoë,\n\ncould we talk?\nThank you\n\na\nb"


def test_what_was_saved_comes_back() -> None:
    saved = Message(body=TEXT, subject="Naïve Frage", to="Zoë O", to_email="zoe@example.org")
    data = outreach.to_eml(saved, Profile(email="me@example.org"))
    assert read_draft(data, "draft.eml") == saved
    assert read_draft(data) == saved


def test_several_recipients_leave_open_whom_to_greet() -> None:
    message = read_draft(b"To: a@example.org, b@example.org\n\nDear both,", "d.eml")
    assert (message.to, message.to_email) == ("", "")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b" \r\n\t", "draft.txt is empty"),
        (b"%PDF-1.7 ...", "draft.txt is neither plain text nor .eml; save it as one of them first"),
        (b"a\0b", "draft.txt is neither plain text nor .eml; save it as one of them first"),
        (b"x" * 10_000_001, "draft.txt is larger than 10 MB, which no draft is"),
    ],
)
def test_what_is_no_draft_is_refused_in_a_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(BadInput) as refused:
        read_draft(data, "draft.txt")
    assert str(refused.value) == sentence


def test_a_missing_file_is_named_without_its_folder(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"^no\.txt cannot be read: no such file or directory$"):
        read_draft(tmp_path / "no.txt")
    with pytest.raises(BadInput, match="cannot be read: is a directory"):
        read_draft(tmp_path)


@given(st.binary(max_size=300), st.sampled_from(["", "d.eml"]))
def test_any_bytes_are_read_or_refused(data: bytes, name: str) -> None:
    try:
        message = read_draft(data, name)
    except BadInput:
        return
    assert "\r" not in message.body
    assert "\n" not in message.subject + message.to + message.to_email


HEADS = st.sampled_from(
    ["Subject", "To", "Content-Type", "Content-Transfer-Encoding", "Content-Disposition", "From"]
)
PIECES = st.sampled_from(
    ["=?utf-8?q?", "=?x?b?", "?=", "multipart/mixed; boundary=a", "text/html; charset=", "a@", ";",
     '"', "<", ">", ",", "base64", "filename*=utf-8''%ff", "=", "\r\n ", "é", "attachment; ", " "]
)  # fmt: skip


@given(st.lists(st.tuples(HEADS, st.lists(PIECES, max_size=5)), max_size=5), st.text(max_size=40))
def test_broken_headers_are_read_or_refused(heads: list[tuple[str, list[str]]], body: str) -> None:
    lines = [f"{name}: {''.join(pieces)}" for name, pieces in heads]
    data = "\r\n".join([*lines, "", body]).encode("utf-8", "replace")
    try:
        message = read_draft(data, "d.eml")
    except BadInput:
        return
    line = message.subject + message.to + message.to_email + "".join(message.context.values())
    assert "\n" not in line
    assert line.encode().decode() == line


def test_a_stray_end_tag_hides_nothing() -> None:
    assert strip_html("</style>Dear Ann,<script>x</script> hello") == "Dear Ann, hello"
