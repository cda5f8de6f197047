"""People and targets as pandas tables that keep the learner's contacts out of a saved notebook.

A notebook saves what its cells show. So these tables show their rows only when everybody in them is
fictional; of real people they say how many there are and in which columns. All else works as usual:
counts and means are shown under labels that single nobody out, and ``to_string`` prints rows for
whoever decides to. What is taken out of a table (a value, a list, an index) and what pandas makes a
table of its own from (``crosstab``) is out of its keeping.
"""

import re
from collections.abc import Iterable
from datetime import date
from html import escape
from typing import Any, ClassVar

import pandas as pd

from informint import followthrough
from informint import targets as ranking
from informint.errors import BadInput
from informint.journal import Journal, State
from informint.model import Person, Target

_FICTIONAL_URL = "https://people.example.org/"
_FICTIONAL_ADDRESSES = ("@example.org", "@example.edu")
# Columns whose values many people share: how often each comes is a figure.
_SHARED = frozenset({"approach", "company", "field", "groups", "how_known", "stage", "when"})
_COLUMNS = _SHARED | frozenset(ranking.COMPONENTS) | {
    "name", "position", "connected_on", "email", "profile_url", "id", "tags", "shortlisted",
    "set_aside", "score", "why", "introducers", "since", "next", "due",
}  # fmt: skip
# With what pandas calls figures, and what a learner may call them.
_WORDS = _COLUMNS | {
    "count", "size", "sum", "mean", "std", "min", "max", "median", "var", "sem", "unique",
    "nunique", "top", "freq", "first", "last", "proportion", "share", "percent", "total", "people",
    "n", "index", "Index", "variable", "value",
}  # fmt: skip
_PERCENTILE = re.compile(r"[0-9.]+%")
_FORMULA = ("=", "+", "-", "@")
_BREAKS = ("\t", "\r", "\n")


def people(source: Journal | State | Iterable[Person]) -> "Table":
    """Return people as a table, one a row, in the order given.

    Args:
        source: a journal, its state, or people.

    Returns:
        Columns ``name``, ``position``, ``company``, ``field``, ``how_known``, ``groups``,
        ``connected_on`` (datetime64), ``email``, ``profile_url``, ``id``; of a journal or state
        also ``tags``, ``shortlisted`` and ``set_aside``. What is not known is empty or NaT.
    """
    state = source.state if isinstance(source, Journal) else source
    those = tuple(state.people.values() if isinstance(state, State) else state)
    columns: dict[str, list[Any]] = _columns(those)
    if isinstance(state, State):
        columns["tags"] = ["; ".join(state.tags.get(p.id, ())) for p in those]
        columns["shortlisted"] = [p.id in state.shortlist for p in those]
        columns["set_aside"] = [p.id in state.set_aside for p in those]
    return _table(columns, those)


def targets(source: Journal | State | Iterable[Target], *, today: date | None = None) -> "Table":
    """Return a ranking as a table, best first.

    Args:
        source: what ``rank`` returned; or a journal or its state, which is ranked for its goal.
        today: the learner's date, needed for a state alone.

    Returns:
        Columns ``score`` (0 to 1), ``approach``, ``why``, ``introducers``, one for each component
        (0 to 1), and those of ``people``.

    Raises:
        BadInput: for a state without a date.
    """
    if isinstance(source, Journal):
        today = today or source.today
        source = source.state
    if isinstance(source, State):
        if today is None:
            message = "targets: to rank a state, give today as a date"
            raise BadInput(message)
        source = ranking.rank(
            source.people.values(),
            source.goal,
            weights=ranking.weights_in_force(source.weights),
            profile=source.profile,
            today=today,
            set_aside=source.set_aside,
            acquaintances=source.acquaintances,
        )
    ranked = tuple(source)
    those = [t.person for t in ranked]
    columns: dict[str, list[Any]] = {
        "name": [p.name for p in those],
        "score": [t.score for t in ranked],
        "approach": [t.approach.value for t in ranked],
        "why": [t.why for t in ranked],
        "introducers": ["; ".join(p.name for p in t.introducers) for t in ranked],
        **{part: [t.components[part] for t in ranked] for part in ranking.COMPONENTS},
    }
    introducers = (p for t in ranked for p in t.introducers)
    return _table({**columns, **_columns(those)}, (*those, *introducers))


