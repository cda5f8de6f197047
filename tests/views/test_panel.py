"""What every view does alike: actions, errors told, privacy, and one view in one place."""

import json
from typing import ClassVar

import pytest

from informint.errors import BadInput
from informint.journal import Journal
from informint.views import People, Record, Targets
from informint.views.nodes import Node, h
from informint.views.panel import Panel, action


class Demo(Panel):
    """A view with one action of each outcome."""

    name: ClassVar[str] = "demo"
    title: ClassVar[str] = "Demo"
    heard: object = None

    def body(self) -> list[Node | None]:
        return [h("p", f"heard {self.heard}")]

    @action
    def listen(self, value: object) -> None:
        self.heard = value

    @action
    def refuse(self, _: object) -> None:
        message = "That cannot be read."
        raise BadInput(message)

    @action
    def stumble(self, _: object) -> None:
        raise KeyError("Zoë Ängström")

    def inner(self) -> None:
        self.heard = "inner"


def tell(view: Panel, name: str, value: object = None) -> None:
    """Send what the browser sends."""
    view._handle_custom_msg({"do": name, "value": value, "seq": 1}, [])


@pytest.mark.usefixtures("no_bugs")
def test_an_action_changes_what_is_shown(sample: Journal) -> None:
    view = Demo(sample)
    tell(view, "listen", "a word")
    assert "heard a word" in str(view)


@pytest.mark.usefixtures("no_bugs")
def test_bad_input_is_told_in_the_status_line(sample: Journal) -> None:
    view = Demo(sample)
    tell(view, "refuse")
    assert view.status == "That cannot be read."
    tell(view, "listen", 1)
    assert view.status == ""


@pytest.mark.parametrize("name", ["inner", "close", "journal", "__class__", "nothing"])
def test_nothing_but_actions_can_be_called(sample: Journal, name: str) -> None:
    view = Demo(sample)
    tell(view, name)
    assert view.heard is None
    assert "mistake in informint" in view.status
    assert isinstance(Panel.bugs.pop(), AttributeError)


def test_a_mistake_of_ours_is_told_without_anybodys_data(sample: Journal) -> None:
    view = Demo(sample)
    tell(view, "stumble")
    assert "KeyError in 'stumble'" in view.status
    assert "Zoë" not in view.status
    assert isinstance(Panel.bugs.pop(), KeyError)


@pytest.mark.usefixtures("no_bugs")
def test_half_an_emoji_is_replaced(sample: Journal) -> None:
    view = Demo(sample)
    tell(view, "listen", "\ud83d")
    assert view.heard == "\ufffd"


def test_a_view_built_again_closes_the_former_one(sample: Journal) -> None:
    first = Record(sample)
    second = Record(sample)
    assert first.comm is None
    assert second.comm is not None


@pytest.mark.parametrize("kind", [People, Targets])
def test_widget_state_and_outputs_name_nobody_of_the_learners(
    own: Journal, kind: type[Panel]
) -> None:
    view = kind(own)
    assert "Nora Haldane" in str(view)
    data, _ = view._repr_mimebundle_()
    saved = json.dumps([view.get_state(), data, repr(view)], default=str)
    assert "Nora Haldane" not in saved


def test_the_still_view_of_the_sample_shows_its_people(sample: Journal) -> None:
    data, _ = People(sample)._repr_mimebundle_()
    assert "Amara Okonjo-Reyes" in data["text/html"]
    assert data["text/plain"] == "<informint view: people>"
