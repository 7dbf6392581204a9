"""From a file's text to a `Document` and back: one module a format, one `render` for all.

A format's `parse` puts what is to be read into segments and every other character into the glue,
so `render(parse(text, suffix)) == text` for any text and any suffix.
"""

import re
from itertools import chain

from vitrans.formats import markdown, plain
from vitrans.types import Document

_PARSERS = {".md": markdown.parse, ".markdown": markdown.parse}
# The break inside a wrapped paragraph: the line feed, indentation and block-quote marks around it.
_BREAK = re.compile(r"(?<![ \t\r])[ \t\r]*\n[ \t>]*")


def parse(text: str, suffix: str = ".txt") -> Document:
    """Return the document that a text is, by its file's suffix: Markdown, else plain text."""
    return _PARSERS.get(suffix.lower(), plain.parse)(text)


def render(document: Document) -> str:
    """Return the text of a document: its segments in their glue."""
    texts = (segment.text for segment in document.segments)
    pairs = zip(document.glue, chain(texts, [""]), strict=True)
    return "".join(chain.from_iterable(pairs))


def unwrap(text: str) -> str:
    """Return a segment's text on one line.

    A hard-wrapped Markdown paragraph is one segment with its line breaks inside. Before it is
    translated the breaks become spaces, and the translation stands on one line in its place.
    """
    return _BREAK.sub(" ", text)
