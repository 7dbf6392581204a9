"""Bitexts as translators' tools, programs and people read them: TMX, TSV, JSON Lines, HTML."""

from vitrans.report.bitext import SUFFIXES, BitextFormat, write_bitext

__all__ = ["SUFFIXES", "BitextFormat", "write_bitext"]
