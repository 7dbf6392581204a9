"""The search for the best beads: a banded dynamic programme and its posterior probabilities.

A cell `(i, j)` says that `i` source and `j` target sentences are behind us. Of row `i` only the
columns `low[i]` to `low[i] + width - 1` are kept. A score `[shape, i, j - low[i]]` is that of the
bead of that shape which ends there. Sums over paths take further axes before these, for several
lattices of one size at once.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# How many source and target sentences a bead has.
SHAPES = ((1, 1), (1, 0), (0, 1), (1, 2), (2, 1), (2, 2), (1, 3), (3, 1))
_INSERTION = SHAPES.index((0, 1))
# What cannot be, in finite arithmetic.
NEVER = -1e9
_DEAR = -1e5

# Where a bead of a shape ends.
Step = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Band:
    """The cells of a lattice: `width` columns of each row, from `low[row]` on."""

    low: "NDArray[np.int64]"
    width: int


def best_path(scores: "NDArray[np.float64]", band: Band, columns: int) -> list[Step]:
    """Return the shapes of the best path and the cells where their beads end, in order."""
    import numpy as np

    _, choices = _forward(scores, band, np.maximum)
    steps: list[Step] = []
    i, j = len(band.low) - 1, columns
    while i or j:
        shape = int(choices[i, j - band.low[i]])
        steps.append((shape, i, j))
        i, j = i - SHAPES[shape][0], j - SHAPES[shape][1]
    return steps[::-1]


def posteriors(
    scores: "NDArray[np.float64]", band: Band, columns: int
) -> "tuple[NDArray[np.float64], NDArray[np.float64]]":
    """Return how probable each bead is (shaped as the scores), and the log of all paths' sum."""
    import numpy as np

    alpha, _ = _forward(scores, band, np.logaddexp)
    beta = _backward(scores, band, columns)
    total = alpha[..., -1, columns - band.low[-1]]
    made = np.zeros_like(scores)
    for shape, (a, b) in enumerate(SHAPES):
        for i in range(a, len(band.low)):
            before = _moved(alpha[..., i - a, :], band.low[i] - b - band.low[i - a])
            here = before + scores[..., shape, i, :] + beta[..., i, :] - total[..., None]
            made[..., shape, i, :] = np.exp(np.minimum(here, 0.0))
    return made, total


def _forward(
    scores: "NDArray[np.float64]", band: Band, add: "np.ufunc"
) -> "tuple[NDArray[np.float64], NDArray[np.int8]]":
    """Return the sum (or best) of all paths to each cell, and the shape of the last bead."""
    import numpy as np

    inserted = _insertions(scores)
    values = np.full(inserted.shape, NEVER)
    choices = np.full(inserted.shape, _INSERTION, dtype=np.int8)
    values[..., 0, 0] = 0.0
    for i in range(len(band.low)):
        row, chosen = values[..., i, :], choices[..., i, :]
        for shape, (a, b) in enumerate(SHAPES):
            if 0 < a <= i:
                before = _moved(values[..., i - a, :], band.low[i] - b - band.low[i - a])
                here = before + scores[..., shape, i, :]
                chosen[here > row] = shape
                row[...] = add(row, here)
        without = row - inserted[..., i, :]
        reached = add.accumulate(without, axis=-1)
        chosen[reached > without] = _INSERTION
        row[...] = reached + inserted[..., i, :]
    return values, choices


def _backward(scores: "NDArray[np.float64]", band: Band, columns: int) -> "NDArray[np.float64]":
    """Return the log sum of all paths from each cell to the end."""
    import numpy as np

    inserted = _insertions(scores)
    values = np.full(inserted.shape, NEVER)
    values[..., -1, columns - band.low[-1]] = 0.0
    for i in reversed(range(len(band.low))):
        row = values[..., i, :]
        for shape, (a, b) in enumerate(SHAPES):
            if a and i + a < len(band.low):
                after = scores[..., shape, i + a, :] + values[..., i + a, :]
                row[...] = np.logaddexp(row, _moved(after, band.low[i] + b - band.low[i + a]))
        through = np.logaddexp.accumulate((row + inserted[..., i, :])[..., ::-1], axis=-1)
        row[...] = through[..., ::-1] - inserted[..., i, :]
    return values


def _insertions(scores: "NDArray[np.float64]") -> "NDArray[np.float64]":
    """Return for each cell what it costs to come from the first column of its row."""
    import numpy as np

    steps = np.maximum(scores[..., _INSERTION, :, :], _DEAR)
    steps[..., 0] = 0.0
    made: NDArray[np.float64] = np.cumsum(steps, axis=-1)
    return made


def _moved(row: "NDArray[np.float64]", by: int) -> "NDArray[np.float64]":
    """Return a row whose column `k` is column `k + by` of another; what is outside never is."""
    import numpy as np

    made = np.full_like(row, NEVER)
    if by >= 0:
        made[..., : max(0, row.shape[-1] - by)] = row[..., by:]
    else:
        made[..., -by:] = row[..., :by]
    return made
