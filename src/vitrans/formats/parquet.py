"""Parquet (.parquet): the texts in named columns, a row after another; pyarrow reads and writes.

The document is JSON Lines of these columns. All other columns, types and metadata come through as
they are; a file in which no text changes comes back byte for byte.
"""

import json
from collections.abc import Sequence
from dataclasses import replace
from io import BytesIO
from typing import Any, ClassVar

from vitrans.errors import DependencyError, InputError, UsageError
from vitrans.formats.base import render
from vitrans.formats.json_text import JsonLines
from vitrans.formats.parts import PartedFormat
from vitrans.text import lines
from vitrans.types import Document


class Parquet(PartedFormat):
    """Parquet."""

    name = "parquet"
    title = "Parquet"
    suffixes: ClassVar[tuple[str, ...]] = (".parquet",)
    part = "column"

    def read(self, data: bytes, name: str) -> Document:
        """Return the texts of the named columns.

        Raises:
            InputError: the bytes are no Parquet.
            UsageError: no columns were named, or some that are not there or hold no texts.
            DependencyError: pyarrow is not installed.
        """
        try:
            file = _opened(data)
            self.check(_columns_of_text(file.schema_arrow))
        except (InputError, UsageError) as error:
            raise type(error)(f"{name!r}: {error}") from None
        rows = file.read(columns=list(self.parts)).to_pylist()
        text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        return replace(_Rows(",".join(self.parts)).parse(text), format=self.name, package=data)

    def write(self, document: Document) -> bytes:
        """Return the file with the document's texts in it."""
        import pyarrow
        import pyarrow.parquet

        rows = [json.loads(line) for line in lines(render(document)) if line.strip()]
        file = _opened(document.package)
        columns = list(rows[0]) if rows else []
        if file.read(columns=columns).to_pylist() == rows:
            return document.package
        table = file.read()
        for column in columns:
            place = table.schema.get_field_index(column)
            field = table.schema.field(place)
            texts = pyarrow.array([row[column] for row in rows], field.type)
            table = table.set_column(place, field, texts)
        made = BytesIO()
        first = file.metadata.row_group(0)
        codec = first.column(0).compression
        pyarrow.parquet.write_table(
            table,
            made,
            row_group_size=first.num_rows,
            compression="none" if codec == "UNCOMPRESSED" else codec,
        )
        return made.getvalue()


class _Rows(JsonLines):
    """The rows of columns that were checked, which may all be empty."""

    def check(self, known: Sequence[str], also: Sequence[str] = ()) -> None:
        """Refuse nothing."""


def rows_of(data: bytes) -> int:
    """Return how many rows a file has.

    Raises:
        InputError: the bytes are no Parquet.
        DependencyError: pyarrow is not installed.
    """
    return int(_opened(data).metadata.num_rows)


def _opened(data: bytes) -> Any:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise DependencyError(
            "Parquet needs pyarrow: pip install 'vitrans[ray]', or save the texts as JSON Lines"
        ) from error
    try:
        return pyarrow.parquet.ParquetFile(BytesIO(data))
    except (pyarrow.ArrowException, OSError) as error:
        raise InputError(f"it is no Parquet ({error}); it may be cut off: write it again") from None


def _columns_of_text(schema: Any) -> list[str]:
    """Return the names of the columns that hold texts."""
    return [field.name for field in schema if str(field.type) in ("string", "large_string")]
