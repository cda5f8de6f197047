from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from informint.errors import BadInput, IllegalStep
from informint.journal import Introduction, Journal, Stage, State, derive, refusal
from informint.journal.events import (
    Acquainted,
    AgendaSaved,
    AnyEvent,
    BroughtBack,
    Drafted,
    GoalSet,
    NameUseAnswered,
    NotesSaved,
    Nudged,
    PersonEdited,
    PersonFound,
    ProfileSet,
    QuizAnswered,
    Referred,
    ReminderDismissed,
    Replied,
    ReportedBack,
    Rested,
    RuleBroughtBack,
    RuleSetAside,
    Scheduled,
    Sent,
    SetAside,
    Shortlisted,
    Tagged,
    Talked,
    Thanked,
    TimesOffered,
    Unacquainted,
    Unshortlisted,
    Untagged,
    WeightsSet,
)
from informint.model import (
    HowKnown,
    Message,
    MessageKind,
    Person,
    Preparation,
    Profile,
    TalkNotes,
)

FRIDAY = datetime(2025, 3, 7, 15, tzinfo=UTC)
STEPS: dict[str, Callable[[str], AnyEvent]] = {
    "drafted": lambda p: Drafted(p, Message(body="May I ask you for 20 minutes?")),
    "thank_you drafted": lambda p: Drafted(
        p, Message(body="Thank you", kind=MessageKind.THANK_YOU), "thank_you"
    ),
    "sent": Sent,
    "nudged": Nudged,
    "replied": Replied,
    "scheduled": lambda p: Scheduled(p, FRIDAY),
    "talked": Talked,
    "thanked": Thanked,
    "referred": Referred,
    "reported_back": ReportedBack,
    "resting": Rested,
}


def walk(journal: Journal, person: str, route: str) -> None:
    for name in filter(None, route.split(", ")):
        journal.record(STEPS[name](person))


def test_a_whole_round_is_kept_with_its_times(journal: Journal, ximena: Person) -> None:
    journal.record(PersonFound(ximena))
    route = "drafted, sent, nudged, replied, scheduled, talked, thanked, referred, reported_back"
    walk(journal, "x1", route)
    progress = journal.state.progress["x1"]
    assert [r.stage.value for r in progress.path] == ["found", *route.split(", ")]
    assert [r.at for r in progress.path] == sorted(r.at for r in progress.path)
    assert progress.meeting == FRIDAY
    assert progress.reached(Stage.SENT) == progress.path[2].at
    assert progress.reached(Stage.RESTING) is None


@pytest.mark.parametrize(
    ("route", "stage"),
    [
        ("talked, referred, thanked", "thanked"),
        ("scheduled, scheduled, talked, scheduled", "scheduled"),
        ("drafted, sent, replied, thanked", "thanked"),
        ("drafted, sent, nudged, nudged, resting, replied", "replied"),
        ("drafted, sent, resting, drafted, sent", "sent"),
        ("talked, resting, thanked", "thanked"),
        ("talked, thanked, drafted, sent", "sent"),
        ("drafted, sent, drafted", "sent"),
        ("talked, thank_you drafted", "talked"),
        ("drafted, sent, replied, replied", "replied"),
    ],
)
def test_steps_that_may_follow(journal: Journal, ximena: Person, route: str, stage: str) -> None:
    journal.record(PersonFound(ximena))
    walk(journal, "x1", route)
    assert journal.state.progress["x1"].stage == stage


@pytest.mark.parametrize(
    ("route", "step"),
    [
        ("", "sent"),
        ("", "nudged"),
        ("", "replied"),
        ("", "thanked"),
        ("", "referred"),
        ("", "reported_back"),
        ("", "resting"),
        ("drafted", "nudged"),
        ("drafted", "resting"),
        ("drafted, sent", "sent"),
        ("drafted, sent", "thanked"),
        ("drafted, sent", "referred"),
        ("drafted, sent, resting", "thanked"),
        ("drafted, sent, replied", "nudged"),
        ("talked", "reported_back"),
        ("talked", "replied"),
        ("talked, thanked", "thanked"),
    ],
)
def test_steps_that_may_not(journal: Journal, ximena: Person, route: str, step: str) -> None:
    journal.record(PersonFound(ximena))
    walk(journal, "x1", route)
    before = journal.state
    with pytest.raises(IllegalStep) as refused:
        walk(journal, "x1", step)
    assert journal.state == before
    assert str(refused.value) == refusal(before, STEPS[step]("x1"))
    assert str(refused.value).startswith("You cannot ")
    assert before.progress["x1"].stage.replace("_", " ") in str(refused.value)
    assert "Ximena" not in str(refused.value)


