"""How a turn is heard: the ways on their own examples, and the questions in whole turns."""

import pytest

from informint.reading.hearing import Way, hear, way, ways


@pytest.mark.parametrize("entry", ways(), ids=lambda entry: entry.name)
def test_a_way_finds_its_hits_and_not_its_misses(entry: Way) -> None:
    found = way(entry.name)
    assert [text for text in entry.hit if not found.search(text)] == []
    assert [text for text in entry.miss if found.search(text)] == []
    assert len(entry.hit) > 1
    assert len(entry.miss) > 1


@pytest.mark.parametrize(
    ("words", "topic"),
    [
        ("Salary?", "compensation"), ("Hours?", "work_life"), ("Typical day?", "typical_day"),
        ("work life balance", "work_life"), ("Anyone else?", "network"),
        ("Right. Downsides?", "challenges"),
    ],
)  # fmt: skip
def test_a_word_or_two_can_be_a_question(words: str, topic: str) -> None:
    (asked,) = hear(words, "I taught for years, and then the museum asked me.").questions
    assert asked.topic == topic


@pytest.mark.parametrize("words", ["Flurb wibble grommets sideways?", "asdf qwer?", "xyzzy"])
def test_what_is_no_english_asks_nothing(words: str) -> None:
    assert hear(words, "I taught for years.").questions == ()


def test_of_many_questions_each_counts() -> None:
    heard = hear(
        "Hi! How are you? What is the hardest part? Do you travel a lot? What does it pay? "
        "Who decides on the programme? And how did you get in?",
        None,
    )
    assert [(q.form, q.topic) for q in heard.questions] == [
        ("open", "challenges"), ("closed", "other"), ("open", "compensation"),
        ("closed", "culture"), ("open", "career_path"),
    ]  # fmt: skip
