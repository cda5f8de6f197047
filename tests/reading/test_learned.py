import shutil
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest

from informint.errors import BadInput
from informint.reading import learned, stacking
from informint.reading.encoder import encoder

WEIGHTS = files("informint.reading") / "weights"


def test_the_shipped_weights_match_their_checksum() -> None:
    card, rows, _ = learned.load(WEIGHTS)
    assert len(rows) == 3 * card.buckets * len(card.heads)
    told = stacking.leanings(encoder().see(""))
    assert all(len(share.leanings) == len(told) for share in card.shares.values())
    for judgement in (card.alone, card.stacked):
        assert set(judgement.wholes) >= {"asks_informational", "pressure", "no_purpose"}


@pytest.mark.parametrize(
    "damage",
    [
        lambda folder: (folder / "messages.bin").unlink(),
        lambda folder: (folder / "messages.json").unlink(),
        lambda folder: (folder / "messages.bin").write_bytes(b"not weights"),
        lambda folder: (folder / "messages.json").write_text("{}"),
        lambda folder: (folder / "messages.json").write_text("{"),
    ],
)
def test_missing_or_damaged_weights_are_one_clear_sentence(
    tmp_path: Path, damage: Callable[[Path], object]
) -> None:
    shutil.copytree(str(WEIGHTS), tmp_path / "weights")
    damage(tmp_path / "weights")
    with pytest.raises(BadInput, match="missing or damaged: install informint again"):
        learned.load(tmp_path / "weights")


def test_a_score_is_the_sum_of_what_is_shown() -> None:
    found = ["asks_for_job", "kind=request"]
    sentence = "I am looking for a job at your company."
    assert learned.score(sentence, found)["asks_for_job"] > 0
    assert "asks_for_job" in learned.weightiest(sentence, found, "asks_for_job")


def test_numbers_and_apostrophes_are_alike() -> None:
    assert learned.words_of("I\u2019d need 20!") == ["i'd", "need", "#", "!"]


def test_one_word_changes_only_its_neighbourhood() -> None:
    before, after = (
        learned.features("could we talk on friday"),
        learned.features("could we talk on monday"),
    )
    assert {"could we", "we _ on", "talk"} <= before & after
