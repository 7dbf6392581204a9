"""Rare Vietnamese words that an English translation lacks: vải thiều is lychee.

A small model guesses words that it has seldom seen; the bundled tables know what they are.
"""

import lzma
import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from vitrans.align.lexicon import lexicon
from vitrans.align.readings import learned
from vitrans.models import read_table
from vitrans.text import older_tone_placement, strip_accents
from vitrans.text.english import stem
from vitrans.translate.spans import Span

WORD = "word"
"""The kind of a span that is a rare word."""

_WORD = re.compile(r"[^\W\d_]+")
_SURE = 0.6  # the share of a word's sentences that must have its English
_LIKELY = 0.02  # how probable English must be to stand for a word as well


def find_senses(text: str) -> list[Span]:
    """Return the rare words of a Vietnamese text, with their English, apart and in order."""
    table, found = _senses(), list[tuple[float, Span]]()
    words = list(_WORD.finditer(older_tone_placement(text)))
    for one, other in pairwise(words):
        unit = f"{one[0]} {other[0]}"
        if text[one.end() : other.start()] == " " and unit in table:
            english, share = table[unit]
            span = Span(one.start(), other.end(), WORD, unit, english)
            if share >= _SURE:
                found.append((share, span))
    return list(_apart(found))


def lost_senses(spans: Sequence[Span], target: str) -> list[Span]:
    """Return the rare words for which an English text has none of the words they may be."""
    stems = {stem(word.lower()) for word in _WORD.findall(target)}
    return [span for span in spans if stems.isdisjoint(_meanings(span.text, span.replacement))]


def _apart(found: Sequence[tuple[float, Span]]) -> Iterator[Span]:
    """Yield spans that do not overlap, the surest of those that do."""
    kept: list[Span] = []
    for _, span in sorted(found, key=lambda one: (-one[0], one[1].start)):
        if not any(map(span.overlaps, kept)):
            kept.append(span)
    yield from sorted(kept)


@cache
def _meanings(unit: str, english: str) -> frozenset[str]:
    """Return the stems of the English words that a Vietnamese one may be."""
    row = lexicon().get(strip_accents(unit), {})
    likely = {cut for cut, (forth, back) in row.items() if max(forth, back) >= _LIKELY}
    return frozenset({stem(english), *likely, *learned().get(unit, ())})


@cache
def _senses() -> dict[str, tuple[str, float]]:
    """Return the table: word, its English, the share of its sentences that have that."""
    table = {}
    for line in lzma.decompress(read_table("words", "senses.tsv.xz")).decode("utf-8").splitlines():
        unit, english, share = line.split("\t")
        table[unit] = english, int(share) / 100
    return table
