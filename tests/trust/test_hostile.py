"""Hostile names, companies, addresses and words: text they came as, and text they stay."""

import csv
import email
import email.policy
import io
import json
import random
import re
import unicodedata
import zipfile
from collections.abc import Iterable
from importlib.resources import files
from itertools import cycle
from pathlib import Path, PurePosixPath, PureWindowsPath
from xml.etree import ElementTree as ET

import pytest
from commands import Run
from icalendar import Calendar
from trust.conftest import Restored
from trust.crawling import Crawler, built, look
from trust.lives import HOSTILE, lived, someone, ticking

from informint import cards, frames, outreach
from informint.contacts import read_contacts
from informint.errors import InformintError
from informint.exports import ENDINGS, export
from informint.journal import Journal
from informint.journal import events as ev
from informint.model import Message, Profile
from informint.views.nodes import still
from informint.views.panel import Panel

TEXTS = tuple(HOSTILE.values())
STEPS = 12  # controls used in each view; whoever wants more has benchmarks/fuzz.py
_SAFE_NAME = re.compile(r"[\w-]+(?:\.[\w-]+)*\.[a-z]+")
_SHEETS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def seeded(number: int) -> random.Random:
    return random.Random(number)  # noqa: S311  (seeded on purpose)


def test_a_life_has_every_kind_of_event() -> None:
    clock = ticking()
    journal = Journal.in_memory(clock=lambda: next(clock))
    lived(journal, ["x"])
    missing = set(ev.AnyEvent.__args__) - {type(entry.event) for entry in journal.entries()}
    assert missing == {ev.Undone, ev.Erased}


@pytest.mark.usefixtures("no_bugs")
def test_in_every_view_it_is_text_whatever_is_clicked(hostile: Journal) -> None:
    for number, view in enumerate(built(hostile)):
        words = cycle(TEXTS)
        crawler = Crawler(view, seeded(number), lambda words=words: next(words))
        look(view)
        for _ in range(STEPS):
            crawler.step()
            look(view)
            assert "mistake in informint" not in view.status, Panel.bugs
            json.dumps([view.tree(), view.get_state()], default=str).encode()
        for name in crawler.downloads():
            is_a_plain_name(name)
        view.close()


def is_a_plain_name(name: str) -> None:
    assert _SAFE_NAME.fullmatch(name), name
    assert len(name) < 120
    assert PurePosixPath(name).name == PureWindowsPath(name).name == name
    assert not PureWindowsPath(name).is_reserved()


def test_the_still_page_of_a_sample_can_only_be_read() -> None:
    clock = ticking()
    journal = Journal.in_memory(clock=lambda: next(clock))
    lived(journal, TEXTS)
    for view in built(journal):
        data, _ = view._repr_mimebundle_() or ({}, {})
        assert journal.is_sample
        assert data["text/html"] == still(view.tree())  # which `look` takes apart
        look(view)
        view.close()


def lines_of(data: bytes) -> list[bytes]:
    """The lines of a calendar or card file, each short enough for whoever reads it."""
    lines = data.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    return b"\r\n".join(lines).replace(b"\r\n ", b"").split(b"\r\n")


def test_a_calendar_holds_entries_and_nothing_that_a_name_brought(hostile: Journal) -> None:
    lines = lines_of(export(hostile, "x.ics"))
    (calendar,) = [c for c in [Calendar.from_ical(export(hostile, "x.ics"))] if c.walk("VEVENT")]
    assert {c.name for c in calendar.walk()} <= {"VCALENDAR", "VEVENT", "VALARM", "VTIMEZONE"}
    assert lines.count(b"BEGIN:VCALENDAR") == lines.count(b"END:VCALENDAR") == 1
    assert not any(line.upper().startswith((b"ATTACH", b"ATTENDEE")) for line in lines)


