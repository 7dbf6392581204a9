"""What a format's parser finds: stretches of the source that are to be read."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from vitrans.types import Document, Kind, Segment

# What there is of a text between white space and byte order marks.
TEXT = re.compile(r"[^\s\ufeff](?:.*[^\s\ufeff])?", re.DOTALL)


class Span(NamedTuple):
    """Characters `start` to `end` of a source, its kind and 1-based line."""

    start: int
    end: int
    kind: Kind
    line: int


def document(text: str, spans: Iterable[Span]) -> Document:
    """Return a text as a document: spans, in order and apart, are segments, the rest is glue."""
    segments, glue, done = [], [], 0
    for span in spans:
        glue.append(text[done : span.start])
        segments.append(Segment(text[span.start : span.end], kind=span.kind, line=span.line))
        done = span.end
    return Document(tuple(segments), (*glue, text[done:]))
