"""Address books of Google Contacts and Outlook, as CSV in seven languages."""

import csv
import io
from collections.abc import Callable, Mapping

import pytest

from informint.contacts import Contacts, preview, read_contacts
from informint.contacts.address_books import book_of

Read = Callable[..., Contacts]


def columns_of(text: str, separator: str = ",") -> list[str]:
    return text.split(separator)


GOOGLE_OLD = columns_of(
    "Name,Given Name,Additional Name,Family Name,Yomi Name,Given Name Yomi,Additional Name Yomi,"
    "Family Name Yomi,Name Prefix,Name Suffix,Initials,Nickname,Short Name,Maiden Name,Birthday,"
    "Gender,Location,Billing Information,Directory Server,Mileage,Occupation,Hobby,Sensitivity,"
    "Priority,Subject,Notes,Language,Photo,Group Membership,E-mail 1 - Type,E-mail 1 - Value,"
    "E-mail 2 - Type,E-mail 2 - Value,Phone 1 - Type,Phone 1 - Value,Organization 1 - Type,"
    "Organization 1 - Name,Organization 1 - Yomi Name,Organization 1 - Title,"
    "Organization 1 - Department,Website 1 - Type,Website 1 - Value,Website 2 - Type,"
    "Website 2 - Value"
)
GOOGLE_NEW = columns_of(
    "First Name,Middle Name,Last Name,Phonetic First Name,Phonetic Middle Name,"
    "Phonetic Last Name,Name Prefix,Name Suffix,Nickname,File As,Organization Name,"
    "Organization Title,Organization Department,Birthday,Notes,Photo,Labels,E-mail 1 - Label,"
    "E-mail 1 - Value,E-mail 2 - Label,E-mail 2 - Value,Phone 1 - Label,Phone 1 - Value,"
    "Address 1 - Label,Address 1 - Formatted,Website 1 - Label,Website 1 - Value"
)
# Each: the header's beginning and marks, then the columns of given and family name, company,
# position, second e-mail address, web page and categories.
OUTLOOK = {
    "en": (
        (
            "Title|First Name|Middle Name|Last Name|Suffix|Company|Department|Job Title"
            "|Business Street|Business Fax|E-mail Address|E-mail Type|E-mail 2 Address"
            "|Categories|Web Page"
        ),
        "First Name|Last Name|Company|Job Title|E-mail 2 Address|Web Page|Categories",
    ),
    "de": (
        (
            "Anrede|Vorname|Weitere Vornamen|Nachname|Suffix|Firma|Abteilung|Position"
            "|Straße geschäftlich|Fax geschäftlich|E-Mail-Adresse|E-Mail-Typ|E-Mail 2: Adresse"
            "|Kategorien|Webseite"
        ),
        "Vorname|Nachname|Firma|Position|E-Mail 2: Adresse|Webseite|Kategorien",
    ),
    "fr": (
        (
            "Titre|Prénom|Deuxième prénom|Nom|Suffixe|Société|Service|Titre|Rue (bureau)"
            "|Téléphone (bureau)|Adresse de messagerie|Type de messagerie|Adresse de messagerie 2"
            "|Catégories|Page Web"
        ),
        "Prénom|Nom|Société|Titre|Adresse de messagerie 2|Page Web|Catégories",
    ),
    "es": (
        (
            "Title|Nombre|Segundo nombre|Apellidos|Suffix|Organización|Department|Puesto"
            "|Calle del trabajo|Business Fax|E-mail Address|E-mail Type"
            "|Dirección de correo electrónico 2|Categorías|Página web"
        ),
        (
            "Nombre|Apellidos|Organización|Puesto|Dirección de correo electrónico 2|Página web"
            "|Categorías"
        ),
    ),
    "it": (
        (
            "Titolo|Nome|Secondo nome|Cognome|Titolo straniero|Società|Reparto|Posizione|Via (uff.)"
            "|Fax (uff.)|Indirizzo posta elettronica|Tipo posta elettronica"
            "|Indirizzo posta elettronica 2|Categorie|Pagina Web"
        ),
        "Nome|Cognome|Società|Posizione|Indirizzo posta elettronica 2|Pagina Web|Categorie",
    ),
    "pt-BR": (
        (
            "Tratamento|Primeiro nome|Segundo nome|Sobrenome|Sufixo|Empresa|Departamento|Cargo"
            "|Business Street|Fax comercial|E-mail Address|Tipo de email|Endereço de email 2"
            "|Categorias|Página da Web"
        ),
        "Primeiro nome|Sobrenome|Empresa|Cargo|Endereço de email 2|Página da Web|Categorias",
    ),
    "pt-PT": (
        (
            "Título|Primeiro nome|Outros nomes/apelidos|Apelido|Sufixo|Empresa|Departamento|Cargo"
            "|Rua da empresa|Fax da empresa|Endereço de correio electrónico"
            "|Endereço do correio electrónico 2|Categorias|Página na Web"
        ),
        (
            "Primeiro nome|Apelido|Empresa|Cargo|Endereço do correio electrónico 2|Página na Web"
            "|Categorias"
        ),
    ),
    "nl": (
        (
            "Titel|Voornaam|Middelste naam|Achternaam|Achtervoegsel|Bedrijf|Afdeling|Functie"
            "|Werkadres, straat|Fax op werk|E-mailadres|E-mailtype|E-mailadres 2|Categorieën"
            "|Webpagina"
        ),
        "Voornaam|Achternaam|Bedrijf|Functie|E-mailadres 2|Webpagina|Categorieën",
    ),
}