def test_an_address_book_holds_a_card_for_each_person_and_no_more(hostile: Journal) -> None:
    lines = lines_of(export(hostile, "x.vcf"))
    people = len(hostile.state.people)
    assert lines.count(b"BEGIN:VCARD") == lines.count(b"END:VCARD") == people
    known = {b"BEGIN", b"VERSION", b"PRODID", b"UID", b"N", b"FN", b"ORG", b"TITLE", b"EMAIL"}
    heads = {re.split(rb"[:;]", line)[0] for line in lines if line}
    assert heads <= known | {b"URL", b"CATEGORIES", b"END"}
    again = read_contacts(("x.vcf", export(hostile, "x.vcf")))
    assert again.files[0].rows == people


def test_a_table_holds_no_formula(hostile: Journal) -> None:
    text = export(hostile, "x.csv").decode("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text)))
    assert len(rows) == 1 + len(hostile.state.people)
    frame = frames.people(hostile).to_csv(index=False)
    for row in (*rows, *csv.reader(io.StringIO(frame))):
        assert not any(cell.lstrip().startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)


def test_a_spreadsheet_holds_no_formula_and_no_link(hostile: Journal) -> None:
    pytest.importorskip("xlsxwriter")
    with zipfile.ZipFile(io.BytesIO(export(hostile, "x.xlsx"))) as book:
        for name in book.namelist():
            is_inside(name)
            if name.startswith("xl/worksheets/"):
                sheet = ET.fromstring(book.read(name))  # noqa: S314  (written a moment ago)
                assert not sheet.findall(f".//{_SHEETS}f")
                assert not sheet.findall(f".//{_SHEETS}hyperlink")


def is_inside(name: str) -> None:
    assert not PurePosixPath(name).is_absolute()
    assert ".." not in PurePosixPath(name).parts


def test_what_is_read_as_markdown_has_no_live_signs(hostile: Journal) -> None:
    text = export(hostile, "x.md").decode()
    assert not re.search(r"(?<!\\)<", text)
    assert not re.search(r"(?<!\\)\]\(", text)
    assert not re.search(r"(?<!\\)`", text)


def test_everything_comes_back_from_json_as_it_was(hostile: Journal) -> None:
    with Journal.in_memory() as journal:
        journal._folder = hostile._folder.parent / "again"
        assert journal.refill(export(hostile, "x.json")) == hostile.state


@pytest.mark.parametrize("case", HOSTILE)
def test_a_mail_has_the_headers_it_should_or_is_refused(case: str) -> None:
    text = HOSTILE[case]
    message = Message(body=text, subject=text, to=text, to_email=text)
    for mail, sender in (
        (message, Profile(name=text, email=text)),
        (Message(body=text, subject=text, to=text), Profile(name=text)),
        (Message(body=text, to_email="a@example.org"), Profile()),
    ):
        try:
            data = outreach.to_eml(mail, sender)
        except InformintError as error:
            refused = str(error)
        else:
            refused = ""
        assert text not in refused
        assert "\n" not in refused
        if refused:
            continue
        found = email.message_from_bytes(data, policy=email.policy.default)
        known = {"To", "From", "Subject", "X-Unsent", "MIME-Version", "Date", "Message-ID"}
        assert set(found.keys()) <= known | {"Content-Type", "Content-Transfer-Encoding"}
        assert "evil.example.org" not in " ".join(
            a.addr_spec for a in (found["To"].addresses if found["To"] else ())
        )


def test_links_to_mail_say_only_whom_to_write_to(hostile: Journal) -> None:
    """An address may hold a question mark, and what followed it would be a header."""
    for view in built(hostile):
        crawler = Crawler(view, seeded(7), lambda: "x")
        if view.name == "people":
            for n in range(len(hostile.state.people)):
                crawler.do("chose", None, n)
                for href in links_in(view):
                    assert "?" not in href
                    assert "&" not in href
        view.close()


def links_in(view: Panel) -> Iterable[str]:
    found = json.loads(json.dumps(view.tree(), default=str))

    def walk(node: object) -> Iterable[str]:
        if isinstance(node, list):
            if len(node) == 3 and isinstance(node[1], dict):
                href = node[1].get("href", "")
                if href.startswith("mailto:"):
                    yield href
            for part in node:
                yield from walk(part)

    return walk(found)


def test_no_person_leads_out_of_the_folder_of_the_content(hostile: Journal) -> None:
    """A restored journal names lessons and goals; none becomes a path or an error."""
    card = cards.progress_card(hostile)
    assert all(re.fullmatch(r"[\w.-]+", lesson) for lesson in card.quizzes)
    assert json.loads(cards.write_card(card))


def steering(text: str) -> set[str]:
    """The signs of a text that could do something to the terminal it is printed in."""
    turns = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
    return {
        sign
        for sign in text
        if (unicodedata.category(sign) in {"Cc", "Cs"} and sign not in "\n\t")
        or unicodedata.bidirectional(sign) in turns
    }


def test_no_text_steers_the_terminal(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    text = HOSTILE["control signs"].replace("\0", "\x1b]0;own\x07\x9b2J\x85\r")
    assert len(steering(text)) == 8
    in_toml = json.dumps(text).replace("\x7f", "\\u007f")
    persona = files("informint.content").joinpath("personas/museum.toml").read_text("utf-8")
    person = re.sub(r"(?m)^(name|blurb) = .*$", lambda m: f"{m[1]} = {in_toml}", persona)
    Path("person.toml").write_text(person, "utf-8")
    Path("pack").mkdir()
    Path("pack/goals.toml").write_text(f"[[goal]]\nid = {in_toml}\n" * 2, "utf-8")
    Path("pack", f"{text[:9]}\udcff.toml").write_text("")
    Path("lines.txt").write_text(f"What do {text} you like?", "utf-8")
    monkeypatch.setattr("sys.stdin", io.StringIO(f"I am {text}\n\nWhat is {text}?\n"))
    for args in (
        ("check", "message", f"{text}.txt"),
        ("check", "questions", "lines.txt"),
        ("talk", "--persona", "person.toml", "--script", "lines.txt"),
        ("talk", "--persona", "person.toml"),
        ("content", "check", "pack"),
        ("export", f"{text}.{text}"),
        ("export", f"{text}\udcff.csv"),
    ):
        _, out, err = run(*args)
        assert "\ufffd" in out + err, args
        assert steering(out + err) == set(), args
    _, out, _ = run("talk", "--persona", "museum", "--script", "lines.txt", "--json")
    assert json.loads(out)["turns"][0]["text"].startswith(f"What do {text.splitlines()[0]}")


def test_a_word_of_a_hundred_thousand_letters_is_a_word(restored: Restored) -> None:
    journal = restored(["A" * 100_000])
    for ending in ENDINGS:
        if ending not in {".eml", ".xlsx"}:
            assert export(journal, f"x{ending}")
    assert someone(0, "A" * 100_000).name == journal.state.people[someone(0, "A").id].name


def test_ids_from_a_restored_file_are_never_more_than_ids(tmp_path: Path) -> None:
    """An export is JSON that anybody could have written: an id may be any text at all."""
    clock = ticking()
    with Journal.in_memory(clock=lambda: next(clock)) as journal:
        lived(journal, ["x"])
        document = json.loads(journal.export_json())
    told = json.dumps(document).replace(someone(0, "").id, '\\" ><img src=x> #[')
    journal = Journal.restore(told.encode(), tmp_path / "data")
    for number, view in enumerate(built(journal)):
        crawler = Crawler(view, seeded(number), lambda: "x")
        look(view)
        for _ in range(4):
            crawler.step()
            look(view)
        view.close()
    for ending in (".ics", ".vcf", ".csv", ".md"):
        assert export(journal, f"x{ending}")
    lines_of(export(journal, "x.ics"))
    lines_of(export(journal, "x.vcf"))
    journal.close()
