"""The labelled messages, turns and sentences of the corpus, as ``train_messages.py`` takes them."""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from informint import content
from informint.model import Message, MessageKind
from informint.reading.elements import BY_SENTENCE, CONNECTIONS, WHOLE
from informint.reading.mail import figures_of, filled, names_of, own_sentences
from informint.reading.sentences import split_sentences

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "corpus"
TURN = "turn"  # the kind of what was said in a talk
TURN_SHARE = 0.3  # what a turn of a talk weighs beside a sentence of a mail
OTHER_TURNS = 6  # one in so many of the turns that show none of this is an example against
_SPANS = {
    "asks_informational": "asks_informational", "offers_channel": "offers_channel",
    "promises_time_limit": "promises_time_limit", "mentions_connection": "connection",
    "asks_for_job": "asks_for_job", "says_thanks": "thanks", "specific_takeaway": "takeaway",
    "flexible_scheduling": "flexible_scheduling",
}  # fmt: skip
# The corpus' words for faults, head by head.
_FAULTS = {
    "pressure": {"pushy", "guilt", "wrong_tone"},
    "mass_mail": {"mass_mail"},
    "all_about_sender": {"all_about_i"},
    "no_purpose": {"no_purpose", "vague"},
    "generic_thanks": {"generic_thanks"},
    "flattery": {"flattery"},
    "several_asks": {"several_asks"},
    "job_focus": {"internship_focus"},
}
_ACTS = {
    "asks_for_job": {"ask_for_job", "ask_resume_help"},
    "asks_referral": {"ask_referral"},
    "says_thanks": {"thank"},
    "pressure": {"rude"},
}
HEADS = (
    *BY_SENTENCE, *WHOLE, "specific_takeaway", *(f"connection {kind}" for kind in CONNECTIONS),
    *_FAULTS,
)  # fmt: skip


_FIELD = re.compile(r"\{\w+\}")  # of a pattern, filled in from the person


@dataclass(kw_only=True)
class Group:
    """One message, turn or sentence: its sentences' features and labels (1, 0, None: not known)."""

    batch: str
    kind: str
    share: float = 1.0
    good: bool = True
    truth: dict[str, bool | None] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    names: list[frozenset[str]] = field(default_factory=list)
    labels: list[dict[str, int | None]] = field(default_factory=list)
    figures: dict[str, float] = field(default_factory=dict)


def lines(pattern: str) -> Iterable[tuple[str, dict[str, object]]]:
    """Yield the rows of the corpus files of a kind, with their batch."""
    for path in sorted(CORPUS.glob(pattern)):
        for line in path.read_text("utf-8").splitlines():
            yield path.stem, json.loads(line)


def read_messages(pattern: str = "messages-*.jsonl") -> list[Group]:
    """Read the labelled messages."""
    return [message_group(batch, row) for batch, row in lines(pattern)]


def message_group(batch: str, row: Mapping[str, object]) -> Group:
    """Return one labelled message, its spans aligned with its sentences."""
    truth, spans, body = row["truth"], row["spans"], str(row["body"])
    faults = set(row["faults"])
    message = Message(body=body, subject=str(row["subject"]), kind=MessageKind(row["kind"]))
    sentences = own_sentences(body)
    group = Group(batch=batch, kind=str(row["kind"]), good=truth["is_good"])
    group.figures = figures_of(message, sentences)
    group.truth = {head: truth.get(head) for head in HEADS if head in truth}
    group.truth |= {head: bool(faults & words) for head, words in _FAULTS.items()}
    group.truth |= {f"connection {kind}": truth["connection_type"] == kind for kind in CONNECTIONS}
    for sentence in sentences:
        labels: dict[str, int | None] = {}
        for head in HEADS:
            span = spans.get(
                _SPANS.get("mentions_connection" if head.startswith("connection ") else head, "")
            )
            if not group.truth[head]:
                labels[head] = 0
            elif span and span in body:
                start = body.index(span)
                overlap = min(start + len(span), sentence.span.end) > max(
                    start, sentence.span.start
                )
                labels[head] = 1 if overlap else None
            else:
                labels[head] = None
        text = filled(sentence.text)
        group.texts.append(text)
        group.names.append(names_of(text, group.kind, sentence.part.value))
        group.labels.append(labels)
    return group


def read_turns() -> list[Group]:
    """Read the learner turns: they show asking for a job, a referral, and thanks in other words."""
    groups = []
    for number, (batch, row) in enumerate(lines("turns-*.jsonl")):
        acts = set(row["acts"])
        if number % OTHER_TURNS and not any(acts & words for words in _ACTS.values()):
            continue
        group = Group(batch=batch, kind=TURN, share=TURN_SHARE)
        group.truth = {head: bool(acts & words) for head, words in _ACTS.items()}
        for sentence in split_sentences(str(row["text"])):
            group.texts.append(sentence.text)
            group.names.append(names_of(sentence.text, TURN, "text"))
            group.labels.append(
                {head: None if acts & words else 0 for head, words in _ACTS.items()}
            )
        if len(group.texts) == 1:
            group.labels = [{head: int(bool(acts & words)) for head, words in _ACTS.items()}]
        groups.append(group)
    return groups


def read_sentences() -> list[Group]:
    """Read the single sentences: what they hold, and by leaving out what not."""
    groups = []
    for batch, row in lines("sentences-*.jsonl"):
        known = set(HEADS) - set(row["open"]) - {"personalised"}
        group = Group(batch=batch, kind=str(row["kind"]))
        group.truth = {head: head in row["holds"] for head in known}
        group.texts = [str(row["text"])]
        group.names = [names_of(group.texts[0], group.kind, "text")]
        group.labels = [{head: int(head in row["holds"]) for head in known}]
        groups.append(group)
    return groups


def read_patterns() -> list[Group]:
    """Read the patterns that learners start from: none of them has a fault."""
    groups = []
    for pattern in content.patterns().values():
        group = Group(batch="patterns", kind=pattern.kind.value)
        group.truth = dict.fromkeys(("asks_for_job", *_FAULTS), False)
        for sentence in own_sentences(_FIELD.sub("Nora", pattern.body)):
            text = filled(sentence.text)
            group.texts.append(text)
            group.names.append(names_of(text, group.kind, sentence.part.value))
            group.labels.append(dict.fromkeys(group.truth, 0))
        groups.append(group)
    return groups


def read_others() -> list[Group]:
    """Read what is trained on beside the messages."""
    return [*read_turns(), *read_sentences(), *read_patterns()]
