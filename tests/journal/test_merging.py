"""Two people of the journal become one and are parted again, and nothing is lost either way."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from informint.errors import IllegalStep
from informint.journal import Journal, Stage, import_events
from informint.journal.events import (
    Acquainted,
    AgendaSaved,
    Drafted,
    NotesSaved,
    PeopleMerged,
    PeopleParted,
    PeopleToldApart,
    PersonEdited,
    PersonFound,
    Referred,
    Replied,
    Scheduled,
    Sent,
    SetAside,
    Shortlisted,
    Tagged,
    Talked,
)
from informint.model import HowKnown, Message, Person, Preparation, TalkNotes

Clock = Callable[[], datetime]
FIELDS = (
    "people", "progress", "tags", "set_aside", "drafts", "preparations", "notes", "introductions",
    "acquaintances", "dismissed",
)  # fmt: skip


def on(journal: Journal, person: str) -> dict[str, Any]:
    """All that is recorded on somebody."""
    state = journal.state
    found = {f: getattr(state, f)[person] for f in FIELDS if person in getattr(state, f)}
    return found | {"shortlist": person in state.shortlist}


@pytest.fixture
def twice(journal: Journal, ximena: Person, bo: Person) -> Journal:
    """Ximena stands there twice, as x1 and as y1; Bo named the one, and she named Bo's friend."""
    other = Person(id="y1", name="X. Quillfeather", email="xq@example.org", groups=("Choir",))
    friend = Person(id="f1", name="Fen Okonjo")
    journal.record(*map(PersonFound, (ximena, other, bo, friend)))
    journal.record(
        Drafted(person="x1", message=Message(body="One")),
        Drafted(person="y1", message=Message(body="Two")),
        Sent(person="y1"),
        Replied(person="y1", answer="yes"),
        Talked(person="y1"),
        Tagged(person="x1", tag="lab"),
        Tagged(person="y1", tag="choir"),
        Shortlisted(person="x1"),
        SetAside(person="y1", reason="knows nobody"),
        AgendaSaved(person="x1", prepared=Preparation(questions=("Q1",), notes={"a": "mine"})),
        AgendaSaved(person="y1", prepared=Preparation(questions=("Q2",), notes={"a": "theirs"})),
        NotesSaved(person="y1", notes=TalkNotes(points={"learned": "much"})),
        Talked(person="b2"),
        Referred(person="b2", to="y1", may_name=True),
        Referred(person="y1", to="f1"),
        Acquainted(person="y1", to="b2", how_known=HowKnown.CLOSE),
    )
    return journal


def test_one_person_has_everything_of_both(twice: Journal) -> None:
    state = twice.record(PeopleMerged(person="x1", gone="y1"))

    assert "y1" not in state.people
    person = state.people["x1"]
    assert (person.name, person.email, person.groups) == (
        "Ximena Quillfeather", "ximena@example.org", ("Choir",),
    )  # fmt: skip
    assert {m.body for m in state.drafts["x1"].values()} == {"One", "Two"}
    assert state.drafts["x1"]["request"].body == "One"
    assert {r.stage for r in state.progress["x1"].path} >= {Stage.SENT, Stage.TALKED}
    assert state.tags["x1"] == ("lab", "choir")
    assert "x1" in state.shortlist
    assert "x1" not in state.set_aside
    assert state.preparations["x1"].questions == ("Q1", "Q2")
    assert state.preparations["x1"].notes == {"a": "mine\ntheirs"}
    assert state.notes["x1"].points == {"learned": "much"}
    assert state.progress["b2"].referred_to == ("x1",)
    assert state.introductions["x1"].by == "b2"
    assert state.introductions["f1"].by == "x1"
    assert state.acquaintances["b2"] == {"x1": HowKnown.CLOSE}


def test_parted_people_have_what_they_had(twice: Journal) -> None:
    before = {person: on(twice, person) for person in ("x1", "y1", "b2", "f1")}
    twice.record(PeopleMerged(person="x1", gone="y1"))
    state = twice.record(PeopleParted(person="x1", gone="y1"))

    assert {person: on(twice, person) for person in before} == before
    assert not state.merged


def test_what_was_added_to_the_one_stays_with_whom_it_was_recorded_on(twice: Journal) -> None:
    twice.record(PeopleMerged(person="x1", gone="y1"))
    when = twice.now
    edited = twice.state.people["x1"]
    twice.record(
        Scheduled(person="x1", when=when),
        Tagged(person="x1", tag="new"),
        Drafted(person="x1", slot="thank_you", message=Message(body="Three")),
        PersonEdited(person=Person(**{**_fields(edited), "position": "Director"})),
    )
    state = twice.record(PeopleParted(person="x1", gone="y1"))

    assert state.tags == {"x1": ("lab", "new"), "y1": ("choir",)}
    assert {slot: m.body for slot, m in state.drafts["x1"].items()} == {
        "request": "One",
        "thank_you": "Three",
    }
    assert state.drafts["y1"]["request"].body == "Two"
    assert [r.stage for r in state.progress["x1"].path] == [
        Stage.FOUND, Stage.DRAFTED, Stage.SCHEDULED,
    ]  # fmt: skip
    assert state.progress["x1"].meeting == when
    assert (state.people["x1"].position, state.people["x1"].groups) == ("Director", ())
    assert state.people["y1"].groups == ("Choir",)


