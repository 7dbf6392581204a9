"""Scores of language identification, or of any labels."""

from collections import Counter
from collections.abc import Sequence

Matrix = dict[str, dict[str, int]]
"""How often what the outer key says was found to be what the inner one says."""


def confusion(expected: Sequence[str], found: Sequence[str], labels: Sequence[str] = ()) -> Matrix:
    """Return how often texts of each language were taken for each.

    Args:
        expected: the language of every text.
        found: the language that every text was found to be in.
        labels: the languages that may be found, in the order of the columns; if none, those
            that occur.
    """
    counts = Counter(zip(expected, found, strict=True))
    rows = dict.fromkeys(expected)
    columns = labels or sorted({*expected, *found})
    return {row: {column: counts[row, column] for column in columns} for row in rows}


def accuracy(matrix: Matrix) -> dict[str, float]:
    """Return the percentage of each language's texts that were taken for what they are."""
    return {name: 100 * row[name] / sum(row.values()) for name, row in matrix.items()}


def precision(matrix: Matrix) -> dict[str, float | None]:
    """Return the percentage of right ones among the texts taken for each language, if any."""
    taken = {name: sum(row[name] for row in matrix.values()) for name in matrix}
    return {
        name: 100 * matrix[name][name] / count if count else None for name, count in taken.items()
    }


def overall(matrix: Matrix) -> float:
    """Return the percentage of all texts that were taken for what they are."""
    right = sum(row[name] for name, row in matrix.items())
    return 100 * right / max(1, sum(sum(row.values()) for row in matrix.values()))