@pytest.mark.parametrize(
    ("event", "says"),
    [
        (Tagged("nobody", "alumni"), "no such person"),
        (Sent("nobody"), "no such person"),
        (Shortlisted("nobody"), "no such person"),
        (PersonEdited(Person(id="nobody", name="N")), "no such person"),
        (PersonFound(Person(id="x1", name="N")), "in the journal already"),
        (Shortlisted("b2"), "set aside"),
        (Referred("x1", "x1"), "somebody else"),
        (Referred("x1", "nobody"), "add them first"),
        (RuleSetAside("no-duration", "  "), "with a reason"),
        (NameUseAnswered("x1", "b2", may_name=True), "record the referral first"),
        (Acquainted("x1", "nobody"), "no such person"),
        (Acquainted("x1", "x1"), "between two people"),
        (NotesSaved("nobody", TalkNotes()), "no such person"),
        (TimesOffered("nobody"), "no such person"),
        (TimesOffered("x1"), "record their answer first"),
    ],
)
def test_what_else_is_refused(
    journal: Journal, ximena: Person, bo: Person, event: AnyEvent, says: str
) -> None:
    journal.record(PersonFound(ximena), PersonFound(bo), SetAside("b2"), Talked("x1"))
    with pytest.raises(IllegalStep, match=says):
        journal.record(event)


def test_state_holds_what_was_recorded(journal: Journal, ximena: Person, bo: Person) -> None:
    note = Message(body="Short", context={"channel": "note"})
    prepared = Preparation(
        minutes=30, goals=("money",), questions=("How did you start?",), notes={"person-title": "?"}
    )
    moved = Person(id="x1", name="Ximena Quillfeather", company="Tessel & Vane")
    state = journal.record(
        ProfileSet(Profile(name="Imani", groups=("Lakeside alumni",))),
        GoalSet("Regulatory affairs"),
        WeightsSet({"closeness": 0.5}),
        QuizAnswered("00", "what-for", 1),
        RuleSetAside("no-duration", "My field writes so"),
        RuleSetAside("no-thanks", "I thank them later"),
        RuleBroughtBack("no-thanks"),
        PersonFound(ximena),
        PersonFound(bo),
        PersonEdited(moved),
        Tagged("x1", "alumni"),
        Tagged("x1", "biotech"),
        Tagged("b2", "biotech"),
        Untagged("b2", "biotech"),
        Shortlisted("b2"),
        Shortlisted("x1"),
        Drafted("x1", note, "note"),
        AgendaSaved("x1", Preparation(questions=("Why labels?",))),
        AgendaSaved("x1", prepared),
        Talked("b2"),
        Referred("b2", "x1"),
    )
    assert state.profile.groups == ("Lakeside alumni",)
    assert state.goal == "Regulatory affairs"
    assert state.weights == {"closeness": 0.5}
    assert state.answers == {("00", "what-for"): 1}
    assert state.rules_set_aside == {"no-duration": "My field writes so"}
    assert state.people == {"x1": moved, "b2": bo}
    assert state.tags == {"x1": ("alumni", "biotech")}
    assert state.shortlist == ("b2", "x1")
    assert state.draft("x1", "note") == note
    assert state.draft("x1") is None
    assert state.preparations == {"x1": prepared}
    assert state.progress["b2"].referred_to == ("x1",)


