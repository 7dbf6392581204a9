"""`vitrans captions`: the caption pairs of an article."""

from typing import Annotated

import typer

from vitrans import report
from vitrans.commands._shared.console import note, out
from vitrans.commands._shared.options import ReadAs
from vitrans.commands._shared.run import open_document
from vitrans.errors import UsageError
from vitrans.pipeline import caption_pairs
from vitrans.toolkit import Toolkit


def captions(
    article: Annotated[str, typer.Argument(help="The article; - is standard input.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON list.")] = False,
    as_tsv: Annotated[bool, typer.Option("--tsv", help="Print tab-separated values.")] = False,
    read_as: ReadAs = None,
) -> None:
    """Find the caption pairs of an article.

    A pair is a Vietnamese photo caption and its English counterpart beside it. The Vietnamese
    one may be unaccented; it is shown as found and restored. Photo credits stand apart.
    """
    if as_json and as_tsv:
        raise UsageError("--json and --tsv cannot be combined; give one of them")
    tools = Toolkit()
    document = open_document(article, read_as)
    pairs = caption_pairs(document, tools.restorer, tools.detector, tools.evidence)
    form = report.captions_json if as_json else report.captions_tsv if as_tsv else None
    if not pairs:
        note("vitrans: no caption pairs found")
    if pairs or form:
        out((form or report.captions_table)(pairs))
