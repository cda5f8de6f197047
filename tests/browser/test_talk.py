"""Lesson 04 in a real JupyterLab: a long talk that survives its kernel, and how it looks."""

from collections.abc import Callable

import psutil
import pytest
from browser.lab import NARROW, WIDE, Lab, Lesson, answered, begin_talk, say
from playwright.sync_api import Locator, expect

from informint.journal import open_journal

CONVERSATION = "04_the_conversation.ipynb"
Open = Callable[..., Lesson]

ASKED = (
    "How did you get from teaching to the museum?",
    "What was that like for you?",
    "What does an ordinary week look like?",
    "That sounds hard. What keeps you there?",
    "Which skills does one need?",
    "What would you do differently today?",
    "How do people get into this field?",
    "What did you learn from it?",
)
TURNS = [f"{ASKED[n % len(ASKED)]} ({n + 1})" for n in range(39)]
TURNS += ["Thank you, I will remember the story of the tooth. Goodbye."]


def kill_kernel(lesson: Lesson) -> None:
    """End the kernel's process as running out of memory would."""
    for session in lesson.lab.request("GET", "/api/sessions"):
        if session["path"] == lesson.name:
            for process in psutil.process_iter(["cmdline"]):
                if any(session["kernel"]["id"] in part for part in process.info["cmdline"] or ()):
                    process.kill()


def test_forty_turns_and_two_dead_kernels_end_whole(open_lesson: Open, lab: Lab) -> None:
    lesson = open_lesson(CONVERSATION).run()
    lesson.view("Your journal").get_by_role("button", name="Start my own journal").click()
    talk = begin_talk(lesson)
    for number, words in enumerate(TURNS, 1):
        if number in {14, 28}:
            kill_kernel(lesson)
            if number == 28:  # said into the void: it is given back
                field = talk.get_by_role("textbox")
                field.fill(words)
                field.press("Enter")
                expect(field).to_have_value(words, timeout=20_000)
                expect(talk.get_by_text("No answer yet.")).to_be_attached()
            lesson.load().run()
            talk = lesson.view("Practice talk")
            answered(talk, number - 1)
            talk.get_by_role("textbox").click()
        say(talk, words)
        answered(talk, number)
    # A line may have several; the keys that run a cell or save the notebook are not lost either.
    talk.get_by_role("textbox").fill("One")
    lesson.page.keyboard.press("Shift+Enter")
    lesson.page.keyboard.press("Control+s")
    expect(talk.get_by_role("textbox")).to_have_value("One\n")
    talk.get_by_role("button", name="End the talk").click()

    debrief = lesson.view("Debrief")
    debrief.get_by_role("radio", name="Yes").first.check()
    expect(debrief.get_by_text("11 left to judge")).to_be_visible()
    debrief.get_by_role("button", name="Show me what the talk shows").click()
    expect(debrief.get_by_text("Thanks: Done")).to_be_visible()
    expect(debrief.get_by_text("of the 1 you judged")).to_be_visible()

    with open_journal(lab.data) as journal:
        (practice,) = journal.state.practices.values()
    assert [turn["text"] for turn in practice.turns[::2]] == TURNS
    assert len({turn["text"] for turn in practice.turns[1::2]}) == len(TURNS)
    lesson.page.wait_for_function("() => !document.title.startsWith('*')")
    assert "story of the tooth" not in (lab.lessons / CONVERSATION).read_text("utf-8")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("width", "size"), [("wide", WIDE), ("narrow", NARROW)])
def test_talk_and_debrief_fit_their_page(
    open_lesson: Open, lab: Lab, theme: str, width: str, size: dict[str, int]
) -> None:
    """Neither is wider than its place; pictures of all states are left to look at."""
    lab.theme(theme)
    lesson = open_lesson(CONVERSATION, viewport={**size, "height": 2600}).run()

    def shoot(view: Locator, name: str) -> None:
        lesson.shoot(view, f"04-{name}-{theme}-{width}")
        assert view.evaluate("node => node.scrollWidth <= node.clientWidth + 1"), name

    talk = lesson.view("Practice talk")
    if talk.get_by_role("button", name="Pause").count():
        talk.get_by_role("button", name="Pause").click()
    shoot(talk, "choice")
    talk = begin_talk(lesson)
    for number, words in enumerate(ASKED[:3], 1):
        say(talk, words)
        answered(talk, number)
    lesson.page.evaluate("() => { speechSynthesis.speak = (it) => { window.spoken = it.text; }; }")
    talk.get_by_label("Let my browser read the answers aloud").check()
    expect(talk.get_by_role("status").last).to_contain_text("read aloud")
    talk.get_by_role("textbox").click()
    say(talk, ASKED[3])
    lesson.page.wait_for_function("() => window.spoken")
    expect(talk.locator(".theirs").last).to_contain_text(lesson.page.evaluate("window.spoken"))
    talk.get_by_role("button", name="Give me a hint").click()
    talk.get_by_label("Show how comfortable they are").check()
    talk.get_by_role("button", name="Turn 3").click()
    expect(talk.get_by_text("Read as:")).to_be_visible()
    talk.get_by_text("I meant it differently").click()
    shoot(talk, "talk")
    talk.get_by_role("button", name="End the talk").click()
    debrief = lesson.view("Debrief")
    shoot(debrief, "judging")
    debrief.get_by_role("button", name="Show me what the talk shows").click()
    expect(debrief.get_by_text("In figures")).to_be_visible()
    debrief.get_by_text("The picture in words").click()
    shoot(debrief, "debrief")
    shoot(lesson.view("A talk that stumbles"), "annotate")
    drill = lesson.view("Three minutes: closing")
    if drill.get_by_role("button", name="Pause").count():
        drill.get_by_role("button", name="Pause").click()
    drill.get_by_role("button", name="Start", exact=True).click()
    expect(drill.get_by_text("Said for you").first).to_be_visible()
    shoot(drill, "drill")