def table(header: list[str], *rows: Mapping[str, str], separator: str = ",") -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator, quoting=csv.QUOTE_ALL)
    writer.writerow(header)
    for row in rows:
        cells = ["Dr." if c in {"Title", "Titre", "Anrede"} else "" for c in header]
        for column, value in row.items():  # the last of two columns of one name
            cells[len(header) - 1 - header[::-1].index(column)] = value
        writer.writerow(cells)
    return out.getvalue()


def test_an_old_book_of_google_is_read_with_what_each_cell_holds(read: Read) -> None:
    row = {
        "Name": "Dr. Ana Sofía Vidal",
        "Given Name": "Ana",
        "Additional Name": "Sofía",
        "Family Name": "Vidal",
        "Notes": "met at the fair,\nsecond hall",
        "Group Membership": "* myContacts ::: Lakeside alumni ::: * starred ::: Choir",
        "E-mail 1 - Value": "ana@example.org ::: vidal@example.org",
        "Organization 1 - Name": "Fennel Labs",
        "Organization 1 - Title": "Data Scientist",
        "Website 1 - Value": "https://ana.example.org/blog ::: linkedin.com/in/ana-vidal",
    }
    found = read(table(GOOGLE_OLD, row), "contacts.csv")

    (ana,), (file,) = found.people, found.files
    assert (file.format, file.notes) == ("google", ())
    assert (ana.name, ana.given_name, ana.family_name) == ("Ana Vidal", "Ana", "Vidal")
    assert (ana.company, ana.position) == ("Fennel Labs", "Data Scientist")
    assert (ana.email, ana.profile_url) == ("ana@example.org", "https://linkedin.com/in/ana-vidal")
    assert ana.groups == ("Lakeside alumni", "Choir")
    assert ana.source_rows[0].row == 2


