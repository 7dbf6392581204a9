"""Quotations: what stands between quotation marks of any usual kind."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

LONGEST = 90
"""Characters that a quotation has at most where nothing else is asked for."""

# An opening mark, a closing one, and whether the two are alike: then the opening one has no letter
# before it, the closing one none after it, and no white space is between them and the text.
_MARKS = (
    ("“", "”", False),
    ("‘", "’", False),
    ("«", "»", False),
    ('"', '"', True),
    ("'", "'", True),
)


class Quotation(NamedTuple):
    """Where a quotation stands in a text, its marks included."""

    start: int
    end: int

    def inside(self, text: str) -> str:
        """Return what is quoted."""
        return text[self.start + 1 : self.end - 1]


def find_quotations(text: str, longest: int = LONGEST) -> Iterator[Quotation]:
    """Yield the quotations of a text of at most `longest` characters, in order and apart.

    A quotation may go over the end of a line, not over a blank line.
    """
    return (Quotation(*found.span()) for found in _pattern(longest).finditer(text))


def without_quotations(text: str, longest: int = LONGEST) -> str:
    """Return a text with a space in the place of each quotation."""
    return _pattern(longest).sub(" ", text)


@cache
def _pattern(longest: int) -> re.Pattern[str]:
    return re.compile("|".join(_quoted(*marks, longest) for marks in _MARKS))


def _quoted(opening: str, closing: str, alike: bool, longest: int) -> str:
    """Return a pattern for quotations between two marks."""
    # A letter behind ’ makes it an apostrophe.
    inner = rf"(?:[^{opening}{closing}\n]|\n(?!\s*\n)|(?<=\w)’(?=\w)){{1,{longest}}}"
    if alike:
        return rf"(?<!\w){opening}(?=\S){inner}(?<=\S){closing}(?!\w)"
    return rf"{opening}{inner}{closing}"
