"""Which form a bitext is written in."""

from enum import StrEnum

from vitrans.report.bitext_page import page
from vitrans.exchange.rows import jsonl, tsv
from vitrans.report.bitext_table import table
from vitrans.exchange.tmx import tmx
from vitrans.types import Bitext


class BitextFormat(StrEnum):
    """The forms of a bitext."""

    TABLE = "table"
    TSV = "tsv"
    JSONL = "jsonl"
    TMX = "tmx"
    HTML = "html"


# What the suffix of a file says of its form.
SUFFIXES = {
    ".txt": BitextFormat.TABLE,
    ".tsv": BitextFormat.TSV,
    ".jsonl": BitextFormat.JSONL,
    ".tmx": BitextFormat.TMX,
    ".html": BitextFormat.HTML,
    ".htm": BitextFormat.HTML,
}
_WRITERS = {
    BitextFormat.TABLE: table,
    BitextFormat.TSV: tsv,
    BitextFormat.JSONL: jsonl,
    BitextFormat.TMX: tmx,
    BitextFormat.HTML: page,
}


def write_bitext(bitext: Bitext, form: BitextFormat) -> str:
    """Return a bitext as the text of a file of some form."""
    return _WRITERS[form](bitext)
