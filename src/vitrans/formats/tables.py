"""Tables (.csv, .tsv): the cells of named columns are text.

`FILE#title,body` names columns by the first row, `FILE#2` by number; with numbers alone the first
row is text like the others. Quotation marks, delimiters, line ends and all other cells stay byte
for byte; Python's csv would write them anew.
"""

import re
from collections.abc import Iterator, Sequence
from typing import ClassVar, NamedTuple

from vitrans.errors import InputError, UsageError
from vitrans.exchange.rows import delimiter, is_quoted, unescape
from vitrans.formats.parts import PartedFormat
from vitrans.formats.places import Lines
from vitrans.formats.spans import Stretch, document
from vitrans.formats.strings import Rule, rule, stretches
from vitrans.types import Document

_PLAIN = "cell:"
"""What begins the rule of cells without quotation marks; the delimiter follows."""

_QUOTED_RULE = rule(r"\r\n?|\n", '""', lambda escape: '"', "quoted")
_ESCAPED_RULE = rule(r"\\n|\\r", r'\\[\\t"]', unescape, "row")
_NEVER = r"(?!)"


class Cell(NamedTuple):
    """Where the content of a cell starts and ends, and whether it is in quotation marks."""

    start: int
    end: int
    quoted: bool


class Table(PartedFormat):
    """Tables with commas, semicolons or tabs, quoted as spreadsheets quote them."""

    name = "csv"
    title = "a table"
    suffixes: ClassVar[tuple[str, ...]] = (".csv",)
    part = "column"

    def parse(self, text: str) -> Document:
        """Return the cells of the columns that were named."""
        sign, escaped = self._dialect(text)
        rows = list(_rows(text, sign, escaped))
        columns, first = self._columns(text, rows)
        lines = Lines(text)
        spans = [
            span
            for row in rows[first:]
            for column in columns
            if column < len(row)
            for span in _spans(text, row[column], sign, escaped, lines)
        ]
        return document(text, spans, self.name)

    def write(self, document: Document) -> bytes:
        """Return the file's bytes; a cell that now needs quotation marks has them."""
        return super().write(_with_quotes(document))

    def _dialect(self, text: str) -> tuple[str, bool]:
        """Return what stands between cells, and whether backslashes stand for tabs and lines."""
        return delimiter(text.removeprefix("\ufeff")), False

    def _columns(self, text: str, rows: Sequence[Sequence[Cell]]) -> tuple[list[int], int]:
        """Return the numbers of the columns that were named, and of the first row with text."""
        names = [_name(text[cell.start : cell.end]) for cell in rows[0]] if rows else []
        numbers = [str(number) for number in range(1, len(names) + 1)]
        self.check(names, numbers)
        for part in self.parts:
            if names.count(part) > 1:
                places = ", ".join(
                    n for n, name in zip(numbers, names, strict=True) if name == part
                )
                raise UsageError(f"it has several columns {part!r}: say which by number ({places})")
        found = [names.index(part) if part in names else int(part) - 1 for part in self.parts]
        return sorted(set(found)), int(any(part in names for part in self.parts))


class TabTable(Table):
    r"""Tables with tabs, quoted, or with `\t` and `\n` for what would end a cell."""

    name = "tsv"
    suffixes: ClassVar[tuple[str, ...]] = (".tsv", ".tab")

    def _dialect(self, text: str) -> tuple[str, bool]:
        return "\t", not is_quoted(text.removeprefix("\ufeff"))


def _rows(text: str, sign: str, escaped: bool) -> Iterator[list[Cell]]:
    """Yield the rows of a table that have cells.

    Raises:
        InputError: a quotation mark is not closed.
    """
    quoted = "((?!))" if escaped else r'"((?:[^"]|"")*+)"'
    pattern = re.compile(rf"(?:{quoted}|([^{sign}\r\n]*+))({sign}|\r?\n|\r|\Z)")
    place = 1 if text.startswith("\ufeff") else 0
    row: list[Cell] = []
    while place < len(text) or row:
        found = pattern.match(text, place)
        assert found
        in_marks = found[1] is not None
        cell = Cell(*found.span(1 if in_marks else 2), in_marks)
        if not (in_marks or escaped) and text.startswith('"', cell.start):
            line = text.count("\n", 0, cell.start) + 1
            raise InputError(f"its quotation marks do not match (line {line}); correct them")
        row.append(cell)
        place = found.end()
        if found[3] != sign:
            if len(row) > 1 or row[0].start < row[0].end:
                yield row
            row = []


def _name(raw: str) -> str:
    """Return the name of a column."""
    return raw.replace('""', '"').strip()


def _spans(text: str, cell: Cell, sign: str, escaped: bool, lines: Lines) -> Iterator[Stretch]:
    """Yield the text of a cell."""
    used: Rule = _ESCAPED_RULE if escaped else _QUOTED_RULE
    if not (cell.quoted or escaped):
        used = rule(_NEVER, _NEVER, str, f"{_PLAIN}{sign}")
    yield from stretches(text, cell.start, cell.end, lines.at(cell.start), used)


def _with_quotes(document: Document) -> Document:
    """Return a table with quotation marks around the cells that need them and have none."""
    segments, glue = list(document.segments), list(document.glue)
    for cell in _cells(document):
        sign = segments[cell[0]].escape.removeprefix(_PLAIN)
        ends = re.compile(f"[{sign}\r\n]")
        inner = [segments[number].raw for number in cell] + glue[cell[0] + 1 : cell[-1] + 1]
        if not (ends.search("".join(inner)) or inner[0].startswith('"')):
            continue
        before, after = glue[cell[0]], glue[cell[-1] + 1]
        start = max((found.end() for found in ends.finditer(before)), default=0)
        start += before.startswith("\ufeff", start)
        end = ends.search(after)
        stop = end.start() if end else len(after)
        glue[cell[0]] = f'{before[:start]}"{before[start:]}'
        glue[cell[-1] + 1] = f'{after[:stop]}"{after[stop:]}'
        for number in cell:
            text = segments[number].raw.replace('"', '""')
            segments[number] = segments[number].with_translation(text)
    return Document(tuple(segments), tuple(glue), document.format, document.encoding)


def _cells(document: Document) -> Iterator[list[int]]:
    """Yield the numbers of the segments of each cell without quotation marks."""
    run: list[int] = []
    for number, segment in enumerate(document.segments):
        sign = segment.escape.removeprefix(_PLAIN)
        if run and re.search(f"[{sign}\r\n]", document.glue[number]):
            yield run
            run = []
        if segment.escape.startswith(_PLAIN):
            run.append(number)
    if run:
        yield run
