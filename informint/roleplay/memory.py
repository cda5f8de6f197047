"""What the persona remembers of the talk: what was mentioned lately and what has been told."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from informint.content.persona import Fact, Hook, Persona
from informint.reading.turns import named
from informint.roleplay.state import DEPTHS, LIVE, Conversation

HOOK_TELLINGS = ("tells", "more")


@dataclass(frozen=True, slots=True)
class Mention:
    """A hook that the persona mentioned ``ago`` turns ago (0: in their last turn)."""

    hook: Hook
    ago: int


def mentions(talk: Conversation, *, within: int = LIVE) -> tuple[Mention, ...]:
    """Return the hooks mentioned in the last turns of the persona, the latest mention first."""
    found: dict[str, Mention] = {}
    for ago, turn in enumerate(reversed(talk.by("persona")[-within:])):
        for hook in mentioned(talk.persona.hook, turn.plain or turn.text):
            found.setdefault(hook.id, Mention(hook, ago))
    return tuple(found.values())


@lru_cache(maxsize=512)
def mentioned(hooks: tuple[Hook, ...], text: str) -> tuple[Hook, ...]:
    """Return the hooks that a text mentions, the last one first."""
    places = [
        (max((match.start() for match in _pattern(hook.names).finditer(text)), default=-1), hook)
        for hook in hooks
    ]
    there = [(at, hook) for at, hook in places if at >= 0]
    return tuple(hook for _, hook in sorted(there, key=lambda pair: -pair[0]))


def words_of(hook: Hook, text: str) -> str:
    """Return the words by which a text mentions a hook, or its first name."""
    found = _pattern(hook.names).search(text)
    return found[0] if found else hook.names[0]


@lru_cache(maxsize=1024)
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    ways = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{ways})(?!\w)", re.IGNORECASE)


def picked_up(text: str, mentioned: Iterable[Mention]) -> Hook | None:
    """Return the hook that a learner's words name, the one mentioned latest, or None."""
    return next((m.hook for m in mentioned if named(text, m.hook.names)), None)


def entry(persona: Persona, ident: str) -> Fact | Hook:
    """Return a fact or hook by its id."""
    items: tuple[Fact | Hook, ...] = (*persona.fact, *persona.hook)
    return next(item for item in items if item.id == ident)


def last_told(talk: Conversation, *, within: int = LIVE) -> tuple[str, ...]:
    """Return the ids of the facts and hooks told lately, the latest first."""
    items: tuple[Fact | Hook, ...] = (*talk.persona.fact, *talk.persona.hook)
    known = {item.id for item in items}
    recent = reversed(talk.by("persona")[-within:])
    ids = [i for turn in recent for i in reversed(turn.fact_ids) if i in known]
    return tuple(dict.fromkeys(ids))


def tellings(item: Fact | Hook) -> tuple[str, ...]:
    """Return the names of the tellings of a fact or hook, the shallowest first."""
    return DEPTHS if isinstance(item, Fact) else HOOK_TELLINGS


def deepest(item: Fact | Hook, told: Iterable[str]) -> int:
    """Return the place of the deepest telling that was used, or -1."""
    ways = tellings(item)
    return max((n for n, way in enumerate(ways) if f"{item.id}.{way}" in told), default=-1)
