"""What is wrong with translations, whatever they score: loops, cuts, lost numbers and names."""

from collections import Counter
from collections.abc import Mapping, Sequence

from vitrans.report.model import Cell, Table
from vitrans.translate.checks import Checker
from vitrans.translate.loops import find_loop
from vitrans.types import Target

Faults = list[tuple[str, ...]]
"""What is wrong with each segment, in words."""

_SHORT = "under half the reference"
_EMPTY = "empty"


def find_faults(
    texts: Sequence[str],
    references: Sequence[str],
    sources: Sequence[str] = (),
    target: Target | None = None,
) -> Faults:
    """Return the faults of every segment.

    With sources in the other language than `target`, English or Vietnamese, what they lose is
    found too. All texts are in NFC.
    """
    checker = Checker.load(target) if sources and target else None
    return [
        tuple(_faults(text, references[i], sources[i] if checker else "", checker))
        for i, text in enumerate(texts)
    ]


def count_faults(found: Faults) -> Counter[str]:
    """Return how many segments have each kind of fault."""
    return Counter(kind for faults in found for kind in {fault.split(":")[0] for fault in faults})


def fault_table(faults: Mapping[str, Faults], segments: int) -> Table | None:
    """Return how many segments of each system have each kind of fault; None if there are none."""
    counts = {system: count_faults(found) for system, found in faults.items()}
    kinds = sorted({kind for count in counts.values() for kind in count})
    if not kinds:
        return None
    rows: list[tuple[Cell, ...]] = [
        (system, *(count[kind] for kind in kinds)) for system, count in counts.items()
    ]
    note = (
        f"Segments, of {segments}. The checks err now and then; "
        "the row of the reference shows how often."
    )
    return Table("Faults", ("", *kinds), tuple(rows), note)


def _faults(text: str, reference: str, source: str, checker: Checker | None) -> list[str]:
    if reference.strip() and not text.strip():
        return [_EMPTY]
    found = [str(problem) for problem in checker.problems(source, text)] if checker else []
    if not checker and (loop := find_loop(text)) and not find_loop(reference):
        found.append(f"repeats itself: {loop}")
    if len(text) * 2 < len(reference):
        found.append(_SHORT)
    return found
