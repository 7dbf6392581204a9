"""Toned capitals of TCVN3, which are written as small letters and shown by a font of capitals.

A plain text does not say which font it was in. Its ASCII letters do, which have both cases.
"""

import re
from collections.abc import Callable, Sequence

from vitrans.text import lines

# What shows its case in TCVN3: ASCII letters and the capitals that it has.
_CASED = re.compile("[A-Za-z\u00a1-\u00a7]")
_TWO = re.compile("[A-Z\u00a1-\u00a7][^a-z \t\r\n\f\v]*[A-Z\u00a1-\u00a7]")
_SPACE = re.compile(r"([ \t\r\n\f\v]+)")


def with_capitals(shown: str, decode: Callable[[str], str]) -> str:
    """Return a text as it was written, from how Windows-1252 shows it."""
    pairs = zip(lines(shown), lines(decode(shown)), strict=True)
    return "".join(
        _with_capitals(line, decode) if _TWO.search(line) else made for line, made in pairs
    )


def _with_capitals(line: str, decode: Callable[[str], str]) -> str:
    """Return a line as it was written."""
    words = _SPACE.split(line)
    return "".join(capitalised(words, [decode(word) for word in words]))


def capitalised(typed: Sequence[str], decoded: Sequence[str]) -> list[str]:
    """Return the words of a line, in capitals where a font of capitals showed them so.

    That is where all letters that show their case are capitals: at least two in the word, or in
    another word of a line without small letters.
    """
    clear = ["".join(_CASED.findall(word)) for word in typed]
    line = any(map(_is_capitals, clear)) and _is_capitals("".join(clear))
    return [
        made.upper() if line or _is_capitals(letters) else made
        for made, letters in zip(decoded, clear, strict=True)
    ]


def _is_capitals(letters: str) -> bool:
    """Say whether there are two letters at least that show their case, all capitals."""
    return len(letters) > 1 and not any(map(str.islower, letters))
