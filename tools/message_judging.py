"""Chooses from which score something counts as found in a mail, on batches not trained on."""

from collections import Counter
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

import numpy as np
from message_rows import HEADS, Group
from sklearn.linear_model import LogisticRegression

from informint.model import MessageKind
from informint.reading.elements import CONNECTIONS, WHOLE
from informint.reading.mail import Look, found_in, tell

_NEAR = 6  # steps of 0.05 on both sides that a threshold must be good with too
WHOLE_STRENGTH = 0.3
SCARCE = 6  # messages of other batches that must show something for it to be judged by them
# What good messages may lose at most to each mark (the share of them it may be set in by mistake).
SPARED = {
    "pressure": 0.992, "no_purpose": 0.97, "generic_thanks": 0.97, "all_about_sender": 0.995,
    "mass_mail": 0.996,
    "job_focus": 0.995,
}  # fmt: skip
# A find that alone keeps a mail from going out must be right more often than F1 asks for.
PRECISION = {"asks_for_job": 0.9, "attaches_resume": 0.9}
WHOLES = (*WHOLE, *SPARED)
# What a judgement of a whole message may rest on beside what is said of the same thing, kept to
# what bears on it: in the corpus good mails also name a length and say thanks; a judgement that saw
# this would mark the plain good ones.
_KINDS = tuple(f"kind={kind.value}" for kind in MessageKind)
_BESIDE = {
    "asks_informational": ("best about_them", "best no_purpose", "has about_them", *_KINDS),
    "about_them": (
        "best asks_informational", "best specific_takeaway", "has asks_informational", *_KINDS,
    ),
    "personalised": (
        "best mentions_connection", "best specific_takeaway", "has mentions_connection",
        *(f"best connection {kind}" for kind in CONNECTIONS), "length", *_KINDS,
    ),
    "pressure": ("best several_asks", "own_starts", "them_share", *_KINDS),
    "no_purpose": (
        "best asks_informational", "mail asks_informational", "best about_them",
        "has asks_informational", "has about_them", "has vague_ask", "best asks_referral", "length",
    ),
    "generic_thanks": (
        "best specific_takeaway", "mail specific_takeaway", "best personalised",
        "best asks_referral", "best about_them", "has specific_takeaway", "length",
    ),
    "all_about_sender": (
        "own_starts", "them_share", "length", "best asks_informational", "best about_them",
        "mail about_them",
    ),
    "job_focus": ("best about_them",),
    "mass_mail": ("has placeholder", "them_share"),
}  # fmt: skip
_OF_KIND = {"no_purpose": "request", "generic_thanks": "thank_you"}


def judged(
    messages: Sequence[Group],
    numbers: np.ndarray,
    outside: Mapping[str, np.ndarray],
    together: Sequence[Mapping[str, float]] | None = None,
    *,
    scarce: Mapping[str, Mapping[str, object]] | None = None,
) -> tuple[dict[str, object], dict[str, float]]:
    """Return thresholds and judgements of whole messages, and the F1 of each.

    Args:
        messages: those to judge by.
        numbers: which of them each sentence belongs to.
        outside: of each head, every sentence's score by weights not trained on its batch.
        together: of each message, the scores of its sentences read together, where there are any.
        scarce: thresholds and judgements for what too few of the messages show.
    """
    thresholds, f1 = {}, {}
    for head in HEADS:
        best = np.full(len(messages), -99.0)
        np.maximum.at(best, numbers, outside[head])
        wanted = np.array([bool(g.truth[head]) for g in messages])
        counted = np.array([g.truth[head] is not None for g in messages])
        thresholds[head], f1[head] = best_threshold(
            best[counted], wanted[counted], PRECISION.get(head, 0.0)
        )
        if scarce and is_scarce(messages, head):
            thresholds[head] = scarce["thresholds"][head]
    told = []
    for n, group in enumerate(messages):
        at = np.flatnonzero(numbers == n)
        looks = [
            _look(text, {head: float(outside[head][row]) for head in HEADS})
            for text, row in zip(group.texts, at, strict=True)
        ]
        whole = together[n] if together else dict.fromkeys(HEADS, -99.0)
        told.append(tell(looks, whole, group.kind, group.figures))
    fitted = [n for n in WHOLES if not (scarce and is_scarce(messages, n))]
    wholes = fit_wholes(messages, told, f1, {"best", "mail"} if together else {"best"}, fitted)
    if scarce:
        wholes = {**scarce["wholes"], **wholes}
    return {"thresholds": thresholds, "wholes": wholes}, f1


