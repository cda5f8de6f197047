"""Looks at where informint runs: what is missing, what is wrong with the data, what could leak.

Nothing is changed by it and nobody is named: a report can be shown to whoever helps.
"""

import json
import os
import platform
import re
import shutil
import stat
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from informint import __version__, content
from informint.errors import BadInput, InformintError
from informint.files import expanded, files_in, read_limited, reason
from informint.journal import State, data_folder, open_journal
from informint.journal.store import FILE
from informint.roleplay import voice_from_environment
from informint.traces import Trace, traces, traces_of_people

CORE = ("anywidget", "icalendar", "ipywidgets", "msgspec", "pandas", "platformdirs")
LAB = ("jupyterlab", "nbclient", "nbformat", "papermill")
# The folders that JupyterLab needs of each to draw views; in the browser there are none.
EXTENSIONS = {"ipywidgets": "@jupyter-widgets/jupyterlab-manager", "anywidget": "anywidget"}
LARGEST = 50_000_000  # bytes of a notebook that is looked into
ROOM = 50_000_000  # bytes that should be free where the journal lies

# Folders that other computers get a copy of, by the names their programs give them.
_SYNCED = re.compile(
    r"dropbox.*|onedrive.*|google ?drive|my drive|mobile documents|icloud ?drive|cloudstorage"
    r"|nextcloud|owncloud|seafile|pcloud ?drive|box(?: sync)?|mega(?:sync)?",
    re.IGNORECASE,
)
_SYNC_MARKS = (".stfolder", ".dropbox", ".nextcloudsync.log", ".owncloudsync.log")


