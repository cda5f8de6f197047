"""The way to somebody over people who know each other, in words, and the mail for it."""

from collections.abc import Mapping
from urllib.parse import parse_qs, urlsplit

import pytest

from informint import coach, targets
from informint.content import sample
from informint.errors import BadInput
from informint.introductions import Way, request, search_link, told, way_to
from informint.model import Approach, HowKnown, Person

WELL, LITTLE, ONCE = HowKnown.CLOSE, HowKnown.ACQUAINTANCE, HowKnown.MET_ONCE
UNSAID, NEVER = HowKnown.NOT_SAID, HowKnown.STRANGER


def people(**known: HowKnown) -> dict[str, Person]:
    return {
        i: Person(id=i, name=f"{i.title()} Haldane", given_name=i.title(), how_known=how)
        for i, how in known.items()
    }


def knowing(*ties: tuple[str, str, HowKnown]) -> Mapping[str, Mapping[str, HowKnown]]:
    both: dict[str, dict[str, HowKnown]] = {}
    for one, other, how in ties:
        both.setdefault(one, {})[other] = how
        both.setdefault(other, {})[one] = how
    return both


def ids(way: Way | None) -> list[str]:
    return [person.id for person in way.people] if way else []


@pytest.mark.parametrize(
    ("known", "ties", "way"),
    [
        ({"tess": WELL}, [], ["tess"]),
        ({"tess": ONCE, "ana": WELL}, [("ana", "tess", LITTLE)], ["ana", "tess"]),
        ({"tess": ONCE, "ana": LITTLE}, [("ana", "tess", ONCE)], ["tess"]),
        ({"tess": UNSAID, "ana": LITTLE}, [("ana", "tess", LITTLE)], ["ana", "tess"]),
        ({"tess": NEVER, "ana": WELL, "bo": LITTLE},
         [("ana", "tess", ONCE), ("bo", "tess", WELL)], ["bo", "tess"]),
        ({"tess": NEVER, "ana": WELL, "bo": NEVER},
         [("ana", "bo", WELL), ("bo", "tess", WELL)], ["ana", "bo", "tess"]),
        ({"tess": NEVER, "ana": WELL, "bo": NEVER, "cy": NEVER},
         [("ana", "bo", WELL), ("bo", "cy", WELL), ("cy", "tess", WELL)], []),
        ({"tess": NEVER, "ana": WELL}, [("ana", "tess", NEVER)], []),
        ({"tess": NEVER, "ana": NEVER}, [("ana", "tess", WELL)], []),
        ({"tess": NEVER}, [("gone", "tess", WELL)], []),
        ({"ana": WELL}, [], []),
    ],
)  # fmt: skip
def test_the_way_is_the_one_on_which_people_know_each_other_best(
    known: dict[str, HowKnown], ties: list[tuple[str, str, HowKnown]], way: list[str]
) -> None:
    assert ids(way_to("tess", people(**known), knowing(*ties))) == way


def test_who_is_set_aside_is_asked_for_nothing() -> None:
    among = people(tess=NEVER, ana=WELL, bo=ONCE)
    ties = knowing(("ana", "tess", WELL), ("bo", "tess", WELL))
    assert ids(way_to("tess", among, ties, set_aside={"ana"})) == ["bo", "tess"]


def test_a_way_is_told_with_its_ties_and_what_to_do() -> None:
    among = people(tess=NEVER, ana=WELL, bo=NEVER)
    ties = knowing(("ana", "bo", LITTLE), ("bo", "tess", WELL))
    assert str(way_to("tess", among, ties)) == (
        "You know Ana Haldane well; Ana knows Bo Haldane a little; Bo knows Tess Haldane well. "
        "That is two introductions. Ask Ana about Bo first; talk with Bo, and only then ask about "
        "Tess."
    )
    near = way_to("bo", among, ties)
    assert near is not None
    assert "Ask Ana for an introduction, and leave room for a no" in told(near)[1]
    hardly = way_to("tess", people(tess=NEVER, ana=ONCE), knowing(("ana", "tess", WELL)))
    assert hardly is not None
    assert "Think twice if you hardly know Ana" in told(hardly)[-1]
    direct = way_to("ana", among, ties)
    assert direct is not None
    assert told(direct)[0].startswith("You know Ana Haldane well: ask directly")


def test_the_request_goes_to_the_one_in_between_and_the_coach_takes_it_for_what_it_is() -> None:
    among = people(tess=NEVER, ana=WELL)
    way = way_to("tess", among, knowing(("ana", "tess", WELL)))
    assert way is not None
    message = request(way, sample().profile)
    assert message.to == "Ana Haldane"
    assert "Tess Haldane" in message.subject
    assert "a no is fine" in message.body
    found = {f.rule for f in coach.check_message(message).findings}
    assert "placeholder" in found
    assert not found & {"referral-early", "mass-mail"}
    direct = way_to("ana", among, {})
    assert direct is not None
    with pytest.raises(BadInput, match="Nobody is in between"):
        request(direct, sample().profile)


def test_a_search_is_only_an_address_whatever_the_name_holds() -> None:
    person = Person(id="1", name='Zoë & "Co"\n=?#', company="Fern \ud83d Museum")
    address = urlsplit(search_link(person))
    assert (address.scheme, address.netloc) == ("https", "www.linkedin.com")
    assert parse_qs(address.query) == {"keywords": ['Zoë & "Co" =?# Fern  Museum']}


def test_the_ranking_names_those_who_know_somebody_first() -> None:
    among = people(tess=NEVER, ana=WELL, bo=WELL, cy=LITTLE)
    same = {i: p if i in {"ana", "cy"} else Person(
        id=i, name=p.name, company="Fern Museum", how_known=p.how_known) for i, p in among.items()
    }  # fmt: skip
    ties = knowing(("ana", "tess", WELL), ("cy", "tess", WELL))
    ranked = targets.rank(same.values(), "", today=sample().today, acquaintances=ties)
    tess = next(t for t in ranked if t.person.id == "tess")
    assert [p.id for p in tess.introducers] == ["ana", "cy", "bo"]
    assert tess.approach is Approach.ASK_FOR_INTRODUCTION
    assert "Ana Haldane knows them and you know them better" in tess.why
