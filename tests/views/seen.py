"""What a view shows and sends, for tests that look."""

from typing import Any

import pytest

from informint.views.nodes import Node
from informint.views.panel import Panel


def sent_by(view: Panel, monkeypatch: pytest.MonkeyPatch) -> list[tuple[Any, Any]]:
    """Collect what a view sends to the browser."""
    messages: list[tuple[Any, Any]] = []
    monkeypatch.setattr(
        view, "send", lambda content, buffers=None: messages.append((content, buffers))
    )
    return messages


def every(node: Node | str, tag: str) -> list[Node]:
    """Return the elements of a tree with a tag."""
    if isinstance(node, str):
        return []
    inside = [found for child in node.children for found in every(child, tag)]
    return [node, *inside] if node.tag == tag else inside
