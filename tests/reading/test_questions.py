"""Prepared questions: each phrase on its own examples, and what the reader makes of them."""

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from informint.reading.questions import FAULTS, MARKS, Compiled, read_question, rules

WORDS = "what how do you earn are i me your job cv and or why ? , . my team like hire isn't"
CORPUS = Path(__file__).parents[2] / "corpus" / "questions-p.jsonl"
TOPICS = {
    "career_path", "current_role", "typical_day", "likes", "challenges", "skills", "education",
    "trends", "culture", "work_life", "compensation", "hiring", "advice", "network", "transition",
    "future", "resources", "impact", "other",
}  # fmt: skip


def examples(kind: str) -> list[object]:
    return [
        pytest.param(entry, text, id=f"{entry.rule.speaks_for}-{text[:30]}")
        for entry in (*rules().fault, *rules().mark)
        for text in getattr(entry.rule, kind)
    ]


@pytest.mark.parametrize(("entry", "text"), examples("hit"))
def test_a_phrase_is_found_in_its_hits(entry: Compiled, text: str) -> None:
    assert entry.find(text)


@pytest.mark.parametrize(("entry", "text"), examples("miss"))
def test_a_phrase_is_not_found_in_its_misses(entry: Compiled, text: str) -> None:
    assert not entry.find(text)


@pytest.mark.parametrize(
    ("entry", "text"),
    [pytest.param(entry, text, id=text[:40]) for entry in rules().form for text in entry.rule.hit],
)
def test_a_form_is_read_in_its_hits(entry: Compiled, text: str) -> None:
    assert read_question(text).form == entry.rule.speaks_for


def test_the_entries_speak_for_what_the_house_knows() -> None:
    assert {entry.rule.speaks_for for entry in rules().form} == {"open", "closed"}
    assert {entry.rule.speaks_for for entry in rules().fault} == set(FAULTS) - {"closed"}
    assert {entry.rule.speaks_for for entry in rules().mark} == set(MARKS)
    assert all(
        len(entry.rule.hit) > 1 and len(entry.rule.miss) > 1
        for entry in (*rules().form, *rules().fault, *rules().mark)
    )


@pytest.mark.parametrize(
    ("text", "form", "faults"),
    [
        ("How did you come to map-making?", "open", []),
        ("Is the rota fair?", "closed", ["closed"]),
        ("Do you draw by hand or on screen?", "choice", ["closed"]),
        ("Would you go to sea again, and why?", "open", []),
        ("Is there anyone at the mint whom I should meet?", "open", []),
        ("May I mention your name to her?", "closed", []),
        ("What does a shift look like? How do you sleep after it?", "open", ["double_barrelled"]),
        ("Are you hiring right now?", "closed", ["job_ask"]),
        ("How did you get your first job?", "open", []),
        ("What do you earn?", "closed", ["closed", "too_personal"]),
        ("Am I too old to start?", "closed", ["closed", "about_me"]),
    ],
)
def test_a_question_is_read_with_form_and_faults(text: str, form: str, faults: list[str]) -> None:
    reading = read_question(text)
    assert (reading.form, list(reading.faults)) == (form, faults)
    assert reading.topic in TOPICS


def test_the_learned_reader_finds_what_no_phrase_names() -> None:
    asked = "Might there be a desk for me in your office in September?"
    held = [e.rule.sure for e in rules().fault if e.rule.speaks_for == "job_ask" and e.find(asked)]
    assert held == [False]
    assert list(read_question(asked).faults) == ["job_ask"]


def test_places_are_those_of_the_text_as_written() -> None:
    text = "  So \u2026  how  much do  you  earn  there?"
    (span, *_) = read_question(text).faults["too_personal"]
    assert " ".join(text[span.start : span.end].split()).startswith("how much do you earn")


@pytest.mark.parametrize("text", ["", "  \n", "?!", "Was verdienen Sie und wie ist die Arbeit?"])
def test_what_is_no_question_says_why(text: str) -> None:
    reading = read_question(text)
    assert not reading.read
    assert not reading.faults
    assert reading.why


def test_of_a_long_text_the_beginning_is_read() -> None:
    reading = read_question(f"{'Maps   are fine. ' * 50}Are you hiring? {'Tell me. ' * 200}")
    assert (reading.read, reading.whole) == (True, False)
    assert "job_ask" in reading.faults
    assert "first 1,000 characters" in reading.why[0]
    assert read_question("Are you hiring?").whole


@given(st.text(max_size=200) | st.lists(st.sampled_from(WORDS.split()), max_size=40).map(" ".join))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_keeps_the_promises(text: str) -> None:
    reading = read_question(text)
    assert reading.form in {"open", "closed", "choice"}
    assert reading.topic in TOPICS
    assert [f for f in FAULTS if f in reading.faults] == list(reading.faults)
    for span in (s for spans in reading.faults.values() for s in spans):
        assert 0 <= span.start < span.end <= len(text)


def test_it_keeps_what_it_learned() -> None:
    """On our own labelled questions; what is measured elsewhere is stricter."""
    rows = [json.loads(line) for line in CORPUS.read_text("utf-8").splitlines()]
    assert {fault for row in rows for fault in row["faults"]} == set(FAULTS)
    read = [(row, read_question(row["text"])) for row in rows]
    right = sum(reading.form == row["form"] for row, reading in read)
    assert right / len(rows) >= 0.95
    found, meant, both = (
        sum("job_ask" in r.faults for _, r in read),
        sum("job_ask" in row["faults"] for row, _ in read),
        sum("job_ask" in r.faults and "job_ask" in row["faults"] for row, r in read),
    )
    assert min(both / found, both / meant) >= 0.9
    fine = [r for row, r in read if not row["faults"]]
    assert sum(not r.faults for r in fine) / len(fine) >= 0.9
