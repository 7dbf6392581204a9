"""What became of each file of a run; the summary and the exit code follow from it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from vitrans.errors import VitransError
from vitrans.text.counts import counted


class Status(StrEnum):
    """What became of a file."""

    DONE = "done"
    SKIPPED = "skipped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file.

    Attributes:
        source: the file as it was named.
        status: what became of it.
        message: why it failed or was skipped; nothing where it is done.
        error: what stopped it, where it failed.
        is_there: whether it was skipped because its result is there, as was asked for.
    """

    source: str
    status: Status
    message: str = ""
    error: VitransError | None = None
    is_there: bool = False

    @classmethod
    def there(cls, source: str, message: str) -> "Outcome":
        """Return the outcome of a file whose result is there already."""
        return cls(source, Status.SKIPPED, message, is_there=True)

    @classmethod
    def failed(cls, source: str, error: VitransError) -> "Outcome":
        """Return the outcome of a file that an error stopped."""
        return cls(source, Status.FAILED, str(error), error)


def exit_code(outcomes: Iterable[Outcome]) -> int:
    """Return 0 where no file failed; else the code of the errors, 1 where they have several."""
    codes = {one.error.exit_code for one in outcomes if one.error}
    if not codes:
        return 0
    return codes.pop() if len(codes) == 1 else 1


def summary(outcomes: Iterable[Outcome]) -> str:
    """Return how many files were done, skipped and failed: `3 files: 2 done, 1 failed`."""
    every = list(outcomes)
    counts = Counter(one.status for one in every)
    total = counts.total()
    said = {status: f"{counts[status]} {status}" for status in Status if counts[status]}
    if (
        all(one.is_there for one in every if one.status is Status.SKIPPED)
        and Status.SKIPPED in said
    ):
        said[Status.SKIPPED] += " (there already)"
    files = counted(total, "file")
    return f"{files}: {', '.join(said.values())}" if said else files
