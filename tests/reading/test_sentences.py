from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from informint.reading.sentences import Part, layout, split_sentences

MAIL = """Dear Dr. Okonjo,

I heard you speak in Lagos. Would 20 min. be possible, e.g. by phone? I am
free most days and would be glad to come to you whenever it suits you, even early.

Many thanks,
Ifeoma Brandt
Student of hydrology

On Mon, 2 Mar 2026 at 10:00, A. Okonjo wrote:
> Thank you for your note.
> Please attach your CV.
"""


def parts(body: str, part: Part) -> list[str]:
    return [s.text for s in layout(body) if s.part is part]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"]),
        ("Ask Dr. Lee or Mr. J. Park, i.e. both.", ["Ask Dr. Lee or Mr. J. Park, i.e. both."]),
        ("Call me at 5 p.m. on Friday. Bye", ["Call me at 5 p.m. on Friday.", "Bye"]),
        ("Do you (or anyone) know?) Yes.", ["Do you (or anyone) know?)", "Yes."]),
        ("no capitals here. none at all", ["no capitals here.", "none at all"]),
        ("Hello,\nshort lines\nstay apart", ["Hello,", "short lines", "stay apart"]),
        ("", []),
        (" \n\n ", []),
    ],
)
def test_sentences_end_where_readers_see_them_end(text: str, sentences: list[str]) -> None:
    assert [s.text for s in split_sentences(text)] == sentences


def test_a_line_that_the_mail_program_broke_is_one_sentence() -> None:
    text = "I am free most days and would be glad to come to you whenever\nit suits you."
    assert [s.text for s in split_sentences(text)] == [text]


def test_a_mail_falls_into_its_parts() -> None:
    assert parts(MAIL, Part.GREETING) == ["Dear Dr. Okonjo,"]
    assert parts(MAIL, Part.TEXT)[1] == "Would 20 min. be possible, e.g. by phone?"
    assert parts(MAIL, Part.CLOSING) == ["Many thanks,"]
    assert parts(MAIL, Part.SIGNATURE) == ["Ifeoma Brandt", "Student of hydrology"]
    assert "attach your CV" in " ".join(parts(MAIL, Part.QUOTED))
    assert "CV" not in " ".join(parts(MAIL, Part.TEXT))


def test_a_greeting_in_the_same_line_is_cut_off() -> None:
    body = "Hi Marek, your post made me laugh. Jana"
    assert parts(body, Part.GREETING) == ["Hi Marek,"]
    assert parts(body, Part.TEXT) == ["your post made me laugh."]


def test_answers_between_quoted_lines_are_kept() -> None:
    body = "> Can you come?\nYes, gladly.\n> When?\nOn Friday."
    assert parts(body, Part.TEXT) == ["Yes, gladly.", "On Friday."]


@given(st.text(max_size=300))
def test_spans_are_exact_ordered_and_lose_no_word(text: str) -> None:
    found = layout(text)
    assert all(text[slice(*s.span)] == s.text for s in found)
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))
    covered = "".join(s.text for s in found)
    assert sorted("".join(covered.split())) == sorted("".join(text.split()))
