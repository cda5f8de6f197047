"""The commands, run as outside scripts run them."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from commands import Run

EXPORT = """First Name,Last Name,URL,Email Address,Company,Position,Connected On
Ada,Byron,https://people.example.org/in/ada,ada@example.org,Loom,Museum Educator,05 Jan 2024
Oda,Lind,https://people.example.org/in/oda,,Fern,Accountant,06 Jan 2024
"""
GOOD = """Subject: Request for an informational interview

Dear Ms. Byron,

Your essay on labels for children stayed with me. I am a teacher and would like to learn what your
work at the museum is like and how you came to it.

Could we talk for 20 minutes by phone in the next weeks? I will keep to the time.

Thank you, Imani
"""
ELEMENTS = {
    *("asks_informational", "names_duration", "offers_channel", "promises_time_limit"),
    *("mentions_connection", "personalised", "asks_for_job", "attaches_resume", "says_thanks"),
    *("asks_referral", "about_them", "specific_takeaway", "generic_salutation"),
    *("flexible_scheduling",),
}


def test_check_message_prints_the_contract(run: Run) -> None:
    Path("good.txt").write_text(GOOD)
    code, out, err = run("check", "message", "good.txt", "--json")
    found = json.loads(out)
    assert (code, err) == (0, "")
    assert set(found) == {
        *("kind", "words", "elements", "duration_minutes", "connection_type", "ready", "findings"),
    }
    assert (found["kind"], found["ready"], found["duration_minutes"]) == ("request", True, [20, 20])
    assert set(found["elements"]) == ELEMENTS
    (a, b), *_ = found["elements"]["names_duration"]["spans"]
    assert "20 minutes" in GOOD.split("\n\n", 1)[1][a:b]
    for finding in found["findings"]:
        assert set(finding) == {
            *("rule", "severity", "span", "message", "why", "hint", "source"),
        }


def test_a_request_with_nothing_in_it_has_no_purpose(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_text("Subject: only\n", "utf-8")
    code, out, _ = run("check", "message", str(tmp_path / "empty.txt"), "--json")
    said = json.loads(out)
    assert (code, said["words"], said["ready"]) == (1, 0, False)
    assert "no-purpose" in {finding["rule"] for finding in said["findings"]}


def test_a_message_that_must_change_ends_with_one(run: Run) -> None:
    Path("bad.txt").write_text("Dear Ms. Byron,\n\nDo you have a job for me? My CV is attached.\n")
    code, out, _ = run("check", "message", "bad.txt", "--json")
    found = json.loads(out)
    assert (code, found["ready"]) == (1, False)
    assert found["elements"]["asks_for_job"]["present"]
    code, out, _ = run("check", "message", "bad.txt")
    assert code == 1
    assert "Do you have a job for me?" in out


def test_the_kind_can_be_told(run: Run) -> None:
    Path("thanks.txt").write_text("Dear Ms. Byron,\n\nThank you.\n\nImani\n")
    _, out, _ = run("check", "message", "thanks.txt", "--json", "--kind", "thank_you")
    assert json.loads(out)["kind"] == "thank_you"


def read_lines(lines: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "informint.cli", "read"]
    return subprocess.run(command, input=lines, capture_output=True, text=True, check=False)


def test_read_answers_every_line() -> None:
    turns = [
        {"text": "How did you get into patent law?"},
        {"text": "Thank you so much for your time.", "previous": None},
        {"text": ""},
    ]
    done = read_lines("".join(json.dumps(turn) + "\n" for turn in turns))
    asked, thanked, empty = map(json.loads, done.stdout.splitlines())
    assert done.returncode == 0
    assert set(asked) == {"acts", "form", "topic", "scores", "why"}
    assert (asked["acts"], asked["form"]) == (["ask"], "open")
    assert (thanked["acts"], thanked["form"], thanked["topic"]) == (["thank"], None, None)
    assert empty["acts"] == []
    assert all(0 <= score <= 1 for score in asked["scores"].values())


@pytest.mark.parametrize("line", ["no json", '{"previous": "x"}', "", '["x"]'])
def test_a_line_that_is_no_turn_is_named(line: str) -> None:
    done = read_lines('{"text": "Hello"}\n' + line + "\n")
    assert done.returncode == 2
    assert len(done.stdout.splitlines()) == 1
    assert "line 2 of the input" in done.stderr
    assert "Traceback" not in done.stderr


def test_contacts_tells_of_every_row(run: Run) -> None:
    Path("Connections.csv").write_text(EXPORT)
    code, out, _ = run("contacts", "Connections.csv", "--json")
    found = json.loads(out)
    assert code == 0
    assert set(found) == {"people", "files", "merged", "review"}
    assert [p["name"] for p in found["people"]] == ["Ada Byron", "Oda Lind"]
    file = found["files"][0]
    assert (file["file"], file["rows"], file["read"]) == ("Connections.csv", 2, 2)
    Path("Connections.csv").write_text(EXPORT + ",,,,,,\n")
    code, out, _ = run("contacts", "Connections.csv", "--json")
    assert code == 1
    (skipped,) = json.loads(out)["files"][0]["skipped"]
    assert skipped["row"] == 4
    code, out, _ = run("contacts", "Connections.csv")
    assert "3 rows, 2 read, 1 left out" in out


def test_targets_ranks_for_a_goal(run: Run) -> None:
    Path("Connections.csv").write_text(EXPORT)
    goal = "how museums teach children"
    code, out, _ = run("targets", "Connections.csv", "--goal", goal, "--json")
    first, second = json.loads(out)
    assert code == 0
    assert first["person"]["name"] == "Ada Byron"
    assert first["score"] > second["score"]
    assert set(first) >= {"person", "score", "components", "approach", "introducers"}
    _, out, err = run("targets", "Connections.csv", "--goal", "falconry", "--json")
    assert json.loads(out)
    assert "nobody" in err.lower()
    _, out, _ = run("targets", "Connections.csv", "--goal", "falconry")
    assert out.startswith("Nobody")


@pytest.mark.parametrize(
    "args",
    [
        ("contacts", "missing.csv"),
        ("check", "message", "missing.txt"),
        ("targets", "missing.csv", "--goal", "x", "--json"),
        ("contacts", "."),
    ],
)
def test_bad_input_is_one_sentence_and_two(run: Run, args: tuple[str, ...]) -> None:
    code, out, err = run(*args)
    assert (code, out) == (2, "")
    assert err.startswith("informint: ")
    assert err.count("\n") == 1


@pytest.mark.parametrize("args", [[], ["chck"], ["check", "message"], ["targets", "x.csv"]])
def test_wrong_usage_ends_with_two(args: list[str]) -> None:
    command = [sys.executable, "-m", "informint.cli", *args]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
