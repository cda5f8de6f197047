"""Twice round the whole loop, the kernel restarted in the middle of each lesson, nothing lost."""

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from browser.lab import (
    Lab,
    Lesson,
    answered,
    begin_talk,
    choose_on_board,
    linkedin_zip,
    opened,
    say,
)
from playwright.sync_api import Browser, Locator, expect

from informint.journal import Stage, open_journal
from informint.journal.entries import pack
from informint.journal.events import Move

START, WHOM, REQUEST = "00_start_here.ipynb", "01_whom_to_talk_to.ipynb", "02_the_request.ipynb"
PLAN, CONVERSATION = "03_questions_and_plan.ipynb", "04_the_conversation.ipynb"
CLOSE, FOLLOW = "05_close_and_thank.ipynb", "06_the_follow_through.ipynb"

LEARNER, EMAIL = "Ottoline Crake", "crake@example.org"
GOAL = "What museum curators do all day"
ODA = "Oda Lindqvist"
NEXT_GOAL = "How paper is kept from falling apart"
EXPORT = """First Name,Last Name,URL,Email Address,Company,Position,Connected On
Nora,Haldane,https://people.example.org/in/nora,,Fern Museum,Curator,05 Jan 2024
Oda,Lindqvist,https://people.example.org/in/oda,,Loom Press,Editor,06 Jan 2024
"""


@dataclass(frozen=True, kw_only=True)
class Round:
    """One person of the loop, and all that the learner writes, says and hears on the way."""

    name: str
    position: str
    company: str
    introducer: str = ""
    request: str
    asked: tuple[str, str]
    said: tuple[str, str]
    learned: str
    named: str = ""
    thanks: str
    meeting: str

    @property
    def called(self) -> str:
        return f"{self.name}: {self.position}, {self.company}"


NORA = Round(
    name="Nora Haldane",
    position="Curator",
    company="Fern Museum",
    request="Dear Ms. Haldane,\n\nI read your essay on the labels of the fern hall. I am a cell "
    "biologist and would like to learn what your work is like and how you came to it.\n\nCould we "
    "talk for 20 minutes by phone in the next weeks? I will keep to the time, and any hour suits "
    "me.\n\nThank you for considering it,\nOttoline",
    asked=("How did you come to this work?", "What does an ordinary week look like?"),
    said=("How did you get from teaching to the museum?", "Thank you for the story. Goodbye."),
    learned="She reads every label aloud to a child before it is printed.",
    named="Ada Oyelaran, who mends the herbarium; I may use the name.",
    thanks="Dear Ms. Haldane,\n\nThank you for Monday. That you read every label aloud to a child "
    "before it is printed stays with me: I have read my abstract to my nephew, and will rewrite "
    "it this week. Thank you also for the name of Ada Oyelaran. I will tell you how it went.\n\n"
    "Kind regards,\nOttoline",
    meeting="2035-06-04T16:30",
)
ADA = Round(
    name="Ada Oyelaran",
    position="Conservator",
    company="Quill Archive",
    introducer=NORA.name,
    request="Dear Ms. Oyelaran,\n\nNora Haldane suggested that I write to you, since you mend the "
    "herbarium sheets. I am a cell biologist and would like to learn what your work is like and "
    "how you came to it.\n\nCould we talk for 20 minutes by phone in the next weeks? I will keep "
    "to the time, and any hour suits me.\n\nThank you for considering it,\nOttoline",
    asked=("How did you learn to mend paper?", "What would you do differently today?"),
    said=("What does a usual week look like?", "That helps me a lot, thank you. Goodbye."),
    learned="Old glue tells her where a sheet was mounted.",
    thanks="Dear Ms. Oyelaran,\n\nThank you for Thursday. I keep thinking of the old glue that "
    "tells you where a sheet was mounted: this week I will look at our own slides that way.\n\n"
    "Kind regards,\nOttoline",
    meeting="2035-07-05T10:00",
)
ROUNDS = (NORA, ADA)


