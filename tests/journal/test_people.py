import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from informint.contacts import Contacts, read_contacts
from informint.errors import BadInput, IllegalStep, JournalError
from informint.journal import Journal, Stage, import_events, open_journal
from informint.journal.events import (
    Acquainted,
    AgendaSaved,
    Drafted,
    GoalSet,
    NameUseAnswered,
    NotesSaved,
    PeopleParted,
    PersonEdited,
    PersonFound,
    ProfileSet,
    Referred,
    ReminderDismissed,
    Replied,
    Scheduled,
    Sent,
    SetAside,
    Shortlisted,
    Tagged,
    Talked,
    TimesOffered,
)
from informint.journal.store import VERSION
from informint.model import (
    HowKnown,
    Message,
    MessageKind,
    Person,
    Preparation,
    Profile,
    SourceRow,
    TalkNotes,
)


@pytest.fixture
def full(own: Journal, ximena: Person, bo: Person) -> Journal:
    """Ximena is in it in every way there is."""
    own.record(ProfileSet(Profile(name="Imani")), GoalSet("What XIMENA QUILLFEATHER does"))
    own.record(PersonFound(ximena), PersonFound(bo))
    own.record(PersonEdited(replace(ximena, name='Ximena "Xim" Quillfeather-Roe')))
    own.record(Tagged("x1", "alumni"), Tagged("b2", "knows Ximena Quillfeather"))
    own.record(Drafted("x1", Message(body="Dear Ximena", to="Ximena Quillfeather")))
    own.record(Sent("x1"), Replied("x1", "yes"), TimesOffered("x1"))
    own.record(Shortlisted("x1"))
    own.undo()
    own.record(Talked("b2"), Referred("b2", "x1"))
    own.record(
        Drafted(
            "b2",
            Message(
                kind=MessageKind.THANK_YOU,
                body='Thank you for naming Ximena "Xim" Quillfeather-Roe (ximena@example.org).',
                context={"link": "https://people.example.org/in/ximena"},
            ),
            "thank_you",
        )
    )
    own.record(AgendaSaved("x1", Preparation(questions=("How is Ximena?",))))
    asked = Preparation(questions=("How do you know Ximena Quillfeather?",), notes={"a": "ok"})
    own.record(AgendaSaved("b2", asked))
    own.record(SetAside("x1", "Ximena has moved"))
    own.record(Acquainted("b2", "x1", HowKnown.CLOSE), NameUseAnswered("b2", "x1", may_name=True))
    said = {"How is Ximena Quillfeather?": "Ximena Quillfeather left"}
    own.record(NotesSaved("b2", TalkNotes(answers=said)), ReminderDismissed("x1", "thank"))
    return own


def test_erasing_leaves_no_byte_of_a_person_and_all_of_the_others(
    full: Journal, tmp_path: Path, bo: Person
) -> None:
    full.erase_person("x1")
    left = b"".join(path.read_bytes() for path in (tmp_path / "data").iterdir()).lower()
    for trace in (b"ximena", b"quillfeather", b"x1"):
        assert trace not in left
    with open_journal(tmp_path / "data") as again:
        assert again.state == full.state
    state = full.state
    assert state.people == {"b2": bo}
    assert state.progress["b2"].stage is Stage.REFERRED
    assert state.tags == {"b2": ("knows [erased]",)}
    assert state.drafts["b2"]["thank_you"].body == "Thank you for naming [erased] ([erased])."
    assert state.goal == "What [erased] does"
    assert state.preparations["b2"].questions == ("How do you know [erased]?",)
    assert state.notes["b2"].answers == {"How is [erased]?": "[erased] left"}
    assert not state.introductions
    assert not state.acquaintances


def test_undo_goes_on_around_an_erasure(full: Journal) -> None:
    full.erase_person("x1")
    with pytest.raises(IllegalStep, match="no such person"):
        full.erase_person("x1")
    assert full.undo() == "saved the notes of a talk"
    assert full.undo() == "saved a plan for a talk"
    assert full.undo() == "saved a draft"
    while full.state.step:
        full.undo()
    assert not full.state.people


def test_another_window_forgets_too(full: Journal, tmp_path: Path) -> None:
    with open_journal(tmp_path / "data") as other:
        assert "x1" in other.state.people
        full.erase_person("x1")
        assert other.state == full.state


def test_a_name_that_somebody_else_bears_stays_in_texts(
    own: Journal, ximena: Person, bo: Person
) -> None:
    namesake = replace(bo, name=ximena.name)
    own.record(PersonFound(ximena), PersonFound(namesake), Tagged("b2", "Ximena Quillfeather"))
    own.erase_person("x1")
    assert own.state.people == {"b2": namesake}
    assert own.state.tags == {"b2": ("Ximena Quillfeather",)}


def test_exporting_a_person_gives_all_that_erasing_takes(full: Journal) -> None:
    exported = json.loads(json.dumps(full.export_person("x1")))
    assert [entry["event"]["kind"] for entry in exported["recorded"]] == [
        "person_found", "person_edited", "tagged", "drafted", "sent", "replied", "times_offered",
        "shortlisted", "agenda_saved", "set_aside", "reminder_dismissed",
    ]  # fmt: skip
    assert [e["event"]["kind"] for e in exported["recorded"] if e["taken_back"]] == ["shortlisted"]
    assert [entry["event"]["kind"] for entry in exported["mentioned"]] == [
        "goal_set", "tagged", "referred", "drafted", "agenda_saved", "acquainted",
        "name_use_answered", "notes_saved",
    ]  # fmt: skip
    with pytest.raises(IllegalStep, match="no such person"):
        full.export_person("nobody")


