"""English words and what they are formed from.

Two rules, for two uses: tables of words by their stems were learned with `stem`, so whoever reads
them cuts words the same way; `possible_stems` asks a list of whole words.
"""

import re
from collections.abc import Iterator

_ENDING = re.compile(r"(?:ies|y|ied|ing|ed|es|s|e)$")
_SUFFIXES = ("s", "es", "ed", "d", "ing", "ly", "er", "ers", "ness", "al")
_Y_SUFFIXES = ("ies", "ied", "ier", "ily", "iness")
_SHORTEST = 3


def stem(word: str) -> str:
    """Return an English word without its ending; short words keep theirs.

    >>> stem("carries"), stem("carrying"), stem("red")
    ('carr', 'carr', 'red')
    """
    cut = _ENDING.sub("", word)
    return cut if len(cut) >= _SHORTEST else word


def possible_stems(word: str) -> Iterator[str]:
    """Yield an English word in small letters and the words that it may be formed from."""
    yield word
    for suffix in _SUFFIXES:
        cut = word.removesuffix(suffix)
        if cut == word or len(cut) < _SHORTEST:
            continue
        yield cut
        yield cut + "e"
        if cut[-1] == cut[-2]:
            yield cut[:-1]
    for suffix in _Y_SUFFIXES:
        if word.endswith(suffix):
            yield word.removesuffix(suffix) + "y"
