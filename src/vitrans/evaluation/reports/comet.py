"""COMET beside the other scores of an evaluation of translations."""

from dataclasses import replace
from pathlib import Path

from vitrans.evaluation.inputs import Inputs
from vitrans.evaluation.metrics.comet import COMMAND, comet
from vitrans.evaluation.reports.common import Evaluation
from vitrans.report.model import Cell, Table

_NOTE = "A learned metric; it can only be compared between systems on the same set and model."


def with_comet(
    made: Evaluation, inputs: Inputs, checkpoint: Path, command: str = COMMAND
) -> Evaluation:
    """Return an evaluation with a table of COMET scores, and them beside every segment."""
    found = comet(inputs.systems, inputs.sources, inputs.references[0], checkpoint, command)
    rows: tuple[tuple[Cell, ...], ...] = tuple((name, each.score) for name, each in found.items())
    table = Table("COMET", ("system", "COMET"), rows, _NOTE)
    report = replace(made.report, sections=(*made.report.sections, table))
    if made.segments is None:
        return replace(made, report=report)
    columns = tuple(f"{name} COMET" for name in found)
    values = zip(*(each.segments for each in found.values()), strict=True)
    old = made.segments
    wider = tuple((*row, *more) for row, more in zip(old.rows, values, strict=True))
    return Evaluation(report, replace(old, columns=(*old.columns, *columns), rows=wider))
