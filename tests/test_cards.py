"""The progress card: what is on it, and above all what is not."""

import json
from collections.abc import Iterator

import msgspec
import pytest

from informint.cards import progress_card, pseudonym, read_card, told, write_card
from informint.errors import BadInput
from informint.journal import Journal, open_journal
from informint.journal.events import (
    AgendaSaved,
    Drafted,
    PersonFound,
    PracticeBegan,
    PracticeEnded,
    PracticeJudged,
    PracticeTurned,
    QuizAnswered,
)
from informint.model import Message, Person, Preparation
from informint.roleplay import begin, personas, say, turn_data
from informint.views import ProgressCard

SAID = ("Hello Alun, I'm Zdenka.", "How did you come to Swansea?", "Are you hiring?", "Thank you.")
BODY = "Dear Sir or Madam, is there a job at Quillfeather Ltd for me? Zdenka Hornsmith"


@pytest.fixture
def own() -> Journal:
    journal = open_journal()
    journal.begin()
    person = Person(id="p-quillfeather", name="Wilhelmina Quillfeather", email="w@example.org")
    asked = ("Do you like it?", "Are you hiring, Wilhelmina?")
    journal.record(PersonFound(person), Drafted(person.id, Message(body=BODY, to=person.name)))
    journal.record(AgendaSaved(person.id, Preparation(questions=asked)))
    journal.record(QuizAnswered("00", "what-for", 0))
    talk = begin(personas()["museum"])
    for words in SAID:
        talk = say(talk, words)
    turns = tuple(turn_data(turn) for turn in talk.turns)
    journal.record(PracticeBegan("t", "museum"), PracticeTurned("t", 1, turns))
    journal.record(PracticeEnded("t"), PracticeJudged("t", "thanks", "met"))
    journal.record(PracticeBegan("d", "museum", drill="closing"))
    return journal


def test_a_card_holds_counts_marks_and_rules_and_nobodys_words(own: Journal) -> None:
    card = progress_card(own)
    assert (card.counts["people"], card.counts["drafts"], card.counts["drills"]) == (1, 1, 1)
    assert card.rules["generic-salutation"] == 1
    assert card.question_rules
    (talk,) = card.talks
    assert (talk.persona, talk.marks["no_job"], talk.own_marks) == (
        "museum",
        "missed",
        {"thanks": "met"},
    )
    text = write_card(card).decode() + "\n".join(told(card))
    for word in (*SAID, "Quillfeather", "quillfeather", "Zdenka", "Sir", "Swansea", "example.org"):
        assert word not in text
    assert read_card(write_card(card)) == card


def values(of: object) -> Iterator[object]:
    if isinstance(of, dict | list | tuple):
        for one in of.values() if isinstance(of, dict) else of:
            yield from values(one)
    else:
        yield of


def test_all_that_is_on_a_card_is_told(own: Journal) -> None:
    card = progress_card(own)
    (talk,) = card.talks
    talk = msgspec.structs.replace(talk, open_share=0.333, talk_share=0.714, minutes=12.3)
    card = msgspec.structs.replace(card, steps=4321, talks=(talk,))
    said = "\n".join(told(card))
    shares = {0.333: "33.3%", 0.714: "71.4%"}
    for value in values(msgspec.to_builtins(card)):
        assert shares.get(value, str(value)) in said  # type: ignore[call-overload]
    assert said.endswith("your own marks: thanks: met")


def test_the_name_is_a_pseudonym_that_stays_and_grows_no_sentence(own: Journal) -> None:
    assert pseudonym(own) == progress_card(own).who == pseudonym(own)
    assert pseudonym(own).isalnum()
    assert progress_card(own, "blue-heron").who == "blue-heron"
    with pytest.raises(BadInput, match="name on the card"):
        progress_card(own, "Zdenka Hornsmith")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"who": "Ana Li <ana@example.org>"}, "damaged"),
        ({"rules": {"she said no to me": 1}}, "damaged"),
        ({"note": "x"}, "damaged"),
        ({"steps": -1}, "damaged"),
        ({"informint_card": 2}, "newer"),
        ({"informint_card": "1"}, "no progress card"),
    ],
)
def test_what_is_not_as_we_wrote_it_is_no_card(
    own: Journal, change: dict[str, object], said: str
) -> None:
    data = json.loads(write_card(progress_card(own))) | change
    with pytest.raises(BadInput, match=said):
        read_card(json.dumps(data).encode())


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"\xff\xfe", b"[" * 100_000, b" " * 300_000])
def test_what_is_no_json_is_no_card(data: bytes) -> None:
    with pytest.raises(BadInput):
        read_card(data)


@pytest.mark.usefixtures("no_bugs")
def test_the_view_shows_the_whole_card_before_it_is_handed_out(
    own: Journal, monkeypatch: pytest.MonkeyPatch
) -> None:
    view = ProgressCard(own)
    sent: list[tuple[str, bytes]] = []
    monkeypatch.setattr(view, "download", lambda name, _, data: sent.append((name, data)))
    assert "Download" not in str(view)
    view.run("named", "Zdenka Hornsmith")
    view.run("make")
    assert "letters, digits" in view.status
    view.run("named", "blue-heron")
    view.run("make")
    card = progress_card(own, "blue-heron")
    assert all(line in str(view) for line in told(card))
    view.run("download_card")
    assert sent == [("informint-card-blue-heron.json", write_card(card))]
