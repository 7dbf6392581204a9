"""Which lines of a plain text are one paragraph, broken at a fixed width.

A program that fills lines breaks each where the next word has no more room. So do the lines of a
paragraph here; they are also about 50 to 100 characters long, broken inside sentences, and mostly
go on in small letters. Verse, lists, captions, addresses, tables, headers and subtitles do not.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_SHORTEST, _LONGEST = 50, 100
# The share of line ends where the next word has no room.
_FULL = 0.8
# How much longer a line may be than those of the paragraphs that show the width.
_MORE = 6
# Lines of a paragraph that shows the width by itself.
_FEW = 3

_HEADER = re.compile(r"[A-Z][A-Za-z]*(?:-[A-Z][A-Za-z]*)*:(?:\s|$)")
_KNOWN = re.compile(
    r"(?:From|To|Cc|Bcc|Subject|Date|Received|Return-Path|Message-I[Dd]|References|In-Reply-To|Reply-To"
    r"|Sender|DKIM-Signature|MIME-Version|Authentication-Results|Content-[A-Z][a-z-]+|X-[\w-]+):"
)
# Columns, and what programs are made of.
_TABLE = re.compile(r"\t|[^\s.!?:…”\"]\s{2,}\S|\S\s{3,}\S|\s\|\s|[{};]$")
# What is said of several things: `tea: green or black`.
_LABEL = re.compile(r"^[\w-]{1,20}(?: [\w-]{1,20}){0,2}:\s")
_FIRST_WORD = re.compile(r"\S+")
_OPENER = re.compile(r"[\s\"'“‘(\[«]*")
STOPS = tuple(".!?…:")
"""What ends a sentence or a line before a list."""


class Line(NamedTuple):
    """A line with text: where its text starts and ends, and where the line itself starts."""

    at: int
    start: int
    end: int
    number: int

    @property
    def lead(self) -> int:
        """How many characters stand before its text."""
        return self.start - self.at

    def text(self, source: str) -> str:
        """Return its text."""
        return source[self.start : self.end]


def paragraphs(source: str, blocks: Sequence[Sequence[Line]]) -> Iterator[Sequence[Line]]:
    """Yield the lines of a text, those of one paragraph together.

    Args:
        source: the text.
        blocks: its lines between blank ones; one with a mark of its own starts a block.
    """
    wrapped = [len(b) >= _FEW and _is_wrapped(source, b, 0) for b in blocks]
    width = max((_width(b) for b, yes in zip(blocks, wrapped, strict=True) if yes), default=0)
    for block, yes in zip(blocks, wrapped, strict=True):
        if yes or (width and len(block) > 1 and _is_wrapped(source, block, width)):
            yield block
        else:
            yield from ([line] for line in block)


def _width(block: Sequence[Line]) -> int:
    """Return the length of the longest line."""
    return max(line.end - line.at for line in block)


def _is_wrapped(source: str, block: Sequence[Line], width: int) -> bool:
    """Say whether the lines of a block are filled up to a width, their own longest if 0."""
    texts = [line.text(source) for line in block]
    longest = _width(block)
    room = max(width, longest)
    if not _SHORTEST <= room <= _LONGEST or (width and longest > width + _MORE):
        return False
    if len({line.lead for line in block[1:]}) > 1 or _is_other(texts):
        return False
    full = sum(_needs(line, text) > room for line, text in zip(block[:-1], texts[1:], strict=True))
    small = sum(_starts_small(text) for text in texts[1:])
    inside = sum(not text.endswith(STOPS) for text in texts[:-1])
    breaks = len(block) - 1
    if not small or 2 * inside <= breaks:
        return False
    if full == breaks:
        return 3 * small >= breaks  # names start many lines
    return not width and full >= _FULL * breaks and 2 * small >= breaks


def _needs(line: Line, after: str) -> int:
    """Return how long a line would be with the first word of the next one."""
    word = _FIRST_WORD.match(after)
    return line.end - line.at + 1 + (len(word[0]) if word else 0)


def _starts_small(text: str) -> bool:
    """Say whether a line starts with a small letter."""
    found = _OPENER.match(text)
    return text[found.end() if found else 0 :][:1].islower()


def _is_other(texts: Sequence[str]) -> bool:
    """Say whether lines are headers, columns, a program, or items with the same end."""
    if _KNOWN.match(texts[0]) or any(_HEADER.match(text) for text in texts[1:]):
        return True
    if any("\t" in text for text in texts):
        return True
    if any(sum(bool(sign.search(text)) for text in texts) > 1 for sign in (_TABLE, _LABEL)):
        return True
    return all(text[-1] in ",;" for text in texts[:-1])
