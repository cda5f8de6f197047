"""vCards 2.1, 3.0 and 4.0: what telephones and address books write, whole and broken."""

import quopri
import re
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from informint.contacts import Contacts, preview, read_contacts
from informint.errors import BadInput

Read = Callable[..., Contacts]

# Properties of one card, and the name, company, position, e-mail, address and groups read of it.
CARDS = {
    "2.1 in quoted-printable": (
        (
            "VERSION:2.1\r\n"
            "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:N=C3=BA=C3=B1ez;Zo=\r\n=C3=AB;;Dra.;\r\n"
            "FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Zo=C3=AB N=C3=BA=\r\n=C3=B1ez\r\n"
            "ORG;QUOTED-PRINTABLE;CHARSET=UTF-8:Gr=C3=B6=C3=9Fe, Inc.;Lab\r\n"
            "TITLE:Editor, at large\r\n"
            "EMAIL;INTERNET;HOME:home@example.org\r\nEMAIL;INTERNET;PREF:zoe@example.org\r\n"
            "PHOTO;ENCODING=BASE64;JPEG:/9j/4AAQSkZJRgABAQ\r\n  AAAQABAAD=\r\n\r\n"
            "TEL;CELL:+00 000"
        ),
        ("Zoë Núñez", "Größe, Inc.", "Editor, at large", "zoe@example.org", "", ()),
    ),
    "2.1 in Latin-1 and Windows-1252": (
        (
            "VERSION:2.1\nN;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:N=FA=F1ez;Zo=EB\n"
            "ORG;CHARSET=windows-1252;ENCODING=QUOTED-PRINTABLE:Fennel =96 Labs\nROLE:Editor"
        ),
        ("Zoë Núñez", "Fennel \u2013 Labs", "Editor", "", "", ()),
    ),
    "2.1 with a charset nobody knows": (
        "VERSION:2.1\nN;CHARSET=x-zip;ENCODING=QUOTED-PRINTABLE:N=C3=BA=C3=B1ez;Zo=C3=AB",
        ("Zoë Núñez", "", "", "", "", ()),
    ),
    "2.1 folded where a space is": (
        "VERSION:2.1\nFN:Ann\n Lee\nORG:Fennel\n  Labs",
        ("Ann Lee", "Fennel Labs", "", "", "", ()),
    ),
    "3.0 with groups, folds and escapes": (
        (
            "VERSION:3.0\nPRODID:-//Example//Contacts//EN\nN:Lee;Ann;Marie,Jo;Dr.;PhD\n"
            "FN:Dr. Ann Marie Lee\nORG:Two\\, Three\\; and Co.;Re\n search\n"
            "TITLE:Editor\\nat large\nitem1.EMAIL;type=INTERNET;type=pref:ann@exam\n ple.org\n"
            "item1.X-ABLabel:_$!<Work>!$_\nitem2.URL;type=pref:https\\://ann.example.org/blog\n"
            "X-SOCIALPROFILE;type=linkedin;x-user=ann:https://www.linkedin.com/in/ann-lee\n"
            "CATEGORIES:Choir,myContacts,Lakeside alumni\nNOTE:BEGIN:VCARD stands\\nhere"
        ),
        (
            "Ann Lee",
            "Two, Three; and Co.",
            "Editor at large",
            "ann@example.org",
            "https://www.linkedin.com/in/ann-lee",
            ("Choir", "Lakeside alumni"),
        ),
    ),
    "4.0 with parameters": (
        (
            'VERSION:4.0\nKIND:individual\nFN;PID="1:2;3":Ann Lee\nN:;;;;\n'
            "EMAIL;PREF=2:second@example.org\nEMAIL;PREF=1:mailto:ann@example.org\n"
            'ORG;SORT-AS="Quill":Quill\nTITLE:\nTITLE:Editor\nURL:https://example.org/ann'
        ),
        ("Ann Lee", "Quill", "Editor", "ann@example.org", "https://example.org/ann", ()),
    ),
    "a name that stands whole in one part": (
        "VERSION:3.0\nN:;Ann van der Berg;;;\nFN:Ann van der Berg",
        ("Ann van der Berg", "", "", "", "", ()),
    ),
    "somebody within somebody's card": (
        (
            "VERSION:2.1\nN:Lee;Ann\nAGENT:\nBEGIN:VCARD\nN:Ray;Bob\nTITLE:Assistant\nEND:VCARD\n"
            "TITLE:Editor"
        ),
        ("Ann Lee", "", "Editor", "", "", ()),
    ),
}
ANN = "BEGIN:VCARD\nVERSION:3.0\nN:Lee;Ann;;;\nFN:Ann Lee\nEND:VCARD\n"
BOB = "BEGIN:VCARD\nVERSION:3.0\nN:Ray;Bob;;;\nFN:Bob Ray\nEND:VCARD\n"


