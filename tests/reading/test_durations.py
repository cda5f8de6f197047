from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from informint.reading.durations import find_durations

ASKED = [
    ("a quarter of an hour on the phone", "a quarter of an hour", 15, 15),
    ("Would 15-20 min work?", "15-20 min", 15, 20),
    ("15\u201320 minutes by video", "15\u201320 minutes", 15, 20),
    ("Could you spare twenty minutes?", "twenty minutes", 20, 20),
    ("If half an hour is all right", "half an hour", 30, 30),
    ("20 to 30 mins would do", "20 to 30 mins", 20, 30),
    ("a 20min call", "20min", 20, 20),
    ("a thirty-minute conversation", "thirty-minute", 30, 30),
    ("1 hour of your time", "1 hour", 60, 60),
    ("I could use an hour", "an hour", 60, 60),
    ("no more than 20.", "no more than 20", 20, 20),
    ("a 15' call", "15'", 15, 15),
    ("twenty-five to thirty minutes", "twenty-five to thirty minutes", 25, 30),
    ("between 15 and 20 minutes", "15 and 20 minutes", 15, 20),
    ("an hour and a half over lunch", "an hour and a half", 90, 90),
    ("1.5 hours", "1.5 hours", 90, 90),
    ("1h30 on Zoom", "1h30", 90, 90),
    ("three quarters of an hour", "three quarters of an hour", 45, 45),
    ("20 (twenty) minutes", "20 (twenty) minutes", 20, 20),
    ("a 20-ish minute chat", "20-ish minute", 20, 20),
    ("Ten or fifteen minutes by video", "Ten or fifteen minutes", 10, 15),
    ("ten, fifteen minutes", "ten, fifteen minutes", 10, 15),
    ("20 minutes to half an hour", "20 minutes to half an hour", 20, 30),
    ("15 min - 20 min", "15 min - 20 min", 15, 20),
    ("20 uninterrupted minutes", "20 uninterrupted minutes", 20, 20),
    ("a half-hour call", "a half-hour", 30, 30),
    ("Fifteen short minutes", "Fifteen short minutes", 15, 15),
    ("an hour-long talk with you", "an hour-long", 60, 60),
    ("from 14:00 to 14:30 on Teams", "from 14:00 to 14:30", 30, 30),
    ("I'll be gone within the twenty minutes you offered", "twenty minutes", 20, 20),
    ("I'd be thankful for 15 minutes", "15 minutes", 15, 15),
]


@pytest.mark.parametrize(("text", "span", "low", "high"), ASKED)
def test_a_length_that_is_asked_for_is_read_with_its_place(
    text: str, span: str, low: int, high: int
) -> None:
    (found,) = find_durations(text)
    assert text[slice(*found.span)] == span
    assert (found.low, found.high, found.asked) == (low, high, True)


@pytest.mark.parametrize(
    "text",
    [
        "I spent 20 minutes reading your page",
        "my office is a 5-minute walk from yours",
        "your 40 minute talk on bees",
        "The 30-minute talk you gave in Leeds",
        "Your office is ten minutes from mine",
        "We talked for two minutes at your stall",
        "I wrote to you an hour ago",
        "I meditate 15 minutes a day",
        "thank you for the forty minutes you found for me",
        "I stood there for nearly an hour",
        "I will send the link one hour before",
        "Please confirm within the hour",
        "I will not keep you a minute longer",
    ],
)
def test_the_length_of_something_else_is_not_asked_for(text: str) -> None:
    assert not any(d.asked for d in find_durations(text))


@pytest.mark.parametrize(
    "text",
    [
        "a few minutes", "I have 15 years of experience", "I am 25", "in 2019", "at 15:30",
        "on 3 March at 16:00", "I have 20 questions", "page 40", "the 14th or the 21st", "",
    ],
)  # fmt: skip
def test_ages_years_dates_and_vague_words_are_no_lengths(text: str) -> None:
    assert find_durations(text) == ()


@pytest.mark.parametrize(
    "text", ["an hour or two", "as long as you have", "half a day", "reserve the whole afternoon"]
)
def test_a_length_without_an_end_says_so(text: str) -> None:
    (found,) = find_durations(text)
    assert found.open_ended
    assert found.asked


def test_an_upper_bound_behind_it_is_counted() -> None:
    (found,) = find_durations("20 minutes, 30 at most")
    assert (found.low, found.high) == (20, 30)


@given(
    st.text(
        alphabet=st.sampled_from("0123456789 ahourminutes-\u2013to'.,;:½halfquarterof()\n"),
        max_size=80,
    )
)
def test_any_text_gives_ordered_lengths_inside_it(text: str) -> None:
    found = find_durations(text)
    assert all(0 <= d.span.start < d.span.end <= len(text) for d in found)
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))
    assert all(0 <= d.low <= d.high for d in found)
