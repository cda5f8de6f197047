"""Broken address books and archives of cards: an account of each, or one sentence, and no more."""

import io
import zipfile
from collections.abc import Callable, Mapping

import pytest

from informint.contacts import Contacts, read_contacts
from informint.errors import BadInput

Read = Callable[..., Contacts]
Archive = Callable[[Mapping[str, str | bytes]], bytes]

OLD = (
    "Name,Given Name,Additional Name,Family Name,Yomi Name,Name Prefix,Group Membership,"
    "E-mail 1 - Type,E-mail 1 - Value,Organization 1 - Name\n"
)
NEW = (
    "First Name,Middle Name,Last Name,Phonetic First Name,File As,Organization Name,Labels,"
    "E-mail 1 - Label,E-mail 1 - Value\n"
)
OUTLOOK = "Anrede;Vorname;Weitere Vornamen;Nachname;Suffix;Firma;E-Mail-Adresse;E-Mail-Typ\n"
ANN_OLD = "Ann Lee,Ann,,Lee,,,* myContacts,Work,ann@example.org,Quill\n"
ANN_NEW = "Ann,,Lee,,,Quill,* myContacts,Work,ann@example.org\n"
ANN_OUT = "Dr.;Ann;;Lee;;Quill;ann@example.org;SMTP\n"
BOB_NEW = "Bob,,Ray,,,Fennel,,,bob@example.org\n"
CARD = "BEGIN:VCARD\nVERSION:3.0\nN:Lee;Ann;;;\nFN:Ann Lee\nEND:VCARD\n"

# The bytes, the given names that are read, and what is said of which row.
BOOKS: dict[str, tuple[bytes, str, dict[int, str]]] = {
    "old Google, cut in a row": (
        (OLD + ANN_OLD + "Bob Ray,Bob,,Ray").encode(),
        "Ann Bob",
        {3: "early"},
    ),
    "old Google, a quote never closed": (
        (OLD + 'Bob Ray,Bob,,"Ray,,,,,,Fennel\n' + ANN_OLD).encode(),
        "Bob Ann",
        {2: "never closed"},
    ),
    "old Google, the header in the middle": ((OLD + ANN_OLD + OLD).encode(), "Ann", {3: "header"}),
    "old Google, NULs between the letters": (
        (OLD + ANN_OLD).encode("utf-16-le"),
        "Ann",
        {},
    ),
    "old Google, nobody in it": (OLD.encode(), "", {}),
    "new Google, a row of commas": ((NEW + "," * 8 + "\n" + ANN_NEW).encode(), "Ann", {2: "empty"}),
    "new Google, too many cells": (
        (NEW + ANN_NEW.replace("\n", ",more,and,more\n") + BOB_NEW).encode(),
        "Bob",
        {2: "12 cells where the header has 9"},
    ),
    "new Google, an address that is none": (
        (NEW + "Ann,,Lee,,,,,Work,ann at home\n").encode(),
        "Ann",
        {2: "was not understood"},
    ),
    "new Google, letters of two encodings": (
        (NEW + "Zoë,,Núñez,,,,,,\n").encode() + "Éva,,Lee,,,,,,\n".encode("cp1252"),
        "Zoë va",
        {},
    ),
    "new Google, with the tabs of a spreadsheet": (
        (NEW + ANN_NEW).replace(",", "\t").encode("utf-16"),
        "Ann",
        {},
    ),
    "new Google, quotes doubled by a spreadsheet": (
        (NEW + '"Ann",,"""Lee""",,,"Quill, ""Inc.""",,,\n').encode(),
        "Ann",
        {},
    ),
    "Outlook, cut in the header": (OUTLOOK[:40].encode("cp1252"), "", {}),
    "Outlook, a note over many lines": (
        (OUTLOOK + ANN_OUT.replace("Quill", '"Quill\n\nInc."')).encode("cp1252"),
        "Ann",
        {},
    ),
    "Outlook, lines of an old Mac": ((OUTLOOK + ANN_OUT).replace("\n", "\r").encode(), "Ann", {}),
    "Outlook, a mark before the mark": (
        b"\xef\xbb\xbf" * 2 + (OUTLOOK + ANN_OUT).encode(),
        "Ann",
        {},
    ),
    "Outlook, a company in the place of the name": (
        (OUTLOOK + ";;;;;Quill;office@example.org;SMTP\n" + ANN_OUT).encode(),
        "Ann",
        {2: "it has no name"},
    ),
}


@pytest.mark.parametrize("case", BOOKS)
def test_a_broken_book_is_accounted_for(case: str, read: Read) -> None:
    data, names, said = BOOKS[case]
    found = read(data, "book.csv")

    (file,) = found.files
    assert [p.given_name for p in found.people] == names.split()
    heard = {n.row: n.note for n in file.notes} | {s.row: s.reason for s in file.skipped}
    for row, words in said.items():
        assert words in heard[row]


def test_cards_in_an_archive_are_one_file(read: Read, archive: Archive) -> None:
    bob = CARD.replace("Ann", "Bob").replace("Lee", "Ray")
    members = {
        "Takeout/Contacts/All/Ann.vcf": CARD,
        "Takeout/Contacts/All/Bob.VCARD": bob.encode("utf-16"),
        "__MACOSX/Takeout/._Ann.vcf": b"\0\5\x16\7",
        "Takeout/photo.jpg": b"\xff\xd8\xff",
    }
    found = read(archive(members), "takeout.zip")

    assert [p.name for p in found.people] == ["Ann Lee", "Bob Ray"]
    (file,) = found.files
    assert (file.file, file.format, file.rows) == ("takeout.zip", "vcard", 2)
    assert [p.source_rows[0].row for p in found.people] == [1, 2]


def test_a_broken_card_in_an_archive_spoils_nobody_else(read: Read, archive: Archive) -> None:
    members = {
        "a.vcf": b"",
        "b.vcf": b"%PDF-1.7",
        "c.vcf": "BEGIN:VCARD\nN:Ray;Bob",
        "d.vcf": bytes(range(256)) * 9,
        "e.vcf": CARD,
    }
    found = read(archive(members), "cards.zip")

    assert [p.name for p in found.people] == ["Bob Ray", "Ann Lee"]
    assert [s.row for s in found.files[0].skipped] == [1, 2, 4]
    assert [n.row for n in found.files[0].notes] == [3]


def test_the_connections_of_an_archive_go_before_its_cards(read: Read, archive: Archive) -> None:
    connections = "First Name,Last Name,Company,Position,Connected On\nBob,Ray,,,\n"
    found = read(archive({"x/Connections.csv": connections, "a.vcf": CARD}), "x.zip")

    assert [p.name for p in found.people] == ["Bob Ray"]


def test_archives_of_cards_that_cannot_be_unpacked(archive: Archive) -> None:
    whole = archive({"a.vcf": CARD * 40, "b.vcf": CARD})
    bomb = archive({"a.vcf": bytes(50_000_001)})
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_LZMA) as file:
        file.writestr("a.vcf", CARD)
    damaged = bytearray(whole)
    damaged[40:60] = bytes(20)
    cases = {
        whole[:-30]: "is damaged",
        bytes(damaged): "is damaged",
        out.getvalue(): "is damaged",
        bomb: "larger than 50 MB",
    }
    for data, words in cases.items():
        with pytest.raises(BadInput, match=words):
            read_contacts(("cards.zip", data))
