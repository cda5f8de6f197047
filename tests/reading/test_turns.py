"""What one turn is read as: the contract, what always holds, and the weights' files."""

import hashlib
import json
import shutil
import sys
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from informint.errors import BadInput
from informint.reading import encoder, turn_rules, turns
from informint.reading.turns import ACTS, QUESTIONS, Reading, as_json, explain, read, read_many
from informint.reading.wordpiece import WordPiece

WEIGHTS = Path(str(files("informint.reading").joinpath("weights")))
HELD_OUT = Path(__file__).with_name("turns_held_out.jsonl")
WORDS = """
    what how do you like thanks bye job cv could pass me time left who else should i talk to
    your name ? . ! and or the team hi stupid snow <script> '; {} %s \\
"""
PIECES = Path(__file__).with_name("pieces.json")


def check(reading: Reading) -> None:
    """The design's promises."""
    acts = set(reading.acts)
    assert reading.acts == tuple(act for act in ACTS if act in acts)
    assert (reading.form is not None) == (reading.topic is not None) == bool(acts & QUESTIONS)
    assert tuple(reading.scores) == ACTS
    assert all(0 <= score <= 1 for score in reading.scores.values())
    assert acts == {act for act in ACTS if reading.scores[act] >= 0.5}
    if reading.follows_up:
        assert acts & QUESTIONS
        assert reading.previous
    assert 0 <= reading.sure <= 1
    assert all(reason.endswith(".") for reason in reading.why)
    assert reading.why or reading.acts


def test_a_question_has_form_and_topic() -> None:
    reading = read("What does a typical day look like for you?")
    assert (reading.acts, reading.form, reading.topic) == (("ask",), "open", "typical_day")
    check(reading)


def test_a_turn_can_do_several_things() -> None:
    reading = read("Thank you so much, that was a great help. Goodbye!")
    assert {"thank", "close"} <= set(reading.acts)
    assert reading.form is None


def test_a_question_on_what_was_said_follows_up() -> None:
    said = "I moved from the lab to the patent office, and the first year nearly broke me."
    assert read("What made that first year so hard?", said).follows_up
    assert not read("What made that first year so hard?").follows_up


def test_a_named_hook_follows_up_and_says_so() -> None:
    said = "Most of my week goes into grant cycles and a thing we call the clinic."
    reading = read("How does a grant cycle work?", said, hooks=["clinic", "grant cycles"])
    assert reading.follows_up
    assert any("grant cycles" in reason for reason in reading.why)


@pytest.mark.parametrize(
    ("text", "sign"),
    [
        ("", "nothing to read"),
        ("  \n\t ", "nothing to read"),
        ("?!...", "no words"),
        ("word " * 2_000, "longer than"),
        ("Wie sind Sie zu dem Beruf gekommen und was ist nicht so schön?", "English"),
        ("¿Cómo es un día de trabajo para usted?", "English"),
        ("あなたの仕事について教えてください", "English"),
    ],
)
def test_what_cannot_be_read_is_unclear_and_says_why(text: str, sign: str) -> None:
    reading = read(text, "I build bridges.")
    assert (reading.acts, reading.form, reading.topic, reading.sure) == ((), None, None, 0)
    assert sign in " ".join(reading.why)


@given(st.text(max_size=300), st.none() | st.text(max_size=200))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_keeps_the_promises(text: str, previous: str | None) -> None:
    check(read(text, previous))


@given(
    st.lists(
        st.sampled_from(WORDS.split()),
        max_size=90,
    ),
    st.sampled_from([None, "We have a rota. The night shifts are the worst of it."]),
)
@settings(max_examples=60, deadline=None)
def test_any_words_keep_the_promises(words: list[str], previous: str | None) -> None:
    check(read(" ".join(words), previous))


def test_the_same_turn_is_read_the_same_without_the_cache() -> None:
    first = read("Who else should I talk to?", "I know half the guild.")
    turns._weigh.cache_clear()
    assert read("Who else should I talk to?", "I know half the guild.") == first


def test_many_are_read_in_order() -> None:
    pairs = [("Hello, I'm Ines.", None), ("Bye!", "It was a pleasure.")]
    assert read_many(pairs) == tuple(read(*pair) for pair in pairs)


