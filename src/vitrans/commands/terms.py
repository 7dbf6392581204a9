"""`vitrans terms`: glossaries proposed from a translator's own files."""

from typing import Annotated

import typer

from vitrans.commands._shared.console import note, out
from vitrans.commands._shared.options import Output, Quiet, ReadAs
from vitrans.commands._shared.progress import Progress
from vitrans.commands._shared.sentences import Sentences, gather
from vitrans.exchange.rows import write_rows
from vitrans.files import check_writable, expand, refuse_inputs, write_text
from vitrans.terms.extraction import HEADER, Proposal, from_pairs, from_texts
from vitrans.terms.writing import to_csv
from vitrans.text.counts import counted
from vitrans.toolkit import Settings, Toolkit
from vitrans.types import Language

app = typer.Typer(
    help="Propose a glossary from your own files.",
    no_args_is_help=True,
)


@app.callback()
def _start() -> None:
    """Propose a glossary from your own files."""


@app.command()
def extract(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILES",
            help="TMX, XLIFF, TSV or CSV of sentence pairs; a document and its translation; "
            "documents.",
            show_default=False,
        ),
    ],
    output: Output = None,
    min_count: Annotated[
        int, typer.Option(min=1, help="How often a term stands in the files at least.")
    ] = 2,
    most: Annotated[int, typer.Option(min=1, help="How many terms are written at most.")] = 500,
    read_as: ReadAs = None,
    quiet: Quiet = False,
) -> None:
    """Propose the terms of a glossary, the most useful first.

    Of sentence pairs, and of an English and a Vietnamese document that translate each other, both
    sides of a term are proposed; of other documents, terms without translations. Correct what is
    written, and give it to `vitrans translate --glossary`.
    """
    paths = expand(files)
    if output:
        refuse_inputs([output], paths)
        check_writable(output)
    found = gather(paths, Toolkit(Settings(beam=1), Progress(quiet)), read_as)
    proposals = _proposals(found, min_count)
    kept = proposals[:most]
    if not quiet:
        _tell(found, len(kept), len(proposals))
    rows = [HEADER, *(one.row() for one in kept)]
    if output and output.suffix.lower() == ".csv":
        write_text(output, to_csv(rows))
    elif output:
        write_text(output, write_rows(rows))
    else:
        out(write_rows(rows))


def _proposals(found: Sentences, least: int) -> list[Proposal]:
    """Return the terms of all that was read, those with translations first."""
    made = from_pairs(found.pairs, least)
    known = {one.vi for one in made} | {one.en for one in made}
    for language, texts in (
        (Language.VIETNAMESE, found.vietnamese),
        (Language.ENGLISH, found.english),
    ):
        made += [
            one for one in from_texts(texts, language, least) if (one.vi or one.en) not in known
        ]
    return made


def _tell(found: Sentences, kept: int, count: int) -> None:
    """Say what was read and how many terms were found."""
    read = (
        (len(found.pairs), "sentence pair"),
        (len(found.vietnamese), "Vietnamese sentence"),
        (len(found.english), "English sentence"),
    )
    said = ", ".join(counted(number, what) for number, what in read if number) or "no sentences"
    terms = f"{kept} of {counted(count, 'term')}" if kept < count else counted(kept, "term")
    note(f"vitrans: {said}; {terms} proposed")
