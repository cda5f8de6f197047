"""What a thank-you takes up from a talk: measured on pairs, and its limits one by one."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from informint.model import Message, MessageKind
from informint.reading.arranging import arranged
from informint.reading.said import Heard, claims, claims_in, open_promises, promises, trace

HERE = Path(__file__).parent
SAID = (
    "I came to bookbinding through a flood. We saved four hundred ledgers with hair dryers.",
    "Twelve of us work here. Learn to sharpen first, says Anneke in Bergen. In March we move.",
)


def note(text: str) -> Message:
    body = f"Dear Mr. Lindqvist,\n\nThank you for your time on Monday. {text}\n\nKind regards,\nAda"
    return Message(body=body, kind=MessageKind.THANK_YOU, to="Per Lindqvist")


def verdicts(text: str, **known: object) -> list[bool | None]:
    return [claim.was_said for claim in claims(note(text), Heard(said=SAID, **known))]


def measured(name: str) -> tuple[int, int, int]:
    """Return on a file of pairs how many were rightly flagged, flagged, and never said."""
    talks: dict[str, Heard] = {}
    found: list[tuple[bool, bool]] = []
    for line in (HERE / name).read_text("utf-8").splitlines():
        row = json.loads(line)
        if "said" in row:
            talks[row["talk"]] = Heard(said=tuple(row["said"]))
            continue
        judged = claims(note(row["text"]), talks[row["talk"]])
        found.append((row["label"] == "never", any(c.was_said is False for c in judged)))
    right = sum(label and flagged for label, flagged in found)
    flagged, never = (sum(side) for side in zip(*((f, n) for n, f in found), strict=True))
    return right, flagged, never


def test_what_was_never_said_is_told_from_what_was_and_the_lesson_says_how_well() -> None:
    right, flagged, never = measured("thanks_held_out.jsonl")
    assert right / flagged >= 0.9
    assert right / never >= 0.85
    lesson = (HERE.parents[1] / "notebooks" / "05_close_and_thank.ipynb").read_text("utf-8")
    assert f"{right} of the {never} that thank for something never said were found" in lesson
    assert f"{flagged - right} others were flagged wrongly" in lesson


@pytest.mark.parametrize(
    ("text", "was_said"),
    [
        ("I keep thinking of the ledgers that you dried with hair dryers after the flood.", True),
        ("What you told me about the auction in Geneva stays with me.", False),
        ("I had no idea that twelve people work there.", True),
        ("I had no idea that forty people work there.", False),
        ("I did not know that you move in June with the whole workshop.", False),
        ("Your advice was very helpful.", None),
    ],
)
def test_a_claim_is_held_to_what_was_said(text: str, was_said: bool | None) -> None:  # noqa: FBT001  (a verdict)
    assert verdicts(text) == [was_said]


@pytest.mark.parametrize(
    "text",
    [
        "I will write to Anneke on Friday.",
        "It was a pleasure to meet you.",
        "Would you be willing to introduce us?",
        "I hope that the move goes well.",
        "[[One thing they told you, in your words.]]",
    ],
)
def test_what_claims_nothing_is_not_judged(text: str) -> None:
    assert verdicts(text) == []


def test_a_claim_leads_to_the_words_that_come_nearest() -> None:
    (claim,) = claims(note("The story about the flood stays with me."), Heard(said=SAID))
    assert (claim.number, claim.quote) == (0, "I came to bookbinding through a flood.")
    assert claims_in("What you said about the flood stays with me. Goodbye.", Heard(said=SAID))


def test_a_promise_is_heard_and_looked_for() -> None:
    heard = Heard(
        promised=promises(["That is great, I'll send you the photographs.", "How is the glue?"])
    )
    assert heard.promised == ("I'll send you the photographs.",)
    assert open_promises(note("It was a pleasure."), heard) == heard.promised
    assert open_promises(note("I will send the photographs by Friday."), heard) == ()
    assert "promise_open" in trace(note("It was a pleasure."), heard).marks


def test_notes_are_no_transcript_and_other_mails_have_no_marks() -> None:
    text = "What you told me about the auction in Geneva stays with me, and I have bought a map."
    whole = trace(note(text), Heard(said=SAID)).marks
    noted = trace(note(text), Heard(said=SAID, whole=False)).marks
    assert {*whole} == {"never_said", "says_next"}
    assert {*noted} == {"not_noted", "says_next"}
    assert trace(Message(body=text), Heard(said=SAID)).marks == {}


@given(st.text(max_size=300), st.lists(st.text(max_size=200), max_size=3))
def test_any_text_is_judged(text: str, said: list[str]) -> None:
    message = Message(body=text, kind=MessageKind.THANK_YOU)
    for claim in claims(message, Heard(said=tuple(said), promised=tuple(said))):
        assert 0 <= claim.span.start < claim.span.end <= len(text)
    trace(message, Heard(said=tuple(said), promised=tuple(said)))


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("Would Tuesday at 10:00 (Helsinki time) suit you? I call your number.", "time zone place"),
        ("Friday at 3 pm CET, by the link below.", "time zone place"),
        ("Would Tuesday at 10 suit you?", "time"),
        ("Any time next week is fine, I will have more time then.", ""),
        ("These times would suit me: [[two times, such as 10:00 UTC]].", ""),
        ("I ask for 20 minutes of your time.", ""),
    ],
)
def test_times_zones_and_places_are_found(text: str, marks: str) -> None:
    message = Message(body=f"Dear Ms. Aalto,\n\n{text}", kind=MessageKind.SCHEDULING)
    assert {*arranged(message)} == {f"names_{mark}" for mark in marks.split()}
