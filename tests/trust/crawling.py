"""Goes through views as a browser would: looks at what is drawn, and uses every control."""

import inspect
import random
import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from informint import views
from informint.journal import Journal
from informint.views.nodes import Node, still
from informint.views.panel import Panel

_BROWSER = Path(views.__file__).parent / "browser"
_LISTED = re.search(
    r"const TAGS = new Set\((.*?)\.split", (_BROWSER / "panel.js").read_text(), re.DOTALL
)
TAGS = frozenset(re.findall(r"[a-z]\w*", _LISTED[1] if _LISTED else ""))
WIDGETS = {"x-editor", "x-rows", "x-picture", "x-say"}
IDS = ("id", "for", "list")
MANY_IDS = ("aria-labelledby", "aria-describedby", "aria-controls")
ALSO_NEED = {"lesson": "00", "which": "stumbling"}
_LINK = re.compile(r"(?:https?:|mailto:)", re.IGNORECASE)
# What neither attribute name nor still page may hold: whatever runs, or asks another machine.
_RUNS = re.compile(r"on\w+|src(?:set|doc)?|formaction|background|poster|ping|style", re.IGNORECASE)


def built(journal: Journal) -> Iterator[Panel]:
    """Build every view there is."""
    for name in views.__all__:
        view = getattr(views, name)
        asked = list(inspect.signature(view).parameters.values())[1:]
        needed = [p for p in asked if p.default is p.empty and p.kind is p.POSITIONAL_OR_KEYWORD]
        yield view(journal, *(ALSO_NEED[p.name] for p in needed))


def every(node: Node | str) -> Iterator[Node]:
    """All elements of a tree, from the top."""
    if isinstance(node, Node):
        yield node
        for child in node.children:
            yield from every(child)


class _Page(HTMLParser):
    """What a still page is made of."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.made: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.made.append((tag, dict(attrs)))


def look(view: Panel) -> None:
    """Assert that what a view sends, and leaves behind as a still page, can only be read."""
    tree = view.tree()
    ids: list[str] = []
    for node in every(tree):
        assert node.tag in TAGS | WIDGETS, node.tag
        for name, value in node.attrs.items():
            assert re.fullmatch(r"[a-z-]+", name), name
            assert name == "style" or not _RUNS.fullmatch(name), name
            assert name != "style" or re.fullmatch(r"[a-z-]+: ?[\d.% a-z]+;?", value), value
            if name == "href":
                assert _LINK.match(value), value
                assert not value.lower().startswith("mailto:") or "\n" not in value
            if name in IDS or name in MANY_IDS:
                assert re.fullmatch(r"[\w-]+" if name in IDS else r"[\w -]+", value), value
        if "id" in node.attrs:
            ids.append(node.attrs["id"])
    assert len(ids) == len(set(ids)), [i for i in ids if ids.count(i) > 1]
    for tag, attrs in _Page(still(tree)).made:
        assert tag in TAGS | {"div", "pre", "img", "ol"}, tag
        assert tag != "img" or (attrs["src"] or "").startswith("data:image/svg+xml")
        ours = {"src", "style"} if tag == "img" else {"style"}
        assert not any(_RUNS.fullmatch(name) for name in attrs.keys() - ours), attrs


class Crawler:
    """Uses a view's controls, seeded; what is typed comes from ``typed``."""

    def __init__(self, view: Panel, rng: random.Random, typed: Callable[[], str]) -> None:
        self.view, self.rng, self.typed = view, rng, typed
        self.sent: list[tuple[dict[str, Any], list[bytes]]] = []
        view.send = lambda content, buffers=None: self.sent.append((content, buffers or []))

    def controls(self) -> list[tuple[str, object, object]]:
        """What can be done now: (action, its arg, a value)."""
        found: list[tuple[str, object, object]] = []
        for node in every(self.view.tree()):
            if node.tag in WIDGETS:
                found += self._of_widget(node)
            elif not node.attrs.get("disabled") and node.attrs.get("type") != "file":
                for event, action in node.attrs.get("on", {}).items():
                    found += [(action, node.attrs.get("arg"), v) for v in self._values(node, event)]
        return found

    def _of_widget(self, node: Node) -> Iterator[tuple[str, object, object]]:
        attrs = node.attrs
        for name in ("write", "save", "send"):
            if attrs.get(name):
                yield attrs[name], None, self.typed()
        if node.tag == "x-rows":
            yield from ((attrs["choose"], None, n) for n in range(min(attrs["total"], 40)))
            yield from ((action, None, None) for action in attrs["keys"].values())

    def _values(self, node: Node, event: str) -> list[object]:
        if event == "drop":
            return [self.rng.randrange(3)]
        if event == "click":
            return [None]
        if event == "submit":
            fields = [n for n in every(node) if n.attrs.get("name")]
            return [{n.attrs["name"]: self._typed_in(n) for n in fields}]
        if node.tag == "select":
            return [n.attrs.get("value", "") for n in every(node) if n.tag == "option"]
        return [self._typed_in(node)]

    def _typed_in(self, node: Node) -> object:
        kind = node.attrs.get("type")
        if kind == "radio":
            return node.attrs.get("value", "on")
        if kind == "checkbox":
            return bool(self.rng.randrange(2))
        if kind in {"number", "range"}:
            return str(self.rng.choice([node.attrs.get("min", 0), node.attrs.get("max", 9), 5]))
        if kind in {"date", "datetime-local"}:
            return self.rng.choice(["2025-06-03T16:30", "2025-06-03", "", "soon"])
        if node.tag == "select":
            options = [n.attrs.get("value", "") for n in every(node) if n.tag == "option"]
            return self.rng.choice(options or [""])
        return self.typed()

    def do(self, action: str, arg: object, value: object) -> None:
        """Tell the view what the browser would tell it."""
        message = {"do": action, "value": value, "seq": 1}
        self.view._told(None, message if arg is None else {**message, "arg": arg}, [])

    def step(self) -> None:
        """Use one control; mostly one whose action was not used before."""
        found = self.controls()
        if found:
            actions = sorted({action for action, _, _ in found})
            chosen = self.rng.choice(actions)
            self.do(*self.rng.choice([one for one in found if one[0] == chosen]))

    def downloads(self) -> dict[str, bytes]:
        """The files handed to the browser, by name."""
        return {c["download"]["name"]: bytes(b[0]) for c, b in self.sent if "download" in c}
