"""A plan carried out on a Ray cluster, as a Ray Data job: one worker an actor, each with a model.

Files are worked on in blocks. What is sent to the workers are names of files and numbers of blocks,
so the files must lie where every node sees them; what they make comes back here, where results are
put together, written and noted as on one machine. Ray holds back while results wait, and works
again on the blocks of a worker that was lost.
"""

import contextlib
import io
import logging
import pickle
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vitrans.errors import (
    DependencyError,
    InputError,
    OutputError,
    UsageError,
    VitransError,
)
from vitrans.runs.keeping import Keeper
from vitrans.runs.manifest import digest
from vitrans.runs.outcomes import Outcome
from vitrans.runs.plan import Job

# From a file, the name it goes by, and the number of a block in it to what is made of that block.
Making = Callable[[Path, str, int], object]
_MANY = 4096  # blocks of work after which several are sent as one


@dataclass(frozen=True, slots=True)
class OnRay:
    """Works on a Ray cluster.

    Attributes:
        begin: makes what a worker does, once in each; it and all it makes can be pickled.
        count: takes what a file holds and its name, and says how many blocks it has.
        finish: takes what a file holds, its name and what was made of its blocks, and makes its
            result.
        say: takes what a worker wrote to standard error about a file.
        address: the cluster's; the one this machine is part of, or else a new one here, if None.
        cores: processor cores for each worker.
    """

    begin: Callable[[], Making]
    count: Callable[[bytes, str], int]
    finish: Callable[[bytes, str, Sequence[object]], bytes]
    say: Callable[[str], None]
    address: str | None = None
    cores: int = 1

    def outcomes(self, jobs: Sequence[Job], keeper: Keeper) -> Iterator[Outcome]:
        """Return what becomes of each file, in the order in which they are done.

        Raises:
            DependencyError: ray is not installed.
            UsageError: there is no such cluster.
        """
        _connect(self.address)
        return self._outcomes(jobs, keeper)

    def _outcomes(self, jobs: Sequence[Job], keeper: Keeper) -> Iterator[Outcome]:
        todo: list[_Todo] = []
        for job in jobs:
            with _failing(job) as failed:
                data = keeper.opened(job)
                if isinstance(data, Outcome):
                    yield data
                else:
                    todo.append(_Todo(job, digest(data), self.count(data, job.name)))
            yield from failed
        waiting: dict[int, dict[int, _Made]] = defaultdict(dict)
        for number, block, made in self._made(todo):
            parts = waiting[number]
            parts[block] = made
            if len(parts) == todo[number].blocks:
                del waiting[number]
                yield self._done(todo[number], [parts[n] for n in sorted(parts)], keeper)

    def _made(self, todo: "Sequence[_Todo]") -> "Iterator[tuple[int, int, _Made]]":
        """Yield what workers have made: the number of the file, that of the block, and it."""
        import ray.data

        rows = [
            {
                "file": number,
                "path": str(one.job.source.absolute()),
                "name": one.job.name,
                "block": n,
            }
            for number, one in enumerate(todo)
            for n in range(one.blocks)
        ]
        if not rows:
            return
        data = ray.data.from_items(rows, override_num_blocks=min(len(rows), _MANY))
        made = data.map_batches(
            _Worker,
            fn_constructor_args=(self.begin,),
            batch_size=None,
            compute=ray.data.ActorPoolStrategy(
                min_size=1, max_size=len(rows), max_tasks_in_flight_per_actor=2
            ),
            num_cpus=self.cores,
        )
        for row in made.iter_rows():
            yield row["file"], row["block"], pickle.loads(row["made"])

    def _done(self, one: "_Todo", parts: "list[_Made]", keeper: Keeper) -> Outcome:
        """Put together what was made of a file, and keep it.

        Raises:
            VitransError: what stopped a worker, where it is no fault of the file.
        """
        for line in dict.fromkeys(line for part in parts for line in part.said):
            self.say(line)
        with _failing(one.job) as failed:
            for part in parts:
                if part.error:
                    raise part.error
            data = keeper.opened(one.job)
            if isinstance(data, Outcome):
                return data
            if digest(data) != one.digest:
                raise InputError(
                    f"{one.job.name!r} was changed while it was worked on; run it again"
                )
            result = self.finish(data, one.job.name, [part.value for part in parts])
            return keeper.kept(one.job, data, result)
        return failed[0]


@dataclass(frozen=True, slots=True)
class _Todo:
    """A file to work on: what it held when the run began, and how many blocks it has."""

    job: Job
    digest: str
    blocks: int


@dataclass(frozen=True, slots=True)
class _Made:
    """What a worker has made of a block, or what stopped it; and what it wrote meanwhile."""

    value: object = None
    error: VitransError | None = None
    said: tuple[str, ...] = ()


class _Worker:
    """An actor: begins once, then works on one block after another."""

    def __init__(self, begin: Callable[[], Making]) -> None:
        self._error: VitransError | None = None
        try:
            self._make = begin()
        except VitransError as error:
            self._error = error

    def __call__(self, batch: dict[str, Any]) -> dict[str, Any]:
        rows = zip(batch["path"], batch["name"], batch["block"], strict=True)
        made = [pickle.dumps(self._made(Path(path), str(name), int(n))) for path, name, n in rows]
        return {"file": batch["file"], "block": batch["block"], "made": made}

    def _made(self, path: Path, name: str, block: int) -> _Made:
        if self._error:
            return _Made(error=self._error)
        said = io.StringIO()
        with contextlib.redirect_stderr(said):
            try:
                value, error = self._make(path, name, block), None
            except VitransError as stopped:
                value, error = None, stopped
        return _Made(value, error, tuple(said.getvalue().splitlines()))


@contextlib.contextmanager
def _failing(job: Job) -> Iterator[list[Outcome]]:
    """Give a list that takes the outcome of a file where it fails within."""
    failed: list[Outcome] = []
    try:
        yield failed
    except (InputError, OutputError, UsageError) as error:
        failed.append(Outcome.failed(job.name, error))


def _connect(address: str | None) -> None:
    """Connect to a cluster, unless this process has one.

    Raises:
        DependencyError: ray is not installed.
        UsageError: there is no such cluster.
    """
    try:
        import ray
        import ray.data
    except ImportError as error:
        raise DependencyError(
            "--engine ray needs Ray: pip install 'vitrans[ray]', or leave --engine out to work on "
            "this machine"
        ) from error
    ray.data.DataContext.get_current().enable_progress_bars = False
    logging.getLogger("ray.data").setLevel(logging.ERROR)
    if ray.is_initialized():
        return
    try:
        ray.init(address=address, logging_level="ERROR", log_to_driver=False)
    except (ConnectionError, ValueError) as error:
        raise UsageError(
            f"there is no Ray cluster at {address!r} ({error}); give the --ray-address of one that "
            "runs, or leave it out for one on this machine"
        ) from error
