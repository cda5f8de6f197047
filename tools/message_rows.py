"""The labelled messages, turns and sentences of the corpus, as ``train_messages.py`` takes them."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from informint import content
from informint.model import Message, MessageKind
from informint.reading import learned
from informint.reading.elements import BY_SENTENCE, CONNECTIONS, TAKEAWAY, WHOLE
from informint.reading.mail import figures_of, filled, names_of, own_sentences, passages
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
SHOWN_BY = {  # acts of a turn that show what a mail may hold
    "asks_for_job": {"ask_for_job", "ask_resume_help"},
    "asks_referral": {"ask_referral"},
    "says_thanks": {"thank"},
    "pressure": {"rude"},
}
HEADS = (
    *BY_SENTENCE, *WHOLE, TAKEAWAY, *(f"connection {kind}" for kind in CONNECTIONS),
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


# Batches that the encoder is not trained on: what it says of them is weighed and judged by.
JUDGED_BY = (
    "messages-r", "messages-t", "messages-u", "messages-v", "messages-w", "messages-x",
    "messages-y", "messages-ac",
)  # fmt: skip
UNSURE_SHARE = (
    0.2  # what the other sentences of a mail that holds something weigh as examples against
)


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
        if number % OTHER_TURNS and not any(acts & words for words in SHOWN_BY.values()):
            continue
        group = Group(batch=batch, kind=TURN, share=TURN_SHARE)
        group.truth = {head: bool(acts & words) for head, words in SHOWN_BY.items()}
        for sentence in split_sentences(str(row["text"])):
            group.texts.append(sentence.text)
            group.names.append(names_of(sentence.text, TURN, "text"))
            group.labels.append(
                {head: None if acts & words else 0 for head, words in SHOWN_BY.items()}
            )
        if len(group.texts) == 1:
            group.labels = [{head: int(bool(acts & words)) for head, words in SHOWN_BY.items()}]
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


def encoder_rows() -> list[dict[str, object]]:
    """Return what the encoder learns of mails: sentences and passages, and what they hold.

    ``mail`` has for every head whether it is there (1 or 0) and what that weighs. Where the corpus
    does not say which sentence of a mail shows something, it is the one whose words score best.
    """
    messages = [group for group in read_messages() if group.batch not in JUDGED_BY]
    rows = []
    for group in [*messages, *read_sentences(), *read_patterns()]:
        labels = [dict(one) for one in group.labels]
        for head in HEADS:
            unknown = [n for n, one in enumerate(labels) if one.get(head, 0) is None]
            if unknown and not any(one[head] for one in labels):
                scores = [learned.score(group.texts[n], group.names[n])[head] for n in unknown]
                labels[unknown[scores.index(max(scores))]][head] = 1
        for text, one in zip(group.texts, labels, strict=True):
            holds = {h: (v or 0, UNSURE_SHARE if v is None else 1) for h, v in one.items()}
            rows.append(_row(group.batch, text, holds))
        if len(group.texts) > 1:
            rows += [
                _row(group.batch, " ".join(group.texts[part]), _held(labels[part], group.truth))
                for part in passages(group.texts)
            ]
    return rows


def _held(
    labels: Sequence[Mapping[str, int | None]], truth: Mapping[str, bool | None]
) -> dict[str, tuple[int, float]]:
    """Return what a passage holds and how sure that is; it may be one of several of a mail."""
    held = {}
    for head, there in truth.items():
        if there is not None:
            shown = any(one.get(head) for one in labels)
            known = shown or not there or all(one.get(head) == 0 for one in labels)
            held[head] = (int(shown), float(known))
    return held


def _row(batch: str, text: str, holds: Mapping[str, tuple[int, float]]) -> dict[str, object]:
    return {
        "writer": batch, "text": text, "previous": None, "acts": None, "form": None,
        "topic": None, "mail": [holds.get(head, (0, 0.0)) for head in HEADS],
    }  # fmt: skip


def held_by_turn(acts: Iterable[str]) -> list[tuple[int, float]]:
    """Return what a turn with these acts shows of what mails may hold, as in ``encoder_rows``."""
    done = set(acts)
    return [
        (int(bool(done & SHOWN_BY[head])), TURN_SHARE) if head in SHOWN_BY else (0, 0.0)
        for head in HEADS
    ]
