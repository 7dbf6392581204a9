r"""Rows of text: the one form of tab-separated values that vitrans writes, and those it reads.

What is written is unquoted, one row a line: a tab, a line feed, a carriage return and a backslash
in a field are written `\t`, `\n`, `\r` and `\\`, and any other backslash is read as itself.

Quoted files, as spreadsheets write them (RFC 4180), are recognised and read too: `.csv` always is
one, with commas, semicolons or tabs; a file with tabs is one if every field in quotation marks is
quoted by the rules, no other field has a quotation mark, and some field needed its quotes, or all
but numbers have them. So that a written file is never taken for one, a quotation mark that starts
a field is written `\"` where that could happen.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import NamedTuple

from vitrans.errors import InputError

Row = list[str]

_ESCAPES = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}
_UNESCAPED = {"\\\\": "\\", "\\t": "\t", "\\n": "\n", "\\r": "\r", '\\"': '"'}
_SPECIAL = re.compile(r"[\\\t\n\r]")
_ESCAPED = re.compile(r'\\[\\tnr"]')
_NUMBER = re.compile(r"[-+]?[\d.,]*%?")
_DELIMITERS = (",", ";", "\t")
# A field, quoted or without a quotation mark, and what ends it.
_FIELDS = {
    sign: re.compile(rf'(?:"((?:[^"]|"")*+)"|([^"{sign}\r\n]*+))({sign}|\r?\n|\r|\Z)')
    for sign in _DELIMITERS
}
_NEEDY = re.compile(r'["\t\r\n]')
# Lines of a long text from which its form is told.
_HEAD = 2000


def write_rows(rows: Iterable[Sequence[str]]) -> str:
    """Return rows as lines of tab-separated values, unquoted."""
    lines = ["\t".join(map(escape, row)) for row in rows]
    text = "".join(f"{line}\n" for line in lines)
    return re.sub(r'(?m)(^|\t)"', r'\1\\"', text) if is_quoted(text) else text


def read_rows(text: str, suffix: str = ".tsv") -> list[Row]:
    """Return the rows of a text, quoted or not; a BOM is left out.

    Args:
        text: the whole file.
        suffix: its suffix; `.csv` is quoted, and divided by commas, semicolons or tabs.

    Raises:
        InputError: a `.csv` file has a quotation mark that is not closed.
    """
    text = text.removeprefix("\ufeff")
    if suffix == ".csv":
        return _quoted(text, delimiter(text))
    return _quoted(text, "\t") if is_quoted(text) else list(map(split, _lines(text)))


def stream_rows(lines: Iterable[str], suffix: str = ".tsv") -> Iterator[tuple[int, Row]]:
    """Yield the rows of lines as they come, each with the number (from 1) of its last line.

    Whether they are quoted is told from the first lines.
    """
    rest = iter(lines)
    head = list(islice(rest, _HEAD))
    start = "\n".join(head).removeprefix("\ufeff")
    if suffix == ".csv" or is_quoted(start):
        sign = delimiter(start) if suffix == ".csv" else "\t"
        reader = csv.reader((f"{line}\n" for line in chain(head, rest)), delimiter=sign)
        yield from ((reader.line_num, row) for row in reader)
    else:
        yield from enumerate(map(split, chain(head, rest)), 1)


def escape(field: str) -> str:
    """Return a field without what would end it or its row."""
    return _SPECIAL.sub(lambda sign: _ESCAPES[sign.group()], field)


def unescape(field: str) -> str:
    """Return what an escaped field stands for."""
    return _ESCAPED.sub(lambda sign: _UNESCAPED[sign.group()], field) if "\\" in field else field


def split(line: str) -> Row:
    """Return the fields of an unquoted line, with or without its end."""
    return [unescape(field) for field in line.rstrip("\r\n").split("\t")]


def is_quoted(text: str) -> bool:
    """Say whether tab-separated values are quoted as spreadsheets quote them."""
    found = _scan(text, "\t") if '"' in text else None
    return found is not None and len(found.widths) <= 1 and (found.needed or not found.bare)


class _Scan(NamedTuple):
    """What the fields of a text look like, if quotation marks are read by the rules.

    Whether some needed their quotes, whether some that are no numbers have none, and how many
    fields rows have.
    """

    needed: bool
    bare: bool
    widths: set[int]


def _scan(text: str, delimiter: str) -> _Scan | None:
    """Return what the fields of a text look like, None where a quotation mark breaks the rules."""
    needed = bare = False
    widths, width, place = set[int](), 0, 0
    pattern = _FIELDS[delimiter]
    while place < len(text):
        field = pattern.match(text, place)
        if field is None:
            return None
        inside, plain, end = field.groups()
        needed = needed or (inside is not None and _NEEDY.search(inside) is not None)
        bare = bare or (inside is None and _NUMBER.fullmatch(plain) is None)
        width, place = width + 1, field.end()
        if end != delimiter:
            widths |= {width} if width > 1 or inside or plain else set()  # no empty lines
            width = 0
    if width:  # an empty field stands last
        widths.add(width + 1)
    return _Scan(needed, bare, widths)


def _lines(text: str) -> list[str]:
    r"""Return the lines of a text, which end at `\n` or `\r\n`, or at `\r` if it has no others."""
    end = "\n" if "\n" in text else "\r"
    parts = text.split(end)
    return parts[:-1] if not parts[-1] else parts


def _quoted(text: str, delimiter: str) -> list[Row]:
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
        return [row for row in reader if row]
    except csv.Error as error:
        raise InputError(f"its quotation marks do not match: {error}") from None


def delimiter(text: str) -> str:
    """Return the sign that divides the rows of a `.csv` file into equally many fields."""
    return next((sign for sign in _DELIMITERS if _divides(text, sign)), _DELIMITERS[0])


def _divides(text: str, delimiter: str) -> bool:
    found = _scan(text, delimiter)
    return found is not None and len(found.widths) == 1 and found.widths != {1}
