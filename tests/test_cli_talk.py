"""The commands of the talk, run as outside scripts run them."""

import io
import json
import shutil
import sys
import tomllib
from importlib.resources import files
from pathlib import Path
from typing import get_args

import pytest
from commands import Run

from informint.content.persona import Persona
from informint.content.schema import Topic

TEMPLATE = Path(__file__).parents[1] / "docs" / "persona_template.toml"
LINES = """Hello, I'm Ada, and I'd like to learn what your work is like.

What does a typical day look like for you?
Why is that?
日本語で話しましょう
Thank you, that helped a lot. Goodbye!
One more thing: what do you earn?
"""


def test_a_script_is_played_whole_and_the_same_each_time(run: Run) -> None:
    Path("mine.txt").write_text(LINES, "utf-8")
    code, out, err = run("talk", "--persona", "museum", "--script", "mine.txt", "--json")
    told = json.loads(out)
    assert (code, err) == (0, "")
    assert told["persona"] == "museum"
    mine = [turn["text"] for turn in told["turns"] if turn["who"] == "learner"]
    assert mine == [line for line in LINES.splitlines() if line]
    texts = [turn["text"] for turn in told["turns"] if turn["who"] == "persona"]
    assert len(set(texts)) == len(texts) == len(mine)
    assert told["debrief"]["stated_purpose"] is told["debrief"]["closed_properly"] is True
    again = run("talk", "--persona", "museum", "--script", "mine.txt", "--json")[1]
    assert again == out


def test_a_script_for_people_is_a_transcript_and_a_debrief(run: Run) -> None:
    Path("mine.txt").write_text(LINES, "utf-8")
    code, out, _ = run("talk", "--persona", "museum", "--script", "mine.txt", "--seed", "4")
    assert code == 0
    assert out.index("**1. You**") < out.index("What went well") < out.index("Figures")


def test_a_talk_in_the_terminal(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("Hello, I'm Ada.\n\nWhat do you do all day?\n.\n"))
    code, out, _ = run("talk", "--persona", "museum")
    assert code == 0
    assert "Alun: " in out
    assert "what you want to find out" in out
    assert "Figures" in out


class Typed(io.StringIO):
    """What is typed, and then Ctrl-C."""

    def readline(self, size: int | None = -1) -> str:
        line = super().readline(size)
        if not line:
            raise KeyboardInterrupt
        return line