def test_state_holds_what_followed(journal: Journal, ximena: Person, bo: Person) -> None:
    notes = TalkNotes(answers={"Why labels?": "By chance"}, points={"promised": "The handbook"})
    state = journal.record(
        PersonFound(ximena),
        PersonFound(bo),
        STEPS["drafted"]("b2"),
        Sent("b2"),
        Replied("b2", "later"),
        Replied("b2", "yes"),
        Talked("b2"),
        NotesSaved("b2", TalkNotes()),
        NotesSaved("b2", notes),
        Referred("b2", "x1"),
        Acquainted("x1", "b2", HowKnown.MET_ONCE),
        Acquainted("b2", "x1", HowKnown.CLOSE),
    )
    assert state.progress["b2"].answer == "yes"
    assert state.notes == {"b2": notes}
    assert state.introductions == {"x1": Introduction("b2", None, journal.entries()[0].at)}
    assert state.acquaintances == {"b2": {"x1": HowKnown.CLOSE}, "x1": {"b2": HowKnown.CLOSE}}
    state = journal.record(
        NameUseAnswered("b2", "x1", may_name=True),
        Unacquainted("x1", "b2"),
        ReminderDismissed("b2", "thank"),
        STEPS["thank_you drafted"]("b2"),
        Thanked("b2"),
        STEPS["drafted"]("b2"),
        Sent("b2"),
    )
    assert state.introductions["x1"].may_name is True
    assert state.introductions["x1"].at == journal.entries()[0].at
    assert state.acquaintances == {}
    assert [*state.dismissed["b2"]] == ["thank"]
    assert state.progress["b2"].answer == ""


def test_a_talk_that_was_set_may_be_called_off(journal: Journal, ximena: Person) -> None:
    journal.record(PersonFound(ximena))
    walk(journal, "x1", "drafted, sent, replied, scheduled")
    with pytest.raises(IllegalStep):
        journal.record(Replied("x1", "yes"))
    progress = journal.record(Replied("x1", "later")).progress["x1"]
    assert (progress.stage, progress.answer, progress.meeting) == (Stage.REPLIED, "later", None)


def test_who_said_later_may_be_reminded(journal: Journal, ximena: Person) -> None:
    journal.record(PersonFound(ximena))
    walk(journal, "x1", "drafted, sent")
    journal.record(Replied("x1", "later"))
    assert journal.record(Nudged("x1")).progress["x1"].stage is Stage.NUDGED


def test_setting_aside_takes_off_the_shortlist(journal: Journal, ximena: Person) -> None:
    journal.record(PersonFound(ximena), Shortlisted("x1"))
    state = journal.record(SetAside("x1", "Changed field"))
    assert (state.shortlist, state.set_aside) == ((), {"x1": "Changed field"})
    assert journal.record(BroughtBack("x1")).set_aside == {}


def test_a_step_is_all_or_nothing(journal: Journal, ximena: Person) -> None:
    with pytest.raises(IllegalStep):
        journal.record(PersonFound(ximena), Tagged("x1", "alumni"), Sent("x1"))
    assert journal.state == State()
    assert journal.entries() == ()


@pytest.mark.parametrize(
    "again", [Tagged("x1", "alumni"), Shortlisted("x1"), Unshortlisted("b2"), GoalSet("")]
)
def test_what_changes_nothing_is_not_recorded(
    journal: Journal, ximena: Person, bo: Person, again: AnyEvent
) -> None:
    journal.record(PersonFound(ximena), PersonFound(bo), Tagged("x1", "alumni"), Shortlisted("x1"))
    before = journal.entries()
    journal.record(again)
    assert journal.entries() == before


@pytest.mark.parametrize(
    "wrong",
    [
        QuizAnswered("00", "what-for", "1"),  # type: ignore[arg-type]
        QuizAnswered("00", "what-for", -1),
        Tagged("x1", ""),
        WeightsSet({"closeness": float("nan")}),
        WeightsSet({"closeness": -1.0}),
        Scheduled("x1", datetime(2025, 3, 7, 15)),  # noqa: DTZ001  (a time without a zone)
        GoalSet("half of an emoji: \ud83d"),
    ],
)
def test_what_could_not_be_read_again_is_refused(
    journal: Journal, ximena: Person, wrong: AnyEvent
) -> None:
    journal.record(PersonFound(ximena))
    before = journal.entries()
    with pytest.raises(BadInput):
        journal.record(wrong)
    assert journal.entries() == before


