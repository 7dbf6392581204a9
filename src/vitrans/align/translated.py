"""How alike the Vietnamese sentences and a translation of the English ones are: chrF.

chrF (Popović 2015) compares character n-grams, n from 1 to 6, recall counting twice. Here both
sides are without accents, so that an unaccented text is compared as well; the n-grams of a bead are
those of its sentences. What matters is how far a bead lies above others of its shape, in their
standard deviations, so the worse the translations are, the less they count.
"""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from vitrans.align.lattice import SHAPES, Band
from vitrans.text import strip_accents

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.floating[Any]]

_ORDER = 6
_BETA_SQUARED = 4.0
_ROWS = 100
_LEAST_DEVIATION = 0.02
_MOST_DEVIATIONS = 10.0


def chrf_above_chance(
    texts: Sequence[str], translations: Sequence[str], band: Band
) -> "list[Floats]":
    """Return for each shape how many deviations above the mean each bead's chrF lies.

    Beads with an empty side have 0.
    """
    import numpy as np

    rows, columns = [_ngrams(text) for text in texts], [_ngrams(text) for text in translations]
    shape = (len(rows) + 1, band.width)
    cells = [_matches([r[n] for r in rows], [c[n] for c in columns], band) for n in range(_ORDER)]
    made = []
    for a, b in SHAPES:
        if a and b and len(rows) >= a and len(columns) >= b:
            scores, possible = _chrf(cells, rows, columns, band, (a, b))
            mean, spread = scores[possible].mean(), scores[possible].std()
            above = (scores - mean) / max(float(spread), _LEAST_DEVIATION)
            made.append(np.where(possible, np.minimum(above, _MOST_DEVIATIONS), 0.0))
        else:
            made.append(np.zeros(shape))
    return made


def _ngrams(text: str) -> list[list[str]]:
    """Return the character n-grams of each order; of the k-th same one `k` is a part.

    So two texts share as many strings as they share n-grams with their counts.
    """
    letters = "".join(strip_accents(text).lower().split())
    made = []
    for n in range(1, _ORDER + 1):
        seen: Counter[str] = Counter()
        grams = []
        for start in range(len(letters) - n + 1):
            gram = letters[start : start + n]
            seen[gram] += 1
            grams.append(f"{gram}\t{seen[gram]}" if seen[gram] > 1 else gram)
        made.append(grams)
    return made


def _matches(rows: list[list[str]], columns: list[list[str]], band: Band) -> "Floats":
    """Return how many n-grams two sentences share: [row + 1, column of the band with 2 before]."""
    import numpy as np

    made = np.zeros((len(rows) + 1, band.width + 2), np.float32)
    for start in range(0, len(rows), _ROWS):
        stop = min(start + _ROWS, len(rows))
        low = band.low[start + 1 : stop + 1]
        first, last = max(0, int(low.min()) - 3), min(len(columns), int(low.max()) + band.width)
        shared = _shared(rows[start:stop], columns[first:last])
        for i in range(start, stop):
            begin = int(band.low[i + 1]) - 3
            here = range(max(begin, first), min(begin + band.width + 2, last))
            made[i + 1, here.start - begin : here.stop - begin] = shared[
                i - start, here.start - first : here.stop - first
            ]
    return made


def _shared(rows: list[list[str]], columns: list[list[str]]) -> "Floats":
    """Return how many strings the lists have in common, each with each."""
    import numpy as np

    known = {gram for row in rows for gram in row} & {gram for row in columns for gram in row}
    number = {gram: k for k, gram in enumerate(known)}
    tables = []
    for side in (rows, columns):
        table = np.zeros((len(side), len(number)), np.float32)
        for k, row in enumerate(side):
            table[k, [number[gram] for gram in row if gram in number]] = 1.0
        tables.append(table)
    made: Floats = tables[0] @ tables[1].T
    return made


def _chrf(
    cells: "list[Floats]",
    rows: list[list[list[str]]],
    columns: list[list[list[str]]],
    band: Band,
    shape: tuple[int, int],
) -> "tuple[NDArray[np.float64], NDArray[np.bool_]]":
    """Return the chrF (0 to 1) of the beads of a shape, and which of them can be."""
    import numpy as np

    from vitrans.align.features import above, sums

    a, b = shape
    i = np.arange(len(band.low))[:, None]
    j = band.low[:, None] + np.arange(band.width)
    possible = (i >= a) & (j >= b) & (j <= len(columns))
    at, to = np.maximum(i, a), np.clip(j, b, len(columns))
    precision = recall = np.zeros(possible.shape)
    for n, table in enumerate(cells):
        across = np.sum([table[:, 2 - t : 2 - t + band.width] for t in range(b)], axis=0)
        shared = np.sum([above(across, band, t) for t in range(a)], axis=0)
        ours = sums(np.array([len(row[n]) for row in rows]), at, a)
        theirs = sums(np.array([len(column[n]) for column in columns]), to, b)
        precision = precision + shared / np.maximum(theirs, 1) / _ORDER
        recall = recall + shared / np.maximum(ours, 1) / _ORDER
    weighted = _BETA_SQUARED * precision + recall
    score = (1 + _BETA_SQUARED) * precision * recall / np.maximum(weighted, 1e-9)
    return score, possible
