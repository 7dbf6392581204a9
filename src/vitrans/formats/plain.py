"""Plain text: lines with text are segments; marks before them, white space and tabs are glue.

A paragraph that was broken at a fixed width is one segment; `paragraphs` knows which are.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import ClassVar

from vitrans.formats.base import TextFormat
from vitrans.formats.line_marks import label, marks_end
from vitrans.formats.paragraphs import STOPS, Line, paragraphs
from vitrans.formats.spans import TEXT, Piece, Stretch, document
from vitrans.formats.wrapping import WRAPPED
from vitrans.text import lines
from vitrans.types import Document, Kind, MarkKind

_CELL = re.compile(r"[^\t]+")
# A row of a table that is drawn with strokes: `| Gạo | 15.000 |`, `Gạo | 15.000 | kg`.
_ROW = re.compile(r"\|.*\||[^|\n]*\s\|\s[^|\n]*\s\|\s.*", re.DOTALL)
_ROW_CELL = re.compile(r"[^\t|]+")
# A dash within a sentence, at the start of a line by chance.
_ASIDE = re.compile(r"[-–—]\s+[^\W\d_A-Z]")
# A line this long may have been filled.
_LONG = 40
_QUOTE = re.compile(r"(?:>[ \t]?)+\s*")
_QUOTED = re.compile(r"\s*(?:>[ \t]?)*\s*")


class Plain(TextFormat):
    """Text files."""

    name = "text"
    title = "plain text"
    suffixes: ClassVar[tuple[str, ...]] = ("", ".txt", ".text", ".log")

    def parse(self, text: str) -> Document:
        """Return a plain text as a document; only a line feed ends a line."""
        found = paragraphs(text, list(_blocks(text, list(_lines(text)))))
        return document(text, (span for block in found for span in _spans(text, block)))

    def parse_lines(self, text: str) -> Document:
        """Return a text as a document of lines that know nothing of each other."""
        return document(
            text,
            (span for line in _lines(text, alone=True) for span in _spans(text, [line])),
        )


def _lines(text: str, alone: bool = False) -> Iterator[Line]:
    """Yield the lines with text, behind their marks.

    Args:
        text: all of it.
        alone: whether the marks of one line tell nothing of those of another.
    """
    labels = set() if alone else {found for line in lines(text) if (found := label(line))}
    start, before = 0, ""
    for number, line in enumerate(lines(text), 1):
        match = TEXT.search(line)
        bare = line
        if match:
            first, last = match.span()
            bare = _QUOTE.sub("", line[first:last], count=1)
            if not alone and _ASIDE.match(bare) and _is_unfinished(before):
                inner = last - len(bare)
            else:
                inner = first + marks_end(line[first:last], labels)
            if inner < last:
                yield Line(start, start + inner, start + last, number)
        start += len(line)
        before = bare.strip()


def _is_unfinished(line: str) -> bool:
    """Say whether a line is so long and ends so that the next one may go on with a dash."""
    return len(line) >= _LONG and line[0].isalpha() and not line.endswith(STOPS)


def _blocks(text: str, found: Sequence[Line]) -> Iterator[list[Line]]:
    """Yield lines that follow each other and have no marks, but those of quotations, between."""
    block: list[Line] = []
    for line in found:
        quoted = text[line.at : line.start]
        if block and (
            line.number != block[-1].number + 1
            or not _QUOTED.fullmatch(quoted)
            or _is_row(text, line)
            or _is_row(text, block[-1])
            or quoted.count(">") != text[block[-1].at : block[-1].start].count(">")
        ):
            yield block
            block = []
        block.append(line)
    if block:
        yield block


def _spans(text: str, block: Sequence[Line]) -> Iterator[Stretch]:
    """Yield the span of a paragraph, or those of the cells of a line."""
    first, last = block[0], block[-1]
    if len(block) > 1:
        ends = [
            Piece(line.end, after.start, MarkKind.BREAK, " ") for line, after in pairwise(block)
        ]
        yield Stretch(first.start, last.end, Kind.LINE, first.number, ends, WRAPPED)
        return
    cell = _ROW_CELL if _is_row(text, first) else _CELL
    for match in cell.finditer(text, first.start, first.end):
        yield Stretch(*match.span(), Kind.LINE, first.number)


def _is_row(text: str, line: Line) -> bool:
    """Say whether a line is a row of a table that is drawn with strokes."""
    return _ROW.fullmatch(text, line.start, line.end) is not None
