"""`vitrans score`: BLEU, chrF, chrF++ and TER of a translation."""

from pathlib import Path
from typing import Annotated

import typer

from vitrans.commands.console import out
from vitrans.files import read_text
from vitrans.report import scores_json, scores_table
from vitrans.score import METRICS, Metric, Tokenizer, read_lines
from vitrans.score import score as score_lines

_METRICS = ", ".join(METRICS)


def score(
    hypothesis: Annotated[Path, typer.Argument(help="The translation, a sentence a line.")],
    references: Annotated[
        list[Path], typer.Argument(metavar="REFERENCE", help="What it should be; one or more.")
    ],
    metrics: Annotated[
        list[Metric] | None,
        typer.Option("--metric", "-m", help=f"A metric, or several; if none, {_METRICS}."),
    ] = None,
    tokenizer: Annotated[
        Tokenizer, typer.Option("--tokenize", help="BLEU's tokenizer.")
    ] = Tokenizer.MTEVAL_13A,
    lowercase: Annotated[
        bool,
        typer.Option("--lowercase", "-lc", help="Ignore case in BLEU and chrF; TER always does."),
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Score a translation against references.

    Both sides are brought into Unicode form NFC first; the numbers are those of sacrebleu's own
    command on texts in that form, each with its signature.
    """
    hypotheses = read_lines(read_text(hypothesis))
    expected = [read_lines(read_text(reference)) for reference in references]
    scores = score_lines(
        hypotheses,
        expected,
        list(dict.fromkeys(metrics or METRICS)),
        tokenizer=tokenizer,
        lowercase=lowercase,
    )
    out(scores_json(scores, len(hypotheses)) if as_json else scores_table(scores))
