"""`vitrans score`: what a translation, restoration, alignment or language detection is worth."""

import shlex
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

import typer

from vitrans.commands._shared.console import note, out
from vitrans.commands._shared.leaks import Train, with_leaks
from vitrans.errors import UsageError
from vitrans.evaluation.inputs import Inputs, read_inputs, read_part
from vitrans.evaluation.metrics.comet import COMMAND
from vitrans.evaluation.metrics.sacrebleu import (
    METRICS,
    BleuTokenizer,
    Metric,
    ScoreSettings,
    SignificanceTest,
)
from vitrans.evaluation.reports import (
    Evaluation,
    evaluate_alignment,
    evaluate_languages,
    evaluate_restoration,
    evaluate_translation,
    with_comet,
)
from vitrans.evaluation.sides import STANDARD_INPUT, check_standard_input
from vitrans.evaluation.tasks import EvaluationTask
from vitrans.evaluation.testsets import resolve
from vitrans.files import check_writable, expand, refuse_inputs, write_text
from vitrans.report import ReportFormat, format_of, render, rows_jsonl, rows_tsv
from vitrans.text.counts import counted

_METRICS = ", ".join(METRICS)
_DEFAULTS = ScoreSettings()
_SCORES = "--metric, --lowercase, --words, --confidence, --paired and --comet"
_SEGMENTS = {".tsv": rows_tsv, ".jsonl": rows_jsonl}
_NO_SOURCES = {EvaluationTask.ALIGNMENT}


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
        typer.Option("--reference", "-r", help="The right text; may be given several times."),
    ] = None,
    source: Annotated[
        str | None, typer.Option("--source", "-s", help="The text that was translated or restored.")
    ] = None,
    task: Annotated[
        Literal["translation", "restoration", "alignment", "language"],
        typer.Option(help="What is scored."),
    ] = "translation",
    metrics: Annotated[
        list[Metric] | None,
        typer.Option(
            "--metric", "-m", help=f"A metric; may be given again; by default {_METRICS}."
        ),
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
        SignificanceTest | None,
        typer.Option("--paired", help="Test each system against the first one."),
    ] = _DEFAULTS.test,
    samples: Annotated[
        int,
        typer.Option(
            min=0, help="Bootstrap samples or trials; 0 for sacrebleu's 1,000 and 10,000."
        ),
    ] = _DEFAULTS.samples,
    seed: Annotated[
        int, typer.Option(min=1, envvar="SACREBLEU_SEED", help="Seed of the samples and trials.")
    ] = _DEFAULTS.seed,
    probabilities: Annotated[
        list[str] | None,
        typer.Option(help="A file of probabilities for each system, to measure its calibration."),
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
        typer.Option(metavar="CHECKPOINT", help="Add COMET, with a model.ckpt on this machine."),
    ] = None,
    comet_command: Annotated[
        str, typer.Option(help="comet-score, in the environment that unbabel-comet is in.")
    ] = COMMAND,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Score outputs against references.

    A FILE is plain text with a segment a line, or FILE#PART: a column of TSV or CSV by number or
    name, a key of JSONL, a language of TMX (vi, vi-VN), a system of an SGML or XML set, a language
    of a set that `vitrans corpus fetch` brought, flores200-dev#en. One FILE may be - for standard
    input.

    Both sides are brought into Unicode form NFC first; the numbers are those of sacrebleu's own
    command on texts in that form, each with its signature.
    """
    outputs, expected = (files, references) if references else (files[:1], files[1:])
    chosen = tuple(dict.fromkeys(metrics or METRICS))
    asked = _Request(
        EvaluationTask(task),
        [resolve(one) for one in outputs],
        [resolve(one) for one in expected],
        resolve(source) if source else None,
        ScoreSettings(chosen, tokenizer, lowercase, confidence, test, samples, seed),
        words,
        probabilities or [],
        train or [],
        comet,
        comet_command,
    )
    writing = _Writing(reports or [], segments or [])
    writing.check(asked)
    asked.check(bool(metrics or lowercase or words or confidence or test or comet))
    made = asked.evaluation(details=writing.is_asked_for)
    for warning in made.report.warnings:
        note(f"vitrans: warning: {warning}")
    writing.write(made)
    out(render(made.report, ReportFormat.JSON if as_json else ReportFormat.TEXT))


@dataclass(frozen=True, slots=True)
class _Request:
    """What was asked for."""

    task: EvaluationTask
    outputs: list[str]
    references: list[str]
    source: str | None
    settings: ScoreSettings
    words: bool
    probabilities: list[str]
    train: list[str]
    comet: Path | None
    comet_command: str

    def read_from(self) -> Iterator[str | Path]:
        """Yield everything that is read."""
        for given in (*self.outputs, *self.references, *self.probabilities, self.source or ""):
            yield "/dev/stdin" if given.partition("#")[0] == STANDARD_INPUT else given
        yield from (*expand(self.train), *([self.comet] if self.comet else []))

    def check(self, scores: bool) -> None:
        """Refuse options that the task has no use for, by groups of which some are given."""
        sided = [*self.outputs, *self.references, *self.probabilities]
        check_standard_input([*sided, *([self.source] if self.source else [])])
        refused = [
            names
            for names, given, tasks in (
                (_SCORES, scores, {EvaluationTask.TRANSLATION}),
                (
                    "--probabilities",
                    self.probabilities,
                    {EvaluationTask.RESTORATION, EvaluationTask.LANGUAGE},
                ),
                (
                    "--source and --train",
                    self.source or self.train,
                    set(EvaluationTask) - _NO_SOURCES,
                ),
            )
            if given and self.task not in tasks
        ]
        if refused:
            raise UsageError(f"{', '.join(refused)} are not for {self.task}; leave them out")

    def evaluation(self, details: bool) -> Evaluation:
        """Return the evaluation that was asked for; all files are read once."""
        command = shlex.join(["vitrans", *sys.argv[1:]])
        if self.task is EvaluationTask.ALIGNMENT:
            if len(self.references) != 1:
                raise UsageError(
                    "alignments are scored against one reference; give it with -r FILE"
                )
            return evaluate_alignment(
                Path(self.references[0]), list(map(Path, self.outputs)), command
            )
        inputs = read_inputs(self.outputs, self.references, self.source)
        made = self._evaluated(inputs, details, command)
        if self.comet:
            made = with_comet(made, inputs, self.comet, self.comet_command)
        return with_leaks(made, inputs.test_sides, self.train) if self.train else made

    def _evaluated(self, inputs: Inputs, details: bool, command: str) -> Evaluation:
        if self.task is EvaluationTask.TRANSLATION:
            return evaluate_translation(
                inputs, self.settings, words=self.words, details=details, command=command
            )
        sure = [read_part(given) for given in self.probabilities]
        if sure and len(sure) != len(inputs.systems):
            raise UsageError(
                f"{counted(len(sure), 'file')} of probabilities "
                f"for {counted(len(inputs.systems), 'system')}; "
                "give one for each, in their order"
            )
        if self.task is EvaluationTask.RESTORATION:
            return evaluate_restoration(inputs, sure, command)
        return evaluate_languages(inputs, sure, command)


@dataclass(frozen=True, slots=True)
class _Writing:
    """The files that are to be written."""

    reports: Sequence[Path]
    segments: Sequence[Path]

    @property
    def is_asked_for(self) -> bool:
        """Whether there are any."""
        return bool(self.reports or self.segments)

    def check(self, asked: _Request) -> None:
        """Refuse places that cannot be written to, or that are read too."""
        for path in self.reports:
            format_of(path)
        for path in self.segments:
            if path.suffix.lower() not in _SEGMENTS:
                raise UsageError(
                    f"{str(path)!r} has no suffix that names a format: end it in .tsv or .jsonl"
                )
        if self.segments and asked.task is EvaluationTask.ALIGNMENT:
            raise UsageError("alignments have beads, not segments; leave --segments out")
        places = [*self.reports, *self.segments]
        if places:
            refuse_inputs(places, asked.read_from())
        for path in places:
            check_writable(path)

    def write(self, made: Evaluation) -> None:
        """Write reports, and the table of segments."""
        for path in self.segments:
            if made.segments:
                write_text(path, _SEGMENTS[path.suffix.lower()](made.segments))
        for path in self.reports:
            write_text(path, render(made.report, format_of(path)))
