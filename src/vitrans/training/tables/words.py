"""Learn the bilingual word table that sentences and captions are compared with.

    python -m vitrans.training.tables.words CORPORA FOLDER

reads CORPORA/parallel/*.tsv.xz, lines of `English<TAB>Vietnamese`, and writes `lexicon.tsv.xz`
to FOLDER, for `vitrans models bundle FOLDER words`. IBM Model 1 (Brown et al. 1993) in both
directions: each token comes from one of the other side's. An entry counts for the geometric mean of
what the two directions expect, so that only what both believe stays. Lines of the table: Vietnamese
token, English token, probability in percent of the English one and of the Vietnamese one.
"""

import lzma
import random
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from vitrans.align.tokens import english_tokens, vietnamese_tokens

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Pair = tuple[list[str], list[str]]

# The files, and how many pairs of each at most.
SOURCES = {
    "news": 100_000,
    "everyday": 100_000,
    "docs": 20_000,
    "captions-spoken": 8_000,
    "subtitles": 40_000,
    "headwords": 100_000,
}
# Of the news, every twelfth block of lines is kept for `vitrans.training.tables.alignment`.
BLOCK = 40
_LONGEST = (32, 45)
_ROUNDS = 5
_LEAST_SEEN = (4, 3)
_LEAST_TOGETHER = 3
_LEAST_EXPECTED = 0.8
_LEAST_CHANCE = 0.015


def is_held_out(line: int) -> bool:
    """Say whether a line of the news (from 0) is kept from the word table."""
    return line // BLOCK % 12 == 5


def read_pairs(path: Path) -> list[tuple[str, str]]:
    """Return the English and the Vietnamese text of each line of a compressed file."""
    text = lzma.decompress(path.read_bytes()).decode("utf-8").removesuffix("\n")
    rows = (line.partition("\t") for line in text.split("\n"))
    return [(english, vietnamese) for english, _, vietnamese in rows]


def learn(pairs: list[Pair]) -> Iterator[tuple[str, str, float, float]]:
    """Yield Vietnamese and English tokens with their probabilities given each other."""
    import numpy as np

    ours, theirs = _frequent(pairs)
    cell, target, source = _links(pairs, ours, theirs)
    cells, at, kept = _pruned(cell, len(theirs))
    target, source = target[kept], source[kept]
    token, english = cells // len(theirs), cells % len(theirs)
    expected = np.sqrt(_estimate(token, at, target) * _estimate(english, at, source))
    seen_vi = np.bincount(token, weights=expected)[token]
    seen_en = np.bincount(english, weights=expected)[english]
    forth, back = expected / np.maximum(seen_vi, 1.0), expected / np.maximum(seen_en, 1.0)
    chosen = (expected >= _LEAST_EXPECTED) & (np.maximum(forth, back) >= _LEAST_CHANCE)
    names, stems = ["", *ours], list(theirs)
    for k in np.flatnonzero(chosen & (token > 0)):
        yield names[token[k]], stems[english[k]], float(forth[k]), float(back[k])


def _frequent(pairs: list[Pair]) -> tuple[dict[str, int], dict[str, int]]:
    """Return the tokens that are frequent enough, with their numbers; 0 is for no Vietnamese."""
    tables = []
    for side in range(2):
        count = Counter(chain.from_iterable(pair[side] for pair in pairs))
        tables.append(sorted(token for token in count if count[token] >= _LEAST_SEEN[side]))
    ours, theirs = tables
    return {t: k for k, t in enumerate(ours, 1)}, {t: k for k, t in enumerate(theirs)}


def _links(
    pairs: list[Pair], ours: dict[str, int], theirs: dict[str, int]
) -> "tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32]]":
    """Return each possible link: its cell of the table, its English and its Vietnamese place."""
    import numpy as np

    cells, targets, sources = [], [], []
    target = source = 0
    for vi, en in pairs:
        x = np.array([0, *(ours[t] for t in vi if t in ours)], dtype=np.int64)
        y = np.array([theirs[t] for t in en if t in theirs], dtype=np.int64)
        cells.append((x[:, None] * len(theirs) + y).ravel())
        targets.append(np.tile(np.arange(target, target + len(y), dtype=np.int32), len(x)))
        sources.append(np.repeat(np.arange(source, source + len(x), dtype=np.int32), len(y)))
        target, source = target + len(y), source + len(x)
    return np.concatenate(cells), np.concatenate(targets), np.concatenate(sources)


def _pruned(
    cell: "NDArray[np.int64]", stems: int
) -> "tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.bool_]]":
    """Return the cells that are seen often enough, each link's cell, and which links have one."""
    import numpy as np

    order = np.argsort(cell, kind="stable")
    ranked = cell[order]
    first = np.concatenate([[True], ranked[1:] != ranked[:-1]])
    group = np.cumsum(first) - 1
    cells, seen = ranked[first], np.bincount(group)
    often = (seen >= _LEAST_TOGETHER) | (cells < stems)
    number = np.where(often, np.cumsum(often) - 1, -1).astype(np.int32)
    at = np.empty(len(cell), np.int32)
    at[order] = number[group]
    kept = at >= 0
    return cells[often], at[kept], kept


def _estimate(
    given: "NDArray[np.int64]", at: "NDArray[np.int32]", place: "NDArray[np.int32]"
) -> "NDArray[np.float64]":
    """Return how often each cell is expected after some rounds of expectation maximisation."""
    import numpy as np

    table: NDArray[np.float64] = np.ones(len(given))
    for _ in range(_ROUNDS):
        share = table[at]
        share /= np.bincount(place, weights=share)[place]
        expected = np.bincount(at, weights=share, minlength=len(given)).astype(np.float64)
        table = expected / np.bincount(given, weights=expected)[given]
    return expected


def _read(corpora: Path) -> Iterator[Pair]:
    """Yield the tokens of the pairs of each file that are not too long; no names."""
    for name, most in SOURCES.items():
        rows = read_pairs(corpora / "parallel" / f"{name}.tsv.xz")
        if name == "news":
            rows = [row for k, row in enumerate(rows) if not is_held_out(k)]
        rows = [(en, vi) for en, vi in rows if _is_short(en, vi)]
        if len(rows) > most:
            random.Random(7).shuffle(rows)
        for english, vietnamese in rows[:most]:
            yield _words(vietnamese_tokens(vietnamese)), _words(english_tokens(english))


def _is_short(english: str, vietnamese: str) -> bool:
    return len(english.split()) <= _LONGEST[0] and 0 < len(vietnamese.split()) <= _LONGEST[1]


def _words(tokens: list[str]) -> list[str]:
    """Return the tokens, each once, without the names."""
    return [token for token in dict.fromkeys(tokens) if token[0] != "^"]


def main(corpora: Path, output: Path) -> None:
    """Write the table into a folder, in the order of the alphabet."""
    rows = sorted(learn(list(_read(corpora))))
    lines = (f"{v}\t{e}\t{_percent(p)}\t{_percent(q)}\n" for v, e, p, q in rows)
    output.mkdir(parents=True, exist_ok=True)
    (output / "lexicon.tsv.xz").write_bytes(lzma.compress("".join(lines).encode("utf-8"), preset=9))


def _percent(chance: float) -> int:
    return max(1, round(100 * chance))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
