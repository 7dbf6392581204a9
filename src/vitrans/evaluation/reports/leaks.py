"""The tables of test sentences that occur in training text."""

from vitrans.evaluation.leaks import LeakKind, LeakReport
from vitrans.report.model import Cell, Table
from vitrans.text.counts import counted

# The characters of a sentence that a table shows.
_SHOWN = 50


def leak_tables(report: LeakReport) -> tuple[Table, ...]:
    """Return how many sentences of each side leak, and which, those that share most first."""
    lines = sum(report.training.values())
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (side, count, *report.counts(side).values()) for side, count in report.sentences.items()
    )
    files = counted(len(report.training), "training file")
    note = (
        f"In {counted(lines, 'line')} of {files}, whatever the case and the "
        "punctuation. exact: as a text of its own; unaccented: the same but for diacritics; run: "
        f"{report.run} words or more in a row, diacritics aside."
    )
    counts = Table("Test sentences in training text", ("side", "sentences", *LeakKind), rows, note)
    return (counts, _leaks_table(report)) if report.leaks else (counts,)


def _leaks_table(report: LeakReport) -> Table:
    columns = ("sentence", "how", "words", "longest", "% shared", "training line", "text")
    order = sorted(report.leaks, key=lambda leak: (-leak.covered, -leak.longest))
    rows = tuple(
        (
            f"{leak.side}:{leak.line}",
            leak.kind.value,
            leak.words,
            leak.longest,
            100 * leak.covered,
            leak.where,
            leak.text if len(leak.text) <= _SHOWN else f"{leak.text[: _SHOWN - 1].rstrip()}…",
        )
        for leak in order
    )
    return Table("Which they are", columns, rows)
