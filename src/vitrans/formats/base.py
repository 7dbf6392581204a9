"""What a format is: bytes to a document, and a document to bytes.

To add a format, write a class with the members of `Format`, in a module of its own beside this
one, and name it in `vitrans.formats.registry`; docs/adding-a-format.md has a complete small one.
A format of text has `TextFormat` for a base and needs nothing but `parse`.
"""

from dataclasses import replace
from itertools import chain
from typing import ClassVar, Protocol

from vitrans.encodings import decode, encode
from vitrans.errors import UsageError
from vitrans.types import Document


class Format(Protocol):
    """A kind of file."""

    name: ClassVar[str]
    """What it is called after `--format`."""
    title: ClassVar[str]
    """What it is called in messages."""
    suffixes: ClassVar[tuple[str, ...]]
    """The ends of its files' names, in small letters, with the dot."""

    def read(self, data: bytes, name: str) -> Document:
        """Return the document in a file's bytes; `name` is the file's, for messages.

        Raises:
            InputError: the bytes are not of this format.
        """
        ...

    def write(self, document: Document) -> bytes:
        """Return a file's bytes; those that were read, where no text has changed."""
        ...

    def structure(self, text: str) -> list[str]:
        """Return what a stretch of the file has besides words, to compare before and after."""
        ...


class TextFormat:
    """A format whose files are text: what is not in a segment is glue, verbatim."""

    name: ClassVar[str]
    title: ClassVar[str]
    suffixes: ClassVar[tuple[str, ...]]

    def parse(self, text: str) -> Document:
        """Return the document in a text: `render(parse(text)) == text`, whatever the text.

        Raises:
            UsageError: files of this format are more than text, and are only read as such.
        """
        raise UsageError(f"{self.title} is no text; give it as a file")

    def read(self, data: bytes, name: str) -> Document:
        """Return the document in a file's bytes, which may be in an old encoding."""
        found = decode(data, name)
        return replace(self.parse(found.text), encoding=found.encoding)

    def write(self, document: Document) -> bytes:
        """Return the file's bytes, in the encoding that the document says."""
        return encode(render(document), document.encoding)

    def structure(self, text: str) -> list[str]:
        """Return nothing: there is only text."""
        return []


def render(document: Document) -> str:
    """Return the text of a document: its segments in their glue."""
    texts = (segment.raw for segment in document.segments)
    pairs = zip(document.glue, chain(texts, [""]), strict=True)
    return "".join(chain.from_iterable(pairs))
