"""Cutting text into the tokens that the restorer reads: words, numbers, single marks."""

import re
from enum import IntEnum

from vitrans.text import MARKUP, strip_accents

TOKEN = re.compile(
    rf"{MARKUP.pattern}"  # code and the targets of links, whole
    r"|(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"  # links and addresses, whole
    r"|[^\W_]*\d[^\W_]*"  # numbers and codes, whole
    r"|[^\W\d_][\u0300-\u036f]*(?:[^\W\d_][\u0300-\u036f]*)*"  # words
    r"|[^\s\w]|_"
)


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
