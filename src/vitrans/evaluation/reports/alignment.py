"""The evaluation of sentence alignment."""

from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from vitrans._version import __version__
from vitrans.errors import InputError, UsageError
from vitrans.evaluation.metrics.alignment import Agreement, BeadIds, agreement, read_beads
from vitrans.evaluation.reports.common import Evaluation, made_with
from vitrans.evaluation.sides import check_standard_input, read_contents
from vitrans.report.model import Cell, Origin, Report, Table
from vitrans.types import Score

Beads = list[BeadIds]
_PARTS = ("precision", "recall", "f1")


def evaluate_alignment(gold: Path, found: list[Path], command: str = "") -> Evaluation:
    """Score files of beads against a gold standard (see `vitrans.evaluation.metrics.alignment`).

    Raises:
        InputError: a file cannot be read, has no beads, or has something else in it.
        UsageError: a file is given twice.
    """
    check_standard_input(map(str, (gold, *found)))
    expected, first = _read(gold, "reference")
    systems, origins = {}, []
    for path in found:
        if str(path) in systems:
            raise UsageError(f"{str(path)!r} is given twice; give each system once")
        systems[str(path)], origin = _read(path, "hypothesis")
        origins.append(origin)
    report = Report(
        f"Sentence alignment: {', '.join(systems)}",
        (_scores(expected, systems), _shapes(expected, systems)),
        (*origins, first),
        made_with(command),
    )
    return Evaluation(report)


def _read(path: Path, role: str) -> tuple[Beads, Origin]:
    contents = read_contents(path)
    try:
        beads = read_beads(contents.text)
    except InputError as error:
        raise InputError(f"{contents.shown!r}: {error}") from None
    if not beads:
        raise InputError(f"{contents.shown!r} has no beads; write source ids, a tab and target ids")
    return beads, Origin(role, contents.shown, contents.sha256, len(beads))


def _scores(expected: Beads, systems: Mapping[str, Beads]) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for system, beads in systems.items():
        found = agreement(expected, beads)
        rows.append((system, *(_score(found[m], m, p) for m in found for p in _PARTS)))
    columns = ("system", *(f"{mode} {part}" for mode in ("strict", "lax") for part in _PARTS))
    note = (
        "In per cent. Strict: the bead is in the gold standard; lax: one of its pairs of "
        "sentences is. Recall is over beads with two sides."
    )
    return Table("Scores", columns, tuple(rows), note)


def _score(found: Agreement, mode: str, part: str) -> Score:
    signature = f"beads:{mode}|recall:two-sided|vitrans:{__version__}"
    return Score(f"{mode} {part}", 100 * getattr(found, part), signature)


def _shapes(expected: Beads, systems: Mapping[str, Beads]) -> Table:
    """Return how many gold beads of each shape every system has exactly."""
    gold = Counter(map(_shape, set(expected)))
    shapes = [shape for shape, _ in gold.most_common()]
    right = {
        system: Counter(map(_shape, set(expected) & set(beads)))
        for system, beads in systems.items()
    }
    rows: list[tuple[Cell, ...]] = [("gold standard", *(gold[shape] for shape in shapes))]
    rows += [(system, *(count[shape] for shape in shapes)) for system, count in right.items()]
    note = "How many beads of each shape, source to target, are found exactly."
    return Table("By shape", ("", *shapes), tuple(rows), note)


def _shape(bead: BeadIds) -> str:
    return f"{len(bead[0])}–{len(bead[1])}"
