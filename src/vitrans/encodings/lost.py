"""TCVN3 that lost its ư, which is a soft hyphen where Windows-1252 is read, and often goes."""

import re
from collections.abc import Sequence

from vitrans.repair.syllables import lexicon
from vitrans.text import WORD

_BESIDE = re.compile("(?<![ưƯ])[ơờớởỡợƠỜỚỞỠỢ]")
# How many times as frequent a syllable with ư must be as one without it that exists too.
_FAR = 20
# Words that are nothing but consonants now.
_BARE = re.compile(r"(?<![^\W\d_])(?:[Nn]h|[Tt]h)(?![^\W\d_])")


def with_lost_u(word: str) -> str:
    """Return a decoded word with the ư that it lost before ơ, if that makes it a syllable.

    `ngời` is read as `người`, `đợc` as `được`; `xa` may have been `xưa`, and stays.
    """
    return word if word.isascii() else WORD.sub(_restored, word)


def with_all_u(words: Sequence[str]) -> list[str]:
    """Return the words of a text that lost its ư, also those that could be others.

    These are `nh` and `th`, and rare syllables such as `ngời`.
    """
    return [
        WORD.sub(_likelier, _BARE.sub(lambda found: found.group() + "ư", word)) for word in words
    ]


def _restored(found: re.Match[str]) -> str:
    """Return a syllable with ư before its ơ, or the word as it is."""
    made = _inserted(found.group())
    return made if found.group() not in lexicon() and made in lexicon() else found.group()


def _likelier(found: re.Match[str]) -> str:
    """Return a syllable with ư before its ơ where that is far more frequent."""
    word, rank = found.group(), lexicon().rank
    made = _inserted(word)
    ranks = rank.get(made.lower()), rank.get(word.lower())
    return made if ranks[0] is not None and ranks[1] and ranks[0] * _FAR < ranks[1] else word


def _inserted(word: str) -> str:
    return _BESIDE.sub(lambda letter: ("ư" if letter[0].islower() else "Ư") + letter[0], word)
