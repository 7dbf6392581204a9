"""How probable a text is, Vietnamese or Western, word by word."""

import math
import re
from collections.abc import Callable
from functools import lru_cache
from itertools import pairwise

from vitrans.repair.syllables import lexicon
from vitrans.text import WORD, older_tone_placement

# From a word to its cost in nats, and whether it may be right.
Word = Callable[[str], tuple[float, bool]]

CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f]")
"""Control characters that no text has."""

# Costs of letters and words in nats, and of signs.
_ASCII_LETTER, _COMMON_LETTER, _RARE_LETTER, _STRANGE_LETTER = 2.8, 6.0, 10.0, 20.0
_FOREIGN, _IRREGULAR, _ADJACENT, _ALONE = 2.3, 6.0, 4.0, 2.0
STRAY = 12.0
"""The cost of a letter that its encoding writes otherwise."""

_COMMON_SIGN, _SIGN, _TRADE_SIGN, _RARE_SIGN, _INSIDE = 4.0, 6.0, 11.0, 13.0, 8.0
_WESTERN = frozenset("àâäáãåæçéèêëíîïìñóôöòõøúùûüßœš")
_COMMON_SIGNS = frozenset("“”‘’–—…•«»\u00a0°")
_SIGNS = frozenset("£©®§¿¡½²³±×¢¥·")
_TRADE_SIGNS = frozenset("€™")
_SIGN_INSIDE = re.compile(r"(?<=[^\W\d_])[^\x00-\x7f’–—…\w](?=[^\W\d_])")
_DIGIT_BEHIND = re.compile(r"(?<=[^\x00-\x7f\W_])[0-9]")
_VIETNAMESE = re.compile(
    "[\u00c0-\u0103\u0110\u0111\u0128\u0129\u0168\u0169\u01a0-\u01b0\u1ea0-\u1ef9]"
)
_ABBREVIATION = re.compile("[A-ZĂÂĐÊÔƠƯ]{1,5}")
# Words that nearly every text in a Western language has.
_WORDS = """\
the of and to in is that it was for on are with as at be this have from or by not you we he
le la les de des du et en un une que qui est dans pour pas sur au der die das und ist von zu
den mit ein eine nicht el los las y del se por con una no il che di per non sono o os da em
um uma het een van op og af til som den det att av ett i på
"""
_FUNCTION = frozenset(_WORDS.split())


def weigh(text: str, word: Word) -> tuple[float, bool]:
    """Return the cost of what stands between white space, and whether all of it may be right."""
    weighed = [word(one) for one in WORD.findall(text)]
    signs = [_sign(c) for c in WORD.sub("", text) if not c.isascii() or CONTROL.match(c)]
    inside = len(_SIGN_INSIDE.findall(text)) + len(_DIGIT_BEHIND.findall(text))
    cost = sum(cost for cost, _ in weighed) + sum(signs) + _INSIDE * inside
    return cost, all(good for _, good in weighed) and not inside and _RARE_SIGN not in signs


def _sign(character: str) -> float:
    """Return the cost of a sign."""
    if character in _COMMON_SIGNS:
        return _COMMON_SIGN
    if character in _TRADE_SIGNS:
        return _TRADE_SIGN
    return _SIGN if character in _SIGNS else _RARE_SIGN


@lru_cache(1 << 16)
def vietnamese(word: str) -> tuple[float, bool]:
    """Return the cost of a word in a Vietnamese text, and whether it may be right."""
    rank = lexicon().rank.get(older_tone_placement(word.lower()))
    if rank is not None:
        return math.log(rank + 5) + 2.1 + _irregular(word), True
    letters = sum(map(_vietnamese_letter, word))
    abbreviation = _ABBREVIATION.fullmatch(word) is not None
    return _FOREIGN + letters + _irregular(word), word.isascii() or abbreviation


def _vietnamese_letter(letter: str) -> float:
    """Return the cost of a letter of a word that is no syllable."""
    if letter.isascii():
        return _ASCII_LETTER
    return _RARE_LETTER if _VIETNAMESE.match(letter) else _STRANGE_LETTER


@lru_cache(1 << 16)
def western(word: str) -> tuple[float, bool]:
    """Return the cost of a word in a Western text, and whether it may be right."""
    small = word.lower()
    if small in _FUNCTION:
        return 4.0, True
    common = [c in _WESTERN for c in small if not c.isascii()]
    cost = _ASCII_LETTER * (len(word) - len(common)) + _ALONE * (len(word) == 1)
    cost += sum(_COMMON_LETTER if one else _RARE_LETTER for one in common)
    adjacent = sum(not (one.isascii() or other.isascii()) for one, other in pairwise(word))
    good = word.isascii() or (all(common) and not adjacent and not _irregular(word))
    return cost + _ADJACENT * adjacent + _irregular(word), good


def _irregular(word: str) -> float:
    """Return what capitals inside a word cost."""
    regular = word.isupper() or word[1:].islower() or len(word) == 1
    return 0.0 if regular else _IRREGULAR
