"""Marks of a segment as numbered codes, and numbered codes as marks again."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from vitrans.exchange.bilingual.sheet import Code, Coded, joined
from vitrans.types import Mark, MarkKind, Segment

_SHOWN = re.compile(r"\{(\d{1,6})\}")
_PLACED = (MarkKind.OPEN, MarkKind.CLOSE, MarkKind.ALONE)


@dataclass(frozen=True, slots=True)
class Numbering:
    """The numbers of a sentence's marks, told by the sentence alone.

    Attributes:
        objects: the number of each private-use character that stands for something.
        pairs: the number of each pair.
        alone: the numbers of marks that stand alone, with what they are.
    """

    objects: dict[str, int]
    pairs: dict[int, int]
    alone: tuple[tuple[int, str], ...]

    @classmethod
    def of(cls, sentence: Segment) -> "Numbering":
        """Return the numbers for a sentence: objects first, none that its words have as `{1}`."""
        first = max((int(n) for n in _SHOWN.findall(sentence.text)), default=0) + 1
        marks = sentence.marks
        objects = [sentence.text[m.start] for m in marks if m.kind is MarkKind.OBJECT]
        pairs = dict.fromkeys(
            m.pair for m in marks if m.kind in (MarkKind.OPEN, MarkKind.CLOSE) and m.pair >= 0
        )
        alone = [m.raw for m in marks if m.kind is MarkKind.ALONE]
        numbers = iter(range(first, first + len(objects) + len(pairs) + len(alone)))
        return cls(
            {character: next(numbers) for character in objects},
            {pair: next(numbers) for pair in pairs},
            tuple((next(numbers), raw) for raw in alone),
        )


def coded(segment: Segment, numbering: Numbering) -> Coded:
    """Return a segment's text with its marks as codes; line ends and escapes are left out."""
    pieces: list[str | Code] = []
    alone = list(numbering.alone)
    done = 0
    for mark in segment.marks:
        code = _code(segment, mark, numbering, alone)
        if code:
            pieces += [segment.text[done : mark.start], code]
            done = mark.end
    return joined([*pieces, segment.text[done:]])


def _code(
    segment: Segment, mark: Mark, numbering: Numbering, alone: list[tuple[int, str]]
) -> Code | None:
    """Return the code of a mark; those that stand alone are taken from the list."""
    if mark.kind is MarkKind.OBJECT:
        number = numbering.objects.get(segment.text[mark.start])
    elif mark.kind is MarkKind.ALONE:
        found = next((one for one in alone if one[1] == mark.raw), None)
        number = found and found[0]
        if found:
            alone.remove(found)
    else:
        number = numbering.pairs.get(mark.pair) if mark.kind in _PLACED else None
    return None if number is None else Code(number, mark.kind, mark.raw)


def words_of(text: Coded, sentence: Segment) -> str:
    """Return what a reviewer wrote as the words of a sentence, its objects as characters again."""
    characters = _characters(sentence)
    return "".join(_words(piece, characters) for piece in text)


def placed_marks(text: Coded, sentence: Segment) -> list[Mark] | None:
    """Return a sentence's marks where a reviewer has put them; None if some came, went or crossed.

    Objects are characters of the text, and are not among them.
    """
    characters = _characters(sentence)
    found: list[Mark] = []
    at = 0
    for piece in text:
        if isinstance(piece, str) or piece.id in characters:
            at += len(_words(piece, characters))
        elif mark := _mark(piece, sentence):
            found.append(mark.at(at))
        else:
            return None
    wanted = [m for m in sentence.marks if m.kind in _PLACED]
    same = sorted(map(_key, found)) == sorted(map(_key, wanted))
    return found if same and _is_nested(found) else None


def _characters(sentence: Segment) -> dict[int, str]:
    """Return the characters that stand for objects in a sentence, by their numbers."""
    return {number: one for one, number in Numbering.of(sentence).objects.items()}


def _words(piece: str | Code, characters: Mapping[int, str]) -> str:
    """Return the words of a piece; those of a mark are none."""
    if isinstance(piece, Code):
        return characters.get(piece.id, "")
    return _SHOWN.sub(lambda match: characters.get(int(match[1]), match[0]), piece)


def _mark(code: Code, sentence: Segment) -> Mark | None:
    """Return the mark of a sentence that a code stands for."""
    numbering = Numbering.of(sentence)
    if code.kind is MarkKind.ALONE:
        numbers = [number for number, _ in numbering.alone]
        alone = [m for m in sentence.marks if m.kind is MarkKind.ALONE]
        return alone[numbers.index(code.id)] if code.id in numbers else None
    pairs = {number: pair for pair, number in numbering.pairs.items()}
    return next(
        (m for m in sentence.marks if m.kind is code.kind and m.pair == pairs.get(code.id)), None
    )


def _key(mark: Mark) -> tuple[str, int, str]:
    return mark.kind, mark.pair, mark.raw


def _is_nested(marks: Sequence[Mark]) -> bool:
    """Say whether no pair is crossed by another, nor closed before it is opened.

    A mark whose mate is in another sentence stands within no pair.
    """
    mates = {m.pair for m in marks if m.kind is MarkKind.OPEN}
    mates &= {m.pair for m in marks if m.kind is MarkKind.CLOSE}
    waiting: list[int] = []
    for mark in marks:
        if mark.kind is MarkKind.ALONE:
            continue
        if mark.pair not in mates:
            if waiting:
                return False
        elif mark.kind is MarkKind.OPEN:
            waiting.append(mark.pair)
        elif not waiting or waiting.pop() != mark.pair:
            return False
    return True
