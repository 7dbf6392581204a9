"""The stretch of a translation that is drawn most to some words of its source.

Each word of the target is drawn to the words of the source that it may translate, the more the
nearer they are in the sentence, or to nothing; words compete for each other.
"""

import re
from collections.abc import Sequence
from itertools import accumulate

from vitrans.align.word_links import LinkedWord, find_words, link_strengths
from vitrans.types import Language

ARTICLES = frozenset(["the", "a", "an"])

_NEAR = 2.0  # how fast being drawn falls with the distance, as a share of the sentence
_NOTHING = 0.06  # how much a word is drawn to nothing
_OUTSIDE = 0.85  # what being drawn to other words counts against a stretch
_PLACE = 0.5  # what its place alone counts for a word that is drawn to nothing
_LENGTH = 0.12  # what a word too many or too few costs
_STOP = 1.0  # what it costs to cross a comma or the like that the source words do not
_STOPS = re.compile(r"[,;:.!?…]")

Matrix = list[list[float]]


class WordSides:
    """A sentence and its translation, with what draws their words to each other.

    Attributes:
        into_english: whether the target is English.
        source, target: their words.
        source_stops, target_stops: for each word whether a comma or the like stands before it.
        drawn: how much each target word, by row, is drawn to each source word.
    """

    def __init__(self, source: str, target: str, language: Language) -> None:
        """Compare a sentence with its translation into a language."""
        self.into_english = language is Language.ENGLISH
        self.source = find_words(source, self.into_english)
        self.target = find_words(target, not self.into_english)
        self.source_stops = _stops(source, self.source)
        self.target_stops = _stops(target, self.target)
        if self.into_english:
            self.drawn = _turned(_near(link_strengths(self.source, self.target)))
        else:
            self.drawn = _near(link_strengths(self.target, self.source))
        self._shares = _shared(self.drawn)

    def best(self, inside: slice) -> tuple[int, int]:
        """Return the first word of the best stretch for some source words, and one past its last.

        Args:
            inside: the source words, at least one; the target must have words.
        """
        count = len(self.target)
        size: int = inside.stop - inside.start
        wanted = size * count / len(self.source)
        longest = round(3 * wanted) + 3
        sums = [0.0, *accumulate(self._gain(at, inside) for at in range(count))]
        stops = list(accumulate(self.target_stops))
        cost = 0.0 if any(self.source_stops[inside.start + 1 : inside.stop]) else _STOP

        def value(first: int, last: int) -> float:
            crossed = cost * (stops[last - 1] - stops[first])
            return sums[last] - sums[first] - _LENGTH * abs(last - first - wanted) - crossed

        options = (
            (value(first, last), -first, last)
            for first in range(count)
            for last in range(first + 1, min(count, first + longest) + 1)
        )
        _, first, last = max(options)
        return -first, last

    def _gain(self, at: int, inside: slice) -> float:
        """Return how much more a target word is drawn to words of the source than to the rest."""
        if self.into_english and self.target[at].form in ARTICLES and not self.target[at].is_name:
            return 0.0
        row = self._shares[at]
        here = sum(row[inside])
        there = sum(row) - here
        middle = (at + 0.5) / len(self.target) * len(self.source)
        where = _PLACE if inside.start <= middle <= inside.stop else -_PLACE
        free = _NOTHING / (sum(self.drawn[at]) + _NOTHING)
        return here - _OUTSIDE * there + where * free


def _near(links: Matrix) -> Matrix:
    """Return the links, each the weaker the farther its words are from each other."""
    return [
        [
            link / (1 + _NEAR * abs((i + 0.5) / len(row) - (j + 0.5) / len(links)))
            for i, link in enumerate(row)
        ]
        for j, row in enumerate(links)
    ]


def _shared(drawn: Matrix) -> Matrix:
    """Return what each target word gives each source word of itself, and takes of it."""
    rows = [sum(row) + _NOTHING for row in drawn]
    columns = [sum(column) + _NOTHING for column in _turned(drawn)]
    return [
        [value / whole + value / columns[i] for i, value in enumerate(row)]
        for row, whole in zip(drawn, rows, strict=True)
    ]


def _turned(matrix: Matrix) -> Matrix:
    return [list(column) for column in zip(*matrix, strict=True)]


def _stops(text: str, words: Sequence[LinkedWord]) -> list[bool]:
    ends = [0, *(word.end for word in words)]
    return [
        at > 0 and bool(_STOPS.search(text, end, word.start))
        for at, (end, word) in enumerate(zip(ends, words, strict=False))
    ]
