"""Progress on standard error, which only a terminal shows: of a text, or of a run over files."""

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field

from vitrans.runs import Job, Outcome, Status
from vitrans.text import words
from vitrans.types import Document

Advance = Callable[[int], None]


@dataclass(slots=True)
class Files:
    """How far a run over files has got.

    Attributes:
        sizes: of each file that is to be done, in bytes, by the name it goes by.
        done: how many are done with, failed and skipped ones too.
        words: in the files that were worked on.
        worked: bytes of these.
        left: bytes of the files that are not done with.
    """

    sizes: dict[str, int]
    done: int = 0
    words: int = 0
    worked: int = 0
    left: int = field(init=False)
    _begun: float = field(default_factory=lambda: time.monotonic())

    def __post_init__(self) -> None:
        self.left = sum(self.sizes.values())

    def told(self, outcome: Outcome) -> None:
        """Take what became of a file."""
        size = self.sizes.get(outcome.source, 0)
        self.done += 1
        self.left -= size
        self.worked += size if outcome.status is Status.DONE else 0

    def line(self) -> str:
        """Return how many files are done, the speed and the time left, for people."""
        seconds = time.monotonic() - self._begun
        shown = f"{self.done}/{len(self.sizes)} files"
        if self.words:
            shown += f" · {self.words / seconds:,.0f} words/s"
        if self.worked:
            shown += f" · {_clock(seconds * self.left / self.worked)} left"
        return shown


class Progress:
    """What a person sees of the progress of a command.

    It is given to a toolkit, whose work it shows but in a run over several files, which has a line
    of its own.
    """

    def __init__(self, quiet: bool) -> None:
        self._quiet = quiet
        self._files: Files | None = None

    def __call__(self, total: int, what: str) -> AbstractContextManager[Advance]:
        """Show the progress of one piece of work; see `progress`."""
        return progress(total, what, self._quiet or self._files is not None)

    def read(self, document: Document) -> None:
        """Count the words of a document that is worked on."""
        if self._files:
            self.counted(sum(len(words(segment.text)) for segment in document.segments))

    def counted(self, number: int) -> None:
        """Take the number of words that were just worked on."""
        if self._files:
            self._files.words += number

    @contextmanager
    def of(self, jobs: Sequence[Job]) -> Iterator[Callable[[Outcome], None]]:
        """Show the progress of a run over several files; yield what takes what became of each."""
        if self._quiet or len(jobs) < 2 or not sys.stderr.isatty():
            yield lambda outcome: None
            return
        from rich.console import Console
        from rich.progress import BarColumn, TextColumn
        from rich.progress import Progress as Bar

        files = self._files = Files({job.name: _size(job) for job in jobs})
        columns = BarColumn(), TextColumn("{task.description}")
        with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task(files.line(), total=len(jobs))

            def told(outcome: Outcome) -> None:
                files.told(outcome)
                bar.update(task, completed=files.done, description=files.line())

            yield told
        self._files = None


@contextmanager
def progress(
    total: int | None, what: str, quiet: bool, in_bytes: bool = False
) -> Iterator[Advance]:
    """Yield a function that takes how many more are done; only a terminal shows a bar.

    `total` is None where nobody knows how many there will be. Where bytes are counted, it shows
    how many there are, and how fast they come.
    """
    if quiet or not sys.stderr.isatty():
        yield lambda count: None
        return
    from rich.console import Console
    from rich.progress import DownloadColumn, ProgressColumn, TransferSpeedColumn
    from rich.progress import Progress as Bar

    more: list[ProgressColumn] = [DownloadColumn(), TransferSpeedColumn()] if in_bytes else []
    columns = (*Bar.get_default_columns(), *more)
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield lambda count: bar.advance(task, count)


def _size(job: Job) -> int:
    try:
        return job.source.stat().st_size
    except OSError:
        return 0


def _clock(seconds: float) -> str:
    """Return a time for people, `1:02:03` or `2:03`."""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
