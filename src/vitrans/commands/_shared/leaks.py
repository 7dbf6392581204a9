"""`vitrans corpus leaks`: which test sentences occur in training text."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Annotated

import typer

from vitrans.commands._shared.console import out
from vitrans.commands._shared.progress import progress
from vitrans.errors import UsageError
from vitrans.evaluation.leaks import RUN, LeakReport, find_leaks
from vitrans.evaluation.reports import Evaluation
from vitrans.evaluation.reports.leaks import leak_tables
from vitrans.evaluation.sides import Role, SetSide, read_sides
from vitrans.evaluation.testsets import resolve, set_names
from vitrans.files import expand
from vitrans.report import ReportFormat, render
from vitrans.report.model import Report

Train = Annotated[
    list[str] | None,
    typer.Option(
        metavar="FILE",
        help="Training text to look for the test sentences in; may be given again, "
        "patterns too: plain text, .tsv, .csv, also as .xz or .gz.",
    ),
]


def leaks(
    tests: Annotated[
        list[str],
        typer.Argument(
            metavar="TEST", help="A sentence a line, FILE.tsv#COLUMN, or a set, flores200-dev."
        ),
    ],
    train: Train = None,
    run: Annotated[int, typer.Option(help="How many words in a row count.")] = RUN,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Find the sentences of test sets that occur in training text.

    Unicode form, case, punctuation and diacritics aside, a sentence occurs as a whole, or by a
    run of words that it shares with a line of the training text.
    """
    sides = [side for test in tests for side in _sides(test)]
    report = Report(
        "Test sentences in training text",
        leak_tables(look(sides, train or [], run)),
        tuple(side.origin for side in sides),
    )
    out(render(report, ReportFormat.JSON if as_json else ReportFormat.TEXT))


def look(sides: Sequence[SetSide], train: Sequence[str], run: int = RUN) -> LeakReport:
    """Look for the sentences of sides in training files, with a progress bar.

    Raises:
        UsageError: no training file is given.
        InputError: one cannot be read.
    """
    files = expand(train)
    if not files:
        raise UsageError("there is no training text to look in; give it with --train FILE")
    short = Counter(side.name for side in sides)
    tests = {
        side.name if short[side.name] == 1 else side.origin.path: side.segments for side in sides
    }
    size = sum(path.stat().st_size for path in files)
    with progress(size, "Reading", False) as advance:
        return find_leaks(tests, files, run, advance)


def with_leaks(made: Evaluation, sides: Sequence[SetSide], train: Sequence[str]) -> Evaluation:
    """Return an evaluation with tables of the test sentences that training files have."""
    sections = (*made.report.sections, *leak_tables(look(sides, train)))
    return replace(made, report=replace(made.report, sections=sections))


def _sides(test: str) -> list[SetSide]:
    """Return the sides that an argument names; a set has both its languages."""
    given = [f"{test}#en", f"{test}#vi"] if test in set_names() else [test]
    return [side for name in given for side in read_sides(resolve(name), Role.REFERENCE)]
