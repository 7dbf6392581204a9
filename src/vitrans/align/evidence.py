"""How much a Vietnamese and an English text have in common: numbers, names, words, length."""

import re
from collections.abc import Sequence
from itertools import pairwise

from vitrans.align.numbers import compare_numbers
from vitrans.align.words import is_content, likely, to_english, vietnamese_units
from vitrans.text import strip_accents
from vitrans.text.english import stem

_WORD = re.compile(r"[A-Za-z]+")
# Before a word that has a capital because a sentence begins.
_OPENING = re.compile(r"(?:^|[.!?:…]\s+)[\W\d]*$")

_NAME_WEIGHT = 2.0
_LIKELY = 0.4
_NUMBER_FOUND = 0.06
_NUMBER_LOST = 0.15
_MOST_NUMBERS = 3


def likeness(vietnamese: str, english: str) -> float:
    """Return how likely two texts say the same; about 0.1 for any two, 0.6 for translations."""
    vi, en = strip_accents(vietnamese), strip_accents(english).replace("’s", "").replace("'s", "")
    words = (_english_share(vi, en) + _vietnamese_share(vi, en)) / 2
    found, lost = compare_numbers(vi, en)
    gain = _NUMBER_FOUND * min(found, _MOST_NUMBERS) - _NUMBER_LOST * min(lost, _MOST_NUMBERS)
    return words + gain


def length_ratio(one: str, other: str) -> float:
    """Return how long the shorter of two texts is, the longer one being 1."""
    return min(len(one), len(other)) / max(len(one), len(other), 1)


def _english_share(vi: str, en: str) -> float:
    """Return which share of the English words the Vietnamese text has."""
    known, letters = to_english(vietnamese_units(vi)), _letters(vi)
    weights = found = 0.0
    for word, named in _words(en):
        if not is_content(word.lower()):
            continue
        same = _is_within(word, vi, letters) if word[0].isupper() else 0.0
        weight = _NAME_WEIGHT if named or same else 1.0
        weights += weight
        found += weight * max(same, _sure(known.get(stem(word.lower()), 0.0)))
    return found / max(weights, 1.0)


def _vietnamese_share(vi: str, en: str) -> float:
    """Return which share of the Vietnamese syllables the English text has, as far as known."""
    stems, letters = {stem(word.lower()) for word, _ in _words(en)}, _letters(en)
    words = _words(vi)
    hits = _hits([word.lower() for word, _ in words], stems)
    weights = found = 0.0
    for (word, named), hit in zip(words, hits, strict=True):
        same = _is_within(word, en, letters) if word[0].isupper() else 0.0
        if not named and not same and word.lower() not in likely():
            continue
        weight = _NAME_WEIGHT if named or same else 1.0
        weights += weight
        found += weight * max(same, hit)
    return found / max(weights, 1.0)


def _hits(syllables: Sequence[str], stems: set[str]) -> list[float]:
    """Return how sure each syllable, alone or with a neighbour, is one of the stems."""
    alone = [_best(syllable, stems) for syllable in syllables]
    both = [0.0, *(_best(f"{one} {other}", stems) for one, other in pairwise(syllables)), 0.0]
    return [max(hit, both[i], both[i + 1]) for i, hit in enumerate(alone)]


def _best(unit: str, stems: set[str]) -> float:
    """Return how sure a Vietnamese unit is one of the stems."""
    known = likely().get(unit, {})
    return max((_sure(value) for english, value in known.items() if english in stems), default=0.0)


def _sure(value: float) -> float:
    """Return a probability as evidence: beyond some point it is a hit."""
    return min(1.0, value / _LIKELY)


def _words(text: str) -> list[tuple[str, bool]]:
    """Return the words of a text, each with whether it is a name by its capital."""
    return [
        (m.group(), m.group()[0].isupper() and not _OPENING.search(text[: m.start()]))
        for m in _WORD.finditer(text)
    ]


def _is_within(word: str, text: str, letters: str) -> float:
    """Return 1 where a name is in a text, so that `Hanoi` is in `Ha Noi`; 0 where not."""
    if len(word) > 3:
        return float(word.lower() in letters)
    return float(bool(re.search(rf"\b{word}\b", text)))


def _letters(text: str) -> str:
    """Return the letters of a text alone, in lower case."""
    return "".join(_WORD.findall(text)).lower()
