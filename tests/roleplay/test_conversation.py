"""What the persona answers, and what one can do with a talk."""

import random
import sys
from collections.abc import Iterator
from importlib.resources import files

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from roleplay.someone import ISOLDE, play, talked

from informint.content.persona_files import check_persona
from informint.content.practice import Aside
from informint.errors import BadInput
from informint.reading import encoder, senses, turns
from informint.roleplay import (
    Conversation,
    begin,
    correct,
    debrief,
    hint,
    matching,
    personas,
    resume,
    rewind,
    save,
    say,
    to_json,
    transcript,
    turn_data,
    turn_from,
)
from informint.roleplay.words import aside, shared

TELLINGS = ("guarded", "open", "candid", "short", "again", "tells", "more")
ANYTHING = (
    "Hello, I'm Ada.", "What does a typical day look like?", "Why was that?", "And then?",
    "Tell me more about that.", "Do you like it?", "What do you earn?", "no", "", "??", "ok",
    "Who else should I talk to?", "May I use your name?", "thanks", "bye", "asdf qwer zxcv",
    "Are you hiring?", "Could you pass on my CV?", "You are stupid.", "the first", "both",
    "can you say that again", "How much time is left?", "Can we stay in touch?", "yes please",
    "What's your favourite pizza?", "I see, that must have been hard.", "日本語で話しましょう",
    "What do you do? And what do you dislike?", "How did you get into this field?",
    "What advice would you give?", "Do you need a degree?", "I'd better let you go.",
    "how do people get hired", "what should i read", "whats the culture like",
    "I grew up by the sea and mended nets with my aunt. " * 12,
)  # fmt: skip


def heard(talk: Conversation) -> str:
    """The persona's last words."""
    assert talk.turns[-1].who == "persona"
    return talk.turns[-1].text


def test_a_question_gets_the_fact_that_answers_it() -> None:
    talk = talked("How did you come to beekeeping?")
    assert "Open on path" in heard(talk)
    assert talk.turns[-1].fact_ids == ("path",)
    assert talk.turns[-1].depth == "open"


@pytest.mark.parametrize(("comfort", "depth"), [(0.1, "guarded"), (0.5, "open"), (0.95, "candid")])
def test_comfort_decides_how_deep(comfort: float, depth: str) -> None:
    from msgspec.structs import replace as with_  # noqa: PLC0415  (Struct's own)

    talk = talked("How do you spend a normal day?", persona=with_(ISOLDE, comfort=comfort))
    assert heard(talk) == f"{depth.capitalize()} on day."
    assert talk.turns[-1].depth == depth


@pytest.mark.parametrize("comfort", [0.5, 0.95])
@pytest.mark.parametrize("words", [60, 95])
def test_a_closed_question_gets_a_short_answer(comfort: float, words: int) -> None:
    from msgspec.structs import replace as with_  # noqa: PLC0415  (Struct's own)

    person = with_(ISOLDE, comfort=comfort, words=words)
    assert heard(talked("Is the winter hard?", persona=person)) == "Short on hard."


def test_what_was_mentioned_can_be_picked_up_two_levels_deep() -> None:
    talk = talked("How did you come to beekeeping?", "What happened with the smoker?")
    assert heard(talk) == "Tells of the pipe."
    assert talk.turns[-2].hook == "smoker"
    assert "follow_up" in {move.reason for move in talk.turns[-2].why}
    assert "More of the pipe." in heard(say(talk, "Why was that?"))


def test_a_question_asked_again_refers_back_and_goes_deeper() -> None:
    talk = talked(
        "What does a typical day look like?",
        "Is the winter hard?",
        "How do you spend a normal day?",
    )
    assert "my day" in heard(talk)
    assert "Open on day." not in heard(talk)


@pytest.mark.parametrize("name", ["consulting", "museum", "start-up"])
def test_the_same_question_again_refers_back_in_other_words(name: str) -> None:
    person = personas()[name]
    for fact, between in zip(person.fact[::9], person.fact[4::9], strict=False):
        talk = play((fact.asks[0], between.asks[0], fact.asks[0]), person)
        first, last = talk.turns[1], talk.turns[5]
        if fact.id in first.fact_ids:
            assert {piece.split(".")[0] for piece in last.pieces} & {"told", "said", "besides"}
            assert fact.about.lower() in last.text.lower()


def test_say_that_again_is_said_in_other_words() -> None:
    talk = talked("How do you spend a normal day?", "Sorry, could you say that again?")
    assert "Again on day." in heard(talk)


