"""What texts of a memory are found by: hashes that they share, and runs of three words.

A **skeleton** is a text whose numbers and tags have been replaced by signs of their kind: two texts
of one skeleton differ in numbers and tags alone. A text's **key** is a whole number of 64 bits, the
hash of its skeleton before that of the text itself, so that one index finds both the same text (one
key) and texts of the same skeleton (a range of keys).
"""

import hashlib
import re
from zlib import crc32

from vitrans.text import nfc

VARIABLE = re.compile(
    r"(?P<number>\d+(?:[.,]\d+)*)|(?P<tag></?[A-Za-z][^<>]*>|<\d[^<>]*>|\{[^{}\s]*\}"
    r"|%(?:\(\w+\)|\d\$)?[sdfi@](?!\w)|[\ue000-\uf8ff])"
)
"""A number in figures, or a tag, a placeholder or a character that stands for an object."""

_ITS_START = re.compile(r"[\d<{%\ue000-\uf8ff]")
# Control characters, which no text has.
_SIGNS = {"number": "\x01", "tag": "\x02"}
_WORD = re.compile(r"[^\W\d_]+|\d+(?:[.,]\d+)*")
_HALF = 32
_SIGN = 1 << 63


def normal(text: str) -> str:
    """Return a text as memories keep it: in NFC, with single spaces."""
    return " ".join(nfc(text).split())


def skeleton(text: str) -> str:
    """Return a text with a sign in the place of each number and tag."""
    if not _ITS_START.search(text):
        return text  # most texts; the long pattern takes its time
    return VARIABLE.sub(lambda found: _SIGNS[found.lastgroup or ""], text)


def key(text: str) -> int:
    """Return the key of a normal text."""
    return _signed(crc32(skeleton(text).encode()) << _HALF | crc32(text.encode()))


def skeleton_keys(text: str) -> tuple[int, int]:
    """Return the first and the last of the keys that texts of this skeleton have."""
    first = crc32(skeleton(text).encode()) << _HALF
    return _signed(first), _signed(first | (1 << _HALF) - 1)


def identity(*parts: str) -> int:
    """Return a number of 64 bits that stands for texts together."""
    digest = hashlib.blake2b("\0".join(parts).encode(), digest_size=8).digest()
    return int.from_bytes(digest, signed=True)


def word_runs(text: str) -> list[str]:
    """Return each three words in a row, joined by `_`; words beyond the ends are empty.

    Case is folded, and any number is `0`. Each word starts a run, so that all texts that have a
    word can be found by what their runs start with.
    """
    words = ["0" if word[0].isdigit() else word for word in _WORD.findall(text.casefold())]
    row = ["", *words, "", ""]
    return ["_".join(row[i : i + 3]) for i in range(len(row) - 2)] if words else []


def _signed(number: int) -> int:
    """Return a number of 64 bits as SQLite has it, in the same order."""
    return number - _SIGN
