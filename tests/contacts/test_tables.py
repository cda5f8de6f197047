"""Any table of people: guessed columns, columns said by hand, and a look before reading."""

from collections.abc import Callable
from datetime import date

import pytest

from informint.contacts import FIELDS, Contacts, guess_mapping, preview
from informint.content.naming import company_aliases, nicknames, table_presets
from informint.errors import BadInput

Read = Callable[..., Contacts]


# A header, and the fields its columns were guessed to hold, in the order of the columns.
HEADERS = [
    ("Name,Employer,Job title,E-mail", "name company position email"),
    ("Given Name,Surname,Organisation", "given_name family_name company"),
    (
        "First Name,Middle Name,Last Name,Organization Name,Organization Title,E-mail 1 - Value",
        "given_name - family_name company position email",
    ),
    (
        "Title,First Name,Last Name,Company,Job Title,E-mail Address",
        "- given_name family_name company position email",
    ),
    ("Name,Vorname,Firma", "family_name given_name company"),
    ("Nom,Prénom,Société", "family_name given_name company"),
    ("Nom,Société", "name company"),
    ("Nombre,Apellidos", "given_name family_name"),
    ("Nome,Cognome,Azienda", "given_name family_name company"),
    ("Full_Name,LinkedIn URL,Tags", "name profile_url groups"),
    ("colour,shape", "- -"),
    ("", "-"),
]


@pytest.mark.parametrize(("header", "fields"), HEADERS)
def test_columns_are_guessed_by_their_names(header: str, fields: str) -> None:
    found = guess_mapping(header.split(","))

    field_of = {column: field for field, column in found.items()}
    assert [field_of.get(column, "-") for column in header.split(",")] == fields.split()
    assert found.keys() <= FIELDS.keys()


@pytest.mark.parametrize(
    ("written", "given", "family", "name"),
    [
        ("Ann Lee", "Ann", "Lee", "Ann Lee"),
        ('"Lee, Ann"', "Ann", "Lee", "Ann Lee"),
        ('"Lee, Ann, PhD"', "Ann", "Lee", "Ann Lee, PhD"),
        ('"Ann Lee, PhD, MBA"', "Ann", "Lee", "Ann Lee, PhD, MBA"),
        ("Dr. Ann M. Lee PhD", "Ann", "Lee", "Dr. Ann M. Lee PhD"),
        ("Mary Ann van der Berg", "Mary Ann", "van der Berg", "Mary Ann van der Berg"),
        ('"de la Cruz, José"', "José", "de la Cruz", "José de la Cruz"),
        ("J. R. Fox", "J. R.", "Fox", "J. R. Fox"),
        ("Cher", "Cher", "", "Cher"),
        ("王小明", "王小明", "", "王小明"),
        ("Van Morrison", "Van", "Morrison", "Van Morrison"),
    ],
)
def test_one_column_of_names_is_split(
    written: str, given: str, family: str, name: str, read: Read
) -> None:
    (person,) = read(f"Name,Company\n{written},Quill\n", "people.csv").people

    assert (person.given_name, person.family_name, person.name) == (given, family, name)


def test_a_plain_list_of_names_may_hold_unquoted_commas(read: Read) -> None:
    found = read("Name\nLee, Ann\nRay, Bob\n", "people.csv")

    assert [p.name for p in found.people] == ["Ann Lee", "Bob Ray"]


def test_an_unquoted_comma_is_not_guessed_at_where_it_may_stand_in_two_places(read: Read) -> None:
    found = read("Name,Company,E-mail\nLee, Ann,Quill,ann@example.org\n", "people.csv")

    assert found.people == ()
    assert found.files[0].skipped[0].reason == "it has 4 cells where the header has 3"


def test_a_plain_table_under_a_title(read: Read) -> None:
    text = "\n" * 300 + "People I met;;\n\nWho;Name;Firma;Gruppen\n1;Ann Lee;Größe;Alumni, Chor\n"
    found = read(text.encode("cp1252"), "people.csv")

    (ann,) = found.people
    assert (ann.name, ann.company, ann.groups) == ("Ann Lee", "Größe", ("Alumni", "Chor"))
    assert (found.files[0].format, ann.source_rows[0].row) == ("table", 304)


def test_a_table_of_people_may_have_columns_of_another_linkedin_file(read: Read) -> None:
    found = read("Name,Date,Type,Link\nAnn Lee,05 Jan 2024,chat,www.example.org/ann\n", "x.csv")

    assert found.people[0].profile_url == "https://www.example.org/ann"


def test_a_mapping_takes_the_place_of_the_guess(read: Read) -> None:
    table = "Who,Name,Name,Met,,\nAnn Lee,Quill,Editor,1/5/24,Alumni,\n"
    mapping = {
        "name": "Who",
        "company": "Name",
        "position": "Name (2)",
        "connected_on": "Met",
        "groups": "column 5",
        "email": "",
    }
    found = read(table, "people.csv", mapping=mapping)

    (ann,) = found.people
    assert (ann.name, ann.company, ann.position) == ("Ann Lee", "Quill", "Editor")
    assert (ann.connected_on, ann.groups) == (date(2024, 1, 5), ("Alumni",))


