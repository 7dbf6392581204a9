"""`vitrans bench`: every task on every set with every system."""

from pathlib import Path
from typing import Annotated

import typer

from vitrans.commands._shared.console import note, out
from vitrans.commands._shared.progress import progress
from vitrans.errors import UsageError
from vitrans.evaluation.bench.measurement import Measurement
from vitrans.evaluation.bench.plan import BenchPlan, files_written, measurements_of
from vitrans.evaluation.bench.record import results_file, run_measurements, to_do
from vitrans.evaluation.bench.sets import BeadSet, PageSet, PairSet, TextSet
from vitrans.evaluation.bench.summary import insert_tables, summary
from vitrans.evaluation.bench.systems import find_system
from vitrans.evaluation.tasks import EvaluationTask
from vitrans.files import check_writable, expand, read_text, refuse_inputs, write_text
from vitrans.report import ReportFormat, format_of, render
from vitrans.text.counts import counted

_Many = list[str] | None


def bench(
    results: Annotated[
        Path, typer.Argument(help="The folder for results; what is in it is resumed.")
    ],
    pairs: Annotated[
        _Many,
        typer.Option(
            metavar="SET",
            help="For translation, restoration and language: TSV or CSV, English first; "
            "JSONL or TMX with en and vi; or a fetched set, flores200-dev.",
        ),
    ] = None,
    texts: Annotated[
        _Many, typer.Option("--text", metavar="FILE", help="For restoration: correct Vietnamese.")
    ] = None,
    pages: Annotated[
        _Many, typer.Option(metavar="FILE", help="For captions: JSONL of pages and their pairs.")
    ] = None,
    beads: Annotated[
        _Many,
        typer.Option(
            metavar="FOLDER", help="For alignment: NAME.beads.tsv, NAME.vi.txt and NAME.en.txt."
        ),
    ] = None,
    systems: Annotated[
        _Many,
        typer.Option(
            "--system",
            metavar="MODEL",
            help="A model's folder or name, or bundled; if none, bundled.",
        ),
    ] = None,
    outputs: Annotated[
        Path | None,
        typer.Option(help="Outputs of other systems: FOLDER/SET/en-vi.NAME.vi, restored.NAME.vi."),
    ] = None,
    tasks: Annotated[
        list[EvaluationTask] | None,
        typer.Option("--task", help="Measure only this task; if none, all."),
    ] = None,
    table: Annotated[
        Path | None, typer.Option(help="Put the tables into this Markdown page.")
    ] = None,
    report: Annotated[
        Path | None, typer.Option(help="Write a report: FILE.html, .md, .json, .tex or .txt.")
    ] = None,
) -> None:
    """Measure systems at all tasks, and keep the results.

    What has been measured is not measured again, unless a set, a model or an output has changed;
    so an interrupted benchmark resumes where it stopped. Sets, systems and tasks may be given
    several times.
    """
    form = format_of(report) if report else ReportFormat.HTML
    page = read_text(table) if table else ""
    plan = BenchPlan(
        results,
        [find_system(given) for given in systems or ["bundled"]],
        [PairSet.read(given) for given in pairs or []],
        [TextSet.read(str(path)) for path in expand(texts or [])],
        [PageSet.read(str(path)) for path in expand(pages or [])],
        [BeadSet.read(Path(given)) for given in beads or []],
        outputs,
        tasks or tuple(EvaluationTask),
    )
    measurements = measurements_of(plan)
    _check_outputs(plan, measurements, table, report)
    _measure(results, measurements)
    found = summary(results)
    if table:
        write_text(table, insert_tables(page, found, str(table)))
    if report:
        write_text(report, render(found, form))
    out(render(found, ReportFormat.TEXT))


def _check_outputs(
    plan: BenchPlan, measurements: list[Measurement], table: Path | None, report: Path | None
) -> None:
    """Refuse to write where something is read, or where nothing can be written.

    The page for the tables is read too, and so are all results of the folder.
    """
    models = [
        one
        for system in plan.systems
        for one in (system.translator, system.restorer, system.detector)
        if one
    ]
    read = [*plan.read_from(), *(file for one in models for file in Path(one).glob("**/*"))]
    written = files_written(plan, measurements)
    results = [results_file(plan.folder, task) for task in EvaluationTask]
    refuse_inputs([*written, table, report], read)
    refuse_inputs([table, report], [*written, *results])
    refuse_inputs([report], [table] if table else [])
    for page in (table, report):
        if page:
            check_writable(page)


def _measure(results: Path, measurements: list[Measurement]) -> None:
    """Measure what has not been measured yet, under a progress bar."""
    if not measurements:
        raise UsageError(
            "there is nothing to measure; give sets with --pairs, --text, --pages, --beads"
        )
    left = to_do(results, measurements)
    note(f"{len(left)} of {counted(len(measurements), 'measurement')} to make")
    with progress(sum(measurement.size for measurement in left), "Measuring", False) as advance:
        run_measurements(
            results,
            left,
            lambda measurement: note(f"{measurement.task}: {measurement.name}"),
            advance,
        )
