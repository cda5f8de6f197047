"""What a question wants to know is told whatever words it uses; what is damaged says so."""

import io
from pathlib import Path

import numpy as np
import pytest

from informint.content.persona_files import personas
from informint.errors import BadInput
from informint.reading import senses as module
from informint.reading.encoder import encoder
from informint.reading.senses import Senses, senses


def near(one: str, other: str) -> float:
    by = senses()
    return float(by.of(one) @ by.of(other))


@pytest.mark.parametrize(
    ("asked", "same", "other"),
    [
        (
            "Would you go down this road a second time?",
            "If you were eighteen again, is this still what you'd pick?",
            "Which road did you take to get here?",
        ),
        (
            "Can you do this work from home?",
            "Is any part of it possible remotely?",
            "How long are your days?",
        ),
        (
            "What makes colleagues give notice?",
            "Why do people quit this profession?",
            "How do people find their first post?",
        ),
    ],
)
def test_other_words_for_the_same_are_nearer_than_the_same_topic(
    asked: str, same: str, other: str
) -> None:
    assert near(asked, same) > near(asked, other)
    assert near(asked, asked) == pytest.approx(1.0)


def test_every_question_that_a_persona_of_the_package_answers_is_known() -> None:
    by = senses()
    asks = [ask for who in personas().values() for fact in who.fact for ask in fact.asks]
    assert not [ask for ask in asks if module.key(ask) not in by.place], (
        "python tools/train_senses.py --keep"
    )
    for ask in asks[::300]:
        read = by.length_1(by.projection @ Senses.seen(encoder(), ask))
        assert float(read @ by.of(ask)) > 0.99


def test_damaged_or_foreign_weights_are_one_clear_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "weights").mkdir()
    monkeypatch.setattr(module, "files", lambda _: tmp_path)
    other = io.BytesIO()
    np.savez(other, encoder=np.array("of another fit"))
    for content in (None, b"", b"no archive", other.getvalue()):
        if content is not None:
            (tmp_path / "weights" / "senses.npz").write_bytes(content)
        senses.cache_clear()
        with pytest.raises(BadInput, match=r"senses\.npz\) are missing or damaged: install"):
            senses()
    senses.cache_clear()