def test_undo_walks_back_and_says_what_it_took(
    journal: Journal, ximena: Person, bo: Person
) -> None:
    journal.record(PersonFound(ximena), PersonFound(bo))
    journal.record(Shortlisted("x1"))
    journal.record(Tagged("b2", "alumni"), Shortlisted("b2"))
    assert journal.state.last_step == "tagged a person and shortlisted a person"
    assert journal.undo() == "tagged a person and shortlisted a person"
    assert journal.state.shortlist == ("x1",)
    assert journal.undo() == "shortlisted a person"
    journal.record(Tagged("x1", "biotech"))
    assert journal.undo() == "tagged a person"
    assert journal.undo() == "added 2 people"
    assert journal.state == State()
    with pytest.raises(IllegalStep, match="nothing to take back"):
        journal.undo()


def test_undo_reaches_further_than_what_is_kept_at_hand(journal: Journal, ximena: Person) -> None:
    journal.record(PersonFound(ximena))
    for n in range(50):
        journal.record(Tagged("x1", f"tag {n}"))
    for _ in range(51):
        journal.undo()
    assert journal.state == State()


def test_a_clock_that_goes_back_does_no_harm(ximena: Person, tmp_path: Path) -> None:
    times = iter(FRIDAY - timedelta(days=n) for n in range(9))
    with Journal.in_memory(folder=tmp_path, clock=lambda: next(times)) as journal:
        journal.record(PersonFound(ximena))
        walk(journal, "x1", "drafted, sent")
        assert journal.state.progress["x1"].stage is Stage.SENT
        journal.undo()
        assert journal.state.progress["x1"].stage is Stage.DRAFTED


def test_onlookers_are_told_until_they_leave(journal: Journal) -> None:
    goals: list[str] = []
    leave = journal.subscribe(lambda told: goals.append(told.state.goal))
    journal.record(GoalSet("Patents"))
    journal.undo()
    leave()
    leave()
    journal.record(GoalSet("Policy"))
    assert goals == ["Patents", ""]


def test_an_onlooker_that_fails_is_seen_and_keeps_nobody_else_from_looking(
    journal: Journal,
) -> None:
    told: list[Journal] = []

    def fail(_: Journal) -> None:
        message = "a bug in a view"
        raise ValueError(message)

    journal.subscribe(fail)
    journal.subscribe(told.append)
    with pytest.raises(ValueError, match="a bug in a view"):
        journal.record(GoalSet("Patents"))
    assert told == [journal]
    assert journal.state.goal == "Patents"


_PEOPLE = [Person(id=i, name=f"Person {i}") for i in "abc"]
_STEPS = st.one_of(
    st.sampled_from([PersonFound(p) for p in _PEOPLE]),
    st.builds(lambda name, p: STEPS[name](p), st.sampled_from([*STEPS]), st.sampled_from("abc")),
    st.builds(
        lambda kind, p: kind(p),
        st.sampled_from([Shortlisted, Unshortlisted, SetAside, BroughtBack]),
        st.sampled_from("abc"),
    ),
    st.builds(Tagged, st.sampled_from("abc"), st.text(min_size=1, max_size=3)),
    st.builds(
        lambda kind, p, q: kind(p, q),
        st.sampled_from([Acquainted, Unacquainted, Referred, ReminderDismissed]),
        st.sampled_from("abc"),
        st.sampled_from("abc"),
    ),
    st.builds(GoalSet, st.text(max_size=5)),
    st.none(),  # undo
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(_STEPS, min_size=1, max_size=3), max_size=25))
def test_any_way_through_can_be_derived_anew_and_undone_whole(
    steps: list[list[AnyEvent | None]],
) -> None:
    with Journal.in_memory(folder=Path("unused"), clock=lambda: FRIDAY) as journal:
        for step in [[PersonFound(_PEOPLE[0])], *steps]:
            try:
                if None in step:
                    journal.undo()
                else:
                    journal.record(*filter(None, step))
            except (IllegalStep, BadInput):
                continue
            assert journal.state == derive(journal.entries(), check=True)
        while journal.state.step:
            journal.undo()
        assert journal.state == State()
