"""How well rows of one person are found: beside splink and recordlinkage, on made-up contacts.

Run it with `python benchmarks/merging.py [SEED ...]`. The two rivals come from
`requirements-merging.txt`; without them it says so and measures informint alone. Everybody gets
the same rows, as informint's readers cut them, and learns from nothing but them. A pair counts as
found when the tool puts both rows into one person; informint's answer is given twice, for what it
merges by itself and with what its review proposes as the same. Times are without parsing for the
rivals, with it for informint.
"""

import sys
import time
import warnings
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from statistics import median
from typing import Any, NamedTuple

import pandas as pd
from made_up_people import Files, Row, make

from informint.contacts import Contacts, read_contacts
from informint.contacts.spelling import called
from informint.model import Person

SEEDS = (101, 102, 103)  # none of those the weights were written down with
Found = dict[str, list[tuple[float, float]]]  # of each tool, seconds and F1 of every seed
_SURE = 0.9  # from which probability on the rivals' pairs count


class Score(NamedTuple):
    """Of the pairs said to be one person, the share that is; of those that are, the share said."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Both in one figure, the harmonic mean."""
        whole = self.precision + self.recall
        return 2 * self.precision * self.recall / whole if whole else 0.0


def score(groups: Iterable[Sequence[Row]], truth: Mapping[Row, int]) -> Score:
    """Count pairs of rows in groups of what is said to be one person."""
    said = right = 0
    for rows in groups:
        said += _pairs(len(rows))
        right += sum(map(_pairs, Counter(truth[row] for row in rows).values()))
    true = sum(map(_pairs, Counter(truth.values()).values()))
    return Score(right / said if said else 1.0, right / true if true else 1.0)


def _pairs(number: int) -> int:
    return number * (number - 1) // 2


def joined(nodes: Iterable[object], pairs: Iterable[tuple[object, object]]) -> list[list[object]]:
    """Return the nodes in groups, so that the two of each pair are in one."""
    parent = {node: node for node in nodes}

    def root(node: object) -> object:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for one, other in pairs:
        parent[root(one)] = root(other)
    groups: dict[object, list[object]] = defaultdict(list)
    for node in parent:
        groups[root(node)].append(node)
    return list(groups.values())


def merged_rows(found: Contacts, *, proposed: bool) -> list[list[Row]]:
    """Return the rows of each person, with or without what the review proposes as the same."""
    rows = {p.id: [tuple(row) for row in p.source_rows] for p in found.people}
    pairs = [likely.people for likely in found.review if likely.same and proposed]
    return [[row for i in ids for row in rows[str(i)]] for ids in joined(rows, pairs)]


class Timed(NamedTuple):
    """What came of a call, and how many seconds it took, by the clock and of the processors."""

    result: Any
    clock: float
    processor: float


def timed(call: Callable[[], object]) -> Timed:
    """Call, and look at the time."""
    clock, processor = time.perf_counter(), time.process_time()
    result = call()
    return Timed(result, time.perf_counter() - clock, time.process_time() - processor)


def _report(name: str, took: Timed, found: Score, all_seeds: Found) -> None:
    all_seeds[name].append((took.clock, found.f1))
    print(
        f"  {name:40} {took.clock:6.2f} s ({took.processor:5.2f} s of processor)"
        f"  precision {found.precision:.4f}"
        f"  recall {found.recall:.4f}  F1 {found.f1:.4f}"
    )


def single_rows(made: Files) -> list[tuple[Row, Person]]:
    """Return every row by itself, parsed as informint does."""
    return [
        ((name, row.row), person)
        for name, data in made.files.items()
        for person, row in _unmerged(name, data)
    ]


def _unmerged(name: str, data: bytes) -> list[tuple[Person, object]]:
    from informint.contacts import reading  # noqa: PLC0415  (the step before merging)

    source = next(iter(reading._sources([(name, data)])))  # noqa: SLF001
    return [(p, p.source_rows[0]) for p in reading._read(source, None).people]  # noqa: SLF001


def frame_of(rows: Sequence[tuple[Row, Person]]) -> pd.DataFrame:
    """Return the rows as the rivals take them, names in plain lower case."""
    names = [called(person) for _, person in rows]
    return pd.DataFrame(
        {
            "unique_id": range(len(rows)),
            "given": [n.given or None for n in names],
            "family": [n.family or None for n in names],
            "company": [p.company.casefold() or None for _, p in rows],
            "position": [p.position.casefold() or None for _, p in rows],
            "email": [p.email.casefold() or None for _, p in rows],
            "url": [p.profile_url.casefold() or None for _, p in rows],
        }
    )


