"""Notes, the thank-you and the days between, through their actions: shown, kept, handed out."""

import re

import pytest
from views.seen import sent_by
from views.somebody import somebody

from informint.journal import Journal, Stage, open_journal
from informint.journal.events import AgendaSaved, Drafted, Sent, Shortlisted
from informint.model import Message, Preparation
from informint.views import Between, Notes, Record, Talk, Thanks
from informint.views.nodes import Node
from informint.views.panel import Panel

pytestmark = pytest.mark.usefixtures("no_bugs")

ONE, TWO = somebody(1).id, somebody(2).id
ASKED = ("How did you come to maps?", "What is hard?")


def labelled(node: Node | str) -> tuple[set[str], set[str]]:
    """Return the ids of the fields of a tree, and those that a label is for."""
    if isinstance(node, str):
        return set(), set()
    fields = {node.attrs["id"]} if node.tag in {"input", "select", "textarea"} else set()
    labels = {node.attrs["for"]} if node.tag == "label" and "for" in node.attrs else set()
    for child in node.children:
        more = labelled(child)
        fields, labels = fields | more[0], labels | more[1]
    return fields, labels


@pytest.fixture
def met(own: Journal) -> Journal:
    prepared = Preparation(questions=ASKED, topic="maps", place="https://meet.example.org/x")
    own.record(AgendaSaved(person=ONE, prepared=prepared), Shortlisted(ONE))
    return own


@pytest.fixture
def notes(met: Journal) -> Notes:
    view = Notes(met)
    view.run("chose_person", ONE)
    view.run("answered", ASKED[1], "the coastline never ends")
    view.run("noted", "promised", "send her the old atlas by Friday")
    view.run("noted", "next", "walk one mile with a compass")
    return view


def test_notes_stand_beside_the_plan_and_are_kept(notes: Notes) -> None:
    text = str(notes)
    assert "To close" in text
    assert ASKED[0] in text
    kept = open_journal().state.notes[ONE]
    assert kept.answers == {ASKED[1]: "the coastline never ends"}
    assert kept.points["next"] == "walk one mile with a compass"
    notes.run("noted", "next", "  ")
    assert "next" not in open_journal().state.notes[ONE].points
    notes.run("noted", "no such part", "x")
    assert "no such part" not in open_journal().state.notes[ONE].points


def test_the_sheet_is_handed_out_blank_and_the_notes_filled(
    notes: Notes, monkeypatch: pytest.MonkeyPatch
) -> None:
    messages = sent_by(notes, monkeypatch)
    for action in ("save_html", "save_markdown", "save_notes"):
        notes.run(action)
    files = [(c["download"]["name"], b[0].decode()) for c, b in messages if "download" in c]
    assert [name for name, _ in files] == [
        "notes-nora-haldane-i.html", "notes-nora-haldane-i.md", "notes-nora-haldane-i.md",
    ]  # fmt: skip
    page, blank, filled = (text for _, text in files)
    assert "coastline" not in page + blank
    assert "> the coastline never ends" in filled


def test_the_thank_you_reads_the_notes_back_and_is_held_to_them(notes: Notes) -> None:
    journal = notes.journal
    notes.run("talked")
    view = Thanks(journal)
    assert view.choices() == {ONE: "Nora Haldane I"}
    view.run("chose", ONE)
    view.run("start")
    assert "What stays with me: the coastline never ends." in view.message.body
    assert "As I promised, I will send you the old atlas by Friday." in view.message.body
    assert open_journal().state.draft(ONE, "thank_you") == view.message
    view.run(
        "wrote",
        "Dear Nora,\n\nThank you for Monday. Your point that the coastline never ends stays with "
        "me. What you said about the flood in Lisbon surprised me.\n\nKind regards,\nAda Ruiz",
    )
    text = str(view)
    assert "They said it: “the coastline never ends”" in text
    assert "This is not in your notes of the talk." in text
    assert "you promised something that the mail does not take up: “send her" in text
    assert "Others advise another time" in text
    view.run("sent")
    progress = open_journal().state.progress[ONE]
    assert progress.stage is Stage.THANKED


def test_whom_they_named_becomes_a_person_where_it_is_noted(notes: Notes) -> None:
    assert "They named somebody" not in str(notes)
    notes.run("noted", "people", "Ines Wellgood, at the map library; I may use her name")
    notes.run("talked")
    assert "They named somebody" in str(notes)
    notes.run("named", {"name": "Ines Wellgood", "position": "Librarian", "leave": "yes"})
    state = open_journal().state
    (ines,) = (i for i, person in state.people.items() if person.name == "Ines Wellgood")
    assert state.introductions[ines].by == ONE
    assert state.introductions[ines].may_name is True
    assert ines in state.shortlist


def test_thanks_wait_for_the_talk(met: Journal) -> None:
    view = Thanks(met)
    assert "nothing to thank for yet" in str(view)
    notes = Notes(met)
    notes.run("chose_person", ONE)
    notes.run("noted", "learned", "maps lie")
    view.run("chose", ONE)
    assert "The talk has taken place" in str(view)
    view.run("sent")
    assert "no text yet" in view.status
    view.run("talked")
    assert "I have sent it" in str(view)


