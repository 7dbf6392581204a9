"""Bitexts as translators' tools, programs and people read them: TMX, TSV, JSON Lines, HTML."""

from vitrans.exchange.forms import SUFFIXES, Form, write_bitext

__all__ = ["SUFFIXES", "Form", "write_bitext"]
