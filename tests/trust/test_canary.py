"""Nobody the learner knows is named in anything that a walk through the lessons leaves behind."""

import json
import os
import subprocess
import sys
import zipfile
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from test_frames import SHOWING
from trust.conftest import Restored

from informint.journal.events import PersonEdited
from informint.journal.store import FILE

CANARY = "Quillon Zephyrine"
# In whatever form: as words, in a link, in JSON, in UTF-16, in base64, in an archive.
PARTS = ("Quillon", "Zephyrine", "quillon", "zephyrine")
PLAIN = [part.encode(encoding) for part in PARTS for encoding in ("utf-8", "utf-16-le")]


def in_base64(part: bytes) -> Iterator[bytes]:
    """What base64 makes of a part wherever it stands, without the signs it shares with others."""
    for before in range(3):
        own = slice(-(-before * 8 // 6), (before + len(part)) * 8 // 6)  # of six bits each
        yield b64encode(bytes(before) + part)[own]


SOUGHT = [*PLAIN, *(form for part in PLAIN for form in in_base64(part))]


def names_somebody(path: Path) -> bool:
    held = [path.read_bytes()]
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            held += map(archive.read, archive.namelist())
    return any(part in data for part in SOUGHT for data in held)


def test_a_name_is_found_in_whatever_form(tmp_path: Path) -> None:
    text = f"a contact: {CANARY}, Curator"
    file = tmp_path / "x"
    for encoding in ("utf-8", "utf-16-le"):
        for before in range(3):
            file.write_bytes(b64encode(b"x" * before + text.encode(encoding)))
            assert names_somebody(file)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("sheet.xml", text * 9)
    assert names_somebody(file)
    file.write_text("a contact: nobody, Curator")
    assert not names_somebody(file)


@pytest.fixture
def walked(restored: Restored, tmp_path: Path) -> Path:
    """Walk through the lessons with everything in one folder; return it."""
    journal = restored([CANARY])
    # How many people work where is shown as a figure: frames.py says why. Who they are is not.
    people = [replace(person, company="Fern Museum") for person in journal.state.people.values()]
    journal.record(*map(PersonEdited, people))
    journal.close()
    places = {
        "HOME": "home",
        "TMPDIR": "temporary",
        "INFORMINT_DATA": "data",
        "IPYTHONDIR": "ipython",
        "JUPYTER_CONFIG_DIR": "jupyter/config",
        "JUPYTER_DATA_DIR": "jupyter/data",
        "JUPYTER_RUNTIME_DIR": "jupyter/runtime",
        "XDG_CACHE_HOME": "home/.cache",
        "XDG_CONFIG_HOME": "home/.config",
    }
    for place in places.values():
        (tmp_path / place).mkdir(parents=True, exist_ok=True)
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("JUPYTER", "PYTEST", "XDG"))}
    done = subprocess.run(
        [sys.executable, Path(__file__).with_name("walk.py"), tmp_path],
        env={**kept, **{name: str(tmp_path / place) for name, place in places.items()}},
        capture_output=True,
        check=False,
        timeout=400,
    )
    (tmp_path / "stdout").write_bytes(done.stdout)
    (tmp_path / "stderr").write_bytes(done.stderr)
    assert done.returncode == 0, done.stderr.decode()[-2_000:]
    return tmp_path


def test_no_file_but_the_journal_names_anybody(walked: Path) -> None:
    files = [path for path in walked.rglob("*") if path.is_file()]
    journal = walked / "data" / FILE
    assert names_somebody(journal)
    named = {
        str(path.relative_to(walked)) for path in files if path != journal and names_somebody(path)
    }
    assert named == set()
    assert not [path for path in files if any(part in path.name for part in PARTS)]
    # The walk did go through everything: its notebook holds views, and its mistakes were told.
    notebook = json.loads((walked / "lessons" / "walked.ipynb").read_text("utf-8"))
    told = json.dumps(notebook)
    assert told.count("application/vnd.jupyter.widget-view+json") > 40
    assert told.count("BadInput: ") >= 8
    assert told.count("not shown, so that") > len(SHOWING)
    assert not [o for c in notebook["cells"] for o in c["outputs"] if o["output_type"] == "error"]
    assert list((walked / "data").iterdir()) == [journal]
    said = (walked / "stdout").read_bytes()
    assert b"keeps the state of widgets" in said
    assert b"commands done: 13 of 13" in said
