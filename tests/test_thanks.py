"""The thank-you prepared from notes or a transcript, the notes sheet, and times to offer."""

import json
import re
from datetime import UTC, datetime, timedelta, timezone
from html.parser import HTMLParser
from pathlib import Path

import pytest

from informint import arranging, coach, content, notes, outreach, thanks
from informint.cli import main
from informint.content.talk_notes import sheet, timings
from informint.model import MessageKind, Person, Profile, TalkNotes

PER = Person(id="per", name="Per Lindqvist", given_name="Per", email="per@example.org")
ADA = Profile(name="Ada Ruiz", interest="bookbinding")
NOTES = TalkNotes(
    answers={"What is hard?": "the glue forgives nothing."},
    points={
        "learned": "they saved 400 ledgers with hair dryers\nthe flood",
        "people": "Anneke Vos in Bergen, may use Per's name",
        "promised": "I'll send him the photographs by Friday",
        "next": "I will sharpen one knife a day",
        "own": "could imagine it",
    },
)
TALK = (
    ("learner", "Hello Per, how did you come to it?"),
    ("persona", "Through a flood. We saved four hundred ledgers with hair dryers."),
    ("learner", "That is great. I'll send you our photographs, thank you."),
    ("persona", "Do that. Goodbye."),
)  # fmt: skip


def test_notes_fill_the_thank_you_and_leave_the_reason_open() -> None:
    told = thanks.told_by_notes(NOTES)
    draft = outreach.draft(thanks.pattern_for(told), PER, ADA, told=told)
    assert draft.kind is MessageKind.THANK_YOU
    assert "What stays with me: they saved 400 ledgers with hair dryers. [[Why" in draft.body
    assert "My next step: sharpen one knife a day." in draft.body
    assert "As I promised, I will send you the photographs by Friday." in draft.body
    assert "Thank you also for the name of Anneke Vos." in draft.body
    assert "could imagine it" not in draft.body
    heard = thanks.heard_in_notes(NOTES)
    rules = {f.rule for f in coach.check_message(draft, heard=heard).findings}
    assert {"placeholder", "was-said", "promise-kept"} <= rules
    assert "could imagine it" not in heard.said


def test_a_transcript_gives_things_to_pick_and_the_promise() -> None:
    heard = thanks.heard_in_talk(TALK)
    (pick,) = thanks.picks(TALK)
    assert (pick.turn, pick.words[:13]) == (2, "We saved four")
    told = thanks.told_by_talk(heard, pick.words)
    draft = outreach.draft(thanks.pattern_for(told), PER, ADA, told=told)
    assert f"“{pick.words}”]]" in draft.body
    assert "I will send you our photographs by [[the day" in draft.body
    assert "placeholder" in {f.rule for f in coach.check_message(draft, heard=heard).findings}


def test_the_command_holds_a_thank_you_to_what_was_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said, mail = tmp_path / "said.txt", tmp_path / "mail.txt"
    said.write_text("\n".join(text for who, text in TALK if who == "persona"), "utf-8")
    mail.write_text(
        "Subject: Thank you\n\nDear Per,\n\nThank you for Monday. Your story of the fire in Lisbon "
        "stays with me, and I have bought a bucket.\n\nKind regards,\nAda\n",
        "utf-8",
    )
    main(["check", "message", str(mail), "--said", str(said), "--json"])
    findings = json.loads(capsys.readouterr().out)["findings"]
    assert "never-said" in {f["rule"] for f in findings}


def test_a_name_without_a_promise_asks_for_the_pattern_with_the_name() -> None:
    told = thanks.told_by_notes(TalkNotes(points={"people": "Anneke Vos"}))
    assert thanks.pattern_for(told) == "thank-you-referral-email"
    assert thanks.pattern_for({}) == "thank-you-email"
    assert thanks.told_by_notes(TalkNotes()) == {}


@pytest.mark.parametrize("nothing", ["nothing", "Nobody.", "-", "?", "n/a", "None yet", "no"])
def test_a_note_of_nothing_says_nothing(nothing: str) -> None:
    points = dict.fromkeys(("learned", "people", "promised", "next"), nothing)
    notes = TalkNotes(answers={"What is hard?": nothing}, points=points)
    assert thanks.told_by_notes(notes) == {}
    heard = thanks.heard_in_notes(notes)
    assert heard.said == heard.promised == ()