def test_a_long_turn_is_read_to_its_end() -> None:
    story = "I grew up beside the harbour and spent every summer mending nets with my aunt. " * 9
    reading = read(story + "What do you enjoy most about your job?")
    assert "ask" in reading.acts
    assert reading.form == "open"


def test_json_is_what_the_design_says() -> None:
    told = json.loads(json.dumps(as_json(read("Are you hiring?"))))
    assert set(told) == {"acts", "form", "topic", "scores", "why"}
    assert "ask_for_job" in told["acts"]
    assert set(told["scores"]) == set(ACTS)


def test_words_that_weighed_most_are_named() -> None:
    told = explain(read("Sorry, could you repeat that last word?"))
    assert any("clarify request" in line and "repeat" in line for line in told)
    assert explain(read("")) == ()


def held_out() -> list[dict]:
    return [json.loads(line) for line in HELD_OUT.read_text("utf-8").splitlines()]


def test_turns_never_trained_on_are_read_well() -> None:
    rows = held_out()
    got = [set(read(row["text"], row["previous"]).acts) for row in rows]
    right = sum(len(set(row["acts"]) & acts) for row, acts in zip(rows, got, strict=True))
    f1 = 2 * right / sum(len(row["acts"]) + len(acts) for row, acts in zip(rows, got, strict=True))
    assert f1 >= 0.75


def test_without_numpy_phrases_serve_and_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "numpy", None)
    encoder.encoder.cache_clear()
    turns._weigh.cache_clear()
    try:
        reading = read("What time is left, and could we stay in touch?")
        asked = read("What do you earn?", "I am paid by the hour.")
    finally:
        monkeypatch.undo()
        turns._weigh.cache_clear()
    check(reading)
    assert "ask_stay_in_touch" in reading.acts
    assert (asked.acts, asked.topic) == (("ask",), "compensation")
    assert any("numpy is missing" in reason for reason in reading.why)


def test_the_checksum_is_the_files() -> None:
    card = json.loads((WEIGHTS / "turns.json").read_bytes())
    assert hashlib.sha256((WEIGHTS / "turns.bin").read_bytes()).hexdigest() == card["sha256"]
    assert card["sha256"] in (WEIGHTS / "TURNS.md").read_text("utf-8")
    assert tuple(card["acts"]) == ACTS


@pytest.mark.parametrize("harm", ["missing", "short", "changed", "longer", "card"])
def test_damaged_weights_are_one_sentence(tmp_path: Path, harm: str) -> None:
    for name in ("turns.json", "turns.bin"):
        shutil.copy(WEIGHTS / name, tmp_path / name)
    there = tmp_path / "turns.bin"
    packed = bytearray(there.read_bytes())
    packed[len(packed) // 2] ^= 1
    match harm:
        case "missing":
            there.unlink()
        case "short":
            there.write_bytes(packed[:-9])
        case "changed":
            there.write_bytes(packed)
        case "longer":
            there.write_bytes((WEIGHTS / "turns.bin").read_bytes() + b"x")
        case "card":
            (tmp_path / "turns.json").write_text("{}")
    with pytest.raises(BadInput, match="missing or damaged") as error:
        encoder.load(tmp_path)
    assert "\n" not in str(error.value)


def test_pieces_are_those_of_the_reference() -> None:
    stored = json.loads(PIECES.read_text("utf-8"))
    pieces = json.loads((WEIGHTS / "turns.json").read_bytes())["pieces"]
    cut = WordPiece(pieces)
    assert {text: [pieces[n] for n in cut.encode(text)] for text in stored} == stored


@pytest.mark.parametrize(
    ("entry", "text", "there"),
    [
        pytest.param(entry, text, there, id=f"{kind} {entry.rule.speaks_for}: {text}")
        for kind, entries in turn_rules.rules().items()
        for entry in entries
        for texts, there in ((entry.rule.hit, True), (entry.rule.miss, False))
        for text in texts
    ],
)
def test_every_phrase_keeps_to_its_examples(
    entry: turn_rules._Compiled, text: str, *, there: bool
) -> None:
    assert turn_rules.holds(entry, text) is there
