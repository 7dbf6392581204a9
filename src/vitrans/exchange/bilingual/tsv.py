"""A sheet as tab-separated values: a row a sentence, for spreadsheets."""

import re
from collections.abc import Sequence
from pathlib import PurePath

from vitrans.encodings import decode
from vitrans.errors import InputError
from vitrans.exchange.bilingual.sheet import (
    Entry,
    Reviewed,
    Row,
    Sheet,
    digest,
    is_changed,
    percent,
    shown,
)
from vitrans.exchange.rows import read_rows, write_rows
from vitrans.types import target_of

_TARGET = re.compile(r"target(?:-(en|vi))?")
_SOURCE = re.compile(r"source(?:-(?:en|vi))?")


def write(sheet: Sheet) -> bytes:
    """Return the rows under the names of their columns."""
    head = (
        "id",
        "line",
        f"source-{sheet.source}",
        f"target-{sheet.target}",
        "confidence",
        "flags",
        "made by",
        "check",
    )
    return write_rows([head, *map(_fields, sheet.rows)]).encode("utf-8")


def read(data: bytes, name: str) -> Reviewed:
    """Return what a reviewer says, whatever the order of the columns and however it is quoted.

    Raises:
        InputError: there is no column for the source or for the target.
    """
    rows = read_rows(decode(data, name).text, PurePath(name).suffix.lower())
    head = [cell.strip().lower() for cell in rows[0]] if rows else []
    source, target = _column(head, _SOURCE), _column(head, _TARGET)
    if source is None or target is None:
        raise InputError(
            f"{name!r} has no columns named source and target in its first line; "
            "give a file that `vitrans translate --bilingual tsv` wrote"
        )
    number, check = _column(head, re.compile("id")), _column(head, re.compile("check"))
    entries = tuple(
        Entry(
            _cell(row, source),
            (_cell(row, target),),
            _id(_cell(row, number)),
            is_changed(_cell(row, target), _cell(row, check)),
            f"row {place}",
        )
        for place, row in enumerate(rows[1:], 2)
    )
    found = _TARGET.fullmatch(head[target])
    code = found and found[1]
    return Reviewed(entries, target_of(code) if code else None)


def _fields(row: Row) -> tuple[str, ...]:
    return (
        str(row.id),
        str(row.line),
        shown(row.source),
        shown(row.target),
        percent(row.confidence),
        "; ".join(row.flags),
        row.provenance,
        digest(shown(row.target)),
    )


def _column(head: Sequence[str], name: re.Pattern[str]) -> int | None:
    return next((at for at, cell in enumerate(head) if name.fullmatch(cell)), None)


def _cell(row: Sequence[str], column: int | None) -> str:
    return "" if column is None or column >= len(row) else row[column].strip()


def _id(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() else None
