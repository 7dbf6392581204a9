"""Text in an old Vietnamese encoding, or in UTF-8, that was read as Western European.

A line is in such an encoding when all of it reads as Vietnamese that way, and not as it stands.
UTF-8 that was read as Windows-1252 (or ISO 8859-1) shows in its byte sequences.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from vitrans.encodings.capitals import capitalised
from vitrans.encodings.encoding import Encoding
from vitrans.encodings.lost import with_all_u, with_lost_u
from vitrans.encodings.mojibake import (
    LETTER_OF_THREE,
    REST,
    SEQUENCE,
    UNREAD,
    completions,
    read_sequence,
)
from vitrans.encodings.tables import TCVN3
from vitrans.repair.syllables import lexicon
from vitrans.text import WORD
from vitrans.text.syllables import VIETNAMESE_LETTER

# How much of a line must be Vietnamese when read so, and may be as it stands.
_READS, _STANDS = 0.85, 0.34

# What no Vietnamese word has: a sign between its letters.
_SIGN_INSIDE = re.compile(r"(?<=[^\W\d_])[^\w\s’'./&–-]+(?=[^\W\d_])")
# A line of one word is judged by this: capitals with marks inside a word in small letters.
_UNLIKE = re.compile("[a-z][\u00c0-\u00de][a-z]")


def read_utf8(words: Sequence[str]) -> list[str]:
    """Return the words of a line, UTF-8 that was read as Windows-1252 set right.

    The three characters of a letter such as `ế` stand in no text by chance, nor do two that make
    a word a syllable; what else there is of the kind, as quotation marks, goes with them. A word
    whose letters lost bytes is read where one reading exists, else it stays whole as it is.
    """
    mixed = any(map(VIETNAMESE_LETTER.search, words))
    made = [word if mixed and _stands(word) else _read_utf8(word) for word in words]
    pairs = zip(words, [*words, ""][1:], made, strict=True)
    made = [word if _was_parted(word, after) else one for word, after, one in pairs]
    certain = any(_is_utf8(word, one) for word, one in zip(words, made, strict=True))
    return made if certain else list(words)


def is_unread(word: str) -> bool:
    """Say whether there are letters in a word that were read wrongly and could not be mended."""
    return not word.isascii() and UNREAD.search(word) is not None


def _was_parted(word: str, after: str) -> bool:
    """Say whether `hÃ ng` may be `hàng` as well, whose no-break space has become a space."""
    return word[-1:] == "\u00c3" and after[:1].isalpha() and _exists(word[:-1] + "à" + after)


def joined(word: str, after: str) -> str | None:
    """Return two words as one where they can be nothing else: `hoÃ n`, of `hoàn`."""
    if not _was_parted(word, after) or _exists(after) or not _stands(word[:-1] + "à" + after):
        return None
    return f"{word}\u00a0{after}"


@lru_cache(1 << 16)
def _read_utf8(word: str) -> str:
    """Return a word as it was, or as it is where that cannot be told."""
    if word.isascii():
        return word
    made = SEQUENCE.sub(read_sequence, word)
    if not REST.search(made):
        return made
    found = {one for one in completions(made) if _stands(one)}
    if len(found) == 1:
        return found.pop()
    return word if UNREAD.search(made) else made


def read_old(words: Sequence[str], encoding: Encoding) -> list[str]:
    """Return the words of a line as they were written, where it is certainly in an encoding."""
    found = [word for word in words if not word.isascii() and WORD.search(word)]
    if not found or _share(found) > _STANDS:
        return list(words)
    decode = _read_tcvn3 if encoding is TCVN3 else encoding.decode
    made = [decode(word) for word in found]
    if _share(made) < _READS:
        return list(words)
    distinct = sum(_exists(m) and not _exists(f) for m, f in zip(made, found, strict=True))
    if distinct < 2 and not (len(found) == 1 and _UNLIKE.search(found[0])):
        return list(words)
    decoded = [decode(word) for word in words]
    return _finished(words, decoded) if encoding is TCVN3 else decoded


def _read_tcvn3(word: str) -> str:
    """Return a word in TCVN3 as it was written, with the ư that it may have lost."""
    return with_lost_u(TCVN3.decode(word))


def _finished(words: Sequence[str], decoded: Sequence[str]) -> list[str]:
    """Return the words of a line of TCVN3 with what it lost: more of its ư, toned capitals."""
    lost = any(TCVN3.decode(word) != made for word, made in zip(words, decoded, strict=True))
    return capitalised(words, with_all_u(decoded) if lost else decoded)


def _is_utf8(word: str, made: str) -> bool:
    """Say whether a word is certain to be UTF-8, read wrongly once or, where that helps, twice."""
    if word == made:
        return False
    three = LETTER_OF_THREE.search(word) or LETTER_OF_THREE.search(made) or UNREAD.search(word)
    return three is not None or (_exists(made) and not _stands(word))


def _stands(word: str) -> bool:
    """Say whether a word is Vietnamese as it stands: its syllables, capitals and signs."""
    regular = all(w.isupper() or w[1:].islower() or len(w) == 1 for w in WORD.findall(word))
    wrong = _SIGN_INSIDE.search(word) or UNREAD.search(word)
    return regular and not wrong and _exists(word)


@lru_cache(1 << 16)
def _exists(word: str) -> bool:
    """Say whether all of a word with its punctuation is made up of Vietnamese syllables."""
    found = WORD.findall(word)
    return bool(found) and all(one in lexicon() for one in found)


def _share(words: Sequence[str]) -> float:
    """Return the share of words that are Vietnamese."""
    return sum(map(_exists, words)) / len(words)
