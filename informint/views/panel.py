"""What every view is: a tree drawn from state, and actions named after what the learner did."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar, TypeVar
from weakref import WeakValueDictionary

import anywidget

from informint.errors import InformintError
from informint.journal import Journal
from informint.views.nodes import Node, h, still, words

F = TypeVar("F", bound=Callable[..., Any])

_BROWSER = Path(__file__).parent / "browser"
_PARTS = ("editor", "rows", "picture", "order", "chat", "panel")


def action(method: F) -> F:
    """Mark a method that the learner's click or key may run; no other can be called."""
    method.is_action = True  # type: ignore[attr-defined]
    return method


class Panel(anywidget.AnyWidget):
    """Base of the views.

    The learner's data travel in messages, never in traits: what a notebook or papermill may save of
    the widget holds nobody's name. A subclass gives ``name``, ``title`` and ``body()``.

    A view that is built again for the same journal takes the place of the former one, which is
    closed: a cell that is run again leaves nothing behind.
    """

    # One module for the browser: functions first, and last the file that draws and exports.
    _esm = "\n".join((_BROWSER / f"{part}.js").read_text("utf-8") for part in _PARTS)
    _css = (_BROWSER / "panel.css").read_text("utf-8")

    name: ClassVar[str]
    title: ClassVar[str]
    bugs: ClassVar[list[BaseException]] = []  # what went wrong in a callback, where tests look
    _open: ClassVar["WeakValueDictionary[tuple[object, ...], Panel]"] = WeakValueDictionary()

    def __init__(self, journal: Journal, *, key: str = "") -> None:
        super().__init__()
        self.journal = journal
        self.status = ""
        self._seq = 0
        self._quiet = False
        self._focus = ""
        self._unsubscribe = journal.subscribe(lambda _: self.draw())
        place = (self.name, id(journal), key)
        former = Panel._open.get(place)
        if former is not None:
            former.close()
        Panel._open[place] = self
        self.on_msg(self._told)

    @property
    def heading(self) -> str:
        """What stands above the view."""
        return self.title

    def body(self) -> list[Node | None]:
        """Return what the view shows below its title; drawn anew after every action."""
        raise NotImplementedError

    def tree(self) -> Node:
        """Return the whole view."""
        return self._around(self.body())

    def _around(self, body: list[Node | None]) -> Node:
        return h(
            "section",
            h("h3", self.heading, id="title"),
            body,
            h("p", self.status, role="status", aria_live="polite", class_="status", tabindex=-1),
            aria_labelledby="title",
        )

    def draw(self) -> None:
        """Send the view as it is now to whoever shows it."""
        if not self._quiet:
            self.send_tree()

    def send_tree(self) -> None:
        """Send the view even in the middle of an action."""
        if self.comm is not None:
            try:
                tree = self.tree()
            except InformintError as error:  # the journal cannot be read just now, say
                self.say(str(error))
                tree = self._around([])
            self.send({"tree": tree, "seq": self._seq})
            if self._focus:
                self.send({"focus": self._focus})
                self._focus = ""

    def say(self, status: str) -> None:
        """Tell the learner in the status line, which screen readers announce."""
        self.status = status

    def saved(self) -> str:
        """Return when the journal was saved, in words for the status line."""
        when = self.journal.saved_at
        if when is None:
            return "This is the sample, so nothing was saved."
        return f"Saved at {when.astimezone():%H:%M:%S}."

    def focus(self, element: str) -> None:
        """Move the keyboard to an element once the view is drawn."""
        self._focus = element
        self.draw()

    def download(self, name: str, mime: str, data: bytes) -> None:
        """Let the browser save a file."""
        self.send({"download": {"name": name, "type": mime}}, [data])

    def run(self, name: str, *args: object) -> None:
        """Run an action as the learner would, then draw; the plain way in for tests and scripts.

        Raises:
            AttributeError: the view has no such action.
        """
        method = getattr(self, name)
        if not getattr(method, "is_action", False):
            message = f"{type(self).__name__} has no action {name!r}"
            raise AttributeError(message)
        self.status = ""
        self._quiet = True
        try:
            method(*args)
        except InformintError as error:
            self.say(str(error))
        finally:
            self._quiet = False
        self.draw()

    def _told(self, _: object, message: dict[str, Any], buffers: list[memoryview]) -> None:
        if message["do"] == "heard":  # only keeps the line awake: see panel.js
            return
        self._seq = message.get("seq", self._seq)
        if message["do"] == "ready":
            self.draw()
            return
        args = [_whole(message.get("value"))]
        if message.get("arg") is not None:
            args.insert(0, message["arg"])
        try:
            self.run(message["do"], *args, *(bytes(b) for b in buffers))
        except Exception as error:  # noqa: BLE001  (a callback has no caller: it is told here)
            Panel.bugs.append(error)
            self.say(
                f"This is a mistake in informint ({type(error).__name__} in '{message['do']}'). "
                "What was saved is safe; run this cell again to go on."
            )
            self._tell_at_least()

    def _tell_at_least(self) -> None:
        """Draw the view, or its status alone where drawing is what failed."""
        try:
            self.draw()
        except Exception as error:  # noqa: BLE001  (it is told all the same)
            Panel.bugs.append(error)
            self.send({"tree": self._around([]), "seq": self._seq})

    def close(self) -> None:
        """Stop listening and free what the view holds."""
        self._unsubscribe()
        super().close()

    def _repr_mimebundle_(self, **_: object) -> tuple[dict[str, Any], dict[str, Any]] | None:
        """Return the live view, and a still one that shows nobody but the sample's people."""
        bundle = super()._repr_mimebundle_()
        if bundle is None:
            return None
        private = h("p", f"{self.heading}: your own data are shown only while the notebook runs.")
        data, metadata = bundle
        data["text/plain"] = repr(self)
        data["text/html"] = still(self.tree() if self.journal.is_sample else private)
        return data, metadata

    def __repr__(self) -> str:
        return f"<informint view: {self.name}>"

    def __str__(self) -> str:
        return words(self.tree())


def _whole(value: object) -> object:
    """Return what a browser sent without halves of emoji, which no file and no mail can hold."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, dict):
        return {key: _whole(item) for key, item in value.items()}
    return value
