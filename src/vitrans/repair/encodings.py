"""Text in an old Vietnamese encoding, or in UTF-8, that was read as Western European.

A line is in such an encoding when all of it reads as Vietnamese that way, and not as it stands.
UTF-8 that was read as Windows-1252 (or ISO 8859-1) shows in its byte sequences.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from vitrans.encodings.capitals import capitalised
from vitrans.encodings.encoding import Encoding
from vitrans.encodings.mojibake import LETTER_OF_THREE, NEXT, SEQUENCE, read_sequence
from vitrans.encodings.tables import TCVN3
from vitrans.repair.syllables import lexicon
from vitrans.text import WORD

# How much of a line must be Vietnamese when read so, and may be as it stands.
_READS, _STANDS = 0.85, 0.34

# A line of one word is judged by this: capitals with marks inside a word in small letters.
_UNLIKE = re.compile("[a-z][\u00c0-\u00de][a-z]")

# The letter à, whose second byte is a no-break space, after that has become a space.
_CUT = re.compile(rf"\u00c3(?!\w|{NEXT})")


def read_utf8(words: Sequence[str]) -> list[str]:
    """Return the words of a line, UTF-8 that was read as Windows-1252 set right.

    The three characters of a letter such as `ế` stand in no text by chance, nor do two that make
    a word a syllable; what else there is of the kind, as quotation marks, goes with them.
    """
    made = [SEQUENCE.sub(read_sequence, word) for word in words]
    if made == list(words):
        return made
    pairs = list(zip(words, made, strict=True))
    certain = sum(_is_utf8(word, one) for word, one in pairs)
    if certain > 1:
        return [_CUT.sub("à", word) for word in made]
    return made if certain else list(words)


def read_old(words: Sequence[str], encoding: Encoding) -> list[str]:
    """Return the words of a line as they were written, where it is certainly in an encoding."""
    found = [word for word in words if not word.isascii() and WORD.search(word)]
    if not found or _share(found) > _STANDS:
        return list(words)
    made = [encoding.decode(word) for word in found]
    if _share(made) < _READS:
        return list(words)
    distinct = sum(_exists(m) and not _exists(f) for m, f in zip(made, found, strict=True))
    if distinct < 2 and not (len(found) == 1 and _UNLIKE.search(found[0])):
        return list(words)
    decoded = [encoding.decode(word) for word in words]
    return capitalised(words, decoded) if encoding is TCVN3 else decoded


def _is_utf8(word: str, made: str) -> bool:
    """Say whether a word is certain to be UTF-8, read wrongly once or, where that helps, twice."""
    three = LETTER_OF_THREE.search(word) or LETTER_OF_THREE.search(made)
    return three is not None or (word != made and _exists(made) and not _exists(word))


@lru_cache(1 << 16)
def _exists(word: str) -> bool:
    """Say whether all of a word with its punctuation is made up of Vietnamese syllables."""
    found = WORD.findall(word)
    return bool(found) and all(one in lexicon() for one in found)


def _share(words: Sequence[str]) -> float:
    """Return the share of words that are Vietnamese."""
    return sum(map(_exists, words)) / len(words)
