"""Words by which a spreadsheet works: what its formulas, choices and filters compare cells with.

`=IF(A1="Có";1;0)` no longer finds a cell that says *Có* once it says *Yes*. So these words stay.
"""

import re
from collections.abc import Iterable, Iterator
from html import unescape

LOOKED_FOR = "words that formulas, choices or filters look for"
"""What such words are called where it is said what stayed."""

# Formulas of cells, of rules for formats and of choices: as elements, or as attributes.
_FORMULAS = re.compile(
    r"<(?:[\w.-]+:)?(?:f|formula|formula[12]|calculatedColumnFormula)(?:\s[^<>]*)?>([^<]+)<"
    r"|\stable:(?:formula|condition|expression)=\"([^\"]*)\""
)
_FILTERS = re.compile(
    r"<(?:[\w.-]+:)?(?:filter|customFilter)\s[^<>]*?\bval=\"([^\"]*)\""
    r"|<table:filter-(?:condition|set-item)\s[^<>]*?\btable:value=\"([^\"]*)\""
)
_LITERAL = re.compile(r"\"((?:[^\"]|\"\")*)\"")
_BY_NAME = re.compile(r"\b(?:INDIRECT|HYPERLINK)\(")


def compared_words(parts: Iterable[str], sheets: Iterable[str]) -> frozenset[str]:
    """Return the words that must stay for formulas to find them, as cells have them.

    Args:
        parts: the XML of sheets.
        sheets: the names of the sheets, which formulas may put together from cells.
    """
    found: set[str] = set()
    for part in parts:
        for formula in _values(_FORMULAS, part):
            found.update(_literals(formula))
            if _BY_NAME.search(formula):
                found.update(sheets)
        found.update(_values(_FILTERS, part))
    return frozenset(word.strip() for word in found if word.strip())


def _values(find: re.Pattern[str], part: str) -> Iterator[str]:
    for match in find.finditer(part):
        yield unescape(match[1] or match[2] or "")


def _literals(formula: str) -> Iterator[str]:
    """Yield the words in quotes; a list of choices has commas between them."""
    for match in _LITERAL.finditer(formula):
        words = match[1].replace('""', '"')
        yield words
        if formula.strip() == match[0]:
            yield from words.split(",")
