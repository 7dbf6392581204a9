"""Formats whose files have parts, of which some are text: `FILE#PART`, several by comma."""

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar, Self

from vitrans.encodings import decode
from vitrans.errors import InputError, UsageError
from vitrans.formats.base import TextFormat
from vitrans.formats.strings import structure
from vitrans.types import Document

_MOST = 20


class PartedFormat(TextFormat):
    """A format that reads those parts of a file that it is told."""

    part: ClassVar[str]
    """What one of its parts is called."""

    def __init__(self, parts: str = "") -> None:
        self.parts = tuple(part.strip() for part in parts.split(",") if part.strip())

    def of(self, parts: str) -> Self:
        """Return the format for some parts of a file, several by comma."""
        return type(self)(parts)

    def read(self, data: bytes, name: str) -> Document:
        """Return the document in a file's bytes.

        Raises:
            InputError: they are damaged.
            UsageError: no parts were named, or some that are not there; the message has those
                that are.
        """
        found = decode(data, name)
        try:
            return replace(self.parse(found.text), encoding=found.encoding)
        except (InputError, UsageError) as error:
            raise type(error)(f"{name!r}: {error}") from None

    def structure(self, text: str) -> list[str]:
        """Return the tags and placeholders of a string."""
        return structure(text)

    def check(self, known: Sequence[str], also: Sequence[str] = ()) -> None:
        """Refuse parts that a file has not, and to read none.

        Args:
            known: the names of its parts.
            also: what else they may be called by.

        Raises:
            UsageError: the parts of the file are named.
        """
        names = list(dict.fromkeys(filter(None, known)))
        more = f" and {len(names) - _MOST} more" if len(names) > _MOST else ""
        listed = f"{', '.join(map(repr, names[:_MOST]))}{more}" or "none"
        if not self.parts:
            example = ",".join(names[:2]) or "NAME"
            raise UsageError(f"say which {self.part}s are text, as FILE#{example}; it has {listed}")
        for part in self.parts:
            if part not in (*known, *also):
                raise UsageError(f"it has no {self.part} {part!r}; it has {listed}")
