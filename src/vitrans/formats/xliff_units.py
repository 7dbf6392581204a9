"""What all versions of XLIFF have: files of units, each a source with a place for its target."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from vitrans.formats.bilingual import Result
from vitrans.formats.xml_tree import Element


@dataclass(frozen=True, slots=True)
class Unit:
    """A source and its target.

    Attributes:
        holder: the element that has both: a trans-unit of 1.2, a unit of 2.x.
        source: the element whose content is the source.
        target: the element whose content is its translation, if there is one.
        segment: the name of the segment, empty where the source is not segmented.
        definition: what says more of the segment: `sdl:seg` of Trados, `segment` of 2.x.
        left: why it is not to be translated, empty if it is.
    """

    holder: Element
    source: Element
    target: Element | None
    segment: str = ""
    definition: Element | None = None
    left: str = ""


class File(NamedTuple):
    """The languages of a file, as it says them, and its units."""

    source: str
    target: str
    units: tuple[Unit, ...]


Pair = tuple[Unit, Result]
"""A unit and what became of it."""


def by_holder(units: Iterable[Unit], done: Iterable[Result]) -> Iterator[list[Pair]]:
    """Yield units and what became of them by their holder, without those that are left."""
    pairs = (pair for pair in zip(units, done, strict=True) if not pair[1].is_left)
    for _, group in groupby(pairs, key=lambda pair: pair[0].holder.start):
        yield list(group)