@pytest.mark.parametrize(
    ("line", "again"),
    [
        ("Who else should I talk to?", "Otto Lund, inspector."),
        ("Are you hiring?", "job_ask b."),
        ("Can you tell me who buys your honey?", "Still no word on the buyer."),
        ("Flurb wibble grommets sideways?", "unknown"),
        ("How much time do we have left?", "minutes_left"),
    ],
)
@pytest.mark.parametrize("asks", ["Sorry, could you say that again?", "Pardon?", "What?"])
def test_whatever_was_said_last_can_be_said_again(line: str, again: str, asks: str) -> None:
    talk = talked(line, asks)
    assert again in heard(talk)
    assert talk.turns[-1].understood
    assert heard(talk) != talk.turns[1].text


def test_whether_the_name_may_be_used_can_be_said_again() -> None:
    talk = talked("Who else should I talk to?", "May I use your name?", "Could you repeat that?")
    assert "You may use my name with Otto Lund." in heard(talk)


@pytest.mark.parametrize("text", ["asdkjh qwe zxc", "xyzzy", "blorp the wug"])
def test_letters_that_mean_nothing_are_not_taken_for_a_nod(text: str) -> None:
    talk = talked("How do you spend a normal day?", text)
    assert not talk.turns[-1].understood
    assert talk.turns[-1].offers


@pytest.mark.parametrize("text", ["ok", "Hm.", "Oh wow", "That makes sense", "..."])
def test_a_nod_hands_the_turn_back(text: str) -> None:
    talk = talked("How do you spend a normal day?", text)
    assert "acknowledged" in heard(talk)
    assert talk.turns[-1].understood


def test_a_catchword_is_a_question() -> None:
    assert talked("How do you spend a normal day?", "winter").turns[-1].fact_ids == ("hard",)


@pytest.mark.parametrize("entry", shared().asides, ids=lambda entry: entry.id)
def test_a_question_on_no_topic_is_answered_from_who_the_persona_is(entry: Aside) -> None:
    for text in entry.hit:
        assert aside(text) == entry, text
        assert "Isolde Marsh" in heard(talked(text))
    assert [text for text in entry.miss if aside(text)] == []


def test_a_question_on_no_topic_leaves_room_for_others() -> None:
    talk = talked("Sorry, what was your name again? And how do you spend a normal day?")
    assert "Isolde Marsh" in heard(talk)
    assert heard(talk).endswith("Open on day.")


TWO = "What does a typical day look like? And what is hard about the work?"


@pytest.mark.parametrize(
    "text",
    ["And the other question?", "And the other one, please", "What about the second part?", "Sure",
     "And what is hard about it?", "Could you answer my other question too?"],
)  # fmt: skip
def test_of_two_questions_the_other_is_offered_and_waits(text: str) -> None:
    talk = talked(TWO)
    assert "two_questions" in heard(talk)
    assert "the hard part" in heard(talk)
    assert talk.turns[-1].fact_ids == ("day",)
    assert say(talk, text).turns[-1].fact_ids == ("hard",)


def test_a_question_that_waits_is_still_there_a_turn_later() -> None:
    talk = talked(TWO, "I see.", "And my other question?")
    assert talk.turns[-1].fact_ids == ("hard",)


def test_something_else_asked_is_no_pick() -> None:
    talk = talked(TWO, "Does it pay a lot?")
    assert talk.turns[-1].fact_ids == ("pay",)


def test_of_three_questions_those_left_are_offered_each_time() -> None:
    talk = talked(f"{TWO} And how did you come to beekeeping?")
    assert "the hard part and how I came to bees" in heard(talk)
    talk = say(talk, "And the other questions?")
    assert talk.turns[-1].fact_ids == ("hard",)
    assert "how I came to bees" in heard(talk)
    assert say(talk, "And the last one?").turns[-1].fact_ids == ("path",)


def test_two_questions_in_one_sentence_are_two() -> None:
    talk = talked("What does a typical day look like and what is hard about the work?")
    assert "the hard part" in heard(talk)
    assert say(talk, "And the other question?").turns[-1].fact_ids == ("hard",)


def test_of_a_closed_question_and_an_open_one_the_open_one_is_told_first() -> None:
    talk = talked("Is the winter hard? And what does a typical day look like?")
    assert talk.turns[-1].fact_ids == ("day",)
    assert "the hard part" in heard(talk)


def test_a_question_that_only_asks_on_is_no_second_one() -> None:
    assert heard(talked("Is the winter hard? Why or why not?")) == "Open on hard and the mite year."


def test_a_question_beside_a_job_ask_waits() -> None:
    talk = talked("Are you hiring? And what is hard about the work?")
    assert "job_ask a" in heard(talk)
    assert say(talk, "And the other question?").turns[-1].fact_ids == ("hard",)


def test_of_two_questions_one_may_be_refused() -> None:
    talk = talked("What does a typical day look like? And who buys your honey at the market?")
    assert "Open on day." in heard(talk)
    assert heard(talk).endswith("I keep the buyer to myself.")


