"""Whom to write to: people ranked for a goal, each part of the score and the way to them told."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any

import msgspec

from informint.errors import BadInput, did_you_mean
from informint.model import Person, Profile, Target
from informint.targets import telling, ties
from informint.targets.fields import field_of
from informint.targets.fit import FITS, Fit, fits
from informint.targets.telling import understood

__all__ = [
    "COMPONENTS",
    "DEFAULT_WEIGHTS",
    "explain",
    "field_of",
    "nobody_fits",
    "rank",
    "to_json",
    "understood",
    "weights_in_force",
]

COMPONENTS: Mapping[str, str] = MappingProxyType({
    "role_fit": "How well their job fits your goal",
    "field_fit": "How well their field or company fits",
    "closeness": "How well you know them",
    "shared_groups": "Groups you share",
    "new_information": "How likely the tie brings news",
})  # fmt: skip
"""The parts of a score, each 0 to 1, in a learner's words.

The last is a stand-in: weak ties bring news that close friends already share (Granovetter 1973),
moderately weak ones most (Rajkumar et al., Science 2022). The study counted mutual contacts; an
export holds only the date of connection, so the learner's own word and that date take their place.
"""

DEFAULT_WEIGHTS: Mapping[str, float] = MappingProxyType({
    "role_fit": 3.0,
    "field_fit": 2.5,
    "closeness": 1.0,
    "shared_groups": 1.0,
    "new_information": 0.5,
})  # fmt: skip
"""What each part counts: fit first, so that a friend in another field does not come before it.

The numbers are our own; a learner moves them. Only their proportions matter.
"""

_MOST = 100


def rank(  # noqa: PLR0913  (each is named at the call)
    people: Iterable[Person],
    goal: str,
    *,
    weights: Mapping[str, float] | None = None,
    profile: Profile | None = None,
    today: date,
    set_aside: Iterable[str] = (),
    tags: Mapping[str, Iterable[str]] | None = None,
    acquaintances: ties.Acquaintances | None = None,
) -> tuple[Target, ...]:
    """Rank people for a goal, best first; the same input always gives the same order.

    Args:
        people: whom to rank, and who may introduce whom.
        goal: what the learner wants to find out, in their own words; may be empty.
        weights: by component, 0 to 100, over ``DEFAULT_WEIGHTS``; 0 leaves a component out.
        profile: the learner, for the groups they share with somebody.
        today: the learner's date, against which ties are old or new.
        set_aside: ids of people to leave out, as introducers too.
        tags: the learner's own words on people, by id; they count like words of a job title.
        acquaintances: who knows whom and how well, by the learner's word, both ways round.

    Returns:
        One target a person; its score, from 0 to 1, is the weighted mean of its components.

    Raises:
        BadInput: for a weight that is unknown, or no number from 0 to 100.
    """
    shares = _shares(weights)
    left_out = set(set_aside)
    kept = [p for p in people if p.id not in left_out]
    circle = ties.Circle(kept, acquaintances or {})
    ranked = [
        _target(person, fit, shares, ties.shared_groups(person, profile), today, circle)
        for person, fit in zip(kept, fits(kept, goal, tags or {}), strict=True)
    ]
    return tuple(sorted(ranked, key=lambda t: (-t.score, t.person.name, t.person.id)))


def weights_in_force(chosen: Mapping[str, float]) -> dict[str, float]:
    """Return the usual weights with a learner's over them.

    What is no weight here is passed over: a journal may come from another informint.
    """
    usable = {name: w for name, w in chosen.items() if name in COMPONENTS and 0 <= w <= _MOST}
    return {**DEFAULT_WEIGHTS, **usable}


def _shares(weights: Mapping[str, float] | None) -> dict[str, float]:
    """Return the weights as shares of 1 (all 0 when nothing counts)."""
    given: Mapping[str, Any] = weights or {}
    for name, value in given.items():
        if name not in COMPONENTS:
            message = f"weights: unknown component '{name}'{did_you_mean(str(name), COMPONENTS)}"
            raise BadInput(message)
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if not number or not 0 <= value <= _MOST:
            message = f"weights: {name} must be a number from 0 to {_MOST}"
            raise BadInput(message)
    merged = {**DEFAULT_WEIGHTS, **(weights or {})}
    total = sum(merged.values())
    return {name: value / total if total else 0.0 for name, value in merged.items()}


def _target(  # noqa: PLR0913, PLR0917  (what a target is made of)
    person: Person,
    fit: Fit,
    shares: Mapping[str, float],
    groups: float,
    today: date,
    circle: ties.Circle,
) -> Target:
    components = {
        "role_fit": fit.role,
        "field_fit": fit.field,
        "closeness": ties.CLOSENESS[person.how_known],
        "shared_groups": groups,
        "new_information": ties.new_information(person, today),
    }
    introducers = circle.introducers(person)
    way = ties.approach(person, introducers, today)
    return Target(
        person=person,
        score=min(1.0, sum(shares[name] * value for name, value in components.items())),
        components=components,
        approach=way,
        why=telling.why(person, fit, way, introducers, acquainted=bool(circle.acquainted(person))),
        introducers=introducers,
    )


def nobody_fits(targets: Sequence[Target]) -> str | None:
    """Say so in a sentence, with what to do next, when nobody's job or field fits the goal."""
    if not targets:
        return telling.NOBODY_AT_ALL
    if any(max(t.components["role_fit"], t.components["field_fit"]) > FITS for t in targets):
        return None
    near = any(t.components["role_fit"] or t.components["field_fit"] for t in targets)
    return telling.nobody_fits(near=near)


def explain(target: Target, weights: Mapping[str, float] | None = None) -> str:
    """Print how a score comes about: each component, its weight and their product, adding up.

    Args:
        target: as ``rank`` returned it.
        weights: those it was ranked with, if not the usual ones.

    Raises:
        BadInput: for weights that ``rank`` refuses, or others than the target was ranked with.
    """
    shares = _shares(weights)
    exact = {name: shares[name] * value for name, value in target.components.items()}
    if abs(sum(exact.values()) - target.score) > 1e-6:  # noqa: PLR2004  (float dust)
        message = "weights: the target was ranked with other weights than these"
        raise BadInput(message)
    lines = [f"{target.person.name}: score {target.score:.3f}"]
    for name, product in zip(exact, _thousandths(list(exact.values())), strict=True):
        said = f"{COMPONENTS[name]} ({telling.component(name, target)})"
        sum_ = f"{target.components[name]:.3f} x {shares[name]:.3f} = {product / 1000:.3f}"
        lines.append(f"  {said}: {sum_}")
    return "\n".join([*lines, f"  {target.why}"])


def _thousandths(parts: Sequence[float]) -> list[int]:
    """Round parts to thousandths so that they still add up to their sum, rounded."""
    whole = [int(part * 1000) for part in parts]
    missing = round(sum(parts) * 1000) - sum(whole)
    largest = sorted(range(len(parts)), key=lambda i: whole[i] - parts[i] * 1000)
    for i in largest[:missing]:
        whole[i] += 1
    return whole


def to_json(target: Target) -> dict[str, Any]:
    """Return a target as plain values for JSON, as the design's contract has it, and its why."""
    return {
        "person": msgspec.to_builtins(target.person),
        "score": round(target.score, 6),
        "components": {name: round(value, 6) for name, value in target.components.items()},
        "approach": target.approach.value,
        "introducers": [{"id": p.id, "name": p.name} for p in target.introducers],
        "why": target.why,
    }
