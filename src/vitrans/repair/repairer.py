"""The order in which typing accidents are mended, and what is reported of them."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from itertools import groupby
from unicodedata import combining

from vitrans.encodings.tables import TCVN3, VNI_WINDOWS, WINDOWS_1258
from vitrans.repair import characters, encodings, typed
from vitrans.text import find_protected, nfc


class Accident(StrEnum):
    """What happened to a piece of text."""

    REFERENCE = "character reference"
    UTF8 = "UTF-8 read as Windows-1252"
    TCVN3 = "TCVN3"
    VNI_WINDOWS = "VNI-Windows"
    WINDOWS_1258 = "Windows-1258"
    DECOMPOSED = "decomposed"
    LOOKALIKE = "lookalike letter"
    TELEX = "Telex"
    VNI = "VNI"
    VIQR = "VIQR"
    PLACEMENT = "tone placement"


@dataclass(frozen=True, slots=True)
class Repair:
    """A piece of text that was mended.

    Attributes:
        kind: what had happened to it; what was mended first, where it was more than one thing.
        start: offset in the text as it was; the length is that of `original`.
        original: as it was.
        repaired: as it is now.
    """

    kind: Accident
    start: int
    original: str
    repaired: str


@dataclass(frozen=True, slots=True)
class Repaired:
    """A mended text with all that was mended, in the order of the text."""

    text: str
    repairs: tuple[Repair, ...]


@dataclass(slots=True)
class _Chunk:
    """What stands between white space: where it was, how it was, what it is, what happened."""

    start: int
    original: str
    text: str
    protected: bool
    kind: Accident | None = None

    @property
    def end(self) -> int:
        return self.start + len(self.original)

    def become(self, text: str, kind: Accident) -> None:
        if text != self.text:
            self.text, self.kind = text, self.kind or kind


ENCODED = (
    Accident.REFERENCE,
    Accident.UTF8,
    Accident.TCVN3,
    Accident.VNI_WINDOWS,
    Accident.WINDOWS_1258,
)
"""What happens to a text that is read in another encoding than it was written in."""

# From the chunks of a line to as many chunks.
Step = Callable[[Sequence[str]], list[str]]

_STEPS: tuple[tuple[Accident, Step], ...] = (
    (Accident.REFERENCE, lambda words: [characters.read_references(word) for word in words]),
    (Accident.UTF8, encodings.read_utf8),
    (Accident.DECOMPOSED, characters.compose),
    (Accident.TCVN3, partial(encodings.read_old, encoding=TCVN3)),
    (Accident.VNI_WINDOWS, partial(encodings.read_old, encoding=VNI_WINDOWS)),
    (Accident.WINDOWS_1258, partial(encodings.read_old, encoding=WINDOWS_1258)),
    (Accident.LOOKALIKE, characters.replace_lookalikes),
    (Accident.TELEX, partial(typed.read_keystrokes, method=typed.TELEX)),
    (Accident.VNI, partial(typed.read_keystrokes, method=typed.VNI)),
    (Accident.VIQR, partial(typed.read_keystrokes, method=typed.VIQR)),
    (Accident.PLACEMENT, characters.place_tones),
)
# What is between white space; a no-break space may be half of a letter, so it is not one here.
_CHUNK = re.compile(r"[^ \t\r\n\f\v]+")
# A second pass finds what the first one made certain; more than a few passes are not needed.
_MOST_PASSES = 8


def repair(text: str) -> Repaired:
    """Mend the typing accidents of a text, those only that are certain.

    The result is in NFC, and mending it again changes nothing. Code, links, addresses, hashtags
    and names of files stay as they are.
    """
    return repair_batch([text])[0]


def repair_batch(texts: Sequence[str]) -> list[Repaired]:
    """Mend the parts of one text, such as paragraphs, which have one style of tone placement."""
    if isinstance(texts, str):
        raise TypeError("repair_batch takes a sequence of texts, not one str")
    parts = [list(_lines(text)) for text in texts]
    for line in (line for lines in parts for line in lines):
        _mend(line)
    every = (chunk for lines in parts for line in lines for chunk in line if not chunk.protected)
    free = [chunk for chunk in every if not encodings.is_unread(chunk.text)]
    made = characters.unite_placement([chunk.text for chunk in free])
    for chunk, word in zip(free, made, strict=True):
        chunk.become(word, Accident.PLACEMENT)
    return [_repaired(text, lines) for text, lines in zip(texts, parts, strict=True)]


def undecoded(text: str) -> list[Repair]:
    """Return what of a text still stands in a wrong encoding, in order.

    What could not be mended is the same before and after.
    """
    found = [one for one in repair(text).repairs if one.kind in ENCODED]
    known = [range(one.start, one.start + len(one.original)) for one in found]
    for start, end, protected in _chunks(text):
        word = text[start:end]
        inside = any(start < one.stop and one.start < end for one in known)
        if not protected and not inside and encodings.is_unread(word):
            found.append(Repair(Accident.UTF8, start, word, word))
    return sorted(found, key=lambda one: one.start)


def _lines(text: str) -> Iterator[list[_Chunk]]:
    """Yield the chunks of each line that has any."""
    line: list[_Chunk] = []
    end = 0
    for start, stop, protected in _chunks(text):
        if line and "\n" in text[end:start]:
            yield _whole(line, text)
            line = []
        piece = text[start:stop]
        line.append(_Chunk(start, piece, piece, protected))
        end = stop
    if line:
        yield _whole(line, text)


def _whole(line: list[_Chunk], text: str) -> list[_Chunk]:
    """Return the chunks of a line, words as one that a lost letter has parted."""
    result: list[_Chunk] = []
    for chunk in line:
        before = result[-1] if result else chunk
        gap = text[before.end : chunk.start]
        free = not (before.protected or chunk.protected)
        if free and gap == " " and (one := encodings.joined(before.text, chunk.text)):
            result[-1] = _Chunk(before.start, text[before.start : chunk.end], one, False)
        else:
            result.append(chunk)
    return result


def _chunks(text: str) -> Iterator[tuple[int, int, bool]]:
    """Yield where the runs between white space start and end, and whether they are protected.

    A word with letters that are written out, as `chi&#7873;u`, is not: it is to be mended.
    """
    free = 0
    written_out = [span.span() for span in characters.REFERENCE.finditer(text)]
    for found in find_protected(text):
        piece = text[found.start : found.end]
        inside = any(a <= found.start and found.end <= b for a, b in written_out)
        read = found.kind == "reference" and characters.read_references(piece) != piece
        if found.start < free or inside or read:
            continue
        yield from _free(text, free, found.start)
        free = found.end
        while free < len(text) and combining(text[free]):  # belongs to the character before it
            free += 1
        yield found.start, free, True
    yield from _free(text, free, len(text))


def _free(text: str, start: int, end: int) -> Iterator[tuple[int, int, bool]]:
    """Yield the runs that are free to be read."""
    for chunk in _CHUNK.finditer(text, start, end):
        yield *chunk.span(), False


def _mend(line: Sequence[_Chunk]) -> None:
    """Mend the chunks of a line until there is nothing more to mend."""
    for chunk in line:
        if chunk.protected:
            chunk.become(nfc(chunk.text), Accident.DECOMPOSED)
    free = [chunk for chunk in line if not chunk.protected]
    words = [chunk.text for chunk in free]
    for _ in range(_MOST_PASSES):
        before = words
        for kind, step in _STEPS:
            words = _stepped(words, kind, step)
            for chunk, word in zip(free, words, strict=True):
                chunk.become(word, kind)
        if words == before:
            break


def _stepped(words: list[str], kind: Accident, step: Step) -> list[str]:
    """Return words after a step; half-read letters are none to go by, but for reading them."""
    made = step(words)
    if kind is Accident.UTF8:
        return made
    pairs = zip(words, made, strict=True)
    return [word if encodings.is_unread(word) else one for word, one in pairs]


def _repaired(text: str, lines: Sequence[Sequence[_Chunk]]) -> Repaired:
    """Return a text with its mended chunks, neighbours of one kind as one repair."""
    repairs = [r for line in lines for r in _repairs(text, line)]
    pieces, end = [], 0
    for made in repairs:
        pieces += [text[end : made.start], made.repaired]
        end = made.start + len(made.original)
    return Repaired("".join((*pieces, text[end:])), tuple(repairs))


def _repairs(text: str, line: Sequence[_Chunk]) -> Iterator[Repair]:
    """Yield the repairs of a line."""
    for kind, group in groupby(line, key=lambda chunk: chunk.kind):
        if kind is None:
            continue
        run = list(group)
        repaired, end = "", run[0].start
        for chunk in run:
            repaired += text[end : chunk.start] + chunk.text
            end = chunk.end
        yield _trimmed(Repair(kind, run[0].start, text[run[0].start : end], repaired))


def _trimmed(made: Repair) -> Repair:
    """Return a repair without the punctuation around it that is the same on both sides."""
    old, new, start = made.original, made.repaired, made.start
    while old and new and old[0] == new[0] and not old[0].isalnum():
        old, new, start = old[1:], new[1:], start + 1
    while old and new and old[-1] == new[-1] and not old[-1].isalnum():
        old, new = old[:-1], new[:-1]
    return Repair(made.kind, start, old, new)
