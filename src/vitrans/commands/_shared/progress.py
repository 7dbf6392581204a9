"""A progress bar on standard error."""

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager


def shown(quiet: bool) -> Callable[[int, str], AbstractContextManager[Callable[[int], None]]]:
    """Return what shows the progress of a toolkit's work."""
    return lambda total, what: progress(total, what, quiet)


@contextmanager
def progress(
    total: int | None, what: str, quiet: bool, in_bytes: bool = False
) -> Iterator[Callable[[int], None]]:
    """Yield a function that takes how many more are done; only a terminal shows a bar.

    `total` is None where nobody knows how many there will be. Where bytes are counted, it shows
    how many there are, and how fast they come.
    """
    if quiet or not sys.stderr.isatty():
        yield lambda count: None
        return
    from rich.console import Console
    from rich.progress import DownloadColumn, Progress, ProgressColumn, TransferSpeedColumn

    more: list[ProgressColumn] = [DownloadColumn(), TransferSpeedColumn()] if in_bytes else []
    columns = (*Progress.get_default_columns(), *more)
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield lambda count: bar.advance(task, count)
