"""Whatever reads a file or words: any change to a sample is read, or refused in one sentence."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from trust.readers import ENGINE, NAME, READERS, trouble

# The readers of contacts, drafts and journals have properties of their own, where their tests are.
ELSEWHERE = {
    *("LinkedIn's export (.csv)", "tables and address books (.csv)", "address books (.vcf)"),
    *("archives (.zip)", "mails (.eml)", "drafts (.txt)", "journals (.sqlite3)"),
}
HERE = sorted(READERS.keys() - ELSEWHERE)
PLACES = st.floats(0, 1, exclude_max=True)
FEW = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.mark.parametrize("name", READERS)
def test_the_samples_are_read(name: str) -> None:
    for sample in READERS[name].samples():
        assert trouble(READERS[name].read, sample) == ""


@pytest.mark.parametrize("name", HERE)
@given(data=st.data())
@FEW
def test_a_changed_file_is_read_or_refused(name: str, data: st.DataObject) -> None:
    reader = READERS[name]
    changed = data.draw(st.sampled_from(reader.samples()))
    put_in = st.binary(max_size=5) | st.sampled_from(reader.words)
    for at, out, instead in data.draw(
        st.lists(st.tuples(PLACES, st.integers(0, 30), put_in), min_size=1, max_size=5)
    ):
        place = int(at * len(changed))
        changed = changed[:place] + instead + changed[place + out :]
    assert trouble(reader.read, changed) == ""


@pytest.mark.parametrize("name", ENGINE)
@given(text=st.text(max_size=300))
@FEW
def test_any_words_are_read(name: str, text: str) -> None:
    assert trouble(ENGINE[name], text) == ""


DEEP = 100_000
# Small files that want much: nesting, numbers without end, keys of keys, one line of megabytes.
BOMBS = {
    "nested JSON lists": b'{"informint_journal": 1, "informint_card": 1, "x": ' + b"[" * DEEP,
    "nested JSON tables": b'{"persona": ' * DEEP,
    "nested and closed": b'{"entries": ' + b"[" * DEEP + b"]" * DEEP + b"}",
    "a long number": b'{"informint_journal": ' + b"9" * DEEP + b', "text": ' + b"9" * DEEP + b"}",
    "nested TOML lists": b"a = " + b"[" * DEEP,
    "nested TOML tables": b"a = " + b"{a = " * DEEP,
    "a TOML number": b"a = " + b"9" * DEEP,
    "keys of keys": b".".join([b"a"] * 3_000) + b" = 1\n",
    "many tables": b"".join(b"[t%d]\n" % n for n in range(20_000)),
    "one line": b"Name,Company\n" + b"x" * 2_000_000,
    "many columns": b",".join(b"c%d" % n for n in range(50_000)) + b"\n",
    "quotes": b'"' * 500_000,
    "folded lines": b"BEGIN:VCARD\nFN:x\n" + b" x\n" * 200_000 + b"END:VCARD\n",
    "many cards": b"BEGIN:VCARD\n" * 50_000,
    "nested parts of a mail": b"Content-Type: multipart/mixed; boundary=a\n\n--a\n" * 2_000,
    "headers": b"To: a@example.org, \n" * 20_000 + b"\nx",
    "one header": b"To: " + b"(" * 200_000 + b"\n\nx",
    "encoded words": b"Subject: " + b"=?utf-8?q?a?= " * 20_000 + b"\n\nx",
}


@pytest.mark.parametrize("bomb", BOMBS)
@pytest.mark.parametrize("name", READERS)
def test_a_small_file_that_wants_much_is_read_or_refused(name: str, bomb: str) -> None:
    assert trouble(READERS[name].read, BOMBS[bomb]) == ""


FUZZ = Path(__file__).parents[2] / "benchmarks" / "fuzz.py"
# What the script needs of atheris; the real one changes the inputs, and goes on for hours.
ATHERIS = """
import pathlib
def instrument_all(): pass
def Setup(arguments, feed):
    global run
    run = lambda: [feed(file.read_bytes()) for file in pathlib.Path(arguments[1]).iterdir()]
def Fuzz(): print(len(run()), "fed")
"""


def fuzz(folder: Path, *args: str) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "PYTHONPATH": str(folder), "TMPDIR": str(folder)}
    command = [sys.executable, FUZZ, *args]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("args", [("--only", "nosuch"), ("--atheris", "nosuch"), ("--atheris", "")])
def test_the_script_names_its_readers_to_whoever_asks_for_another(
    tmp_path: Path, args: tuple[str, str]
) -> None:
    done = fuzz(tmp_path, *args)
    assert (done.returncode, done.stdout) == (2, "")
    assert "mails (.eml)" in done.stderr.splitlines()[-1]


@pytest.mark.parametrize("name", ["turns (.jsonl)", "check questions"])
def test_the_script_feeds_what_atheris_makes_to_any_reader(tmp_path: Path, name: str) -> None:
    (tmp_path / "atheris.py").write_text(ATHERIS)
    done = fuzz(tmp_path, "--atheris", name)
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith(" fed\n")
    (tmp_path / "atheris.py").write_text("raise ModuleNotFoundError")
    done = fuzz(tmp_path, "--atheris", name)
    assert done.returncode == 2
    assert "pip install atheris" in done.stderr.splitlines()[-1]


def test_a_fault_is_seen() -> None:
    """The net itself: what it lets through is not what it should catch."""
    from informint.errors import BadInput  # noqa: PLC0415  (only here)

    def names(_: object) -> None:
        raise BadInput(NAME)

    assert "somebody is named" in trouble(names, b"")
    assert "ZeroDivisionError" in trouble(lambda _: 1 / 0, b"")
    assert "KeyError" in trouble(lambda _: {}[1], b"")
