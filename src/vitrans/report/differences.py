"""Word by word, what an output has otherwise than its reference."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from enum import Enum, auto
from typing import NamedTuple


class WordSign(Enum):
    """Whether words are in both texts, only in the output, or only in the reference."""

    SAME = auto()
    EXTRA = auto()
    MISSING = auto()


class WordRun(NamedTuple):
    """Some words of a text."""

    text: str
    sign: WordSign


def nearest(text: str, references: Sequence[str]) -> str:
    """Return the reference that has most in common with a text."""
    return max(references, key=lambda reference: _matcher(text, reference).ratio(), default="")


def compare(output: str, reference: str) -> list[WordRun]:
    """Return the words of both texts in order; what is missing stands before what is extra."""
    return list(_pieces(output, reference))


def _pieces(output: str, reference: str) -> Iterator[WordRun]:
    made, expected = output.split(), reference.split()
    for tag, start, end, other, other_end in _matcher(output, reference).get_opcodes():
        if tag != "equal" and other < other_end:
            yield WordRun(" ".join(expected[other:other_end]), WordSign.MISSING)
        if start < end:
            sign = WordSign.SAME if tag == "equal" else WordSign.EXTRA
            yield WordRun(" ".join(made[start:end]), sign)


def _matcher(one: str, two: str) -> SequenceMatcher[str]:
    return SequenceMatcher(None, one.split(), two.split(), autojunk=False)
