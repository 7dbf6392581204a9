"""From a file's bytes to a `Document` and back: one module a format, a registry, one `render`."""

from pathlib import PurePath

from vitrans.formats import base
from vitrans.formats.base import Format, TextFormat
from vitrans.formats.html_later import settled
from vitrans.formats.registry import (
    FORMATS,
    NO_TEXTS,
    PLAIN,
    SUFFIXES,
    find_format,
    named,
    packaged,
)
from vitrans.types import Document

__all__ = [
    "FORMATS",
    "NO_TEXTS",
    "PLAIN",
    "SUFFIXES",
    "Format",
    "TextFormat",
    "find_format",
    "named",
    "packaged",
    "parse",
    "render",
]


def parse(text: str, suffix: str = ".txt") -> Document:
    """Return the document in a text, read as a file of that suffix.

    Raises:
        InputError: files of that suffix are known to be no text that is read here.
    """
    chosen = find_format(str(PurePath("text").with_suffix(suffix)), text)
    assert isinstance(chosen, TextFormat)
    return chosen.parse(text)


def render(document: Document) -> str:
    """Return the text of a document: its segments in their glue."""
    return base.render(settled(document))
