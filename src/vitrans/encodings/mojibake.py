"""UTF-8 that was read as Windows-1252 or ISO 8859-1: how its letters look.

Bytes that Windows-1252 has not are often lost on the way: dropped, or replaced by `?` or U+FFFD.
So are the no-break space and the soft hyphen, which look like nothing.
"""

import re
from collections.abc import Iterator

from vitrans.encodings.encoding import WINDOWS

NEXT = "[\u0080-\u00bf" + "".join(WINDOWS) + "]"
"""What the second or third byte of a letter is read as."""

SEQUENCE = re.compile(
    f"[\u00c2-\u00c6\u00cb]{NEXT}|\u00e1[\u00ba\u00bb]{NEXT}"
    f"|\u00e2[\u0080\u0082\u0084\u20ac\u201a\u201e]{NEXT}"
)
"""Latin letters, signs and punctuation in UTF-8, byte for character."""

LETTER_OF_THREE = re.compile(f"\u00e1[\u00ba\u00bb]{NEXT}")
"""A letter such as `ế`, the three characters of which stand in no text by chance."""

REST = re.compile("\u00e1[\u00ba\u00bb][?\ufffd]?|[\u00c3-\u00c6][?\ufffd]?(?![^\\W\\d_]|\u00ad)")
"""What may be left of a letter that lost its last byte."""

_LOST = (0x81, 0x8D, 0x8F, 0x90, 0x9D, 0xA0, 0xAD)


def read_sequence(found: re.Match[str]) -> str:
    """Return the letter that a sequence of characters is as bytes."""
    return bytes(map(_byte, found.group())).decode("utf-8", "replace")


def possible(rest: str) -> Iterator[str]:
    """Yield the letters that what is left of one can have been."""
    start = bytes(_byte(c) for c in rest if c not in "?\ufffd")
    for last in _LOST:
        letter = (start + bytes([last])).decode("utf-8", "replace")
        if letter.isalpha() and len(letter) == 1:
            yield letter


def _byte(character: str) -> int:
    return WINDOWS.get(character, ord(character) & 0xFF)
