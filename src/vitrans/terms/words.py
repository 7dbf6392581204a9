"""Terms and texts as words: what is compared, and where it stands."""

import re
from typing import NamedTuple

from vitrans.text import nfc, older_tone_placement, strip_accents

# A word, or a sign by itself; white space only parts them.
_TOKEN = re.compile(r"[^\W_]+|[^\s]")
_APOSTROPHES = str.maketrans("’ʼ", "''")


class Token(NamedTuple):
    """A word or a sign: its place, its letters as they stand, and what is compared."""

    start: int
    end: int
    text: str
    key: str


def tokens(text: str, bare: bool = False) -> list[Token]:
    """Return the words and signs of a text in NFC.

    Args:
        text: any text.
        bare: whether words are compared without their accents.
    """
    found = []
    for match in _TOKEN.finditer(text):
        form = older_tone_placement(match[0]).translate(_APOSTROPHES)
        key = form.lower()
        found.append(Token(*match.span(), form, strip_accents(key) if bare else key))
    return found


def key_of(text: str, bare: bool = False) -> tuple[str, ...]:
    """Return what a term is compared by: its words in small letters, tones in one place."""
    return tuple(token.key for token in tokens(nfc(text), bare))
