"""The record of a benchmark: a JSON file for each task, written after every cell."""

import json
import platform
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import vitrans
from vitrans.bench.cells import Cell, Progress, Task, Values
from vitrans.errors import InputError, OutputError
from vitrans.files import read_text, write_text

# The inputs of a cell that are no files of its set.
NO_FILES = {"translator", "restorer", "detector", "aligner", "output", "vitrans"}


def results_file(folder: Path, task: Task) -> Path:
    """Return the file that has a task's results."""
    return folder / f"{task}.json"


def read_results(folder: Path, task: Task) -> Values:
    """Return a task's results, empty where there are none yet.

    `scores` has the values of each cell by its name, with what it is of and its `inputs`.

    Raises:
        InputError: the file is damaged.
    """
    path = results_file(folder, task)
    if not path.exists():
        return {"scores": {}}
    try:
        results = dict(json.loads(read_text(path)))
        dict(results["scores"])
    except (ValueError, TypeError, KeyError) as error:
        raise InputError(
            f"{str(path)!r} is not a benchmark's results ({error!r}); move it away to start anew"
        ) from None
    return results


def to_do(folder: Path, cells: Sequence[Cell]) -> list[Cell]:
    """Return the cells that have not been measured with the inputs that they have now."""
    done = {task: read_results(folder, task)["scores"] for task in {cell.task for cell in cells}}
    return [cell for cell in cells if _inputs(done[cell.task].get(cell.name)) != cell.inputs]


def run_cells(
    folder: Path,
    cells: Sequence[Cell],
    on_cell: Callable[[Cell], None] = lambda cell: None,
    on_progress: Progress = lambda count: None,
) -> None:
    """Measure cells one after another and write each into its task's file at once.

    So a benchmark that is interrupted goes on after the last cell that was finished.

    Raises:
        OutputError: the folder cannot be made or written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"cannot make {str(folder)!r}: {error.strerror}; name another") from error
    for cell in cells:
        on_cell(cell)
        start = time.perf_counter()
        reported = _Reported(on_progress)
        values = cell.measure(reported)
        reported.rest(cell.size)
        _write(folder, cell, values, time.perf_counter() - start)


class _Reported:
    """Passes progress on and keeps count, so that a cell ends with all its sentences done."""

    def __init__(self, on_progress: Progress) -> None:
        self._on_progress, self._done = on_progress, 0

    def __call__(self, count: int) -> None:
        self._done += count
        self._on_progress(count)

    def rest(self, size: int) -> None:
        self._on_progress(size - self._done)


def _write(folder: Path, cell: Cell, values: Values, seconds: float) -> None:
    """Put the values of a cell into its task's file, beside those of others."""
    results = read_results(folder, cell.task)
    made_with = {
        "vitrans": vitrans.__version__,
        "python": platform.python_version(),
        "machine": platform.machine(),
    }
    taken = {"segments": cell.size, "bench_seconds": round(seconds, 2)}
    entry = {**cell.about, "inputs": cell.inputs, **taken, **values}
    scores = {**results["scores"], cell.name: entry}
    sets = {**results.get("sets", {}), **_set_sha256(cell)}
    text = json.dumps(
        {"made_with": made_with, "sets": sets, "scores": scores}, ensure_ascii=False, indent=1
    )
    write_text(results_file(folder, cell.task), text + "\n")


def _set_sha256(cell: Cell) -> dict[str, str]:
    """Return the sha256 of the set that a cell is of, of each file where it has several."""
    files = {name: digest for name, digest in cell.inputs.items() if name not in NO_FILES}
    name = cell.about["set"]
    if len(files) == 1:
        return {name: next(iter(files.values()))}
    return {f"{name}/{file}": digest for file, digest in files.items()}


def _inputs(entry: Values | None) -> dict[str, str] | None:
    return entry.get("inputs") if entry else None
