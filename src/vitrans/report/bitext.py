"""A bitext in the format that is asked for."""

from collections.abc import Callable
from enum import StrEnum

from vitrans.exchange.bitext import bitext_jsonl, bitext_tsv
from vitrans.exchange.tmx import memory_of, write_tmx
from vitrans.report.bitext_page import bitext_page
from vitrans.report.bitext_table import bitext_table
from vitrans.types import Bitext


class BitextFormat(StrEnum):
    """The formats that a bitext is written in."""

    TABLE = "table"
    TSV = "tsv"
    JSONL = "jsonl"
    TMX = "tmx"
    HTML = "html"


# What the suffix of a file says of its format.
SUFFIXES = {
    ".txt": BitextFormat.TABLE,
    ".tsv": BitextFormat.TSV,
    ".jsonl": BitextFormat.JSONL,
    ".tmx": BitextFormat.TMX,
    ".html": BitextFormat.HTML,
    ".htm": BitextFormat.HTML,
}
_WRITERS: dict[BitextFormat, Callable[[Bitext], str]] = {
    BitextFormat.TABLE: bitext_table,
    BitextFormat.TSV: bitext_tsv,
    BitextFormat.JSONL: bitext_jsonl,
    BitextFormat.TMX: lambda bitext: write_tmx(memory_of(bitext)),
    BitextFormat.HTML: bitext_page,
}


def write_bitext(bitext: Bitext, made: BitextFormat) -> str:
    """Return a bitext as the text of a file of some format."""
    return _WRITERS[made](bitext)
