"""A report as programs read it: JSON, and tables as TSV and JSON lines."""

import json
from dataclasses import asdict
from typing import Any

from vitrans.exchange.rows import write_rows
from vitrans.report.model import Cell, Chart, Report, RoundedNumber, Section, Table
from vitrans.types import Score


def render(report: Report) -> str:
    """Return a report as JSON: tables as rows of named cells, charts by system and group."""
    value = {
        "title": report.title,
        "made_with": dict(report.made_with),
        "warnings": report.warnings,
        "files": [asdict(origin) for origin in report.origins],
        "sections": [_section(section) for section in report.sections],
    }
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def rows_tsv(table: Table) -> str:
    """Return a table as tab-separated values under the names of its columns."""
    rows = ([_field(cell) for cell in row] for row in table.rows)
    return write_rows([table.columns, *rows])


def rows_jsonl(table: Table) -> str:
    """Return a table as a JSON object a row."""
    rows = (dict(zip(table.columns, map(_plain, row), strict=True)) for row in table.rows)
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _section(section: Section) -> dict[str, Any]:
    if isinstance(section, Table):
        columns = [column or "name" for column in section.columns]
        rows = [dict(zip(columns, map(_whole, row), strict=True)) for row in section.rows]
        return {"kind": "table", "title": section.title, "rows": rows, "note": section.note}
    if isinstance(section, Chart):
        systems = {s.name: dict(zip(section.groups, s.values, strict=True)) for s in section.series}
        head = {"kind": "chart", "title": section.title, "unit": section.unit}
        return {**head, "systems": systems, "note": section.note}
    return {"kind": "examples", **asdict(section)}


def _whole(cell: Cell) -> object:
    return asdict(cell) if isinstance(cell, Score) else _plain(cell)


def _field(cell: Cell) -> str:
    value = _plain(cell)
    return "" if value is None else str(value)


def _plain(cell: Cell) -> str | int | float | None:
    return cell.value if isinstance(cell, Score | RoundedNumber) else cell
