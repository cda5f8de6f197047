"""Who knows whom, typed in; the way it opens; the mail to the one in between."""

from views.somebody import somebody

from informint.journal import Journal
from informint.journal.events import PersonFound
from informint.model import HowKnown
from informint.views import Introductions

ONE, TWO, THREE = (f"{n:016x}" for n in (1, 2, 3))


def test_the_sample_shows_a_way_and_a_search_to_open_oneself(sample: Journal) -> None:
    view = Introductions(sample)
    assert "You know Rukmini Balasubramani well; Rukmini knows Margaux" in str(view)
    still = view._repr_mimebundle_()[0]["text/html"]
    assert 'href="https://www.linkedin.com/search/results/people/?keywords=Margaux+' in still


def test_a_tie_typed_in_opens_a_way_and_is_struck_again(own: Journal) -> None:
    known = somebody(3, name="Ana Núñez, PhD", given_name="Ana", how_known=HowKnown.CLOSE)
    own.record(PersonFound(known))
    view = Introductions(own)
    assert view.person() is None
    typed = {"one": "ana nunez", "other": "Zoë Ängström", "how": "acquaintance"}
    view.run("noted", typed)
    view.run("chose", TWO)
    assert own.state.acquaintances[TWO] == {THREE: HowKnown.ACQUAINTANCE}
    assert "You know Ana Núñez well; Ana knows Zoë Ängström a little." in str(view)
    view.run("start")
    view.run("wrote", view.message.body.replace("[[what caught your eye]]", "your glass lamp"))
    view.run("sent")
    assert "glass lamp" in own.state.drafts[THREE]["introduction"].body
    assert own.state.progress[THREE].stage == "sent"
    assert TWO not in own.state.drafts
    again = Introductions(own)
    assert "glass lamp" in again.message.body
    view.run("struck", [THREE, TWO])
    assert view.person() is None
    assert view.message.body == ""
    assert not own.state.acquaintances.get(TWO)


def test_a_name_that_names_nobody_is_told(own: Journal) -> None:
    own.record(PersonFound(somebody(3, name="Zoë Ängström", company="Heron Zoo")))
    view = Introductions(own)
    tried = {
        "Norah Haldane I": "There is nobody called Norah Haldane I in your journal; did you mean",
        " ": "Write two names",
        "zoe angstrom": "Several people bear this name",
    }
    for typed, said in tried.items():
        view.run("noted", {"one": typed, "other": "Nora Haldane I", "how": ""})
        assert view.status.startswith(said)
    assert not own.state.acquaintances
    view.run("noted", {"one": "Zoe Angstrom (Heron Zoo)", "other": "Nora Haldane I", "how": "x"})
    assert own.state.acquaintances[ONE] == {THREE: HowKnown.NOT_SAID}
    view.run("noted", {"one": "Nora Haldane I", "other": "Nora Haldane I", "how": ""})
    assert "between two people" in view.status
    view.run("start")
    assert "Choose first" in view.status
