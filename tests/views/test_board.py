"""The follow-through and the reminder by their actions: what is shown, recorded, handed out."""

import json
from collections.abc import Iterator

import pytest
from icalendar import Calendar
from views.seen import every, sent_by
from views.somebody import somebody

from informint.journal import Journal, Stage, open_journal
from informint.journal.events import Drafted, PersonFound, Referred, Replied, Sent, Talked
from informint.model import Message
from informint.views import Board, Nudge, Request
from informint.views.nodes import Node

pytestmark = pytest.mark.usefixtures("no_bugs")

ONE, TWO = somebody(1).id, somebody(2).id


@pytest.fixture
def underway() -> Iterator[Journal]:
    with open_journal(underway=True) as journal:
        yield journal


def called(journal: Journal, name: str) -> str:
    return next(i for i, p in journal.state.people.items() if p.name.startswith(name))


def label(node: Node) -> str:
    return "".join(c if isinstance(c, str) else label(c) for c in node.children)


def test_what_is_due_stands_on_top_and_is_settled_there(underway: Journal) -> None:
    view = Board(underway)
    text = str(view)
    assert text.index("Due today (5)") < text.index("Show as") < text.index("Sent (3)")
    assert "Others differ: The graham1776 course" in text
    amara = called(underway, "Amara")
    view.run("did", ["nudged", amara])
    assert underway.state.progress[amara].stage is Stage.NUDGED
    assert "Due today (4)" in str(view)
    view.run("undo")
    assert view.status == "Undone: marked a reminder as sent."
    view.run("dismiss", ["nudge", amara])
    assert "Due today (4)" in str(view)
    assert "Let it rest with Amara" in str(view)


def test_the_whole_way_is_recorded_from_the_board(own: Journal) -> None:
    view = Board(own)
    assert "Nobody is under way yet" in str(view)
    Request(own).run("chose", ONE)
    request = Request(own)
    request.run("chose", ONE)
    request.run("wrote", "Dear Nora, may I ask you about maps for 20 minutes?")
    request.run("save")
    view.run("chose", ONE)
    for step in ("sent", "nudged", "later", "nudged", "yes"):
        view.run("did", [step, ONE])
    view.run("agreed_on", "2026-06-03T16:30")
    for step in ("talked", "thanked", "told", "rested"):
        view.run("did", [step, ONE])
    progress = own.state.progress[ONE]
    assert [r.stage for r in progress.path][1:] == [
        Stage.DRAFTED, Stage.SENT, Stage.NUDGED, Stage.REPLIED, Stage.NUDGED, Stage.REPLIED,
        Stage.SCHEDULED, Stage.TALKED, Stage.THANKED, Stage.REPORTED_BACK, Stage.RESTING,
    ]  # fmt: skip
    assert progress.answer == "yes"
    view.run("did", ["nudged", ONE])
    assert "You cannot mark a reminder as sent" in view.status
    view.run("agreed_on", "soon")
    assert "not a day and an hour" in view.status


def test_only_what_may_follow_is_offered(underway: Journal) -> None:
    view = Board(underway)
    view.run("chose", called(underway, "Amara"))
    (happened,) = every(view.tree(), "fieldset")
    assert [label(b) for b in every(happened, "button")] == [
        "I have sent the reminder",
        "They said yes",
        "They said no",
        "They said later",
        "We have talked",
        "Let it rest",
    ]
    assert "They named somebody" not in str(view)


def test_a_referral_becomes_a_person_whose_request_opens_with_the_name(own: Journal) -> None:
    view = Board(own)
    view.run("chose", ONE)
    view.run("did", ["talked", ONE])
    view.run("named", {"name": "Ada Oyelaran", "company": "Fern Museum", "leave": ""})
    ada = called(own, "Ada")
    assert "Ask Nora Haldane I if you may use their name" in str(view)
    assert "Tell Nora Haldane I what came of it" in str(view)
    request = Request(own)
    assert next(iter(request.choices())) == ada
    request.run("chose", ada)
    assert request.message.subject.startswith("Referred by Nora Haldane I")
    assert "Nora Haldane I suggested that I write to you" in request.message.body
    assert "name-without-leave" in {f.rule for f in request.review().findings}
    view.run("may_name", ada)
    assert "name-without-leave" not in {f.rule for f in request.review().findings}
    view.run("may_not_name", ada)
    again = Request(own)
    again.run("chose", ada)
    assert "Nora" not in again.message.body
    view.run("chose", ada)
    assert "Introduced by" in str(view)
    view.run("answered_name", "")
    assert "undo takes it back" in view.status


def test_two_who_named_somebody_are_each_asked(own: Journal) -> None:
    own.record(PersonFound(somebody(3, name="Bo Lind")))
    bo = somebody(3).id
    own.record(Talked(ONE), Talked(TWO), Referred(ONE, to=bo), Referred(TWO, to=bo))
    view = Board(own)
    view.run("may_not_name", bo)
    assert "Ask Zoë Ängström if you may use their name" in str(view)
    view.run("may_name", bo)
    assert [i.may_name for i in own.state.named_by[bo].values()] == [False, True]
    request = Request(own)
    request.run("chose", bo)
    assert "Zoë Ängström suggested" in request.message.body
    view.run("chose", bo)
    assert str(view).count("Introduced by") == 2
    view.run("answered_name", TWO, "no")
    assert [i.may_name for i in own.state.named_by[bo].values()] == [False, False]


