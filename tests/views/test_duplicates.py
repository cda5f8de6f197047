"""Pairs side by side, and the learner's word on them; and the journal kept as a file."""

from pathlib import Path

import pytest
from views.somebody import somebody
from views.test_views import sent_by

from informint.journal import Journal, open_journal
from informint.journal.events import Drafted, PersonFound
from informint.model import Message
from informint.views import ContactsImport, Duplicates, Keep

pytestmark = pytest.mark.usefixtures("no_bugs")

PROFILE = "https://www.linkedin.com/in/nora-"


@pytest.fixture
def twice() -> Journal:
    journal = open_journal()
    journal.begin()
    people = [
        somebody(1, name="Nora Haldane", profile_url=f"{PROFILE}1"),
        somebody(2, name="Nora Haldane", position=""),
        somebody(3, name="Bob Quillfeather", company="Quill"),
        somebody(4, name="Robert Quillfeather", company="<b>Quill</b>"),
        somebody(5, name="Ann Lee"),
    ]
    journal.record(*map(PersonFound, people))
    return journal


def test_a_pair_is_shown_with_reasons_and_merged(twice: Journal) -> None:
    view = Duplicates(twice)
    assert len(view.cases()) == 2
    assert "the same name" in str(view)
    assert "the same company" in str(view)
    twice.record(Drafted(person=somebody(2).id, message=Message(body="Dear Nora")))
    first = view.cases()[0]
    view.run("same_person")

    assert first.gone.id not in twice.state.people
    assert twice.state.draft(first.stays.id) == Message(body="Dear Nora")
    assert "Merged so far: 1" in str(view)
    assert len(view.cases()) == 1

    view.run("parted", first.gone.id)
    assert first.gone.id in twice.state.people
    assert len(view.cases()) == 1


def test_two_people_and_later_are_not_asked_again(twice: Journal) -> None:
    view = Duplicates(twice)
    view.run("two_people")
    view.run("later")

    assert view.cases() == []
    assert "seems to stand there twice" in str(view)
    assert len(Duplicates(twice).cases()) == 1
    assert len(twice.state.people) == 5


def test_keys_and_choice_go_by_the_row(twice: Journal) -> None:
    view = Duplicates(twice)
    second = view.cases()[1]
    view.run("chose", 1)
    view.run("same_person")

    assert second.gone.id in twice.state.merged


def test_many_sure_ones_are_merged_at_once_when_asked_twice(twice: Journal) -> None:
    twice.record(PersonFound(somebody(6, name="Nora Haldane", company="Fern Museum Ltd")))
    twice.record(PersonFound(somebody(7, name="Ann Lee")))
    view = Duplicates(twice)
    view.run("merge_all")
    assert not twice.state.merged
    view.run("ask_to_merge_all")
    view.run("merge_all")

    assert len(twice.state.merged) >= 2
    view.journal.undo()
    assert not twice.state.merged


def test_the_journal_is_saved_and_restored_in_a_notebook(
    twice: Journal, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    view = Keep(twice)
    messages = sent_by(view, monkeypatch)
    for ending in (".json", ".vcf", ".csv", ".ics", ".md"):
        view.run("save", ending)
        assert f"informint-journal{ending}" in view.status
    (exported,) = next(
        b for m, b in messages if m.get("download", {}).get("name", "")[-5:] == ".json"
    )
    view.run("chose_file", {"name": "x.json", "size": len(exported), "start": 0}, exported)
    assert "There is a journal already" in view.status

    monkeypatch.setenv("INFORMINT_DATA", str(tmp_path / "elsewhere"))
    fresh = open_journal()
    other = Keep(fresh)
    half = len(exported) // 2
    other.run("chose_file", {"name": "x.json", "size": len(exported), "start": 0}, exported[:half])
    assert fresh.is_sample
    other.run(
        "chose_file", {"name": "x.json", "size": len(exported), "start": half}, exported[half:]
    )
    assert not fresh.is_sample
    assert fresh.state.says_the_same_as(twice.state)
    assert "Restored: 5 people" in other.status


def test_a_table_read_wrongly_is_read_anew_by_its_kind() -> None:
    journal = open_journal()
    journal.begin()
    view = ContactsImport(journal)
    table = b"Name,Member Name,Institution\nLakeside,Ann Lee,Quill\n"
    view.run("chose_file", {"name": "x.csv", "size": len(table), "start": 0}, table)
    assert [p.name for p in journal.state.people.values()] == ["Lakeside"]
    view.run("read_anew")
    assert journal.state.people == {}
    view.run("preset", "The directory of a society or an institution")
    view.run("mapped", "company", "Institution")
    view.run("read_mapped")

    (ann,) = journal.state.people.values()
    assert (ann.name, ann.company) == ("Ann Lee", "Quill")
