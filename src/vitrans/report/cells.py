"""What a cell of a table says, and which of its scores are best."""

import re

from vitrans.report.model import Cell, Chart, Report, RoundedNumber, Table
from vitrans.types import Score

_LOWER_IS_BETTER = {"TER", "false changes", "calibration error"}
_SIGNIFICANT = 0.05
_NUMBER = re.compile(r"[\d.,]+|–")


def text(cell: Cell) -> str:
    """Return a cell as people read it; numbers with a fraction get two decimals.

    A score has its interval, the half of the range in which 95 % of the samples lie, and an
    asterisk where it is significantly other than the baseline's.
    """
    match cell:
        case None:
            return "–"
        case Score():
            interval = f" ± {cell.interval:.2f}" if cell.interval is not None else ""
            return f"{cell.value:.2f}{interval}{'*' if is_significant(cell) else ''}"
        case float():
            return f"{cell:.2f}"
        case RoundedNumber():
            return f"{cell.value:.{cell.decimals}f}"
        case _:
            return f"{cell:,}" if isinstance(cell, int) else cell


def is_significant(score: Score) -> bool:
    """Say whether a paired test found a score to be other than the baseline's (p < 0.05)."""
    return score.p is not None and score.p < _SIGNIFICANT


def is_number(cell: Cell) -> bool:
    """Say whether a cell is set like a number."""
    return not isinstance(cell, str) or _NUMBER.fullmatch(cell) is not None


def best(table: Table) -> set[tuple[int, int]]:
    """Return the row and column of the best score of each column that has several."""
    places = set()
    for column in range(len(table.columns)):
        scores = {
            row: (-1 if cell.metric in _LOWER_IS_BETTER else 1) * round(cell.value, 2)
            for row, cells in enumerate(table.rows)
            if isinstance(cell := cells[column], Score)
        }
        if len(scores) > 1:
            top = max(scores.values())
            places |= {(row, column) for row, value in scores.items() if value == top}
    return places


def signatures(table: Table) -> list[tuple[str, str]]:
    """Return the signatures of scores, each with the names of the columns that have it."""
    columns: dict[str, list[str]] = {}
    for name, cells in zip(table.columns, zip(*table.rows, strict=True), strict=False):
        for signature in dict.fromkeys(cell.signature for cell in cells if isinstance(cell, Score)):
            columns.setdefault(signature, []).append(name)
    return [(", ".join(names), signature) for signature, names in columns.items() if signature]


def legend(table: Table) -> str:
    """Return what the signs in a table mean, where it has any."""
    scores = [cell for row in table.rows for cell in row if isinstance(cell, Score)]
    parts = []
    if any(score.interval is not None for score in scores):
        parts.append("± is half of the 95 % confidence interval, by bootstrap.")
    if any(score.p is not None for score in scores):
        parts.append("* marks p < 0.05 against the first system.")
    return " ".join(parts)


def probabilities(table: Table) -> Table | None:
    """Return the p-values of a table's scores as a table of their own, if there are any."""
    columns = range(len(table.columns))
    tested = [i for i in columns if any(_p(row[i]) is not None for row in table.rows)]
    rows = tuple((row[0], *(_shown(_p(row[i])) for i in tested)) for row in table.rows)
    if not tested:
        return None
    names = (table.columns[0], *(table.columns[i] for i in tested))
    return Table("p-values against the first system", names, rows)


def as_table(chart: Chart) -> Table:
    """Return a chart's values as a table."""
    columns = ("", *chart.groups)
    rows = tuple((series.name, *series.values) for series in chart.series)
    return Table(chart.title, columns, rows, f"{chart.unit}. {chart.note}".strip())


def provenance(report: Report) -> Table:
    """Return a report's files as a table."""
    rows = tuple((o.path, o.role, o.segments, o.sha256, o.note) for o in report.origins)
    columns = ("file", "role", "segments", "sha256", "note")
    if not any(row[-1] for row in rows):
        return Table("Files", columns[:-1], tuple(row[:-1] for row in rows))
    return Table("Files", columns, rows)


def _p(cell: Cell) -> float | None:
    return cell.p if isinstance(cell, Score) else None


def _shown(p: float | None) -> str:
    return "–" if p is None else f"{p:.4f}"
