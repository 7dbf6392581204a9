"""The results of a benchmark as tables, and these in the middle of a page."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from vitrans.errors import InputError
from vitrans.evaluation.bench.measurement import Values
from vitrans.evaluation.bench.record import read_results
from vitrans.evaluation.tasks import EvaluationTask
from vitrans.report import ReportFormat, render
from vitrans.report.model import Cell, Origin, Report, Table
from vitrans.types import Score

MARK = "bench"

Entries = list[dict[str, Any]]
_FAULTS = (
    "Segments with each fault, by checks that are the same for every system, and err at times."
)


def summary(folder: Path, tasks: Iterable[EvaluationTask] = tuple(EvaluationTask)) -> Report:
    """Return all results that are in a folder as a report: a table a task, set and direction."""
    results = {task: read_results(folder, task) for task in tasks}
    sections = [t for task, found in results.items() for t in _TABLES[task](_entries(found))]
    origins = dict.fromkeys(o for found in results.values() for o in _origins(found))
    made_with: Values = next((r["made_with"] for r in results.values() if "made_with" in r), {})
    return Report("Benchmarks", tuple(sections), tuple(origins), tuple(made_with.items()))


def insert_tables(page: str, report: Report, name: str, mark: str = MARK) -> str:
    """Return a Markdown page with a report between two lines, `<!-- bench: begin -->` and `end`.

    Raises:
        InputError: the page does not have both lines, in this order.
    """
    first, last = f"<!-- {mark}: begin -->", f"<!-- {mark}: end -->"
    before, begin, rest = page.partition(first)
    _, end, after = rest.partition(last)
    if not begin or not end:
        raise InputError(
            f"{name!r} has no place for the tables; write {first} and {last} on lines of their own"
        )
    title, _, text = render(report, ReportFormat.MARKDOWN).partition("\n\n")
    assert title.startswith("# ")
    return f"{before}{first}\n\n{text}\n{last}{after}"


def _entries(results: Values) -> Entries:
    return [dict(entry) for entry in results["scores"].values()]


def _translation(entries: Entries) -> Iterator[Table]:
    for (name, direction), group in _grouped(entries, "set", "direction"):
        group.sort(key=lambda entry: -entry["bleu"])
        columns = ("system", "input", "BLEU", "chrF", "faults")
        rows = tuple(
            (
                entry["system"],
                entry["input"] or "as it is",
                Score("BLEU", entry["bleu"], entry["signatures"][0]),
                Score("chrF", entry["chrf"], entry["signatures"][1]),
                sum(entry["faults"].values()),
            )
            for entry in group
        )
        yield Table(f"Translation: {name}, {direction}", columns, rows)
        if kinds := sorted({kind for entry in group for kind in entry["faults"]}):
            found = ((e["system"], e["input"] or "as it is", e["faults"]) for e in group)
            counts = tuple((*about, *(n.get(k, 0) for k in kinds)) for *about, n in found)
            title = f"Faults: {name}, {direction}"
            yield Table(title, ("system", "input", *kinds), counts, _FAULTS)


def _restoration(entries: Entries) -> Iterator[Table]:
    names = ("syllables", "sentences", "capitalised", "false_changes")
    rows = [(e["set"], e["system"], *(e.get(name) for name in names)) for e in entries]
    if rows:
        note = (
            "Syllables, sentences and capitalised syllables that are right, and words of correct "
            "text that were changed."
        )
        columns = ("set", "system", "syllables", "sentences", "capitalised", "false changes")
        yield Table("Restoration, %", columns, tuple(sorted(rows, key=_by_names)), note)


def _alignment(entries: Entries) -> Iterator[Table]:
    shares = [
        (kind, share) for kind in ("strict", "lax") for share in ("precision", "recall", "f1")
    ]
    rows = [
        (e["set"], e["input"], *(100 * e[kind][share] for kind, share in shares)) for e in entries
    ]
    if rows:
        names = {"precision": "precision", "recall": "recall", "f1": "F1"}
        columns = ("set", "Vietnamese side", *(f"{kind} {names[share]}" for kind, share in shares))
        yield Table("Sentence alignment, %", columns, tuple(sorted(rows, key=_by_names)))


def _language(entries: Entries) -> Iterator[Table]:
    rows = [
        (entry["set"], entry["system"], cut, *found.values())
        for entry in entries
        for cut, found in entry["accuracy"].items()
    ]
    if rows:
        columns = (
            "set",
            "system",
            "of each sentence",
            *next(iter(entries[0]["accuracy"].values())),
        )
        yield Table("Language, % right", columns, tuple(sorted(rows, key=_by_names)))


def _captions(entries: Entries) -> Iterator[Table]:
    rows = [
        (e["set"], e["system"], e["segments"], *e["pairs"].values(), e["precision"], e["recall"])
        for e in entries
    ]
    if rows:
        counts = ("pages", "right", "wrong", "missed")
        columns = ("set", "system", *counts, "precision", "recall")
        yield Table("Caption pairs", columns, tuple(sorted(rows, key=_by_names)))


_TABLES = {
    EvaluationTask.TRANSLATION: _translation,
    EvaluationTask.RESTORATION: _restoration,
    EvaluationTask.ALIGNMENT: _alignment,
    EvaluationTask.LANGUAGE: _language,
    EvaluationTask.CAPTIONS: _captions,
}


def _by_names(row: tuple[Cell, ...]) -> tuple[str, str]:
    return str(row[0]), str(row[1])


def _grouped(entries: Entries, *keys: str) -> list[tuple[tuple[str, ...], Entries]]:
    """Return entries by what they have under some keys, in the order of these."""
    groups: dict[tuple[str, ...], Entries] = {}
    for entry in entries:
        groups.setdefault(tuple(entry[key] for key in keys), []).append(entry)
    return sorted(groups.items())


def _origins(results: Values) -> Iterator[Origin]:
    """Yield the files of the sets of a task."""
    sizes = {entry["set"]: entry["segments"] for entry in _entries(results)}
    for name, digest in results.get("sets", {}).items():
        yield Origin("test set", name, digest, sizes.get(name.split("/")[0], 0))
