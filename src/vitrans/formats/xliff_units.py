"""What all versions of XLIFF have: files of units, each a source with a place for its target."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
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


def by_holder(units: Sequence[Unit], done: Sequence[Result]) -> list[list[Pair]]:
    """Return units and what became of them by their holder, without those that are left."""
    holders: dict[int, list[Pair]] = defaultdict(list)
    for unit, result in zip(units, done, strict=True):
        if not result.is_left:
            holders[unit.holder.start].append((unit, result))
    return list(holders.values())
