"""Puts a reply together from the persona's texts, none of them said twice."""

import itertools
import random
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from informint.content.persona import Fact, Hook
from informint.roleplay.memory import deepest, tellings
from informint.roleplay.state import (
    CANDID,
    DEPTHS,
    LENIENT,
    OPEN,
    Conversation,
    Depth,
    depth_at,
)
from informint.roleplay.words import shared

IN_ORDER = frozenset({"job_ask", "rude"})  # their lines grow cooler
NODDED = frozenset({
    "greeting", "purpose", "small_talk", "acknowledged", "learner", "thanks", "goodbye",
    "monologue", "offered_end", "time_up", "nearly_over", "waiting", "said",
    "besides",
})  # fmt: skip
SURE_SHORT = 0.45  # likeness from which a short answer fits a closed question
YES_NO = re.compile(
    r"(?:yes|no|aye|yep|nope|not|never|very|mostly|hardly|rarely|sometimes|often)\b", re.IGNORECASE
)


@dataclass(slots=True)
class Speech:
    """A reply in the making: its texts, their ids, and what it offers to choose from next."""

    talk: Conversation
    comfort: float
    dice: random.Random
    used: set[str] = field(default_factory=set)
    said: set[str] = field(default_factory=set)
    texts: list[str] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    facts: list[str] = field(default_factory=list)
    depths: list[Depth] = field(default_factory=list)
    offers: tuple[str, ...] = ()
    understood: bool = True

    def add(self, ident: str, text: str) -> None:
        """Say a text."""
        self.texts.append(text)
        self.pieces.append(ident)
        self.used.add(ident)
        self.said.add(text)

    def line(self, group: str, **gaps: object) -> None:
        """Say a line for an occasion, the gaps filled in."""
        ident, text = self.pick(group, **gaps)
        self.add(ident, text)

    def pick(self, group: str, **gaps: object) -> tuple[str, str]:
        """Return id and text of a line that has not been said yet: the persona's, or a joint."""
        lines = getattr(self.talk.persona.manner, group, None) or getattr(shared().joints, group)
        order = list(range(len(lines)))
        if group not in IN_ORDER:
            self.dice.shuffle(order)
        filled = [(f"{group}.{n}", _fill(lines[n], gaps)) for n in order]
        # First the lines never used, then those that differ by what is filled in.
        for fresh in (True, False):
            for ident, text in filled:
                if text not in self.said and (ident not in self.used or not fresh):
                    return ident, text
        return self._another_way(group, filled[0][1] if "{" in lines[order[0]] else "")

    def _another_way(self, group: str, text: str) -> tuple[str, str]:
        """Return something short for an occasion whose lines are used up."""
        joints = shared().joints
        short = joints.nods if group in NODDED else joints.same
        for size in itertools.count(1):
            for words in itertools.permutations(short, min(size, len(short))):
                made = " ".join((*words, text)).strip()
                if made not in self.said:
                    return f"{group}.again", made
            short = (*short, *(f"{a} {b}" for a, b in itertools.pairwise(joints.nods)))
        raise AssertionError  # count() does not end

    def next_of(self, group: str, texts: Sequence[str], **gaps: object) -> bool:
        """Say the first of some texts that was not said; False when none is left."""
        for n, text in enumerate(texts):
            if f"{group}.{n}" not in self.used:
                self.add(f"{group}.{n}", _fill(text, gaps))
                return True
        return False

    def tell(
        self, item: Fact | Hook, form: str = "open", *, follows: bool = False, again: bool = False,
        alike: float = 1.0,
    ) -> bool:  # fmt: skip
        """Tell what there is to tell of a fact or hook at this comfort.

        Args:
            item: the fact or hook.
            form: the question's; a closed one on a fact gets a short answer first.
            follows: it goes on with what was just told.
            again: whether to admit that it was told before.
            alike: how much a closed question is like one that the fact answers.

        Returns:
            False when nothing is left to tell at this comfort; nothing was said then.
        """
        if isinstance(item, Fact):
            brief = form != "open" and ("short" if alike >= SURE_SHORT else "guarded")
            return self._tell_fact(item, brief or "", follows=follows, again=again)
        at = deepest(item, self.used)
        if at + 1 >= len(tellings(item)) or (at >= 0 and self.comfort + LENIENT < OPEN):
            return False
        way = tellings(item)[at + 1]
        deep: Depth = "candid" if way == "more" and self.comfort + LENIENT >= CANDID else "open"
        self._telling(item, way, deep)
        return True

    def _tell_fact(self, fact: Fact, brief: str, *, follows: bool, again: bool) -> bool:
        known = deepest(fact, self.used)
        if brief and f"{fact.id}.{brief}" not in self.used and (brief == "short" or known < 0):
            if known >= 0:
                self.line("said", about=fact.about)
            self._telling(fact, brief, "guarded")
            return True
        most = DEPTHS.index(depth_at(self.comfort + (LENIENT if follows else 0.0)))
        if most <= known:
            return False
        just = self.talk.last is not None and fact.id in self.talk.last.fact_ids
        if known >= 0 and (follows or just):
            self.joint("deeper")
        elif again and (known >= 0 or f"{fact.id}.short" in self.used):
            self.line("told", about=fact.about)
        self._telling(fact, DEPTHS[most], DEPTHS[most])
        return True

    def retell(self, fact: Fact, *, asked: bool) -> bool:
        """Tell what was told of a fact in other words; False when none are left.

        Args:
            fact: the fact.
            asked: whether its question was asked again, and not just for other words.
        """
        ways: list[tuple[str, Depth]] = [("again", "open")]
        ways += [] if YES_NO.match(fact.short) else [("short", "guarded")]
        for way, depth in ways:
            if f"{fact.id}.{way}" not in self.used:
                if asked:
                    self.line("said", about=fact.about)
                else:
                    self.joint("again")
                self._telling(fact, way, depth)
                return True
        return False

    def _telling(self, item: Fact | Hook, way: str, depth: Depth) -> None:
        self.add(f"{item.id}.{way}", getattr(item, way))
        self.facts.append(item.id)
        self.depths.append(depth)

    def joint(self, kind: str) -> None:
        """Say a small joint, if one of that kind is left."""
        left = [
            (f"{kind}.{n}", text)
            for n, text in enumerate(getattr(shared().joints, kind))
            if f"{kind}.{n}" not in self.used
        ]
        if left:
            self.add(*self.dice.choice(left))

    def text(self) -> str:
        """Return the reply as one text, unlike any that was said before."""
        whole = " ".join(self.texts)
        before = {turn.plain or turn.text for turn in self.talk.by("persona")}
        before |= {turn.text for turn in self.talk.by("persona")}
        if whole not in before:
            return whole
        return next(text for text in _varied(whole) if text not in before)


def speech(talk: Conversation, comfort: float) -> Speech:
    """Return an empty reply; chance depends on the seed and the place in the talk alone."""
    dice = random.Random(f"{talk.persona.id} {talk.seed} {len(talk.turns)}")  # noqa: S311  (no secret)
    return Speech(talk, comfort, dice, set(talk.told), _lines_said(talk))


def _lines_said(talk: Conversation) -> set[str]:
    """Return the texts of lines with gaps and short words, which ids alone do not tell apart."""
    return {line for turn in talk.by("persona") for line in turn.lines}


def _fill(line: str, gaps: dict[str, object]) -> str:
    """Fill the gaps of a line; what begins a sentence begins with a capital letter."""
    for name, value in gaps.items():
        words = str(value)
        capital = words[:1].upper() + words[1:]
        gap = f"{{{name}}}"
        if line.startswith(gap):
            line = capital + line.removeprefix(gap)
        for stop in ".!?":
            line = line.replace(f"{stop} {gap}", f"{stop} {capital}")
        line = line.replace(gap, words)
    return line


def _varied(text: str) -> Iterator[str]:
    nods = shared().joints.nods
    for size in range(1, len(nods) + 1):
        for words in itertools.permutations(nods, size):
            yield " ".join((*words, text))
