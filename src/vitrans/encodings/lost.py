"""TCVN3 that lost its ư, which is a soft hyphen where Windows-1252 is read, and often goes."""

import re
from collections.abc import Sequence

from vitrans.repair.syllables import lexicon
from vitrans.text import WORD

_BESIDE = re.compile("(?<![ưƯ])[ơờớởỡợƠỜỚỞỠỢ]")
_SPACE = re.compile(r"([ \t\r\n\f\v]+)")
# How many words must have lost an ư before others are thought to have.
_SEVERAL = 2
# How many times as frequent a syllable with ư must be as one without it that exists too.
_FAR = 20
# Words of two letters at least that are nothing but consonants now.
_BARE = re.compile(
    r"(?<![^\W\d_])[BCDGHKLMNPQRSTVXbcdghklmnpqrstvxđ][bcdghklmnpqrstvx]{1,4}(?![^\W\d_])"
)


def with_u(text: str) -> str:
    """Return a decoded text that has no ư at all with those that it certainly lost."""
    words = _SPACE.split(text)
    made = [with_lost_u(word) for word in words]
    if sum(map(str.__ne__, words, made)) < _SEVERAL:
        return text
    return "".join(with_all_u(made))


def with_lost_u(word: str) -> str:
    """Return a decoded word with the ư that it lost before ơ, if that makes it a syllable.

    `ngời` is read as `người`, `đợc` as `được`; `xa` may have been `xưa`, and stays.
    """
    return word if word.isascii() else WORD.sub(_restored, word)


def with_all_u(words: Sequence[str]) -> list[str]:
    """Return the words of a text that lost its ư, also those that could be others.

    These are `nh` and `nhng` for `như` and `nhưng`, and rare syllables such as `ngời`.
    """
    return [WORD.sub(_likelier, _BARE.sub(_filled, word)) for word in words]


def _filled(found: re.Match[str]) -> str:
    """Return the syllable that consonants are with ư, if they are one."""
    word = found.group()
    made = [word[:at] + "ư" + word[at:] for at in range(1, len(word) + 1)]
    exist = [one for one in made if one in lexicon()]
    return exist[0] if len(exist) == 1 else word


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
