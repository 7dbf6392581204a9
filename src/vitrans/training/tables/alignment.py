"""Learn the weights of sentence alignment from documents whose right beads are known.

    python -m vitrans.training.tables.alignment CORPORA FOLDER

reads the part of CORPORA/parallel/news.tsv.xz that the word table has not seen, cuts it into
documents, joins and leaves out sentences on either side, and writes `features.json` to FOLDER, for
`vitrans models bundle FOLDER alignment`. The model is a conditional random field over monotone
paths of beads (Lafferty et al. 2001; for alignment, Mújdricza-Maydt et al. 2013), trained to the
maximum of its likelihood.
"""

import json
import random
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from vitrans.align.features import FEATURES, compare, features
from vitrans.align.lattice import NEVER, SHAPES, Band, posteriors
from vitrans.align.lexicon import lexicon
from vitrans.align.sides import Sentence, sides
from vitrans.training.tables.words import BLOCK, is_held_out, read_pairs

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Pair = tuple[str, str]
# The numbers of the source and the target sentences of a bead.
Sentences = tuple[tuple[int, ...], tuple[int, ...]]

_DOCUMENTS = 300
_LENGTHS = (10, 26)
# How often each block of text is disturbed, each time in another way.
_TIMES = 2
_MERGED = (0.0, 0.06, 0.12, 0.15, 0.2)
_DELETED = (0.0, 0.05, 0.05, 0.12)
# Sentences of a paragraph, and how often a side has its own idea of where one starts.
_PARAGRAPH = (1, 4)
_OWN_WAY = 0.08
_WITHOUT_PARAGRAPHS = 0.5
_PENALTY = 0.5
_ITERATIONS = 60


@dataclass(frozen=True, slots=True)
class Parallel:
    """Two sides and the beads that pair them."""

    source: list[Sentence]
    target: list[Sentence]
    beads: list[Sentences]


def disturb(
    pairs: Sequence[Pair],
    chance: random.Random,
    merged: float = 0.12,
    deleted: float = 0.05,
    starts: Sequence[bool] = (),
) -> Parallel:
    """Return a document of sentence pairs with some sentences of each side left out or joined.

    Args:
        pairs: the sentences of the source with those of the target.
        chance: what decides.
        merged: how probable it is that a sentence is joined to the next one.
        deleted: how probable it is that a sentence is left out.
        starts: whether a paragraph starts with the pair; none if it is not known.
    """
    parts = [_disturbed(len(pairs), chance, merged, deleted) for _ in range(2)]
    source, target = (
        [
            _joined([pairs[k][side] for k in part], any(starts[k] for k in part[:1] if starts))
            for part in parts[side]
        ]
        for side in range(2)
    )
    return Parallel(source, target, _beads(*parts))


def _disturbed(count: int, chance: random.Random, merged: float, deleted: float) -> list[list[int]]:
    """Return the numbers of the sentences that stand in each sentence of a side."""
    parts: list[list[int]] = []
    open_end = False
    for k in range(count):
        if chance.random() < deleted:
            open_end = False
        elif open_end:
            parts[-1].append(k)
            open_end = chance.random() < merged
        else:
            parts.append([k])
            open_end = chance.random() < merged
    return parts


def _joined(texts: Sequence[str], starts: bool) -> Sentence:
    return Sentence(" ".join(texts), starts)


def _beads(source: Sequence[Sequence[int]], target: Sequence[Sequence[int]]) -> list[Sentences]:
    """Return what belongs together: sentences that share a part, directly or through others."""
    beads: list[Sentences] = []
    sides, at = (source, target), [0, 0]
    while at != [len(source), len(target)]:
        before, grown = tuple(at), True
        last = min(side[k][0] for side, k in zip(sides, at, strict=True) if k < len(side))
        while grown:
            grown = False
            for n, side in enumerate(sides):
                if at[n] < len(side) and side[at[n]][0] <= last:
                    last = max(last, side[at[n]][-1])
                    at[n] += 1
                    grown = True
        beads.append((tuple(range(before[0], at[0])), tuple(range(before[1], at[1]))))
    return beads


def documents(pairs: Sequence[Pair], chance: random.Random) -> Iterator[Parallel]:
    """Yield disturbed documents, of all sorts, from blocks of neighbouring pairs."""
    for start in range(0, len(pairs), BLOCK):
        block = pairs[start : start + chance.randint(*_LENGTHS)]
        starts: list[bool] = []
        if chance.random() > _WITHOUT_PARAGRAPHS:
            while len(starts) < len(block):
                starts += [True] + [False] * (chance.randint(*_PARAGRAPH) - 1)
        made = disturb(block, chance, chance.choice(_MERGED), chance.choice(_DELETED), starts)
        if starts:
            made = Parallel(
                _own_way(made.source, chance), _own_way(made.target, chance), made.beads
            )
        yield made


def _own_way(sentences: Sequence[Sentence], chance: random.Random) -> list[Sentence]:
    """Return the sentences with some paragraph starts added or left out."""
    return [Sentence(s.text, s.starts ^ (chance.random() < _OWN_WAY)) for s in sentences]