def test_a_new_book_of_google_counts_every_row(read: Read) -> None:
    ann = {
        "First Name": "Ann",
        "Last Name": "Lee",
        "Organization Name": "Quill",
        "Organization Title": "Editor",
        "Labels": "Choir ::: * myContacts",
        "E-mail 2 - Value": "ann@example.org",
        "Address 1 - Formatted": "1 Fictional Row\nLakeside",
        "Website 1 - Value": "https://example.org/ann",
    }
    firm = {"Organization Name": "Fennel Labs", "E-mail 1 - Value": "info@example.org"}
    found = read(table(GOOGLE_NEW, ann, firm, {}), "contacts.csv")

    (person,), (file,) = found.people, found.files
    assert (person.name, person.company, person.position) == ("Ann Lee", "Quill", "Editor")
    assert (person.email, person.groups) == ("ann@example.org", ("Choir",))
    assert person.profile_url == "https://example.org/ann"
    assert {s.row: s.reason for s in file.skipped} == {
        3: "it has no name",
        4: "the row is empty",
    }
    assert "contacts.csv (google): 3 rows, 1 read, 2 left out" in str(found)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("language", OUTLOOK)
def test_a_book_of_outlook_is_read_in_its_language(
    language: str, encoding: str, read: Read
) -> None:
    header, columns = (part.split("|") for part in OUTLOOK[language])
    values = columns_of(
        "Zoë|Núñez|Größe AG|Éditrice|zoe@example.org|www.example.org/zoë|Chœur;Lab", "|"
    )
    separator = ";" if language in {"de", "nl"} else ","
    text = table(header, dict(zip(columns, values, strict=True)), {}, separator=separator)
    found = read(text.encode(encoding), "whatever.txt")

    (zoe,), (file,) = found.people, found.files
    assert (file.format, file.rows) == ("outlook", 2)
    assert (zoe.name, zoe.company, zoe.position) == ("Zoë Núñez", "Größe AG", "Éditrice")
    assert (zoe.email, zoe.groups) == ("zoe@example.org", ("Chœur", "Lab"))
    assert zoe.profile_url == "https://www.example.org/zoë"


def test_an_address_of_the_office_server_gives_way_to_a_real_one(read: Read) -> None:
    header = OUTLOOK["en"][0].split("|")
    inside = "/o=ExchangeLabs/ou=Exchange Administrative Group/cn=Recipients/cn=ann"
    both = {"First Name": "Ann", "E-mail Address": inside, "E-mail 2 Address": "ann@example.org"}
    one = {"First Name": "Bob", "E-mail Address": inside}
    found = read(table(header, both, one))

    assert [p.email for p in found.people] == ["ann@example.org", ""]
    (note,) = found.files[0].notes
    assert (note.row, note.note) == (3, "the e-mail address was not understood and is left out")


def test_a_book_needs_no_question_and_no_mapping(read: Read) -> None:
    text = table(OUTLOOK["it"][0].split("|"), {"Nome": "Ada", "Cognome": "Fabbri"})

    assert preview(("contatti.csv", text.encode())) is None
    assert read(text, mapping={"name": "Who"}).people[0].name == "Ada Fabbri"


@pytest.mark.parametrize(
    "header",
    ["", "First Name,Last Name,Company,Job Title,E-mail Address", "E-mail Type,Business Fax,Phone"],
)
def test_a_table_of_ones_own_is_no_book(header: str) -> None:
    assert book_of(header.split(",")) is None


def test_books_of_several_kinds_make_one_person() -> None:
    google = table(
        GOOGLE_NEW,
        {"First Name": "Ann", "Last Name": "Lee", "E-mail 1 - Value": "Ann@example.org"},
    )
    outlook = table(
        OUTLOOK["de"][0].split("|"),
        {
            "Vorname": "Ann",
            "Nachname": "Lee",
            "E-Mail-Adresse": "ann@example.org",
            "Firma": "Quill",
        },
    )
    card = "BEGIN:VCARD\nN:Lee;Ann\nEMAIL:ann@example.org\nTITLE:Editor\nEND:VCARD\n"
    found = read_contacts(
        ("g.csv", google.encode()), ("o.csv", outlook.encode("cp1252")), ("v", card.encode())
    )

    (ann,) = found.people
    assert (ann.name, ann.company, ann.position) == ("Ann Lee", "Quill", "Editor")
    assert [m.reason for m in found.merged] == ["the same e-mail address"] * 2
