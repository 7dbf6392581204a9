"""The page of a sheet read back, when somebody has corrected its translations and saved it."""

from collections.abc import Iterator
from html.parser import HTMLParser

from vitrans.encodings import decode
from vitrans.errors import InputError
from vitrans.exchange.bilingual import Entry, Reviewed
from vitrans.exchange.bilingual.sheet import is_changed
from vitrans.report.sheet_table import NAMES
from vitrans.types import Target, target_of

# What stands below a translation in its cell.
_BELOW = ("flag", "why", "others")


def read(data: bytes, name: str) -> Reviewed:
    """Return what a reviewer says in a page that `write` made.

    Raises:
        InputError: it has no table of two languages.
    """
    rows = _Rows(decode(data, name).text).rows
    target = next((found for row in rows if (found := _target(row.cells))), None)
    if target is None:
        raise InputError(
            f"{name!r} has no table of two languages; give the page that vitrans wrote"
        )
    return Reviewed(tuple(_entries(rows)), target)


def _target(cells: list[str]) -> Target | None:
    """Return the language of the translations, if the cells are the names of the columns."""
    codes = {shown: code for code, shown in NAMES.items()}
    return target_of(codes[cells[2]]) if len(cells) > 2 and cells[2] in codes else None


class _Row:
    """The cells of a row, and its check."""

    def __init__(self, check: str) -> None:
        self.cells: list[str] = []
        self.check = check


def _entries(rows: list[_Row]) -> Iterator[Entry]:
    for row in rows:
        if len(row.cells) > 2 and row.cells[0].isdecimal():
            number, source, made = row.cells[:3]
            changed = is_changed(made, row.check)
            yield Entry(source, (made,), int(number), changed, f"row {number}")


class _Rows(HTMLParser):
    """The rows of all tables, in whatever way a program has written the page anew."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.rows: list[_Row] = []
        self._in_cell = False
        self._below: list[str] = []
        self.feed(page)
        self.close()
        for row in self.rows:
            row.cells = [" ".join(cell.split()) for cell in row.cells]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "tr":
            self.rows.append(_Row(values.get("data-check") or ""))
        elif tag in ("td", "th") and self.rows:
            self.rows[-1].cells.append("")
            self._in_cell, self._below = True, []
        elif self._below or values.get("class") in _BELOW:
            self._below.append(tag)
        elif tag == "br":
            self.handle_data(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._below:
            while self._below.pop() != tag:
                pass
        elif tag in ("td", "th"):
            self._in_cell = False

    def handle_data(self, data: str) -> None:
        if self._in_cell and not self._below:
            self.rows[-1].cells[-1] += data
