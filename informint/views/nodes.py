"""The tree a view is drawn from: live by ``panel.js``, still as HTML, or as words alone."""

from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import Any, NamedTuple

from informint import svg

_VOID = frozenset({"input"})
_INLINE = frozenset({"a", "code", "em", "kbd", "mark", "small", "span", "strong"})
_CONTROLS = frozenset({"button", "input", "select", "textarea"})
_LIVE_ONLY = frozenset({"on", "arg", "key", "copy", "jump"})
_EVENTS = ("click", "input", "change", "submit", "save", "drop")
_LINKS = ("https:", "http:", "mailto:")


class Node(NamedTuple):
    """One element; its JSON is ``[tag, attributes, children]``."""

    tag: str
    attrs: dict[str, Any]
    children: "list[Node | str]"


def h(tag: str, *children: object, **attrs: object) -> Node:
    """Return one element of a tree.

    Args:
        tag: an HTML tag, or ``x-editor``, ``x-rows``, ``x-picture``, ``x-say``, which
            ``panel.js`` draws.
        children: elements, texts, and lists of them; None and False are left out.
        attrs: attributes, ``class_`` and ``aria_label`` for ``class`` and ``aria-label``.
            ``click``, ``input``, ``change``, ``submit`` and ``save`` name the action to run and
            ``arg`` is handed to it; ``drop`` names the one to run when a sibling is dragged there,
            which gets the args of both; ``key`` tells siblings apart; ``copy`` goes to the
            clipboard and ``jump`` (id, start, end) selects a stretch of an editor, both without
            the kernel.
    """
    on = {name: attrs.pop(name) for name in _EVENTS if attrs.get(name) is not None}
    named = {name.rstrip("_").replace("_", "-"): value for name, value in attrs.items()}
    named = {name: value for name, value in named.items() if value is not None}
    if on:
        named["on"] = on
    return Node(tag, named, list(_flat(children)))


def _flat(children: Iterable[object]) -> Iterator[Node | str]:
    for child in children:
        if isinstance(child, Node):
            yield child
        elif isinstance(child, list | tuple):
            yield from _flat(child)
        elif child is not None and child is not False:
            yield str(child)


def select(label: str, options: Mapping[str, str], value: str, **attrs: object) -> Node:
    """Return a labelled list to choose from.

    Args:
        label: what is chosen.
        options: what each choice is called, by its value, in order.
        value: the one that is chosen.
        attrs: attributes of the list as ``h`` takes them; ``id`` is needed, for the label.
    """
    listed = [h("option", words, value=key) for key, words in options.items()]
    return h(
        "div",
        h("label", label, for_=attrs["id"]),
        h("select", listed, value=value, **attrs),
    )


def link(text: str, url: str) -> Node | str:
    """Return a link that opens beside the notebook; the text alone when it is no web address."""
    if not url.lower().startswith(_LINKS):
        return text
    return h("a", text, href=url, target="_blank", rel="noopener noreferrer")


def words(node: Node | str) -> str:
    """Return what a tree says, a line for each block."""
    if isinstance(node, str):
        return node
    if node.tag == "x-editor":
        return str(node.attrs["value"])
    if node.tag == "x-rows":
        return "\n".join(" ".join(filter(None, item)) for item in node.attrs["items"])
    if node.tag in {"x-picture", "x-say"}:
        return ""
    inner = [words(child) for child in node.children]
    if node.tag in _INLINE or all(isinstance(c, str) or c.tag in _INLINE for c in node.children):
        return " ".join(" ".join(inner).split())
    return "\n".join(filter(None, inner))


def still(node: Node | str) -> str:
    """Return the tree as HTML that does nothing: texts escaped, controls disabled."""
    if isinstance(node, str):
        return escape(node, quote=False)
    tag, attrs, children = node.tag, dict(node.attrs), node.children
    if tag == "x-editor":
        return f"<pre>{escape(str(attrs['value']), quote=False)}</pre>"
    if tag == "x-rows":
        return _still_rows(attrs["items"], attrs["total"])
    if tag == "x-picture":
        return svg.image(str(attrs["svg"]))
    if tag == "x-say":
        return ""
    if tag in _CONTROLS:
        attrs["disabled"] = True
    if tag == "textarea":
        children = [str(attrs.pop("value", ""))]
    if tag == "select":
        attrs.pop("value", None)
    written = "".join(
        f" {name}" if value is True else f' {name}="{escape(str(value))}"'
        for name, value in attrs.items()
        if name not in _LIVE_ONLY and value is not False
    )
    return f"<{tag}{written}>" + (
        "" if tag in _VOID else "".join(map(still, children)) + f"</{tag}>"
    )


def _still_rows(items: list[list[str]], total: int, shown: int = 8) -> str:
    lines = "".join(f"<li>{escape(' · '.join(filter(None, i)))}</li>" for i in items[:shown])
    more = total - min(shown, len(items))
    return f"<ol>{lines}</ol>" + (f"<p>and {more} more</p>" if more else "")
