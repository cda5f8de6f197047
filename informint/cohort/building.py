"""Makes the copies of a class: many at a time, whoever works, and not twice what stands."""

import contextlib
import hashlib
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import (
    BrokenExecutor,
    CancelledError,
    Executor,
    Future,
    ThreadPoolExecutor,
    as_completed,
)
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from informint import __version__
from informint.cohort.copies import PACK, copy_of
from informint.cohort.roster import BUILT_IN, Learner, Roster, Skipped
from informint.errors import BadInput, did_you_mean
from informint.notebooks import lessons

RECORD = ".informint-cohort.jsonl"
USUAL = "04"  # the conversation: the lesson in which a copy of one's own makes a difference
_CONNECT = 20  # seconds to wait for a cluster


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What became of a roster: how many learners have their copies, and who has not, and why."""

    built: int
    skipped: tuple[Skipped, ...]

    def as_json(self) -> dict[str, Any]:
        """Return the design's JSON."""
        return {"built": self.built, "skipped": [asdict(one) for one in self.skipped]}


class _Made(msgspec.Struct, frozen=True):
    """A line of the record: a file, what it was made of, and what it held when it was made."""

    file: str
    made_of: str
    held: str


@dataclass(slots=True)
class _Job:
    learner: Learner
    lesson: Path
    target: Path
    name: str  # of the target in the record
    given: dict[str, object]
    pack: Path | None
    run: bool
    made_of: str = field(init=False)

    def __post_init__(self) -> None:
        parts = (self.lesson.read_bytes(), self.given, self.pack is not None, self.run)
        self.made_of = _digest(__version__.encode() + msgspec.json.encode(parts))


def build(  # noqa: PLR0913  (all but three have defaults)
    roster: Roster,
    folder: Path,
    wanted: Sequence[str] = (USUAL,),
    *,
    execute: bool = False,
    names: bool = False,
    executor: Executor | None = None,
    progress: Callable[[int, int], object] = lambda _done, _of: None,
) -> Built:
    """Make the copies of a roster: ``folder/ID/LESSON.ipynb``.

    A copy that stands and was made of the same is left alone, so a run that was interrupted is
    taken up; a copy that somebody has changed is never written over. The executor needs no access
    to the folder: only this process writes.

    Args:
        roster: the learners.
        folder: where the copies go; nothing is written outside of it.
        wanted: lessons by number or file name; ``all`` for all of them.
        execute: also run each copy, on the sample.
        names: greet learners by the name in the roster, which then stands in the copy. Without it
            a copy tells nothing of who has it but the id.
        executor: who makes them; by default a thread for each processor.
        progress: is told how many copies are done, and of how many.

    Raises:
        BadInput: for a lesson that there is not, or a folder that cannot be written.
    """
    chosen = _lessons(wanted)
    reasons: dict[int, str] = {}
    jobs: list[_Job] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        record = _read(folder / RECORD)
        for learner in roster.learners:
            try:
                jobs += _jobs(learner, chosen, folder, roster, execute=execute, names=names)
            except BadInput as error:
                reasons[learner.row] = str(error)
        with (folder / RECORD).open("ab") as book:
            for job, outcome in _done(jobs, record, executor, progress):
                reason = _put(job, outcome, book) if isinstance(outcome, Future) else outcome
                if reason:
                    reasons.setdefault(job.learner.row, reason)
    except OSError as error:
        message = f"The copies cannot be written to {folder}: {error.strerror or error}."
        raise BadInput(message) from None
    left_out = [Skipped(row=row, reason=reason) for row, reason in reasons.items()]
    return Built(
        built=len(roster.learners) - len(left_out),
        skipped=tuple(sorted((*roster.skipped, *left_out), key=lambda one: one.row)),
    )


@contextlib.contextmanager
def on_dask(address: str) -> Iterator[Executor]:
    """Connect to a Dask cluster, whose workers need informint and nothing of our disk.

    Raises:
        BadInput: when Dask is not installed, or nobody answers at the address.
    """
    try:
        from distributed import Client  # noqa: PLC0415  (an extra; takes a second)
    except ModuleNotFoundError:
        message = "Dask is missing: pip install 'informint[dask]' brings it."
        raise BadInput(message) from None
    try:
        client = Client(address, timeout=_CONNECT, set_as_default=False)
    except (OSError, ValueError) as error:
        message = f"No Dask cluster answers at {address}: {error}."
        raise BadInput(message.replace("\n", " ")) from None
    with client:
        yield client.get_executor(pure=False)


def _lessons(wanted: Sequence[str]) -> list[Path]:
    known = lessons()
    if "all" in wanted:
        return known
    by_name = {name: path for path in known for name in (path.name[:2], path.stem, path.name)}
    for name in wanted:
        if name not in by_name:
            message = f"There is no lesson '{name}'{did_you_mean(name, by_name)}."
            raise BadInput(message)
    return list(dict.fromkeys(by_name[name] for name in wanted))