def starts(lesson: Lesson) -> None:
    record = lesson.view("Your journal")
    record.get_by_role("button", name="Start my own journal").click()
    expect(record.get_by_text("0 people, 0 drafts")).to_be_visible()
    quiz = lesson.view("Check your understanding")
    quiz.get_by_role("group").nth(0).get_by_role("radio").first.check()
    expect(quiz.locator("fieldset [role=status]")).to_have_count(1)

    quiz = lesson.come_back().view("Check your understanding")
    expect(quiz.get_by_role("group").nth(0).get_by_role("radio").first).to_be_checked()
    quiz.get_by_role("group").nth(1).get_by_role("radio").first.check()
    expect(quiz.locator("fieldset [role=status]")).to_have_count(2)


def looks_for_somebody(lesson: Lesson) -> None:
    goal, about = lesson.view("Your goal"), lesson.view("About you")
    goal.get_by_role("textbox").fill(GOAL)
    about.get_by_label("Your name").fill(LEARNER)
    expect(goal.get_by_role("status")).to_contain_text("Saved at")
    expect(about.get_by_role("status")).to_contain_text("Saved at")

    lesson.come_back()
    expect(lesson.view("Your goal").get_by_role("textbox")).to_have_value(GOAL)
    about = lesson.view("About you")
    expect(about.get_by_label("Your name")).to_have_value(LEARNER)
    about.get_by_label("Your e-mail address").fill(EMAIL)
    expect(about.get_by_role("status")).to_contain_text("Saved at")
    contacts = lesson.view("Your contacts")
    contacts.get_by_label("LinkedIn's export").set_input_files(linkedin_zip(EXPORT))
    expect(contacts.get_by_role("status")).to_contain_text("2 people read")
    targets = lesson.view("Whom to write to")
    targets.get_by_role("button", name=f"Shortlist ({NORA.name})").click()
    expect(targets.get_by_role("status")).to_contain_text("On your shortlist. Saved at")


def starts_again(lesson: Lesson) -> None:
    """In the second round the journal and the answers of the first are there, and go on."""
    expect(lesson.view("Your journal").get_by_text("3 people, 2 drafts")).to_be_visible()
    quiz = lesson.view("Check your understanding")
    expect(quiz.locator("fieldset [role=status]")).to_have_count(2)
    quiz.get_by_role("group").nth(2).get_by_role("radio").first.check()
    expect(quiz.locator("fieldset [role=status]")).to_have_count(3)

    quiz = lesson.come_back().view("Check your understanding")
    expect(quiz.locator("fieldset [role=status]")).to_have_count(3)


def looks_further(lesson: Lesson) -> None:
    """Another goal; whom the first talk brought is on the shortlist, and somebody is set aside."""
    goal = lesson.view("Your goal")
    expect(goal.get_by_role("textbox")).to_have_value(GOAL)
    goal.get_by_role("textbox").fill(NEXT_GOAL)
    expect(goal.get_by_role("status")).to_contain_text("Saved at")

    lesson.come_back()
    expect(lesson.view("Your goal").get_by_role("textbox")).to_have_value(NEXT_GOAL)
    targets = lesson.view("Whom to write to")
    expect(targets.get_by_role("button", name=f"take off ({ADA.name})")).to_be_visible()
    targets.get_by_role("button", name=f"Set aside ({ODA})").click()
    expect(targets.get_by_role("status")).to_contain_text("Set aside. Saved at")


