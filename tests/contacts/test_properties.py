"""Whatever the bytes: an account of every row, or one sentence."""

import io
import zipfile

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from informint.contacts import Contacts, person_id, preview, read_contacts
from informint.errors import BadInput

HEADER = "First Name,Last Name,URL,Email Address,Company,Position,Connected On"
# What breaks readers of CSV, more often than chance would have it.
BITS = st.sampled_from(
    [
        *(HEADER, "Notes:", "sep=;", "\n", "\r\n", "\r", ",", ";", "\t", '"', '""', '"\n', ',"'),
        *("Ann", "Lee", "Lee, PhD", "05 Jan 2024", "1/5/24", "https://www.linkedin.com/in/ann"),
        *("ann@example.org", "=1+1", "<img>", "\0", "\ufeff", "\u202e", "🌟", "É", " ", "-"),
        "a" * 1_200,
    ]
)
TEXTS = st.lists(BITS | st.text(max_size=5), max_size=60).map("".join)
ENCODINGS = st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "cp1252"])
CELLS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12)


def check(found: Contacts) -> None:
    for file in found.files:
        assert file.rows == file.read + len(file.skipped)
    assert len(found.people) + len(found.merged) == sum(file.read for file in found.files)
    assert len({person.id for person in found.people}) == len(found.people)
    rows = [row for person in found.people for row in person.source_rows]
    assert len(set(rows)) == len(rows) == sum(file.read for file in found.files)
    assert msgspec.json.encode(found)


def read_or_refuse(name: str, data: bytes) -> None:
    preview((name, data))
    try:
        found = read_contacts((name, data))
    except BadInput as error:
        sentence = str(error)
    else:
        check(found)
        sentence = str(found.files[0].file)
    assert sentence
    assert "\n" not in sentence


@given(data=st.binary(max_size=300), magic=st.sampled_from([b"", b"PK\x03\x04", b"\xff\xfe"]))
def test_any_bytes(data: bytes, magic: bytes) -> None:
    read_or_refuse("Connections.csv", magic + data)


@given(text=TEXTS, encoding=ENCODINGS, headed=st.booleans())
@settings(max_examples=300)
def test_any_text(text: str, encoding: str, *, headed: bool) -> None:
    whole = f"{HEADER}\n{text}" if headed else text
    read_or_refuse("people.csv", whole.encode(encoding, "replace"))


@given(
    text=TEXTS,
    damage=st.lists(st.tuples(st.integers(0, 2_000), st.integers(0, 255)), max_size=6),
)
def test_any_archive(text: str, damage: list[tuple[int, int]]) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("Connections.csv", f"{HEADER}\n{text}".encode())
    data = bytearray(out.getvalue())
    for place, value in damage:
        data[place % len(data)] = value
    read_or_refuse("export.zip", bytes(data))


@given(rows=st.lists(st.lists(CELLS, min_size=7, max_size=7), max_size=8))
def test_rows_quoted_as_they_should_be_are_counted_one_for_one(rows: list[list[str]]) -> None:
    lines = [",".join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row) for row in rows]
    found = read_contacts(("Connections.csv", "\n".join([HEADER, *lines]).encode()))

    check(found)
    assert found.files[0].rows == len(rows)


@given(name=st.text(), company=st.text(), email=st.text(), url=st.text())
def test_an_id_is_a_short_hash_of_anything(name: str, company: str, email: str, url: str) -> None:
    assert len(person_id(name, company, email, url)) == 16