@dataclass(frozen=True, slots=True)
class Example:
    """The features of the possible beads of a document: [feature, bead]; the right ones' sums.

    `cells` are the beads' places in a lattice that is as large for every document: `shape`.
    """

    features: "NDArray[np.float64]"
    cells: "NDArray[np.int64]"
    gold: "NDArray[np.float64]"
    shape: tuple[int, int, int]
    idle: "NDArray[np.int64]"


def example(document: Parallel, size: int) -> Example | None:
    """Return a document in a lattice of `size` by `size`, None where it does not fit.

    What of the lattice lies beyond the document is crossed at no cost.
    """
    import numpy as np

    rows, columns = len(document.source), len(document.target)
    if max(rows, columns) > size or not rows or not columns:
        return None
    if any((len(source), len(target)) not in SHAPES for source, target in document.beads):
        return None
    band = Band(np.zeros(rows + 1, dtype=np.int64), columns + 1)
    evidence = compare(sides(document.source, document.target, lexicon()), band)
    shape = (len(SHAPES), size + 1, size + 1)
    values, cells = [], []
    for number, possible, found in features(evidence):
        i, j = np.nonzero(possible)
        table = np.zeros((len(FEATURES), len(i)))
        for k, one in found.items():
            table[k] = np.broadcast_to(one, possible.shape)[i, j]
        values.append(table)
        cells.append(np.ravel_multi_index((np.full_like(i, number), i, j), shape))
    every, at = np.concatenate(values, axis=1), np.concatenate(cells)
    right = [np.ravel_multi_index(cell, shape) for cell in _right(document.beads)]
    gold = every[:, np.isin(at, right)].sum(axis=1, dtype=np.float64)
    return Example(every, at, gold, shape, _idle(rows, columns, shape))


def _right(beads: Sequence[Sentences]) -> Iterator[tuple[int, int, int]]:
    """Yield the shape of each bead and the cell where it ends."""
    i = j = 0
    for source, target in beads:
        i, j = i + len(source), j + len(target)
        yield SHAPES.index((len(source), len(target))), i, j


def _idle(rows: int, columns: int, shape: tuple[int, int, int]) -> "NDArray[np.int64]":
    """Return the steps from a document's last cell to the last one of its lattice."""
    import numpy as np

    down = [(SHAPES.index((1, 0)), i, columns) for i in range(rows + 1, shape[1])]
    across = [(SHAPES.index((0, 1)), shape[1] - 1, j) for j in range(columns + 1, shape[2])]
    steps = np.array([*down, *across], dtype=np.int64).reshape(-1, 3)
    return np.asarray(np.ravel_multi_index(tuple(steps.T), shape), dtype=np.int64)


def learn(examples: Sequence[Example], penalty: float = _PENALTY) -> "NDArray[np.float64]":
    """Return the weights under which the right paths are likeliest."""
    import numpy as np
    from scipy.optimize import minimize

    shape = examples[0].shape
    band = Band(np.zeros(shape[1], dtype=np.int64), shape[2])
    count = sum(len(one.cells) ** 0.5 for one in examples)

    def loss(weights: "NDArray[np.float64]") -> "tuple[float, NDArray[np.float64]]":
        scores = np.full((len(examples), int(np.prod(shape))), NEVER)
        for row, one in zip(scores, examples, strict=True):
            row[one.cells] = weights @ one.features
            row[one.idle] = 0.0
        likely, total = posteriors(scores.reshape(-1, *shape), band, shape[2] - 1)
        flat = likely.reshape(len(examples), -1)
        value, slope = penalty * float(weights @ weights), 2 * penalty * weights
        for row, one, sum_of_paths in zip(flat, examples, total, strict=True):
            value += float(sum_of_paths) - float(weights @ one.gold)
            slope = slope + one.features @ row[one.cells] - one.gold
        return value / count, slope / count

    found = minimize(
        loss,
        np.zeros(len(FEATURES)),
        jac=True,
        method="L-BFGS-B",
        options={"maxiter": _ITERATIONS},
    )
    print(f"{found.nit} iterations, loss {found.fun:.4f}")  # noqa: T201
    made: NDArray[np.float64] = found.x
    return made


def main(corpora: Path, output: Path) -> None:
    """Write the weights into a folder."""
    lines = read_pairs(corpora / "parallel" / "news.tsv.xz")
    pairs = [(vi, en) for k, (en, vi) in enumerate(lines) if is_held_out(k) and vi and en]
    chance = random.Random(7)
    chosen = [document for _ in range(_TIMES) for document in documents(pairs, chance)]
    chance.shuffle(chosen)
    made = (example(document, _LENGTHS[1]) for document in chosen)
    learned = learn(list(islice(filter(None, made), _DOCUMENTS)))
    table = {name: round(float(w), 4) for name, w in zip(FEATURES, learned, strict=True)}
    output.mkdir(parents=True, exist_ok=True)
    text = json.dumps(table, indent=2) + "\n"
    (output / "features.json").write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
