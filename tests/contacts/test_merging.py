"""Which rows are one person, which only may be, and the id that stays with a person."""

import sys
from collections.abc import Callable
from datetime import date
from importlib import import_module
from itertools import pairwise
from pathlib import Path

import pytest

from informint.contacts import Contacts, merge_people, person_id, read_contacts
from informint.contacts.companies import Tier, same_company
from informint.model import HowKnown, Person, SourceRow

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
sys.path.insert(0, str(BENCHMARKS))
made_up_people = import_module("made_up_people")
merging = import_module("merging")

Read = Callable[..., Contacts]

HEADER = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
IN = "https://www.linkedin.com/in/"


@pytest.mark.parametrize(
    "url",
    [
        "http://www.linkedin.com/in/zoe-lee-1a2b",
        "https://linkedin.com/in/zoe-lee-1a2b/",
        "https://de.linkedin.com/in/zoe-lee-1a2b",
        "https://m.linkedin.com/in/Zoe-Lee-1A2B",
        "www.linkedin.com/in/zoe-lee-1a2b?trk=nav&locale=de_DE#top",
        "https://www.linkedin.com/in/zoe%2Dlee-1a2b",
        "https://www.linkedin.com/in/zoe-lee-1a2b/fr",
        "https://www.linkedin.com/mwlite/in/zoe-lee-1a2b",
    ],
)
def test_one_profile_is_one_person_however_its_address_is_written(url: str, read: Read) -> None:
    other = f"Zoë,Lee-Ray,{IN}zoe-lee-1a2b,zoe@example.org,New,,\n"
    found = read(f"{HEADER}Zoe,Lee,{url},z.lee@example.org,,Editor,05 Jan 2024\n{other}")

    (zoe,) = found.people
    assert zoe.source_rows == (SourceRow("Connections.csv", 2), SourceRow("Connections.csv", 3))
    assert (zoe.name, zoe.company, zoe.position) == ("Zoe Lee", "New", "Editor")
    assert found.merged[0].reason == "the same profile URL"
    assert "email" in found.merged[0].differs
    assert zoe.id == person_id("", profile_url=url)


def test_accents_in_an_address_may_be_encoded(read: Read) -> None:
    found = read(f"{HEADER}Zoë,Lee,{IN}zo%C3%AB,,,,\nZoë,Lee,{IN}zoë,,,,\n")

    assert len(found.people) == 1


@pytest.mark.parametrize(
    "addresses",
    [
        ("https://www.example.org/", "https://example.org"),
        ("https://www.linkedin.com/company/quill", "https://www.linkedin.com/company/quill"),
        ("https://example.org/p?id=1", "https://example.org/p?id=2"),
        (f"{IN}ann", f"{IN}ann2"),
        ("https://www.linkedin.com/pub/ann/1/2/3", "https://www.linkedin.com/pub/ann/4/5/6"),
    ],
)
def test_addresses_that_name_nobody_or_somebody_else(
    addresses: tuple[str, str], read: Read
) -> None:
    one, other = addresses
    found = read(f"{HEADER}Ann,Lee,{one},,,,\nBob,Ray,{other},,,,\n")

    assert len(found.people) == 2
    assert found.review == ()


def test_one_e_mail_address_is_one_person(read: Read) -> None:
    found = read(
        f"{HEADER}Ann,Lee,,Ann.Lee@Example.org,Quill,,\nAnn,Ray,{IN}annray,ann.lee@example.org,,,\n"
    )

    (ann,) = found.people
    assert (ann.name, ann.company, ann.profile_url) == ("Ann Lee", "Quill", f"{IN}annray")
    assert found.merged[0].reason == "the same e-mail address"
    assert found.merged[0].differs == ("name", "email")


def test_an_address_shared_by_an_office_is_put_up_for_review(read: Read) -> None:
    rows = "Ann,Lee,,info@example.org,Quill,,\nBob,Ray,,info@example.org,Quill,,\n"
    found = read(HEADER + rows + rows)

    assert [p.name for p in found.people] == ["Ann Lee", "Bob Ray"]
    assert [m.rows[1].row for m in found.merged] == [4, 5]
    (shared,) = found.review
    assert {"the same e-mail address", "different names"} <= {*shared.reasons}
    assert not shared.same
    assert shared.people == tuple(p.id for p in found.people)


