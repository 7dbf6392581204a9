"""A sheet as JSON Lines: an object a sentence, for programs."""

import json
from dataclasses import asdict
from typing import Any

from vitrans.encodings import decode
from vitrans.errors import InputError
from vitrans.exchange.bilingual.sheet import (
    Entry,
    Reviewed,
    Row,
    Sheet,
    digest,
    is_changed,
    shown,
)
from vitrans.types import target_of


def write(sheet: Sheet) -> bytes:
    """Return a line of JSON for each row."""
    lines = (json.dumps(row_object(sheet, row), ensure_ascii=False) for row in sheet.rows)
    return "".join(f"{line}\n" for line in lines).encode("utf-8")


def row_object(sheet: Sheet, row: Row) -> dict[str, Any]:
    """Return a row as the object that JSON has for it."""
    return {
        "id": row.id,
        "line": row.line,
        "source": shown(row.source),
        "target": shown(row.target),
        "source_language": sheet.source,
        "target_language": sheet.target,
        "confidence": row.confidence,
        "flags": list(row.flags),
        "left": row.left,
        "made_by": row.provenance,
        "alternatives": list(row.alternatives),
        "matches": [asdict(match) for match in row.matches],
        "terms": [asdict(term) for term in row.terms],
        "check": digest(shown(row.target)),
    }


def read(data: bytes, name: str) -> Reviewed:
    """Return what a reviewer says; `source` and `target` are needed, all else is not.

    Raises:
        InputError: a line is no JSON object with both.
    """
    lines = decode(data, name).text.removeprefix("\ufeff").split("\n")
    found = [(n, _object(line, n, name)) for n, line in enumerate(lines, 1) if line.strip()]
    codes = {code for _, one in found if (code := one.get("target_language")) in ("en", "vi")}
    entries = tuple(_entry(one, f"line {number}") for number, one in found)
    return Reviewed(entries, target_of(codes.pop()) if len(codes) == 1 else None)


def _object(line: str, number: int, name: str) -> dict[str, Any]:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{name!r} line {number} is no JSON: {error}; correct it") from None
    texts = [value.get(key) for key in ("source", "target")] if isinstance(value, dict) else [None]
    if not all(isinstance(text, str) for text in texts):
        raise InputError(f"{name!r} line {number} has no source and target; correct it")
    return dict(value)


def _entry(value: dict[str, Any], place: str) -> Entry:
    number, check = value.get("id"), value.get("check")
    return Entry(
        value["source"],
        (value["target"],),
        number if type(number) is int else None,
        is_changed(value["target"], check) if isinstance(check, str) else None,
        place,
    )
