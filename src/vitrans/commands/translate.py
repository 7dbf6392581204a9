"""`vitrans translate`: documents into English or Vietnamese."""

from collections import Counter
from typing import Annotated, Literal

import typer

from vitrans.commands import tools
from vitrans.commands.console import note
from vitrans.commands.english import english_captions
from vitrans.commands.options import Files, Output, OutputDir, Quiet, Verbose
from vitrans.commands.run import Destination, run
from vitrans.formats import render
from vitrans.pipeline import Translated, translate_document
from vitrans.report import translations_json
from vitrans.types import Document, Language

_SHOWN = 60


def translate(
    to: Annotated[Literal["en", "vi"], typer.Option("--to", help="The target language.")],
    files: Files = None,
    output: Output = None,
    output_dir: OutputDir = None,
    model: Annotated[
        str | None,
        typer.Option(help="A model's folder or its name on the hub; if none, the bundled one."),
    ] = None,
    engine: Annotated[
        Literal["ctranslate2", "transformers"], typer.Option(help="What runs the model.")
    ] = "ctranslate2",
    beam: Annotated[
        int | None,
        typer.Option(min=1, help="Hypotheses kept in the search; the model's own number if none."),
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Write a JSON object for every sentence.")
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
    translator = tools.LateTranslator(model, engine, beam, quiet)
    restorer, detector = tools.LateRestorer(quiet), tools.load_detector()
    english = english_captions(restorer, detector)

    def work(document: Document, name: str) -> str:
        known = english(document, name)
        done = translate_document(document, target, translator, restorer, detector, known)
        if not quiet:
            _warn(done, name)
        if verbose:
            _tell(done, name)
        if as_json:
            return translations_json(done.document, done.translations, name)
        return render(done.document)

    run(files or [], work, Destination(output, output_dir))


def _warn(done: Translated, name: str) -> None:
    """Write what was lost in translation to standard error."""
    for line, warning, source in done.warnings():
        start = source if len(source) <= _SHOWN else source[: _SHOWN - 1].rstrip() + "…"
        note(f"{name}:{line}: {warning} — “{start}”")


def _tell(done: Translated, name: str) -> None:
    """Write to standard error how many sentences were made by what."""
    counts = Counter(translation.provenance for translation in done.translations)
    note(f"{name}: " + (", ".join(f"{n} {what}" for what, n in counts.items()) or "no text"))
