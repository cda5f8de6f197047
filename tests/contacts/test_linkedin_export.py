"""LinkedIn's own export, of any year, language and spreadsheet in between."""

import json
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import msgspec
import pytest

from informint.contacts import Contacts, read_contacts, to_json
from informint.errors import BadInput
from informint.model import SourceRow

Export = Callable[..., bytes]
Read = Callable[..., Contacts]
Archive = Callable[[Mapping[str, str | bytes]], bytes]

HEADER = "First Name,Last Name,URL,Email Address,Company,Position,Connected On"
OLD_HEADER = "First Name,Last Name,Email Address,Company,Position,Connected On"
ANN = [
    "Ann",
    "Lee",
    "https://www.linkedin.com/in/ann-lee-1a2b",
    "ann.lee@example.org",
    "Fennel Labs",
    "Data Scientist",
    "05 Jan 2024",
]
BOB = ["Bob", "Ray", "https://www.linkedin.com/in/bobray", "", "Two, Inc.", "Editor", "11 Nov 2019"]


def test_a_new_export_is_read_whole(export: Export, read: Read) -> None:
    found = read(export([ANN, BOB]))

    ann, bob = found.people
    assert (ann.name, ann.given_name, ann.family_name) == ("Ann Lee", "Ann", "Lee")
    assert (ann.company, ann.position) == ("Fennel Labs", "Data Scientist")
    assert ann.email == "ann.lee@example.org"
    assert ann.profile_url == "https://www.linkedin.com/in/ann-lee-1a2b"
    assert ann.connected_on == date(2024, 1, 5)
    assert ann.source_rows == (SourceRow("Connections.csv", 5),)
    assert (bob.company, bob.email) == ("Two, Inc.", "")
    (file,) = found.files
    assert (file.format, file.rows, file.read, file.skipped, file.notes) == (
        "linkedin",
        2,
        2,
        (),
        (),
    )


def test_an_old_export_has_no_urls_and_no_note(export: Export, read: Read) -> None:
    row = ["Ann", "Lee", "", "Fennel Labs", "Editor", "1/5/19, 3:45 PM"]
    found = read(export([row], header=OLD_HEADER, above=""))

    assert found.people[0].connected_on == date(2019, 1, 5)
    assert found.people[0].profile_url == ""
    assert found.people[0].source_rows == (SourceRow("Connections.csv", 2),)


@pytest.mark.parametrize(
    ("above", "row"),
    [
        ("", 2),
        ("Notes:\n", 3),
        ('Notes:\n"When exporting,\nyou may notice\n\nthis"\n\n', 5),
        ("\n\n\n", 5),
        (" \r\n" * 2_000, 2_002),
        ('Notes:\n"a quote never closed\n\n', 4),
        ("A line,\nof, many\n" * 2_000, 4_002),
        ("sep=,\n", 3),
    ],
)
def test_whatever_stands_above_the_header_is_passed_over(
    above: str, row: int, export: Export, read: Read
) -> None:
    found = read(export([ANN], above=above))

    assert [p.name for p in found.people] == ["Ann Lee"]
    if "never closed" not in above:  # a spreadsheet itself numbers such a file oddly
        assert found.people[0].source_rows[0].row == row


