"""What the doctor finds, one fault at a time, and that it names nobody."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from informint import doctor
from informint.cli import main
from informint.doctor import Check, Status
from informint.journal import open_journal
from informint.journal.events import PersonEdited, PersonFound
from informint.journal.store import FILE
from informint.model import Person

NAME = "Quillon Zephyrine"
Examine = Callable[..., dict[str, list[Check]]]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The folder of a journal that holds one person."""
    with open_journal(tmp_path / "data") as journal:
        journal.begin()
        journal.record(PersonFound(Person(id="a", name=NAME)))
    return tmp_path / "data"


@pytest.fixture
def examine(data: Path, tmp_path: Path) -> Examine:
    """Examine; returns what was found by check."""

    def examine(**given: object) -> dict[str, list[Check]]:
        lessons = tmp_path / "lessons"
        lessons.mkdir(exist_ok=True)
        found: dict[str, list[Check]] = {}
        for one in doctor.examine(lessons, **{"data": data, "environment": {}, **given}):
            assert "\n" not in one.message
            assert one.message.endswith(".")
            assert NAME not in one.message
            found.setdefault(one.check, []).append(one)
        return found

    return examine


def worst(found: dict[str, list[Check]]) -> dict[str, Status]:
    return {k: c.status for k, checks in found.items() for c in checks if c.status != Status.OK}


def test_where_all_is_well_it_says_so(examine: Examine) -> None:
    found = examine()
    assert worst(found) == {}
    assert "1 people" in found["journal"][0].message
    assert found.keys() >= {"system", "packages", "lab", "browser extension", "permissions"}


def test_a_folder_that_others_may_read(examine: Examine, data: Path) -> None:
    if os.name != "posix":
        pytest.skip("Windows has other permissions")
    data.chmod(0o755)
    assert worst(examine()) == {"permissions": Status.SHOULD}


@pytest.mark.parametrize("name", ["OneDrive - Example University", "Dropbox", "iCloud Drive"])
def test_a_folder_that_other_computers_get(examine: Examine, tmp_path: Path, name: str) -> None:
    found = examine(data=tmp_path / name / "informint")
    assert worst(found) == {"data folder": Status.SHOULD}
    assert "No journal is kept yet" in found["journal"][0].message