def test_a_page_shared_by_a_team_is_put_up_for_review(read: Read) -> None:
    team = "https://example.org/team"
    found = read(f"{HEADER}Ann,Lee,{team},,,,\nBob,Ray,{team},,,,\nAnn,Lee,{team}/,,Quill,,\n")

    assert [p.company for p in found.people] == ["Quill", ""]
    assert [r.reasons for r in found.review] == [("different names", "the same web address")]


def test_a_row_that_links_two_others_makes_all_three_one(read: Read) -> None:
    found = read(
        f"{HEADER}Ann,Lee,{IN}ann,,,,\nAnn,Ray,,ann@example.org,,,\n"
        f"Ann,Lee,{IN}ann,ann@example.org,,,\n"
    )

    assert len(found.people) == 1
    assert [m.reason for m in found.merged] == ["the same profile URL", "the same e-mail address"]
    assert [[r.row for r in m.rows] for m in found.merged] == [[2, 4], [3, 4]]


def test_a_row_that_stands_twice_is_one_person(read: Read) -> None:
    row = "Ann,Lee,,,Quill,Editor,05 Jan 2024\n"
    found = read(HEADER + row + row)

    assert len(found.people) == 1
    assert found.merged[0].reason == "the same row twice"


@pytest.mark.parametrize(
    ("one", "other", "reasons"),
    [
        (f"{IN}ann,,Quill,,", ",,Quill Inc.,,", "the same company but for its legal form"),
        (",,Quill,,05 Jan 2024", ",,quill,,06 Jan 2024", "the same company"),
        (",,Quill,,05 Jan 2024", ",,Fennel,,05 Jan 2024", "connected on the same day"),
        (",,Quill,,", ",,Fennel,,", "different companies"),
        (",,Quill,Editor,", ",,,editor,", "the same position"),
        (f"{IN}ann,,Quill,,", f"{IN}ann2,,Quill,,", "each with a profile of their own"),
    ],
)
def test_namesakes_are_kept_apart_and_put_up_for_review(
    one: str, other: str, reasons: str, read: Read
) -> None:
    found = read(f'{HEADER}Ann,Lee,{one}\nAnn,"LEE, PhD",{other}\n')

    assert len(found.people) == 2
    (likely,) = found.review
    assert likely.people == tuple(p.id for p in found.people)
    assert [r.row for r in likely.rows] == [2, 3]
    assert likely.reasons[0] == "the same name"
    assert reasons in likely.reasons


def test_namesakes_with_profiles_at_different_companies_are_two(read: Read) -> None:
    found = read(f"{HEADER}Ann,Lee,{IN}ann,,Quill,,\nAnn,Lee,{IN}ann2,,Fennel,,\n")

    assert (len(found.people), found.review) == (2, ())


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("Robert,Lee", "Bob,Lee", "one given name is short for the other"),
        ("Bob,Lee", "Rob,Lee", "one given name is short for the other"),
        ("Ann,Quillfeather", "A.,Quillfeather", "one given name is an initial"),
        ("Ann,Quillfeather", "Ann,Quilfeather", "one letter makes the difference in the name"),
        ("Ann,Quillfeather", "Ann,Quillfaether", "one letter makes the difference in the name"),
        ("Ann,Quill-Feather", "Ann,Feather", "one family name is a part of the other"),
        ("Ann,Quillfeather", "Quillfeather,Ann", "given and family name swapped"),
        ("Ann Marie,Lee", "Marie,Lee", "one is called by the other's middle name"),
        ("Søren,Łukasz", "Soren,Lukasz", "the same name"),
        ("Jürgen,O'Neill", "JURGEN,ONeill", "the same name"),
    ],
)
def test_a_name_written_otherwise_is_proposed_at_the_same_company(
    one: str, other: str, reason: str, read: Read
) -> None:
    found = read(f"{HEADER}{one},{IN}a,,Fennel Labs,Editor,\n{other},,,Fennel Labs,Editor,\n")

    (likely,) = found.review
    assert (likely.reasons[0], likely.same) == (reason, True)
    assert 0.5 < likely.sure <= 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ann,Lee", "Bob,Lee"),
        ("Ann,Lee", "Ann,Lei"),
        ("Robert,Lee", "Bill,Lee"),
        ("伟,王", "伟芳,王"),
    ],
)
def test_another_name_is_somebody_else(one: str, other: str, read: Read) -> None:
    assert read(f"{HEADER}{one},,,Quill,Editor,\n{other},,,Quill,Editor,\n").review == ()


