from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from informint.model import Message, MessageKind, MessageReading
from informint.reading import examine, read_message
from informint.reading.elements import CONNECTIONS, ELEMENTS
from informint.reading.marks import MARKS

REQUEST = """Dear Ms. Alder,

I found your article on river ice in the spring newsletter and have read it twice. I am a nurse who
would like to move into hydrology, and I would love to hear how you made the change from the clinic.

Could we talk for 20 minutes by phone? I promise to keep to that. Any evening suits me.

Thank you for considering it,
Nils Ostberg
"""
THANKS = """Dear Ms. Alder,

Thank you for your time and help yesterday. It was very interesting and I learned a lot.

Best regards,
Nils Ostberg
"""


def read(body: str, **more: Any) -> MessageReading:  # noqa: ANN401  (any field of a message)
    return read_message(Message(body=body, **more))


def shown(body: str, name: str) -> list[str]:
    reading = read(body)
    spans = reading.elements[name].spans if name in ELEMENTS else reading.marks.get(name, ())
    return [body[slice(*span)] for span in spans]


def test_a_good_request_holds_its_elements_where_they_stand() -> None:
    reading = read(REQUEST)
    present = {name for name, element in reading.elements.items() if element.present}
    assert present == {
        "asks_informational", "names_duration", "offers_channel", "promises_time_limit",
        "mentions_connection", "personalised", "says_thanks", "about_them", "flexible_scheduling",
    }  # fmt: skip
    assert reading.duration_minutes == (20, 20)
    assert reading.connection_type == "content"
    assert reading.figures["minutes"] == 20
    assert shown(REQUEST, "names_duration") == ["20 minutes"]
    assert shown(REQUEST, "offers_channel") == ["by phone"]
    assert shown(REQUEST, "says_thanks") == ["Thank you"]
    assert shown(REQUEST, "promises_time_limit") == ["I promise to keep to that."]
    assert not {"no_purpose", "pressure", "wrong_name", "placeholder"} & reading.marks.keys()


def test_elements_are_always_all_there_and_what_is_missing_has_no_place() -> None:
    reading = read("")
    assert tuple(reading.elements) == ELEMENTS
    assert not any(e.present or e.spans for e in reading.elements.values())
    assert (reading.words, reading.duration_minutes, reading.connection_type) == (0, None, "none")
    assert "minutes" not in reading.figures


@pytest.mark.parametrize(
    ("sentence", "element"),
    [
        ("I am looking for an internship in your team.", "asks_for_job"),
        ("If anything opens up in your department, please keep me in mind.", "asks_for_job"),
        ("Could you forward my resume to the hiring manager?", "asks_for_job"),
        ("I have attached my CV.", "attaches_resume"),
        ("Is there anyone else you would suggest I talk to?", "asks_referral"),
    ],
)
def test_what_a_request_should_think_twice_about_is_found(sentence: str, element: str) -> None:
    body = REQUEST.replace("Any evening suits me.", sentence)
    assert read(body).elements[element].present


@pytest.mark.parametrize(
    ("sentence", "element"),
    [
        ("I am not looking for a job.", "asks_for_job"),
        ("How did you get your first job?", "asks_for_job"),
        ("I have not attached a CV.", "attaches_resume"),
        ("My phone number is 555-0142.", "attaches_resume"),
    ],
)
def test_what_only_looks_like_it_is_not(sentence: str, element: str) -> None:
    body = REQUEST.replace("Any evening suits me.", sentence)
    assert not read(body).elements[element].present


def test_quoted_history_and_signature_are_left_out() -> None:
    quoted = REQUEST + "\n> Please attach your CV and tell me if you want a job for 45 minutes.\n"
    signed = REQUEST + "\n-- \nInternships wanted, CV attached, 60 minutes\n"
    plain = read(REQUEST)
    for reading in (read(quoted), read(signed)):
        assert reading.elements == plain.elements
        assert reading.words == plain.words


def test_a_thank_you_that_names_nothing_is_marked_and_one_that_does_is_not() -> None:
    special = THANKS.replace(
        "It was very interesting and I learned a lot.",
        "Your advice to spend a day on the ice before choosing a course made me think, and I have"
        " already written to the station in Abisko.",
    )
    assert "generic_thanks" in read(THANKS, kind=MessageKind.THANK_YOU).marks
    reading = read(special, kind=MessageKind.THANK_YOU)
    assert "generic_thanks" not in reading.marks
    assert reading.elements["specific_takeaway"].present


def test_the_length_of_a_talk_that_was_is_not_asked_for() -> None:
    body = THANKS.replace("yesterday", "and the 45 minutes you found for me yesterday")
    assert read(body, kind=MessageKind.THANK_YOU).duration_minutes is None


@pytest.mark.parametrize(
    ("greeting", "to", "email", "wrong"),
    [
        ("Dear Ms. Alder,", "Ingrid Alder", "", False),
        ("Hi Ingrid,", "Ingrid Alder", "", False),
        ("Dear Bob,", "Robert Alder", "", False),
        ("Dear Kate,", "Katherine Alder", "", False),
        ("Dear Ms. Älder,", "Ingrid Alder", "", False),
        ("Dear Ms. Alder,", "", "ingrid.alder@example.org", False),
        ("Dear Ms. Alder,", "", "info@example.org", False),
        ("Dear Ms. Alder,", "", "", False),
        ("Dear Mr. Brandt,", "Ingrid Alder", "", True),
        ("Dear Brandt,", "", "ingrid.alder@example.org", True),
        ("Dear Lakewater,", "Ingrid Alder", "", True),
        ("Dear Mr. Alder or Ms. Stone,", "", "", True),
    ],
)
def test_a_greeting_by_the_wrong_name_is_marked(
    greeting: str, to: str, email: str, *, wrong: bool
) -> None:
    body = REQUEST.replace("Dear Ms. Alder,", greeting)
    assert ("wrong_name" in read(body, to=to, to_email=email).marks) is wrong