def follow_through(journal: Journal) -> "Table":
    """Return everybody under way as a table, what is due first on top.

    Returns:
        Columns ``name``, ``stage``, ``since`` and ``due`` (datetime64), ``next`` (what comes next,
        empty for nothing) and ``when`` (in words), and those of ``people``.
    """
    rows = followthrough.rows(journal.state, journal.now)
    those = [row.person for row in rows]
    then = [row.next for row in rows]
    due = [step.due if step else None for step in then]
    said = [followthrough.in_words(day, journal.today) if day else "" for day in due]
    columns: dict[str, Any] = {
        "name": [p.name for p in those],
        "stage": [row.stage.value for row in rows],
        "since": pd.Series([row.since for row in rows], dtype="datetime64[s]"),
        "next": [step.what if step else "" for step in then],
        "when": said,
        "due": pd.Series(due, dtype="datetime64[s]"),
    }
    return _table({**columns, **_columns(those)}, those)


def _columns(those: Iterable[Person]) -> dict[str, list[Any]]:
    those = tuple(those)
    return {
        "name": [p.name for p in those],
        "position": [p.position for p in those],
        "company": [p.company for p in those],
        "field": [ranking.field_of(p) for p in those],
        "how_known": [p.how_known.value for p in those],
        "groups": ["; ".join(p.groups) for p in those],
        "connected_on": [p.connected_on for p in those],
        "email": [p.email for p in those],
        "profile_url": [p.profile_url for p in those],
        "id": [p.id for p in those],
    }


def _table(columns: dict[str, list[Any]], those: Iterable[Person]) -> "Table":
    dates = pd.Series(columns["connected_on"], dtype="datetime64[s]")
    table = Table({**columns, "connected_on": dates})
    table.fictional = all(map(_is_fictional, those))
    return table


def _is_fictional(person: Person) -> bool:
    """Say whether nobody real can be meant: example.org belongs to nobody (RFC 2606)."""
    return person.profile_url.startswith(_FICTIONAL_URL) and (
        not person.email or person.email.endswith(_FICTIONAL_ADDRESSES)
    )


def _is_ours(label: object) -> bool:
    """Say whether a label or value is a number, a day, or a word of ours."""
    if isinstance(label, tuple):
        return all(map(_is_ours, label))
    if isinstance(label, str):
        return label in _WORDS or _PERCENTILE.fullmatch(label) is not None
    return pd.api.types.is_scalar(label) and not isinstance(label, bytes)


def _single_nobody_out(labels: Any) -> bool:  # noqa: ANN401  (an index of pandas)
    """Say whether labels are ours or what many share, by whatever name they go."""
    parts = labels.levels if isinstance(labels, pd.MultiIndex) else [labels]
    return all(
        _is_ours(part.name) and (part.name in _SHARED or all(map(_is_ours, part.unique())))
        for part in parts
    )


def _are_figures(values: Any) -> bool:  # noqa: ANN401  (a plain Series)
    return pd.api.types.is_numeric_dtype(values.dtype) or all(map(_is_ours, values))


def _defused(value: object) -> object:
    """Return a value that a spreadsheet does not take for a formula."""
    if not isinstance(value, str):
        return value
    formula = value.lstrip().startswith(_FORMULA) or value.startswith(_BREAKS)
    # A carriage return alone is not quoted by a CSV writer, and ends the row for its reader.
    text = value.replace("\r\n", "\n").replace("\r", "\n")
    return f"'{text}" if formula else text


