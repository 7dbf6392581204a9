"""Words of either language and what they may be in the other, by the bundled table."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from itertools import pairwise

from vitrans.align.lexicon import lexicon
from vitrans.text import strip_accents

_WORD = re.compile(r"[a-z]+")
# What a text on any subject may have.
_ANYWHERE = """
a an and are as at be been before but by did do for from had has have he her his i in into is it its
my no not of off on or our out she so than that the their them they this to up was we were when
where which while who whose will with would you your
"""
_COMMON = frozenset(_ANYWHERE.split())
_COMMON_CHANCE = 0.04
_SOME_CHANCE = 0.03
_ONLY = 0.5


def is_content(word: str) -> bool:
    """Say whether a lower-case English word tells what a text is about."""
    return word not in _COMMON and len(word) > 1


def vietnamese_units(text: str) -> list[str]:
    """Return the syllables of a Vietnamese text and each two neighbours, accents stripped."""
    found = _WORD.findall(strip_accents(text).lower())
    return [*found, *(f"{one} {other}" for one, other in pairwise(found))]


@cache
def likely() -> Mapping[str, Mapping[str, float]]:
    """Return what a Vietnamese unit is likely to be in English: stems with their probabilities."""
    return {
        unit: kept
        for unit, row in lexicon().items()
        if unit[0] != "#"
        and (
            kept := {stem: forth for stem, (forth, back) in row.items() if _is_likely(forth, back)}
        )
    }


def _is_likely(forth: float, back: float) -> bool:
    """Say whether a translation is common, or the only one of its English word."""
    return forth >= _COMMON_CHANCE or (back >= _ONLY and forth >= _SOME_CHANCE)


def to_english(units: Iterable[str]) -> dict[str, float]:
    """Return the stems some Vietnamese units may be, each with its best probability."""
    found: dict[str, float] = {}
    for unit in units:
        for english, value in likely().get(unit, {}).items():
            found[english] = max(value, found.get(english, 0.0))
    return found