class Status(StrEnum):
    """How much something matters; ``MUST`` means that it should be mended first."""

    OK = "ok"
    SHOULD = "should"
    MUST = "must"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What was looked at, and one sentence on it."""

    check: str
    status: Status
    message: str


def examine(
    lessons: Path | None = None,
    data: Path | str | None = None,
    environment: Mapping[str, str] = os.environ,
) -> tuple[Check, ...]:
    """Look at everything, in the order in which one would mend it.

    Args:
        lessons: the folder of the learner's notebooks; else where ``informint lab`` puts them.
        data: the data folder; else as ``journal.data_folder`` says.
        environment: the variables that are set.

    Raises:
        BadInput: when the lessons lie in the home of nobody.
    """
    folder = expanded(lessons or "~/informint-lessons")
    state, on_data = _of_data(data)
    return (
        _system(),
        *_packages(),
        *_extensions(),
        *on_data,
        *_of_lessons(folder, state),
        *_of_environment(environment),
    )


def as_json(checks: Iterable[Check]) -> dict[str, Any]:
    """Return what ``informint doctor --json`` prints."""
    found = [{"check": c.check, "status": c.status.value, "message": c.message} for c in checks]
    ok = all(one["status"] != Status.MUST for one in found)
    return {"informint": __version__, "ok": ok, "checks": found}


def _system() -> Check:
    message = f"informint {__version__} on Python {platform.python_version()}, {sys.platform}."
    return _ok("system", message)


def _packages() -> Iterator[Check]:
    missing = [name for name in CORE if not _version(name)]
    if missing:
        yield _must("packages", f"{', '.join(missing)} missing: pip install informint brings them.")
    else:
        yield _ok("packages", f"{_listed(CORE)}.")
    absent = [name for name in LAB if not _version(name)]
    if absent:
        message = (
            f"{', '.join(absent)} missing: pip install 'informint[lab]' brings what lessons need."
        )
        yield _should("lab", message)
    else:
        yield _ok("lab", f"{_listed(LAB)}.")
    if _version("jupyter-collaboration"):
        yield _should(
            "collaboration",
            "jupyter-collaboration is installed, so whoever opens the same notebook shares its "
            "kernel and sees its learner's people: take it out of this environment.",
        )


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"{name} {_version(name)}" for name in names)


def _extensions() -> Iterator[Check]:
    """Say whether JupyterLab has what draws the views."""
    if not _version("jupyterlab"):
        return
    from jupyter_core.paths import jupyter_config_path, jupyter_path  # noqa: PLC0415  (not core)

    found = {
        name: list(_in_any(jupyter_path("labextensions"), d)) for name, d in EXTENSIONS.items()
    }
    missing = [name for name, folder in found.items() if not folder]
    disabled = _disabled(map(Path, (*jupyter_path("labconfig"), *jupyter_config_path())))
    off = [name for name, inside in EXTENSIONS.items() if inside in disabled]
    if missing:
        yield _must(
            "browser extension",
            f"JupyterLab does not find what draws the views ({', '.join(missing)}): install "
            "informint into the environment that JupyterLab runs in.",
        )
    elif off:
        yield _must(
            "browser extension",
            f"What draws the views is switched off in JupyterLab ({', '.join(off)}): "
            "jupyter labextension enable switches it on.",
        )
    else:
        yield _ok("browser extension", "JupyterLab finds what draws the views.")


def _in_any(folders: Iterable[str], inside: str) -> Iterator[Path]:
    yield from (place for folder in folders if (place := Path(folder) / inside).is_dir())


def _disabled(folders: Iterable[Path]) -> set[str]:
    names: set[str] = set()
    for folder in folders:
        for file in (folder / "page_config.json", folder / "labconfig" / "page_config.json"):
            said = _json(file).get("disabledExtensions", {})
            names |= {n for n in said if not isinstance(said, dict) or said[n]}
    return names


def _json(file: Path) -> dict[str, Any]:
    try:
        found = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _of_data(data: Path | str | None) -> tuple[State | None, list[Check]]:
    """Return the state of the learner's own journal, where there is one, and what is to be said."""
    try:
        folder = data_folder(data)
    except InformintError as error:
        return None, [_must("data folder", _sentence(error))]
    checks = [*_place("data folder", folder), *_room(folder)]
    try:
        kept = (folder / FILE).exists()
    except OSError as error:
        told = f"{_at_home(folder)} cannot be looked into: {reason(error)}."
        return None, [_must("journal", told), *checks]
    if not kept:
        told = f"No journal is kept yet; it would lie in {_at_home(folder)}."
        return None, [_ok("journal", told), *checks]
    checks += _permissions(folder)  # before the journal is opened, which sets the file's right
    try:
        with open_journal(folder) as journal:
            state = journal.state
    except InformintError as error:
        return None, [_must("journal", _sentence(error)), *checks]
    told = f"{_at_home(folder)} holds {len(state.people):,} people and can be read."
    return state, [_ok("journal", told), *checks]


def _permissions(folder: Path) -> Iterator[Check]:
    if os.name != "posix":
        return
    modes = [stat.S_IMODE(place.stat().st_mode) for place in (folder, folder / FILE)]
    if modes[0] & 0o077 or modes[1] & 0o077:
        yield _should(
            "permissions",
            "Others on this computer may look into the data folder: chmod 700 on the folder and "
            f"chmod 600 on {FILE} keep them out.",
        )
    elif hasattr(os, "geteuid") and (folder / FILE).stat().st_uid != os.geteuid():
        yield _should("permissions", f"{FILE} belongs to another user of this computer.")
    else:
        yield _ok("permissions", "Only its owner may read the journal.")


def _room(folder: Path) -> Iterator[Check]:
    try:
        there = next((p for p in (folder, *folder.parents) if p.is_dir()), None)
        free = shutil.disk_usage(there).free if there else ROOM
    except OSError:
        return
    if free < ROOM:
        yield _should("disk", "Less than 50 MB are free where the journal lies: make room.")


