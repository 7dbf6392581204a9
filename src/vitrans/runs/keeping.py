"""How results of a run are kept: which files are to be done, and what is written when they are."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from vitrans.errors import OutputError, UsageError
from vitrans.files import make_folder, read_bytes, write_bytes
from vitrans.runs.manifest import Manifest
from vitrans.runs.outcomes import Outcome, Status
from vitrans.runs.plan import Job, Plan


@dataclass(frozen=True, slots=True)
class Keeper:
    """The rules by which results are kept.

    Attributes:
        emit: takes the results that go to standard output.
        skip_existing: whether files are left alone whose results are there already.
        manifest: what was made in the folder before, and takes what is made now.
        overwrite: whether results that somebody has changed are written over.
    """

    emit: Callable[[bytes], None]
    skip_existing: bool = False
    manifest: Manifest | None = None
    overwrite: bool = False

    def opened(self, job: Job) -> bytes | Outcome:
        """Return what a file holds that is to be worked on, or why it is not.

        Raises:
            InputError: it cannot be read.
            OutputError: somebody has changed its result, and there is something new to do.
        """
        manifest, target = self.manifest, job.target
        if self.skip_existing and target and target.exists():
            return Outcome.there(job.name, f"{str(target)!r} is there already")
        data = read_bytes(job.source)
        if manifest and target:
            if not self.overwrite and manifest.is_changed(target):
                return _corrected(job, target, manifest.is_of(target, data))
            if manifest.is_done(target, data):
                return Outcome.there(job.name, f"{str(target)!r} is done")
        return data

    def kept(self, job: Job, data: bytes, result: bytes) -> Outcome:
        """Note a result and write it; a source in whose place nothing changes is not written.

        Raises:
            OutputError: it cannot be written.
        """
        if self.manifest and job.target:
            self.manifest.add(job.target, data, result)
        self._put(job, data, result)
        return Outcome(job.name, Status.DONE)

    def _put(self, job: Job, data: bytes, result: bytes) -> None:
        """Write or emit a result."""
        if job.target is None:
            self.emit(result)
        elif job.target != job.source:
            if not job.target.parent.exists():
                make_folder(job.target.parent)
            write_bytes(job.target, result)
        elif result != data:
            if job.backup:
                _back_up(job.source, data, job.backup)
            write_bytes(job.target, result)


class Engine(Protocol):
    """What does the work of a run, here or elsewhere."""

    def outcomes(self, jobs: Sequence[Job], keeper: Keeper) -> Iterator[Outcome]:
        """Yield what became of each file.

        Raises:
            UsageError: results in such places cannot be made so; nothing was done.
        """
        ...


def run(
    plan: Plan,
    engine: Engine,
    keeper: Keeper,
    tell: Callable[[Outcome], None] = lambda outcome: None,
) -> list[Outcome]:
    """Do the work for each file of a plan; a file that fails stops only itself.

    A result is whole or not there.

    Args:
        plan: the files, from `vitrans.runs.plan`.
        engine: does the work.
        keeper: says how results are kept.
        tell: takes each outcome as soon as it is known.

    Raises:
        OutputError: the folder for the results cannot be made; nothing was done.
        UsageError: files are skipped by their results, and there are no such files; or the engine
            needs results elsewhere.
    """
    if keeper.skip_existing and any(map(is_own_result, plan.jobs)):
        raise UsageError("--skip-existing looks for results in files; give -o or --output-dir")
    if plan.folder:
        make_folder(plan.folder)
        if keeper.manifest:
            keeper.manifest.begin()
    found = engine.outcomes(plan.jobs, keeper)
    outcomes = list(plan.failed)
    for outcome in outcomes:
        tell(outcome)
    for outcome in found:
        outcomes.append(outcome)
        tell(outcome)
    return outcomes


def is_own_result(job: Job) -> bool:
    """Say whether a job has no file for its result but its source."""
    return job.target is None or job.target == job.source


def _corrected(job: Job, target: Path, is_of_source: bool) -> Outcome:
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


def _back_up(source: Path, data: bytes, backup: Path) -> None:
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
