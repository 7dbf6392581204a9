"""`vitrans align`: the sentences of a text with those of its translation."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from vitrans.commands._shared.console import note, out
from vitrans.commands._shared.options import Output, Quiet, ReadAs
from vitrans.commands._shared.progress import Progress
from vitrans.commands._shared.run import STANDARD_INPUT, open_document
from vitrans.errors import InputError, UsageError
from vitrans.files import check_writable, refuse_inputs, write_text
from vitrans.pipeline import align_documents
from vitrans.report.bitext import SUFFIXES, BitextFormat, write_bitext
from vitrans.text.counts import counted
from vitrans.toolkit import Settings, Toolkit
from vitrans.types import Language


def align(
    source: Annotated[str, typer.Argument(help="The text; - is standard input.")],
    target: Annotated[str, typer.Argument(help="Its translation; - is standard input.")],
    output: Output = None,
    output_format: Annotated[
        BitextFormat | None,
        typer.Option(help="The format to write; by default the one the file's suffix names."),
    ] = None,
    min_confidence: Annotated[
        float,
        typer.Option(min=0, max=1, help="Leave out beads with a confidence below this, 0 to 1."),
    ] = 0.0,
    translate: Annotated[
        bool,
        typer.Option("--translate", help="Translate the English side as further evidence; slower."),
    ] = False,
    read_as: ReadAs = None,
    quiet: Quiet = False,
) -> None:
    """Align the sentences of a text with those of its translation.

    One text is English and one Vietnamese, with or without diacritics; either may come first.
    Sentences that were joined, divided or left out are found, sentences that were moved are not.
    """
    if source == target == STANDARD_INPUT:
        raise UsageError("only one side can be standard input (-); name a file for the other")
    if output:
        refuse_inputs([output], ["/dev/stdin" if one == "-" else one for one in (source, target)])
        check_writable(output)
    written = output_format or _format_of(output)
    tools = Toolkit(Settings(beam=1), Progress(quiet))
    translator = tools.translator if translate else None
    documents = (open_document(source, read_as), open_document(target, read_as))
    for given, document in zip((source, target), documents, strict=True):
        if {Language.ENGLISH, Language.VIETNAMESE} <= {s.given for s in document.segments}:
            raise InputError(
                f"{given!r} has both languages side by side, so there is nothing to align; "
                "give two texts"
            )
    bitext = align_documents(*documents, tools.detector, translator)
    sure = tuple(bead for bead in bitext.beads if bead.confidence >= min_confidence)
    if not quiet and len(sure) < len(bitext.beads):
        beads = counted(len(bitext.beads), "bead")
        note(f"vitrans: {len(bitext.beads) - len(sure)} of {beads} left out")
    text = write_bitext(replace(bitext, beads=sure), written)
    if output:
        write_text(output, text)
    else:
        out(text)


def _format_of(path: Path | None) -> BitextFormat:
    """Return the format that a file is to have by its suffix; a table where there is no file."""
    if not path:
        return BitextFormat.TABLE
    if path.suffix.lower() not in SUFFIXES:
        known = ", ".join(SUFFIXES)
        raise UsageError(
            f"{str(path)!r} has no suffix that names an output format; "
            f"end it in one of {known}, or give --output-format"
        )
    return SUFFIXES[path.suffix.lower()]
