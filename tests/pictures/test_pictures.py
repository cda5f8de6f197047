"""Four pictures of a learner's way: what they count, their twins in words, and their letters."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from informint import svg
from informint.journal import Journal, Practice, State, events, open_journal
from informint.model import Person
from informint.pictures import Picture, funnel, growth, practice, referrals
from informint.pictures.picture import SIZE, WIDTH

SVG = "{http://www.w3.org/2000/svg}"
NOW = datetime(2025, 3, 3, 12, tzinfo=UTC)
BEGAN = datetime(2025, 1, 6, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def weeks() -> State:
    return open_journal(Path("nowhere"), underway=True).state


def all_of(state: State) -> tuple[Picture, ...]:
    return funnel(state), referrals(state), growth(state, NOW), practice(state.practices)


def told(number: int, name: str = "Nora Haldane", *, to: str = "") -> tuple[events.AnyEvent, ...]:
    """One person found, written to, and talked with, who may name another."""
    person = Person(id=str(number), name=name)
    happened: list[events.AnyEvent] = [events.PersonFound(person), events.Talked(person.id)]
    return (*happened, events.Referred(person.id, to)) if to else tuple(happened)


def after(*happened: events.AnyEvent) -> State:
    hour = timedelta(hours=1)
    dated = ((BEGAN + n * hour, event) for n, event in enumerate(happened))
    return Journal.in_memory(*dated).state


def test_the_funnel_counts_people_and_says_what_is_open(weeks: State) -> None:
    picture = funnel(weeks)
    assert picture.words == (
        "Written to: 11 people; 7 answered, 4 not yet.",
        "Answered: 7 people (5 yes, 1 no, 1 later); 4 of them have talked with you.",
        "Talked with you: 4 people; 3 have your thanks.",
        "Named somebody: 3 people, and they named 4 people.",
        "Of 11 people written to, 7 answered: 64%.",
    )
    assert "his estimate" in picture.caution
    marks = [e.text for e in drawing(picture).iterfind(f".//{SVG}g/{SVG}title")]
    assert len(marks) == 11 + 7 + 4 + 3


def test_under_ten_nothing_is_a_share_and_a_talk_needs_no_letter() -> None:
    picture = funnel(after(*told(1), *told(2)))
    assert "Talked with you: 2 people, 2 without a written request; 0 have your thanks." in str(
        picture
    )
    assert "%" not in str(picture)
    assert picture.svg.count("<polygon") == 2 + 1  # each of them, and the legend


def test_thanks_for_an_earlier_talk_are_not_thanks_for_the_last() -> None:
    once = (*told(1), events.Thanked("1"))
    assert "1 have your thanks" in str(funnel(after(*once)))
    assert "0 have your thanks" in str(funnel(after(*once, events.Talked("1"))))


def test_many_people_are_a_bar() -> None:
    crowd = [event for n in range(200) for event in told(n)]
    assert len(funnel(after(*crowd)).svg) < 5_000


def test_the_tree_hangs_everybody_below_who_named_them(weeks: State) -> None:
    words = referrals(weeks).words
    assert words[0] == "2 people led to 4 more, up to 2 steps from you."
    assert (
        "Osric Thavanesan, named by Sigríður Hallmundsdóttir: written to; you may say that "
        "Sigríður Hallmundsdóttir sent you." in words
    )
    assert "does not want to be named" in "".join(words)
    assert "have not asked" in "".join(words)


def test_two_who_name_each_other_and_one_named_twice_are_drawn_once() -> None:
    found = [event for n in (1, 2, 3) for event in told(n, f"Nora {n}")]
    named = [events.Referred(a, b) for a, b in ("12", "21", "13", "23")]
    words = referrals(after(*found, *named)).words
    assert [line.split(",")[0] for line in words[1:]] == ["Nora 1", "Nora 2", "Nora 3"]


def test_a_long_tree_is_cut_in_the_picture_and_not_in_the_words() -> None:
    found = [event for n in range(90) for event in told(n)]
    chain = [events.Referred(str(n), str(n + 1)) for n in range(89)]
    picture = referrals(after(*found, *chain))
    assert len(picture.words) == 91
    assert "and 30 more, told below" in picture.svg


def test_growth_counts_each_once_on_its_day(weeks: State) -> None:
    assert growth(weeks, NOW).words == (
        "In your journal: 45 people on 3 February, 47 on 3 March.",
        "Talked with you: 4 people, the first on 7 February, the latest on 3 March.",
        "Named to you: 4 people, the first on 7 February, the latest on 27 February.",
    )


def test_a_day_is_one_of_the_learners_own_clock() -> None:
    samoa = timezone(timedelta(hours=-11))
    late = datetime(2025, 1, 7, 9, tzinfo=UTC)
    state = Journal.in_memory(*((late, event) for event in told(1))).state
    assert growth(state, NOW.astimezone(samoa)).words[1].endswith("on 6 January.")


def test_practice_shows_questions_and_shares_of_whole_talks_that_ended(weeks: State) -> None:
    talks = weeks.practices
    first = next(iter(talks.values()))
    picture = practice({
        **talks,
        "drill": replace(first, drill="closing"),
        "open": replace(first, ended=False),
        "gone": replace(first, persona="nobody"),
        "other": replace(first, turns=({"who": "learner"},)),
    })  # fmt: skip
    assert len(picture.words) == 5
    assert picture.words[0].startswith("Talk 1, with Regula Ambuhl: ")
    assert picture.words[4].startswith("Left out: 2 talks")
    opened = sum(int(n) for n in re.findall(r"(\d+) open", str(picture)))
    assert opened <= sum(int(n) for n in re.findall(r"(\d+) questions?", str(picture)))


def test_before_the_first_there_is_a_sentence_and_no_picture() -> None:
    for picture in (*all_of(State()), practice({"1": Practice(persona="museum", begun=BEGAN)})):
        assert picture.empty
        assert len(picture.words) == 1
        assert drawing(picture).tag == f"{SVG}svg"


def test_no_picture_says_a_name_where_a_notebook_would_keep_it(weeks: State) -> None:
    assert repr(referrals(weeks)) == "<Picture: Who named whom>"


def drawing(picture: Picture) -> ET.Element:
    return ET.fromstring(picture.svg)  # noqa: S314  (our own markup)


def boxes(picture: Picture) -> Iterator[tuple[str, float, float, float, float]]:
    """The room that each text takes at most: left, right, top, bottom."""
    for text in drawing(picture).iter(f"{SVG}text"):
        size = float(text.get("font-size", SIZE))
        wide = svg.width(text.text or "", size)
        x, y = float(text.get("x", 0)), float(text.get("y", 0))
        left = x - {"start": 0, "middle": wide / 2, "end": wide}[text.get("text-anchor", "start")]
        yield text.text or "", left, left + wide, y - size * 0.8, y + size * 0.2


def legible(picture: Picture) -> None:
    found = list(boxes(picture))
    height = float(drawing(picture).get("viewBox", "").split()[3])
    for said, left, right, top, bottom in found:
        assert left >= 0, said
        assert right <= WIDTH + 1, said
        assert top >= 0, said
        assert bottom <= height, said
    for (one, *a), (other, *b) in combinations(found, 2):
        apart = a[1] <= b[0] or b[1] <= a[0] or a[3] <= b[2] or b[3] <= a[2]
        assert apart, (one, other)


def test_no_letters_lie_over_others_nor_outside(weeks: State) -> None:
    first = next(iter(weeks.practices.values()))
    many = {str(n): first for n in range(12)}
    chain = [event for n in range(12) for event in told(n, "Wolfgang-Maximilian MMMMMMWWWW " * 2)]
    chain += [events.Referred(str(n), str(n + 1)) for n in range(11)]
    for picture in (*all_of(weeks), *all_of(after(*chain))[:3], practice(many)):
        legible(picture)


@settings(max_examples=25)
@given(
    st.text(min_size=1)
    | st.sampled_from(["<img src=x onerror=alert(1)>", "]]>&amp;\"'", "\x00\ufffe", "漢字" * 40])
)
def test_whatever_a_name_holds_the_picture_holds_text_only(name: str) -> None:
    whole = name.encode("utf-16", "replace").decode("utf-16", "replace")
    state = after(*told(2, whole), *told(1, whole, to="2"))
    for picture in all_of(state)[:3]:
        kinds = {e.tag.removeprefix(SVG) for e in drawing(picture).iter()}
        assert kinds <= {"svg", "title", "desc", "g", "circle", "line", "polygon", "rect", "text",
                         "path"}  # fmt: skip
        assert "<img" not in picture.svg
        legible(picture)
    assert set(re.findall(r"#\w{6}", funnel(state).svg)) <= {"#0b5cad", "#ffffff"}