@pytest.mark.parametrize(
    "header",
    [
        "Vorname,Nachname,URL,E-Mail-Adresse,Unternehmen,Position,Verbunden am",
        "Prénom,Nom,URL,Adresse e-mail,Entreprise,Poste,Connecté le",
        "Nombre,Apellidos,URL,Dirección de correo electrónico,Empresa,Cargo,Conectado el",
        "Nome,Sobrenome,URL,Endereço de e-mail,Empresa,Cargo,Conectado em",
        "Voornaam,Achternaam,URL,E-mailadres,Bedrijf,Functie,Verbonden op",
        "Nome,Cognome,URL,Indirizzo e-mail,Azienda,Posizione,Collegato il",
        "FIRST NAME, last_name ,Url,E-mail Address,COMPANY,position,ConnectedOn",
    ],
)
def test_headers_of_other_languages_are_known(header: str, export: Export, read: Read) -> None:
    found = read(export([ANN], header=header))

    (ann,) = found.people
    assert found.files[0].format == "linkedin"
    assert (ann.given_name, ann.family_name, ann.company) == ("Ann", "Lee", "Fennel Labs")
    assert (ann.position, ann.connected_on) == ("Data Scientist", date(2024, 1, 5))
    assert ann.email
    assert ann.profile_url


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\r\r\n"])
def test_encodings_separators_and_line_ends(
    encoding: str, separator: str, end: str, read: Read
) -> None:
    lines = ["Notes:", "", HEADER, "Zoë,Müller,,,Größe AG,Köchin,05 Jan 2024", "Ann,Lee,,,,,"]
    data = end.join(line.replace(",", separator) for line in lines).encode(encoding)
    found = read(data)

    assert [p.name for p in found.people] == ["Zoë Müller", "Ann Lee"]
    assert found.people[0].company == "Größe AG"
    assert found.files[0].rows == 2


def test_columns_may_be_reordered_added_and_followed_by_empty_ones(read: Read) -> None:
    found = read(
        "My note,Connected On,Company,Last Name,Position,First Name,,\n"
        "met in May,05 Jan 2024,Fennel Labs,Lee,Editor,Ann,,\n"
    )

    (ann,) = found.people
    assert (ann.name, ann.company, ann.position) == ("Ann Lee", "Fennel Labs", "Editor")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("05 Jan 2024", date(2024, 1, 5)),
        ("5-Jan-24", date(2024, 1, 5)),
        ("2024-01-05", date(2024, 1, 5)),
        ("2024-01-05 10:11:12 UTC", date(2024, 1, 5)),
        ("2024/01/05", date(2024, 1, 5)),
        ("20240105", date(2024, 1, 5)),
        ("1/5/24, 3:45 PM", date(2024, 1, 5)),
        ("13/05/2024", date(2024, 5, 13)),
        ("05/13/2024", date(2024, 5, 13)),
        ("05.01.2024", date(2024, 1, 5)),
        ("5. 1. 24", date(2024, 1, 5)),
        ("45296", date(2024, 1, 5)),
        ("45296.65", date(2024, 1, 5)),
        ("Jan 5, 2024", date(2024, 1, 5)),
        ("January 5th, 2024", date(2024, 1, 5)),
        ("Friday, January 5, 2024", date(2024, 1, 5)),
        ("5. März 2024", date(2024, 3, 5)),
        ("05 déc. 2023", date(2023, 12, 5)),
        ("3 juin 2023", date(2023, 6, 3)),
        ("3 juil. 2023", date(2023, 7, 3)),
        ("5 de enero de 2024", date(2024, 1, 5)),
        ("5 de out. de 2023", date(2023, 10, 5)),
        ("5 mrt. 2024", date(2024, 3, 5)),
        ("5 gen 2024", date(2024, 1, 5)),
        ("2024年1月5日", date(2024, 1, 5)),
        ("31 Feb 2024", None),
        ("soon", None),
        ("12", None),
        ("5 Foo 2024", None),
    ],
)
def test_dates(written: str, meant: date | None, export: Export, read: Read) -> None:
    found = read(export([[*ANN[:6], written]]))

    assert found.people[0].connected_on == meant
    noted = [n.note for n in found.files[0].notes]
    assert noted == ([] if meant else ["the date was not understood and is left out"])


def test_one_day_above_twelve_settles_the_order_of_the_column(export: Export, read: Read) -> None:
    days = ["01/05/2024", "25/12/2023", "12/26/2022"]
    found = read(export([f"Ann{i}", "Lee", "", "", "", "", day] for i, day in enumerate(days)))

    dates = [date(2024, 5, 1), date(2023, 12, 25), date(2022, 12, 26)]
    assert [p.connected_on for p in found.people] == dates


