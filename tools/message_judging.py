"""Chooses from which score something counts as found in a mail, on batches not trained on."""

from collections.abc import Mapping, Sequence

import numpy as np
from message_rows import HEADS, Group
from sklearn.linear_model import LogisticRegression

from informint.model import MessageKind
from informint.reading.elements import CONNECTIONS, WHOLE
from informint.reading.mail import Look, found_in, tell

_NEAR = 6  # steps of 0.05 on both sides that a threshold must be good with too
WHOLE_STRENGTH = 0.3
# What good messages may lose at most to each mark (the share of them it may be set in by mistake).
SPARED = {
    "pressure": 0.992, "no_purpose": 0.97, "generic_thanks": 0.97, "all_about_sender": 0.995,
    "mass_mail": 0.996,
    "job_focus": 0.995,
}  # fmt: skip
# A find that alone keeps a mail from going out must be right more often than F1 asks for.
PRECISION = {"asks_for_job": 0.9, "attaches_resume": 0.94}
WHOLES = (*WHOLE, *SPARED)
# What a judgement of a whole message may rest on, kept to what bears on it: in the corpus good
# mails also name a length and say thanks; a judgement that saw this would mark the plain good ones.
_KINDS = tuple(f"kind={kind.value}" for kind in MessageKind)
_SEEN = {
    "asks_informational": (
        "best asks_informational", "best about_them", "best no_purpose", "has asks_informational",
        "has about_them", *_KINDS,
    ),
    "about_them": (
        "best about_them", "best asks_informational", "best specific_takeaway", "has about_them",
        "has asks_informational", *_KINDS,
    ),
    "personalised": (
        "best personalised", "best mentions_connection", "best specific_takeaway",
        "has mentions_connection", *(f"best connection {kind}" for kind in CONNECTIONS), "length",
        *_KINDS,
    ),
    "pressure": (
        "best pressure", "has pressure", "best several_asks", "own_starts", "them_share", *_KINDS,
    ),
    "no_purpose": (
        "best asks_informational", "best no_purpose", "best about_them", "has asks_informational",
        "has about_them", "has vague_ask", "best asks_referral", "length",
    ),
    "generic_thanks": (
        "best specific_takeaway", "best personalised", "best generic_thanks", "best asks_referral",
        "best about_them", "has specific_takeaway", "length",
    ),
    "all_about_sender": (
        "best all_about_sender", "own_starts", "them_share", "length", "best asks_informational",
        "best about_them",
    ),
    "job_focus": ("best job_focus", "has job_focus", "best about_them"),
    "mass_mail": (
        "best mass_mail", "has mass_mail", "has placeholder", "best personalised", "them_share",
    ),
}  # fmt: skip
_NOT_WHOLE = {"no_purpose": "request", "generic_thanks": "thank_you"}


def judged(
    messages: Sequence[Group], numbers: np.ndarray, outside: Mapping[str, np.ndarray]
) -> tuple[dict[str, object], dict[str, float]]:
    """Return thresholds and judgements of whole messages, and the F1 of each.

    Args:
        messages: those to judge by.
        numbers: which group each sentence belongs to, the messages' first.
        outside: of each head, every sentence's score by weights not trained on its batch.
    """
    thresholds, f1 = {}, {}
    inside = numbers < len(messages)
    for head in HEADS:
        best = np.full(len(messages), -99.0)
        np.maximum.at(best, numbers[inside], outside[head][inside])
        wanted = np.array([bool(g.truth[head]) for g in messages])
        counted = np.array([g.truth[head] is not None for g in messages])
        thresholds[head], f1[head] = best_threshold(
            best[counted], wanted[counted], PRECISION.get(head, 0.0)
        )
    wholes = fit_wholes(messages, numbers, outside, f1)
    return {"thresholds": thresholds, "wholes": wholes}, f1


def best_threshold(
    scores: np.ndarray, truth: np.ndarray, precision: float = 0.0
) -> tuple[float, float]:
    """Return the threshold in the middle of the highest stretch of F1, and the F1 there.

    Only where at least the share ``precision`` of what is found is right.
    """
    grid = np.round(np.arange(-4.0, 3.0, 0.05), 2)
    chosen = scores[None, :] > grid[:, None]
    right = (chosen & truth).sum(1)
    f1 = 2 * right / (chosen.sum(1) + truth.sum())
    precise = right >= precision * chosen.sum(1)
    smooth = np.convolve(
        np.pad(f1, _NEAR, mode="edge"), np.full(2 * _NEAR + 1, 1 / (2 * _NEAR + 1)), "valid"
    )
    best = int(np.argmax(np.where(precise, smooth, 0.0)))
    return float(grid[best]), float(f1[best])


def fit_wholes(
    messages: Sequence[Group],
    numbers: np.ndarray,
    outside: Mapping[str, np.ndarray],
    f1: dict[str, float],
) -> dict[str, object]:
    """Fit the judgements of whole messages on the scores from batches not trained on."""
    told = []
    for n, group in enumerate(messages):
        at = np.flatnonzero(numbers == n)
        looks = [
            _look(text, {head: float(outside[head][row]) for head in HEADS})
            for text, row in zip(group.texts, at, strict=True)
        ]
        told.append(tell(looks, group.kind, group.figures))
    batches = np.array([g.batch for g in messages])
    good = np.array([g.good for g in messages])
    wholes = {}
    for whole in WHOLES:
        names, kind = _SEEN[whole], _NOT_WHOLE.get(whole)
        x = np.array([[one.get(name, 0.0) for name in names] for one in told])
        of_kind = np.array([kind in {None, g.kind} for g in messages])
        truth = np.array([bool(g.truth[whole]) for g in messages])
        scores = np.full(len(messages), -99.0)
        for batch in sorted(set(batches)):
            apart = of_kind & (batches == batch)
            weights, bias = fit_whole(x[of_kind & ~apart], truth[of_kind & ~apart])
            scores[apart] = x[apart] @ weights + bias
        if whole in SPARED:
            threshold = float(np.quantile(scores[of_kind & good], SPARED[whole]))
            chosen = scores > threshold
            f1[f"whole {whole}"] = 2 * (chosen & truth).sum() / max(1, chosen.sum() + truth.sum())
        else:
            threshold, f1[f"whole {whole}"] = best_threshold(scores, truth)
        weights, bias = fit_whole(x[of_kind], truth[of_kind])
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
