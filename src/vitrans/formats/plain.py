"""Plain text: every line with text is a segment, white space and byte order marks are glue."""

from collections.abc import Iterator
from typing import ClassVar

from vitrans.formats.base import TextFormat
from vitrans.formats.spans import TEXT, Span, document
from vitrans.text import lines
from vitrans.types import Document, Kind


class Plain(TextFormat):
    """Text files."""

    name = "text"
    title = "plain text"
    suffixes: ClassVar[tuple[str, ...]] = ("", ".txt", ".text", ".log")

    def parse(self, text: str) -> Document:
        """Return a plain text as a document; only a line feed ends a line."""
        return document(text, _lines(text))


def _lines(text: str) -> Iterator[Span]:
    """Yield the lines with text."""
    start = 0
    for number, line in enumerate(lines(text), 1):
        if match := TEXT.search(line):
            first, last = match.span()
            yield Span(start + first, start + last, Kind.LINE, number)
        start += len(line)
