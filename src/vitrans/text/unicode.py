"""Unicode text: normal form, accents, letters, words, lines."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

# Words: runs of letters with the marks that may follow them; nothing else.
WORD = re.compile(r"[^\W\d_][\u0300-\u036f]*(?:[^\W\d_][\u0300-\u036f]*)*")

_CHUNK = re.compile(r"\S+")
_MARKS = re.compile("[\u0300-\u036f]+")
_D = str.maketrans("đĐ", "dD")


def nfc(text: str) -> str:
    """Return `text` in Unicode normalisation form C."""
    return unicodedata.normalize("NFC", text)


def strip_accents(text: str) -> str:
    """Return `text` (NFC) without combining marks, đ and Đ as d and D.

    Every mark of U+0300 to U+036F goes, so foreign letters lose theirs too, as on an
    ASCII keyboard: `Müller` becomes `Muller`.
    """
    if text.isascii():
        return text
    return nfc(_MARKS.sub("", unicodedata.normalize("NFD", text)).translate(_D))


def has_accents(text: str) -> bool:
    """Say whether `strip_accents` would change the text."""
    return strip_accents(text) != nfc(text)


def same_letters(one: str, other: str) -> bool:
    """Say whether two texts differ in nothing but accents."""
    return strip_accents(one) == strip_accents(other)


@lru_cache(maxsize=1 << 16)
def has_letters(text: str) -> bool:
    """Say whether a text has a letter of any script."""
    return any(map(str.isalpha, text))


def words(text: str) -> list[str]:
    """Return the runs of letters in a text."""
    return WORD.findall(text)


def chunks(text: str, hint: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """Yield the runs between white space in which `hint` is found."""
    if not hint.search(text):
        return
    for chunk in _CHUNK.finditer(text):
        if hint.search(text, *chunk.span()):
            yield chunk


def line_end(text: str) -> str:
    """Return the character that ends the lines of a text: a line feed if it has one."""
    return "\n" if "\n" in text else "\r"


def lines(text: str) -> Iterator[str]:
    """Yield the lines of a text with their ends; only a line feed ends a line.

    `str.splitlines` also cuts at U+2028 and U+0085 and would shift a parallel corpus. In a text
    without a line feed, as old systems wrote it, a carriage return ends a line.
    """
    stop = line_end(text)
    start = 0
    while start < len(text):
        end = text.find(stop, start) + 1 or len(text)
        yield text[start:end]
        start = end
