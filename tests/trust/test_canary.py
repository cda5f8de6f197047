"""Nobody the learner knows is named in anything that a walk through the lessons leaves behind."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from trust.conftest import Restored

from informint.journal.events import PersonEdited
from informint.journal.store import FILE

CANARY = "Quillon Zephyrine"
# In whatever form: as words, in a link, in JSON, in UTF-16, in base64.
PARTS = ("Quillon", "Zephyrine", "quillon", "zephyrine")
SOUGHT = [part.encode(encoding) for part in PARTS for encoding in ("utf-8", "utf-16-le")]


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
    assert any(part in journal.read_bytes() for part in SOUGHT)
    named = {
        str(path.relative_to(walked))
        for path in files
        if path != journal and any(part in path.read_bytes() for part in SOUGHT)
    }
    assert named == set()
    assert not [path for path in files if any(part in path.name for part in PARTS)]
    # The walk did go through everything: its notebook holds views, and its mistakes were told.
    notebook = json.loads((walked / "lessons" / "walked.ipynb").read_text("utf-8"))
    told = json.dumps(notebook)
    assert told.count("application/vnd.jupyter.widget-view+json") > 40
    assert told.count("BadInput: ") >= 8
    assert not [o for c in notebook["cells"] for o in c["outputs"] if o["output_type"] == "error"]
    assert list((walked / "data").iterdir()) == [journal]
    assert b"keeps the state of widgets" in (walked / "stdout").read_bytes()
