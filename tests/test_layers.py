"""The house keeps its shape: imports point down, and heavy packages stay in their rooms."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import informint

HOUSE = Path(informint.__file__).parent
FLOORS = [
    {"errors", "markdown", "model", "svg"},
    {"files"},
    {"content"},
    {"reading"},
    {
        "contacts",
        "targets",
        "drafts",
        "outreach",
        "agenda",
        "roleplay",
        "coach",
        "thanks",
        "notes",
        "arranging",
    },
    {"journal", "questions", "network", "introductions", "browser"},
    {"traces"},
    {"cards", "trials", "followthrough", "pictures", "doctor"},
    {"exports"},
    {"views", "frames"},
    {"notebooks"},
    {"cohort"},
    {"cli"},
]
ROOMS_OF = {
    "xlsxwriter": {"exports"},
    "pandas": {"frames"},
    "ipywidgets": {"views"},
    "anywidget": {"views"},
    "papermill": {"cohort"},
    "nbformat": {"notebooks", "cohort"},
    "nbclient": {"notebooks", "cohort"},
    "nbconvert": {"notebooks", "cohort"},
    "distributed": {"cohort"},
}


def floor(room: str) -> int:
    return next(i for i, rooms in enumerate(FLOORS) if room in rooms)


def imports() -> list[tuple[str, str]]:
    """Every import in the house as (room, imported module), those inside functions too."""
    found = []
    for file in sorted(HOUSE.rglob("*.py")):
        room = file.relative_to(HOUSE).parts[0].removesuffix(".py")
        if room in {"__init__", "lessons"}:
            continue
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                found += [(room, alias.name) for alias in node.names]
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0, f"{file.name}: imports name the room they come from"
                names = [f"{node.module}.{alias.name}" for alias in node.names]
                found += [(room, name) for name in names]
    return found


def test_imports_point_down() -> None:
    wrong = []
    for room, name in imports():
        parts = name.split(".")
        if parts[0] != "informint" or len(parts) == 1 or parts[1] == "__version__":
            continue
        if parts[1] != room and floor(parts[1]) >= floor(room):
            wrong.append(f"{room} imports {parts[1]}")
    assert wrong == []


def test_heavy_packages_stay_in_their_rooms() -> None:
    wrong = [
        f"{room} imports {name}"
        for room, name in imports()
        if room not in ROOMS_OF.get(name.split(".")[0], {room})
    ]
    assert wrong == []


@pytest.mark.parametrize(
    "statement",
    [
        "import informint",
        "from informint import check_message, open_journal",
        "import informint.cli",
    ],
)
def test_the_import_is_light(statement: str) -> None:
    heavy = "{'pandas', 'numpy', 'ipywidgets', 'anywidget', 'IPython'}"
    code = f"{statement}; import sys; print(*{heavy} & {{*sys.modules}})"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.split() == []


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Jurnal'"):
        _ = informint.Jurnal
