"""Broken rows and files: each row is read, mended or named, and nothing swallows its neighbours."""

import io
import struct
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from informint.contacts import Contacts, read_contacts
from informint.errors import BadInput

Read = Callable[..., Contacts]
Archive = Callable[[Mapping[str, str | bytes]], bytes]

HEADER = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
ANN = "Ann,Lee,https://www.linkedin.com/in/ann,,Fennel Labs,Editor,05 Jan 2024\n"
BOB = 'Bob,Ray,https://www.linkedin.com/in/bob,,"Two, Inc.",Chemist,06 Jan 2024\n'
CY = "Cy,Moe,https://www.linkedin.com/in/cy,,Quill,Writer,07 Jan 2024\n"


# The rows below the header, the names read of them, and what is said of which row.
ROWS = {
    "empty rows": (
        f"{ANN}\n,,,,,,\n  , ,,,,,\n{BOB}",
        "Ann Bob",
        {3: "empty", 4: "empty", 5: "empty"},
    ),
    "empty rows at the end": (f"{ANN}\n\n", "Ann", {3: "empty", 4: "empty"}),
    "a closed account": (f"{ANN},,,,,,07 Jun 2024\n{BOB}", "Ann Bob", {3: "closed accounts"}),
    "a nameless member": (
        f'{ANN}LinkedIn,Member,,,,,\n"?","!",,,,,\n',
        "Ann",
        {3: "no name", 4: "no name"},
    ),
    "a quote never closed": (
        f'Ann,"Lee,,,Fennel Labs,Editor,05 Jan 2024\n{BOB}{CY}',
        "Ann Bob Cy",
        {2: "never closed; the row was read"},
    ),
    "a quote never closed in the last row": (
        f'{BOB}{CY}Ann,"Lee,,,Fennel Labs,Editor,05 Jan 2024',
        "Bob Cy Ann",
        {4: "never closed; the row was read"},
    ),
    "a quote never closed before a comma": (
        f'Ann,Lee,,,"Fennel, Labs,Editor,05 Jan 2024\n{BOB}{CY}',
        "Bob Cy",
        {2: "cannot be told apart"},
    ),
    "a quote closed by the next row": (
        'Ann,"Lee,,,Fennel,Editor,05 Jan 2024\nBob,Ray",,,Two,Editor,06 Jan 2024\n' + CY,
        "Ann Bob Cy",
        {2: "never closed; the row was read", 3: "never closed; the row was read"},
    ),
    "a quote closed many rows on": (
        'Ann,"Lee,,,Fennel,Editor,05 Jan 2024\n' + CY * 30 + BOB + CY,
        "Ann" + " Cy" + " Bob",
        {2: "never closed; the row was read"},
    ),
    "a quote never closed in a file of quoted rows": (
        (
            '"Ann","Lee,"","","Fennel","Editor","05 Jan 2024"\n'
            '"Bob","Ray","","","Two, Inc.","Editor","06 Jan 2024"\n'
        ),
        "Bob",
        {2: "it has 4 cells where the header has 7"},
    ),
    "a lone quote": (f'"\n{BOB}{CY}', "Bob Cy", {2: "empty"}),
    "an inch in the middle of a cell": (
        f'Ann,Lee,,,5" Discs,Editor,05 Jan 2024\n{BOB}',
        "Ann Bob",
        {},
    ),
    "a quote never closed after an inch": (
        f'Ann,Lee,,,5" Discs,"Editor,05 Jan 2024\n{BOB}{CY}',
        "Ann Bob Cy",
        {2: "never closed; the row was read"},
    ),
    "quotes within quotes": (
        f'Ann,Lee,,,"The ""Two"", Inc.",Editor,05 Jan 2024\n{BOB}',
        "Ann Bob",
        {},
    ),
    "quoted newlines": (
        f'Ann,Lee,,,"Fennel\n\nLabs","Editor,\nat large",05 Jan 2024\n{BOB}',
        "Ann Bob",
        {},
    ),
    "a quoted newline in the last row": (
        f'{BOB}Ann,Lee,,,"Fennel\nLabs",Editor,05 Jan 2024',
        "Bob Ann",
        {},
    ),
    "too few cells at the end": (
        f"Ann,Lee,https://www.linkedin.com/in/ann\n{BOB}",
        "Ann Bob",
        {2: "ends early"},
    ),
    "too few cells in the middle": (
        f"Ann,Lee,Fennel Labs,Editor,05 Jan 2024\n{BOB}",
        "Bob",
        {2: "it has 5 cells where the header has 7"},
    ),
    "one cell": (f"Ann\n{BOB}", "Bob", {2: "it has 1 cell where the header has 7"}),
    "a comma in the company": (
        f"Ann,Lee,https://www.linkedin.com/in/ann,,Fennel, Inc,Editor,05 Jan 2024\n{BOB}",
        "Ann Bob",
        {2: "a comma in 'Company' was assumed"},
    ),
    "a comma in the name": (
        f"Ann,Lee, PhD, MBA,https://www.linkedin.com/in/ann,,Fennel,Editor,05 Jan 2024\n{BOB}",
        "Ann Bob",
        {2: "a comma in 'Last Name' was assumed"},
    ),
    "too many cells and nothing to go by": (
        f"Ann,Lee,,,Fennel,Editor,once,upon,a time\n{BOB}",
        "Bob",
        {2: "it has 9 cells where the header has 7"},
    ),
    "empty cells at the end": (f"{ANN.strip()},,,,,\n{BOB}", "Ann Bob", {}),
    "two exports in one file": (f"{ANN}{HEADER}{BOB}", "Ann Bob", {3: "the header again"}),
    "a note in the middle": (
        f'{ANN}Notes:\n"Some, and so on"\n\n{BOB}',
        "Ann Bob",
        {3: "1 cell", 4: "1 cell", 5: "empty"},
    ),
    "NUL bytes": (f"A\0nn,Lee,,,Fennel\0,Editor,\0\n{BOB}", "Ann Bob", {}),
    "a date of another world": (
        f"Ann,Lee,,,Fennel,Editor,99/99/9999\n{BOB}",
        "Ann Bob",
        {2: "the date was not understood"},
    ),
    "numbers for a name": (f"4711,0815,,,,,\n{BOB}", "4711 Bob", {}),
}