def _fields(person: Person) -> dict[str, Any]:
    return {name: getattr(person, name) for name in Person.__dataclass_fields__}


def test_both_who_named_somebody_are_kept_through_a_merge(twice: Journal) -> None:
    twice.record(Talked(person="x1"), Referred(person="x1", to="f1", may_name=False))
    before = twice.state.named_by
    state = twice.record(PeopleMerged(person="x1", gone="y1"))
    assert {by: i.may_name for by, i in state.named_by["f1"].items()} == {"x1": False}
    assert twice.record(PeopleParted(person="x1", gone="y1")).named_by == before


def test_undo_takes_a_merge_back(twice: Journal) -> None:
    before = twice.state
    twice.record(PeopleMerged(person="x1", gone="y1"))

    assert twice.undo() == "merged two entries of a person"
    assert twice.state.says_the_same_as(before)


def test_an_import_finds_the_one_under_both_ids(twice: Journal) -> None:
    twice.record(PeopleMerged(person="x1", gone="y1"))
    again = Person(id="y1", name="X. Quillfeather", company="Elsewhere", groups=("Alumni",))
    stranger = Person(id="z1", name="Ximena Quillfeather", email="XIMENA@example.org")

    (event,) = import_events(twice.state, [again, stranger])
    assert isinstance(event, PersonEdited)
    assert (event.person.id, event.person.company) == ("x1", "Brightfen Therapeutics")
    assert event.person.groups == ("Choir", "Alumni")


@pytest.mark.parametrize(
    ("event", "words"),
    [
        (PeopleMerged(person="x1", gone="x1"), "not merged with themself"),
        (PeopleMerged(person="x1", gone="nobody"), "no such person"),
        (PeopleParted(person="x1", gone="y1"), "were not merged"),
        (PeopleToldApart(person="x1", other="x1"), "from themself"),
    ],
)
def test_what_cannot_be_is_refused(event: PeopleMerged, words: str, twice: Journal) -> None:
    with pytest.raises(IllegalStep, match=words):
        twice.record(event)


def test_a_chain_is_parted_from_its_end(twice: Journal) -> None:
    twice.record(PeopleMerged(person="x1", gone="y1"), PeopleMerged(person="b2", gone="x1"))

    with pytest.raises(IllegalStep, match="part those two first"):
        twice.record(PeopleParted(person="x1", gone="y1"))
    state = twice.record(PeopleParted(person="b2", gone="x1"), PeopleParted(person="x1", gone="y1"))
    assert {"x1", "y1", "b2", "f1"} == state.people.keys()


def test_who_is_erased_goes_under_every_id(own: Journal, ximena: Person, tmp_path: Path) -> None:
    other = Person(id="y1", name="Xochitl Alder", email="alder@example.org")
    own.record(PersonFound(ximena), PersonFound(other))
    own.record(Drafted(person="y1", message=Message(body="Dear Xochitl Alder")))
    own.record(PeopleMerged(person="x1", gone="y1"))
    assert {e["event"]["kind"] for e in own.export_person("x1")["recorded"]} == {
        "person_found", "drafted", "people_merged",
    }  # fmt: skip

    own.erase_person("x1")
    assert own.state.people == {}
    held = b"".join(f.read_bytes() for f in (tmp_path / "data").iterdir())
    assert b"Alder" not in held
    assert b"Quillfeather" not in held


def test_who_was_parted_and_is_erased_leaves_a_journal_that_can_be_restored(
    own: Journal, ximena: Person, bo: Person, tmp_path: Path
) -> None:
    own.record(PersonFound(ximena), PersonFound(bo))
    own.record(Drafted(person="b2", message=Message(body="Hello")), Sent(person="b2"))
    own.record(PeopleMerged(person="x1", gone="b2"))
    own.record(Replied(person="x1"))
    own.record(PeopleParted(person="x1", gone="b2"))
    own.erase_person("b2")

    assert own.state.people.keys() == {"x1"}
    assert own.state.progress["x1"].stage is Stage.REPLIED
    with Journal.restore(own.export_json(), tmp_path / "other") as restored:
        assert restored.state.progress == own.state.progress


def test_a_merged_journal_is_restored(own: Journal, twice: Journal, tmp_path: Path) -> None:
    twice.record(PeopleMerged(person="x1", gone="y1"))
    with Journal.restore(twice.export_json(), tmp_path / "other") as restored:
        assert restored.state.says_the_same_as(twice.state)
    own.refill(twice.export_json())
    assert own.state.says_the_same_as(twice.state)