def test_what_may_not_be_told_is_refused_and_pressing_costs() -> None:
    talk = talked("Can you tell me who buys your honey?")
    assert heard(talk) == "I keep the buyer to myself."
    talk = say(talk, "But who buys your honey?")
    assert heard(talk) == "Still no word on the buyer."
    assert "pressing" in {move.reason for move in talk.turns[-2].why}


def test_what_is_not_understood_leads_on_and_costs_nothing() -> None:
    talk = talked("Flurb wibble grommets sideways?", "Zib zab lurgle snorf?")
    first, second = (turn for turn in talk.turns if turn.who == "persona")
    assert not first.understood
    assert first.offers
    assert first.text != second.text
    assert talk.comfort == ISOLDE.comfort
    assert debrief(talk).figures.not_understood == 2


def test_an_offer_can_be_taken_up() -> None:
    talk = talked("Flurb wibble grommets sideways?")
    (offered,) = talk.turns[-1].offers
    assert say(talk, "yes please").turns[-1].fact_ids == (offered,)


def test_a_referral_needs_comfort_and_a_name_needs_asking() -> None:
    cold = talked("Are you hiring?", "Who else should I talk to?")
    assert "no_referral" in heard(cold)
    assert "no_name" in heard(say(cold, "May I use your name when I write?"))
    warm = talked("Who else should I talk to?")
    assert "Ask Otto Lund." in heard(warm)
    assert "Yes, say I sent you." in heard(say(warm, "May I mention your name?"))


def test_job_asks_grow_cooler() -> None:
    talk = talked("Are you hiring?", "Could you hire me?", "Please put in a good word for me.")
    lines = [turn.text for turn in talk.turns if turn.who == "persona"]
    assert [line[:9] for line in lines] == ["job_ask a", "job_ask b", "job_ask c"]
    assert talk.comfort < 0.2


def test_every_act_of_a_turn_is_answered_the_question_last() -> None:
    talk = talked(
        "Good morning! I'm here to learn what the work is like. How do you spend a normal day?"
    )
    said = heard(talk)
    assert said.index("greeting") < said.index("purpose") < said.index("Open on day.")


def test_the_clock_runs_and_the_persona_leaves() -> None:
    talk = talked("How do you spend a normal day?")
    words = len(talk.turns[0].text.split())
    assert talk.turns[0].minute == pytest.approx(words / 150 + 3 / 60, abs=0.01)
    long = "I grew up by the sea and mended nets with my aunt. " * 120
    for _ in range(5):
        talk = say(talk, long)
    told = [turn.text for turn in talk.turns if turn.who == "persona"]
    assert any("nearly_over" in text for text in told)
    assert sum("time_up" in text for text in told) == 1
    assert talk.over
    assert talk.minutes_left == 0
    again = say(talk, "What is hard about the work?")
    assert again.turns[-1].text
    assert "overrunning" in {move.reason for move in again.turns[-2].why}


def test_goodbye_ends_the_talk() -> None:
    talk = talked("How do you spend a normal day?", "Thank you, that helped. Goodbye!")
    assert "goodbye" in heard(talk)
    assert talk.over


def test_rewind_says_it_another_way() -> None:
    talk = talked("How do you spend a normal day?", "Are you hiring?")
    back = rewind(talk, 3)
    assert back == talked("How do you spend a normal day?")
    assert say(back, "Are you hiring?") == talk
    for wrong in (0, 2, 5, 99):
        with pytest.raises(BadInput, match="not one of yours"):
            rewind(talk, wrong)


def test_a_correction_changes_the_debrief_and_not_the_answers() -> None:
    talk = talked("Do you have a place for me in your team?")
    mended = correct(talk, 1, acts=["ask"], form="closed", topic="culture")
    assert debrief(talk).figures.flags["asked_for_job"]
    found = debrief(mended).figures
    assert not found.flags["asked_for_job"]
    assert found.n_questions == 1
    assert mended.turns[1] == talk.turns[1]
    assert "job_ask" in {move.reason for move in talk.turns[0].why}
    assert mended.turns[0].why == ()
    assert "another way since" in debrief(mended).timeline[0].reasons[-1]
    with pytest.raises(BadInput, match="did you mean 'thank'"):
        correct(talk, 1, acts=["thanks"])


def test_a_follow_up_by_correction_is_a_question_that_counts() -> None:
    talk = talked("How did you come to beekeeping?", "A smoker, of all things.")
    mended = correct(talk, 3, acts=["follow_up"])
    assert mended.turns[2].reading is not None
    assert mended.turns[2].reading.acts == ("ask", "follow_up")
    assert debrief(mended).figures.n_followups == debrief(talk).figures.n_followups + 1


