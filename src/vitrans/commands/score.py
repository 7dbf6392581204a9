"""`vitrans score`: what a translation, restoration, alignment or language detection is worth."""

import shlex
import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from vitrans.evaluation.metrics.comet import COMMAND
from vitrans.commands.console import note, out
from vitrans.commands.leaks import Train, with_leaks
from vitrans.errors import UsageError
from vitrans.evaluation.reports import (
    Evaluation,
    evaluate_alignment,
    evaluate_languages,
    evaluate_restoration,
    evaluate_translation,
)
from vitrans.evaluation.reports.comet import with_comet
from vitrans.files import check_writable, write_text
from vitrans.report import ReportFormat, format_of, render, rows_jsonl, rows_tsv
from vitrans.evaluation.metrics import METRICS, Metric, Settings, SignificanceTest, BleuTokenizer, read_inputs, read_part
from vitrans.evaluation.testsets import resolve


class Task(StrEnum):
    """What is scored."""

    TRANSLATION = "translation"
    RESTORATION = "restoration"
    ALIGNMENT = "alignment"
    LANGUAGE = "language"


_METRICS = ", ".join(METRICS)
_DEFAULTS = Settings()
_SCORES = "--metric, --lowercase, --words, --confidence, --paired and --comet"
_SEGMENTS = {".tsv": rows_tsv, ".jsonl": rows_jsonl}