def test_an_order_that_nothing_settles_is_said(export: Export, read: Read) -> None:
    english = read(export([[*ANN[:6], "1/5/2024"]]))
    german = read(
        export([["Ann", "Lee", "Labor", "1/5/2024"]], header="Vorname,Nachname,Firma,Verbunden am")
    )

    assert english.people[0].connected_on == date(2024, 1, 5)
    assert german.people[0].connected_on == date(2024, 5, 1)
    assert "month first" in english.files[0].notes[0].note
    assert "day first" in german.files[0].notes[0].note


@pytest.mark.parametrize(
    ("first", "last", "parts"),
    [
        ("Dr. Ann", "Lee, PhD, MBA", ("Ann", "Lee")),
        ("Ann", "Lee PhD", ("Ann", "Lee")),
        ("Ann", "Lee, Ph.D.", ("Ann", "Lee")),
        ("Ann M.", "Lee (she/her)", ("Ann", "Lee")),
        ("Ann", "Lee MD", ("Ann", "Lee")),
        ("Ann 🌟", "Lee ✅", ("Ann", "Lee")),
        ("Ann", "Lee | Hiring", ("Ann", "Lee")),
        ("Ann", "Lee - Recruiter", ("Ann", "Lee")),
        ("Ann", "PhD", ("Ann", "")),
        ("Prof.", "Lee", ("", "Lee")),
        ("Robert (Bob)", "Ray Jr.", ("Robert", "Ray")),
        ("Prof. Dr. Jörg", "Müller", ("Jörg", "Müller")),
        ("Ma", "Long", ("Ma", "Long")),
        ("Md", "Rahman", ("Md", "Rahman")),
        ("Mary Ann", "van der Berg", ("Mary Ann", "van der Berg")),
        ("Seán", "O\u2019Brien-Smith", ("Seán", "O\u2019Brien-Smith")),
        ("مريم", "الخطيب", ("مريم", "الخطيب")),
        ("美玲", "陳", ("美玲", "陳")),
        ("<b>Ann</b>", "<img src=x onerror=x>", ("<b>Ann</b>", "<img src=x onerror=x>")),
        ("=cmd|' /C calc'!A0", "Lee", ("=cmd", "Lee")),
    ],
)
def test_titles_degrees_and_remarks_stay_out_of_the_parts_of_a_name(
    first: str, last: str, parts: tuple[str, str], export: Export, read: Read
) -> None:
    (person,) = read(export([[first, last, *ANN[2:]]])).people

    assert (person.given_name, person.family_name) == parts
    assert person.name == f"{first} {last}"


def test_what_hides_in_a_cell_is_taken_out(export: Export, read: Read) -> None:
    row = ["A\x00n\u200bn", "\u202eLee", *ANN[2:4], "Two\nlines,  Inc.", "\ud800Editor", ANN[6]]
    (person,) = read(export([row])).people

    assert person.name == "Ann Lee"
    assert person.company == "Two lines, Inc."
    assert "\ud800" not in person.position
    assert person.position.endswith("Editor")


