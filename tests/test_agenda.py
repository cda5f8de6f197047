"""The plan of a talk, and the page and the calendar entry it leaves as."""

import re
from datetime import UTC, datetime, timedelta, timezone
from html.parser import HTMLParser

import mistune
import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from informint import agenda, content
from informint.errors import BadInput

QUESTIONS = [f"What made you take step {n}?" for n in range(1, 10)]
MEETING = datetime(2026, 6, 3, 16, 30, tzinfo=timezone(timedelta(hours=2)))
NOW = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)
HOSTILE = "<script>alert(1)</script> & *bold* [a](b) | `c`"


class Page(HTMLParser):
    """Collects the tags and the text of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: object) -> None:  # noqa: ARG002  (as the base calls)
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def rendered(made: agenda.Agenda) -> Page:
    return Page(str(mistune.html(agenda.to_markdown(made))))


def full(**changes: object) -> agenda.Agenda:
    given: dict[str, object] = {
        "minutes": 30, "goals": ["Could I do this every day?"], "notes": {"person-title": "Editor"},
        "meeting": MEETING, "place": "Video call",
    }  # fmt: skip
    return agenda.plan("Oda Fischer", QUESTIONS, **(given | changes))  # type: ignore[arg-type]


@given(st.integers(agenda.SHORTEST, agenda.LONGEST), st.integers(0, 12))
def test_the_time_is_shared_out_without_a_gap_and_ends_early(minutes: int, count: int) -> None:
    made = agenda.plan("Oda", (QUESTIONS * 2)[:count], minutes=minutes)
    assert made.steps[0].start == 0
    assert all(a.end == b.start for a, b in zip(made.steps, made.steps[1:], strict=False))
    assert all(step.start < step.end for step in made.steps)
    assert 2 <= minutes - made.steps[-1].end <= 5
    assert (*made.questions, *made.reserve, *made.left) == tuple((QUESTIONS * 2)[:count])


@pytest.mark.parametrize(("minutes", "matter"), [(15, 3), (20, 3), (30, 5), (60, 5)])
def test_three_to_five_questions_matter_and_two_wait(minutes: int, matter: int) -> None:
    made = agenda.plan("Oda", QUESTIONS, minutes=minutes)
    assert (len(made.questions), len(made.reserve)) == (matter, 2)


def test_lines_come_from_the_content_unless_the_learner_has_their_own() -> None:
    own = {"thanks": "Thank you, {name}, for {minutes} minutes on {topic}."}
    made = agenda.plan("Oda Fischer", [], greeted="Oda", topic="flood maps", lines=own)
    assert set(made.lines) == {line.part for line in content.lines()}
    assert "flood maps" in made.lines["opening"]
    assert "Oda" in made.lines["opening"]
    assert "Fischer" not in " ".join(made.lines.values())
    assert made.lines["thanks"] == "Thank you, Oda, for 20 minutes on flood maps."
    assert not re.search(r"\{(name|minutes|topic)\}", " ".join(made.lines.values()))


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"minutes": 5}, "5 minutes cannot be planned"),
        ({"meeting": MEETING.replace(tzinfo=None)}, "no time zone"),
        ({"notes": {"nothing": "x"}}, "'nothing'"),
        ({"lines": {"middle": "x"}}, "'middle'"),
    ],
)
def test_what_cannot_be_planned_is_told(changes: dict[str, object], sentence: str) -> None:
    with pytest.raises(BadInput, match=re.escape(sentence)):
        full(**changes)


def test_the_page_says_the_same_in_markdown_and_in_html() -> None:
    made = full()
    markdown, page = agenda.to_markdown(made), Page(agenda.to_html(made))
    said = (made.lines[part] for part in ("opening", "time", "referral", "name_use", "thanks"))
    for text in (*made.questions, *made.reserve, *said, "Editor", "Could I do this every day?"):
        assert text in markdown.replace("\\", "")
        assert text in page.text
    assert not {"script", "link", "img", "iframe"} & set(page.tags)


def test_what_the_learner_wrote_is_text_and_nothing_else() -> None:
    made = agenda.plan(HOSTILE, [HOSTILE], goals=[HOSTILE], place=HOSTILE)
    page = Page(agenda.to_html(made))
    assert "script" not in page.tags
    assert page.text.count("alert(1)") >= 4
    assert not re.search(
        r"(?<!\\)[<*\[|`]", agenda.to_markdown(made).replace(f"*{agenda.ADVICE}*", "")
    )


@pytest.mark.parametrize(
    "start", ["1. ", "2) ", "- ", "+ ", "* ", "> ", "# ", "=", "    ", "12:30 ", "1.5 "]
)
def test_what_begins_like_a_list_stays_a_sentence(start: str) -> None:
    asked = f"{start}What made you come?"
    plain = rendered(agenda.plan("Oda", ["What?"], goals=["Why?"], place="Here"))
    page = rendered(agenda.plan("Oda", [asked], goals=[asked], place=asked))
    assert page.tags == plain.tags
    assert page.text.count(" ".join(asked.split())) == 3


def test_a_link_to_the_talk_is_whole_and_a_long_place_is_cut() -> None:
    link = f"https://meet.example.org/j/123?pwd={'aB3_' * 30}"
    for place in (link, f"{'By video, the door is on the left. ' * 20}({link})"):
        made = full(place=place)
        assert link in Page(agenda.to_html(made)).text
        assert link in rendered(made).text
        assert "..." in agenda.to_markdown(made) or place == link


def test_what_the_page_has_no_room_for_is_told() -> None:
    notes = {look_up.id: f"Found {look_up.id}." for look_up in content.look_ups()}
    goals = [f"Is it goal {n}?" for n in range(8)]
    made = full(goals=goals, notes=notes)
    page = Page(agenda.to_html(made)).text
    assert all(goal in page for goal in goals)
    shown = sum(note in page for note in notes.values())
    assert 4 < shown < 16
    assert f"and {16 - shown} more in your journal" in page
    assert agenda.no_room(made) == [
        f"What I looked up: the page has no room for {16 - shown} more."
    ]
    some = dict(list(notes.items())[: shown - 1])
    assert agenda.no_room(full(goals=goals, notes=some)) == []


def test_a_note_stands_beside_a_short_label_and_is_long_where_there_is_room() -> None:
    note = "They lead the flood maps, and before that they measured ice in the north. " * 4
    assert f"Their title: {note.strip()}" in agenda.to_markdown(full(notes={"person-title": note}))


def test_the_calendar_entry_is_in_utc_and_keeps_its_id_when_the_talk_moves() -> None:
    made = agenda.to_ics(full(), about="p1", now=NOW)
    then = NOW + timedelta(hours=1)
    moved = agenda.to_ics(full(meeting=MEETING + timedelta(days=1)), about="p1", now=then)
    entry, later = (Calendar.from_ical(data).walk("VEVENT")[0] for data in (made, moved))
    assert entry["DTSTART"].to_ical() == b"20260603T143000Z"
    assert entry.decoded("DTEND") - entry.decoded("DTSTART") == timedelta(minutes=30)
    assert entry["UID"] == later["UID"]
    assert entry["SEQUENCE"] < later["SEQUENCE"]
    assert later.decoded("LAST-MODIFIED") == then
    assert "Oda" not in entry["UID"]
    assert entry.walk("VALARM")[0].decoded("TRIGGER") == -timedelta(minutes=15)
    assert made == agenda.to_ics(full(), about="p1", now=NOW)


def test_without_a_time_there_is_no_calendar_entry() -> None:
    with pytest.raises(BadInput, match="no time yet"):
        agenda.to_ics(full(meeting=None), about="p1", now=NOW)


def test_the_fullest_page_is_one() -> None:
    """Counts rows as a printer would: 100 signs a row, 54 rows on Letter, the shorter paper."""
    wide = "A question as long as somebody in a hurry to say it all might write it down. " * 9
    notes = {look_up.id: wide for look_up in content.look_ups()}
    lines = {line.part: wide for line in content.lines()}
    made = agenda.plan(
        wide, [wide] * 9, minutes=60, goals=[wide] * 9, notes=notes, lines=lines, place=wide
    )
    markdown = agenda.to_markdown(made)
    headings = re.findall(r"^#.*$", markdown, re.MULTILINE)
    rows = [line for line in markdown.split("\n") if line and not line.startswith("#")]
    assert sum(-(-len(row) // 100) for row in rows) + 1.5 * len(headings) <= 54
    assert "..." in markdown


def test_a_page_of_usual_length_leaves_nothing_out() -> None:
    assert "..." not in agenda.to_markdown(full())
