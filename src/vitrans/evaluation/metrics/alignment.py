"""Scores of sentence alignment, strict and lax, as Vecalign counts them (Thompson and Koehn 2019).

A bead is a line of `source ids<TAB>target ids`, ids divided by commas, either side perhaps empty:
`3,4<TAB>3`. What an id is, is left to the file; gold and found ones must agree.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from vitrans.errors import InputError
from vitrans.text import lines

BeadIds = tuple[tuple[str, ...], tuple[str, ...]]
"""The ids of the source and of the target sentences that belong together."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """Precision, recall and F1, each 0 to 1.

    Every bead that was found counts for precision; for recall those of the gold standard that
    have two sides.
    """

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def read_beads(text: str) -> list[BeadIds]:
    """Return the beads of a file; further columns, such as a confidence, are left out.

    Raises:
        InputError: a line has no tab.
    """
    beads = []
    for number, line in enumerate(lines(text.removeprefix("\ufeff")), 1):
        if line.strip():
            if "\t" not in line:
                raise InputError(
                    f"line {number} is not a bead: {line.strip()!r}; "
                    "write source ids, a tab and target ids, such as '3,4<TAB>3'"
                )
            source, target = line.split("\t")[:2]
            beads.append((_ids(source), _ids(target)))
    return beads


def agreement(gold: Iterable[BeadIds], found: Iterable[BeadIds]) -> dict[str, Agreement]:
    """Return how far found beads agree with the gold standard, `strict` and `lax`.

    Strict: a bead is right if the gold standard has it. Lax: it is right if one of its source
    sentences is aligned with one of its target sentences there.
    """
    expected = {bead for bead in gold if any(bead)}
    made = {bead for bead in found if any(bead)}
    strict, lax = _shares(expected, made)
    strict_back, lax_back = _shares(_two_sided(made), _two_sided(expected))
    return {"strict": Agreement(strict, strict_back), "lax": Agreement(lax, lax_back)}


def _ids(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _two_sided(beads: set[BeadIds]) -> set[BeadIds]:
    return {bead for bead in beads if all(bead)}


def _shares(expected: set[BeadIds], made: set[BeadIds]) -> tuple[float, float]:
    """Return how many of the beads made are expected, strictly and laxly, as shares."""
    targets: dict[str, set[str]] = defaultdict(set)
    for source, target in expected:
        for one in source:
            targets[one].update(target)
    strict = made & expected
    lax = {bead for bead in made if any(targets[one] & set(bead[1]) for one in bead[0])} | strict
    return len(strict) / max(1, len(made)), len(lax) / max(1, len(made))
