"""From inputs to outputs: which file becomes which, checked whole before anything is written."""

import os
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from vitrans.errors import OutputError, UsageError
from vitrans.files import check_writable, identities, named_file, printable
from vitrans.runs.outcomes import Outcome
from vitrans.runs.sources import Source, find_sources

STANDARD_INPUT = "-"


@dataclass(frozen=True, slots=True)
class Destination:
    """Where results go: one file, a folder, the sources themselves, or else standard output.

    Attributes:
        file: takes the result of the one input.
        folder: takes the results under the names of their sources; what a folder or a glob names
            keeps its tree.
        in_place: results replace their sources.
        backup: suffix under which a source that is about to change is kept.
        suffix: suffix of the results in a folder, such as `.jsonl`, where it is another one.

    Raises:
        UsageError: some of these do not go together.
    """

    file: Path | None = None
    folder: Path | None = None
    in_place: bool = False
    backup: str | None = None
    suffix: str | None = None

    def __post_init__(self) -> None:
        if self.file and self.folder:
            raise UsageError("give a file (-o) or a folder (--output-dir), not both")
        if self.in_place and (self.file or self.folder):
            raise UsageError(
                "--in-place changes the files themselves; leave out -o and --output-dir"
            )
        if self.backup is not None and not self.in_place:
            raise UsageError("--backup keeps what --in-place changes; give both")
        if self.backup is not None and not _is_suffix(self.backup):
            raise UsageError(f"{self.backup!r} is not a file suffix; give one such as .bak")

    def of(self, source: Path, place: Path | None = None) -> Path | None:
        """Return the file that takes the result of a source, None for standard output.

        `place` is the path that the source has in its tree, its name alone if None.
        """
        if self.in_place:
            return source
        if not self.folder:
            return self.file
        target = self.folder / (place or Path(source.name))
        return target.with_name(target.stem + self.suffix) if self.suffix else target


@dataclass(frozen=True, slots=True)
class Job:
    """One file to work on.

    Attributes:
        source: the file that is read.
        target: the file that takes the result; None for standard output.
        backup: where the source is kept before it changes in its place.
        part: what of the source is meant, where it was named as `FILE#PART`.
    """

    source: Path
    target: Path | None = None
    backup: Path | None = None
    part: str = ""

    @property
    def name(self) -> str:
        """What the source was named as, for people."""
        return printable(f"{self.source}#{self.part}" if self.part else self.source)


@dataclass(frozen=True, slots=True)
class Plan:
    """What there is to do.

    Attributes:
        jobs: the files to work on, in the order in which they were named.
        failed: outcomes of inputs that name no file, or whose results could not be written.
        folder: the folder that the results go to, which may not be there yet.
        left_out: a line for each folder of inputs that has something else besides.
    """

    jobs: tuple[Job, ...]
    failed: tuple[Outcome, ...] = ()
    folder: Path | None = None
    left_out: tuple[str, ...] = ()


def plan(
    inputs: Sequence[str | Path],
    destination: Destination,
    others: Iterable[str | Path] = (),
    readable: Collection[str] = (),
) -> Plan:
    """Return which files become which; nothing is written.

    Inputs are paths, globs and folders, perhaps with a part, `FILE#PART`. One that names no file,
    or whose result could not be written, is a failed outcome and stops only itself.

    Args:
        inputs: the files to work on.
        destination: where the results go.
        others: other files that the command reads, such as lexicons, or `FILE#PART`.
        readable: the suffixes of the files that a folder stands for; none if it stands for none.

    Raises:
        UsageError: results would overwrite inputs or each other; all such faults are named.
    """
    if STANDARD_INPUT in map(str, inputs):
        raise UsageError("standard input (-) and files cannot be combined; give one of them")
    sources = find_sources(inputs, readable, destination.folder)
    jobs = list(_jobs(sources.files, destination))
    if destination.file and len(jobs) > 1:
        raise UsageError(
            f"{len(jobs)} files cannot be written into one (-o); give a folder with --output-dir"
        )
    if faults := [*_overwritten(jobs, others, destination), *_shared(jobs)]:
        raise UsageError("\n".join(dict.fromkeys(faults)))
    unwritable = [outcome for job in jobs if (outcome := _unwritable(job, destination))]
    stopped = {outcome.source for outcome in unwritable}
    return Plan(
        jobs=tuple(job for job in jobs if job.name not in stopped),
        failed=(*sources.failed, *unwritable),
        folder=destination.folder if len(jobs) > len(stopped) else None,
        left_out=tuple(sources.left_out),
    )


def _jobs(sources: Sequence[Source], destination: Destination) -> Iterator[Job]:
    """Yield what there is to do; a file under two names (`a`, `b/../a`) makes a result once."""
    seen = set()
    for one in sources:
        source, part = one.path, one.part
        target = destination.of(source, one.place)
        key = (_place(source), _place(target), part) if target else (source, part)
        if key not in seen:
            suffix = destination.backup
            backup = source.with_name(source.name + suffix) if suffix else None
            yield Job(source, target, backup, part)
        seen.add(key)


def _overwritten(
    jobs: Sequence[Job], others: Iterable[str | Path], destination: Destination
) -> Iterator[str]:
    """Yield what is wrong with results and backups that would overwrite a file that is read."""
    others_read = identities(map(named_file, others))
    read = others_read | identities(job.source for job in jobs)
    for job in jobs:
        if job.backup and not read.isdisjoint(identities([job.backup])):
            yield f"{str(job.backup)!r} is an input too; give another --backup"
        originals = others_read if destination.in_place else read
        if job.target and not originals.isdisjoint(identities([job.target])):
            yield f"{str(job.target)!r} is an input too; write the result elsewhere"


def _shared(jobs: Sequence[Job]) -> Iterator[str]:
    """Yield what is wrong with sources that would become one file."""
    taken: dict[str, str] = {}
    for job in jobs:
        if not job.target:
            continue
        first = taken.setdefault(_place(job.target), job.name)
        if first != job.name:
            yield (
                f"{first!r} and {job.name!r} would both become {str(job.target)!r}; "
                "give each its own folder"
            )


def _unwritable(job: Job, destination: Destination) -> Outcome | None:
    """Return the outcome of a job whose result could not be written, before there is one."""
    if job.target is None or (destination.folder and not job.target.parent.exists()):
        return None  # the folder will be made
    try:
        check_writable(job.target)
    except OutputError as error:
        return Outcome.failed(job.name, error)
    return None


def _place(path: Path) -> str:
    """Return where a path leads."""
    return os.path.realpath(path)


def _is_suffix(backup: str) -> bool:
    """Say whether a text can be put after the name of a file to name another one beside it."""
    return bool(backup) and Path(f"a{backup}").name == f"a{backup}"
