"""Plain text: every line with text is a segment, white space and byte order marks are glue."""

from collections.abc import Iterator

from vitrans.formats.kinds import classify
from vitrans.formats.spans import TEXT, Span, document
from vitrans.text import lines
from vitrans.types import Document


def parse(text: str) -> Document:
    """Return a plain text as a document; only a line feed ends a line."""
    found = list(_lines(text))
    kinds = classify([text[start:end] for start, end in found])
    spans = zip(found, kinds, range(1, len(found) + 1), strict=True)
    return document(text, (Span(*at, kind, line) for at, kind, line in spans if at[0] < at[1]))


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the text of each line starts and ends; the same place twice if it is blank."""
    start = 0
    for line in lines(text):
        match = TEXT.search(line)
        first, last = match.span() if match else (0, 0)
        yield start + first, start + last
        start += len(line)