def test_a_second_name_in_the_text_is_marked_where_it_stands() -> None:
    body = REQUEST.replace("your article on", "your article, Mr. Dubois, on")
    assert shown(body, "wrong_name") == ["Mr. Dubois"]


@pytest.mark.parametrize(
    "left", ["[[your reason]]", "[Company]", "{name}", "<your name>", "%NAME%", "____", "XXX"]
)
def test_what_was_left_open_is_marked(left: str) -> None:
    body = REQUEST.replace("the clinic", left)
    assert shown(body, "placeholder") == [left]


@pytest.mark.parametrize(
    ("greeting", "generic"),
    [
        ("Dear Sir or Madam,", True), ("To whom it may concern,", True),
        ("Dear Hiring Team,", True),
        ("Dear Professional,", True), ("Dear Ms. Alder,", False), ("Hi Ingrid,", False),
        ("Dear Madam Director,", False),
    ],
)  # fmt: skip
def test_a_greeting_for_nobody_is_found(greeting: str, *, generic: bool) -> None:
    reading = read(REQUEST.replace("Dear Ms. Alder,", greeting))
    assert reading.elements["generic_salutation"].present is generic


@pytest.mark.parametrize(
    ("mark", "body"),
    [
        ("no_salutation", "I would like to hear how you became a surveyor."),
        ("open_ended_duration", REQUEST.replace("20 minutes", "as long as you have")),
        ("pick_your_brain", REQUEST.replace("we talk", "I pick your brain")),
        ("shouting", REQUEST.replace("Any evening suits me.", "I NEED THIS TODAY!!!")),
        ("mentor_ask", REQUEST.replace("Any evening suits me.", "Would you be my mentor?")),
        ("salary_ask", REQUEST.replace("Any evening suits me.", "How much do you earn?")),
        ("flattery", REQUEST.replace("Any evening suits me.", "You are a genius.")),
    ],
)
def test_marks_are_found_by_name(mark: str, body: str) -> None:
    assert mark in read(body).marks


def test_pressure_is_found_and_a_gentle_reminder_is_none() -> None:
    hard = (
        "Dear Ms. Alder,\n\nThis is the third time I write and you have not answered. I expect"
        " a reply by tomorrow.\n\nN. Ostberg"
    )
    soft = (
        "Dear Ms. Alder,\n\nA gentle reminder of my note from May. There is no rush at all."
        "\n\nThank you,\nNils Ostberg"
    )
    assert "pressure" in read(hard, kind=MessageKind.FOLLOWUP).marks
    assert "pressure" not in read(soft, kind=MessageKind.FOLLOWUP).marks


def test_the_subject_is_read_apart() -> None:
    assert "empty_subject" in read(REQUEST).marks
    assert "vague_subject" in read(REQUEST, subject="Quick question").marks
    clear = read(REQUEST, subject="Learning about your work on river ice")
    assert not {"empty_subject", "vague_subject"} & clear.marks.keys()
    assert clear.figures["subject_words"] == 7


def test_figures_count_the_own_text() -> None:
    figures = read("Hi Ann,\n\nI like ice. Do you like your ice? I do!\n\nNils").figures
    assert {k: figures[k] for k in ("words", "sentences", "questions", "exclamations")} == {
        "words": 12, "sentences": 3, "questions": 1, "exclamations": 1,
    }  # fmt: skip
    assert figures["own_starts"] == pytest.approx(2 / 3)
    assert figures["them_share"] == pytest.approx(1 / 2)
    assert figures["longest_sentence"] == 5


def test_a_huge_body_is_read_in_part_and_says_so() -> None:
    reading = read(REQUEST + "More words. " * 3000)
    assert reading.figures["unread"] == len(REQUEST) + 36000 - 20000
    assert reading.elements["asks_informational"].present


def test_every_finding_says_who_found_it() -> None:
    reading, why = examine(Message(body=REQUEST))
    present = {name for name, element in reading.elements.items() if element.present}
    assert why.keys() == present | reading.marks.keys()
    assert why["offers_channel"] == ("by phone",)
    assert why["names_duration"] == ("duration",)


WORDS = st.sampled_from(
    ["Dear", "Mr. Lee", ",", "\n", "\n\n", "I", "you", "20", "minutes", "job", "?", "!", ".",
     "thanks", "coffee", "Best,", "> old", "[x]", "\u2019", "\u00e9", "\u4f60\u597d", "\u202e",
     "\x00", "CV", "attached", "--\n"]
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(
    body=st.one_of(st.text(max_size=200), st.lists(WORDS, max_size=60).map(" ".join)),
    subject=st.text(max_size=20),
    kind=st.sampled_from(MessageKind),
)
def test_any_text_gives_a_reading_with_places_inside_it(
    body: str, subject: str, kind: MessageKind
) -> None:
    reading = read(body, subject=subject, kind=kind)
    assert tuple(reading.elements) == ELEMENTS
    assert reading.connection_type in {"none", *CONNECTIONS}
    assert reading.marks.keys() <= set(MARKS)
    places = [e.spans for e in reading.elements.values()] + list(reading.marks.values())
    for spans in places:
        assert all(0 <= s.start < s.end <= len(body) for s in spans)
        assert all(a.end <= b.start for a, b in pairwise(spans))
    assert all(e.present or not e.spans for e in reading.elements.values())
    assert reading == read(body, subject=subject, kind=kind)
