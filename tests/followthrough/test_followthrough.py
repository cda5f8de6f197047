"""What is open with whom: the days counted, the steps that follow, the calendar, the referral."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from informint import coach, content, followthrough, introductions
from informint.content import follow_through
from informint.errors import BadInput, IllegalStep
from informint.followthrough import Reminder, add_days, in_words
from informint.journal import Journal, Stage, open_journal
from informint.journal.events import (
    AgendaSaved,
    AnyEvent,
    CadenceChosen,
    Drafted,
    NameUseAnswered,
    Nudged,
    PersonFound,
    ProfileSet,
    Referred,
    ReminderDismissed,
    Replied,
    ReportedBack,
    Rested,
    Scheduled,
    Sent,
    SetAside,
    Shortlisted,
    Talked,
    Thanked,
    TimesOffered,
)
from informint.model import HowKnown, Message, MessageKind, Person, Preparation, Profile

FRIDAY = datetime(2025, 3, 7, 15, tzinfo=UTC)
NORA = Person(id="nora", name="Nora Haldane", email="nora@example.org")
BO = Person(id="bo", name="Bo Lindqvist")
GORAN = Person(id="goran", name="Goran Vukadinčić")
REQUEST = Message(subject="Request for an informational interview", body="Dear Ms. Haldane, ...")


class Clock:
    """Stands still until it is set."""

    def __init__(self) -> None:
        self.now = FRIDAY

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def journal(clock: Clock, tmp_path: Path) -> Iterator[Journal]:
    me = Profile(name="Imani Lund", interest="how museums plan")
    found = [ProfileSet(me), PersonFound(NORA), PersonFound(BO)]
    with Journal.in_memory(*found, folder=tmp_path, clock=clock) as journal:
        yield journal


def open_with(journal: Journal, person: str = "nora") -> dict[str, date | None]:
    return {r.action: r.due for r in followthrough.reminders(journal.state, person, journal.now)}


@pytest.mark.parametrize(
    ("start", "n", "day"),
    [
        ("2025-03-03", 3, "2025-03-06"),
        ("2025-03-07", 1, "2025-03-10"),
        ("2025-03-07", 7, "2025-03-18"),
        ("2025-03-08", 1, "2025-03-10"),
        ("2025-03-09", 5, "2025-03-14"),
        ("2025-03-10", -1, "2025-03-07"),
        ("2025-03-09", -1, "2025-03-07"),
        ("2024-12-31", 3, "2025-01-03"),
        ("2025-03-08", 0, "2025-03-08"),
    ],
)
def test_business_days_leave_out_the_weekend(start: str, n: int, day: str) -> None:
    found = add_days(date.fromisoformat(start), n, "business_days")
    assert found == date.fromisoformat(day)


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.integers(-80, 80).filter(bool))
def test_business_days_are_counted_one_by_one(start: date, n: int) -> None:
    end = add_days(start, n, "business_days")
    first, last = sorted((start, end))
    between = (first + timedelta(days=d) for d in range((last - first).days + 1))
    assert end.weekday() < 5
    assert sum(d.weekday() < 5 and d != start for d in between) == abs(n)


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("2025-03-07", "today"),
        ("2025-03-08", "tomorrow"),
        ("2025-03-06", "since yesterday"),
        ("2025-03-11", "on Tuesday, 11 March"),
        ("2025-02-03", "since 3 February"),
        ("2026-01-02", "on 2 January 2026"),
    ],
)
def test_a_day_in_words(day: str, words: str) -> None:
    assert in_words(date.fromisoformat(day), FRIDAY.date()) == words


def day(number: int, month: int = 3) -> date:
    return date(2025, month, number)


SEND = [Drafted("nora", REQUEST), Sent("nora")]


@pytest.mark.parametrize(
    ("happened", "due"),
    [
        ([], {}),
        ([Shortlisted("nora")], {"begin": day(12)}),
        ([Drafted("nora", REQUEST)], {"send": day(10)}),
        (SEND, {"write_another": day(12), "nudge": day(18)}),
        ([*SEND, Drafted("bo", REQUEST)], {"write_another": day(12), "nudge": day(18)}),
        ([*SEND, Nudged("nora")], {"rest": day(18)}),
        ([*SEND, Replied("nora")], {"answer": day(10)}),
        ([*SEND, Replied("nora", "yes")], {"answer": day(10)}),
        ([*SEND, Replied("nora", "no")], {"thank_for_no": day(10)}),
        ([*SEND, Replied("nora", "later")], {"ask_again": day(4, 4)}),
        ([*SEND, Replied("nora", "no"), Thanked("nora")], {}),
        ([*SEND, Replied("nora", "yes"), Thanked("nora")], {"answer": day(10)}),
        ([*SEND, Replied("nora", "later"), Thanked("nora")], {"ask_again": day(4, 4)}),
        ([*SEND, Replied("nora", "yes"), TimesOffered("nora")], {"settle_time": day(12)}),
        (
            [*SEND, Replied("nora", "yes"), TimesOffered("nora"), Replied("nora", "later")],
            {"ask_again": day(4, 4)},
        ),
        (
            [Scheduled("nora", datetime(2025, 3, 17, 9, tzinfo=UTC)), Replied("nora", "no")],
            {"thank_for_no": day(10)},
        ),
        (
            [Scheduled("nora", datetime(2025, 3, 17, 9, tzinfo=UTC))],
            {"prepare": day(14), "talk": day(17)},
        ),
        (
            [
                AgendaSaved("nora", Preparation(goals=("money",))),
                Scheduled("nora", datetime(2025, 3, 17, 9, tzinfo=UTC)),
            ],
            {"talk": day(17)},
        ),
        (
            [
                AgendaSaved("nora", Preparation(place="her office")),
                Scheduled("nora", datetime(2025, 3, 17, 9, tzinfo=UTC)),
            ],
            {"prepare": day(14), "talk": day(17)},
        ),
        ([Scheduled("nora", datetime(2025, 3, 5, 9, tzinfo=UTC))], {"talk": day(5)}),
        ([Talked("nora")], {"thank": day(8)}),
        (
            [Scheduled("nora", datetime(2025, 3, 5, 9, tzinfo=UTC)), Talked("nora")],
            {"thank": day(6)},
        ),
        ([Talked("nora"), Thanked("nora")], {"report_back": day(21)}),
        (
            [Talked("nora"), Referred("nora", "bo"), Thanked("nora")],
            {"report_back": day(21)},
        ),
        ([Talked("nora"), Thanked("nora"), Referred("nora")], {"report_back": day(21)}),
        ([Talked("nora"), Referred("nora", "bo")], {"thank": day(8), "report_back": day(21)}),
        (
            [Talked("nora"), Thanked("nora"), ReportedBack("nora")],
            {"keep_in_touch": date(2025, 7, 5)},
        ),
        ([*SEND, Rested("nora")], {}),
    ],
)
def test_what_is_next_follows_from_what_happened(
    journal: Journal, happened: list[AnyEvent], due: dict[str, date | None]
) -> None:
    if happened:
        journal.record(*happened)
    assert open_with(journal) == due


def test_whoever_was_named_is_written_to_and_reported_on(journal: Journal, clock: Clock) -> None:
    journal.record(Talked("nora"), Thanked("nora"), Referred("nora", "bo"))
    assert open_with(journal, "bo") == {"ask_name": day(10), "write": day(12)}
    journal.record(NameUseAnswered("nora", "bo", may_name=True))
    assert open_with(journal, "bo") == {"write": day(12)}
    clock.now += timedelta(days=4)
    journal.record(Talked("bo"))
    assert open_with(journal) == {"report_news": day(13)}
    journal.record(Drafted("nora", REQUEST))  # a new round does not make it go away
    assert open_with(journal)["report_news"] == day(13)
    journal.undo()
    journal.record(ReportedBack("nora"))
    assert open_with(journal) == {"keep_in_touch": date(2025, 7, 9)}
    clock.now += timedelta(days=1)
    journal.record(Talked("bo"))
    assert open_with(journal)["report_news"] == day(14)


def test_each_who_named_somebody_is_asked_and_told(journal: Journal) -> None:
    journal.record(PersonFound(GORAN), Talked("nora"), Thanked("nora"), Talked("goran"))
    journal.record(Referred("nora", "bo", may_name=False))
    journal.record(Referred("goran", "bo", may_name=True))
    assert open_with(journal)["report_back"] == day(21)
    assert open_with(journal, "goran")["report_back"] == day(21)
    known = followthrough.context(journal.state, "bo")
    assert known == {"introducer": "Nora Haldane", "name_use": "no"}
    journal.record(NameUseAnswered("nora", "bo", may_name=True))
    known = followthrough.context(journal.state, "bo")
    assert known == {"introducer": "Nora Haldane\nGoran Vukadinčić", "name_use": "yes"}
    journal.record(Referred("nora", "bo"))  # once more, and nobody asked again
    assert followthrough.context(journal.state, "bo")["name_use"] == "yes"
    assert journal.state.introductions["bo"].by == "nora"


def test_whoever_was_named_and_erased_leaves_a_report_to_make(journal: Journal) -> None:
    journal.record(Talked("nora"), Thanked("nora"), Referred("nora", "bo"))
    journal.erase_person("bo")
    assert open_with(journal) == {"report_back": day(21)}


def test_writing_to_another_settles_the_third_day(journal: Journal, clock: Clock) -> None:
    journal.record(*SEND)
    clock.now += timedelta(days=3)
    journal.record(Drafted("bo", REQUEST), Sent("bo"))
    assert [*open_with(journal)] == ["nudge"]
    assert [*open_with(journal, "bo")] == ["write_another", "nudge"]


@pytest.mark.parametrize(
    ("cadence", "due"),
    [
        ("one-week", {"nudge": day(14)}),
        ("3-7-7", {"nudge": day(12)}),
        ("weekly", {"nudge": day(14)}),
        ("gone-from-the-content", {"write_another": day(12), "nudge": day(18)}),
    ],
)
def test_the_cadence_is_the_learners_choice(
    journal: Journal, cadence: str, due: dict[str, date]
) -> None:
    journal.record(*SEND, CadenceChosen(cadence))
    assert open_with(journal) == due


def test_a_cadence_of_several_reminders_goes_on(journal: Journal) -> None:
    journal.record(CadenceChosen("3-7-7"), *SEND, Nudged("nora"))
    assert open_with(journal) == {"nudge": day(18)}
    journal.record(Nudged("nora"), Nudged("nora"))
    assert open_with(journal) == {"rest": day(18)}


def test_a_dismissed_reminder_comes_back_with_the_next_occasion(
    journal: Journal, clock: Clock
) -> None:
    journal.record(*SEND)
    journal.record(ReminderDismissed("nora", "nudge"))
    assert open_with(journal) == {"write_another": day(12), "rest": day(27)}
    clock.now += timedelta(days=40)
    journal.record(Rested("nora"), *SEND)
    assert "nudge" in open_with(journal)


def test_dates_are_the_learners(journal: Journal, clock: Clock) -> None:
    clock.now = datetime(2025, 3, 7, 23, 30, tzinfo=timezone(timedelta(hours=-5)))
    journal.record(Talked("nora"))  # Saturday in London, Friday where the learner is
    assert open_with(journal) == {"thank": day(8)}
    (row,) = followthrough.rows(journal.state, journal.now)
    assert row.since == day(7)


def test_the_board_shows_who_is_under_way_and_what_is_due_first(sample: Journal) -> None:
    rows = followthrough.rows(sample.state, sample.now)
    columns = followthrough.columns(rows)
    assert [*columns] == [*Stage]
    assert all(columns.values())
    assert sum(map(len, columns.values())) == len(rows)
    dated = [row.next.due for row in rows if row.next and row.next.due]
    assert dated == sorted(dated)
    assert all(row.next for row in rows if row.stage is not Stage.RESTING)
    due = followthrough.due(rows, sample.today)
    assert [r.action for r in due] == ["rest", "ask_name", "nudge", "prepare", "send"]
    text = followthrough.to_text(rows, sample.today)
    assert text.startswith("Due\n- Let it rest with Emeka Nwachukwu-Bell, since Friday")
    assert "Resting (1)\n- Tomasz Wierzbowski" in text
    sample.record(SetAside(due[0].person.id))
    assert len(followthrough.rows(sample.state, sample.now)) == len(rows) - 1


@pytest.fixture
def sample(tmp_path: Path) -> Iterator[Journal]:
    with open_journal(tmp_path / "none", underway=True) as journal:
        yield journal


def entries(journal: Journal) -> dict[str, tuple[date, str]]:
    rows = followthrough.rows(journal.state, journal.now)
    calendar = Calendar.from_ical(followthrough.to_ics(rows, now=journal.now))
    return {str(e["UID"]): (e["DTSTART"].dt, str(e["SUMMARY"])) for e in calendar.walk("VEVENT")}


def test_a_calendar_takes_the_reminders_and_moves_them(sample: Journal) -> None:
    before = entries(sample)
    rows = followthrough.rows(sample.state, sample.now)
    dated = [r for row in rows for r in row.open if r.due and r.action != "talk"]
    assert len(before) == len(dated)
    assert min(at for at, _ in before.values()) == sample.today
    assert entries(sample) == before
    sample.record(CadenceChosen("one-week"))
    moved = entries(sample)
    assert moved.keys() < before.keys()  # nobody else to write to any more, and the same nudges
    assert any(moved[uid][0] != before[uid][0] for uid in moved)
    written = followthrough.to_ics(rows, now=sample.now)
    (alarm, *_) = Calendar.from_ical(written).walk("VALARM")
    assert alarm["TRIGGER"].dt == timedelta(hours=9)


def test_the_reminder_answers_the_request_and_is_coached(journal: Journal) -> None:
    journal.record(*SEND)
    message = followthrough.nudge(journal.state, "nora", journal.now)
    assert message.subject == "Re: Request for an informational interview"
    assert "On Friday, 7 March, I wrote to ask" in message.body
    review = coach.check_message(message)
    assert [f.rule for f in review.findings if f.severity == "must"] == ["placeholder"]
    journal.record(Nudged("nora"))
    again = followthrough.nudge(journal.state, "nora", journal.now)
    assert "reminded-before" in {f.rule for f in coach.check_message(again).findings}
    with pytest.raises(BadInput, match="nothing to remind"):
        followthrough.nudge(journal.state, "bo", journal.now)


@pytest.mark.parametrize(
    ("cadence", "said"),
    [
        ("3b7", ["a short reminder, and the only one", "a last short reminder"]),
        ("3-7-7", ["a short reminder.", "a short reminder.", "a last short reminder"]),
    ],
)
def test_a_reminder_says_truly_if_it_is_the_only_one(
    journal: Journal, cadence: str, said: list[str]
) -> None:
    journal.record(CadenceChosen(cadence), *SEND)
    for words in said:
        assert words in followthrough.nudge(journal.state, "nora", journal.now).body
        journal.record(Nudged("nora"))


def test_whoever_said_later_is_asked_again(journal: Journal) -> None:
    journal.record(*SEND, Nudged("nora"), Replied("nora", "later"))
    message = followthrough.nudge(journal.state, "nora", journal.now)
    assert "you answered that another time would be better" in message.body
    assert "reminder" not in message.body
    assert message.subject == "Re: Request for an informational interview"
    assert "reminded" not in message.context


def test_a_reminder_of_an_introduction_asks_for_no_talk(journal: Journal) -> None:
    way = introductions.Way(people=(NORA, BO), ties=(HowKnown.CLOSE, HowKnown.CLOSE))
    asked = introductions.request(way, Profile(name="Imani"))
    journal.record(Talked("nora"), Drafted("nora", asked, "introduction"), Sent("nora"))
    assert [*open_with(journal)] == ["thank", "write_another", "nudge"]
    journal.record(Thanked("nora"))
    assert [*open_with(journal)] == ["write_another", "nudge", "report_back"]
    message = followthrough.nudge(journal.state, "nora", journal.now)
    assert message.subject == "Re: Would you introduce me to Bo Lindqvist?"
    assert "I wrote to ask for an introduction to Bo Lindqvist" in message.body
    assert message.to == "Nora Haldane"
    assert "short talk" not in message.body
    journal.record(Nudged("nora"), Replied("nora", "no"), Thanked("nora"))
    journal.record(Drafted("nora", replace(REQUEST, body="Dear Nora, once more")), Sent("nora"))
    assert "short talk" in followthrough.nudge(journal.state, "nora", journal.now).body


def test_a_referral_becomes_a_person(journal: Journal) -> None:
    journal.record(Talked("nora"))
    new = followthrough.newcomer(" Dr. Ada  Oyelaran ", company="Fern Museum")
    assert (new.name, new.given_name, new.family_name) == ("Dr. Ada Oyelaran", "Ada", "Oyelaran")
    journal.record(*followthrough.introduced_by(journal.state, "nora", new, may_name=True))
    state = journal.state
    assert state.people[new.id] == new
    assert state.introductions[new.id].by == "nora"
    assert state.shortlist == (new.id,)
    assert open_with(journal)["report_back"] == day(21)
    assert followthrough.namesakes(state, new) == (new,)
    assert journal.undo() == "added a person and recorded a referral and shortlisted a person"
    assert new.id not in journal.state.people


def test_a_referral_to_somebody_known_brings_them_back(journal: Journal) -> None:
    journal.record(Talked("nora"), SetAside("bo"))
    journal.record(*followthrough.introduced_by(journal.state, "nora", BO))
    assert journal.state.shortlist == ("bo",)
    assert len(journal.state.people) == 2


def test_a_referral_needs_a_name_and_an_occasion(journal: Journal) -> None:
    with pytest.raises(BadInput, match="has a name"):
        followthrough.newcomer("  ")
    with pytest.raises(IllegalStep, match="record the talk"):
        journal.record(*followthrough.introduced_by(journal.state, "nora", BO))


@pytest.mark.parametrize(("may_name", "ready"), [(True, True), (False, False), (None, False)])
def test_a_name_is_used_only_with_leave(
    journal: Journal, *, may_name: bool | None, ready: bool
) -> None:
    journal.record(Talked("nora"), Referred("nora", "bo", may_name=may_name))
    body = (
        "Dear Bo Lindqvist,\n\nNora Haldane suggested that I write to you, since you know maps. "
        "Could I ask you about them for 20 minutes by phone? I will keep to the time.\n\n"
        "Thank you,\nImani"
    )
    message = Message(body=body, subject="Referred by Nora Haldane", to="Bo Lindqvist")
    told = followthrough.with_context(journal.state, "bo", message)
    rules = {f.rule: f for f in coach.check_message(told).findings}
    assert ("name-without-leave" in rules) is not ready
    if not ready:
        assert rules["name-without-leave"].severity == "must"
        assert body[slice(*rules["name-without-leave"].span or (0, 0))] == "Nora Haldane"


@pytest.mark.parametrize("kind", [MessageKind.REQUEST, MessageKind.SCHEDULING])
def test_who_is_only_said_to_have_sent_one_is_asked_first(
    journal: Journal, kind: MessageKind
) -> None:
    message = Message(
        body="Dear Bo Lindqvist,\n\nDr Vukadincic told me of your maps.\n\nThank you,\nImani",
        to="Bo Lindqvist",
        kind=kind,
        context={followthrough.SENT_BY: "Goran Vukadinčić"},
    )
    told = followthrough.with_context(journal.state, "bo", message)
    assert "name-without-leave" in {f.rule for f in coach.check_message(told).findings}
    journal.record(PersonFound(GORAN), Talked("goran"), Referred("goran", "bo", may_name=True))
    told = followthrough.with_context(journal.state, "bo", message)
    assert "name-without-leave" not in {f.rule for f in coach.check_message(told).findings}


def test_every_step_and_cadence_names_a_source() -> None:
    steps = follow_through.next_steps()
    assert set(steps) == set(follow_through.STEPS)
    cited = {s.source for s in (*steps.values(), *follow_through.cadences().values())}
    assert cited <= set(content.sources())
    assert next(iter(follow_through.cadences())) == "3b7"


def test_a_name_is_not_read_as_a_field(tmp_path: Path) -> None:
    odd = Person(id="x", name="{introducer} Roe")
    with Journal.in_memory(PersonFound(odd), Talked("x"), folder=tmp_path) as journal:
        (reminder,) = followthrough.reminders(journal.state, "x", journal.now)
    assert isinstance(reminder, Reminder)
    assert reminder.what == "Thank {introducer} Roe"
