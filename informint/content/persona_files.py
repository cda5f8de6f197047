"""Reads and checks personas, one TOML file each: what is missing, contradicts itself or repeats."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple, get_args

import msgspec

from informint.content.layers import texts
from informint.content.persona import (
    Fact,
    Hook,
    Life,
    Limit,
    Manner,
    Number,
    Persona,
    Referral,
)
from informint.content.schema import Topic
from informint.errors import ContentError, did_you_mean

TOPICS: tuple[str, ...] = get_args(Topic)
_SHAPES = (Persona, Manner, Life, Number, Fact, Hook, Referral, Limit)
FACTS_A_TOPIC = 2
TELLINGS = 150  # three depths of each fact, two of each hook
WORDS = {  # least and most words of a telling
    "guarded": (5, 35), "open": (18, 75), "candid": (22, 100), "short": (2, 22), "again": (12, 75),
    "tells": (15, 75), "more": (18, 90),
}  # fmt: skip
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_GAPS = {
    "unsure": ("a", "b"), "unknown": ("about",), "told": ("about",), "run_dry": ("about",),
    "minutes_left": ("minutes",), "two_questions": ("first",),
}  # fmt: skip


class Fault(NamedTuple):
    """What is wrong in a content file: its 1-based line, the field, and a sentence."""

    line: int
    field: str
    message: str


@cache
def personas() -> dict[str, Persona]:
    """Return the personas by id, in the order of their files' names; those of a pack come last.

    Raises:
        ContentError: for a mistake in a file, or an id used twice.
    """
    found: dict[str, Persona] = {}
    for layer in texts("personas"):
        here: dict[str, Persona] = {}
        for name, text in layer:
            persona = read_persona(text, name)
            if persona.id in here:
                message = f"{name}: the id '{persona.id}' is used twice"
                raise ContentError(message)
            here[persona.id] = persona
        found |= here
    return found


def read_persona(text: str, name: str) -> Persona:
    """Decode one persona.

    Raises:
        ContentError: for text that is no TOML or has another shape, naming file, line and field.
    """
    try:
        return msgspec.toml.decode(text, type=Persona)
    except msgspec.ValidationError as error:
        line, field, what = _place(str(error), text)
        message = f"{name}, line {line}{f', field {field}' if field else ''}: {what}"
    except (msgspec.DecodeError, ValueError, RecursionError) as error:
        deep = isinstance(error, RecursionError)
        message = f"{name}: not valid TOML: {'it is nested too deeply' if deep else error}"
    raise ContentError(message) from None


def _place(error: str, text: str) -> tuple[int, str, str]:
    """Return line, field and complaint from msgspec's ``... - at `$.fact[3].open```."""
    what, _, path = error.partition(" - at `$")
    path = path.rstrip("`")
    table = re.match(r"\.(\w+)(?:\[(\d+)\])?", path)
    heads = [0]
    if table:
        marks = {f"[[{table[1]}]]", f"[{table[1]}]"}
        heads = [n for n, line in enumerate(text.splitlines(), 1) if line.strip() in marks] or [1]
    nth = int(table[2] or 0) if table else 0
    unknown = re.search(r"unknown field `(\w+)`", what)
    if unknown:
        known = {f for kind in _SHAPES for f in kind.__struct_fields__}
        what += did_you_mean(unknown[1], known)
    return heads[min(nth, len(heads) - 1)] or 1, path.rpartition(".")[2], what


def check_persona(persona: Persona, text: str) -> list[Fault]:
    """Return what is missing, contradicts itself or is said twice in a persona.

    Args:
        persona: the persona.
        text: its file, for the numbers of lines.
    """
    return sorted(_faults(persona, text.splitlines()))


def tellings(persona: Persona) -> list[tuple[str, str, str]]:
    """Return (id of fact or hook, which telling, its text) of everything a persona can tell."""
    return [
        *((f.id, depth, getattr(f, depth)) for f in persona.fact
          for depth in ("guarded", "open", "candid")),
        *((k.id, depth, getattr(k, depth)) for k in persona.hook for depth in ("tells", "more")),
    ]  # fmt: skip


_At = Callable[[str], int]  # the line on which an entry of an id begins


