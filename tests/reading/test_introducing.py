"""Where a text names whoever sent the learner, however it is written, and where it does not."""

import pytest

from informint.model import Message
from informint.reading.introducing import introducing, noted_name


def named(body: str, introducer: str, *, to: str = "Bo Lindqvist") -> list[str]:
    context = {"introducer": introducer, "name_use": "no"}
    found = introducing(Message(body=body, to=to, context=context))
    return [body[slice(*span)] for span in found.get("name_without_leave", ())]


@pytest.mark.parametrize(
    ("introducer", "body", "words"),
    [
        ("Goran Vukadinčić", "Dr Vukadincic told me of you.", "Vukadincic"),
        ("Goran Vukadinčić", "as Vukadinc\u030cic\u0301 said", "Vukadinc\u030cic\u0301"),
        ("Dr. Goran Vukadic, PhD", "GORAN VUKADIC told me", "GORAN VUKADIC"),
        ("Goran Vukadic", "i heard of you from goran m. vukadic", "goran m. vukadic"),
        ("Anne-Marie O'Neil", "Anne Marie O\u2019Neil told me", "Anne Marie O\u2019Neil"),
        ("Anne-Marie O'Neil", "I met Ms. ONeil", "ONeil"),
        ("Jürgen Müller", "Juergen Mueller told me", "Juergen Mueller"),
        ("Łukasz Żak", "through Lukasz, who", "Lukasz"),
        ("Jan van der Berg", "Ms. van der Berg told me", "van der Berg"),
        ("Nora Haldane", "I took Nora's advice", "Nora"),
        ("Nora Haldane", "Also Nora H. told me", "Nora"),
        ("Nora Haldane", "I asked Nora\nHaldane", "Nora\nHaldane"),
        ("May Chen", "May told me of you", "May"),
        ("Hope Ray", "I come through Hope.", "Hope"),
        ("Goran Vukadic\nNora Haldane", "Nora told me", "Nora"),
    ],
)
def test_a_name_is_found_however_it_is_written(introducer: str, body: str, words: str) -> None:
    assert named(body, introducer) == [words]


@pytest.mark.parametrize(
    ("introducer", "body"),
    [
        ("May Chen", "Could we talk in May? May I ask in May or June?"),
        ("May Chen", "I read Grace Chen's paper."),
        ("Mark Ray", "Mark Twain wrote of it; please mark the date."),
        ("Will Haldane", "Will you have time?"),
        ("Minh Do", "Do you have time?"),
        ("Nora Fern", "I was at the Fern Museum."),
        ("Nora Haldane", "Kind regards,\nNora Lund"),
        ("Nora Haldane", "Kind regards,\nNora"),
        ("Jan van der Berg", "Maria van der Berg and van der Meer wrote it."),
        ("Bo Haldane", "Dear Bo, may I ask you?"),
        ("Bo Lindqvist", "Dear Bo Lindqvist, may I ask you?"),
    ],
)
def test_the_name_of_another_is_left_alone(introducer: str, body: str) -> None:
    assert named(body, introducer) == []


@pytest.mark.parametrize(
    ("noted", "name"),
    [
        ("Nadia Feldhusen, labels, I may use his name", "Nadia Feldhusen"),
        ("Ada Oyelaran (Fern Museum)", "Ada Oyelaran"),
        ("Dr. Ada Oyelaran", "Ada Oyelaran"),
        ("write to her colleague Jan van der Berg - labels", "Jan van der Berg"),
        ("Ada O. Ray at Fern Museum", "Ada O. Ray"),
        ("Ada Oyelaran. She knows the labels", "Ada Oyelaran"),
        ("somebody in the labels group", ""),
        ("Ada", ""),
        ("", ""),
    ],
)
def test_a_note_on_whom_they_named_begins_with_a_name(noted: str, name: str) -> None:
    assert noted_name(noted) == name