def is_scarce(messages: Sequence[Group], head: str) -> bool:
    """Say whether too few messages show something for its weights to be fitted on them."""
    batches = Counter(group.batch for group in messages if group.truth[head])
    return batches.total() - max(batches.values(), default=0) < SCARCE


def best_threshold(
    scores: np.ndarray, truth: np.ndarray, precision: float = 0.0
) -> tuple[float, float]:
    """Return the threshold in the middle of the highest stretch of F1, and the F1 there.

    Only where at least the share ``precision`` of what is found is right.
    """
    grid = np.round(np.arange(-4.0, 3.0, 0.05), 2)
    chosen = scores[None, :] > grid[:, None]
    right = (chosen & truth).sum(1)
    f1 = 2 * right / np.maximum(1, chosen.sum(1) + truth.sum())
    precise = right >= precision * chosen.sum(1)
    smooth = np.convolve(
        np.pad(f1, _NEAR, mode="edge"), np.full(2 * _NEAR + 1, 1 / (2 * _NEAR + 1)), "valid"
    )
    best = int(np.argmax(np.where(precise | ~precise.any(), smooth, 0.0)))
    return float(grid[best]), float(f1[best])


def fit_wholes(
    messages: Sequence[Group],
    told: Sequence[Mapping[str, float]],
    f1: dict[str, float],
    known: AbstractSet[str],
    fitted: Sequence[str],
) -> dict[str, object]:
    """Fit the judgements of whole messages on what is told of them.

    Args:
        messages: those to judge by.
        told: of each of them, what ``mail.tell`` says.
        f1: where the F1 of each judgement is written down.
        known: which scores there are: "best" of a sentence, "mail" of all of them together.
        fitted: which judgements.
    """
    batches = np.array([g.batch for g in messages])
    good = np.array([g.good for g in messages])
    wholes = {}
    for whole in fitted:
        beside = (n for n in _BESIDE.get(whole, ()) if n.split()[0] not in {"best", "mail"} - known)
        names = [*(f"{by} {whole}" for by in sorted(known | {"has"})), *beside]
        kind = _OF_KIND.get(whole)
        x = np.array([[one.get(name, 0.0) for name in names] for one in told])
        counted = np.array(
            [kind in {None, g.kind} and g.truth[whole] is not None for g in messages]
        )
        truth = np.array([bool(g.truth[whole]) for g in messages])
        scores = np.full(len(messages), -99.0)
        for batch in sorted(set(batches)):
            apart = counted & (batches == batch)
            if apart.any():
                weights, bias = fit_whole(x[counted & ~apart], truth[counted & ~apart])
                scores[apart] = x[apart] @ weights + bias
        if whole in SPARED:
            threshold = float(np.quantile(scores[counted & good], SPARED[whole]))
            chosen = scores > threshold
            f1[f"whole {whole}"] = 2 * (chosen & truth).sum() / max(1, chosen.sum() + truth.sum())
        else:
            threshold, f1[f"whole {whole}"] = best_threshold(scores[counted], truth[counted])
        weights, bias = fit_whole(x[counted], truth[counted])
        kept = {name: round(float(w), 5) for name, w in zip(names, weights, strict=True) if w}
        wholes[whole] = {"weights": kept, "bias": bias, "threshold": threshold}
    return wholes


def _look(text: str, scores: Mapping[str, float]) -> Look:
    hits, durations = found_in(text)
    return Look(hits, durations, frozenset(hits), scores)


def fit_whole(x: np.ndarray, truth: np.ndarray) -> tuple[np.ndarray, float]:
    """Fit one judgement on standardised columns; return weights for columns as they are."""
    mean, spread = x.mean(0), x.std(0)
    spread[spread == 0] = np.inf
    fitted = LogisticRegression(C=WHOLE_STRENGTH, max_iter=1000, random_state=0)
    fitted.fit((x - mean) / spread, truth)
    weights = fitted.coef_[0] / spread
    return weights, float(fitted.intercept_[0] - weights @ mean)
