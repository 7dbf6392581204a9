"""What speaks for a bead: gains beyond chance, lengths, paragraphs, the shape itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from vitrans.align.explain import Gains, gains
from vitrans.align.lattice import SHAPES, Band
from vitrans.align.sides import Side, Sides

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.floating[Any]]
    Integers = NDArray[np.int64]

# In the order of their weights.
FEATURES = (
    "shape 1-1",
    "shape 1-0",
    "shape 0-1",
    "shape 1-2",
    "shape 2-1",
    "shape 2-2",
    "shape 1-3",
    "shape 3-1",
    "Vietnamese tokens left out",
    "English tokens left out",
    "Vietnamese letters left out",
    "English letters left out",
    "gain of English tokens",
    "gain of Vietnamese tokens",
    "root of the gain, English",
    "root of the gain, Vietnamese",
    "gain a token, English",
    "gain a token, Vietnamese",
    "tokens",
    "log of tokens",
    "squared difference of lengths",
    "difference of lengths",
    "paragraph inside",
    "paragraphs start together",
    "paragraph starts on one side",
)
_SHAPE = dict(zip(SHAPES, range(len(SHAPES)), strict=True))
_NAMED = {name: k for k, name in enumerate(FEATURES)}
# Gale and Church (1993): the variance of the target's length a character of the source's.
_VARIANCE = 6.8
_FARTHEST = 5.0
_MANY = 20.0
_FEW = 4.0
_SMALL = 1e-6


@dataclass(frozen=True, slots=True)
class Evidence:
    """Two sides compared in the cells of a band."""

    sides: Sides
    band: Band
    english: Gains
    vietnamese: Gains


def compare(found: Sides, band: Band) -> Evidence:
    """Return what the cells of a band say."""
    vi, en = found.vietnamese.tokens, found.english.tokens
    return Evidence(found, band, *gains(vi, en, found.forth, found.back, band))


def features(evidence: Evidence) -> "Iterator[tuple[int, NDArray[np.bool_], dict[int, Floats]]]":
    """Yield each shape, in which cells its bead may end, and its features by their numbers."""
    import numpy as np

    band, vi, en = evidence.band, evidence.sides.vietnamese, evidence.sides.english
    i = np.arange(len(band.low))[:, None]
    j = band.low[:, None] + np.arange(band.width)
    for shape, (a, b) in enumerate(SHAPES):
        possible = (i >= a) & (j >= b) & (j <= len(en.tokens))
        at, to = np.maximum(i, a), np.clip(j, b, max(b, len(en.tokens)))
        made: dict[int, Floats] = {shape: np.ones(possible.shape, np.float32)}
        if not a or not b:
            side, end, name = (vi, at, "Vietnamese") if a else (en, to, "English")
            left = _log(sums(np.array([len(ids) for ids in side.tokens]), end, 1))
            made[_NAMED[f"{name} tokens left out"]] = left
            made[_NAMED[f"{name} letters left out"]] = _log(sums(side.letters, end, 1))
        elif len(en.tokens) >= b and len(vi.tokens) >= a:
            made |= _gains(evidence, a, b, at, to)
            made |= _lengths(vi, en, a, b, at, to)
            made |= _paragraphs(vi, en, a, b, at, to)
        yield shape, possible, made


def score(evidence: Evidence, weights: "NDArray[np.float64]") -> "NDArray[np.float64]":
    """Return the score of every bead of the band: [shape, row, column]."""
    import numpy as np

    from vitrans.align.lattice import NEVER

    made = np.full((len(SHAPES), len(evidence.band.low), evidence.band.width), NEVER)
    for shape, possible, found in features(evidence):
        total = sum(weights[k] * values for k, values in found.items())
        made[shape] = np.where(possible, total, NEVER)
    return made


def _gains(
    evidence: Evidence, a: int, b: int, at: "Integers", to: "Integers"
) -> "dict[int, Floats]":
    """Return the gains of a shape beyond what chance brings; and how many tokens there are."""
    import numpy as np

    width = evidence.band.width
    cells = evidence.english.cells[a - 1]
    english: Floats = np.sum([cells[:, 2 - t : 2 - t + width] for t in range(b)], axis=0)
    cells = evidence.vietnamese.cells[b - 1][:, 2 : 2 + width]
    vietnamese: Floats = np.sum([above(cells, evidence.band, t) for t in range(a)], axis=0)
    count_en = sums(np.array([len(ids) for ids in evidence.sides.english.tokens]), to, b)
    count_vi = sums(np.array([len(ids) for ids in evidence.sides.vietnamese.tokens]), at, a)
    chance = evidence.english.explaining[a - 1][at] * count_en
    chance = chance + sums(evidence.english.explained[a - 1][1:], to, b)
    english = english - chance / 2
    chance = evidence.vietnamese.explaining[b - 1][to] * count_vi
    chance = chance + sums(evidence.vietnamese.explained[b - 1][1:], at, a)
    vietnamese = vietnamese - chance / 2
    return {
        _NAMED["gain of English tokens"]: english / _MANY,
        _NAMED["gain of Vietnamese tokens"]: vietnamese / _MANY,
        _NAMED["root of the gain, English"]: _root(english),
        _NAMED["root of the gain, Vietnamese"]: _root(vietnamese),
        _NAMED["gain a token, English"]: english / np.maximum(count_en, _FEW),
        _NAMED["gain a token, Vietnamese"]: vietnamese / np.maximum(count_vi, _FEW),
        _NAMED["tokens"]: (count_en + count_vi) / _MANY,
        _NAMED["log of tokens"]: _log(count_en + count_vi),
    }


def _lengths(
    vi: Side, en: Side, a: int, b: int, at: "Integers", to: "Integers"
) -> "dict[int, Floats]":
    """Return how the lengths of the two sides of a bead fit (Gale and Church 1993)."""
    import numpy as np

    ratio = max(1, en.letters.sum()) / max(1, vi.letters.sum())
    ours, theirs = ratio * sums(vi.letters, at, a), sums(en.letters, to, b)
    spread = np.sqrt(_VARIANCE * (ours + theirs) / 2 + _SMALL)
    off = np.minimum(np.abs(theirs - ours) / spread, _FARTHEST)
    return {
        _NAMED["squared difference of lengths"]: off**2,
        _NAMED["difference of lengths"]: off,
    }


def _paragraphs(
    vi: Side, en: Side, a: int, b: int, at: "Integers", to: "Integers"
) -> "dict[int, Floats]":
    """Return whether paragraphs start where a bead does, and whether they start inside it."""
    import numpy as np

    ours, theirs = vi.starts[at - a], en.starts[to - b]
    inside = sums(vi.starts, at, a) - ours + sums(en.starts, to, b) - theirs
    return {
        _NAMED["paragraph inside"]: inside.astype(np.float32),
        _NAMED["paragraphs start together"]: (ours & theirs).astype(np.float32),
        _NAMED["paragraph starts on one side"]: (ours ^ theirs).astype(np.float32),
    }


def sums(values: "NDArray[np.generic]", end: "Integers", count: int) -> "NDArray[np.float64]":
    """Return the sum of the `count` values before each end."""
    import numpy as np

    total = np.concatenate([[0.0], np.cumsum(values, dtype=np.float64)])
    made: NDArray[np.float64] = total[end] - total[end - count]
    return made


def above(cells: "Floats", band: Band, by: int) -> "Floats":
    """Return cells whose row `i` is row `i - by`, column by column; zero where there is none."""
    import numpy as np

    if not by:
        return cells
    made = np.zeros_like(cells)
    at = band.low[by:, None] - band.low[:-by, None] + np.arange(band.width)
    inside = (at >= 0) & (at < band.width)
    taken = np.take_along_axis(cells[:-by], np.clip(at, 0, band.width - 1), axis=1)
    made[by:] = np.where(inside, taken, 0.0)
    return made


def _root(values: "Floats") -> "Floats":
    """Return the square root with the sign kept: much evidence counts less than its sum."""
    import numpy as np

    made: Floats = np.sign(values) * np.sqrt(np.abs(values))
    return made


def _log(values: "NDArray[np.generic]") -> "NDArray[np.float64]":
    import numpy as np

    made: NDArray[np.float64] = np.log1p(values)
    return made
