"""Results as people read them, in tables and pages, and as programs do, in JSON and TSV."""

from vitrans.report.data import rows_jsonl, rows_tsv
from vitrans.report.output import (
    captions_json,
    captions_table,
    captions_tsv,
    detection_json,
    detection_line,
    translations_json,
)
from vitrans.report.render import ReportFormat, format_of, render

__all__ = [
    "ReportFormat",
    "captions_json",
    "captions_table",
    "captions_tsv",
    "detection_json",
    "detection_line",
    "format_of",
    "render",
    "rows_jsonl",
    "rows_tsv",
    "translations_json",
]
