"""What is scored: the systems' outputs, their references and sources, segment by segment."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from vitrans.errors import InputError, UsageError
from vitrans.evaluation.sides import Contents, Role, SetSide, check_standard_input, read_sides
from vitrans.report.model import Origin
from vitrans.text.counts import counted

# What tables of segments have in columns of their own, so no system is called so.
_COLUMNS = ("segment", "source", "reference")


@dataclass(frozen=True, slots=True)
class Inputs:
    """Texts as they are in their files, all of them with equally many segments.

    `systems` has each system's output under its name, the baseline first; there may be no
    `sources`. `test_sides` are the references and sources as sides of their files.
    """

    systems: dict[str, tuple[str, ...]]
    references: tuple[tuple[str, ...], ...]
    sources: tuple[str, ...] = ()
    origins: tuple[Origin, ...] = ()
    test_sides: tuple[SetSide, ...] = ()


def read_inputs(
    hypotheses: Sequence[str], references: Sequence[str], source: str | None = None
) -> Inputs:
    """Read files, or parts of files as `FILE#PART` (see `vitrans.evaluation.sides`).

    Raises:
        InputError: a file cannot be read or is empty, or two have not equally many segments.
        UsageError: no reference is given, or a system or standard input is given twice.
    """
    check_standard_input([*hypotheses, *references, *([source] if source else [])])
    known: dict[Path, Contents] = {}
    expected = [side for given in references for side in read_sides(given, Role.REFERENCE, known)]
    if not expected:
        raise UsageError("there is no reference to score against; give one with -r FILE")
    made = [read_sides(given, Role.HYPOTHESIS, known)[0] for given in hypotheses]
    sources = read_sides(source, Role.SOURCE, known) if source else []
    sides = [*made, *expected, *sources]
    for side in sides:
        _check(side, expected[0])
    return Inputs(
        _named(made),
        tuple(side.segments for side in expected),
        sources[0].segments if sources else (),
        tuple(side.origin for side in sides),
        (*expected, *sources),
    )


def read_part(given: str) -> tuple[str, ...]:
    """Return the lines of a file, or of a part of it."""
    return read_sides(given, Role.HYPOTHESIS)[0].segments


def _check(side: SetSide, reference: SetSide) -> None:
    """Refuse a side that is empty, or has not as many segments as the first reference."""
    if not side.segments:
        raise InputError(f"{side.origin.path!r} is empty; give a file with a sentence a line")
    if len(side.segments) != len(reference.segments):
        raise InputError(
            f"{counted(len(side.segments), 'segment')} in {side.origin.path!r} "
            f"but {len(reference.segments)} in the reference {reference.origin.path!r}; "
            "each is scored against the one of the same number"
        )


def _named(sides: Sequence[SetSide]) -> dict[str, tuple[str, ...]]:
    """Return the systems' outputs under names that tell them apart: by file where need be."""
    names = [f"{s.name} (output)" if s.name in _COLUMNS else s.name for s in sides]
    if len(set(names)) < len(names):
        names = [side.origin.path for side in sides]
    for name in names:
        if names.count(name) > 1:
            raise UsageError(f"{name!r} is given twice; give each system once")
    return {name: side.segments for name, side in zip(names, sides, strict=True)}