def test_a_question_whose_kind_is_taken_back_is_gone_and_the_other_as_it_was() -> None:
    talk = talked("How did you come to beekeeping? And who else should I talk to?")
    path, people = talk.turns[0].questions
    given = {"form": people.form, "topic": people.topic}
    assert correct(talk, 1, acts=["ask"], **given).turns[0].questions == (path,)
    assert correct(talk, 1, acts=["ask_referral"], **given).turns[0].questions == (people,)
    both = correct(talk, 1, acts=["ask", "ask_referral"], form="closed").turns[0].questions
    assert [(q.topic, q.form) for q in both] == [("career_path", "open"), ("network", "closed")]


def test_a_talk_survives_being_saved() -> None:
    talk = talked("Hello, I'm Ada.", "How did you come to beekeeping?", "Flurb wibble grommets?")
    back = resume(save(talk), among={"isolde": ISOLDE})
    assert back == talk
    assert say(back, "Why was that?") == say(talk, "Why was that?")
    assert [turn_from(turn_data(turn)) for turn in talk.turns] == list(talk.turns)


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", '{"persona": "nobody", "seed": 0, "turns": []}', "\x00", "{"]
)
def test_a_damaged_save_is_one_sentence(text: str) -> None:
    with pytest.raises(BadInput) as error:
        resume(text)
    assert "\n" not in str(error.value)


def test_hints_name_what_was_mentioned_and_what_is_missing() -> None:
    assert "who you are" in hint(begin(ISOLDE))
    talk = talked("How did you come to beekeeping?")
    assert "smoker" in hint(talk)
    assert "smoker" not in hint(say(talk, "What happened with the smoker?"))


def test_a_transcript_is_markdown_in_which_nothing_is_markup() -> None:
    text = transcript(talked("<b>Hello</b> *you*"), with_readings=True)
    assert "\\<b\\>Hello\\</b\\> \\*you\\*" in text
    assert "**1. You**" in text
    assert "Read as:" in text


def test_the_same_seed_gives_the_same_talk() -> None:
    lines = ("Hello, I'm Ada.", "Thanks, that is kind.", "I see, I see, how good.")
    assert talked(*lines, seed=3) == talked(*lines, seed=3)
    assert len({to_text(talked(*lines, seed=seed)) for seed in range(5)}) > 1


def to_text(talk: Conversation) -> str:
    return " ".join(turn.text for turn in talk.turns)


@given(st.lists(st.text(max_size=80), max_size=4))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_words_are_answered(lines: list[str]) -> None:
    talk = play(lines, ISOLDE)
    assert len(talk.turns) == 2 * len(lines)
    assert all(turn.text for turn in talk.by("persona"))
    told = to_json(talk)
    assert 0 <= told["debrief"]["talk_share"] <= 1


@pytest.fixture
def phrases_alone(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Read without the learned weights, many times faster; the answers are put together alike."""
    monkeypatch.setitem(sys.modules, "numpy", None)
    caches = (encoder.encoder, senses.senses, turns._weigh, matching.index)
    for cached in caches:
        cached.cache_clear()
    yield
    monkeypatch.undo()
    for cached in caches:
        cached.cache_clear()


@pytest.mark.usefixtures("phrases_alone")
@pytest.mark.parametrize("name", sorted(personas()))
def test_nothing_is_said_twice_in_120_turns(name: str) -> None:
    chance = random.Random(name)  # noqa: S311  (the same words every time)
    talk = play(chance.choices(ANYTHING, k=120), personas()[name], seed=1)
    texts = [turn.text for turn in talk.by("persona")]
    assert len(set(texts)) == len(texts) == 120
    facts = {f.id for f in talk.persona.fact} | {h.id for h in talk.persona.hook}
    told = [
        piece
        for turn in talk.turns
        for piece in turn.pieces
        if piece.partition(".")[0] in facts and piece.endswith(TELLINGS)
    ]
    assert told
    assert len(told) == len(set(told))
    for turn in talk.by("persona"):
        named = {piece.partition(".")[0] for piece in turn.pieces} & facts
        assert named <= set(turn.fact_ids)
        assert (turn.depth is not None) == bool(named)
        assert 0 <= (turn.comfort or 0) <= 1


@pytest.mark.parametrize("name", sorted(personas()))
def test_every_life_hangs_together(name: str) -> None:
    folder = files("informint.content").joinpath("personas")
    text = next(
        text
        for text in (node.read_text("utf-8") for node in folder.iterdir())
        if f'\nid = "{name}"' in f"\n{text}"
    )
    person = personas()[name]
    assert check_persona(person, text) == []
    years = [step.year for step in person.life]
    assert years == sorted(years)
    assert years[-1] <= person.year