def _faults(persona: Persona, lines: list[str]) -> Iterator[Fault]:
    def at(ident: str) -> int:
        return next((n for n, line in enumerate(lines, 1) if f'id = "{ident}"' in line), 1)

    yield from _lacks(persona)
    yield from _repeated(persona, at)
    yield from _lengths(persona, at)
    yield from _numbers(persona, at)
    yield from _unmentioned(persona, at)
    yield from _gaps(persona)


def _lacks(persona: Persona) -> Iterator[Fault]:
    topics = Counter[str](fact.topic for fact in persona.fact)
    for topic in TOPICS:
        if topics[topic] < FACTS_A_TOPIC:
            lack = f"has {topics[topic]} facts on {topic}; at least {FACTS_A_TOPIC} are needed"
            yield Fault(1, "fact", lack)
    told = len(tellings(persona))
    if told < TELLINGS:
        yield Fault(1, "fact", f"has {told} tellings; at least {TELLINGS} are needed")


def _repeated(persona: Persona, at: _At) -> Iterator[Fault]:
    entries: tuple[Fact | Hook | Referral | Limit, ...] = (
        *persona.fact, *persona.hook, *persona.referral, *persona.limit,
    )  # fmt: skip
    for twice, n in Counter(entry.id for entry in entries).items():
        if n > 1:
            yield Fault(at(twice), "id", f"the id '{twice}' is used {n} times")
    for text, n in Counter(" ".join(t.lower().split()) for t in _texts(persona)).items():
        if n > 1:
            yield Fault(1, "", f"said {n} times: {text[:60]}")


def _unmentioned(persona: Persona, at: _At) -> Iterator[Fault]:
    told = tellings(persona)
    for hook in persona.hook:
        if not any(names(hook.names, text) for ident, _, text in told if ident != hook.id):
            yield Fault(at(hook.id), "names", f"no telling mentions the hook '{hook.id}'")


def _gaps(persona: Persona) -> Iterator[Fault]:
    for name, gaps in _GAPS.items():
        for line in getattr(persona.manner, name):
            wrong = [gap for gap in gaps if f"{{{gap}}}" not in line]
            if wrong:
                yield Fault(1, f"manner.{name}", f"{{{wrong[0]}}} is missing in: {line}")


def _lengths(persona: Persona, at: _At) -> Iterator[Fault]:
    entries: tuple[Fact | Hook, ...] = (*persona.fact, *persona.hook)
    for entry in entries:
        for name, (least, most) in WORDS.items():
            text = getattr(entry, name, None)
            if text is not None and not least <= len(text.split()) <= most:
                told = f"'{entry.id}' has {len(text.split())} words; {least} to {most} are allowed"
                yield Fault(at(entry.id), name, told)


def _numbers(persona: Persona, at: _At) -> Iterator[Fault]:
    years = {float(step.year) for step in persona.life}
    known = years | {n.value for n in persona.number} | {float(persona.minutes)}
    for n in persona.number:
        if n.since is not None and (
            float(n.since) not in years or n.value != persona.year - n.since
        ):
            wrong = f"'{n.what}' is {n.value:g}, but {n.since} is no step of the life"
            if float(n.since) in years:
                wrong = f"'{n.what}' is {n.value:g}; since {n.since} it is {persona.year - n.since}"
            yield Fault(1, "number", wrong)
    entries: tuple[Fact | Hook | Referral, ...] = (*persona.fact, *persona.hook, *persona.referral)
    for entry in entries:
        for name in entry.__struct_fields__:
            text = getattr(entry, name)
            if isinstance(text, str) and name not in {"id", "topic"}:
                for digits in _NUMBER.findall(text):
                    if float(digits.replace(",", "").rstrip(".")) not in known:
                        told = f"'{digits}' in '{entry.id}' is in no [[number]] and no [[life]]"
                        yield Fault(at(entry.id), name, told)


def names(words: tuple[str, ...], text: str) -> bool:
    """Say whether a text mentions any of the words, in any case, whole."""
    plain = text.lower().replace("\u2019", "'")
    return any(re.search(rf"(?<!\w){re.escape(w.lower())}(?!\w)", plain) for w in words)


def _texts(persona: Persona) -> Iterator[str]:
    yield from (text for _, _, text in tellings(persona))
    for fact in persona.fact:
        yield from (fact.short, fact.again)
    for referral in persona.referral:
        yield from (referral.says, referral.answer)
    for limit in persona.limit:
        yield from limit.says
    for name in persona.manner.__struct_fields__:
        yield from getattr(persona.manner, name)
