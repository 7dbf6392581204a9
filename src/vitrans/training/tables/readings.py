"""Learn the table of accented words by which an English counterpart tells readings apart.

The aligner's table says what a Vietnamese unit may be in English, accents aside. One step of
expectation maximisation that starts from it (IBM Model 1, Brown et al. 1993) shares each link among
the accented forms that the pairs really have.
"""

import lzma
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import islice
from pathlib import Path

from vitrans.align.lexicon import Lexicon, lexicon
from vitrans.align.readings import NOWHERE, english_stems, units
from vitrans.text import strip_accents
from vitrans.training.core.corpora import Pair, find, open_text

# The sources, and of how many pairs of each one is taken.
SOURCES = {"headwords": 1, "everyday": 1, "news": 2}
_LONGEST = 220  # English characters
# How much doubt there is of what was seen only once or twice, in sightings.
_DOUBT = 3.0
_LEAST_EXPECTED = 0.5
_LEAST = 0.015

Expected = dict[str, dict[str, float]]


def expect(pairs: Iterable[Pair], start: Lexicon) -> tuple[Counter[str], Expected]:
    """Return how often each accented unit is seen, and how often it is expected to be a stem."""
    seen: Counter[str] = Counter()
    expected: Expected = {}
    bare = cache(strip_accents)
    for english, vietnamese in pairs:
        stems, found = set(english_stems(english)), set(units(vietnamese))
        seen.update(found)
        links = [
            (unit, stem, may_be[stem][0])
            for unit in found
            if (may_be := start.get(bare(unit)))
            for stem in stems & may_be.keys()
        ]
        total = dict.fromkeys(stems, NOWHERE)
        for _, stem, probability in links:
            total[stem] += probability
        for unit, stem, probability in links:
            counts = expected.setdefault(unit, {})
            counts[stem] = counts.get(stem, 0.0) + probability / total[stem]
    return seen, expected


def probabilities(seen: Counter[str], expected: Expected) -> Iterator[tuple[str, str, float]]:
    """Yield units and stems with their probabilities, as far as they are worth keeping."""
    for unit in sorted(expected):
        for stem, count in sorted(expected[unit].items()):
            probability = count / (seen[unit] + _DOUBT)
            if count >= _LEAST_EXPECTED and probability >= _LEAST:
                yield unit, stem, probability


def read(corpora: Path, sources: dict[str, int]) -> Iterator[Pair]:
    """Yield pairs of the sources in CORPORA/parallel, lines of `English<TAB>Vietnamese`."""
    for name, step in sources.items():
        with open_text(find(corpora / "parallel", name, "tsv")) as file:
            for line in islice(file, 0, None, step):
                english, _, vietnamese = line.rstrip("\n").partition("\t")
                if len(english) <= _LONGEST:
                    yield english, vietnamese


def train(corpora: Path, output: Path, sources: dict[str, int] | None = None) -> int:
    """Write the table that `vitrans.align.readings` reads; return the number of its entries."""
    rows = list(probabilities(*expect(read(corpora, sources or SOURCES), lexicon())))
    text = "".join(f"{unit}\t{stem}\t{max(1, round(100 * p))}\n" for unit, stem, p in rows)
    output.write_bytes(lzma.compress(text.encode("utf-8"), preset=9))
    return len(rows)
