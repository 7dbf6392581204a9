"""A measurement of a benchmark: one task on one set with one system."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from vitrans.evaluation import Progress
from vitrans.evaluation.tasks import EvaluationTask

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Measurement:
    """One measurement, to be made once for the same inputs.

    `name` is its key in the results, `about` says what it is of (set, system, direction …), and
    `inputs` has the sha256 of all that it depends on: where one of them changes, it is measured
    again. `size` is the number of segments of the set; `measure` reports those that are done.
    `output` is the file that keeps what the system made, if one does.
    """

    task: EvaluationTask
    name: str
    about: dict[str, str]
    inputs: dict[str, str]
    size: int
    measure: Callable[[Progress], Values] = field(compare=False)
    output: Path | None = None
