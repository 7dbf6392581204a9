"""The record of a benchmark: a JSON file for each task, written after every measurement."""

import json
import platform
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from vitrans._version import __version__
from vitrans.errors import InputError
from vitrans.evaluation import Progress
from vitrans.evaluation.bench.measurement import Measurement, Values
from vitrans.evaluation.tasks import EvaluationTask
from vitrans.files import make_folder, read_text, write_text

# The inputs of a measurement that are no files of its set.
NO_FILES = {"translator", "restorer", "detector", "aligner", "output", "vitrans"}


def results_file(folder: Path, task: EvaluationTask) -> Path:
    """Return the file that has a task's results."""
    return folder / f"{task}.json"


def read_results(folder: Path, task: EvaluationTask) -> Values:
    """Return a task's results, empty where there are none yet.

    `scores` has the values of each measurement by its name, with what it is of and its `inputs`.

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


def to_do(folder: Path, measurements: Sequence[Measurement]) -> list[Measurement]:
    """Return the measurements that have not been measured with the inputs that they have now."""
    done = {
        task: read_results(folder, task)["scores"]
        for task in {measurement.task for measurement in measurements}
    }
    return [
        measurement
        for measurement in measurements
        if _inputs(done[measurement.task].get(measurement.name)) != measurement.inputs
    ]


def run_measurements(
    folder: Path,
    measurements: Sequence[Measurement],
    on_start: Callable[[Measurement], None] = lambda measurement: None,
    on_progress: Progress = lambda count: None,
) -> None:
    """Measure measurements one after another and write each into its task's file at once.

    So a benchmark that is interrupted resumes after the last finished measurement.

    Raises:
        OutputError: the folder cannot be made or written to.
    """
    make_folder(folder)
    for measurement in measurements:
        on_start(measurement)
        start = time.perf_counter()
        reported = _Reported(on_progress)
        values = measurement.measure(reported)
        reported.rest(measurement.size)
        _write(folder, measurement, values, time.perf_counter() - start)


class _Reported:
    """Passes progress on and keeps count, so that all sentences are done at the end."""

    def __init__(self, on_progress: Progress) -> None:
        self._on_progress, self._done = on_progress, 0

    def __call__(self, count: int) -> None:
        self._done += count
        self._on_progress(count)

    def rest(self, size: int) -> None:
        self._on_progress(size - self._done)


def _write(folder: Path, measurement: Measurement, values: Values, seconds: float) -> None:
    """Put the values of a measurement into its task's file, beside those of others."""
    results = read_results(folder, measurement.task)
    made_with = {
        "vitrans": __version__,
        "python": platform.python_version(),
        "machine": platform.machine(),
    }
    taken = {"segments": measurement.size, "bench_seconds": round(seconds, 2)}
    entry = {**measurement.about, "inputs": measurement.inputs, **taken, **values}
    scores = {**results["scores"], measurement.name: entry}
    sets = {**results.get("sets", {}), **_set_sha256(measurement)}
    text = json.dumps(
        {"made_with": made_with, "sets": sets, "scores": scores}, ensure_ascii=False, indent=1
    )
    write_text(results_file(folder, measurement.task), text + "\n")


def _set_sha256(measurement: Measurement) -> dict[str, str]:
    """Return the sha256 of the set that a measurement is of, of each file where it has several."""
    files = {name: digest for name, digest in measurement.inputs.items() if name not in NO_FILES}
    name = measurement.about["set"]
    if len(files) == 1:
        return {name: next(iter(files.values()))}
    return {f"{name}/{file}": digest for file, digest in files.items()}


def _inputs(entry: Values | None) -> dict[str, str] | None:
    return entry.get("inputs") if entry else None
