"""A notebook that shows every view there is, each with somebody chosen in it."""

import json
from pathlib import Path

from browser.lab import Lab

TESTS = Path(__file__).parents[1]
# Somebody is chosen by the first control that chooses; what then appears is used as well.
_BUILD = f"""
import random, sys
sys.path.insert(0, {str(TESTS)!r})
from trust.crawling import built, every
import informint

journal = informint.open_journal(underway=True)
shown = list(built(journal))
for view in shown:
    for node in list(every(view.tree())):
        action = node.attrs.get("on", {{}}).get("change", "")
        if node.tag == "select" and action.startswith("chose"):
            options = [n.attrs.get("value") for n in every(node) if n.tag == "option"]
            chosen = next((o for o in options if o and o != node.attrs.get("value")), None)
            if chosen is not None:
                view.run(action, chosen)
    for node in list(every(view.tree())):
        if node.tag == "x-rows" and node.attrs["total"]:
            view.run(node.attrs["choose"], 0)
    for action in ("start", "make"):
        if getattr(getattr(view, action, None), "is_action", False):
            view.run(action)
"""


def notebook(lab: Lab) -> str:
    """Put the notebook among the lessons; return its name."""
    from informint import views  # noqa: PLC0415  (after coverage of imports)

    cells = [_BUILD, *(f"shown[{n}]" for n in range(len(views.__all__)))]
    document = {
        "cells": [
            {"cell_type": "code", "id": f"c{n}", "metadata": {}, "source": source.strip(),
             "outputs": [], "execution_count": None}
            for n, source in enumerate(cells)
        ],
        "metadata": {"kernelspec": {"name": "python3", "display_name": "Python 3"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }  # fmt: skip
    (lab.lessons / "every_view.ipynb").write_text(json.dumps(document), "utf-8")
    return "every_view.ipynb"