def test_a_mapping_reads_even_what_would_be_another_linkedin_file(read: Read) -> None:
    table = "Connection First Name,Connection Profile URL\nAnn,www.example.org/ann\n"
    with pytest.raises(BadInput, match="list of your notes"):
        read(table, "Notes.csv")

    found = read(table, "Notes.csv", mapping={"given_name": "Connection First Name"})
    assert found.people[0].name == "Ann"


@pytest.mark.parametrize(
    ("mapping", "words"),
    [
        ({"nme": "Who"}, "'nme' is not a field of a contact; did you mean 'name'?"),
        ({"name": "Woh"}, "there is no column 'Woh'; did you mean 'Who'?"),
        ({"company": "Firm"}, "has to say which column holds the name"),
        ({}, "has to say which column holds the name"),
    ],
)
def test_a_wrong_mapping_is_told(mapping: dict[str, str], words: str, read: Read) -> None:
    with pytest.raises(BadInput) as error:
        read("Who,Firm\nAnn Lee,Quill\n", "people.csv", mapping=mapping)

    assert words in str(error.value)


def test_a_table_is_shown_before_it_is_read() -> None:
    rows = "".join(f"\nAnn{i},Quill,{i}@example.org" for i in range(9))
    table = preview(("people.csv", f"Who,Firm,E-mail,{rows}".encode()))

    assert table is not None
    assert table.header == ("Who", "Firm", "E-mail")
    assert table.rows[0] == ("Ann0", "Quill", "0@example.org")
    assert len(table.rows) == 5
    assert table.mapping == {"email": "E-mail"}


@pytest.mark.parametrize(
    "content",
    [
        b"First Name,Last Name,Company,Position,Connected On\nAnn,Lee,,,\n",
        b"From,To,Sent At,Direction\nAnn,Bob,,\n",
        b"%PDF-1.7",
        b"",
    ],
)
def test_what_needs_no_question_is_not_shown(content: bytes) -> None:
    assert preview(("people.csv", content)) is None


ALUMNI = (
    "Constituent Name,Class Year,Current Employer,Employment Title,Preferred Email,College\n"
    "Ann Lee,2012,Quill,Editor,ann@example.org,Lakeside\n"
)


def test_a_kind_of_table_fills_in_what_its_columns_hold(read: Read) -> None:
    table = preview(("alumni.csv", ALUMNI.encode()))

    assert table is not None
    ((name, mapping),) = table.presets.items()
    assert name == "A list from an alumni office"
    assert mapping == table.mapping
    (ann,) = read(ALUMNI, "alumni.csv").people
    assert (ann.name, ann.company, ann.position) == ("Ann Lee", "Quill", "Editor")
    assert (ann.email, ann.groups) == ("ann@example.org", ("Lakeside",))


def test_a_kind_of_table_adds_to_what_a_header_says_itself(read: Read) -> None:
    table = "Name,Current Employer,Business Title,Degree and Year\nAnn Lee,Quill,Editor,BSc 2012\n"
    (ann,) = read(table, "alumni.csv").people

    assert (ann.company, ann.position, ann.groups) == ("Quill", "Editor", ("BSc 2012",))


def test_no_kind_of_table_fits_where_nothing_but_a_name_is_known() -> None:
    table = preview(("x.csv", b"Participant,Colour\nAnn Lee,blue\n"))

    assert table is not None
    assert table.presets == {}


def test_what_coaches_name_stands_for_one_thing_each() -> None:
    others = [other.casefold() for entry in company_aliases() for other in entry.also]
    assert len(others) == len(set(others))
    names = [entry.name for entry in nicknames()]
    assert len(names) == len(set(names))
    assert all(entry.name not in entry.also for entry in nicknames())
    fields = {"id", "name", "whole_name", *FIELDS}
    assert all(set(preset.__struct_fields__) <= fields for preset in table_presets())


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("Preferred First Name,Last Name,Current Employer", "Zoe,Quinn,Fennel"),
        ("Alum First Name,Last Name,Employer", "Zoe,Quinn,Fennel"),
        ("First Name,Current Last Name,Employer", "Zoe,Quinn,Fennel"),
        ("Nachname,Vorname,Arbeitgeber", "Quinn,Zoe,Fennel"),
        ("Alumni Name,Class Year,Employer", "Zoe Quinn,2010,Fennel"),
    ],
)
def test_both_halves_of_a_name_are_read_from_a_table_of_a_known_kind(
    read: Read, header: str, row: str
) -> None:
    (person,) = read(f"{header}\n{row}\n", "alumni.csv").people
    assert (person.name, person.company) == ("Zoe Quinn", "Fennel")