def test_times_are_offered_from_the_board(own: Journal) -> None:
    own.record(Drafted(ONE, Message(body="Dear Nora")), Sent(ONE), Replied(ONE, "yes"))
    view = Board(own)
    view.run("did", ["offered", ONE])
    assert "See which time suits Nora Haldane I" in str(view)
    assert view.status.startswith("Recorded.")


def test_who_is_said_to_have_sent_one_is_asked_where_it_is_said(own: Journal) -> None:
    view = Request(own)
    view.run("chose", TWO)
    view.run("chose_pattern", "referral-email")
    view.run("chose_introducer", ONE)
    assert "record the talk or the reply it came from first" in str(view)
    view.run("start")
    assert "name-without-leave" in {f.rule for f in view.review().findings}
    own.record(Talked(ONE))
    again = Request(own)
    again.run("chose", TWO)
    assert again.introducer == ONE
    again.run("answered_name", "")
    assert "undo takes it back" in again.status
    again.run("answered_name", "yes")
    assert own.state.introductions[TWO].may_name is True
    assert "name-without-leave" not in {f.rule for f in again.review().findings}
    again.run("answered_name", "no")
    assert own.state.introductions[TWO].may_name is False


def test_a_name_that_is_known_is_asked_about(own: Journal) -> None:
    view = Board(own)
    view.run("chose", ONE)
    view.run("did", ["talked", ONE])
    view.run("named", {"name": " "})
    assert "has a name" in view.status
    fields = {"name": "Zoë Ängström", "company": "Elsewhere", "leave": "yes"}
    view.run("named", fields)
    assert "is it them?" in view.status
    view.run("is_known", TWO)
    assert own.state.introductions[TWO].may_name is True
    assert len(own.state.people) == 2
    view.run("named", fields)
    view.run("is_new")
    assert len(own.state.people) == 3


def test_every_button_has_a_name_of_its_own_where_it_acts(underway: Journal) -> None:
    view = Board(underway)
    (due,) = [u for u in every(view.tree(), "ul") if u.attrs.get("class") == "due"]
    names = [label(b) for b in every(due, "button")]
    assert len(names) == len(set(names))
    ids = [n.attrs["id"] for tag in ("h4", "h5", "select", "input") for n in every(view.tree(), tag)
           if "id" in n.attrs]  # fmt: skip
    assert len(ids) == len(set(ids))


def test_the_table_says_the_same(underway: Journal) -> None:
    view = Board(underway)
    view.run("chose_look", "table")
    (table,) = every(view.tree(), "table")
    body = [[label(cell) for cell in row.children] for row in every(table, "tr")[1:]]
    assert len(body) == 12
    assert body[0][:3] == ["Emeka Nwachukwu-Bell, PhD", "Nudged", "19 February"]
    assert {cell.attrs["scope"] for cell in every(table, "th")} == {"col", "row"}
    view.run("show_all")
    assert len(every(view.tree(), "tr")) == len(view.rows()) + 1


def test_reminders_go_to_the_calendar_by_the_cadence_chosen(
    underway: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = Board(underway)
    view.run("chose_cadence", "one-week")
    assert underway.state.cadence == "one-week"
    assert "Simon Fraser University advises too" in str(view)
    messages = sent_by(view, monkeypatch)
    view.run("save_ics")
    (data,) = [b[0] for m, b in messages if "download" in m]
    names = [str(e["SUMMARY"]) for e in Calendar.from_ical(data).walk("VEVENT")]
    assert "Send Amara Okonjo-Reyes one gentle reminder" in names


def test_the_keyboard_goes_to_whoever_is_chosen(
    underway: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = Board(underway)
    messages = sent_by(view, monkeypatch)
    monkeypatch.setattr(Board, "comm", object())
    view.run("chose", called(underway, "Amara"))
    assert ({"focus": "person"}, None) in messages


def test_a_reminder_is_drafted_coached_kept_and_sent(underway: Journal) -> None:
    view = Nudge(underway)
    amara = called(underway, "Amara")
    assert next(iter(view.choices())) == amara
    view.run("chose", amara)
    view.run("sent")
    assert "no text yet" in view.status
    view.run("start")
    assert view.message.subject.startswith("Re: Tidewater meeting")
    assert "must change" in str(view)
    view.run("wrote", "Dear Amara,\n\nan open question is still with me: how are labels written?")
    view.run("sent")
    assert underway.state.drafts[amara]["followup"] == view.message
    assert underway.state.progress[amara].stage is Stage.NUDGED
    assert amara not in view.choices()


def test_no_trait_and_no_still_view_of_ones_own_holds_a_name(own: Journal) -> None:
    own.record(PersonFound(somebody(3, name="Ottoline Secret")))
    view = Board(own)
    view.run("chose", somebody(3).id)
    view.run("did", ["talked", somebody(3).id])
    bundle = view._repr_mimebundle_()
    assert bundle is not None
    assert "Ottoline" in str(view)
    assert "Ottoline" not in json.dumps([view.get_state(), bundle], default=str)
