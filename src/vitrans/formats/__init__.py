"""From a file's text to a `Document` and back: one module a format, one `render` for all.

A format's `parse` puts what is to be read into segments and every other character into the glue,
so `render(parse(text, suffix)) == text` for any text and any suffix.
"""

import re
from itertools import chain

from vitrans.formats import markdown, plain, subtitles
from vitrans.types import Document

_PARSERS = {
    ".md": markdown.parse,
    ".markdown": markdown.parse,
    ".srt": subtitles.parse,
    ".vtt": subtitles.parse,
}
# The break inside a wrapped paragraph: the line feed, indentation and block-quote marks around it.
_BREAK = re.compile(r"(?<![ \t\r])[ \t\r]*\n[ \t>]*")


def parse(text: str, suffix: str = ".txt") -> Document:
    """Return the document that a text is, by its file's suffix: Markdown, subtitles, else plain."""
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


def rewrap(text: str, model: str) -> str:
    """Return a text on one line with as many line breaks as `model`, in about the same places.

    A subtitle keeps its number of lines so: each break goes to the space that is nearest to it,
    measured in shares of the whole length.
    """
    breaks = list(_BREAK.finditer(model))
    spaces = [place for place, character in enumerate(text) if character == " "]
    for left, match in zip(range(len(breaks), 0, -1), reversed(breaks), strict=True):
        if len(spaces) < left:
            continue  # fewer words than lines
        aim = match.start() / len(model) * len(text)
        best = min(spaces[left - 1 :], key=lambda place: abs(place - aim))
        text = text[:best] + match.group() + text[best + 1 :]
        spaces = spaces[: spaces.index(best)]
    return text
