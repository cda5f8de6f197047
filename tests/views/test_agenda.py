"""The questions and the agenda through their actions: what is shown, kept and handed out."""

import json
import time
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest
from icalendar import Calendar
from views.seen import every, sent_by
from views.somebody import somebody

from informint import agenda, content
from informint.journal import Journal
from informint.views import Agenda, Between, Board, Questions, Record

pytestmark = pytest.mark.usefixtures("no_bugs")

ONE = somebody(1).id
ASKED = ("How did you come to maps?", "What fills a Tuesday?", "Who else should I talk to?")


@pytest.fixture
def view(own: Journal) -> Agenda:
    view = Agenda(own)
    view.run("chose_person", ONE)
    for question in ASKED:
        view.run("wrote", question)
        view.run("add_own")
    return view


def test_a_question_is_read_as_it_is_written(sample: Journal) -> None:
    view = Questions(sample)
    view.run("wrote", "Do you like maps, and how much do you earn?")
    text = str(view)
    assert "Better not: closed" in text
    assert "This asks what they themselves earn." in text
    assert "Others differ: " in text
    (editor,) = every(view.tree(), "x-editor")
    ((start, end, severity),) = editor.attrs["marks"]
    assert (severity, editor.attrs["value"][start:end]) == ("must", "how much do you earn")


def test_the_bank_is_searched_and_its_questions_added(sample: Journal) -> None:
    view = Questions(sample)
    view.run("chose_topic", "compensation")
    view.run("searched", "PAY")
    found = view.found()
    assert found
    assert {q.topic for q in found} == {"compensation"}
    view.run("add", found[0].id)
    assert view.prepared.questions == (found[0].text,)
    assert found[0] not in view.found()
    view.run("chose_topic", "")
    view.run("searched", "")
    before = str(view)
    view.run("show_more")
    assert len(str(view)) > len(before)


def test_the_bank_is_searched_by_goal_sound_and_field(own: Journal, view: Agenda) -> None:
    view.run("wrote_goal", {"goal": "What would I earn in the first year?"})
    view.run("picked_goal", "more-study")
    (select,) = (s for s in every(view.tree(), "select") if s.attrs["id"] == "bank-goal")
    options = [option.attrs["value"] for option in every(select, "option")]
    assert options[:3] == ["", *own.state.preparations[ONE].goals]
    assert set(options[2:]) == set(content.goals())
    view.run("chose_goal", "more-study")
    view.run("chose_register", "formal")
    found = view.found()
    assert {(q.goal, q.register) for q in found} == {("more-study", "formal")}
    assert f"Serves: {content.goals()['more-study'].text}" in str(view)
    view.run("chose_register", "")
    view.run("chose_goal", "What would I earn in the first year?")
    assert {q.topic for q in view.found()} == {"compensation"}
    view.run("struck_goal", 0)
    assert len({q.topic for q in view.found()}) > 1
    field = next(f for f in content.fields() if f.id == "museums")
    view.run("searched", field.name)
    assert any("museums" in q.fields for q in view.found())


def test_contested_questions_of_the_bank_say_so(sample: Journal) -> None:
    view = Questions(sample)
    contested = next(q for q in content.questions() if q.contested)
    view.run("searched", contested.text)
    assert contested.contested in str(view)


