"""Learn the bilingual word list that caption pairs are found with, from parallel text.

    python -m vitrans.training.lexicon OUT.tsv FILE.tsv.xz...

IBM Model 1: each English word comes from one of the Vietnamese syllables or two-syllable words of
its sentence, accents stripped. Lines of the list: Vietnamese, English stem, probability in percent.
"""

import lzma
import random
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain, product
from pathlib import Path
from typing import TYPE_CHECKING

from vitrans.align.words import english_stems, vietnamese_units

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_PAIRS = 45_000
_LONGEST = 22
_ROUNDS = 6
_LEAST_SEEN = 8
_LEAST = 0.08
_MOST_BYTES = 150_000

Pair = tuple[list[str], list[str]]


def learn(pairs: list[Pair]) -> list[tuple[str, str, float]]:
    """Return Vietnamese units, English stems and how probable the stem is, likeliest first."""
    import numpy as np

    kept = _frequent(pairs)
    units = {unit: i for i, unit in enumerate(sorted({u for vi, _ in kept for u in vi}))}
    stems = {stem: i for i, stem in enumerate(sorted({s for _, en in kept for s in en}))}
    links = np.array(list(_links(kept, units, stems)), dtype=np.int64)
    cells, at = np.unique(links[:, 0] * len(stems) + links[:, 1], return_inverse=True)
    table = _estimate(cells // len(stems), at, links[:, 2])
    seen = np.bincount(at)
    chosen = np.flatnonzero((table >= _LEAST) & (seen >= _LEAST_SEEN // 2))
    by_unit, by_stem = list(units), list(stems)
    rows = (
        (by_unit[cells[i] // len(stems)], by_stem[cells[i] % len(stems)], float(table[i]), seen[i])
        for i in chosen
    )
    ranked = sorted(rows, key=lambda row: (-row[2] * row[3], row[0], row[1]))
    return [row[:3] for row in ranked]


def _frequent(pairs: list[Pair]) -> list[Pair]:
    """Return the pairs without what is too rare to learn; the empty unit takes what is left."""
    count = Counter(chain.from_iterable(set(vi) for vi, _ in pairs))
    stems = Counter(chain.from_iterable(set(en) for _, en in pairs))
    return [
        (
            ["", *(u for u in dict.fromkeys(vi) if count[u] >= _LEAST_SEEN)],
            [s for s in dict.fromkeys(en) if stems[s] >= _LEAST_SEEN],
        )
        for vi, en in pairs
    ]


def _links(
    pairs: list[Pair], units: dict[str, int], stems: dict[str, int]
) -> Iterator[tuple[int, int, int]]:
    """Yield each possible link of a pair: the unit, the stem and the English word's number."""
    word = 0
    for vi, en in pairs:
        for (offset, stem), unit in product(enumerate(en), vi):
            yield units[unit], stems[stem], word + offset
        word += len(en)


def _estimate(
    unit: "NDArray[np.int64]", at: "NDArray[np.intp]", word: "NDArray[np.int64]"
) -> "NDArray[np.float64]":
    """Return the probability of each cell after some rounds of expectation maximisation."""
    import numpy as np

    table: NDArray[np.float64] = np.ones(len(unit))
    for _ in range(_ROUNDS):
        share = table[at]
        share /= np.bincount(word, weights=share)[word]
        table = np.bincount(at, weights=share).astype(np.float64)
        table /= np.bincount(unit, weights=table)[unit]
    return table


def _read(paths: Iterable[Path]) -> Iterator[Pair]:
    """Yield a sample of short pairs of each file of `English<TAB>Vietnamese` lines."""
    for path in paths:
        text = lzma.decompress(path.read_bytes()).decode("utf-8")
        lines = [line.split("\t") for line in text.splitlines()]
        short = [x for x in lines if len(x) == 2 and len(x[0].split()) <= _LONGEST]
        random.Random(7).shuffle(short)
        for english, vietnamese in short[:_PAIRS]:
            yield vietnamese_units(vietnamese), english_stems(english)


def main(out: Path, files: list[Path]) -> None:
    """Write the likeliest and most frequent entries to OUT, in the order of the alphabet."""
    lines: list[str] = []
    size = 0
    for unit, stem, value in learn(list(_read(files))):
        line = f"{unit}\t{stem}\t{round(100 * value)}\n"
        size += len(line)
        if unit and size <= _MOST_BYTES:
            lines.append(line)
    out.write_text("".join(sorted(lines)), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), [Path(name) for name in sys.argv[2:]])