def test_an_interrupted_talk_ends_with_its_debrief(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", Typed("Hello, I'm Ada.\n"))
    code, out, err = run("talk", "--persona", "museum")
    assert (code, err) == (0, "")
    assert out.index("Alun: ") < out.index("Figures")


def test_the_terminal_says_why_a_model_does_not_speak(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INFORMINT_LLM_URL", "http://localhost:11434/v1")
    monkeypatch.setenv("INFORMINT_LLM_MODEL", "small")
    monkeypatch.setitem(sys.modules, "httpx", None)
    monkeypatch.setattr("sys.stdin", io.StringIO("Hello, I'm Ada.\n.\n"))
    out = run("talk", "--persona", "museum")[1]
    assert out.index("this machine") < out.index("Alun: ") < out.index("informint[llm]")


@pytest.mark.parametrize(
    ("args", "sign"),
    [
        (("talk", "--persona", "musem"), "did you mean 'museum'"),
        (("talk", "--persona", "museum", "--script", "none.txt"), "cannot be read"),
        (("talk", "--persona", "museum", "--script", "blank.txt"), "nothing to say"),
        (("talk", "--persona", "museum", "--script", "odd.txt"), "UTF-8"),
        (("talk", "--persona", "none.toml"), "cannot be read"),
        (("content", "check", "nowhere"), "not a folder"),
        (("content", "check", "."), "no content files"),
    ],
)
def test_bad_input_is_one_sentence(run: Run, args: tuple[str, ...], sign: str) -> None:
    Path("blank.txt").write_text("\n \n")
    Path("odd.txt").write_bytes(b"\xff\xfe\xfa")
    code, out, err = run(*args, *(["--json"] if args[0] == "content" else []))
    assert (code, out) == (2, "")
    assert sign in err
    assert err.count("\n") == 1


def test_personas_are_listed(run: Run) -> None:
    code, out, _ = run("personas", "--json")
    people = json.loads(out)
    assert code == 0
    assert len(people) >= 12
    assert all(set(one) == {"id", "name", "field", "temper", "minutes"} for one in people)
    assert all(one["name"] in run("personas")[1] for one in people)


def test_a_course_pack_is_checked_by_file_line_and_field(run: Run) -> None:
    ours = Path(str(files("informint.content")))
    (Path("pack") / "personas").mkdir(parents=True)
    for name in ("goals.toml", "personas/museum.toml"):
        shutil.copy(ours / name, Path("pack") / name)
    code, out, _ = run("content", "check", "pack", "--json")
    assert (code, json.loads(out)) == (0, [])

    person = Path("pack/personas/museum.toml")
    text = person.read_text("utf-8").replace('topic = "likes"', 'topic = "joys"', 1)
    person.write_text(text, "utf-8")
    Path("pack/goals.toml").write_text(
        '[[goal]]\nid = "g"\ntext = "T"\nreflect = "R"\ntopics = ["likes"]\nsource = "nobody"\n'
    )
    Path("pack/broken.toml").write_text("a = ")
    (Path("pack") / "personas" / "torn.toml").write_text("id = ")
    code, out, _ = run("content", "check", "pack", "--json")
    found = {fault["file"]: fault for fault in json.loads(out)}
    assert code == 1
    assert set(found) == {"broken.toml", "goals.toml", "personas/museum.toml", "personas/torn.toml"}
    assert all(set(fault) == {"file", "line", "field", "message"} for fault in found.values())
    assert (found["goals.toml"]["line"], found["goals.toml"]["field"]) == (6, "source")
    museum = found["personas/museum.toml"]
    assert museum["field"] == "topic"
    head = text.splitlines()[museum["line"] - 1]
    assert head == 'topic = "joys"'
    assert "not valid TOML" in found["personas/torn.toml"]["message"]


def test_a_persona_that_lacks_things_is_told_what(run: Run) -> None:
    ours = Path(str(files("informint.content"))) / "personas" / "museum.toml"
    Path("pack/personas").mkdir(parents=True)
    text = ours.read_text("utf-8")
    told, hooks, rest = text.partition("[[hook]]")
    kept = [part for part in told.split("[[fact]]") if 'topic = "likes"' not in part]
    Path("pack/personas/museum.toml").write_text("[[fact]]".join(kept) + hooks + rest, "utf-8")
    code, out, _ = run("content", "check", "pack")
    assert code == 1
    assert "at least 2 are needed" in out
    assert out.splitlines()[-1].endswith("faults")


def test_a_persona_begun_from_the_template_talks_and_hears_what_is_missing(run: Run) -> None:
    assert {*tomllib.loads(TEMPLATE.read_text("utf-8"))} == {*Persona.__struct_fields__}
    Path("pack/personas").mkdir(parents=True)
    shutil.copy(TEMPLATE, "pack/personas/mine.toml")
    Path("mine.txt").write_text(LINES, "utf-8")
    code, out, _ = run("talk", "--persona", "pack/personas/mine.toml", "--script", "mine.txt")
    assert code == 0
    assert "Figures" in out
    code, out, _ = run("content", "check", "pack", "--json")
    faults = json.loads(out)
    assert code == 1
    assert {fault["field"] for fault in faults} == {"fact"}
    told = " ".join(fault["message"] for fault in faults)
    assert all(f"on {topic}; at least 2" in told for topic in get_args(Topic))
    assert "at least 150" in told


def test_nobody_can_be_talked_to_who_has_nothing_to_tell(run: Run) -> None:
    first, *parts = TEMPLATE.read_text("utf-8").split("\n[[")
    kept = [part for part in parts if not part.startswith("fact]]")]
    Path("empty.toml").write_text("\n[[".join([f"fact = []\n{first}", *kept]), "utf-8")
    Path("mine.txt").write_text(LINES, "utf-8")
    code, out, err = run("talk", "--persona", "empty.toml", "--script", "mine.txt")
    assert (code, out) == (2, "")
    assert "empty.toml, line 1, field fact" in err
    assert err.count("\n") == 1