def asks(lesson: Lesson, who: Round) -> None:
    def request() -> Locator:
        view = lesson.view("Your request")
        view.get_by_label("To whom?").select_option(label=f"{who.called} (on your shortlist)")
        return view

    view = request()
    opening = f"{who.introducer} suggested that I write to you" if who.introducer else r"[^\n]"
    begins = re.compile(rf"^Dear [^\n]+,\n\n{opening}")
    expect(view.get_by_label("Your text")).to_have_value(begins)
    view.get_by_label("Your text").fill(who.request)
    expect(view.get_by_text("ready to go")).to_be_visible()
    expect(view.get_by_role("status")).to_contain_text("Saved at")

    lesson.come_back()
    view = request()
    expect(view.get_by_label("Your text")).to_have_value(who.request)
    view.get_by_role("button", name="I have sent it").click()
    expect(view.get_by_role("status")).to_contain_text("Recorded as sent. Saved at")


def plans(lesson: Lesson, who: Round) -> None:
    def add(number: int) -> None:
        agenda.get_by_label("A question of your own").fill(who.asked[number])
        agenda.get_by_role("button", name="Add to my list").click()
        expect(agenda.locator("ol.order li > strong")).to_have_text(who.asked[: number + 1])

    agenda = lesson.view("Your agenda")
    agenda.get_by_label("With whom?").select_option(label=who.called)
    add(0)

    agenda = lesson.come_back().view("Your agenda")
    agenda.get_by_label("With whom?").select_option(label=who.called)
    add(1)


def practises(lesson: Lesson, who: Round) -> None:
    talk = begin_talk(lesson)
    say(talk, who.said[0])
    answered(talk, 1)
    theirs = talk.locator(".theirs .said").inner_text()

    talk = lesson.come_back().view("Practice talk")
    expect(talk.locator(".mine")).to_contain_text([who.said[0]])
    expect(talk.locator(".theirs .said")).to_have_text([theirs])
    talk.get_by_role("textbox").click()
    say(talk, who.said[1])
    answered(talk, 2)
    talk.get_by_role("button", name="End the talk").click()
    debrief = lesson.view("Debrief")
    debrief.get_by_role("radio", name="Yes").first.check()
    expect(debrief.get_by_text("11 left to judge")).to_be_visible()
    debrief.get_by_role("button", name="Show me what the talk shows").click()
    expect(debrief.get_by_text("of the 1 you judged")).to_be_visible()


def thanks(lesson: Lesson, who: Round) -> None:
    def sheet() -> Locator:
        notes = lesson.view("Your notes of the talk")
        notes.get_by_label("The talk with whom?").select_option(label=who.name)
        return notes

    notes = sheet()
    notes.get_by_label(who.asked[0], exact=True).fill(who.learned)
    notes.get_by_label("Whom they named").fill(who.named)
    notes.get_by_role("button", name="My notes as Markdown").click()  # after both were saved
    expect(notes.get_by_role("status")).to_contain_text("Your browser has")

    lesson.come_back()
    notes = sheet()
    expect(notes.get_by_label(who.asked[0], exact=True)).to_have_value(who.learned)
    expect(notes.get_by_label("Whom they named")).to_have_value(who.named)
    view = lesson.view("Your thank-you")
    view.get_by_label("For which talk?").select_option(label=who.name)
    view.get_by_label("Subject").fill("Thank you for the talk")
    view.get_by_label("Your text").fill(who.thanks)
    expect(view.get_by_text("ready to go")).to_be_visible()
    expect(view.get_by_role("status")).to_contain_text("Saved at")


