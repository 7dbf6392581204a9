"""`vitrans translate`: documents into English or Vietnamese."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from threading import Event
from time import monotonic
from typing import Annotated, Literal

import typer

from vitrans.commands._shared.better import note_better_model
from vitrans.commands._shared.cluster import Elsewhere, RayAddress, refuse_apart
from vitrans.commands._shared.console import note, start_of
from vitrans.commands._shared.dry_run import count
from vitrans.commands._shared.english import english_of
from vitrans.commands._shared.many import (
    MANY,
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
    refuse_unprintable,
    told_manner,
    words_outside,
)
from vitrans.commands._shared.progress import Progress
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
from vitrans.pipeline import Translated, joined_blocks, translate_document
from vitrans.report import translations_json
from vitrans.text.counts import counted
from vitrans.toolkit import Settings, Toolkit, settings_told
from vitrans.types import Document, Target, target_of


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
        Literal["ctranslate2", "transformers", "ray"],
        typer.Option(help="What runs the model; ray is ctranslate2 on a Ray cluster."),
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
    jobs: Jobs = None,
    ray_address: RayAddress = None,
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
    on_ray = engine == "ray"
    alone = {"--jobs": jobs, "--remember": remember, "--device": device != "cpu"}
    refuse_apart(on_ray, ray_address, alone)
    models = tuple(model) if model else None
    rules = subtitle_rules(cps, line_length)
    settings = Settings(
        models,
        "ctranslate2" if on_ray else engine,
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
    bar = Progress(quiet)
    tools = Toolkit(settings, bar)
    tell_glossary(tools, target, quiet)
    if not (model or quiet):
        note_better_model()
    kept = tools.memory  # opened before anything is done, so that nothing is done without it
    destination = destination_of(output, output_dir, ".jsonl" if as_json else None)
    translating = Translating(settings.anywhere() if on_ray else settings, target, again)
    told = partial(translating.told, (read_as, encoding, bilingual))
    manifest = manifest_of(destination, told, resume, overwrite)
    manner = told_manner(names, localise)
    outputs = Outputs(target, destination, bilingual, report, manner, manifest, overwrite)
    outputs.check(files or [], as_json)
    if not (as_json or bilingual or dry_run):
        refuse_unprintable(files or [], destination)
    if dry_run:
        count(files or [], target, tools, read_as)
        return
    results = _Results(outputs, as_json, quiet, verbose)

    def work(document: Document, name: str) -> Document | str | bytes:
        outputs.refuse_corrected(name)
        return results.finish([translating.made(tools, document, name)], name)

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
            jobs=jobs or (MANY if destination.folder else 1),
            progress=bar,
            elsewhere=Elsewhere(translating.begin, told, results.finish, ray_address, threads or 1)
            if on_ray
            else None,
        )
    if strict and results.warned.is_set():
        raise typer.Exit(1)


@dataclass(frozen=True, slots=True)
class Timed:
    """What was made of a document or a block of one, and in how many seconds."""

    made: Translated
    seconds: float


@dataclass(frozen=True, slots=True)
class Translating:
    """What is done to each document, here or on a node of a cluster.

    Attributes:
        settings: the models.
        target: the language that is translated into.
        again: whether drafts in bilingual files are translated again.
    """

    settings: Settings
    target: Target
    again: bool = False

    def told(self, manner: tuple[str | None, ...]) -> dict[str, str]:
        """Return what decides the results; `manner` is how files are read, and written."""
        named = zip(("format", "encoding", "bilingual"), manner, strict=True)
        told = {name: str(one or "") for name, one in named}
        return {**settings_told(self.settings), "target": str(self.target), **told}

    def begin(self) -> Callable[[Document, str], Timed]:
        """Return what a worker does, with models of its own."""
        return partial(
            self.made, Toolkit(replace(self.settings, threads=self.settings.threads or 1))
        )

    def made(self, tools: Toolkit, document: Document, name: str) -> Timed:
        """Return a document translated.

        Raises:
            InputError: it says that it is to be translated into another language.
        """
        started = monotonic()
        with reading(name):
            done = translate_document(
                document,
                self.target,
                tools.translator,
                tools.restorer,
                tools.detector,
                english_of(name, tools),
                localise=self.settings.localise,
                rules=self.settings.subtitles,
                again=self.again,
            )
        return Timed(done, monotonic() - started)


@dataclass(frozen=True, slots=True)
class _Results:
    """What is said and written of each document that was translated.

    Attributes:
        outputs: what is written.
        as_json: whether that is a JSON object for each sentence.
        quiet: whether nothing is said of warnings.
        verbose: whether it is said what was done.
        warned: set once there was a warning.
    """

    outputs: Outputs
    as_json: bool
    quiet: bool
    verbose: bool
    warned: Event = field(default_factory=Event)

    def finish(self, parts: Sequence[Timed], name: str) -> Document | str | bytes:
        """Return the result of a document from what was made of its blocks, in their order.

        Raises:
            OutputError: somebody has corrected what stands beside it.
        """
        self.outputs.refuse_corrected(name)
        done = joined_blocks(part.made for part in parts)
        if _warned(done, name, self.quiet):
            self.warned.set()
        if self.verbose:
            _tell(done, name)
        result = self.outputs.result(done, name, sum(part.seconds for part in parts))
        if self.as_json:
            return translations_json([unit.result for unit in done.units], done.translations, name)
        return result


def _warned(done: Translated, name: str, quiet: bool) -> list[str]:
    """Write a document's warnings to standard error, and return them."""
    warnings = list(_warnings(done, name))
    if warnings and not quiet:
        note("\n".join(warnings))  # at once, as other files may be worked on meanwhile
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
    made = ", ".join(f"{n} {what}" for what, n in counts.items())
    note(f"{name}: sentences: {made}" if made else f"{name}: no text")
    uses = [use for translation in done.translations for use in translation.terms]
    if uses:
        note(
            f"{name}: {sum(use.found for use in uses)} of {counted(len(uses), 'term')} in the "
            "translation"
        )
    for line in (*done.document.told, *left_lines(done.left)):
        note(f"{name}: {line}")
    if left := words_outside(done.document):
        note(
            f"{name}: {counted(left, 'word')} outside the text left alone (code, front "
            "matter, timings)"
        )
