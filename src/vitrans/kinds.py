"""What a line is on the page, by simple rules; the first that fits decides.

- credit: nothing but a photo credit, `Ảnh: AFP`;
- caption: a line that ends in a photo credit, `… - Ảnh: AFP`, `… (Photo: AFP)`;
- byline: names before a bar, `An Nhiên |`, names after `By`, and every other line of the document
  that repeats such names alone;
- headline: at most 25 words after a blank line or at the top, without a full stop or the like at
  the end, before a byline or before a blank line and more text;
- paragraph: all else.
"""

import re
from collections.abc import Sequence

from vitrans.text.credits import find_credit
from vitrans.types import Kind

_MAX_HEADLINE_WORDS = 25

_NAME = r"[^\W\d_a-z][\w.’'-]*(?: [^\W\d_a-z][\w.’'-]*){0,5}"
_BYLINE = re.compile(
    rf"(?:(?P<by>By )?(?P<names>{_NAME}(?:(?:,| &| [–-]| and| và) {_NAME})*))(?P<bar> ?\|)?"
)
_OPENERS = "\"'“‘«([-–— "
_CLOSERS = "\"'”’»)] "


def classify(lines: Sequence[str], headlines: bool = True) -> list[Kind]:
    """Return the kind of each line; a blank line is an empty string.

    Args:
        lines: the lines without the white space around them.
        headlines: whether lines may be headlines by their looks.
    """
    bylines = _bylines(lines)
    return [
        _credit(line)
        or (Kind.BYLINE if line in bylines else None)
        or (Kind.HEADLINE if headlines and _is_headline(lines, at, bylines) else Kind.PARAGRAPH)
        for at, line in enumerate(lines)
    ]


def _credit(line: str) -> Kind | None:
    """Return `credit` or `caption` where a line is or ends in a photo credit."""
    credit = find_credit(line)
    if credit is None:
        return None
    return Kind.CAPTION if credit.body else Kind.CREDIT


def _bylines(lines: Sequence[str]) -> set[str]:
    """Return the lines that are bylines, with a bar or `By`, and the bare names in them."""
    found = set()
    for line in lines:
        match = _BYLINE.fullmatch(line) if len(line) < 80 else None
        if match and (match["by"] or match["bar"]):
            found |= {line, match["names"]}
    return found


def _is_headline(lines: Sequence[str], at: int, bylines: set[str]) -> bool:
    """Say whether the line looks like a headline in its place."""
    after = [*lines[at + 1 : at + 4], "", ""]
    placed = not (at and lines[at - 1]) and (after[0] in bylines or (not after[0] and any(after)))
    return placed and _looks_like_headline(lines[at])


def _looks_like_headline(line: str) -> bool:
    """Say whether a line is short, starts large and has no final punctuation."""
    first, last = line.lstrip(_OPENERS)[:1], line.rstrip(_CLOSERS)[-1:]
    words = line.count(" ") + 1
    large = bool(first) and not first.islower()
    return large and last not in ".!?…:;," and words <= _MAX_HEADLINE_WORDS
