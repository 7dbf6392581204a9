"""Spaces that a Markdown text lacks between words: `rose[^1]and`, `see [the map](m.md)for`.

A mark parts the words beside it for whoever reads the page; without it they would be read as one.
So the text has a space there, for which the file has nothing.
"""

import re
from collections.abc import Iterator, Sequence

from vitrans.formats.spans import Piece
from vitrans.text import has_accents, is_syllable
from vitrans.types import MarkKind

_BEFORE = re.compile(r"[^\W_]+$")
_AFTER = re.compile(r"[^\W\d_]+")
# A sentence or a clause ends before a mark, and a word follows: `**Note:**The office`.
_CLAUSE = re.compile(r"[,;:!?…]$")
_SENTENCE = re.compile(r"[^\W\d_]{2}[.)”]$")
# What no English word ends in, and so is one of its own in emphasis: `**rice**and`.
_WHOLE = """
and but for from had has have not than that the their then this was were which will with would
"""
_ENGLISH = frozenset(_WHOLE.split())
# What may follow a link within a word: `[paint](p.md)ings`.
_WITHIN = """
able al an ed er ers es ese ful hood ian ians ic ing ings ish ism ist ists less like ly man men ment
ments ness ship ships tion wise works work ward wards
"""
_ENDINGS = frozenset(_WITHIN.split())
# What may stand before emphasis, or in it, within a word: `**inter**national`.
_BEGINNING = """
anti auto back counter cyber down electro extra fore hyper infra inter intra kilo macro mega meta
micro mini mono multi neuro nano over para photo poly post proto pseudo semi step super tele therm
thermo trans ultra under
"""
_PREFIXES = frozenset(_BEGINNING.split())
_WORD = 4  # letters that a part of a word seldom has which is emphasised alone
_MARKS = (MarkKind.OPEN, MarkKind.CLOSE, MarkKind.ALONE)
_SHOWN = {MarkKind.OBJECT: "\ue000", MarkKind.BREAK: " "}


def with_gaps(content: str, pieces: Sequence[Piece]) -> Iterator[Piece]:
    """Yield the marks in a block, and a gap where they stand between two words without a space.

    Args:
        content: the block's text.
        pieces: its marks, in order and apart.
    """
    before, done = "", 0
    vietnamese = has_accents(content)
    for number, piece in enumerate(pieces):
        before += content[done : piece.start]
        done = piece.end
        after = content[done : pieces[number + 1].start if number + 1 < len(pieces) else None]
        opens = piece.kind is MarkKind.OPEN
        part = _is_apart(before, after, piece, vietnamese)
        if part and opens:
            yield Piece(piece.start, piece.start, MarkKind.GAP, " ")
        yield piece
        if part and not opens:
            yield Piece(piece.end, piece.end, MarkKind.GAP, " ")
        before += " " if part else piece.shown or _SHOWN.get(piece.kind, "")


def _is_apart(before: str, after: str, piece: Piece, vietnamese: bool) -> bool:
    """Say whether a mark stands between two words that it parts, in a text in Vietnamese or not."""
    left, right = _BEFORE.search(before), _AFTER.match(after)
    if piece.kind is MarkKind.OBJECT and right:
        return len(right[0]) >= _WORD and right[0] not in _ENDINGS
    if piece.kind not in _MARKS or not right or piece.name == "wbr" or not before.strip():
        return False
    if piece.kind is MarkKind.ALONE or piece.name.startswith("image"):
        return not before[-1].isspace()
    if _CLAUSE.search(before) or (_SENTENCE.search(before) and right[0][0].isupper()):
        return True
    return left is not None and _are_two(left[0], right[0], piece, vietnamese)


def _are_two(left: str, right: str, piece: Piece, vietnamese: bool) -> bool:
    """Say whether letters on both sides of emphasis, or of a link, are two words."""
    if vietnamese and len(left) > 1 and len(right) > 1:
        whole = is_syllable(left), is_syllable(right)
        return any(whole) and not is_syllable(left + right)
    if piece.name != "link":
        return right in _ENGLISH or left in _ENGLISH or _are_whole(left, right)
    if piece.kind is MarkKind.OPEN:
        return len(left) > 1
    return len(right) > 1 and right not in _ENDINGS


def _are_whole(left: str, right: str) -> bool:
    """Say whether letters beside emphasis look like words of their own, not parts of one."""
    if min(len(left), len(right)) < _WORD or right in _ENDINGS or left.lower() in _PREFIXES:
        return False
    return right.islower() or left.islower()