def test_a_git_work_tree(examine: Examine, tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    found = worst(examine(data=tmp_path / "elsewhere"))
    assert found == {"data folder": Status.MUST, "lessons' folder": Status.SHOULD}


def test_a_damaged_journal(examine: Examine, data: Path) -> None:
    (data / FILE).write_bytes(b"no database")
    assert worst(examine()) == {"journal": Status.MUST}


def test_notebooks_that_keep_people_and_widgets(examine: Examine, tmp_path: Path) -> None:
    folder = tmp_path / "lessons" / ".ipynb_checkpoints"
    folder.mkdir(parents=True)
    (folder / "x.ipynb").write_text(f'{{"text": "{NAME.upper()}, Curator"}}')
    state = {"metadata": {"widgets": {"application/vnd.jupyter.widget-state+json": {}}}}
    (tmp_path / "lessons" / "y.ipynb").write_text(json.dumps(state))
    found = examine()["notebooks"]
    assert [one.status for one in found] == [Status.SHOULD, Status.SHOULD]
    assert "1 notebook in" in found[0].message


NAMED = {
    "as written": (Person(id="a", name=NAME), f"Dear {NAME}"),
    "the other way round": (Person(id="a", name=NAME), "Zephyrine, Quillon"),
    "with a title": (Person(id="a", name=f"Prof. {NAME}, PhD"), "quillon zephyrine"),
    "by title and family": (Person(id="a", name=NAME), "Dear Dr. Zephyrine"),
    "without the middle": (Person(id="a", name="Ana Maria Ruiz-Gil"), "Ana Ruiz, Ana Gil"),
    "without accents": (Person(id="a", name="Zoë Ñandú"), "ZOE NANDU"),
    "in a table": (Person(id="a", name=NAME), "<td>Quillon</td>\n<td>Zephyrine</td>"),
    "in a link": (Person(id="a", name=NAME), "?q=Quillon%20Zephyrine"),
    "in another alphabet": (Person(id="a", name="Юлия Щукина"), "ЩУКИНА ЮЛИЯ"),
    "one word": (Person(id="a", name="Zebedee"), "Then Zebedee came"),
    "no spaces": (Person(id="a", name="王小明"), "经理王小明来了"),
    "no spaces, parted": (Person(id="a", name="小明 王"), "王 小明"),
    "e-mail": (Person(id="a", name="Z", email="QZ@corp.test"), "mailto:qz@corp.test?subject=x"),
    "profile": (
        Person(id="a", name="Z", profile_url="https://www.linkedin.com/in/quillon-z"),
        '<a href="https://linkedin.com/in/quillon-z/?x=1">',
    ),
}


@pytest.mark.parametrize(("person", "text"), NAMED.values(), ids=NAMED)
def test_whoever_is_named_is_found(
    examine: Examine, data: Path, tmp_path: Path, person: Person, text: str
) -> None:
    with open_journal(data) as journal:
        journal.record(PersonEdited(person))
    (tmp_path / "lessons").mkdir()
    notebook = tmp_path / "lessons" / "x.ipynb"
    notebook.write_text(json.dumps({"text": f"(it, {text}.)"}))
    assert worst(examine()) == {"notebooks": Status.SHOULD}
    notebook.write_text(json.dumps({"text": "Zephyr, quill; 小王明 in/quillon @corp.test 王|小"}))
    assert worst(examine()) == {}


def test_whoever_cannot_be_looked_for_is_counted(examine: Examine, data: Path) -> None:
    with open_journal(data) as journal:
        people = [Person(id=name, name=name) for name in ("Will", "Bo", "Amara Okonjo-Reyes")]
        journal.record(*map(PersonFound, people))
    assert "; 3 with short, everyday or sample names could" in examine()["notebooks"][0].message
    (data / FILE).write_bytes(b"no database")
    assert "anybody" not in examine()["notebooks"][0].message


def test_a_language_model(examine: Examine) -> None:
    url, model = "INFORMINT_LLM_URL", "INFORMINT_LLM_MODEL"
    found = examine(environment={url: "https://llm.example.org/v1", model: "m"})
    assert worst(found) == {"language model": Status.SHOULD}
    assert "llm.example.org" in found["language model"][0].message
    assert worst(examine(environment={url: "nowhere", model: "m"})) == {
        "language model": Status.MUST
    }


def test_a_pack_that_is_not_there(examine: Examine, tmp_path: Path) -> None:
    pack = {"INFORMINT_PACK": str(tmp_path / "nothing")}
    assert worst(examine(environment=pack)) == {"course pack": Status.MUST}


def test_views_that_are_switched_off(
    examine: Examine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "config" / "labconfig").mkdir(parents=True)
    said = {"disabledExtensions": {"anywidget": True, "other": True, "ipywidgets": False}}
    (tmp_path / "config" / "labconfig" / "page_config.json").write_text(json.dumps(said))
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path / "config"))
    assert worst(examine()) == {"browser extension": Status.MUST}


def test_what_is_not_installed(examine: Examine, monkeypatch: pytest.MonkeyPatch) -> None:
    there = {"jupyterlab": "", "msgspec": "", "jupyter-collaboration": "1.0"}
    monkeypatch.setattr(doctor, "_version", lambda name: there.get(name, "1"))
    assert worst(examine()) == {
        "packages": Status.MUST,
        "lab": Status.SHOULD,
        "collaboration": Status.SHOULD,
    }


def test_the_command(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["doctor", str(tmp_path), "--data", str(data), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found.keys() == {"informint", "ok", "checks"}
    assert all(one.keys() == {"check", "status", "message"} for one in found["checks"])
    (data / FILE).write_bytes(b"no database")
    assert main(["doctor", str(tmp_path), "--data", str(data)]) == 1
    assert "must    journal: " in capsys.readouterr().out
