"""`vitrans translate`: documents into English or Vietnamese."""

from collections import Counter
from collections.abc import Iterator
from time import monotonic
from typing import Annotated, Literal

import typer

from vitrans.commands._shared.better import note_better_model
from vitrans.commands._shared.console import note, start_of
from vitrans.commands._shared.dry_run import count
from vitrans.commands._shared.english import english_of
from vitrans.commands._shared.many import (
    AskedDryRun,
    Jobs,
    Overwrite,
    Resume,
    SkipExisting,
    manifest_of,
)
from vitrans.commands._shared.memory import ApplyFrom, AskedMemory, Remember
from vitrans.commands._shared.options import (
    Again,
    Files,
    Output,
    OutputDir,
    Quiet,
    ReadAs,
    Verbose,
    WriteAs,
)
from vitrans.commands._shared.outputs import (
    Alternatives,
    Bilingual,
    Localise,
    Names,
    Outputs,
    ReportFile,
    destination_of,
    told_manner,
    words_outside,
)
from vitrans.commands._shared.progress import shown
from vitrans.commands._shared.run import run
from vitrans.commands._shared.subtitles import Cps, LineLength, subtitle_rules
from vitrans.commands._shared.terms import (
    Glossaries,
    IgnoreAccents,
    Keep,
    tell_glossary,
    with_terms,
)
from vitrans.errors import reading
from vitrans.formats.bilingual import left_lines
from vitrans.pipeline import Translated, translate_document
from vitrans.report import translations_json
from vitrans.toolkit import Settings, Toolkit
from vitrans.types import Document, target_of


def translate(
    to: Annotated[Literal["en", "vi"], typer.Option("--to", help="The target language.")],
    files: Files = None,
    output: Output = None,
    output_dir: OutputDir = None,
    model: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help="A model's name or folder, or vi=NAME and en=NAME; if none, the bundled one.",
        ),
    ] = None,
    engine: Annotated[
        Literal["ctranslate2", "transformers"], typer.Option(help="What runs the model.")
    ] = "ctranslate2",
    beam: Annotated[
        int | None,
        typer.Option(min=1, help="Hypotheses kept in the search; the model's own number if none."),
    ] = None,
    device: Annotated[
        Literal["auto", "cpu", "cuda"], typer.Option(help="What the model runs on.")
    ] = "cpu",
    compute_type: Annotated[
        str,
        typer.Option(help="Numbers to compute in, such as int8 or float32; default: the model's."),
    ] = "default",
    threads: Annotated[
        int | None,
        typer.Option(min=1, help="Processor cores to use; all that are allowed if none."),
    ] = None,
    memory: AskedMemory = None,
    remember: Remember = False,
    apply_from: ApplyFrom = 100,
    as_json: Annotated[
        bool, typer.Option("--json", help="Write a JSON object for every sentence.")
    ] = False,
    glossary: Glossaries = None,
    keep: Keep = None,
    terms_ignore_accents: IgnoreAccents = False,
    read_as: ReadAs = None,
    encoding: WriteAs = None,
    skip_existing: SkipExisting = False,
    resume: Resume = False,
    overwrite: Overwrite = False,
    jobs: Jobs = 1,
    dry_run: AskedDryRun = False,
    bilingual: Bilingual = None,
    report: ReportFile = None,
    alternatives: Alternatives = 0,
    names: Names = "ascii",
    localise: Localise = True,
    again: Again = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit with 1 if there are warnings.")
    ] = False,
    cps: Cps = None,
    line_length: LineLength = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Translate files, or standard input.

    What is in the target language already stays as it is, and so do bylines and everything
    between the sentences; unaccented Vietnamese is restored first. Standard input is translated
    line by line, as many lines out as in.
    """
    target = target_of(to)
    models = tuple(model) if model else None
    rules = subtitle_rules(cps, line_length)
    settings = Settings(
        models,
        engine,
        beam,
        threads,
        device,
        compute_type,
        memory=memory,
        remember=remember,
        apply_from=apply_from,
        subtitles=rules,
        names=names,
        localise=localise,
        alternatives=alternatives,
    )
    settings = with_terms(settings, glossary, keep, terms_ignore_accents)
    tools = Toolkit(settings, shown(quiet))
    tell_glossary(tools, target, quiet)
    if not (model or quiet):
        note_better_model()
    warned: list[str] = []
    kept = tools.memory  # opened before anything is done, so that nothing is done without it
    destination = destination_of(output, output_dir, ".jsonl" if as_json else None)
    told = {"target": str(target), "format": read_as or "", "encoding": encoding or ""}
    told["bilingual"] = bilingual or ""
    manifest = manifest_of(destination, settings, told, resume, overwrite)
    manner = told_manner(names, localise)
    outputs = Outputs(target, destination, bilingual, report, manner, manifest, overwrite)
    outputs.check(files or [], as_json)
    if dry_run:
        count(files or [], target, tools, read_as)
        return

    def work(document: Document, name: str) -> Document | str | bytes:
        started = monotonic()
        outputs.refuse_corrected(name)
        finder = english_of(name, tools)
        with reading(name):
            done = translate_document(
                document,
                target,
                tools.translator,
                tools.restorer,
                tools.detector,
                finder,
                localise=localise,
                rules=rules,
                again=again,
            )
        warned.extend(_warned(done, name, quiet))
        if verbose:
            _tell(done, name)
        result = outputs.result(done, name, monotonic() - started)
        if as_json:
            return translations_json([unit.result for unit in done.units], done.translations, name)
        return result

    with outputs.reporting():
        run(
            files or [],
            work,
            destination,
            others=[*settings.glossaries, *settings.keep, *([kept.memory.path] if kept else [])],
            format=read_as,
            encoding=encoding,
            skip_existing=skip_existing,
            quiet=quiet,
            told=outputs.told,
            manifest=manifest,
            overwrite=overwrite,
            jobs=jobs,
        )
    if strict and warned:
        raise typer.Exit(1)


def _warned(done: Translated, name: str, quiet: bool) -> list[str]:
    """Write a document's warnings to standard error, and return them."""
    warnings = list(_warnings(done, name))
    if not quiet:
        for warning in warnings:
            note(warning)
    return warnings


def _warnings(done: Translated, name: str) -> Iterator[str]:
    """Yield what was lost in translation, a line for each warning."""
    for line, warning, source in done.warnings():
        yield f"{name}:{line}: {warning} — “{start_of(source)}”"
    for warning in done.notes:
        yield f"{name}: {warning}"


def _tell(done: Translated, name: str) -> None:
    """Write to standard error how many sentences were made by what, and what was left alone."""
    counts = Counter(translation.provenance for translation in done.translations)
    note(f"{name}: " + (", ".join(f"{n} {what}" for what, n in counts.items()) or "no text"))
    uses = [use for translation in done.translations for use in translation.terms]
    if uses:
        note(f"{name}: {sum(use.found for use in uses)} of {len(uses)} terms in the translation")
    for line in left_lines(done.left):
        note(f"{name}: {line}")
    if left := words_outside(done.document):
        note(f"{name}: {left} words outside the text left alone (code, front matter, timings)")