@pytest.mark.parametrize("case", CARDS)
def test_a_card_of_any_version(case: str, read: Read) -> None:
    properties, expected = CARDS[case]
    found = read(f"begin:vcard\n{properties}\nEnd:vCard\n", "people.csv")

    (p,), (file,) = found.people, found.files
    assert (p.name, p.company, p.position, p.email, p.profile_url, p.groups) == expected
    assert (file.format, file.rows, file.notes) == ("vcard", 1, ())


def test_the_parts_of_a_name_are_told_apart(read: Read) -> None:
    people = read("".join(f"BEGIN:VCARD\n{CARDS[c][0]}\nEND:VCARD\n" for c in CARDS)).people

    assert ("Zoë", "Núñez") in {(p.given_name, p.family_name) for p in people}
    assert ("Ann", "van der Berg") in {(p.given_name, p.family_name) for p in people}


# Broken files: bytes, the given names that are read, and what is said of which card.
BROKEN: dict[str, tuple[bytes, str, dict[int, str]]] = {
    "no end at all": (b"BEGIN:VCARD\nFN:Ann", "Ann", {1: "has no end"}),
    "no end before the next": (
        f"BEGIN:VCARD\nN:Moe;Cy\n{ANN}{BOB}".encode(),
        "Cy Ann Bob",
        {1: "has no end"},
    ),
    "cut in the middle of a letter": (
        "BEGIN:VCARD\nN:Núñez;Zoë".encode()[:-1],
        "Zo",
        {1: "was read; some characters could not be decoded"},
    ),
    "cut in the middle of a code": (
        b"BEGIN:VCARD\nVERSION:2.1\nFN;ENCODING=QUOTED-PRINTABLE:Zo=C3=AB Le=C",
        "Zoë",
        {1: "cut short; the card has no end"},
    ),
    "a soft break before the end": (
        f"BEGIN:VCARD\nFN;ENCODING=QUOTED-PRINTABLE:Cy=\nEND:VCARD\n{ANN}".encode(),
        "Cy Ann",
        {1: "cut short"},
    ),
    "codes that are none": (
        b"BEGIN:VCARD\nFN;ENCODING=QUOTED-PRINTABLE:Ann=ZZ=20=3D\nEND:VCARD",
        "Ann=ZZ",
        {},
    ),
    "codes of another charset": (
        b"BEGIN:VCARD\nFN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Zo=EB Lee\nEND:VCARD",
        "Zoë",
        {},
    ),
    "a charset that is no charset": (
        b"BEGIN:VCARD\nFN;CHARSET=idna;ENCODING=QUOTED-PRINTABLE:Ann\nEND:VCARD",
        "Ann",
        {},
    ),
    "Latin-1 without a word": ("BEGIN:VCARD\nFN:Zoë Núñez\nEND:VCARD".encode("latin-1"), "Zoë", {}),
    "both encodings in one file": (
        b"BEGIN:VCARD\nFN:Zo\xeb\nEND:VCARD\nBEGIN:VCARD\nFN:\xc3\x89va \xc3\x89\nEND:VCARD",
        "Zo Éva",
        {1: "could not be decoded"},
    ),
    "UTF-16": (f"{ANN}{BOB}".encode("utf-16"), "Ann Bob", {}),
    "a mark and NULs": (b"\xef\xbb\xbf" + ANN.replace("n", "n\0").encode(), "Ann", {}),
    "lines of an old Mac": (f"{ANN}{BOB}".replace("\n", "\r").encode(), "Ann Bob", {}),
    "nested beginnings": (
        b"BEGIN:VCARD\nBEGIN:VCARD\nBEGIN:VCARD\nFN:Ann\nEND:VCARD\nEND:VCARD\nEND:VCARD\n",
        "Ann",
        {1: "card is empty", 2: "card is empty"},
    ),
    "an agent without an end": (
        f"BEGIN:VCARD\nFN:Cy\nAGENT:\nBEGIN:VCARD\nFN:Di\nEND:VCARD\n{ANN}".encode(),
        "Cy Ann",
        {1: "has no end"},
    ),
    "lines that are no properties": (
        b"BEGIN:VCARD\nFN:Ann\n\nhello there\n;;;:\nEND:VCARD",
        "Ann",
        {1: "lines that are no vCard property"},
    ),
    "text around the cards": (
        f"From: a list\n\n{ANN}and\n{BOB}".encode(),
        "Ann Bob",
        {1: "belong to no card"},
    ),
    "a photo that is not folded": (
        b"BEGIN:VCARD\nFN:Ann\nPHOTO;ENCODING=b:AAAA\nBBBB\nCC==\nEND:VCARD",
        "Ann",
        {},
    ),
    "a huge line": (
        b"BEGIN:VCARD\nFN:Ann" + b"n" * 3_000_000 + b"\n" + b"x" * 3_000_000 + b"\nEND:VCARD",
        "Ann" + "n" * 997,
        {1: "lines that are no vCard property"},
    ),
    "a huge fold": (
        b"BEGIN:VCARD\nFN:Ann\nPHOTO:A" + b"\n A" * 100_000 + b"\nEND:VCARD",
        "Ann",
        {},
    ),
    "quotes without an end": (
        b'BEGIN:VCARD\nFN;X=";' + b'"' * 9_999 + b":Ann\nFN:Cy\nEND:VCARD",
        "Cy",
        {1: "lines that are no vCard property"},
    ),
    "nothing but a beginning": (b"BEGIN:VCARD", "", {1: "card is empty"}),
    "an organisation": (
        f"BEGIN:VCARD\nN:;;;;\nFN:Fennel\nORG:Fennel\nEND:VCARD\n{ANN}".encode(),
        "Ann",
        {1: "an organisation"},
    ),
    "a list": (b"BEGIN:VCARD\nKIND:group\nFN:Choir\nEND:VCARD", "", {1: "a list of people"}),
    "nobody's address": (
        b"BEGIN:VCARD\nEMAIL:cy@example.org\nEND:VCARD",
        "",
        {1: "it has no name"},
    ),
    "an address that is none": (
        b"BEGIN:VCARD\nFN:Ann\nEMAIL:Ann at home\nURL:javascript:alert(1)\nEND:VCARD",
        "Ann",
        {1: "was not understood"},
    ),
}


