"""Builds the lessons as a static site that needs no server: python build.py OUT (make site).

Pyodide's core, the kernel and every pure wheel lie on the site. numpy and pandas come from the
server of Pyodide's makers, unless PYODIDE_DISTRIBUTION names a folder that has them.
"""

import hashlib
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import nbformat
import parts

sys.path.insert(0, str(parts.ROOT))

from informint.notebooks import learners_edition, lessons

HERE = Path(__file__).parent
ELSEWHERE = "https://cdn.jsdelivr.net/pyodide/v{}/full/"
# Extras that learners have everywhere else.
EXTRAS = ("xlsxwriter",)
KERNEL = ("comm", "ipython", "jedi", "micropip", "traitlets")
SETTINGS = ("jupyter-lite.json", "overrides.json")

ABOUT = """**You read this in the browser edition.** Python runs in this page; there is no server,
and what you enter stays on this computer. Run the next cell first, in every lesson, and wait until
it says where your journal is kept: the first time that takes half a minute. If a cell shows `[ ]`
and nothing else, run it again. Not here: the commands for the terminal, classes
(`informint cohort`), and a language model as the voice of a practice partner."""
KEEP = """from informint import browser

print(await browser.keep())"""


def lesson(path: Path) -> Any:  # noqa: ANN401  (a notebook is untyped)
    """Return a lesson for learners, opened by the cell that keeps their journal."""
    notebook = learners_edition(nbformat.read(path, as_version=4))
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
    first = next(n for n, cell in enumerate(notebook.cells) if cell.cell_type == "code")
    notebook.cells[first:first] = [
        nbformat.v4.new_markdown_cell(ABOUT, id="browser-edition"),
        nbformat.v4.new_code_cell(KEEP, id="browser-keep"),
    ]
    return notebook


def served(folder: Path) -> list[str]:
    """Put Pyodide and the wheels into a folder; return the packages that come from elsewhere."""
    shutil.copytree(parts.pyodide(), folder, ignore=shutil.ignore_patterns("*.map", "*.md", "*.ts"))
    whole = parts.lock()
    packages = whole["packages"]
    given = parts.pinned() | {"informint": parts.own()}
    known = packages.keys() | given.keys()
    for wheel in given.values():
        name, version, requires, modules = parts.facts(wheel)
        packages[name] = {
            "name": name,
            "version": version,
            "file_name": wheel.name,
            "install_dir": "site",
            "sha256": "",
            "package_type": "package",
            "imports": modules,
            "depends": [need for need in requires if need in known],
            "unvendored_tests": False,
        }
    packages["informint"]["depends"] += EXTRAS
    fetched = parts.wheels(packages, (*KERNEL, "informint"), given)
    for name, wheel in fetched.items():
        packages[name]["file_name"] = wheel.name
    here = {wheel.name: wheel for wheel in (*given.values(), *fetched.values())}
    for package in packages.values():
        wheel = here.get(package["file_name"])
        if wheel:
            shutil.copy(wheel, folder)
            package["sha256"] = hashlib.sha256(wheel.read_bytes()).hexdigest()
        elif "://" not in package["file_name"]:
            package["file_name"] = ELSEWHERE.format(_version()) + package["file_name"]
    (folder / "pyodide-lock.json").write_text(json.dumps(whole), "utf-8")
    needed = parts.needed(packages, (*KERNEL, "informint"))
    return [name for name in needed if "://" in packages[name]["file_name"]]


def main() -> int:
    """Build the site into the folder named; status 2 when something for it is missing."""
    out = Path(sys.argv[1]).resolve()
    lite = parts.CACHE / "lite"
    shutil.rmtree(lite, ignore_errors=True)
    shutil.rmtree(out, ignore_errors=True)
    try:
        elsewhere = served(lite / "static" / "pyodide")
    except parts.Missing as missing:
        sys.stderr.write(f"The site was not built: {missing}.\n")
        return 2
    (lite / "files").mkdir()
    for path in lessons():
        nbformat.write(lesson(path), lite / "files" / path.name)
    for name in SETTINGS:
        shutil.copy(HERE / name, lite)
    apps = ("--apps", "lab", "--apps", "notebooks", "--apps", "tree")
    where = ("--lite-dir", str(lite), "--output-dir", str(out), "--contents", str(lite / "files"))
    command = (sys.executable, "-m", "jupyterlite_core", "build", *where, *apps, "--no-sourcemaps")
    subprocess.run(command, check=True, cwd=lite, stdout=subprocess.DEVNULL)  # noqa: S603  (ours)
    size = sum(f.stat().st_size for f in out.rglob("*") if f.is_file()) / 1e6
    sys.stdout.write(
        f"The site is in {out} ({size:.0f} MB). From elsewhere come: "
        f"{', '.join(elsewhere) or 'nothing'}.\n"
    )
    return 0


def _version() -> str:
    found: str = json.loads((parts.pyodide() / "package.json").read_text("utf-8"))["version"]
    return found


if __name__ == "__main__":
    sys.exit(main())