def _jobs(  # noqa: PLR0913  (what a job is made of)
    learner: Learner,
    chosen: list[Path],
    folder: Path,
    roster: Roster,
    *,
    execute: bool,
    names: bool,
) -> list[_Job]:
    """Make a learner's own folder, and return what is to be made in it."""
    own = folder / learner.id
    # Ids name no other folder, but a link that stands there may lead anywhere.
    for place in (own, own / PACK):
        if not place.resolve().is_relative_to(folder.resolve()):
            message = "id: what stands at its place leads out of the folder"
            raise BadInput(message)
    pack = None if learner.pack in BUILT_IN else roster.packs[learner.pack]
    try:
        own.mkdir(exist_ok=True)
        if pack is not None:
            shutil.copytree(pack, own / PACK, dirs_exist_ok=True)
    except FileExistsError:
        message = "id: a file stands at its place"
        raise BadInput(message) from None
    given: dict[str, object] = {"learner": learner.id}
    if names:
        given["name"] = learner.name
    given |= {
        "field": learner.field,
        "persona": learner.persona,
        "level": learner.level,
        "seed": learner.seed,
        "pack": learner.pack,
    }
    return [
        _Job(learner, path, own / path.name, f"{learner.id}/{path.name}", given, pack, execute)
        for path in chosen
    ]


def _done(
    jobs: list[_Job],
    record: dict[str, list[_Made]],
    executor: Executor | None,
    progress: Callable[[int, int], object],
) -> Iterator[tuple[_Job, Future[str] | str]]:
    """Yield each job once: with its outcome, with why it is left alone, or with nothing to do."""
    open_jobs = []
    count = 0
    for job in jobs:
        reason = _standing(job, record.get(job.name, []))
        if reason is None:
            open_jobs.append(job)
            continue
        count += 1
        progress(count, len(jobs))
        yield job, reason
    with contextlib.ExitStack() as stack:
        if executor is None:
            executor = stack.enter_context(ThreadPoolExecutor(os.cpu_count()))
        waiting: dict[Future[str], _Job] = {}
        try:
            for job in open_jobs:
                text = job.lesson.read_text("utf-8")
                future = executor.submit(copy_of, text, job.given, pack=job.pack, run=job.run)
                waiting[future] = job
            for future in as_completed(waiting):
                yield waiting.pop(future), future
                count += 1
                progress(count, len(jobs))
        finally:
            for future in waiting:
                future.cancel()


def _standing(job: _Job, made: list[_Made]) -> str | None:
    """Return an empty string for a copy that stands, why one is kept, or None to make it."""
    if not job.target.exists():
        return None
    held = _digest(job.target.read_bytes())
    if all(held != one.held for one in made):
        return f"{job.lesson.name}: the copy that stands there was changed, and is kept"
    return "" if any(one == _Made(job.name, job.made_of, held) for one in made) else None


def _put(job: _Job, made: Future[str], book: BinaryIO) -> str:
    """Put a copy in its place, whole or not at all; return why there is none."""
    try:
        data = made.result().encode()
    except BadInput as error:
        return f"{job.lesson.name}: {error}"
    except Exception as error:
        if not _is_loss(error):
            raise
        return f"{job.lesson.name}: who should have made it was lost ({type(error).__name__})"
    # The record first: a copy that stands and is not in it would pass for one that was changed.
    book.write(msgspec.json.encode(_Made(job.name, job.made_of, _digest(data))) + b"\n")
    book.flush()
    beside = job.target.with_name(f".{job.target.name}.part")
    beside.unlink(missing_ok=True)  # of a run that was cut off, or a link to elsewhere
    with beside.open("xb") as file:
        file.write(data)
    beside.replace(job.target)
    return ""


def _is_loss(error: Exception) -> bool:
    """Say whether a worker is gone for good, rather than something wrong in what it did."""
    of_dask = type(error).__module__.partition(".")[0] == "distributed"
    return of_dask or isinstance(error, BrokenExecutor | CancelledError)


def _read(record: Path) -> dict[str, list[_Made]]:
    """Return what the record says of each file; a line cut short by a crash is no line."""
    found: dict[str, list[_Made]] = {}
    if not record.exists():
        return found
    data = record.read_bytes()
    for line in data.splitlines():
        with contextlib.suppress(msgspec.DecodeError):
            made = msgspec.json.decode(line, type=_Made)
            found.setdefault(made.file, []).append(made)
    if data and not data.endswith(b"\n"):
        record.write_bytes(data + b"\n")
    return found


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