@pytest.mark.parametrize(
    ("one", "other", "tier"),
    [
        ("Fennel Labs", "FENNEL  LABS", Tier.EXACT),
        ("Größe & Söhne GmbH & Co. KG", "Größe und Söhne", Tier.LEGAL_FORM),
        ("Fennel S.p.A.", "The Fennel", Tier.LEGAL_FORM),
        ("NIH", "National Institutes of Health", Tier.ALIAS),
        ("NIH", "US National Institutes of Health", Tier.ALIAS),
        ("H3P Inc.", "Harbour and Heron Health Partners", Tier.ALIAS),
        ("Fennel", "Fennel Labs", None),
        ("Fennel Labs", "Fennel Labs Europe", None),
        ("Inc.", "GmbH", None),
        ("Self-employed", "Self employed LLC", None),
        ("", "", None),
    ],
)
def test_companies_agree_by_tiers_and_never_by_a_part(
    one: str, other: str, tier: Tier | None
) -> None:
    assert same_company(one, other) is tier
    assert same_company(other, one) is tier


def test_an_address_at_the_company_speaks_for_it(read: Read) -> None:
    found = read(
        f"{HEADER}Ann,Lee,{IN}a,,Fennel Labs,,\nAnn,Lee,,ann.lee@fennel-labs.example.org,,,\n"
        f"Ann,Lee,{IN}b,,Quill,,\n"
    )

    likeliest = found.review[0]
    assert [r.row for r in likeliest.rows] == [2, 3]
    assert likeliest.reasons == ("the same name", "an e-mail address at the other's company")


def test_an_address_that_spells_a_former_name_is_a_reason(read: Read) -> None:
    found = read(
        f"{HEADER}Ann,Quillfeather,{IN}a,,Fennel,,\n"
        "Ann,Lee,,ann.quillfeather@example.org,Fennel,,\n"
    )

    assert found.review[0].reasons[0] == "one's e-mail address spells the other's name"


def test_a_person_is_proposed_with_one_profile_at_most(read: Read) -> None:
    found = read(
        f"{HEADER}Ann,Lee,{IN}a,,Fennel,,\nAnn,Lee,{IN}b,,Quill,,\nAnn,Lee,,,Fennel,,\nAnn,Lee,,,,,\n"
    )

    with_profile = {r.rows[0].row for r in found.review if r.same and r.rows[0].row < 4}
    assert with_profile == {2}


def test_every_address_of_a_person_counts() -> None:
    google = (
        "First Name,Last Name,Organization Name,Labels,E-mail 1 - Label,E-mail 1 - Value,"
        "E-mail 2 - Label,E-mail 2 - Value,File As\n"
        "Ann,Lee,,,,ann@example.org,,ann.lee@example.org ::: lee@example.org,\n"
    )
    card = "BEGIN:VCARD\nN:Lee;Ann\nEMAIL:other@example.org\nEMAIL:LEE@example.org\nEND:VCARD\n"
    found = read_contacts(("c.csv", google.encode()), ("c.vcf", card.encode()))

    (ann,) = found.people
    assert ann.email == "ann@example.org"
    assert [m.reason for m in found.merged] == ["the same e-mail address"]


@pytest.mark.parametrize(
    ("one", "other", "address", "people"),
    [
        ("Robert,Lee", "Bob,Lee", "lee@example.org", 1),
        ("Ann,Lee", "Ann,Ray", "ann@example.org", 1),
        ("Ann,Lee", "Ann,Ray", "info@example.org", 2),
        ("Ann,Lee", "Bob,Lee", "lees@example.org", 2),
    ],
)
def test_one_address_is_one_person_where_the_names_allow_it(
    one: str, other: str, address: str, people: int, read: Read
) -> None:
    found = read(f"{HEADER}{one},,{address},,,\n{other},,{address},,,\n")

    assert len(found.people) == people


def test_the_likeliest_come_first(read: Read) -> None:
    found = read(f"{HEADER}Ann,Lee,,,A,,\nAnn,Lee,,,B,,\nBob,Ray,,,C,,\nBob,Ray,,,C,,06 Jan 2024\n")

    assert [r.rows[0].row for r in found.review] == [4, 2]


