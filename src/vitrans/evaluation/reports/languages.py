"""The evaluation of language identification."""

from collections.abc import Iterator, Sequence

from vitrans._version import __version__
from vitrans.evaluation.inputs import Inputs
from vitrans.evaluation.metrics.languages import Matrix, accuracy, confusion, overall, precision
from vitrans.evaluation.reports.calibration import calibration
from vitrans.evaluation.reports.common import Evaluation, made_with, segment_table
from vitrans.report.model import Cell, Report, Table
from vitrans.types import Score


def evaluate_languages(
    inputs: Inputs, probabilities: Sequence[Sequence[str]] = (), command: str = ""
) -> Evaluation:
    """Score the languages that texts were found to be in, or any other labels.

    Args:
        inputs: a label a segment; the first reference has the right ones.
        probabilities: of each system, and of each segment, how sure it was (0 to 1).
        command: what was typed, for the record.

    Raises:
        InputError: the probabilities do not fit.
    """
    expected = inputs.references[0]
    matrices = {system: confusion(expected, found) for system, found in inputs.systems.items()}
    report = Report(
        f"Language identification: {', '.join(inputs.systems)}",
        (_scores(inputs, matrices, probabilities), *_matrices(matrices)),
        inputs.origins,
        made_with(command),
    )
    judged = {
        system: {"right": [int(a == b) for a, b in zip(expected, found, strict=True)]}
        for system, found in inputs.systems.items()
    }
    return Evaluation(report, segment_table(inputs, judged))


def _scores(
    inputs: Inputs, matrices: dict[str, Matrix], probabilities: Sequence[Sequence[str]]
) -> Table:
    expected = inputs.references[0]
    columns = ["all", *next(iter(matrices.values()))]
    rows: list[tuple[Cell, ...]] = []
    for number, (system, matrix) in enumerate(matrices.items()):
        shares = {"all": overall(matrix), **accuracy(matrix)}
        row = [_score(name, shares[name]) for name in columns]
        if probabilities:
            pairs = zip(expected, inputs.systems[system], strict=True)
            right = [[one == other] for one, other in pairs]
            row.append(calibration(system, probabilities[number], right))
        rows.append((system, *row))
    names = ("system", *columns, *(["calibration error"] if probabilities else []))
    note = "In per cent: accuracy over all segments, and recall of each language."
    return Table("Scores", names, tuple(rows), note)


def _matrices(matrices: dict[str, Matrix]) -> Iterator[Table]:
    for system, matrix in matrices.items():
        columns = next(iter(matrix.values()))
        exact = precision(matrix)
        rows: list[tuple[Cell, ...]] = [(name, *row.values()) for name, row in matrix.items()]
        rows.append(("precision, %", *(exact.get(column) for column in columns)))
        note = "What is in the rows was found to be what is in the columns."
        yield Table(f"Confusions of {system}", ("", *columns), tuple(rows), note)


def _score(name: str, value: float) -> Score:
    return Score(name, value, f"labels:exact|vitrans:{__version__}")
