"""The picture of the network, and the same in words."""

import re
from dataclasses import replace
from itertools import cycle
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from informint import content, targets
from informint.journal import sample_events
from informint.journal.events import PersonFound
from informint.model import HowKnown, Person
from informint.network import MARKED, network_svg, network_text

SVG = "{http://www.w3.org/2000/svg}"
PEOPLE = [e.person for e in sample_events() if isinstance(e, PersonFound)]
RANKED = targets.rank(PEOPLE, content.sample().goal, today=content.sample().today)


def parsed(svg: str) -> ET.Element:
    return ET.fromstring(svg)  # noqa: S314  (our own markup)


def tooltips(drawing: ET.Element) -> list[str]:
    return [t.text or "" for t in drawing.iterfind(f".//{SVG}g/{SVG}title")]


def written(drawing: ET.Element) -> list[str]:
    return [t.text or "" for t in drawing.iter(f"{SVG}text")]


def test_everybody_is_there_and_those_of_interest_are_diamonds() -> None:
    drawing = parsed(network_svg(PEOPLE, RANKED[:3]))
    shown = tooltips(drawing)
    counted = [int(t) for t in written(drawing) if t.isdigit() and int(t) > 3]
    assert len(shown) + sum(counted) == len(PEOPLE)
    assert len(list(drawing.iter(f"{SVG}polygon"))) == 3
    assert {"1  Amara Okonjo-Reyes", "A  regulatory affairs: 3"} <= set(written(drawing))


def test_it_names_itself_and_brings_no_colours_that_fail_in_the_dark() -> None:
    svg = network_svg(PEOPLE, RANKED[:3])
    drawing = parsed(svg)
    assert drawing.get("role") == "img"
    names = {e.get("id"): e.text for e in drawing if e.tag in {f"{SVG}title", f"{SVG}desc"}}
    assert set(drawing.get("aria-labelledby", "").split()) == set(names)
    assert "Your network: 45 people" in names.values()
    assert set(re.findall(r"#\w{6}", svg)) == {"#0b5cad", "#ffffff"}  # a pair, one on the other
    assert "<style" not in svg


def test_ids_of_targets_will_do_and_unknown_ones_are_passed_over() -> None:
    ids = [t.person.id for t in RANKED[:3]]
    assert network_svg(PEOPLE, ["nobody", *ids]) == network_svg(PEOPLE, RANKED[:3])
    assert network_svg(reversed(PEOPLE), ids).count("<polygon") == 3


def test_many_people_become_numbers_and_only_the_first_targets_are_marked() -> None:
    known = cycle(HowKnown)
    crowd = [replace(p, id=f"{p.id}{n}", how_known=next(known)) for n in range(120) for p in PEOPLE]
    svg = network_svg(crowd, [p.id for p in crowd])
    drawing = parsed(svg)
    assert len(tooltips(drawing)) < 500
    assert svg.count("<polygon") == MARKED
    assert len(svg) < 100_000
    counted = [int(t.replace(",", "")) for t in written(drawing) if re.fullmatch(r"[\d,]+", t)]
    marks = sum(range(1, MARKED + 1))
    assert len(tooltips(drawing)) + sum(counted) - marks == len(crowd)


def test_words_say_what_the_picture_shows() -> None:
    said = network_text(PEOPLE, RANKED[:1]).splitlines()
    assert said[0] == (
        "45 people, by how well you know them: 4 well, 5 a little, 4 met once, 2 never met, "
        "30 not said."
    )
    assert "Regulatory affairs: 3 (1 met once, 1 never met, 1 not said)." in said
    assert said[-1].startswith("1. Amara Okonjo-Reyes, Senior Regulatory Affairs Specialist, ")
    slices = sum(int(n) for n in re.findall(r"^\D+: (\d+) \(", "\n".join(said), re.MULTILINE))
    assert slices == 45


def test_an_empty_network() -> None:
    assert network_text([]) == "Nobody is in your network yet."
    assert "0 people" in next(parsed(network_svg([])).iter(f"{SVG}title")).text


@given(
    st.text()
    | st.sampled_from(["<img src=x onerror=alert(1)>", "]]>&amp;\"'", "\x00\ud800\ufffe"]),
    st.sampled_from(HowKnown),
)
def test_whatever_a_name_holds_the_picture_holds_text_only(name: str, how: HowKnown) -> None:
    person = Person(id="1", name=name, company=name, position=name, how_known=how)
    drawing = parsed(network_svg([person], ["1"]))
    kinds = {e.tag.removeprefix(SVG) for e in drawing.iter()}
    assert kinds <= {"svg", "title", "desc", "g", "circle", "line", "polygon", "text"}
    assert "<img" not in network_svg([person])
    assert len(network_text([person], ["1"]).splitlines()) == 3
