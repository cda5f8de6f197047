"""The tree behind every view: what it says, and that nothing in it can run."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from informint.views.nodes import h, link, still, words


class Tags(HTMLParser):
    """Collects the tags, attributes and text of some HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attrs: list[tuple[str, str | None]] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attrs += attrs

    def handle_data(self, data: str) -> None:
        self.text += data


@given(st.text())
def test_any_text_stays_text(text: str) -> None:
    node = h("p", text, h("input", value=text), h("x-editor", value=text), title=text)
    html = Tags(still(node))
    assert html.tags == ["p", "input", "pre"]
    assert {name for name, _ in html.attrs} == {"title", "value", "disabled"}


def test_children_are_flattened_and_nothing_is_left_out_but_nothing() -> None:
    node = h("ul", [h("li", 0), [h("li", "two")]], None, False, ("a", "b"))
    assert still(node) == "<ul><li>0</li><li>two</li>ab</ul>"


def test_what_only_a_live_view_needs_is_not_in_the_still_one() -> None:
    node = h("button", "Save", click="save", arg="x", key="k", copy="c", jump=["t", 0, 1])
    assert still(node) == "<button disabled>Save</button>"


def test_a_long_list_is_cut_and_counted_in_the_still_view() -> None:
    items = [[f"Person {i}", "curator", ""] for i in range(60)]
    html = still(h("x-rows", items=items, total=30_000))
    assert html.count("<li>") == 8
    assert "and 29992 more" in html


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", " javascript:alert(1)", "data:text/html,x", "//x", "file:///etc"]
)
def test_only_web_and_mail_addresses_become_links(url: str) -> None:
    assert link("Profile", url) == "Profile"


def test_a_web_address_becomes_a_link() -> None:
    assert 'href="https://people.example.org/in/x"' in still(
        link("Profile", "https://people.example.org/in/x")
    )


def test_words_say_what_a_reader_would_see() -> None:
    node = h("div", h("p", "One ", h("strong", "two"), "."), h("ul", h("li", "three")))
    assert words(node) == "One two .\nthree"
