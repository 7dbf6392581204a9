"""Glossaries as files that spreadsheets open."""

import csv
import io
from collections.abc import Iterable, Sequence


def to_csv(rows: Iterable[Sequence[str]]) -> str:
    """Return rows as comma-separated values (RFC 4180), lines ending in a line feed."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()
