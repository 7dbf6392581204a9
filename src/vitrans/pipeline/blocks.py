"""Files of rows, worked on a block of rows at a time.

What becomes of a row then depends on its block alone: not on how long the file is, nor on where
its blocks are worked on.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from vitrans.formats.json_text import JsonLines
from vitrans.formats.parquet import Parquet, rows_of
from vitrans.types import Document

ROWS = 100
"""Rows in a block."""
OF_ROWS = frozenset({JsonLines.name, Parquet.name})
"""The names of the formats whose files are rows, a line each."""


def blocks(document: Document) -> list[Document]:
    """Return a document in blocks of rows; one that is no rows, or has no text, is one block."""
    return [part for _, part in numbered_blocks(document)] or [document]


def block(document: Document, number: int) -> Document:
    """Return the block of a number, from 0; it is empty where its rows have no text."""
    if document.format not in OF_ROWS or not document.segments:
        return document if number == 0 else _empty(document)
    return dict(numbered_blocks(document)).get(number, _empty(document))


def numbered_blocks(document: Document) -> Iterator[tuple[int, Document]]:
    """Yield the blocks that have text with their numbers, from 0; together they are the document.

    What stands between two blocks belongs to the first, what stands before all to the first of all.
    """
    if document.format not in OF_ROWS:
        yield 0, document
        return
    glue = iter(document.glue)
    before = next(glue)
    for number, group in groupby(document.segments, lambda one: (one.line - 1) // ROWS):
        segments = tuple(group)
        around = (before, *(next(glue) for _ in segments))
        yield number, replace(document, segments=segments, glue=around)
        before = ""


def count_blocks(data: bytes, format: str) -> int:
    """Return how many blocks the file of a format may have; of some of them no row may have text.

    Raises:
        InputError: the bytes are not of the format.
    """
    if format == JsonLines.name:
        return data.count(b"\n") // ROWS + 1
    return rows_of(data) // ROWS + 1 if format == Parquet.name else 1


def joined(parts: Iterable[Document]) -> Document:
    """Return the document that blocks are of, in their order."""
    first, *others = parts
    segments, glue = list(first.segments), list(first.glue)
    for part in others:
        segments += part.segments
        glue[-1] += part.glue[0]
        glue += part.glue[1:]
    return replace(first, segments=tuple(segments), glue=tuple(glue))


def _empty(document: Document) -> Document:
    return replace(document, segments=(), glue=("",))
