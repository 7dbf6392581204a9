"""A plan carried out on this machine, file by file."""

from collections.abc import Callable
from pathlib import Path

from vitrans.errors import InputError, OutputError, UsageError
from vitrans.files import make_folder, read_bytes, write_bytes
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

    Raises:
        OutputError: the folder for the results cannot be made; nothing was done.
        UsageError: files are skipped by their results, and there are no such files.
    """
    if skip_existing and any(_is_own_result(job) for job in plan.jobs):
        raise UsageError("--skip-existing looks for results in files; give -o or --output-dir")
    if plan.folder:
        make_folder(plan.folder)
    outcomes = list(plan.failed)
    for outcome in outcomes:
        tell(outcome)
    for job in plan.jobs:
        outcomes.append(_outcome(job, work, emit, skip_existing))
        tell(outcomes[-1])
    return outcomes


def _outcome(job: Job, work: Work, emit: Callable[[bytes], None], skip_existing: bool) -> Outcome:
    """Do the work for one file; return what became of it."""
    name = job.name
    if skip_existing and job.target and job.target.exists():
        return Outcome(name, Status.SKIPPED, f"{str(job.target)!r} is there already")
    try:
        _do(job, work, emit)
    except (InputError, OutputError, UsageError) as error:
        return Outcome.failed(name, error)
    return Outcome(name, Status.DONE)


def _do(job: Job, work: Work, emit: Callable[[bytes], None]) -> None:
    """Read a file, do the work, write or emit the result."""
    data = read_bytes(job.source)
    result = work(data, job.name)
    if job.target is None:
        emit(result)
    elif job.target != job.source:
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
