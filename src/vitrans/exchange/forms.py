"""Which form a bitext is written in."""

from enum import StrEnum

from vitrans.exchange.page import page
from vitrans.exchange.rows import jsonl, tsv
from vitrans.exchange.table import table
from vitrans.exchange.tmx import tmx
from vitrans.types import Bitext


class Form(StrEnum):
    """The forms of a bitext."""

    TABLE = "table"
    TSV = "tsv"
    JSONL = "jsonl"
    TMX = "tmx"
    HTML = "html"


# What the suffix of a file says of its form.
SUFFIXES = {
    ".txt": Form.TABLE,
    ".tsv": Form.TSV,
    ".jsonl": Form.JSONL,
    ".tmx": Form.TMX,
    ".html": Form.HTML,
    ".htm": Form.HTML,
}
_WRITERS = {
    Form.TABLE: table,
    Form.TSV: tsv,
    Form.JSONL: jsonl,
    Form.TMX: tmx,
    Form.HTML: page,
}


def write_bitext(bitext: Bitext, form: Form) -> str:
    """Return a bitext as the text of a file of some form."""
    return _WRITERS[form](bitext)