@pytest.mark.parametrize("case", ROWS)
def test_broken_rows(case: str, read: Read) -> None:
    rows, names, said = ROWS[case]
    found = read(HEADER + rows)

    (file,) = found.files
    assert list(dict.fromkeys(p.given_name for p in found.people)) == names.split()
    heard = {s.row: s.reason for s in file.skipped} | {n.row: n.note for n in file.notes}
    assert heard.keys() == said.keys()
    for row, words in said.items():
        assert words in heard[row]


def test_what_a_stray_quote_left_of_its_neighbours(read: Read) -> None:
    people = read(HEADER + ROWS["a quote closed by the next row"][0]).people

    assert [(p.family_name, p.company) for p in people[:2]] == [("Lee", "Fennel"), ("Ray", "Two")]


def test_quoted_newlines_stay_in_their_cell_and_row(read: Read) -> None:
    found = read(HEADER + ROWS["quoted newlines"][0])

    ann, bob = found.people
    assert (ann.company, ann.position) == ("Fennel Labs", "Editor, at large")
    assert [p.source_rows[0].row for p in found.people] == [2, 3]
    assert bob.company == "Two, Inc."


def test_bytes_that_are_no_utf8_spoil_only_themselves(read: Read) -> None:
    names = [
        p.name for p in read(HEADER.encode() + "Zoë,Müller\xff,,,,,\n".encode("cp1252")).people
    ]
    mixed = HEADER.encode() + "Zoë,Müller,,,Größe,,\n".encode() + b"Ann,L\xe9e,,,,,\n"
    more = [p.name for p in read(mixed).people]

    assert names == ["Zoë Müllerÿ"]
    assert more == ["Zoë Müller", "Ann L\ufffde"]


