"""A report of translations as JSON; docs/guides/reviewing.md says what its keys mean."""

import json
from dataclasses import asdict
from typing import Any

from vitrans.exchange.bilingual.jsonl import row_object
from vitrans.report.translation import (
    Reported,
    TranslationReport,
    flag_counts,
    left_counts,
    summary_of,
    term_counts,
)

SCHEMA = 1
"""The version of the keys; it grows when one changes its meaning or goes."""


def render(report: TranslationReport) -> str:
    """Return a report as JSON."""
    value = {
        "schema": SCHEMA,
        "made_with": dict(report.made_with),
        "summary": asdict(summary_of(report.rows)),
        "warnings": dict(flag_counts(report.rows).most_common()),
        "left_alone": dict(left_counts(report).most_common()),
        "terms": [
            dict(zip(("source", "target", "found", "missing"), term, strict=True))
            for term in term_counts(report.rows)
        ],
        "failed": [{"file": name, "why": why} for name, why in report.failed],
        "skipped": [{"file": name, "why": why} for name, why in report.skipped],
        "files": list(map(_file, report.documents)),
    }
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def _file(document: Reported) -> dict[str, Any]:
    sheet = document.sheet
    return {
        "file": sheet.name,
        "seconds": round(document.seconds, 2),
        "notes": list(document.notes),
        "words_outside": document.outside,
        "summary": asdict(summary_of(sheet.rows)),
        "segments": [row_object(sheet, row) for row in sheet.rows],
    }