def test_an_export_is_restored_whole(full: Journal, tmp_path: Path) -> None:
    full.record(Scheduled("b2", datetime(2025, 3, 7, 15, tzinfo=UTC)))
    with Journal.restore(full.export_json(), tmp_path / "new") as restored:
        assert restored.state == full.state
        assert restored.entries() == full.entries()
        assert restored.saved_at == full.saved_at
        restored.undo()
        assert restored.undo() == "saved the notes of a talk and dismissed a reminder"


def test_an_export_is_not_restored_over_a_journal(full: Journal, tmp_path: Path) -> None:
    before = full.entries()
    with pytest.raises(JournalError, match="a journal already"):
        Journal.restore(full.export_json(), tmp_path / "data")
    assert full.entries() == before


def export(*entries: str, version: int = 1) -> str:
    return f'{{"informint_journal":{version},"entries":[{",".join(entries)}]}}'


def entry(number: int, step: int, event: str = '"goal_set","goal":"g"', year: str = "2025") -> str:
    at = f"{year}-01-01T00:00:00+14:00"
    return f'{{"id":{number},"step":{step},"at":"{at}","event":{{"kind":{event}}}}}'


@pytest.mark.parametrize(
    ("exported", "says"),
    [
        ("", "not an export"),
        ("[]", "not an export"),
        ('{"entries":[]}', "informint_journal"),
        (export('{"new":1}', version=VERSION + 1), "newer informint"),
        (export('{"id":1}'), r"entries\[0\]"),
        (export(entry(2, 1), entry(1, 1)), "order"),
        (export(entry(1, 2), entry(2, 1)), "order"),
        (export(entry(1, 1, '"Ana"')), r"wrong value - at .*entries\[0\]"),
        (export(entry(1, 1, year="0001")), "date"),
        (export(entry(1, 2**70)), "not an export"),
        (export(entry(1, 1, '"sent","person":"Ana"')), "may not follow"),
    ],
)
def test_what_is_no_export_is_refused_and_makes_nothing(
    tmp_path: Path, exported: str, says: str
) -> None:
    with pytest.raises(BadInput, match=says) as refused:
        Journal.restore(exported.encode(), tmp_path / "new")
    assert "Ana" not in str(refused.value)
    assert not (tmp_path / "new").exists()


def test_an_import_keeps_what_the_learner_said_of_people(
    journal: Journal, ximena: Person, bo: Person
) -> None:
    known = replace(ximena, how_known=HowKnown.CLOSE, groups=("Alumni",))
    journal.record(*import_events(journal.state, [known, bo]))
    assert journal.state.last_step == "added 2 people"
    moved = Person(
        id="x1",
        name="Ximena Quillfeather",
        company="Tessel & Vane",
        connected_on=date(2024, 5, 6),
        groups=("Choir",),
        source_rows=(SourceRow("Connections.csv", 4),),
    )
    same = replace(bo, source_rows=(SourceRow("Connections.csv", 5),))
    journal.record(*import_events(journal.state, [moved, same]))
    assert journal.state.last_step == "changed a person"
    assert journal.state.people["x1"] == replace(
        known,
        company="Tessel & Vane",
        connected_on=date(2024, 5, 6),
        groups=("Alumni", "Choir"),
        source_rows=moved.source_rows,
    )


def _export(*rows: str) -> Contacts:
    header = "First Name,Last Name,URL,Email Address,Company,Position,Connected On"
    return read_contacts(("Connections.csv", "\n".join((header, *rows)).encode()))


def _bring_in(journal: Journal, found: Contacts) -> list[str]:
    journal.record(*import_events(journal.state, found.people, found.entries))
    return sorted(person.name for person in journal.state.people.values())


def test_an_import_merges_other_names_so_that_they_can_be_parted(journal: Journal) -> None:
    found = _export(
        "Ana,Quill,,ana@example.org,,Editor,05 Jan 2024",
        "Ana,Tessel,,ana@example.org,Vane,,05 Feb 2023",
    )
    assert _bring_in(journal, found) == ["Ana Quill"]
    (whole,) = journal.state.people.values()
    assert (whole.company, whole.position) == ("Vane", "Editor")
    assert _bring_in(journal, found) == ["Ana Quill"]

    (gone,) = journal.state.merged
    journal.record(PeopleParted(person=whole.id, gone=gone))
    people = {person.name: person.company for person in journal.state.people.values()}
    assert people == {"Ana Quill": "", "Ana Tessel": "Vane"}
    assert _bring_in(journal, found) == ["Ana Quill", "Ana Tessel"]
    assert journal.state.people[whole.id].company == ""


def test_a_later_import_merges_other_names_so_that_they_can_be_parted(journal: Journal) -> None:
    _bring_in(journal, _export("Ana,Quill,,ana@example.org,,Editor,05 Jan 2024"))
    later = _export("Ana,Tessel,,ana@example.org,Vane,,05 Feb 2024")
    assert _bring_in(journal, later) == ["Ana Quill"]
    assert _bring_in(journal, later) == ["Ana Quill"]

    (gone,) = journal.state.merged
    (whole,) = journal.state.people
    journal.record(PeopleParted(person=whole, gone=gone))
    assert _bring_in(journal, later) == ["Ana Quill", "Ana Tessel"]


def test_who_shares_a_familys_address_does_not_take_its_place(journal: Journal) -> None:
    _bring_in(journal, _export("Ana,Quill,,quill@example.org,,Editor,05 Jan 2024"))
    other = _export("Bo,Okonjo,,quill@example.org,Vane,,05 Feb 2024")
    assert _bring_in(journal, other) == ["Ana Quill", "Bo Okonjo"]
    assert _bring_in(journal, other) == ["Ana Quill", "Bo Okonjo"]
    assert not journal.state.merged
