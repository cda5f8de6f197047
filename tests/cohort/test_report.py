"""The report on a class: read from cards, about the class, and about nobody in it."""

import json
import random
import re
from pathlib import Path

import pytest

from informint.cards import Card, PracticeMarks, write_card
from informint.cli import main
from informint.cohort import class_cards, tables
from informint.cohort.class_cards import read_cards
from informint.errors import BadInput
from informint.roleplay.rubric import rubric

LINES = [line.id for line in rubric()[0]]


def talk(
    open_share: float, follow_ups: int, missed: tuple[str, ...] = (), own: str = "met"
) -> PracticeMarks:
    return PracticeMarks(
        persona="museum",
        questions=10,
        follow_ups=follow_ups,
        open_share=open_share,
        talk_share=0.4,
        minutes=12,
        marks={line: "missed" if line in missed else "met" for line in LINES},
        own_marks={"thanks": own},
    )


def card(who: str, *talks: PracticeMarks, steps: int = 1, **change: object) -> Card:
    given: dict[str, object] = {
        "counts": {"drafts": 1}, "rules": {}, "question_rules": {}, "quizzes": {},
    }  # fmt: skip
    return Card(who=who, steps=steps, talks=talks, **given | change)  # type: ignore[arg-type]


def hand_in(folder: Path, *cards: Card) -> Path:
    folder.mkdir(exist_ok=True)
    for number, one in enumerate(cards):
        (folder / f"{number:03}.json").write_bytes(write_card(one))
    return folder


def test_rules_are_counted_by_learners_and_the_share_is_of_those_who_wrote(tmp_path: Path) -> None:
    folder = hand_in(
        tmp_path / "in",
        card("a", rules={"job-ask": 5, "no-thanks": 1}),
        card("b", rules={"job-ask": 1}),
        card("c", rules={"of-another-pack": 1}),
        card("d", counts={"drafts": 0}),
    )
    found = {t.rule: (t.learners, t.of) for t in class_cards.trips(read_cards(folder))}
    assert found["job-ask"] == (2, 3)
    assert found["of-another-pack"] == (1, 3)
    assert tables.tripped(read_cards(folder)).rows[0][0] == "job-ask"


def test_the_first_talk_is_set_against_the_last(tmp_path: Path) -> None:
    folder = hand_in(
        tmp_path / "in",
        card("a", talk(0.2, 1), talk(0.9, 9), talk(0.6, 3)),
        card("b", talk(0.4, 2), talk(0.3, 2)),
        card("c", talk(0.1, 0)),
    )
    opened, followed, words = class_cards.ways(read_cards(folder))
    assert (opened.first, opened.last) == (pytest.approx(0.3), pytest.approx(0.45))
    assert (opened.up, opened.same, opened.down) == (1, 0, 1)
    assert (followed.up, followed.same, followed.down) == (1, 1, 0)
    assert words.same == 2


def test_what_many_miss_is_to_be_debriefed_the_weightiest_first(tmp_path: Path) -> None:
    learners = [
        card(f"p{n}", talk(0.5, 2, ("no_job", "thanks") if n < 5 else ())) for n in range(10)
    ]
    read = read_cards(hand_in(tmp_path / "in", *learners))
    titles = [prompt.title for prompt in class_cards.to_debrief(read)]
    by_id = {line.id: line.title for line in rubric()[0]}
    assert titles == [by_id["no_job"], by_id["thanks"]]
    (thanks,) = (row for row in tables.marked(read).rows if row[0] == by_id["thanks"])
    assert thanks[1:] == ("50%", "0%", "50%", "5")


def test_of_two_cards_of_one_learner_the_newer_counts_and_the_other_is_named(
    tmp_path: Path,
) -> None:
    folder = hand_in(
        tmp_path / "in", card("a", steps=3), card("A", talk(0.5, 2), steps=9), card("a", steps=9)
    )
    read = read_cards(folder)
    assert [len(one.talks) for one in read.cards] == [1]
    assert [one.file for one in read.skipped] == ["000.json", "002.json"]


def test_a_card_is_known_by_its_ending_however_written_and_all_else_is_named(
    tmp_path: Path,
) -> None:
    folder = hand_in(tmp_path / "in", card("a"))
    written = write_card(card("b")).decode()
    (folder / "UP.JSON").write_text(written, "utf-16")
    (folder / "mark.Json").write_text(written.replace('"b"', '"c"'), "utf-8-sig")
    (folder / "x.json.txt").write_text(written)
    (folder / "class.zip").write_bytes(b"PK")
    (folder / ".DS_Store").write_bytes(b"x")
    (folder / ".ipynb_checkpoints").mkdir()
    (folder / ".ipynb_checkpoints" / "a-checkpoint.json").write_text(written)
    (folder / "report.html").write_text("of last week")
    read = read_cards(folder, folder / "report.html")
    assert sorted(one.who for one in read.cards) == ["a", "b", "c"]
    assert [tuple(one) for one in read.skipped] == [
        ("class.zip", "it is no .json file"),
        ("x.json.txt", "it is no .json file"),
    ]


@pytest.mark.parametrize("there", [True, False])
def test_a_folder_without_cards_is_one_sentence(tmp_path: Path, there: bool) -> None:  # noqa: FBT001
    folder = tmp_path / "in"
    if there:
        folder.mkdir()
    with pytest.raises(BadInput, match="holds no cards" if there else "is not a folder"):
        read_cards(folder)


def test_two_hundred_cards_make_a_page_that_names_nobody_and_asks_the_network_for_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draw = random.Random(7)  # noqa: S311 (a class for a test)

    def drawn(n: int) -> Card:
        missed = tuple(line for line in LINES if draw.random() < (0.7 if line == "thanks" else 0.1))
        talks = [talk(draw.random(), draw.randrange(10), missed) for _ in range(draw.randrange(4))]
        rules = {r: 1 for r in ("job-ask", "over-30-minutes", "vague-ask") if draw.random() < 0.5}
        return card(f"heron-{n:03}", *talks, rules=rules)

    folder = hand_in(tmp_path / "cards", *map(drawn, range(200)))
    (folder / "torn.json").write_bytes((folder / "000.json").read_bytes()[:200])
    (folder / "foreign.json").write_text(json.dumps({"name": "Ana Li", "mail": "ana@example.org"}))
    (folder / "notes.txt").write_text("not a card at all")
    page = tmp_path / "out" / "report.html"
    code = main(["cohort", "report", str(folder), "-o", str(page), "--json"])
    printed = json.loads(capsys.readouterr().out)
    assert (code, printed["read"]) == (1, 200)
    left_out = [one["file"] for one in printed["skipped"]]
    assert left_out == ["foreign.json", "notes.txt", "torn.json"]
    text = page.read_text("utf-8")
    assert "Ana Li" not in text
    assert "heron-" not in text
    assert str(tmp_path) not in text
    assert not re.search(r"(?:src|href)=[\"']?(?:https?:)?//|@import|<script", text)
    by_id = {line.id: line.title for line in rubric()[0]}
    debrief = text[text.index("What to debrief") :]
    assert by_id["thanks"] in debrief
    for said in ("job-ask", "foreign.json", "torn.json", "<caption>From the first to the last"):
        assert said in text
