"""The text of a paragraph with numbered tags for what stands in it besides words.

`Read <1>this</1> first<2/>, page <3#/>.` is how a paragraph of a package such as DOCX goes through
vitrans: pairs, marks that stand alone, objects that are read as words (`#`), and tabs and line
ends, at which a sentence ends (`|`). What each number stands for is known to its unit alone.
"""

import re
from collections.abc import Iterator

from vitrans.formats.spans import Piece
from vitrans.text import nfc
from vitrans.types import MarkKind

ALONE, OBJECT, BORDER = "", "#", "|"
# What a border is in the text of a segment, until the segment is divided at it.
TAB = "\t"
TAG = re.compile(r"<(?P<close>/)?(?P<number>\d+)(?P<role>[#|]?)(?P<alone>/)?>")
_ESCAPED = re.compile(r"&(?:amp|lt|gt);")
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_CHARACTERS = {escaped: character for character, escaped in _ESCAPES.items()}
_SPECIAL = re.compile("[&<>]")
# What XML 1.0 has no place for; tabs and line ends are elements of their own in a paragraph.
_IMPOSSIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def possible(text: str) -> str:
    """Return a text without the characters that XML has no place for."""
    return _IMPOSSIBLE.sub("", text)


def escaped(text: str) -> str:
    """Return a text in which nothing is a tag."""
    return _SPECIAL.sub(lambda found: _ESCAPES[found[0]], text)


def plain(text: str) -> str:
    """Return what stands between two tags as letters, in NFC."""
    return nfc(_ESCAPED.sub(lambda found: _CHARACTERS[found[0]], text))


def pieces(text: str, start: int, end: int) -> Iterator[Piece]:
    """Yield the tags and the escaped characters in a stretch of a text."""
    for tag in TAG.finditer(text, start, end):
        if tag["alone"]:
            kind = MarkKind.OBJECT if tag["role"] == OBJECT else MarkKind.ALONE
            yield Piece(*tag.span(), kind, TAB if tag["role"] == BORDER else "")
        else:
            kind = MarkKind.CLOSE if tag["close"] else MarkKind.OPEN
            yield Piece(*tag.span(), kind, name=tag["number"])
    for found in _ESCAPED.finditer(text, start, end):
        yield Piece(*found.span(), MarkKind.ESCAPE, _CHARACTERS[found[0]])


def structure(text: str) -> list[str]:
    """Return the tags of a text, and a word for every pair that crosses another."""
    found, opened = [], []
    for tag in TAG.finditer(text):
        found.append(tag[0])
        if tag["alone"]:
            continue
        if not tag["close"]:
            opened.append(tag["number"])
        elif tag["number"] in opened:
            if opened[-1] != tag["number"]:
                found.append("crossing")
            opened.remove(tag["number"])
    return found