def with_splink(frame: pd.DataFrame) -> list[tuple[int, int]]:
    """Return the pairs that splink finds, set up as its guide does for people."""
    import splink.comparison_library as cl  # noqa: PLC0415  (where it is there)
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on  # noqa: PLC0415

    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            cl.NameComparison("given").configure(term_frequency_adjustments=True),
            cl.NameComparison("family").configure(term_frequency_adjustments=True),
            cl.JaroWinklerAtThresholds("company", [0.9]).configure(term_frequency_adjustments=True),
            cl.ExactMatch("position").configure(term_frequency_adjustments=True),
            cl.EmailComparison("email"),
            cl.ExactMatch("url"),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("given", "family"),
            block_on("family", "substr(given, 1, 1)"),
            block_on("given", "company"),
            block_on("email"),
            block_on("url"),
        ],
    )
    linker = Linker(DuckDBAPI().register(frame), settings, log_level="ERROR")
    linker.training.estimate_probability_two_random_records_match(
        [block_on("email"), block_on("url"), block_on("given", "family", "company")], recall=0.5
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=2e6)
    for rule in (block_on("given", "family"), block_on("email"), block_on("family", "company")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule)
    found = linker.inference.predict(threshold_match_probability=_SURE).as_pandas_dataframe()
    return list(zip(found["unique_id_l"], found["unique_id_r"], strict=True))


def with_recordlinkage(frame: pd.DataFrame) -> list[tuple[int, int]]:
    """Return the pairs that recordlinkage finds with its classifier that learns without truth."""
    import recordlinkage as rl  # noqa: PLC0415  (as above)

    indexer = rl.Index()
    for columns in (
        ["given", "family"],
        ["family", "company"],
        ["given", "company"],
        "email",
        "url",
    ):
        indexer.block(columns)
    pairs = indexer.index(frame)
    compare = rl.Compare()
    compare.string("given", "given", method="jarowinkler", threshold=0.88)
    compare.string("family", "family", method="jarowinkler", threshold=0.88)
    compare.string("company", "company", method="jarowinkler", threshold=0.9)
    for column in ("position", "email", "url"):
        compare.exact(column, column)
    features = compare.compute(pairs, frame)
    return list(rl.ECMClassifier(use_col_names=True).fit_predict(features))


RIVALS: Mapping[str, Callable[[pd.DataFrame], list[tuple[int, int]]]] = {
    "splink": with_splink,
    "recordlinkage": with_recordlinkage,
}


def measure(seed: int, missing: set[str], all_seeds: Found) -> None:
    """Print a line for each tool on the files of one seed."""
    made = make(seed=seed)
    linkedin, *others = (
        data.count(b"BEGIN:VCARD") or data.count(b"\n") - 1 for data in made.files.values()
    )
    print(f"Seed {seed}: {linkedin:,} rows of LinkedIn's, {sum(others):,} of other files")
    took = timed(lambda: read_contacts(*made.files.items()))
    found: Contacts = took.result
    for name, proposed in (("merged by itself", False), ("with its review's proposals", True)):
        rows_of = merged_rows(found, proposed=proposed)
        _report(f"informint, {name}", took, score(rows_of, made.truth), all_seeds)
    same = sum(likely.same for likely in found.review)
    print(f"  {same:,} proposals, {len(found.review) - same:,} open questions")
    rows = single_rows(made)
    frame = frame_of(rows)
    for name, link in RIVALS.items():
        if name in missing:
            continue
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            took = timed(lambda link=link: link(frame))
        pairs: list[tuple[int, int]] = took.result
        groups = joined(range(len(rows)), pairs)
        found_by = score([[rows[i][0] for i in ids] for ids in groups], made.truth)
        _report(name, took, found_by, all_seeds)
        plain = Counter(made.truth[rows[a][0]] == made.truth[rows[b][0]] for a, b in pairs)
        print(f"    its pairs before joining them: {plain[True]:,} right, {plain[False]:,} wrong")


def main() -> None:
    """Measure on each seed."""
    missing = set()
    for name in RIVALS:
        try:
            __import__(name)
        except ModuleNotFoundError:
            missing.add(name)
            print(f"{name} is not installed: pip install -r benchmarks/requirements-merging.txt")
    all_seeds: Found = defaultdict(list)
    for seed in map(int, sys.argv[1:] or SEEDS):
        measure(seed, missing, all_seeds)
    print("Medians, and seconds beside informint's")
    ours = median(clock for clock, _ in next(iter(all_seeds.values())))
    for name, both in all_seeds.items():
        clock, f1 = (median(one) for one in zip(*both, strict=True))
        print(f"  {name:40} {clock:6.2f} s  x {clock / ours:4.1f}  F1 {f1:.4f}")


if __name__ == "__main__":
    main()
