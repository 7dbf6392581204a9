"""Progress on standard error, which only a terminal shows: of a text, or of a run over files."""

import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
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
        words: how many were worked on.
        worked: bytes that were worked on.
        left: bytes that are still to be.
    """

    sizes: dict[str, int]
    done: int = 0
    words: float = 0.0
    worked: float = 0.0
    left: float = field(init=False)
    _parts: dict[str, float] = field(default_factory=dict)
    _begun: float = field(default_factory=lambda: time.monotonic())

    def __post_init__(self) -> None:
        self.left = sum(self.sizes.values())

    def got_on(self, name: str, share: float) -> None:
        """Take how much more of a file was worked on, as a share of the whole."""
        size, before = self.sizes.get(name, 0), self._parts.get(name, 0.0)
        part = min(share * size, size - before)
        self._parts[name] = before + part
        self.worked += part
        self.left -= part

    def told(self, outcome: Outcome) -> None:
        """Take what became of a file."""
        size, part = self.sizes.get(outcome.source, 0), self._parts.pop(outcome.source, 0.0)
        self.done += 1
        self.left -= size - part
        self.worked += size - part if outcome.status is Status.DONE else -part

    def line(self) -> str:
        """Return how many files are done, the speed and the time left, for people."""
        seconds = time.monotonic() - self._begun
        shown = f"{self.done}/{len(self.sizes)} files"
        if self.words:
            shown += f" · {self.words / seconds:,.0f} words/s"
        if self.worked > 0:
            shown += f" · {_clock(max(0.0, seconds * self.left / self.worked))} left"
        return shown


class _Current(threading.local):
    """The file that a thread works on."""

    name = ""
    words = 0
    segments = 0


class Progress:
    """What a person sees of the progress of a command.

    It is given to a toolkit, whose work it shows but in a run over several files, which has a line
    of its own. Since all work tells it how far it is, it is also where work can be stopped.
    """

    def __init__(self, quiet: bool, main: str = "Translating") -> None:
        """Start with nothing done.

        Args:
            quiet: whether nothing is shown.
            main: the piece of work that the progress of a file is measured by.
        """
        self._quiet, self._main = quiet, main
        self.files: Files | None = None
        self._current = _Current()
        self._show: Callable[[], None] = lambda: None
        self._lock = threading.Lock()
        self._stopped = threading.Event()

    @contextmanager
    def __call__(self, total: int, what: str) -> Iterator[Advance]:
        """Show the progress of one piece of work; see `progress`.

        Raises:
            KeyboardInterrupt: the work was stopped; from the function that is yielded.
        """
        with progress(total, what, self._quiet or self.files is not None) as advance:

            def counted(number: int) -> None:
                if self._stopped.is_set():
                    raise KeyboardInterrupt
                if what == self._main:
                    # A file of rows comes in blocks: `total` is not all that it has.
                    self._got_on(number / max(total, self._current.segments, 1))
                advance(number)

            yield counted

    def stop(self) -> None:
        """Have the work in other threads end as soon as it says how far it has got."""
        self._stopped.set()

    def read(self, document: Document, name: str) -> None:
        """Take a document that the calling thread is going to work on."""
        if self.files:
            self._current.name = name
            self._current.segments = len(document.segments)
            self._current.words = sum(len(words(segment.text)) for segment in document.segments)

    def counted(self, number: float) -> None:
        """Take the number of words that were just worked on."""
        if self.files:
            with self._lock:
                self.files.words += number
            self._show()

    def _got_on(self, share: float) -> None:
        """Take how much more of its file the calling thread has worked on."""
        if self.files:
            with self._lock:
                self.files.got_on(self._current.name, share)
            self.counted(share * self._current.words)

    @contextmanager
    def of(self, jobs: Sequence[Job]) -> Iterator[Callable[[Outcome], None]]:
        """Show the progress of a run over several files; yield what takes what became of each."""
        if self._quiet or len(jobs) < 2 or not sys.stderr.isatty():
            yield lambda outcome: None
            return
        from rich.console import Console
        from rich.progress import BarColumn, TextColumn
        from rich.progress import Progress as Bar

        files = self.files = Files({job.name: _size(job) for job in jobs})
        columns = BarColumn(), TextColumn("{task.description}")
        with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
            total = files.left
            task = bar.add_task(files.line(), total=total)

            def show() -> None:
                bar.update(task, completed=total - files.left, description=files.line())

            def told(outcome: Outcome) -> None:
                with self._lock:
                    files.told(outcome)
                show()

            self._show = show
            yield told
        self.files, self._show = None, lambda: None


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