def score(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILES",
            help="Systems' outputs, the baseline first; without -r, an output and its references.",
        ),
    ],
    references: Annotated[
        list[str] | None,
        typer.Option("--reference", "-r", help="What it should be; may be given several times."),
    ] = None,
    source: Annotated[
        str | None, typer.Option("--source", "-s", help="What it was made from.")
    ] = None,
    task: Annotated[Task, typer.Option(help="What is scored.")] = Task.TRANSLATION,
    metrics: Annotated[
        list[Metric] | None,
        typer.Option("--metric", "-m", help=f"A metric, or several; if none, {_METRICS}."),
    ] = None,
    tokenizer: Annotated[
        BleuTokenizer, typer.Option("--tokenize", help="BLEU's tokenizer.")
    ] = _DEFAULTS.tokenizer,
    lowercase: Annotated[
        bool,
        typer.Option("--lowercase", "-lc", help="Ignore case in BLEU and chrF; TER always does."),
    ] = _DEFAULTS.lowercase,
    words: Annotated[
        bool, typer.Option("--words", help="Add BLEU over Vietnamese words (underthesea's).")
    ] = False,
    confidence: Annotated[
        bool, typer.Option("--confidence", help="Add 95 % confidence intervals, by bootstrap.")
    ] = _DEFAULTS.confidence,
    test: Annotated[
        SignificanceTest | None, typer.Option("--paired", help="Test each system against the first one.")
    ] = _DEFAULTS.test,
    samples: Annotated[
        int,
        typer.Option(
            min=0, help="Bootstrap samples or trials; 0 for sacrebleu's 1,000 and 10,000."
        ),
    ] = _DEFAULTS.samples,
    seed: Annotated[
        int, typer.Option(min=1, envvar="SACREBLEU_SEED", help="Of the samples and trials.")
    ] = _DEFAULTS.seed,
    probabilities: Annotated[
        list[str] | None,
        typer.Option(help="How sure each system was, for its calibration; one a system."),
    ] = None,
    reports: Annotated[
        list[Path] | None,
        typer.Option("--report", help="Write a report: FILE.html, .md, .json, .tex or .txt."),
    ] = None,
    segments: Annotated[
        list[Path] | None,
        typer.Option("--segments", help="Write every segment's scores: FILE.tsv or .jsonl."),
    ] = None,
    train: Train = None,
    comet: Annotated[
        Path | None,
        typer.Option(metavar="CHECKPOINT", help="Add COMET, with a model.ckpt that is here."),
    ] = None,
    comet_command: Annotated[
        str, typer.Option(help="comet-score, in the environment that unbabel-comet is in.")
    ] = COMMAND,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Score outputs against references.

    A FILE is plain text with a segment a line, or FILE#PART: a column of TSV by number or name, a
    key of JSONL, a language of TMX, a system of an SGML or XML set, a language of a set that
    `vitrans corpus fetch` brought, flores200-dev#en.

    Both sides are brought into Unicode form NFC first; the numbers are those of sacrebleu's own
    command on texts in that form, each with its signature.
    """
    outputs, expected = (files, references) if references else (files[:1], files[1:])
    outputs, expected = list(map(resolve, outputs)), list(map(resolve, expected))
    source = resolve(source) if source else None
    places = _checked(reports or [], segments or [])
    chosen = tuple(dict.fromkeys(metrics or METRICS))
    settings = Settings(chosen, tokenizer, lowercase, confidence, test, samples, seed)
    request = _Request(task, outputs, expected, source, settings, words, probabilities or [])
    scores = bool(metrics or lowercase or words or confidence or test or comet)
    _check(task, scores, bool(probabilities), bool(source or train))
    made = _evaluated(request, bool(places))
    if comet:
        made = with_comet(made, read_inputs(outputs, expected, source), comet, comet_command)
    if train:
        made = with_leaks(made, expected, source, train)
    for warning in made.report.warnings:
        note(f"vitrans: warning: {warning}")
    _write(made, reports or [], segments or [])
    out(render(made.report, ReportFormat.JSON if as_json else ReportFormat.TEXT))


class _Request(NamedTuple):
    """What was asked for."""

    task: Task
    outputs: list[str]
    references: list[str]
    source: str | None
    settings: Settings
    words: bool
    probabilities: list[str]


def _check(task: Task, scores: bool, probabilities: bool, texts: bool) -> None:
    """Refuse options that a task has no use for, by groups of which some are given."""
    refused = [
        names
        for names, given, tasks in (
            (_SCORES, scores, {Task.TRANSLATION}),
            ("--probabilities", probabilities, {Task.RESTORATION, Task.LANGUAGE}),
            ("--source and --train", texts, set(Task) - {Task.ALIGNMENT}),
        )
        if given and task not in tasks
    ]
    if refused:
        raise UsageError(f"{', '.join(refused)} are not for {task}; leave them out")


def _evaluated(asked: _Request, details: bool) -> Evaluation:
    """Return the evaluation of a task."""
    command = shlex.join(["vitrans", *sys.argv[1:]])
    if asked.task is Task.ALIGNMENT:
        if len(asked.references) != 1:
            raise UsageError("alignments have one gold standard; give it with -r FILE")
        return evaluate_alignment(
            Path(asked.references[0]), list(map(Path, asked.outputs)), command
        )
    inputs = read_inputs(asked.outputs, asked.references, asked.source)
    if asked.task is Task.TRANSLATION:
        return evaluate_translation(
            inputs, asked.settings, words=asked.words, details=details, command=command
        )
    sure = [read_part(given) for given in asked.probabilities]
    if sure and len(sure) != len(inputs.systems):
        raise UsageError(
            f"{len(sure)} files of probabilities for {len(inputs.systems)} systems; "
            "give one for each, in their order"
        )
    evaluate = evaluate_restoration if asked.task is Task.RESTORATION else evaluate_languages
    return evaluate(inputs, sure, command)


def _checked(reports: Sequence[Path], segments: Sequence[Path]) -> list[Path]:
    """Return where something is to be written, if that can be done at all."""
    for path in reports:
        format_of(path)
    for path in segments:
        if path.suffix.lower() not in _SEGMENTS:
            raise UsageError(f"{str(path)!r} does not say how: end it in .tsv or .jsonl")
    places = [*reports, *segments]
    for path in places:
        check_writable(path)
    return places


def _write(made: Evaluation, reports: Sequence[Path], segments: Sequence[Path]) -> None:
    """Write reports, and the table of segments."""
    if segments and made.segments is None:
        raise UsageError("alignments have beads, not segments; leave --segments out")
    for path in segments:
        if made.segments:
            write_text(path, _SEGMENTS[path.suffix.lower()](made.segments))
    for path in reports:
        write_text(path, render(made.report, format_of(path)))
