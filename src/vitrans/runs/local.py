"""A plan carried out on this machine."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from vitrans.errors import InputError, OutputError, UsageError
from vitrans.runs.keeping import Keeper, is_own_result
from vitrans.runs.outcomes import Outcome
from vitrans.runs.plan import Job

# From what a file holds, and the name it goes by in messages, to what its result holds.
Work = Callable[[bytes, str], bytes]


@dataclass(frozen=True, slots=True)
class Local:
    """Works here.

    Attributes:
        work: makes a result; its InputError, OutputError or UsageError fails the file, any other
            error, as of a model that is missing, ends the run.
        jobs: how many files are worked on at a time.
    """

    work: Work
    jobs: int = 1

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
        with ThreadPoolExecutor(self.jobs) as pool:
            futures = [pool.submit(self._outcome, job, keeper) for job in jobs]
            try:
                for future in futures:
                    yield future.result()
            finally:
                pool.shutdown(cancel_futures=True)

    def _outcome(self, job: Job, keeper: Keeper) -> Outcome:
        """Do the work for one file; return what became of it."""
        try:
            data = keeper.opened(job)
            if isinstance(data, Outcome):
                return data
            return keeper.kept(job, data, self.work(data, job.name))
        except (InputError, OutputError, UsageError) as error:
            return Outcome.failed(job.name, error)