def test_many_namesakes_take_no_time_in_pairs(read: Read) -> None:
    rows = "".join(f"Ann,Lee,,,Company {n},,\n" for n in range(3_000))
    found = read(HEADER + rows + "Ann,Lee,,,Company 7,,\n")

    assert len(found.people) == 3_001
    assert [[r.row for r in likely.rows] for likely in found.review] == [[9, 3002]]


def test_made_up_contacts_are_found_again() -> None:
    """The issue's figures, on a fifth of its rows; `benchmarks/merging.py` measures them all."""
    made = made_up_people.make(6_000, 1_200, seed=11)
    found = read_contacts(*made.files.items())

    alone = merging.score(merging.merged_rows(found, proposed=False), made.truth)
    proposed = merging.score(merging.merged_rows(found, proposed=True), made.truth)
    assert alone.precision >= 0.99
    assert proposed.f1 >= 0.95


def test_the_newer_file_wins_and_the_older_fills_the_gaps() -> None:
    old = f"{HEADER}Ann,Lee,{IN}ann,ann@example.org,Old,Trainee,05 Jan 2019\n"
    new = f"{HEADER}A.,Lee,{IN}ann,,New,,05 Jan 2019\nBob,Ray,{IN}bob,,,,06 Jan 2024\n"
    for files in ((old, new), (new, old)):
        found = read_contacts(*(("Connections.csv", text.encode()) for text in files))
        ann = next(p for p in found.people if p.profile_url == f"{IN}ann")

        assert (ann.name, ann.company, ann.position) == ("Ann Lee", "New", "Trainee")
        assert ann.email == "ann@example.org"
        assert len({row.file for row in ann.source_rows}) == 2
        assert [f.file for f in found.files] == ["Connections.csv", "Connections.csv (2)"]


def test_people_added_by_hand_are_merged_by_the_same_rules() -> None:
    rows = [
        Person(id="1", name="Ann Lee", email="ann@example.org", source_rows=(SourceRow("a", 1),)),
        Person(
            id="2",
            name="Dr. Ann Lee",
            email="ANN@example.org",
            groups=("Choir",),
            how_known=HowKnown.CLOSE,
        ),
    ]
    ((ann,), merged, review, _) = merge_people(rows)

    assert (ann.name, ann.groups, ann.how_known) == ("Ann Lee", ("Choir",), HowKnown.CLOSE)
    assert ann.id == person_id("Ann Lee", email="ann@example.org")
    assert ([m.rows for m in merged], review) == ([(SourceRow("a", 1), SourceRow("", 0))], ())


@pytest.mark.parametrize(
    "same",
    [
        [("Ann Lee", "", "", f"{IN}ann"), ("Ann Ray", "Quill", "a@example.org", f"{IN}Ann/")],
        [("Ann Lee", "", "A@example.org", ""), ("Ann Ray", "Quill", "a@Example.org", "")],
        [
            ("Ann Lee", "Quill", "", ""),
            ("Lee, Ann", "Quill, Inc.", "", ""),
            ("Dr. Ann Lee, PhD", "QUILL INC", "", ""),
            ("Ánn Lee", "Quill", "", "https://example.org/"),
        ],
    ],
)
def test_an_id_is_the_same_for_the_same_url_else_e_mail_else_name_and_company(
    same: list[tuple[str, str, str, str]],
) -> None:
    ids = [person_id(*who) for who in same]

    assert all(one == other for one, other in pairwise(ids))
    assert len(ids[0]) == 16
    assert set(ids[0]) <= set("0123456789abcdef")


def test_ids_stay_when_the_next_export_has_other_rows_around(read: Read) -> None:
    ann, bob = "Ann,Lee,,,Quill,,05 Jan 2024\n", f"Bob,Ray,{IN}bob,,Quill,,05 Jan 2024\n"
    namesake = "Ann,Lee,,,Quill,,07 Jan 2024\n"
    before = {p.name: p.id for p in read(HEADER + ann + bob).people}
    after = read(HEADER + namesake + bob.replace("Quill", "Fennel") + ann).people

    assert [p.id for p in after[1:]] == [before["Bob Ray"], before["Ann Lee"]]
    assert after[0].connected_on == date(2024, 1, 7)
    assert after[0].id not in before.values()
