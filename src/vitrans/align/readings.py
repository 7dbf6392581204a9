"""Which reading of an unaccented Vietnamese text its English counterpart speaks for.

`nam` is `năm` where the English has a year, `nam` where it has the south. Each English word comes
from one of the syllables or pairs of neighbouring syllables of the Vietnamese text, or from none
of them (IBM Model 1, Brown et al. 1993); here these have their accents, and so readings differ.
"""

import lzma
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise
from math import log

from vitrans.align.words import is_content
from vitrans.models import read_table
from vitrans.text import WORD, lines, older_tone_placement, strip_accents
from vitrans.text.english import stem

# What an English word has that comes from nowhere.
NOWHERE = 0.02
# What each English word of a set phrase has.
_PHRASE = 0.5

_ENGLISH = re.compile(r"[a-z]+")

Table = Mapping[str, Mapping[str, float]]


class WordEvidence:
    """A table of accented Vietnamese units and English stems; `load` makes one."""

    def __init__(self, table: Table, phrases: Table, weight: float = 2.0) -> None:
        """Take the probabilities of stems by unit, those of set phrases apart, and their weight."""
        self._weight = weight
        self._table = {**table, **phrases}
        self._phrases = [tuple(phrase.split(" ")) for phrase in phrases]

    @classmethod
    def load(cls, weight: float = 2.0) -> "WordEvidence":
        """Return the evidence of the bundled table, with how much it counts."""
        return cls(learned(), _phrases(), weight)

    def __call__(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        """Return weighted log-probabilities of English texts given Vietnamese readings.

        Args:
            pairs: each a reading with its accents, and the English.
        """
        seen: dict[str, _Stems] = {}
        return [
            self._weight * seen.setdefault(english, _Stems(english, self._table)).score(reading)
            for reading, english in pairs
        ]

    def proposals(self, text: str, english: str) -> Iterator[tuple[int, str]]:
        """Yield offsets of words in a text with the forms, in small letters, of set phrases.

        A phrase must have the letters of the text, and the English one of the words that the
        phrase may be.
        """
        stems = set(english_stems(english))
        found = list(WORD.finditer(text))
        bare = [strip_accents(match[0]).lower() for match in found]
        for phrase in self._phrases:
            letters = [strip_accents(form) for form in phrase]
            if stems.isdisjoint(self._table[" ".join(phrase)]):
                continue
            for at in range(len(bare) - len(phrase) + 1):
                if bare[at : at + len(phrase)] == letters:
                    yield from ((found[at + k].start(), form) for k, form in enumerate(phrase))


class _Stems:
    """The stems of an English text, and what each Vietnamese unit adds to their probability."""

    def __init__(self, english: str, table: Table) -> None:
        self._stems = english_stems(english)
        self._table = table
        self._known: dict[str, list[tuple[int, float]]] = {}

    def score(self, vietnamese: str) -> float:
        """Return the log-probability of the English, up to a constant, given a reading."""
        sums = [NOWHERE] * len(self._stems)
        for unit in units(vietnamese):
            for number, probability in self._of(unit):
                sums[number] += probability
        return sum(map(log, sums))

    def _of(self, unit: str) -> list[tuple[int, float]]:
        if unit not in self._known:
            may_be = self._table.get(unit, {})
            self._known[unit] = [(k, may_be[s]) for k, s in enumerate(self._stems) if s in may_be]
        return self._known[unit]


def english_stems(english: str) -> list[str]:
    """Return the words of an English text that mean something, without endings, each once.

    >>> english_stems("The players’ three songs, and their players")
    ['player', 'thre', 'song']
    """
    found = _ENGLISH.findall(strip_accents(english).lower())
    return list(dict.fromkeys(stem(word) for word in found if is_content(word)))


def units(vietnamese: str) -> list[str]:
    """Return the syllables of a text and each two neighbours, in small letters, with accents.

    >>> units("Mọt phim Hàn")
    ['mọt', 'phim', 'hàn', 'mọt phim', 'phim hàn']
    """
    syllables = WORD.findall(older_tone_placement(vietnamese).lower())
    return [*syllables, *map(" ".join, pairwise(syllables))]


@cache
def learned() -> Table:
    """Return the table that training wrote: unit, stem, probability in percent."""
    data = read_table("readings", "readings.tsv.xz")
    table: dict[str, dict[str, float]] = {}
    for line in lines(lzma.decompress(data).decode("utf-8")):
        unit, stem, percent = line.split("\t")
        table.setdefault(unit, {})[stem] = int(percent) / 100
    return table


@cache
def _phrases() -> Table:
    """Return the phrases that are too rare to be learned, with the stems of their English."""
    text = read_table("readings", "phrases.tsv").decode("utf-8")
    rows = (line.rstrip("\n").split("\t") for line in lines(text) if line[0] != "#")
    return {phrase: dict.fromkeys(english_stems(english), _PHRASE) for phrase, english in rows}