def _place(what: str, folder: Path) -> Iterator[Check]:
    """Say whether a folder is one that others get a copy of."""
    above = (folder, *folder.parents)
    if any(os.path.lexists(parent / ".git") for parent in above):
        status = Status.MUST if what == "data folder" else Status.SHOULD
        message = (
            f"The {what} lies in a git work tree, where what it holds could be published by "
            "accident: choose another."
        )
        yield Check(check=what, status=status, message=message)
    named = any(_SYNCED.fullmatch(parent.name) for parent in above)
    if named or any(os.path.lexists(p / mark) for p in above for mark in _SYNC_MARKS):
        yield _should(
            what,
            f"The {what} lies in a folder that is copied to other computers: that may break an "
            "open journal and hands its people on, so choose another.",
        )


def _of_lessons(folder: Path, state: State | None) -> Iterator[Check]:
    """Look into the learner's notebooks for what they should not hold."""
    where = _at_home(folder)
    try:
        if not folder.is_dir():
            yield _ok("notebooks", f"There are no lessons in {where} yet.")
            return
        paths = [path for path in files_in(folder) if path.suffix == ".ipynb"]
    except (OSError, BadInput):
        yield _should("notebooks", f"{where}, or a folder in it, could not be looked into.")
        return
    yield from _place("lessons' folder", folder)
    sought, unknown = traces_of_people(state) if state else (frozenset[Trace](), 0)
    lengths = {len(trace[0]) for trace in sought if trace[0].upper() == trace[0].lower()}
    read = named = with_state = too_large = 0
    for path in paths:
        try:
            text = read_limited(path, LARGEST, "notebook").decode("utf-8", "replace")
        except BadInput:
            too_large += 1
            continue
        read += 1
        named += not sought.isdisjoint(traces(text, lengths))
        with_state += '"application/vnd.jupyter.widget-state+json"' in text
    if named:
        yield _should(
            "notebooks",
            f"{_notebooks(named)} in {where} name{'s' * (named == 1)} somebody of your journal: "
            "clear the outputs before you hand a notebook on.",
        )
    if with_state:
        yield _should(
            "notebooks",
            f"{_notebooks(with_state)} in {where} keep{'s' * (with_state == 1)} the state of "
            "widgets: switch off saving it in JupyterLab's settings menu.",
        )
    if too_large:
        yield _should("notebooks", f"{_notebooks(too_large)} in {where} could not be looked into.")
    if not named and not with_state:
        nobody = ", none with anybody of your journal" * bool(state)
        but = f"; {unknown:,} with short, everyday or sample names could not be looked for"
        yield _ok("notebooks", f"{_notebooks(read)} in {where}{nobody}{but * bool(unknown)}.")


def _notebooks(n: int) -> str:
    return f"{n} notebook{'s' * (n != 1)}"


def _of_environment(environment: Mapping[str, str]) -> Iterator[Check]:
    try:
        voice = voice_from_environment(environment)
    except InformintError as error:
        yield _must("language model", _sentence(error))
    else:
        if voice is None:
            yield _ok("language model", "No language model is set: nothing leaves this computer.")
        else:
            yield _should("language model", voice.notice)
    pack = environment.get("INFORMINT_PACK")
    if pack:
        try:
            with content.using(pack):
                yield _ok("course pack", "The course pack named by INFORMINT_PACK is in use.")
        except InformintError as error:
            yield _must("course pack", _sentence(error))


def _sentence(error: InformintError) -> str:
    return f"{str(error).rstrip('.')}."


def _at_home(folder: Path) -> str:
    """Return a path without the name of whose home it is in."""
    try:
        return f"~/{folder.relative_to(Path.home()).as_posix()}"
    except ValueError:
        return str(folder)


def _ok(check: str, message: str) -> Check:
    return Check(check=check, status=Status.OK, message=message)


def _should(check: str, message: str) -> Check:
    return Check(check=check, status=Status.SHOULD, message=message)


def _must(check: str, message: str) -> Check:
    return Check(check=check, status=Status.MUST, message=message)
