"""A plan carried out on this machine."""

import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice

from vitrans.errors import InputError, OutputError, UsageError
from vitrans.runs.keeping import Keeper, is_own_result
from vitrans.runs.outcomes import Outcome
from vitrans.runs.plan import Job

# From what a file holds, and the name it goes by in messages, to what its result holds.
Work = Callable[[bytes, str], bytes]
_AHEAD = 2  # files that wait or are done for each that is worked on


@dataclass(slots=True)
class Room:
    """Room for files that are worked on at a time, so that memory does not grow with a run.

    Attributes:
        size: bytes that they may have together; a larger file is worked on alone.
    """

    size: int = 4 << 20
    _taken: int = 0
    _changed: threading.Condition = field(default_factory=threading.Condition)

    @contextmanager
    def taken(self, size: int) -> Iterator[None]:
        """Wait until there is room for a file, and take it."""
        with self._changed:
            self._changed.wait_for(lambda: not self._taken or self._taken + size <= self.size)
            self._taken += size
        try:
            yield
        finally:
            with self._changed:
                self._taken -= size
                self._changed.notify_all()


@dataclass(frozen=True, slots=True)
class Local:
    """Works here.

    Attributes:
        work: makes a result; its InputError, OutputError or UsageError fails the file, any other
            error, as of a model that is missing, ends the run.
        jobs: how many files are worked on at a time.
        room: how large they may be together.
        stop: has work in other threads end soon; called with what cuts the run off.
    """

    work: Work
    jobs: int = 1
    room: Room = field(default_factory=Room)
    stop: Callable[[BaseException], None] = lambda error: None

    def outcomes(self, jobs: Sequence[Job], keeper: Keeper) -> Iterator[Outcome]:
        """Return what becomes of each file, in their order.

        Raises:
            UsageError: several are to be worked on at a time, and their results have one place.
        """
        if self.jobs > 1 and any(map(is_own_result, jobs)):
            raise UsageError("--jobs is for results in a folder; give --output-dir")
        if self.jobs == 1:
            return (self._outcome(job, keeper) for job in jobs)
        return self._side_by_side(jobs, keeper)

    def _side_by_side(self, jobs: Sequence[Job], keeper: Keeper) -> Iterator[Outcome]:
        todo = iter(jobs)
        with ThreadPoolExecutor(self.jobs) as pool:
            futures: deque[Future[Outcome]] = deque()
            try:
                while True:
                    more = islice(todo, _AHEAD * self.jobs - len(futures))
                    futures += (pool.submit(self._outcome, job, keeper) for job in more)
                    if not futures:
                        return
                    yield futures.popleft().result()
            except BaseException as error:
                self.stop(error)
                raise
            finally:
                pool.shutdown(cancel_futures=True)

    def _outcome(self, job: Job, keeper: Keeper) -> Outcome:
        """Do the work for one file; return what became of it."""
        try:
            with self.room.taken(_size(job)):
                data = keeper.opened(job)
                if isinstance(data, Outcome):
                    return data
                return keeper.kept(job, data, self.work(data, job.name))
        except (InputError, OutputError, UsageError) as error:
            return Outcome.failed(job.name, error)


def _size(job: Job) -> int:
    """Return how many bytes a file has; reading it says why that cannot be told."""
    try:
        return job.source.stat().st_size
    except OSError:
        return 0
