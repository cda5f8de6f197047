"""What a career coach may edit: TOML files beside this module, checked on load."""

import re
from functools import cache
from importlib.resources import files
from typing import TypeVar

import msgspec

from informint.content import schema
from informint.content.layers import in_use as in_use
from informint.content.layers import texts
from informint.content.layers import use as use
from informint.content.layers import using as using
from informint.errors import ContentError, did_you_mean
from informint.model import Finding

E = TypeVar("E", bound=schema.Entry)


def parse(text: str, table: str, kind: type[E], name: str) -> tuple[E, ...]:
    """Decode the ``[[table]]`` entries of a TOML text.

    Args:
        text: the file's text.
        table: the name of its only array of tables, such as ``rule``.
        kind: the entry's shape.
        name: what to call the file in an error.

    Raises:
        ContentError: for anything wrong, naming file, line and field, and the nearest valid name.
    """
    try:
        found = msgspec.toml.decode(text, type=dict[str, tuple[kind, ...]])  # type: ignore[valid-type]
    except msgspec.ValidationError as error:
        raise ContentError(_place(str(error), text, table, kind, name)) from None
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        what = "it is nested too deeply" if isinstance(error, RecursionError) else error
        message = f"{name}: not valid TOML: {what}"
        raise ContentError(message) from None
    for other in found.keys() - {table}:
        message = f"{name}: unknown table '{other}'{did_you_mean(other, [table])}"
        raise ContentError(message)
    return found.get(table, ())


def _place(error: str, text: str, table: str, kind: type[E], name: str) -> str:
    """Say where in the file msgspec's ``$[...][3].field`` is."""
    what, _, path = error.partition(" - at `")
    index = re.search(r"\[(\d+)\]", path)
    heads = [n for n, line in enumerate(text.splitlines(), 1) if line.strip() == f"[[{table}]]"]
    line = heads[int(index[1])] if index and int(index[1]) < len(heads) else 1
    where = path.rstrip("`").rpartition("].")[2] if "]." in path else ""
    unknown = re.search(r"unknown field `(\w+)`", what)
    hint = did_you_mean(unknown[1], kind.__struct_fields__) if unknown else ""
    return f"{name}, line {line}{f', field {where}' if where else ''}: {what}{hint}"


@cache
def load(path: str, table: str, kind: type[E]) -> tuple[E, ...]:
    """Return the entries of one file, or of all files of a folder, in name order.

    With a course pack in use, an entry of its own takes the place of the one with the same id, and
    others follow after ours.

    Raises:
        ContentError: for a mistake in a file, or an id that is used twice.
    """
    ours, theirs = (
        [entry for name, text in found for entry in parse(text, table, kind, name)]
        for found in texts(path)
    )
    for entries in (ours, theirs):
        ids = [getattr(entry, "id", None) for entry in entries]
        for twice in {i for i in ids if i is not None and ids.count(i) > 1}:
            message = f"{path}: the id '{twice}' is used twice"
            raise ContentError(message)
    instead = {getattr(entry, "id", id(entry)): entry for entry in theirs}
    laid = [instead.pop(getattr(entry, "id", ""), entry) for entry in ours]
    return (*laid, *instead.values())


def sources() -> dict[str, schema.Source]:
    """Return every source of advice by id."""
    return {s.id: s for s in load("sources.toml", "source", schema.Source)}


def rules() -> tuple[schema.Rule, ...]:
    """Return the rules on messages."""
    return load("rules", "rule", schema.Rule)


def question_rules() -> tuple[schema.QuestionRule, ...]:
    """Return the rules on prepared questions."""
    return load("question_rules", "rule", schema.QuestionRule)


def checklists() -> dict[str, schema.Checklist]:
    """Return the checklists of the sources by id, the house's (NIH) first."""
    return {c.id: c for c in load("checklists.toml", "checklist", schema.Checklist)}


def patterns() -> dict[str, schema.Pattern]:
    """Return the message patterns by id."""
    return {p.id: p for p in load("patterns.toml", "pattern", schema.Pattern)}


def quiz(lesson: str) -> tuple[schema.QuizQuestion, ...]:
    """Return the questions that check understanding in a lesson, such as ``"00"``, if any."""
    if not re.fullmatch(r"[\w-]+", lesson):  # a restored journal may name anything: no other folder
        return ()
    return load(f"quizzes/{lesson}.toml", "question", schema.QuizQuestion)


def sample() -> schema.Sample:
    """Return the fictional learner whose contacts are ``sample_connections()``."""
    found: tuple[schema.Sample, ...] = load("sample/sample.toml", "sample", schema.Sample)
    return found[0]


def sample_connections() -> tuple[str, bytes]:
    """Return the name and the bytes of the fictional contacts export, as an import takes them."""
    export = files(__name__).joinpath("sample/Connections.csv")
    return export.name, export.read_bytes()


def fields() -> tuple[schema.Field, ...]:
    """Return the fields of work a goal may name, in the order of the file."""
    return load("fields.toml", "field", schema.Field)


def goals() -> dict[str, schema.Goal]:
    """Return the goals a learner may have by id, in the order of the file."""
    return {g.id: g for g in load("goals.toml", "goal", schema.Goal)}


def questions() -> tuple[schema.BankQuestion, ...]:
    """Return the questions of the bank, topic by topic."""
    return load("questions.toml", "question", schema.BankQuestion)


def lines() -> tuple[schema.Line, ...]:
    """Return the sentences that open and close a talk, part by part."""
    return load("lines.toml", "line", schema.Line)


def look_ups() -> tuple[schema.LookUp, ...]:
    """Return what to look up before a talk: on the person, the organisation, the field."""
    return load("look_ups.toml", "look_up", schema.LookUp)


def finding_as_json(finding: Finding) -> dict[str, object]:
    """Return a finding as the commands print it; ``source`` is the name to show."""
    return {
        "rule": finding.rule,
        "severity": finding.severity.value,
        "span": list(finding.span) if finding.span else None,
        "message": finding.message,
        "why": finding.why,
        "hint": finding.hint,
        "source": sources()[finding.source].name,
    }
