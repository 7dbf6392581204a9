"""A plan carried out on this machine, file by file."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from vitrans.errors import InputError, OutputError, UsageError
from vitrans.files import make_folder, read_bytes, write_bytes
from vitrans.runs.manifest import Manifest
from vitrans.runs.outcomes import Outcome, Status
from vitrans.runs.plan import Job, Plan

# From what a file holds, and the name it goes by in messages, to what its result holds.
Work = Callable[[bytes, str], bytes]


def run(
    plan: Plan,
    work: Work,
    emit: Callable[[bytes], None],
    tell: Callable[[Outcome], None] = lambda outcome: None,
    skip_existing: bool = False,
    *,
    manifest: Manifest | None = None,
    overwrite: bool = False,
    jobs: int = 1,
) -> list[Outcome]:
    """Do the work for each file of a plan; a file that fails stops only itself.

    A result is whole or not there. A source in whose place nothing changes is not written.

    Args:
        plan: the files, from `vitrans.runs.plan`.
        work: makes a result; its InputError, OutputError or UsageError fails the file, any other
            error, as of a model that is missing, ends the run.
        emit: takes the results that go to standard output.
        tell: takes each outcome as soon as it is known.
        skip_existing: leave files alone whose result is there already.
        manifest: what was made in the folder before, and takes what is made now.
        overwrite: whether results that somebody has changed are written over.
        jobs: how many files are worked on at a time.

    Raises:
        OutputError: the folder for the results cannot be made; nothing was done.
        UsageError: files are skipped by their results, and there are no such files; or several
            are to be worked on at a time, and their results have one place.
    """
    if skip_existing and any(_is_own_result(job) for job in plan.jobs):
        raise UsageError("--skip-existing looks for results in files; give -o or --output-dir")
    if plan.folder:
        make_folder(plan.folder)
        if manifest:
            manifest.begin()
    if jobs > 1 and not plan.folder and any(map(_is_own_result, plan.jobs)):
        raise UsageError("--jobs is for results in a folder; give --output-dir")
    outcomes = list(plan.failed)
    for outcome in outcomes:
        tell(outcome)
    worker = _Worker(work, emit, skip_existing, manifest, overwrite)
    for outcome in _each(plan.jobs, worker, jobs):
        outcomes.append(outcome)
        tell(outcome)
    return outcomes


def _each(todo: tuple[Job, ...], worker: "_Worker", jobs: int) -> Iterator[Outcome]:
    """Yield what became of each file, in their order."""
    if jobs == 1:
        yield from map(worker.outcome, todo)
        return
    with ThreadPoolExecutor(jobs) as pool:
        futures = [pool.submit(worker.outcome, job) for job in todo]
        try:
            for future in futures:
                yield future.result()
        finally:
            pool.shutdown(cancel_futures=True)


@dataclass(frozen=True, slots=True)
class _Worker:
    """What is done to each file, and under which rules."""

    work: Work
    emit: Callable[[bytes], None]
    skip_existing: bool
    manifest: Manifest | None
    overwrite: bool

    def outcome(self, job: Job) -> Outcome:
        """Do the work for one file; return what became of it."""
        if self.skip_existing and job.target and job.target.exists():
            return Outcome(job.name, Status.SKIPPED, f"{str(job.target)!r} is there already")
        try:
            return self._done(job)
        except (InputError, OutputError, UsageError) as error:
            return Outcome.failed(job.name, error)

    def _done(self, job: Job) -> Outcome:
        data = read_bytes(job.source)
        manifest, target = self.manifest, job.target
        if manifest and target:
            if not self.overwrite and manifest.is_changed(target):
                return _kept(job, target, manifest.is_of(target, data))
            if manifest.is_done(target, data):
                return Outcome(job.name, Status.SKIPPED, f"{str(target)!r} is done")
        result = self.work(data, job.name)
        _put(job, data, result, self.emit)
        if manifest and target:
            manifest.add(target, data, result)
        return Outcome(job.name, Status.DONE)


def _kept(job: Job, target: Path, is_of_source: bool) -> Outcome:
    """Return the outcome of a file whose result was changed by hand: done, if it is the same file.

    Raises:
        OutputError: there is something new to do.
    """
    said = f"{str(target)!r} was changed since it was written, and is left as it is"
    if is_of_source:
        return Outcome(job.name, Status.SKIPPED, said)
    raise OutputError(
        f"{said}, but {job.name!r} has changed too; take over by hand what is new, or give "
        "--overwrite"
    )


def _put(job: Job, data: bytes, result: bytes, emit: Callable[[bytes], None]) -> None:
    """Write or emit a result."""
    if job.target is None:
        emit(result)
    elif job.target != job.source:
        if not job.target.parent.exists():
            make_folder(job.target.parent)
        write_bytes(job.target, result)
    elif result != data:
        if job.backup:
            _keep(job.source, data, job.backup)
        write_bytes(job.target, result)


def _keep(source: Path, data: bytes, backup: Path) -> None:
    """Write the backup of a source.

    Raises:
        OutputError: it cannot be written, or is there and holds something else.
    """
    if backup.exists() and read_bytes(backup) != data:
        raise OutputError(
            f"{str(backup)!r} is there already and differs from {str(source)!r}, which was left "
            "as it is; move it away, or give another --backup"
        )
    write_bytes(backup, data)


def _is_own_result(job: Job) -> bool:
    """Say whether a job has no file for its result but its source."""
    return job.target is None or job.target == job.source
