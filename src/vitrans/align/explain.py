"""How well the sentences of one side explain the tokens of the other, as IBM Model 1 sees it.

A token `e` of one language is explained by the likeliest token `v` of the other that stands in the
bead: its gain is `log(1 + c t(e|v) / p(e))`, where `p(e)` is how frequent it is in its document, so
that what is everywhere proves little (Brown et al. 1993; Moore 2002). The gain of a bead is the sum
over its tokens, in both directions.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vitrans.align.lattice import Band

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Integers = NDArray[np.int64]

# The weight of what the table says against the frequency of a token.
_TRUST = 0.5
_MOST = 3
_ROWS = 400


@dataclass(frozen=True, slots=True)
class Links:
    """Which tokens of one side explain which of the other: row `k` is `start[k]:start[k + 1]`."""

    start: "Integers"
    token: "Integers"
    chance: "Floats"


@dataclass(frozen=True, slots=True)
class Gains:
    """The gains of one direction, for each number (1 to 3) of sentences that explain.

    `cells[k][i, w]` is the gain of one sentence of the explained side, in the cells of the band
    with two more columns on the left. `rows` and `columns` are the mean gains, by chance: of a
    token explained by the sentences that end at a place, and of a sentence, whoever explains it.
    """

    cells: "list[Floats]"
    explaining: "list[Floats]"
    explained: "list[Floats]"


def gains(
    source: "Sequence[Integers]",
    target: "Sequence[Integers]",
    forth: Links,
    back: Links,
    band: Band,
) -> tuple[Gains, Gains]:
    """Return the gains of target sentences by source sentences, and the other way round."""
    import numpy as np

    wide = _Columns(band, len(target))
    there = _Direction(source, target, forth)
    again = _Direction(target, source, back)
    shape = (len(source) + 1, band.width + 2)
    first = [np.zeros(shape, np.float32) for _ in range(_MOST)]
    second = [np.zeros(shape, np.float32) for _ in range(_MOST)]
    for start in range(0, len(source), _ROWS):
        rows = slice(start, min(start + _ROWS, len(source)))
        columns = wide.of(rows)
        found = there.explain(rows, columns)
        for k, block in enumerate(found):
            wide.fill(first[k], block, rows, columns)
        found = again.explain(columns, rows)
        for k, block in enumerate(found):
            wide.fill(second[k], block.T, rows, columns)
    return there.finish(first), again.finish(second)


class _Columns:
    """Where the columns of a band lie in blocks of the whole lattice."""

    def __init__(self, band: Band, count: int) -> None:
        self._band, self._count = band, count

    def of(self, rows: slice) -> slice:
        """Return the target sentences that some source sentences meet in the band."""
        low = self._band.low[rows.start + 1 : rows.stop + 1]
        start = max(0, int(low.min()) - 3)
        return slice(start, max(start, min(self._count, int(low.max()) + self._band.width)))

    def fill(self, cells: "Floats", block: "Floats", rows: slice, columns: slice) -> None:
        """Copy a block of whole rows into the cells of the band; what is outside is zero."""
        import numpy as np

        low = self._band.low[rows.start + 1 : rows.stop + 1, None]
        at = low - 3 + np.arange(cells.shape[1]) - columns.start
        inside = (at >= 0) & (at < block.shape[1])
        if block.shape[1]:
            taken = np.take_along_axis(block, np.clip(at, 0, block.shape[1] - 1), axis=1)
            cells[rows.start + 1 : rows.stop + 1] = np.where(inside, taken, 0.0)


class _Direction:
    """One side explaining the other."""

    def __init__(
        self, explaining: "Sequence[Integers]", explained: "Sequence[Integers]", links: Links
    ) -> None:
        import numpy as np

        self._explaining, self._explained, self._links = explaining, explained, links
        self._size = int(max((ids.max() for ids in explained if len(ids)), default=-1)) + 1
        every = np.concatenate([*explained, np.zeros(0, np.int64)])
        counts = np.bincount(every, minlength=self._size).astype(np.float32)
        self._share = counts / max(1.0, counts.sum())
        self._means = np.zeros((_MOST, self._size), np.float32)
        self._seen = np.zeros(len(explaining), dtype=bool)
        self._rows = [np.zeros(len(explaining) + 1, np.float32) for _ in range(_MOST)]

    def explain(self, here: slice, there: slice) -> "list[Floats]":
        """Return the gains of the sentences `there` by those that end `here`: [here, there]."""
        import numpy as np

        counts = _counts(self._explained[there], self._size).T
        before = min(here.start, _MOST - 1)
        chances = self._chances(self._explaining[here.start - before : here.stop])
        fresh = ~self._seen[here]
        self._seen[here] = True
        made = []
        for k in range(_MOST):
            merged = chances[before:].copy()
            for back in range(1, min(k, before) + 1):
                np.maximum(merged, chances[before - back : len(chances) - back], out=merged)
            np.log1p(merged * (_TRUST / np.maximum(self._share, 1e-9)), out=merged)
            self._rows[k][here.start + 1 : here.stop + 1] = merged @ self._share
            self._means[k] += merged[fresh].sum(axis=0)
            made.append(merged @ counts)
        return made

    def finish(self, cells: "list[Floats]") -> Gains:
        """Return the gains with what chance makes of them."""
        import numpy as np

        means = self._means / max(1, self._seen.sum())
        columns = [np.zeros(len(self._explained) + 1, np.float32) for _ in range(_MOST)]
        for start in range(0, len(self._explained), _ROWS):
            part = slice(start, min(start + _ROWS, len(self._explained)))
            counts = _counts(self._explained[part], self._size)
            for k in range(_MOST):
                columns[k][part.start + 1 : part.stop + 1] = counts @ means[k]
        return Gains(cells, self._rows, columns)

    def _chances(self, sentences: "Sequence[Integers]") -> "Floats":
        """Return how probable each token is, given the best of each sentence: [sentence, token]."""
        import numpy as np

        table = np.zeros((len(sentences), self._size), np.float32)
        sizes = [len(ids) for ids in sentences]
        ids = np.concatenate([*sentences, np.zeros(0, np.int64)])
        row = np.repeat(np.arange(len(sentences)), sizes)
        count = self._links.start[ids + 1] - self._links.start[ids]
        first = np.repeat(self._links.start[ids] - np.cumsum(count) + count, count)
        place = first + np.arange(count.sum())
        at = (np.repeat(row, count), self._links.token[place])
        np.maximum.at(table, at, self._links.chance[place])
        return table


def _counts(sentences: "Sequence[Integers]", size: int) -> "Floats":
    """Return how often each token is in each sentence: [sentence, token]."""
    import numpy as np

    row = np.repeat(np.arange(len(sentences)), [len(ids) for ids in sentences])
    ids = np.concatenate([*sentences, np.zeros(0, np.int64)])
    table = np.bincount(row * size + ids, minlength=len(sentences) * size)
    return table.reshape(len(sentences), size).astype(np.float32)
