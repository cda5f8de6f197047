"""What the encoder says of a mail is stacked on the words' scores, and left out without numpy."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from informint.model import Message
from informint.reading import learned, read_message, stacking
from informint.reading.encoder import encoder
from informint.reading.mail import PASSAGE, passages, take_apart

ASKING = (
    "Dear Ms. Haldane,\n\nI would like to hear how you came to the museum. Could we talk for 20 "
    "minutes by phone?\n\nI am looking for a job from June on. Do you have any openings in your "
    "team?\n\nThank you,\nImani"
)


@pytest.fixture
def no_numpy(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    def missing() -> None:
        raise ImportError

    monkeypatch.setattr(stacking, "encoder", missing)
    stacking.second.cache_clear()
    yield
    monkeypatch.undo()
    stacking.second.cache_clear()


def test_the_weights_were_trained_with_the_encoder_that_is_shipped() -> None:
    assert learned.model().card.encoder == encoder().card.sha256


def test_a_mail_is_read_with_the_encoder() -> None:
    assert stacking.judgement() == learned.model().card.stacked
    assert read_message(Message(body=ASKING)).elements["asks_for_job"].present


@pytest.mark.usefixtures("no_numpy")
def test_without_numpy_words_alone_are_judged() -> None:
    assert stacking.judgement() == learned.model().card.alone
    assert read_message(Message(body=ASKING)).elements["asks_for_job"].present


def test_what_is_being_typed_is_read_by_its_words_until_it_rests() -> None:
    typed = Message(body=ASKING.replace("June", "the ninth of June"))
    read_message(typed, typing=True)
    assert not any("ninth" in sentence for sentence in stacking.told)
    read_message(typed)
    assert any("ninth" in sentence for sentence in stacking.told)
    assert read_message(typed, typing=True) == read_message(typed)


def test_a_mail_is_read_as_a_whole_too_once_it_rests() -> None:
    message = Message(body=ASKING.replace("June", "the tenth of June"))
    typed, rested = take_apart(message, typing=True), take_apart(message)
    assert all(
        typed.scores[head] == max(look.scores[head] for look in typed.looks)
        for head in typed.scores
    )
    assert set(rested.scores) == set(typed.scores)
    assert rested.scores != typed.scores


@given(st.lists(st.text(max_size=300)))
def test_passages_hold_every_sentence_once_and_no_more_than_is_taken_in(texts: list[str]) -> None:
    parts = [texts[part] for part in passages(texts)]
    assert [text for part in parts for text in part] == texts
    assert all(len(part) == 1 or len(" ".join(part)) <= PASSAGE for part in parts)
