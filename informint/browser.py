"""Keeps the journal in the browser, where the lessons run there alone (JupyterLite)."""

import os
import sys
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from informint.errors import JournalError

FOLDER = "/home/pyodide/informint"

# Each kernel holds a copy of its own, and the last one to save would write over what the others
# recorded. So one kernel at a time holds this lock; it is free again when that kernel ends.
_ALONE = """(name) => new Promise((tell, fail) => {
    if (!globalThis.navigator?.locks || !globalThis.indexedDB) tell("insecure");
    else navigator.locks.request(name, { ifAvailable: true }, (lock) => {
        tell(lock ? "alone" : "taken");
        return lock && new Promise(() => {});
    }).catch(fail);
})"""
# The store of this file system is named after its folder and belongs to the page's address.
_MOUNT = """(files, folder) => new Promise((done, fail) => {
    files.mkdirTree(folder);
    files.mount(files.filesystems.IDBFS, { autoPersist: true }, folder);
    files.syncfs(true, (error) => error ? fail(error) : done());
})"""

_TROUBLE = {
    "insecure": "This page's address is neither https nor this computer's own, so the browser "
    "keeps nothing: what you enter ends with the lesson.",
    "taken": "Another lesson has your journal open: close that lesson or shut down its kernel, "
    "then run this cell again.",
}
_WITHOUT = {
    "numpy": "numpy could not be fetched, so what is said in a talk is read by plain phrases "
    "alone.",
    "pandas": "pandas could not be fetched, so the cells with tables (informint.frames) do not "
    "run here.",
}


async def keep() -> str:
    """Keep the journal in the browser's own storage; to be awaited before one is opened.

    Elsewhere than in a browser this does nothing: there the journal is a file already.

    Returns:
        Where it is kept, and what does not run here, in plain sentences; empty elsewhere.

    Raises:
        JournalError: another lesson holds the journal, or the browser keeps nothing for this page.
    """
    if sys.platform != "emscripten":
        return ""
    if os.environ.get("INFORMINT_DATA") != FOLDER:
        run_js: Any = import_module("pyodide.code").run_js
        files = import_module("pyodide_js").FS
        found = str(await run_js(_ALONE)("informint journal"))
        if found in _TROUBLE:
            raise JournalError(_TROUBLE[found])
        await run_js(_MOUNT)(files, FOLDER)
        os.environ["INFORMINT_DATA"] = FOLDER
    kept = (
        "Your journal is kept by this browser, on this computer, for this page's address alone. "
        "Close a lesson before you open the next; export your journal before you clear site data."
    )
    return " ".join([kept, *(told for name, told in _WITHOUT.items() if find_spec(name) is None)])
