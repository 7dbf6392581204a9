"""What commands print: lines and tables for people, JSON and TSV for programs."""

import json
from collections.abc import Sequence
from dataclasses import asdict, fields
from typing import Any

from vitrans.exchange.rows import write_rows
from vitrans.report.terminal import printed
from vitrans.types import CaptionPair, Detection, Segment, Translation


def detection_line(text: str, detection: Detection) -> str:
    """Return a text's language as a line for people."""
    return f"{detection.code:<13}  {detection.confidence:5.3f}  {text}\n"


def detection_json(text: str, detection: Detection) -> str:
    """Return a text's language as a line of JSON."""
    language, confidence = detection.code, round(detection.confidence, 4)
    return _line({"text": text, "language": language, "confidence": confidence})


def translations_json(
    segments: Sequence[Segment], translations: Sequence[Translation], name: str
) -> str:
    """Return what became of every sentence of a file, a line of JSON each."""
    pairs = zip(segments, translations, strict=True)
    return "".join(
        _line({"file": name, "line": segment.line, **asdict(translation)})
        for segment, translation in pairs
    )


def captions_json(pairs: Sequence[CaptionPair]) -> str:
    """Return caption pairs as a JSON list."""
    return _block([asdict(pair) for pair in pairs])


def captions_tsv(pairs: Sequence[CaptionPair]) -> str:
    """Return caption pairs as tab-separated values under the names of the columns."""
    names = [field.name for field in fields(CaptionPair)]
    rows = [names, *([str(getattr(pair, name)) for name in names] for pair in pairs)]
    return write_rows(rows)


def captions_table(pairs: Sequence[CaptionPair]) -> str:
    """Return caption pairs as a table: as found, restored, in English."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table("Line", "Caption", "Credit", box=SIMPLE_HEAD)
    for pair in pairs:
        table.add_row(str(pair.line), pair.vietnamese, pair.credit_vi)
        if pair.restored != pair.vietnamese:
            table.add_row("", pair.restored, "")
        table.add_row("", pair.english, pair.credit_en, end_section=True)
    return printed(table) + "\n"


def _line(value: Any) -> str:
    """Return a value as JSON on one line; letters stand as they are."""
    return json.dumps(value, ensure_ascii=False) + "\n"


def _block(value: Any) -> str:
    """Return a value as indented JSON."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"
