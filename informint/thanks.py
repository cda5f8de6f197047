"""Prepares a thank-you: what was said and promised, from the notes or from a practice talk.

What it gives goes to ``outreach.draft`` (``told``) and to ``coach.check_message`` (``heard``).
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from informint.content.talk_notes import SheetPart, sheet
from informint.model import TalkNotes
from informint.reading.introducing import noted_name
from informint.reading.said import Heard, promises
from informint.reading.sentences import split_sentences

PLAIN, PROMISED, NAMED = "thank-you-email", "thank-you-promise-email", "thank-you-referral-email"
_SHORTEST, _LONGEST = 40, 170  # characters of a sentence that is worth being shown to pick from
_PICKS = 2  # sentences of a turn to pick from
_NOTE = 250  # characters of a note that a mail takes over
_I_WILL = r"I(?:'ll|'d| will| shall| would|'m going to| am going to)"
_OWN_WORDS = re.compile(
    rf"^(?:.*?\b(?:{_I_WILL}|let me|(?:promised?|agreed|offered)(?: (?:her|him|them))?"
    rf"(?: to|(?: that)? {_I_WILL})) |to |will )(?:also |gladly |then |be (?:happy|glad) to )*",
    re.IGNORECASE,
)
# What says that there was nothing to note.
_NOTHING = re.compile(
    r"[\W_]*(?:(?:I |we |s?he |they )?(?:promised |named |said |mentioned |gave )?"
    r"(?:no|none|nothing|nobody|no ?one|nope|nil|n[/.]?a|not (?:yet|applicable|any(?:thing|body)?))"
    r"(?: (?:promises?|names?|one|else|yet|really|special|in particular|so far|this time|today"
    r"|at all|to note|to report))*)?[\W_]*",
    re.IGNORECASE,
)
# The sheet speaks of them, the mail to them.
_TO_THEM = re.compile(
    r"\b(send|tell|write|show|give|bring|lend|let) (?:to )?(?:her|him|them)\b"
    r"(?= (?:the|a|an|my|our|some|that|this|how|what|when|about|by|on|if|know)\b|$)"
)
_DAY = re.compile(
    r"\b(?:by|on|until|before|tomorrow|today|tonight|next|this) ?(?:\w+day|week|month|weekend|night"
    r"|the end|\d)?\b(?=[^.]{0,20}$)",
    re.IGNORECASE,
)


class Pick(NamedTuple):
    """Something that was said and can be thanked for: in which turn (from 1), and the words."""

    turn: int
    words: str


def heard_in_talk(turns: Iterable[tuple[str, str]]) -> Heard:
    """Return what is known from a transcript: pairs of ``learner`` or ``persona``, and the words.

    What the learner said that they would do is a promise.
    """
    said = list(turns)
    return Heard(
        said=tuple(text for who, text in said if who == "persona"),
        promised=promises(text for who, text in said if who == "learner"),
    )


def heard_in_notes(notes: TalkNotes) -> Heard:
    """Return what is known from the learner's notes, which never hold everything."""
    return Heard(
        said=(*_answers(notes), *_of(notes, "said"), *_of(notes, "people")),
        promised=_of(notes, "promised"),
        whole=False,
    )


def _of(notes: TalkNotes, holds: str) -> tuple[str, ...]:
    """Return the notes of the sheet's parts of a kind, line by line, but for "nothing"."""
    parts: Sequence[SheetPart] = [part for part in sheet() if part.holds == holds]
    return tuple(
        line.strip()
        for part in parts
        for line in notes.points.get(part.id, "").splitlines()
        if not _NOTHING.fullmatch(line)
    )


def _answers(notes: TalkNotes) -> tuple[str, ...]:
    return tuple(said for said in notes.answers.values() if not _NOTHING.fullmatch(said))


def picks(turns: Sequence[tuple[str, str]]) -> tuple[Pick, ...]:
    """Return up to two sentences of each turn of theirs that one could thank for, in order."""
    found = []
    for number, (who, text) in enumerate(turns, 1):
        if who != "persona":
            continue
        plain = (" ".join(s.text.split()) for s in split_sentences(text))
        long = [s for s in plain if _SHORTEST <= len(s) <= _LONGEST and not s.endswith("?")]
        longest = sorted(long, key=len)[-_PICKS:]
        found += [Pick(number, words) for words in long if words in longest]
    return tuple(found)


def told_by_notes(notes: TalkNotes) -> Mapping[str, str]:
    """Return the fields of a thank-you that the notes fill; why it matters stays open."""
    said = (*_of(notes, "said"), *_answers(notes))
    told = {"named": next(filter(None, map(noted_name, _of(notes, "people"))), "")}
    if said:
        told["learned"] = (
            f"What stays with me: {_first(said)}. [[Why it matters to you, in your words.]]"
        )
    if will := _first(_of(notes, "next")):
        told["next_step"] = f"My next step: {_bare(will)}."
    if promised := _first(_of(notes, "promised")):
        named = f" Thank you also for the name of {told['named']}." if told["named"] else ""
        told["promised"] = as_promised(promised) + named
    return {name: text for name, text in told.items() if text}


def told_by_talk(heard: Heard, pick: str = "") -> Mapping[str, str]:
    """Return the fields that a transcript fills; the learner's own words stay open.

    Args:
        heard: what was said and promised.
        pick: the words to thank for; they stand in the open slot, to be put in other words.
    """
    told = {}
    if pick:
        quote = pick.replace("[[", "").replace("]]", "")
        told["learned"] = f"[[In your own words, what you took from this: “{quote}”]]"
    if heard.promised:
        told["promised"] = as_promised(heard.promised[0])
    return told


def as_promised(words: str) -> str:
    """Return a promise as a sentence of a mail; the day stays open where none is named."""
    bare = _bare(words).rstrip(".!;, ")
    bare = _TO_THEM.sub(r"\1 you", bare)
    when = "" if _DAY.search(bare) else " by [[the day you will do it]]"
    return f"As I promised, I will {bare[:1].lower()}{bare[1:]}{when}."


def _bare(words: str) -> str:
    """Return what somebody means to do without "I will" and the like before it."""
    return _OWN_WORDS.sub("", " ".join(words.replace("\u2019", "'").split()))


def pattern_for(told: Mapping[str, str]) -> str:
    """Return the id of the pattern that has room for what there is to say."""
    if "promised" in told:
        return PROMISED
    return NAMED if "named" in told else PLAIN


def _first(lines: Sequence[str]) -> str:
    """Return the first of some notes as the end of a sentence; a long one is cut between words."""
    words = " ".join(lines[0].split()).rstrip(".;,!? ") if lines else ""
    return words if len(words) <= _NOTE else f"{words[:_NOTE].rsplit(' ', 1)[0]} ..."