def test_a_very_long_cell_is_cut_and_noted(export: Export, read: Read) -> None:
    found = read(export([[*ANN[:4], "long " * 60_000, *ANN[5:]], BOB]))

    assert len(found.people) == 2
    assert len(found.people[0].company) == 1_000
    assert found.files[0].notes[0].note == "a cell was cut to 1,000 characters"


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        ("mailto:Ann.Lee@example.org", "Ann.Lee@example.org"),
        ("Ann <ann@example.org>", "ann@example.org"),
        ("ann@example.org; a2@example.org", "ann@example.org"),
        ("n/a", ""),
        ("ask me", ""),
    ],
)
def test_e_mail_addresses(cell: str, kept: str, export: Export, read: Read) -> None:
    found = read(export([[*ANN[:3], cell, *ANN[4:]]]))

    assert found.people[0].email == kept
    assert bool(found.files[0].notes) == (cell in {"ask me", "ann@example.org; a2@example.org"})


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        ("www.linkedin.com/in/ann", "https://www.linkedin.com/in/ann"),
        ("//linkedin.com/in/ann", "https://linkedin.com/in/ann"),
        ("HTTP://linkedin.com/in/ann", "HTTP://linkedin.com/in/ann"),
        ("javascript:alert(1)", ""),
        ("data:text/html,<b>", ""),
        ("ann@example.org", ""),
    ],
)
def test_only_web_addresses_are_taken_for_profiles(
    cell: str, kept: str, export: Export, read: Read
) -> None:
    found = read(export([[*ANN[:2], cell, *ANN[3:]]]))

    assert found.people[0].profile_url == kept
    assert bool(found.files[0].notes) == (not kept)


@pytest.mark.parametrize(
    "path",
    [
        "Connections.csv",
        "CONNECTIONS.CSV",
        "Basic_LinkedInDataExport_01-05-2024/connections.csv",
        "../../etc/Connections.csv",
        "a\\b\\Connections.csv",
        "Connections_123456.csv",
    ],
)
def test_the_connections_are_found_anywhere_in_an_archive(
    path: str, tmp_path: Path, export: Export, archive: Archive
) -> None:
    file = tmp_path / "Basic_LinkedInDataExport.zip"
    file.write_bytes(
        archive(
            {"Profile.csv": "First Name\n", path: export([ANN]), "__MACOSX/._Connections.csv": ""}
        )
    )
    found = read_contacts(file)

    assert [p.name for p in found.people] == ["Ann Lee"]
    assert (found.files[0].file, found.files[0].format) == (file.name, "linkedin-zip")
    assert list(tmp_path.iterdir()) == [file]


def test_every_connections_file_of_an_archive_is_read(
    export: Export, archive: Archive, read: Read
) -> None:
    packed = archive({"Connections.csv": export([ANN]), "old/Connections.csv": export([BOB])})
    found = read(packed, "export.zip")

    assert {p.name for p in found.people} == {"Ann Lee", "Bob Ray"}
    assert [f.file for f in found.files] == [
        "export.zip, Connections.csv",
        "export.zip, old/Connections.csv",
    ]


def test_an_archive_without_connections_says_what_it_holds(archive: Archive) -> None:
    packed = archive({"Basic/messages.csv": "", "Basic/Jobs/Saved Jobs_1.csv": "", "x.txt": ""})

    with pytest.raises(BadInput, match=r"only other parts of .* \(messages.csv, Saved Jobs.csv\)"):
        read_contacts(("export.zip", packed))


