"""The parts of pictures: texts that stay texts, names that fit, images that stand alone."""

from html.parser import HTMLParser
from urllib.parse import unquote
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from informint import svg

NAMES = st.text() | st.sampled_from(
    ["R&D <b>", "\"quoted\" & 'so'", "&amp;#60;", "\x00\ud800", "%3C"]
)


class Image(HTMLParser):
    """Keeps the attributes of the only element there is."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag == "img"
        self.found = dict(attrs)


@given(NAMES)
def test_an_image_holds_the_same_text_and_a_ground_of_its_own(name: str) -> None:
    picture = svg.picture(
        "x", [svg.text(0, 9, name)], title=name, described=name, width=9, height=9
    )
    image = Image()
    image.feed(svg.image(picture))
    start, _, source = (image.found["src"] or "").partition(",")
    drawing = ET.fromstring(unquote(source))  # noqa: S314  (our own markup)
    here = ET.fromstring(picture)  # noqa: S314  (our own markup)
    assert start == "data:image/svg+xml"
    assert [e.text for e in drawing if not e.tag.endswith("style")] == [e.text for e in here]
    assert "prefers-color-scheme" in "".join(e.text or "" for e in drawing if "style" in e.tag)


@given(NAMES, st.floats(20, 300), st.sampled_from([11, 12, 14]))
def test_words_that_are_fitted_are_no_wider_than_their_room(
    words: str, room: float, size: int
) -> None:
    fitted = svg.fit(words, room, size)
    assert svg.width(fitted, size) <= room
    assert fitted == " ".join(words.split()) or fitted.endswith(svg.ELLIPSIS)