def test_a_text_encoded_twice_is_put_right(read: Read) -> None:
    once = f"{HEADER}José,Álvarez,,,Größe € Söhne,,\nBeyoncé,Ångström,,,,,\n".encode()
    twice = "".join(bytes([b]).decode("cp1252", "ignore") or chr(b) for b in once).encode()

    assert [p.name for p in read(twice).people] == ["José Álvarez", "Beyoncé Ångström"]
    assert read(f"{HEADER}Â®na,Ã©,,,,,\nÉva,Lee,,,,,\n").people[0].name == "Â®na Ã©"


# What is no list of contacts: name, bytes, and words of the sentence that says so.
FILES: dict[str, tuple[str, bytes, str]] = {
    "nothing": ("Connections.csv", b"", "is empty"),
    "only blanks": ("Connections.csv", b"\n \n\t\n", "is empty"),
    "only NULs": ("Connections.csv", bytes(2_000), "is empty"),
    "only separators": ("Connections.csv", b",,,\n,,,\n", "is empty"),
    "only a hint for Excel": ("Connections.csv", b"\n\nsep=;\n\n", "is empty"),
    "a PDF": ("Profile.pdf", b"%PDF-1.7\n%\xe2\xe3", "a PDF document; choose LinkedIn's export"),
    "a screenshot": ("shot.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a picture"),
    "a photo": ("shot.jpg", b"\xff\xd8\xff\xe0\0\x10JFIF", "a picture"),
    "an old workbook": ("contacts.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "save it as CSV"),
    "a login page": (
        "Connections.csv",
        b"\n<!DOCTYPE html>\n<html><body>Sign in</body></html>",
        "a web page, perhaps a login page",
    ),
    "a page without doctype": ("Connections.csv", b"<HTML lang=en><body>", "a web page"),
    "JSON": ("people.json", b'{"people": [{"name": "Zebedee"}]}', "a JSON file"),
    "a rar archive": ("export.rar", b"Rar!\x1a\x07\x01\x00", "a RAR archive; unpack it"),
    "a program": ("x.bin", bytes(range(1, 256)) * 20, "something other than text"),
    "another encoding": ("x.csv", "リーダー,データ\n".encode("cp932") * 9, "an encoding unknown"),
    "a letter": ("letter.txt", b"Dear Zebedee\nhow are you\n", "is no table of contacts"),
    "a long letter": (
        "a.txt",
        b"Dear Bob, I met\nZebedee, who, it seems,\nis well.\n",
        "is no table",
    ),
    "no header": ("x.csv", b"Zebedee,Fox,z@example.org,Quill\n", "has no header row"),
    "no header, repeated cells": ("x.csv", b"Zebedee,Quill\nBob,Quill\n", "has no header row"),
    "no header, a date": ("x.csv", b"Zebedee,Quill,05 Jan 2024\n", "has no header row"),
    "no column of names": ("x.csv", b"colour,shape\nZebedee,round\n", "'colour', 'shape'"),
    "a million columns": ("x.csv", b"Name" + b"," * 9 + b"x," * 99_999, "is no table"),
    "half an archive": ("export.zip", b"PK\x03\x04" + b"\0" * 60, "is damaged"),
    "an empty archive": ("export.zip", b"PK\x05\x06" + b"\0" * 18, "holds no Connections.csv"),
}


@pytest.mark.parametrize("case", FILES)
def test_what_is_no_list_of_contacts_is_named(case: str) -> None:
    name, data, words = FILES[case]

    with pytest.raises(BadInput) as error:
        read_contacts((name, data))

    sentence = str(error.value)
    assert words in sentence
    assert sentence.startswith(name)
    assert "Zebedee" not in sentence
    assert "\n" not in sentence


@pytest.mark.parametrize(
    ("members", "words"),
    [
        ({"[Content_Types].xml": "", "xl/workbook.xml": ""}, "an Excel workbook; open it, save it"),
        ({"[Content_Types].xml": "", "word/document.xml": ""}, "a Word document"),
        ({"mimetype": "", "META-INF/manifest.xml": ""}, "an OpenDocument file"),
        ({"Basic_LinkedInDataExport.zip": "PK"}, "another archive; unpack it once"),
        ({"holiday.txt": ""}, "no other file of LinkedIn's export"),
        ({"Connections.csv": "<html>"}, "a web page"),
        ({"Connections.csv/": "", "Connections.csv/readme.txt": ""}, "holds no Connections.csv"),
    ],
)
def test_archives_without_a_list_of_contacts(
    members: Mapping[str, str], words: str, archive: Archive
) -> None:
    with pytest.raises(BadInput, match=words):
        read_contacts(("export.zip", archive(members)))


def test_archive_bombs_are_refused_by_what_they_declare(archive: Archive) -> None:
    one = archive({"Connections.csv": bytes(50_000_001)})
    many = archive({f"{i}/Connections.csv": bytes(17_000_000) for i in range(3)})
    assert len(one) + len(many) < 200_000

    for bomb in (one, many):
        with pytest.raises(BadInput, match="larger than 50 MB"):
            read_contacts(("export.zip", bomb))


def test_archive_bombs_are_refused_by_what_they_unpack_to(archive: Archive) -> None:
    size = 60_000_000
    bomb = archive({"Connections.csv": bytes(size)})
    assert bomb.count(struct.pack("<L", size)) == 2
    liar = bomb.replace(struct.pack("<L", size), struct.pack("<L", 1_000))

    with pytest.raises(BadInput, match="is damaged"):
        read_contacts(("export.zip", liar))


@pytest.mark.parametrize(
    ("method", "offset", "value", "words"),
    [
        (zipfile.ZIP_BZIP2, None, b"", "is damaged"),
        (zipfile.ZIP_DEFLATED, 8, b"\x01\x00", "is locked with a password"),
        (zipfile.ZIP_DEFLATED, 10, b"\x63\x00", "is damaged"),
    ],
)
def test_archives_that_cannot_be_unpacked(
    method: int, offset: int | None, value: bytes, words: str
) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as file:
        file.writestr("Connections.csv", HEADER + ANN)
    data = bytearray(out.getvalue())
    if offset is not None:  # of the flags or the method in the directory at the end
        place = data.index(b"PK\x01\x02") + offset
        data[place : place + 2] = value
        local = data.index(b"PK\x03\x04") + offset - 2
        data[local : local + 2] = value

    with pytest.raises(BadInput, match=words):
        read_contacts(("export.zip", bytes(data)))


def test_paths_that_cannot_be_read(tmp_path: Path) -> None:
    cases = {
        tmp_path / "absent.csv": "there is no such file",
        tmp_path: "is a folder; choose",
        Path("/dev/null"): "not an ordinary file",
        tmp_path / ("x" * 300): "cannot be read",
        Path("nul\0byte.csv"): "not a file name",
    }
    for path, words in cases.items():
        with pytest.raises(BadInput, match=words) as error:
            read_contacts(path)
        assert str(tmp_path.parent) not in str(error.value)


def test_a_table_without_end_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("informint.contacts.table.MAX_ROWS", 3)
    assert len(read_contacts(("x.csv", b"Name\nA\nB\nC\n")).people) == 3

    with pytest.raises(BadInput, match="more than 3 rows"):
        read_contacts(("x.csv", b"Name\nA\nB\nC\nD\n"))


def test_a_large_file_is_refused_unread(tmp_path: Path) -> None:
    file = tmp_path / "Connections.csv"
    with file.open("wb") as stream:
        stream.truncate(50_000_001)

    with pytest.raises(BadInput, match="larger than 50 MB"):
        read_contacts(file)


def test_no_file_at_all() -> None:
    with pytest.raises(BadInput, match="no file was given"):
        read_contacts()
