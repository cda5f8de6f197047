"""Finds plain phrases in a turn of the talk; they stand in ``turn_rules.toml`` beside it."""

import re
from functools import cache
from importlib.resources import files
from typing import NamedTuple

import msgspec

from informint.reading.encoder import PLAIN


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One entry of the file: what it speaks for, why, how it is said, and examples."""

    speaks_for: str = msgspec.field(name="for")
    why: str
    any: tuple[str, ...]
    but: tuple[str, ...] = msgspec.field(name="not", default=())
    hit: tuple[str, ...]
    miss: tuple[str, ...]
    firm: bool = True


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    words: dict[str, str]
    act: tuple[Rule, ...]
    form: tuple[Rule, ...]
    topic: tuple[Rule, ...]


class _Compiled(NamedTuple):
    rule: Rule
    pattern: re.Pattern[str]
    but: re.Pattern[str] | None


class Found(NamedTuple):
    """What phrases say of a turn: the rules for acts that hold, a form and a topic."""

    acts: tuple[Rule, ...]
    form: Rule | None
    topic: Rule | None


@cache
def rules() -> dict[str, tuple[_Compiled, ...]]:
    """Return the rules by kind (act, form, topic), compiled."""
    text = files(__package__).joinpath("turn_rules.toml").read_text("utf-8")
    content = msgspec.toml.decode(text, type=_File)

    def compiled(ways: tuple[str, ...]) -> re.Pattern[str]:
        filled = (re.sub(r"\{([a-z_]+)\}", lambda m: content.words[m[1]], way) for way in ways)
        return re.compile("|".join(rf"(?<!\w)(?:{way})(?!\w)" for way in filled), re.IGNORECASE)

    return {
        kind: tuple(
            _Compiled(rule, compiled(rule.any), compiled(rule.but) if rule.but else None)
            for rule in found
        )
        for kind, found in (("act", content.act), ("form", content.form), ("topic", content.topic))
    }


def holds(entry: _Compiled, text: str) -> bool:
    """Say whether a rule's phrases stand in a text and nothing cancels them."""
    return bool(entry.pattern.search(text)) and not (entry.but and entry.but.search(text))


def find(text: str) -> Found:
    """Return what phrases say of a turn; typographic apostrophes count as plain ones."""
    text = " ".join(text.translate(PLAIN).split())
    first = {
        kind: next((e.rule for e in rules()[kind] if holds(e, text)), None)
        for kind in ("form", "topic")
    }
    acts = tuple(entry.rule for entry in rules()["act"] if holds(entry, text))
    return Found(acts, first["form"], first["topic"])


_ENGLISH = """
    the a an and or but so if of to in on at for with from by about as is are was were be been do
    does did have has had can could will would should i you he she it we they me my your his her
    our their this that these those what which who how why when where not no yes thanks thank please
    sorry hello hi ok okay well just like get got there here some any all more very
"""
# German, French, Spanish, Italian, Portuguese, Dutch, Polish: small words that English lacks.
_FOREIGN = """
    der das und ist nicht ich sie wie wir auf mit für ein eine sind haben kann mir ihr ihnen ihre
    le la les des est et que qui dans vous nous je une pas pour avec votre comment merci êtes
    el los las por qué cómo usted con para una está muy su gracias trabajo es un lo
    il gli che di per sono come lei non grazie suo lavoro della o os uma você não seu obrigado
    het een van niet uw hoe zijn wat jij u ik en werk nie jak jest się pan pani czy co dziękuję
"""
_LANGUAGES = tuple(frozenset(words.split()) for words in (_ENGLISH, _FOREIGN))
_ENOUGH = 3  # words from which a language can be told


def is_foreign(text: str) -> bool:
    """Say whether a text is plainly not English, by its letters or its small words."""
    letters = [char for char in text if char.isalpha()]
    if sum(char > "\u024f" for char in letters) * 2 > len(letters):
        return True
    words = re.findall(r"[^\W\d_]+", text.lower())
    english, foreign = (sum(word in known for word in words) for known in _LANGUAGES)
    return len(words) >= _ENOUGH and foreign >= _ENOUGH - 1 and foreign > 2 * english
