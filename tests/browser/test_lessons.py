"""The lessons in a real JupyterLab, as a learner goes through them."""

import email
import email.policy
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from browser.lab import NARROW, WIDE, Lab, Lesson, linkedin_zip, opened
from playwright.sync_api import Browser, expect

from informint.journal import open_journal

START, WHOM, REQUEST = "00_start_here.ipynb", "01_whom_to_talk_to.ipynb", "02_the_request.ipynb"
THROUGH = "06_the_follow_through.ipynb"
Open = Callable[..., Lesson]

CANARY = "Quillon Zephyrine"
LEARNER = "Ottoline Crake"
HOSTILE = "<img src=x onerror=window.hurt=1>"
SITE = "https://people.example.org/in"
EXPORT = f"""Notes:
"When exporting your connection data, you may notice that some addresses are missing."

First Name,Last Name,URL,Email Address,Company,Position,Connected On
Quillon,Zephyrine,{SITE}/quillon,,Brightwater Agency,Regulatory Affairs Manager,05 Jan 2024
{HOSTILE},,{SITE}/hostile,,=cmd|' /C calc'!A0,Regulatory Affairs Officer,06 Jan 2024
Oda,Lindqvist,javascript:window.hurt=1,,Fern Museum,Curator,07 Jan 2024
,,,,,,
"""


def test_a_quiz_answers_at_once(open_lesson: Open) -> None:
    lesson = open_lesson(START).run()
    quiz = lesson.view("Check your understanding")
    quiz.get_by_role("radio").first.check()
    expect(quiz.get_by_text("1 of", exact=False).or_(quiz.get_by_text("0 of"))).to_be_visible()
    expect(quiz.get_by_text("Right.").or_(quiz.get_by_text("Not quite."))).to_be_visible()


def test_from_an_export_to_a_mail_ready_to_send(
    open_lesson: Open, lab: Lab, tmp_path: Path
) -> None:
    """The main job: own journal, own contacts, a person chosen, a mail that mail programs open."""
    lesson = open_lesson(START).run()
    record = lesson.view("Your journal")
    record.get_by_role("button", name="Start my own journal").click()
    expect(record.get_by_text("0 people, 0 drafts")).to_be_visible()

    lesson = open_lesson(WHOM).run()
    goal = lesson.view("Your goal")
    goal.get_by_role("textbox").fill("What regulatory affairs people do all day")
    expect(goal.get_by_role("status")).to_contain_text("Saved at")
    about = lesson.view("About you")
    about.get_by_label("Your name").fill(LEARNER)
    about.get_by_label("Your e-mail address").fill("crake@example.org")
    expect(about.get_by_role("status")).to_contain_text("Saved at")
    contacts = lesson.view("Your contacts")
    contacts.get_by_label("LinkedIn's export").set_input_files(linkedin_zip(EXPORT))
    expect(contacts.get_by_role("status")).to_contain_text("3 people read")
    expect(contacts.get_by_text("4 rows, 3 read, 1 left out")).to_be_visible()
    targets = lesson.view("Whom to write to")
    expect(targets.get_by_text(HOSTILE).first).to_be_visible()
    targets.get_by_role("button", name=f"Shortlist ({CANARY})").click()
    expect(targets.get_by_role("button", name=f"take off ({CANARY})")).to_be_visible()
    assert lesson.page.evaluate("window.hurt") is None

    # The kernel dies here; the journal has everything, and the next lesson goes on from it.
    lesson.restart_kernel()
    lesson = open_lesson(REQUEST).run()
    request = lesson.view("Your request")
    request.get_by_label("To whom?").select_option(
        label=f"{CANARY}: Regulatory Affairs Manager, Brightwater Agency (on your shortlist)"
    )
    text = request.get_by_label("Your text")
    expect(text).not_to_have_value("")
    expect(request.get_by_text("must change").first).to_be_visible()
    text.fill(
        f"Dear {CANARY},\n\nI read your essay on first agency meetings. I am a cell biologist and "
        "would like to learn what your work is like and how you came to it.\n\nCould we talk for "
        "20 minutes by phone in the next weeks? I will keep to the time, and any hour suits me.\n\n"
        "Thank you for considering it,\nOttoline"
    )
    expect(request.get_by_text("ready to go")).to_be_visible()
    request.get_by_label("Subject").fill("Request for an informational interview")
    with lesson.page.expect_download() as download:
        request.get_by_role("button", name="Save as .eml").click()
    file = tmp_path / "request.eml"
    download.value.save_as(file)
    mail = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    assert mail["Subject"] == "Request for an informational interview"
    assert mail["X-Unsent"] == "1"
    assert "20 minutes by phone" in mail.get_content()
    request.get_by_role("button", name="I have sent it").click()
    expect(request.get_by_role("status")).to_contain_text("Recorded as sent")

    journal = open_journal(lab.data)
    (person,) = (p for p in journal.state.people.values() if p.name == CANARY)
    assert journal.state.progress[person.id].stage == "sent"
    assert "20 minutes by phone" in journal.state.draft(person.id).body

    # What JupyterLab saves of it all names nobody.
    lesson.page.keyboard.press("Control+s")
    lesson.page.wait_for_function("() => !document.title.startsWith('*')")
    for notebook in lab.lessons.glob("*.ipynb"):
        saved = notebook.read_text("utf-8")
        assert CANARY not in saved
        assert LEARNER not in saved