@pytest.mark.parametrize(
    ("name", "header", "what"),
    [
        ("messages.csv", "CONVERSATION ID,CONVERSATION TITLE,FROM,TO,DATE,CONTENT", "message"),
        ("x.csv", '"CONVERSATION ID","CONVERSATION TITLE","FROM","CONTENT"', "message"),
        ("x.csv", "From,To,Sent At,Message,Direction,inviterProfileUrl", "invitations"),
        ("x.csv", "First Name,Last Name,Maiden Name,Headline,Summary,Geo Location", "own profile"),
        ("x.csv", "Company Name,Title,Description,Location,Started On,Finished On", "own jobs"),
        ("x.csv", "School Name,Start Date,End Date,Notes,Degree Name,Activities", "schools"),
        ("Skills.csv", "Name", "skills"),
        (
            "x.csv",
            "Endorsement Date,Skill Name,Endorser First Name,Endorser Last Name",
            "endorsements you received",
        ),
        ("x.csv", "First Name,Last Name,Company,Job Title,Text,Creation Date,Status", "recommend"),
        ("x.csv", "Organization,Followed On", "companies you follow"),
        ("x.csv", "Date,Type,Link", "reactions"),
        ("x.csv", "Date,Link,Message", "comments"),
        ("x.csv", "Date,ShareLink,ShareCommentary,SharedUrl,MediaUrl,Visibility", "posts"),
        ("x.csv", "Email Address,Confirmed,Primary,Updated On", "own addresses"),
        ("x.csv", "Extension,Number,Type", "phone numbers"),
        ("x.csv", "Registered At,Registration Ip,Subscription Types", "registration"),
        ("x.csv", "Time,Search Query", "searches"),
        ("x.csv", "Content Title,Content Description,Content Type,", "courses you watched"),
        ("x.csv", "Saved Date,Job Url,Job Title,Company Name", "jobs you saved"),
        ("x.csv", "Application Date,Contact Email,Company Name,Job Title,Job Url", "applications"),
        ("x.csv", "Source,FirstName,LastName,Companies,Title,Emails", "address book"),
    ],
)
def test_another_file_of_the_export_is_named(name: str, header: str, what: str) -> None:
    row = ",".join("Zebedee" for _ in header.split(","))

    with pytest.raises(BadInput) as error:
        read_contacts((name, f"{header}\n{row}\n".encode()))

    assert what in str(error.value)
    assert "choose Connections.csv" in str(error.value)
    assert "Zebedee" not in str(error.value)


def test_the_json_is_the_one_promised(export: Export, read: Read) -> None:
    found = read(export([ANN, ANN, ["Ann", "Lee", "", "", "Other", "", ""], [""] * 7]))
    document = json.loads(msgspec.json.encode(to_json(found)))

    assert document.keys() == {"people", "files", "merged", "review"}
    assert document["files"][0] | {"notes": []} == {
        "file": "Connections.csv",
        "format": "linkedin",
        "rows": 4,
        "read": 3,
        "skipped": [{"row": 8, "reason": "the row is empty"}],
        "notes": [],
    }
    assert document["people"][0]["connected_on"] == "2024-01-05"
    assert document["merged"][0] == {
        "person": document["people"][0]["id"],
        "rows": [["Connections.csv", 5], ["Connections.csv", 6]],
        "reason": "the same profile URL",
        "differs": [],
    }
    assert document["review"][0]["people"] == [p["id"] for p in document["people"]]


def test_only_rows_that_were_read_have_notes(export: Export, read: Read) -> None:
    (file,) = read(export([["", "", "", "", "Quill"], ["", "", "no address"]])).files

    assert [s.row for s in file.skipped] == [5, 6]
    assert file.notes == ()


def test_the_account_in_words_counts_rows_and_names_nobody(export: Export, read: Read) -> None:
    text = str(read(export([ANN, ANN, [*BOB[:6], "soon"], *([[""] * 7] * 8)])))

    assert "Connections.csv (linkedin): 11 rows, 3 read, 8 left out" in text
    assert "row 8: the row is empty" in text
    assert "and 3 rows more" in text
    assert "row 7: read, but the date was not understood and is left out" in text
    assert "Ann" not in text
    assert "Bob" not in text


def test_thirty_thousand_rows_are_each_accounted_for(export: Export, read: Read) -> None:
    rows = [
        [f"Ann{i % 170}", f"Lee{i}", f"https://www.linkedin.com/in/p{i // 2 * 2}", "", "", "", ""]
        if i % 10
        else [""] * 6 + ["05 Jan 2024"]
        for i in range(30_000)
    ]
    found = read(export(rows))

    (file,) = found.files
    assert (file.rows, file.read, len(file.skipped)) == (30_000, 27_000, 3_000)
    assert len(found.merged) == 12_000
    assert len(found.people) == 15_000
    assert found.people[-1].source_rows[-1] == SourceRow("Connections.csv", 30_004)