@pytest.mark.parametrize(
    ("noted", "sentence"),
    [
        ("I'd let him know on Friday", "I will let you know on Friday."),
        ("I said I\u2019d send her the list by Monday", "I will send you the list by Monday."),
        ("promised to write to Bo this week", "I will write to Bo this week."),
    ],
)
def test_a_promise_is_said_to_them(noted: str, sentence: str) -> None:
    assert thanks.as_promised(noted) == f"As I promised, {sentence}"


def test_a_long_note_is_cut_and_not_lost() -> None:
    long = TalkNotes(points={"learned": "word " * 200})
    draft = outreach.draft("thank-you-email", PER, ADA, told=thanks.told_by_notes(long))
    assert "word ..." in draft.body


def test_sources_on_timing_differ_and_are_all_there() -> None:
    house, *others = timings()
    assert house.days == (0, 1)
    assert {t.days for t in others} >= {(0, 0), (3, 5)}
    named = {s for t in (house, *others) for s in t.sources} | {part.source for part in sheet()}
    assert named <= content.sources().keys()


class _Page(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        assert not any(name in {"src", "href"} for name, _ in attrs)


def test_the_sheet_prints_blank_and_filled_and_takes_words_literally() -> None:
    wild = TalkNotes(answers={"<b>Why?</b>": "*because* <script>"}, points={"learned": "a_b"})
    blank = notes.make_sheet("Per Lindqvist", ["How did you come to it?"])
    filled = notes.make_sheet("Per Lindqvist", ["How did you come to it?"], wild)
    assert [f.title for f in filled.questions] == ["How did you come to it?", "<b>Why?</b>"]
    page = _Page()
    page.feed(notes.to_html(filled))
    assert "script" not in page.tags
    assert "b" not in page.tags
    text = notes.to_markdown(filled)
    assert r"\*because\* \<script\>" in text
    assert r"a\_b" in text
    written = notes.to_markdown(blank)
    assert all(part.title in written for part in sheet())
    assert written.count("\\_" * 60) == sum(f.lines for f in (*blank.questions, *blank.parts))
    assert notes.to_html(blank).count('class="line"') == written.count("\\_" * 60)
    assert re.match(r"# Notes of my talk\n", notes.to_markdown(notes.make_sheet()))


@pytest.mark.parametrize(
    ("moments", "zone", "words"),
    [
        ([], "", ""),
        ([datetime(2026, 3, 3, 9, 5)], "", "Tuesday 3 March, 9:05 ([[your time zone]])"),  # noqa: DTZ001  (typed without a zone)
        ([datetime(2026, 3, 3, 9, 5, tzinfo=UTC)], "", "Tuesday 3 March, 9:05 (UTC)"),
        (
            [datetime(2026, 3, 5, 15, 0, tzinfo=timezone(timedelta(hours=5, minutes=30)))],
            "",
            "Thursday 5 March, 15:00 (UTC+05:30)",
        ),
        (
            [datetime(2026, 3, 5 - n, 15, 0) for n in range(2)],  # noqa: DTZ001  (as above)
            "Boston time",
            "Wednesday 4 March, 15:00 or Thursday 5 March, 15:00 (Boston time)",
        ),
    ],
)
def test_times_are_offered_in_order_with_their_zone(
    moments: list[datetime], zone: str, words: str
) -> None:
    assert arranging.offer(moments, zone) == words


def test_every_answer_has_its_pattern() -> None:
    listed = [p for p in content.patterns().values() if p.kind is MessageKind.SCHEDULING]
    chosen = {a: arranging.suggested(listed, a, agreed=False) for a in ("yes", "no", "later")}
    assert {a: content.patterns()[i].answers for a, i in chosen.items()} == {a: a for a in chosen}
    confirms = content.patterns()[arranging.suggested(listed, "yes", agreed=True)]
    assert arranging.needs(confirms) == {"agreed", "place"}