def follows_through(lesson: Lesson, who: Round) -> None:
    board = lesson.view("Your follow-through")
    choose_on_board(board, who.name)
    board.get_by_role("button", name="They said yes").click()
    expect(board.get_by_role("heading", name="Replied (1)")).to_be_visible()
    board.get_by_label("A talk is set for").fill(who.meeting)
    expect(board.get_by_role("heading", name="Scheduled (1)")).to_be_visible()

    board = lesson.come_back().view("Your follow-through")
    choose_on_board(board, who.name)
    expect(board.get_by_label("A talk is set for")).to_have_value(who.meeting)
    board.get_by_role("button", name="We have talked", exact=True).click()
    board.get_by_role("button", name="I have thanked them", exact=True).click()
    expect(board.get_by_role("heading", name="Thanked (1)")).to_be_visible()
    if who is NORA:  # her talk brings the next name, which her notes hold already
        board.get_by_text("They named somebody").click()
        expect(board.get_by_label("Name", exact=True)).to_have_value(ADA.name)
        board.get_by_label("What they do").fill(ADA.position)
        board.get_by_label("Where", exact=True).fill(ADA.company)
        board.get_by_label("May you say who sent you?").select_option("yes")
        board.get_by_role("button", name="Add them to my board").click()
        choose_on_board(board, ADA.name)
        expect(board.get_by_text(f"Introduced by {NORA.name}.")).to_be_visible()
    else:
        choose_on_board(board, who.introducer)
        board.get_by_role("button", name="I have told them", exact=True).click()
        expect(board.get_by_role("heading", name="Reported back (1)")).to_be_visible()


def test_twice_round_the_loop_and_nothing_is_lost(browser: Browser, lab: Lab) -> None:
    def at(name: str, does: Callable[..., None], *args: Round) -> None:
        with opened(browser, lab, name) as lesson:
            does(lesson.run(), *args)

    for who, first, second in zip(
        ROUNDS, (starts, starts_again), (looks_for_somebody, looks_further), strict=True
    ):
        at(START, first)
        at(WHOM, second)
        at(REQUEST, asks, who)
        at(PLAN, plans, who)
        at(CONVERSATION, practises, who)
        at(CLOSE, thanks, who)
        at(FOLLOW, follows_through, who)
    everything_is_there_once(lab)


def everything_is_there_once(lab: Lab) -> None:
    with open_journal(lab.data) as own:
        events, state = [entry.event for entry in own.entries()], own.state
    ids = {person.name: ident for ident, person in state.people.items()}
    assert list(ids) == [NORA.name, ODA, ADA.name]
    moves = [(type(e).__name__, state.people[e.person].name) for e in events if isinstance(e, Move)]
    steps = ("Sent", "Replied", "Scheduled", "Talked", "Thanked")
    assert moves == [
        *((step, NORA.name) for step in (*steps, "Referred")),
        *((step, ADA.name) for step in steps),
        ("ReportedBack", NORA.name),
    ]
    typed = ("Drafted", "ProfileSet", "GoalSet", "AgendaSaved", "NotesSaved")  # as often as saved
    others = Counter(type(e).__name__ for e in events if not isinstance(e, Move))
    assert {name: n for name, n in others.items() if name not in typed} == {
        "QuizAnswered": 3, "PersonFound": 3, "Shortlisted": 2, "SetAside": 1,
        "PracticeBegan": 2, "PracticeTurned": 4, "PracticeEnded": 2, "PracticeJudged": 2,
    }  # fmt: skip
    assert len(set(pack(events))) == len(events)

    assert (state.goal, state.profile.name, state.profile.email) == (NEXT_GOAL, LEARNER, EMAIL)
    assert len(state.answers) == 3
    introduced = state.introductions[ids[ADA.name]]
    assert (introduced.by, introduced.may_name) == (ids[NORA.name], True)
    stages = [state.progress[ids[who.name]].stage for who in ROUNDS]
    assert stages == [Stage.REPORTED_BACK, Stage.THANKED]
    for who, practice in zip(ROUNDS, state.practices.values(), strict=True):
        person = ids[who.name]
        assert state.draft(person).body == who.request
        assert state.draft(person, "thank_you").body == who.thanks
        assert state.preparations[person].questions == who.asked
        assert state.notes[person].answers == {who.asked[0]: who.learned}
        assert state.notes[person].points.get("people", "") == who.named
        assert f"{state.progress[person].meeting.astimezone():%Y-%m-%dT%H:%M}" == who.meeting
        assert tuple(turn["text"] for turn in practice.turns[::2]) == who.said
        assert practice.ended
