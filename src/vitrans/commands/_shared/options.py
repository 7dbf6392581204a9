"""Arguments and options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

Files = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="FILES",
        help="Files, patterns or - ; standard input if none is given.",
        show_default=False,
    ),
]
Output = Annotated[Path | None, typer.Option("--output", "-o", help="The file for the result.")]
OutputDir = Annotated[
    Path | None, typer.Option(help="The folder for the results, under the files' own names.")
]
Into = Annotated[
    Path | None,
    typer.Option(
        metavar="FOLDER", help="Another folder of models; from a checkout, that of the package."
    ),
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress, no warnings.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Say what was done to each file.")]
WriteAs = Annotated[
    str | None,
    typer.Option(
        "--encoding",
        help="The encoding of the results; UTF-8 by default.",
        show_default=False,
    ),
]
Again = Annotated[
    bool,
    typer.Option(
        "--again",
        help="In files of CAT tools and catalogues, also translate drafts and fuzzy entries anew.",
    ),
]
ReadAs = Annotated[
    str | None,
    typer.Option(
        "--format",
        help="How to read the input, whatever its name, such as text, md, html or csv.",
        show_default=False,
    ),
]
