"""What every test is kept from: the developer's own journal, and mistakes nobody sees."""

from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def _own_data_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INFORMINT_DATA", str(tmp_path / "data"))


@pytest.fixture
def no_bugs() -> Iterator[None]:
    """Fail the test when a view's callback went wrong: ipywidgets itself would only log it."""
    from informint.views.panel import Panel  # noqa: PLC0415  (only tests of views load widgets)

    Panel.bugs.clear()
    yield
    assert Panel.bugs == []