class _Kept:
    """What tables and columns share: what they show, and files without formulas."""

    fictional: bool = False  # pandas hands it on to what is made of one table, not of two
    index: Any

    def _plain(self) -> Any:  # noqa: ANN401  (a plain pandas object)
        raise NotImplementedError

    def _labels(self) -> Iterable[object]:
        """Return what columns are called."""
        raise NotImplementedError

    def _all_figures(self) -> bool:
        raise NotImplementedError

    def _may_show_labels(self) -> bool:
        return self.fictional or (
            _single_nobody_out(self.index) and _single_nobody_out(self._labels())
        )

    def _may_show(self) -> bool:
        return self.fictional or (self._all_figures() and self._may_show_labels())

    def _instead(self) -> str:
        """Say what is there without saying who."""
        rows = len(self.index)
        known = [label for label in self._labels() if label in _COLUMNS]
        return (
            f"{rows:,} {'row' if rows == 1 else 'rows'}{' of ' * bool(known)}{', '.join(known)}; "
            "not shown, so that this notebook keeps nobody's data. Look at them in the people view "
            "or, on your own decision, with print(table.head().to_string())."
        )

    def _kept(self, made: Any) -> Any:  # noqa: ANN401  (a plain pandas object)
        """Return what pandas made a plain object of, with the keeping of what it was made of."""
        kind = Table if isinstance(made, pd.DataFrame) else Column
        return kind(made).__finalize__(self)

    def __repr__(self) -> str:
        return super().__repr__() if self._may_show() else self._instead()

    def _repr_latex_(self) -> None:
        """Offer no second form that would show the rows."""

    def _repr_data_resource_(self) -> None:
        """Offer no third one."""

    def describe(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401  (as pandas has it)
        """Describe as pandas does; shown like any other table."""
        return self._kept(super().describe(*args, **kwargs))  # type: ignore[misc]

    def value_counts(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401  (as pandas has it)
        """Count as pandas does; shown like any other table."""
        return self._kept(super().value_counts(*args, **kwargs))  # type: ignore[misc]

    def info(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401  (as pandas has it)
        """Print what pandas does, which quotes labels.

        Raises:
            BadInput: for labels that may name somebody.
        """
        if not self._may_show_labels():
            message = "frames: info prints labels, and these may name somebody"
            raise BadInput(message)
        return super().info(*args, **kwargs)  # type: ignore[misc]

    def to_csv(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401  (as pandas has it)
        """Write as pandas does; text that would be a formula gets a leading apostrophe."""
        return self._safe().to_csv(*args, **kwargs)

    def to_excel(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401  (as pandas has it)
        """Write as pandas does; text that would be a formula gets a leading apostrophe."""
        return self._safe().to_excel(*args, **kwargs)

    def to_clipboard(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401  (as pandas has it)
        """Copy as pandas does; text that would be a formula gets a leading apostrophe."""
        return self._safe().to_clipboard(*args, **kwargs)

    def _safe(self) -> Any:  # noqa: ANN401  (a plain pandas object)
        plain = self._plain().map(_defused).rename(index=_defused)
        if isinstance(plain, pd.DataFrame):
            return plain.rename(columns=_defused)
        return plain.rename(_defused(plain.name))


def _handed_on(kind: Any) -> list[str]:  # noqa: ANN401  (a pandas class)
    """Return the attributes that pandas hands on to what is made of a table, to add to them."""
    names: list[str] = kind._metadata  # noqa: SLF001  (how pandas asks for it)
    return names


class Column(_Kept, pd.Series):  # type: ignore[misc]  # (writing is "final")
    """One column of a ``Table``, or one row."""

    _metadata: ClassVar = [*_handed_on(pd.Series), "fictional"]

    @property
    def _constructor(self) -> type["Column"]:
        return Column

    @property
    def _constructor_expanddim(self) -> type["Table"]:
        return Table

    def _plain(self) -> Any:  # noqa: ANN401  (as above)
        return pd.Series(self)

    def _labels(self) -> Any:  # noqa: ANN401  (an index of pandas)
        return pd.Index([self.name], dtype=object)

    def _all_figures(self) -> bool:
        return _are_figures(self._plain())


class Table(_Kept, pd.DataFrame):  # type: ignore[misc]  # (as above)
    """A DataFrame that shows its rows only when they are fictional."""

    _metadata: ClassVar = [*_handed_on(pd.DataFrame), "fictional"]

    @property
    def _constructor(self) -> type["Table"]:
        return Table

    @property
    def _constructor_sliced(self) -> type[Column]:
        return Column

    def _plain(self) -> Any:  # noqa: ANN401  (as above)
        return pd.DataFrame(self)

    def _labels(self) -> Any:  # noqa: ANN401  (as above)
        return self.columns

    def _all_figures(self) -> bool:
        return all(_are_figures(column) for _, column in self._plain().items())

    @property
    def dtypes(self) -> Any:  # noqa: ANN401  (a Series)
        """The type of each column; shown where what the columns are called is."""
        types = self._plain().dtypes
        return types if self.fictional or _single_nobody_out(self.columns) else self._kept(types)

    def _repr_html_(self) -> Any:  # noqa: ANN401  (text, or None where pandas shows no HTML)
        if self._may_show():
            return self._plain()._repr_html_()
        return f"<p>{escape(self._instead())}</p>"

    @property
    def style(self) -> Any:  # noqa: ANN401  (pandas' Styler, which needs Jinja2)
        """Pandas' styling, which shows every row: for fictional people only.

        Raises:
            BadInput: for other people.
        """
        if not self._may_show():
            message = "frames: styling shows every row, so it works on the fictional sample only"
            raise BadInput(message)
        return self._plain().style
