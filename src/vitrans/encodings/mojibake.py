"""UTF-8 that was read as Windows-1252, Windows-1258 or ISO 8859-1: how its letters look.

Bytes that Windows-1252 has not are often lost on the way: dropped, or replaced by `?` or U+FFFD.
So are the no-break space and the soft hyphen, which look like nothing.
"""

import re
from collections.abc import Iterator
from itertools import product

from vitrans.encodings.encoding import WINDOWS

NEXT = "[\u0080-\u00bf" + "".join(WINDOWS) + "]"
"""What the second or third byte of a letter is read as."""

SEQUENCE = re.compile(
    f"[\u00c2-\u00c6\u00cb\u0102]{NEXT}|\u00e1[\u00ba\u00bb]{NEXT}"
    f"|\u00e2[\u0080\u0082\u0084\u20ac\u201a\u201e]{NEXT}"
)
"""Latin letters, signs and punctuation in UTF-8, byte for character."""

LETTER_OF_THREE = re.compile(f"\u00e1[\u00ba\u00bb]{NEXT}")
"""A letter such as `ế`, the three characters of which stand in no text by chance."""

# What Windows-1258 has in the place of the one letter that matters.
_OF_1258 = "\u0102"
_REPLACED = "?\ufffd"
REST = re.compile(f"(?:\u00e1[\u00ba\u00bb]|[\u00c3\u00c4\u00c6])(?:[{_REPLACED}]|(?!{NEXT}))")
"""What may be left of a letter that lost its last byte."""

UNREAD = re.compile(
    f"\u00e1[\u00ba\u00bb]|[\u00c3\u00c4\u00c6]{NEXT}(?=[^\\W\\d_])"
    f"|(?<=[a-z\u00e0-\u00ff])[\u00c3\u00c4](?!{NEXT})"
)
"""What certainly is no letter of a word as it stands."""

# Bytes that are lost: those that Windows-1252 has not and the soft hyphen go; the no-break space
# becomes a space, which ends the word.
_GONE = (0x81, 0x8D, 0x8F, 0x90, 0x9D, 0xAD)
_SPACE = 0xA0
_MOST_RESTS = 3


def read_sequence(found: re.Match[str]) -> str:
    """Return the letter that a sequence of characters is as bytes."""
    return bytes(map(_byte, found.group())).decode("utf-8", "replace")


def completions(word: str) -> Iterator[str]:
    """Yield what a word may have been whose letters lost their last bytes."""
    rests = list(REST.finditer(word))
    if len(rests) > _MOST_RESTS:
        return
    for letters in product(*(_letters(rest, rest.end() == len(word)) for rest in rests)):
        pieces, end = [], 0
        for rest, letter in zip(rests, letters, strict=True):
            pieces += [word[end : rest.start()], letter]
            end = rest.end()
        yield "".join((*pieces, word[end:]))


def _letters(rest: re.Match[str], last: bool) -> list[str]:
    """Return the letters that what is left of one can have been; `last` ends its word."""
    start = bytes(_byte(c) for c in rest.group().rstrip(_REPLACED))
    replaced = rest.group()[-1] in _REPLACED
    lost = {*_GONE, _SPACE} if replaced or last else {*_GONE}
    if last and len(start) == 1 and not replaced:
        lost = {_SPACE}
    made = ((start + bytes([byte])).decode("utf-8", "replace") for byte in sorted(lost))
    return [letter for letter in made if letter.isalpha()]


def _byte(character: str) -> int:
    if character == _OF_1258:
        return 0xC3
    return WINDOWS.get(character, ord(character) & 0xFF)
