"""Which cells of a large lattice are worth a look: those around the best coarse path."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from vitrans.align.explain import gains
from vitrans.align.lattice import Band
from vitrans.align.sides import Sides

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# Lattices are searched whole up to this many sentences a side.
_SMALL = 300
# The coarse search joins neighbouring sentences, so that there are about so many groups a side.
_GROUPS = 200
# Groups on either side of the coarse path.
_MARGIN = 3


def corridor(found: Sides) -> Band:
    """Return the cells to search: all of a small lattice, a band around the path of a large one."""
    import numpy as np

    rows, columns = len(found.vietnamese.tokens), len(found.english.tokens)
    if max(rows, columns) <= _SMALL:
        return Band(np.zeros(rows + 1, dtype=np.int64), columns + 1)
    size = -(-max(rows, columns) // _GROUPS)
    path = _coarse_path(found, size)
    low, high = _margins(path, -(-rows // size))
    at = np.minimum(np.arange(rows + 1) // size, len(low) - 1)
    first = np.maximum.accumulate(np.maximum(0, low[at] * size))
    last = np.minimum(columns, (high[at] + 1) * size)
    first[0], last[-1] = 0, columns
    return Band(first, int((last - first).max()) + 1)


def _coarse_path(found: Sides, size: int) -> list[tuple[int, int]]:
    """Return the groups of `size` sentences that belong together, along the best path."""
    import numpy as np

    vi = _groups(found.vietnamese.tokens, size)
    en = _groups(found.english.tokens, size)
    whole = Band(np.zeros(len(vi) + 1, dtype=np.int64), len(en) + 1)
    english, vietnamese = gains(vi, en, found.forth, found.back, whole)
    score = english.cells[0][1:, 3:] + vietnamese.cells[0][1:, 3:]
    score = score - (score.mean(axis=0) + score.mean(axis=1, keepdims=True)) / 2
    return _diagonal(score)


def _groups(sentences: "Sequence[NDArray[np.int64]]", size: int) -> "list[NDArray[np.int64]]":
    """Return the tokens of each `size` neighbouring sentences together."""
    import numpy as np

    starts = range(0, len(sentences), size)
    return [np.concatenate(sentences[start : start + size]) for start in starts]


def _diagonal(score: "NDArray[np.float32]") -> list[tuple[int, int]]:
    """Return the cells of the heaviest path from corner to corner; steps aside bring nothing."""
    import numpy as np

    rows, columns = score.shape
    best = np.zeros((rows + 1, columns + 1))
    for i in range(1, rows + 1):
        best[i, 1:] = np.maximum(best[i - 1, 1:], best[i - 1, :-1] + np.maximum(score[i - 1], 0))
        best[i] = np.maximum.accumulate(best[i])
    i, j, path = rows, columns, [(rows - 1, columns - 1)]
    while i and j:
        if best[i, j] == best[i, j - 1]:
            j -= 1
        elif best[i, j] == best[i - 1, j]:
            i -= 1
        else:
            i, j = i - 1, j - 1
        path.append((min(i, rows - 1), min(j, columns - 1)))
    return [*path, *((row, 0) for row in range(i)), (0, 0)]


def _margins(
    path: list[tuple[int, int]], rows: int
) -> "tuple[NDArray[np.int64], NDArray[np.int64]]":
    """Return the first and the last group of each row that lie near the path."""
    import numpy as np

    low, high = np.full(rows, np.iinfo(np.int64).max), np.full(rows, -1)
    for i, j in path:
        rows_near = slice(max(0, i - _MARGIN), i + _MARGIN + 1)
        low[rows_near] = np.minimum(low[rows_near], j - _MARGIN)
        high[rows_near] = np.maximum(high[rows_near], j + _MARGIN)
    return low, high