def test_a_practice_talk_is_thanked_for_what_was_said(own: Journal) -> None:
    talk = Talk(own, "museum")
    talk.run("start")
    talk.run("said", "Hello Alun, I'm Ada. How did you get from teaching to the museum?")
    talk.run("said", "I'll send you a photograph of our tooth. Thank you, goodbye.")
    talk.run("end")
    view = Thanks(own)
    (whom,) = view.choices()
    view.run("chose", whom)
    assert "Thank for this" in str(view)
    told = talk.talk.turns[1].text.rsplit(". ", 2)[1] if talk.talk else ""
    view.run("picked", told)
    assert f"“{told}”]]" in view.message.body
    assert "I will send you a photograph of our tooth" in view.message.body
    view.run(
        "wrote",
        f"Dear Alun,\n\nThank you for Monday. What you told me stays with me: {told}. Your story "
        "of the elephant in Cardiff made me laugh.\n\nKind regards,\nAda",
    )
    view.run("save")
    found = {f.rule: f for f in view.review().findings}
    assert {"was-said", "never-said", "promise-left-out"} <= found.keys()
    span = found["never-said"].span
    assert span
    assert "elephant" in view.message.body[slice(*span)]
    again = Thanks(open_journal())
    again.run("chose", whom)
    assert again.message == view.message
    assert "I have sent it" not in str(again)
    mine = again.message
    str(again)
    again.run("picked", told)
    assert "“Undo” in your journal" in again.status
    Record(again.journal).run("undo")
    str(again)
    assert again.message == mine


def test_a_yes_is_answered_with_times_zone_and_place(met: Journal) -> None:
    met.record(Drafted(ONE, Message(body="Dear Nora, ...")), Sent(ONE))
    view = Between(met)
    view.run("chose", ONE)
    assert view.pattern == "scheduling-email"
    view.run("answered", "yes")
    assert open_journal().state.progress[ONE].answer == "yes"
    view.run("offered", 2, "2026-03-05T15:30")
    view.run("offered", 1, "2026-03-03T10:00")
    view.run("offered", 3, "soon")
    assert "not a day and an hour" in view.status
    view.run("start")
    assert "[[your time zone]]" in view.message.body
    view.run("named_zone", "Boston time")
    view.run("start")
    offer = "Tuesday 3 March, 10:00 or Thursday 5 March, 15:30 (Boston time)"
    assert offer in view.message.body
    assert "https://meet.example.org/x" in view.message.body
    assert {f.rule for f in view.review().findings} >= {"arranged-well"}
    assert open_journal().state.draft(ONE, "scheduling") == view.message
    view.run("sent")
    assert "Recorded: you offered times." in str(view)


def test_times_to_offer_belong_to_one_person_and_outlast_a_restart(met: Journal) -> None:
    met.record(Shortlisted(TWO))
    view = Between(met)
    view.run("chose", ONE)
    view.run("offered", 2, "2026-03-05T15:30")
    view.run("named_zone", "Boston time")
    view.run("chose", TWO)
    assert not any(view.times)
    assert view.zone == "Boston time"
    again = Between(open_journal())
    again.run("chose", ONE)
    assert again.times[1] == "2026-03-05T15:30"
    again.run("start")
    assert "Thursday 5 March, 15:30 (Boston time)" in again.message.body


def test_a_no_is_thanked_and_a_time_is_confirmed(met: Journal) -> None:
    met.record(Drafted(ONE, Message(body="Dear Nora, ...")), Sent(ONE))
    view = Between(met)
    view.run("chose", ONE)
    view.run("chose_pattern", "declined-email")
    assert "Record that they said no" in str(view)
    assert "Times you can offer" not in str(view)
    view.run("start")
    assert "If somebody comes to mind" in view.message.body
    view.run("answered", "perhaps")
    assert "wrong value" in view.status
    view.run("chose_pattern", "confirm-email")
    view.run("agreed_on", "2026-03-05T15:30")
    assert open_journal().state.progress[ONE].stage is Stage.SCHEDULED
    view.run("placed", "her office")
    view.run("start")
    assert "Thursday 5 March, 15:30 (" in view.message.body
    assert "We talk at her office" in view.message.body


def tags(node: Node | str) -> set[str]:
    if isinstance(node, str):
        return set()
    return {node.tag}.union(*(tags(child) for child in node.children))


def test_every_field_has_a_label_and_every_tag_is_drawn(notes: Notes) -> None:
    notes.run("talked")
    views: list[Panel] = [notes, Thanks(notes.journal), Between(notes.journal)]
    for view in views[1:]:
        view.run("chose", ONE)
    for view in views:
        fields, labels = labelled(view.tree())
        assert fields
        assert {f for f in fields if not f.startswith("aside-")} <= labels
        known = re.findall(
            r"[a-z0-9-]+", view._esm.partition("const TAGS")[2].partition(".split")[0]
        )
        assert tags(view.tree()) <= {*known, "x-editor"}