def test_questions_move_by_buttons_and_by_dragging(
    sample: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = Questions(sample, *ASKED)
    a, b, c = ASKED
    messages = sent_by(view, monkeypatch)
    monkeypatch.setattr(Questions, "comm", object())
    view.run("move_up", 2)
    assert view.prepared.questions == (a, c, b)
    assert "Now number 2 of 3" in view.status
    assert messages[-1] == ({"focus": "move_up-1"}, None)
    view.run("move_up", 1)
    assert messages[-1] == ({"focus": "move_down-0"}, None)
    view.run("move_down", 0)
    view.run("dropped", 0, 2)
    assert view.prepared.questions == (c, b, a)
    view.run("dropped", 7, 0)
    view.run("move_up", 0)
    assert view.prepared.questions == (c, b, a)
    view.run("take_off", 1)
    assert view.prepared.questions == (c, a)


def test_a_question_is_reworded_in_its_place(sample: Journal) -> None:
    view = Questions(sample, *ASKED)
    view.run("reword", 1)
    assert view.own == ASKED[1]
    assert "Leave it as it was" in str(view)
    view.run("move_up", 1)
    view.run("wrote", "What fills a Thursday?")
    view.run("add_own")
    assert view.prepared.questions == ("What fills a Thursday?", ASKED[0], ASKED[2])
    view.run("wrote", "And on Fridays?")
    view.run("reword", 0)
    assert "First add the question" in view.status
    view.run("add_own")
    view.run("reword", 0)
    view.run("leave")
    assert (view.own, len(view.prepared.questions)) == ("", 4)
    view.run("reword", 3)
    view.run("take_off", 3)
    view.run("add_own")
    assert view.prepared.questions[3:] == ("And on Fridays?",)


def test_every_button_of_the_list_has_a_name_of_its_own(sample: Journal) -> None:
    view = Questions(sample, *ASKED)
    (listed,) = every(view.tree(), "ol")
    names = ["".join(str(c) for c in b.children) for b in every(listed, "button")]
    assert len(names) == len(set(names)) == 12
    assert [li.attrs["on"]["drop"] for li in every(listed, "li") if "on" in li.attrs] == (
        ["dropped"] * 3
    )


def test_what_is_prepared_is_kept_and_undone(own: Journal, view: Agenda) -> None:
    assert own.state.preparations[ONE].questions == ASKED
    view.run("picked_goal", "money")
    view.run("wrote_goal", {"goal": " Could I do it  part time? "})
    assert own.state.preparations[ONE].goals == ("money", "Could I do it part time?")
    assert content.goals()["money"].text in str(view)
    assert content.goals()["money"].reflect in str(view)
    assert "No question serves this goal yet" in str(view)
    assert "No question asks whom else" not in str(view)
    view.run("struck_goal", 0)
    Record(own).run("undo")
    assert view.prepared.goals == ("money", "Could I do it part time?")
    Record(own).run("undo")
    assert "Could I do it part time?" not in str(view)


def test_goals_are_looked_after_before_there_is_a_question(own: Journal) -> None:
    view = Agenda(own)
    view.run("chose_person", ONE)
    assert "The list as a whole" not in str(view)
    view.run("picked_goal", "whom-else")
    assert "The list as a whole" not in str(view)
    view.run("picked_goal", "money")
    assert str(view).count("No question serves this goal yet") == 1


def test_it_comes_back_with_the_person(own: Journal, view: Agenda) -> None:
    view.run("chose_person", "")
    assert ASKED[0] not in str(view)
    again = Agenda(own)
    assert again.choices()[0].id == ONE
    again.run("chose_person", ONE)
    assert ASKED[0] in str(again)


def test_notes_and_lines_are_kept_until_they_are_emptied(own: Journal, view: Agenda) -> None:
    look_up = content.look_ups()[0].id
    view.run("noted", look_up, " Studied in Lund ")
    view.run("put_in_words", "thanks", "Thank you, Nora.")
    kept = own.state.preparations[ONE]
    assert (kept.notes, kept.lines) == (
        {look_up: "Studied in Lund"},
        {"thanks": "Thank you, Nora."},
    )
    view.run("noted", look_up, "")
    view.run("put_in_words", "thanks", " ")
    offer = next(line for line in content.lines() if line.id == "time-offer-end")
    view.run("picked_line", "time", offer.id)
    assert own.state.preparations[ONE].lines == {"time": offer.text}
    (chosen,) = (s for s in every(view.tree(), "select") if s.attrs["id"] == "bank-time")
    assert chosen.attrs["value"] == offer.id
    assert "I promised to keep to 20 minutes" in str(every(view.tree(), "textarea"))
    view.run("picked_line", "time", "")
    view.run("put_in_words", "time", "")
    kept = own.state.preparations[ONE]
    assert (kept.notes, kept.lines) == ({}, {})


def test_the_minutes_are_shown_as_a_bar_and_in_words(own: Journal, view: Agenda) -> None:
    view.run("filled_in", "minutes", "30")
    assert own.state.preparations[ONE].minutes == 30
    assert "Minute 0 to 2: Opening" in str(view)
    assert "5 minutes early" in str(view)
    bar = next(d for d in every(view.tree(), "div") if d.attrs.get("class") == "timebar")
    assert bar.attrs["aria-hidden"] == "true"
    assert sum(int(str(span.children[0])) for span in every(bar, "span")) == 30
    view.run("filled_in", "minutes", "7")
    assert "cannot be planned" in view.status
    view.run("filled_in", "person", "x")
    assert own.state.preparations[ONE].minutes == 30


def test_the_learners_clock_counts_and_not_the_kernels(
    own: Journal, view: Agenda, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The browser is in Berlin, the kernel in UTC or in Boston."""
    board, between = Board(own), Between(own)
    board.run("chose", ONE)
    between.run("chose", ONE)
    between.run("chose_pattern", "confirm-email")
    for zone in ("UTC", "America/New_York"):
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        for hour, panel in enumerate((view, board, between), 14):
            panel.run("agreed_on", f"2036-06-03T{hour}:30+02:00")
            meeting = own.state.progress[ONE].meeting
            assert meeting == datetime(2036, 6, 3, hour - 2, 30, tzinfo=UTC)
            shown = [i.attrs.get("value") for i in every(panel.tree(), "input")]
            assert f"2036-06-03T{hour}:30+02:00" in shown
            assert "passed" not in panel.status
        between.run("start")
        assert f"3 June, {hour}:30 (UTC+02:00)" in between.message.body
        view.run("agreed_on", "2026-06-03T16:30+02:00")
        entry = agenda.to_ics(view.planned(), about=ONE, now=datetime.now(UTC))
        assert b"DTSTART:20260603T143000Z" in entry
    monkeypatch.undo()
    time.tzset()


def test_a_day_that_has_passed_is_told(view: Agenda) -> None:
    view.run("agreed_on", "2020-06-03T16:30+02:00")
    assert "That day has passed." in view.status


def test_the_time_agreed_on_is_recorded(own: Journal, view: Agenda) -> None:
    view.run("agreed_on", "2026-06-03T16:30")
    meeting = own.state.progress[ONE].meeting
    assert meeting is not None
    assert f"{meeting.astimezone():%Y-%m-%dT%H:%M}" == "2026-06-03T16:30"
    step = own.state.step
    view.run("agreed_on", "2026-06-03T16:30")
    assert own.state.step == step
    view.run("agreed_on", "soon")
    assert "not a day and an hour" in view.status


def test_the_page_and_the_calendar_entry_are_handed_out(
    view: Agenda, monkeypatch: pytest.MonkeyPatch
) -> None:
    view.run("agreed_on", "2026-06-03T16:30")
    messages = sent_by(view, monkeypatch)
    for way in ("save_html", "save_markdown", "save_ics"):
        view.run(way)
    files = {m["download"]["name"]: b[0] for m, b in messages if "download" in m}
    assert list(files) == [f"agenda-nora-haldane-i.{ending}" for ending in ("html", "md", "ics")]
    page: list[str] = []
    parser = HTMLParser()
    monkeypatch.setattr(parser, "handle_data", page.append)
    parser.feed(files["agenda-nora-haldane-i.html"].decode())
    assert ASKED[0] in page
    assert f"1. {ASKED[0]}" in files["agenda-nora-haldane-i.md"].decode()
    (entry,) = Calendar.from_ical(files["agenda-nora-haldane-i.ics"]).walk("VEVENT")
    assert str(entry["SUMMARY"]) == "Talk with Nora Haldane I"


def test_no_trait_and_no_still_view_holds_what_is_prepared(view: Agenda) -> None:
    bundle = view._repr_mimebundle_()
    assert bundle is not None
    assert "maps" not in json.dumps([view.get_state(), bundle], default=str)


def test_more_questions_than_minutes_wait_or_are_left(own: Journal, view: Agenda) -> None:
    for question in content.questions()[:4]:
        view.run("add", question.id)
    for look_up in content.look_ups():
        view.run("noted", look_up.id, "Something to say of it.")
    for goal in content.goals():
        view.run("picked_goal", goal)
    text = str(view)
    assert "the page has no room for" in text
    assert text.count("In reserve") == 2
    assert text.count("No time for it") == 2
    assert len(own.state.preparations[ONE].questions) == 7
