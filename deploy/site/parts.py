"""Fetches what a browser needs to run the lessons: Pyodide's core, and wheels.

The core comes from npm, wheels from PyPI, both in pinned versions. numpy and pandas for Pyodide are
on neither: PYODIDE_DISTRIBUTION names a folder with an unpacked full distribution that has them.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import venv
import zipfile
from collections.abc import Container, Iterable
from email.parser import HeaderParser
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
CACHE = ROOT / ".cache" / "in_browser"
PINNED = ROOT / "requirements" / "browser.txt"
# What the notebook's page brings itself; the kernel needs none of it.
NOT_IN_THE_KERNEL = {"jupyterlab-widgets", "widgetsnbextension"}

Lock = dict[str, Any]


class Missing(Exception):  # noqa: N818  (it says what is missing, not that something broke)
    """Something without which nothing can be fetched; the text says what, for whoever builds."""


def canonical(name: str) -> str:
    """Return a package's name as the lock writes it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def pyodide() -> Path:
    """Return the folder with Pyodide's core; it is fetched when it is not there.

    Raises:
        Missing: node or npm is not here, or too old.
    """
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        message = "node and npm are not on PATH (Debian: apt-get install nodejs npm)"
        raise Missing(message)
    major = int(_output(node, "--version").lstrip("v").split(".")[0])
    if major < 18:  # noqa: PLR2004  (what Pyodide asks for)
        message = f"Pyodide needs node 18 or newer; here is {major}"
        raise Missing(message)
    ours = Path(__file__).with_name("package.json")
    theirs = CACHE / "package.json"
    found = CACHE / "node_modules" / "pyodide"
    if not theirs.exists() or theirs.read_bytes() != ours.read_bytes() or not found.is_dir():
        CACHE.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ours, theirs)
        quiet = ("--ignore-scripts", "--no-package-lock", "--no-audit", "--no-fund", "--silent")
        _output(npm, "install", *quiet, cwd=CACHE)
    return found


def lock() -> Lock:
    """Return what Pyodide's distribution holds."""
    whole: Lock = json.loads((pyodide() / "pyodide-lock.json").read_text("utf-8"))
    return whole


def needed(packages: Lock, names: Iterable[str]) -> list[str]:
    """Return packages and what they need, as far as the lock knows them."""
    seen: dict[str, None] = {}
    todo = [canonical(name) for name in names]
    while todo:
        name = todo.pop(0)
        if name in packages and name not in seen:
            seen[name] = None
            todo += map(canonical, packages[name]["depends"])
    return list(seen)


def distribution() -> Path | None:
    """Return the folder of the full distribution, if one is named.

    Raises:
        Missing: it is no such folder.
    """
    named = os.environ.get("PYODIDE_DISTRIBUTION")
    if not named:
        return None
    if not (Path(named) / "pyodide-lock.json").is_file():
        message = "PYODIDE_DISTRIBUTION names no folder with a pyodide-lock.json"
        raise Missing(message)
    return Path(named)


def wheels(packages: Lock, names: Iterable[str], given: Container[str] = ()) -> dict[str, Path]:
    """Return the wheels of packages of the lock and of what they need, by name, but those given.

    Pure wheels come from PyPI, compiled ones from the full distribution if there is one; without it
    compiled ones are not among what is returned.
    """
    full = distribution()
    found, pins = {}, []
    for name in (n for n in needed(packages, names) if n not in given):
        file = packages[name]["file_name"]
        if full and (full / file).is_file():
            found[name] = full / file
        elif file.endswith("-none-any.whl"):
            pins.append(f"{name}=={packages[name]['version']}")
    return found | _downloaded(pins)


def pinned(file: Path = PINNED) -> dict[str, Path]:
    """Return the wheels that a file of pins names, by name; else those Pyodide lacks."""
    lines = file.read_text("utf-8").splitlines()
    return _downloaded([line for line in lines if line and not line.startswith("#")])


def own() -> Path:
    """Build the wheel of this project and return it."""
    folder = CACHE / "own"
    shutil.rmtree(folder, ignore_errors=True)
    pip = (str(_pip()), "-m", "pip", "--disable-pip-version-check", "wheel", "--quiet")
    _output(*pip, "--no-deps", "--wheel-dir", str(folder), str(ROOT))
    return next(folder.glob("*.whl"))


def facts(wheel: Path) -> tuple[str, str, list[str], list[str]]:
    """Return the name, version, plain requirements and top modules of a wheel."""
    with zipfile.ZipFile(wheel) as packed:
        names = packed.namelist()
        about = next(n for n in names if n.endswith(".dist-info/METADATA"))
        told = HeaderParser().parsestr(packed.read(about).decode())
    requires = [
        canonical(re.split(r"[^\w.-]", line, maxsplit=1)[0])
        for line in told.get_all("Requires-Dist", [])
        if "extra ==" not in line and "python_version <" not in line
    ]
    tops = {n.split("/")[0].removesuffix(".py") for n in names if n.endswith(".py")}
    modules = sorted(top for top in tops if top.isidentifier())
    kept = [name for name in requires if name not in NOT_IN_THE_KERNEL]
    return canonical(told["Name"]), told["Version"], kept, modules


def _downloaded(pins: list[str]) -> dict[str, Path]:
    """Return the wheels of pinned packages; those not yet here are fetched."""
    folder = CACHE / "wheels"
    if missing := [pin for pin in pins if _wheel(folder, pin) is None]:
        python = lock()["info"]
        platform = ("--platform", f"pyemscripten_{python['abi_version']}_wasm32")
        version = "".join(python["python"].split(".")[:2])
        tags = ("--python-version", version, "--implementation", "cp", "--abi", f"cp{version}")
        pip = (str(_pip()), "-m", "pip", "--disable-pip-version-check", "download", "--quiet")
        only = ("--no-deps", "--only-binary", ":all:", "--dest", str(folder))
        _output(*pip, *only, *platform, *tags, *missing)
    return {pin.split("==")[0]: path for pin in pins if (path := _wheel(folder, pin))}


def _wheel(folder: Path, pin: str) -> Path | None:
    name, version = pin.split("==")
    spelled = (f"{s}-{version}-*.whl" for s in (name.replace("-", "_"), name))
    return next((path for pattern in spelled for path in folder.glob(pattern)), None)


def _pip() -> Path:
    """Return a Python that has pip, which an environment made by uv has not."""
    folder = CACHE / "pip"
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    if not python.exists():
        venv.create(folder, with_pip=True)
    return python


def _output(*command: str, cwd: Path | None = None) -> str:
    ran = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)  # noqa: S603  (ours)
    if ran.returncode:
        message = f"{Path(command[0]).name} {command[1]} failed: {ran.stderr.strip()[-2000:]}"
        raise Missing(message)
    return ran.stdout
