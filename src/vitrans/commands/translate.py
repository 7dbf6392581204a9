"""`vitrans translate`: documents into English or Vietnamese."""

from collections import Counter
from collections.abc import Iterator
from typing import Annotated, Literal

import typer

from vitrans.commands.console import note
from vitrans.commands.english import english_of
from vitrans.commands.options import Files, Output, OutputDir, Quiet, ReadAs, Verbose, WriteAs
from vitrans.commands.progress import shown
from vitrans.commands.run import run
from vitrans.pipeline import Translated, translate_document
from vitrans.report import translations_json
from vitrans.runs import Destination
from vitrans.toolkit import Settings, Toolkit
from vitrans.types import Document, Language

_SHOWN = 60


def translate(
    to: Annotated[Literal["en", "vi"], typer.Option("--to", help="The target language.")],
    files: Files = None,
    output: Output = None,
    output_dir: OutputDir = None,
    model: Annotated[
        str | None,
        typer.Option(help="A model's folder or its name on the hub; by default the bundled model."),
    ] = None,
    engine: Annotated[
        Literal["ctranslate2", "transformers"],
        typer.Option(help="The program that runs the model."),
    ] = "ctranslate2",
    beam: Annotated[
        int | None,
        typer.Option(
            min=1, help="Hypotheses kept in the search; by default the model's own number."
        ),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Write a JSON object for every sentence.")
    ] = False,
    read_as: ReadAs = None,
    encoding: WriteAs = None,
    skip_existing: Annotated[
        bool, typer.Option("--skip-existing", help="Skip files whose results already exist.")
    ] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit with 1 if there are warnings.")
    ] = False,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Translate files, or standard input.

    What is in the target language already stays as it is, and so do bylines and everything
    between the sentences; unaccented Vietnamese is restored first. Standard input is translated
    line by line, as many lines out as in.
    """
    target = Language(to)
    tools = Toolkit(Settings(model, engine, beam), shown(quiet))
    warned: list[str] = []

    def work(document: Document, name: str) -> Document | str:
        finder = english_of(name, tools)
        done = translate_document(
            document, target, tools.translator, tools.restorer, tools.detector, finder
        )
        warnings = list(_warnings(done, name))
        warned.extend(warnings)
        if not quiet:
            for warning in warnings:
                note(warning)
        if verbose:
            _tell(done, name)
        if as_json:
            return translations_json(done.document, done.translations, name)
        return done.document

    suffix = ".jsonl" if as_json else None
    destination = Destination(output, output_dir, suffix=suffix)
    run(
        files or [],
        work,
        destination,
        format=read_as,
        encoding=encoding,
        skip_existing=skip_existing,
        quiet=quiet,
    )
    if strict and warned:
        raise typer.Exit(1)


def _warnings(done: Translated, name: str) -> Iterator[str]:
    """Yield what was lost in translation, a line for each warning."""
    for line, warning, source in done.warnings():
        text = " ".join(source.split())
        start = text if len(text) <= _SHOWN else text[: _SHOWN - 1].rstrip() + "…"
        yield f"{name}:{line}: {warning} — “{start}”"
    for warning in done.notes:
        yield f"{name}: {warning}"


def _tell(done: Translated, name: str) -> None:
    """Write to standard error how many sentences were made by what, and what was left alone."""
    counts = Counter(translation.provenance for translation in done.translations)
    note(f"{name}: " + (", ".join(f"{n} {what}" for what, n in counts.items()) or "no text"))
