"""Makes the copies of a class: many at a time, whoever works, and not twice what stands."""

import contextlib
import os
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
from typing import Any

import msgspec

from informint import __version__
from informint.cohort.copies import PACK, Pack, copy_of, read_pack
from informint.cohort.record import Record, digest
from informint.cohort.roster import Learner, Roster, Skipped
from informint.errors import BadInput, did_you_mean
from informint.notebooks import lessons

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


@dataclass(slots=True)
class _Job:
    learner: Learner
    lesson: Path
    given: dict[str, object]
    pack: Pack | None
    run: bool
    name: str = field(init=False)  # of the copy, in the folder
    made_of: str = field(init=False)

    def __post_init__(self) -> None:
        self.name = f"{self.learner.id}/{self.lesson.name}"
        parts = (self.lesson.read_bytes(), self.given, self.pack, self.run)
        self.made_of = digest(__version__.encode() + msgspec.json.encode(parts))


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
    packs = {name: read_pack(place) for name, place in roster.packs.items()}
    reasons: dict[int, str] = {}
    jobs: list[_Job] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with Record(folder) as record:
            for learner in roster.learners:
                pack = packs.get(learner.pack)
                given = _given(learner, names=names)
                own = [_Job(learner, lesson, given, pack, execute) for lesson in chosen]
                try:
                    for job in own:
                        record.path(job.name)
                    _make_place(learner.id, pack or {}, record)
                except BadInput as error:
                    reasons[learner.row] = str(error)
                else:
                    jobs += own
            for job, outcome in _done(jobs, record, executor, progress):
                reason = _put(job, outcome, record) if isinstance(outcome, Future) else outcome
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
        BadInput: when Dask is not installed, the address is none, or nobody answers there.
    """
    try:
        from distributed import Client  # noqa: PLC0415  (an extra; takes a second)
        from distributed.comm.addressing import resolve_address  # noqa: PLC0415  (as above)
    except ModuleNotFoundError:
        message = "Dask is missing: pip install 'informint[dask]' brings it."
        raise BadInput(message) from None
    try:
        resolve_address(address)  # a client that finds no address in it dies noisily
        client = Client(address, timeout=_CONNECT, set_as_default=False)
    except (OSError, OverflowError, ValueError) as error:
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


def _make_place(ident: str, pack: Pack, record: Record) -> None:
    """Make a learner's own folder, with their pack in it and nothing of one they had before.

    Raises:
        BadInput: when something else stands there, or what is there was changed.
    """
    place = f"{ident}/{PACK}/"
    files = {f"{place}{name}": data for name, data in pack.items()}
    before = record.below(place)
    try:
        record.folder(ident)
        for name in sorted(before | files.keys()):
            if record.changed(name):
                message = f"pack: {name.removeprefix(f'{ident}/')} was changed, and is kept"
                raise BadInput(message)
        for name in before - files.keys():
            record.remove(name)
        for name, data in files.items():
            if not record.stands(name, digest(data)):
                record.put(name, digest(data), data)
    except (FileExistsError, NotADirectoryError, IsADirectoryError):
        message = "id: a file stands at its place"
        raise BadInput(message) from None


def _given(learner: Learner, *, names: bool) -> dict[str, object]:
    """Return the parameters of a learner's copies."""
    return {
        "learner": learner.id,
        **({"name": learner.name} if names else {}),
        "field": learner.field,
        "persona": learner.persona,
        "level": learner.level,
        "seed": learner.seed,
        "pack": learner.pack,
    }


def _done(
    jobs: list[_Job],
    record: Record,
    executor: Executor | None,
    progress: Callable[[int, int], object],
) -> Iterator[tuple[_Job, Future[str] | str]]:
    """Yield each job once: with its outcome, with why it is left alone, or with nothing to do."""
    open_jobs = []
    count = 0
    for job in jobs:
        reason = _standing(job, record)
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
                waiting[_submitted(job, executor)] = job
            for future in as_completed(waiting):
                yield waiting.pop(future), future
                count += 1
                progress(count, len(jobs))
        finally:
            for future in waiting:
                future.cancel()


def _submitted(job: _Job, executor: Executor) -> Future[str]:
    text = job.lesson.read_text("utf-8")
    try:
        return executor.submit(copy_of, text, job.given, pack=job.pack, run=job.run)
    except RuntimeError as error:  # nobody is left to work
        failed = Future[str]()
        failed.set_exception(error)
        return failed


def _standing(job: _Job, record: Record) -> str | None:
    """Return an empty string for a copy that stands, why one is kept, or None to make it."""
    if record.changed(job.name):
        return f"{job.lesson.name}: the copy that stands there was changed, and is kept"
    return "" if record.stands(job.name, job.made_of) else None


def _put(job: _Job, made: Future[str], record: Record) -> str:
    """Put a copy in its place; return why there is none."""
    try:
        data = made.result().encode()
    except BadInput as error:
        return f"{job.lesson.name}: {error}"
    except Exception as error:  # noqa: BLE001  (whatever happens to one copy, the rest is made)
        what = "who should have made it was lost" if _is_loss(error) else "it could not be made"
        return f"{job.lesson.name}: {what} ({type(error).__name__})"
    record.put(job.name, job.made_of, data)
    return ""


def _is_loss(error: Exception) -> bool:
    """Say whether a worker is gone for good, rather than something wrong in what it did."""
    of_dask = type(error).__module__.partition(".")[0] == "distributed"
    return of_dask or isinstance(error, BrokenExecutor | CancelledError)
