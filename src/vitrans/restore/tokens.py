"""Cutting text into the tokens that the restorer reads: words, numbers, single marks."""

import re
from collections.abc import Iterator
from enum import IntEnum
from typing import NamedTuple

from vitrans.text import WORD, find_protected, strip_accents

_PIECE = re.compile(
    r"[^\W_]*\d[^\W_]*"  # numbers and codes, whole
    rf"|{WORD.pattern}"
    r"|[^\s\w]|_"
)
# What is not read at all, and what is read as it stands; all else that is protected reads as a
# link.
_UNREAD = ("tag", "break")
_AS_IT_STANDS = ("identifier", "designation", "version")
_LINK = "<link>"


class TextToken(NamedTuple):
    """A token of a text.

    Attributes:
        start: where it stands.
        text: as it stands there.
        read: as the restorer reads it.
        protected: whether it is no running text and stays as it is.
    """

    start: int
    text: str
    read: str
    protected: bool

    @property
    def end(self) -> int:
        """The offset behind it."""
        return self.start + len(self.text)


def tokenize(text: str) -> list[TextToken]:
    """Return the tokens of a text; marks such as tags, which stand for nothing, are passed over."""
    return list(_tokens(text))


def read_tokens(text: str) -> list[str]:
    """Return the tokens of a text as the restorer reads them."""
    return [token.read for token in _tokens(text)]


def _tokens(text: str) -> Iterator[TextToken]:
    end = 0
    for found in find_protected(text):
        yield from _pieces(text, end, found.start)
        whole, end = text[found.start : found.end], found.end
        if found.kind not in _UNREAD:
            yield TextToken(
                found.start, whole, whole if found.kind in _AS_IT_STANDS else _LINK, True
            )
    yield from _pieces(text, end, len(text))


def _pieces(text: str, start: int, end: int) -> Iterator[TextToken]:
    """Yield the tokens of a stretch of running text."""
    for found in _PIECE.finditer(text, start, end):
        yield TextToken(found.start(), found.group(), found.group(), False)


class Case(IntEnum):
    """How a token is written; the token type that the tagger reads beside each token."""

    LOWER = 0
    TITLE = 1
    UPPER = 2
    MIXED = 3
    NONE = 4


def case_of(token: str) -> Case:
    """Return the case of a token; one capital letter alone counts as a title."""
    if not token[0].isalpha():
        return Case.NONE
    if token.islower():
        return Case.LOWER
    if token[0].isupper() and (len(token) == 1 or token[1:].islower()):
        return Case.TITLE
    return Case.UPPER if token.isupper() else Case.MIXED


def is_word(token: str) -> bool:
    """Say whether a token is a word, not a number, code, link or mark."""
    return token[0].isalpha() and token.isalpha()


def transfer_case(form: str, original: str) -> str:
    """Return `form` (lower case) with the capitals of `original`, letter for letter.

    Where that would change a letter, as for the Turkish dotted İ, `original` comes back.
    """
    if original.islower() and len(form) == len(original):
        return form
    pairs = zip(form, original, strict=False)
    made = "".join(f.upper() if o.isupper() else f for f, o in pairs)
    return made if strip_accents(made) == strip_accents(original) else original