def test_thirty_thousand_people_are_comfortable(open_lesson: Open) -> None:
    rows = "\n".join(
        f"Given{i},Family{i},https://people.example.org/in/p{i},,Company {i % 900},Role {i % 300},"
        for i in range(30_000)
    )
    header = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
    lesson = open_lesson(WHOM).run()
    contacts = lesson.view("Your contacts")
    contacts.get_by_label("LinkedIn's export").set_input_files(
        {"name": "Connections.csv", "mimeType": "text/csv", "buffer": (header + rows).encode()}
    )
    expect(contacts.get_by_role("status")).to_contain_text("30000 people read", timeout=60_000)
    people = lesson.view("People")
    people.get_by_label("Search names").fill("given29999")
    expect(people.get_by_text("1 of")).to_be_visible()
    people.get_by_label("Search names").fill("given")
    expect(people.get_by_text("30000 of")).to_be_visible()
    listbox = people.get_by_role("listbox")
    listbox.focus()
    lesson.page.keyboard.press("End")
    expect(listbox.get_by_role("option", selected=True)).to_be_visible()
    assert listbox.get_by_role("option").count() < 100
    lesson.page.keyboard.press("s")
    expect(people.get_by_role("status").last).to_contain_text("On your shortlist")
    lesson.page.keyboard.press("x")
    expect(people.get_by_text("29999 of")).to_be_visible()


def type_in_the_editor(lesson: Lesson) -> None:
    draft = lesson.view("Your draft")
    expect(draft.get_by_text("things must change")).to_be_visible()
    text = draft.get_by_label("Your text")
    text.fill("Dear Ms. Haldane,\n\nIs there an opening in your team for me?")
    draft.get_by_role("button", name="Go to: Is there an opening").first.click()
    picked = "area => area.value.slice(area.selectionStart, area.selectionEnd)"
    assert "opening in your team" in text.evaluate(picked)
    lesson.page.keyboard.press("Control+End")
    lesson.page.keyboard.press("Enter")
    # The keys that run a cell belong to the text here: nothing is run and nothing lost.
    lesson.page.keyboard.press("Shift+Enter")
    lesson.page.keyboard.type("Thank you.")
    expect(text).to_have_value(re.compile(r"for me\?\n+Thank you\.$"))


def test_the_editor_works_in_jupyterlab(open_lesson: Open) -> None:
    type_in_the_editor(open_lesson(REQUEST).run())


def test_the_editor_works_in_notebook_7(browser: Browser, notebook_7: Lab) -> None:
    with opened(browser, notebook_7, REQUEST) as lesson:
        type_in_the_editor(lesson.run())


VIEWS = {
    START: ("Your journal", "Check your understanding"),
    WHOM: (
        *("Your goal", "About you", "Your contacts", "Whom to write to", "People"),
        *("Your network", "Introductions"),
    ),
    REQUEST: ("Your draft", "Your request"),
    THROUGH: ("Your way in pictures",),
}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("width", "size"), [("wide", WIDE), ("narrow", NARROW)])
def test_every_view_fits_its_page(
    open_lesson: Open, lab: Lab, theme: str, width: str, size: dict[str, int]
) -> None:
    """No view is wider than its place; a picture of each is left to look at."""
    lab.theme(theme)
    for name, titles in VIEWS.items():
        lesson = open_lesson(name, viewport={**size, "height": 2600}).run()
        for title in titles:
            view = lesson.view(title)
            if title == "Your request":
                view.get_by_label("To whom?").select_option(index=1)
                expect(view.get_by_label("Your text")).to_be_visible()
            lesson.shoot(view, f"{name[:2]}-{title.lower().replace(' ', '-')}-{theme}-{width}")
            assert view.evaluate("node => node.scrollWidth <= node.clientWidth + 1"), title
