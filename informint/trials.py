"""Tries a course pack out: what its rules name must be read, and their examples must hold."""

from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from informint import coach, content, outreach, questions
from informint.content.packs import PackFault, check_pack
from informint.content.schema import Entry, Example, Pattern, QuestionRule, Rule
from informint.errors import ContentError
from informint.model import Message
from informint.reading.said import Heard
from informint.roleplay.rubric import rubric

E = TypeVar("E", bound=Entry)
R = TypeVar("R", Rule, QuestionRule)


def check(folder: Path) -> list[PackFault]:
    """Return what is wrong in a course pack: shapes, names, and rules that do not do as they say.

    Rules are tried once the shapes are right.

    Args:
        folder: the pack.

    Raises:
        BadInput: when there is no such folder, or no content file in it.
    """
    with content.using(None):
        found = check_pack(folder)
    if found:
        return found
    with content.using(folder):
        return sorted(_tried(folder))


def _tried(folder: Path) -> Iterator[PackFault]:
    try:
        rubric()
    except ContentError as error:
        yield _fault(folder, "rubric.toml", "measure", str(error).partition(": ")[2])
    for name, pattern in _entries(folder, "patterns.toml", "pattern", Pattern):
        for field, message in outreach.faults(pattern):
            yield _fault(folder, name, field, message, pattern.id)
    yield from _rules(folder, "rules/*.toml", Rule, coach.check_rules, _on_message)
    yield from _rules(
        folder, "question_rules/*.toml", QuestionRule, questions.check_rules, _on_questions
    )


def _entries(folder: Path, files: str, table: str, kind: type[E]) -> Iterator[tuple[str, E]]:
    """Yield (name of the file in the pack, entry)."""
    for file in sorted(folder.glob(files)):
        for entry in content.parse(file.read_text("utf-8-sig"), table, kind, file.name):
            yield file.relative_to(folder).as_posix(), entry


def _rules(
    folder: Path,
    files: str,
    kind: type[R],
    loads: Callable[[Iterable[R]], object],
    speaks: Callable[[R, Any], bool],
) -> Iterator[PackFault]:
    rules = list(_entries(folder, files, "rule", kind))
    found = [fault for name, rule in rules for fault in _unknown(folder, name, rule, loads)]
    yield from found
    if not found:  # with a name that is unknown, no rule can be tried
        for name, rule in rules:
            yield from _examples(folder, name, rule, speaks)


def _unknown(
    folder: Path, name: str, rule: R, loads: Callable[[Iterable[R]], object]
) -> Iterator[PackFault]:
    """Yield the first name in a rule that is not known."""
    try:
        loads([rule])
    except ContentError as error:
        what = str(error).partition(": ")[2]
        unknown = what.split("'")[1]
        fields = (f for f in rule.__struct_fields__ if unknown in _names(getattr(rule, f)))
        yield _fault(folder, name, next(fields, ""), what, rule.id)


def _names(value: object) -> Collection[object]:
    return value if isinstance(value, tuple | dict) else (value,)


def _examples(
    folder: Path, name: str, rule: R, speaks: Callable[[R, Any], bool]
) -> Iterator[PackFault]:
    for field, wanted in (("hit", True), ("miss", False)):
        for number, example in enumerate(getattr(rule, field), 1):
            if speaks(rule, example) is not wanted:
                what = "is silent on" if wanted else "speaks on"
                message = f"the rule '{rule.id}' {what} its {field} number {number}"
                yield _fault(folder, name, field, message, rule.id, number)


def _on_message(rule: Rule, example: Example) -> bool:
    message = Message(
        body=example.body.strip("\n"),
        subject=example.subject,
        to=example.to,
        context=example.context,
    )
    heard = Heard(said=example.said, promised=example.promised, whole=example.whole)
    review = coach.check_message(message, kind=example.kind, heard=heard)
    return any(finding.rule == rule.id for finding in review.findings)


def _on_questions(rule: QuestionRule, example: str) -> bool:
    if not rule.whole:
        return any(f.rule == rule.id for f in questions.check_question(example).findings)
    lines = example.split("\n")
    goals = [line.removeprefix("goal: ") for line in lines if line.startswith("goal: ")]
    asked = [line for line in lines if not line.startswith("goal: ")]
    review = questions.check_questions(asked, goals, minutes=20)
    return any(finding.rule == rule.id for finding in review.findings)


def _fault(  # noqa: PLR0913, PLR0917  (where, what, and how manieth)
    folder: Path, name: str, field: str, message: str, ident: str = "", number: int = 1
) -> PackFault:
    """Return a fault at a field of an entry, as far as the text shows where it stands."""
    lines = (folder / name).read_text("utf-8-sig").splitlines()
    start = next((n for n, text in enumerate(lines, 1) if f'"{ident}"' in text), 1)
    here = [
        n
        for n in range(start, len(lines) + 1)
        if lines[n - 1].lstrip(" [").removeprefix("rule.").startswith(field)
    ]
    return PackFault(name, here[number - 1] if len(here) >= number else start, field, message)