@pytest.mark.parametrize("case", BROKEN)
def test_broken_cards_spoil_nobody_but_themselves(case: str, read: Read) -> None:
    data, names, said = BROKEN[case]
    found = read(data, "people.vcf")

    (file,) = found.files
    assert [p.given_name for p in found.people] == names.split()
    heard = {n.row: n.note for n in file.notes} | {s.row: s.reason for s in file.skipped}
    assert heard.keys() == said.keys()
    for card, words in said.items():
        assert words in heard[card]
    assert not any(name in str(found) for name in names.split())


def test_the_report_speaks_of_cards(read: Read) -> None:
    report = str(read(f"BEGIN:VCARD\nEND:VCARD\n{ANN}", "people.vcf"))

    assert "people.vcf (vcard): 2 cards, 1 read, 1 left out" in report
    assert "  card 1: the card is empty" in report


def test_cards_need_no_question() -> None:
    assert preview(("people.vcf", ANN.encode())) is None


def test_cards_without_end_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("informint.contacts.vcards.MAX_ROWS", 1)
    with pytest.raises(BadInput, match=r"people\.vcf: has more than 1 cards; split it"):
        read_contacts(("people.vcf", f"{ANN}{BOB}".encode()))


BITS = st.sampled_from(
    [
        *(
            "BEGIN:VCARD",
            "END:VCARD",
            "\n",
            "\r\n",
            "\n ",
            "\n\t",
            "=\n",
            "=C3",
            "=",
            ":",
            ";",
            ",",
        ),
        *("VERSION:2.1", "VERSION:4.0", "N:Lee;Ann", "FN:", "item1.EMAIL;type=pref:", "AGENT:\n"),
        *(";ENCODING=QUOTED-PRINTABLE:", ";CHARSET=iso-2022-jp", "\\", "\\n", '"', "ORG:", "\0"),
        *("CATEGORIES:", "URL:https://example.org/a", "KIND:org", "X-ABSHOWAS:COMPANY", "\ufffd"),
    ]
)


@given(
    bits=st.lists(BITS | st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=4)),
    encoding=st.sampled_from(["utf-8", "utf-16", "cp1252"]),
)
@settings(max_examples=200)
def test_any_text_after_a_beginning_is_accounted_for(bits: list[str], encoding: str) -> None:
    data = ("BEGIN:VCARD\n" + "".join(bits)).encode(encoding, "replace")
    try:
        found = read_contacts(("people.vcf", data))
    except BadInput:  # where most of it could not be decoded
        assert data.decode("utf-8", "replace").count("\ufffd") > 4
        return

    (file,) = found.files
    assert file.rows == file.read + len(file.skipped) >= 1
    assert len(found.people) + len(found.merged) == file.read


WORDS = st.from_regex(r"[A-Za-zÀ-ÖØ-öø-ÿ]{1,30}( [,;]?[a-zß-öø-ÿ]{2,30}){0,6}", fullmatch=True)


@given(position=WORDS, width=st.integers(1, 40), old=st.booleans())
def test_what_is_written_by_the_rules_is_read_back(position: str, width: int, *, old: bool) -> None:
    if old:
        coded = quopri.encodestring(position.replace(";", "\\;").encode()).decode().rstrip("\n")
        lines = f"VERSION:2.1\nTITLE;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:{coded}"
    else:
        line = "TITLE:" + re.sub("([,;])", r"\\\1", position)
        lines = "\n ".join(line[i : i + width] for i in range(0, len(line), width))
    found = read_contacts(("v.vcf", f"BEGIN:VCARD\nFN:Ann Lee\n{lines}\nEND:VCARD".encode()))

    assert found.people[0].position == position
