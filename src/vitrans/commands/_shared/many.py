"""Options of a run over many files."""

from collections.abc import Callable, Mapping
from typing import Annotated

import typer

from vitrans.errors import UsageError
from vitrans.runs import Destination, Manifest

_PANEL = "Many files"
MANY = 8
"""Files that are worked on at a time, so that some are read and written while others wait."""

SkipExisting = Annotated[
    bool,
    typer.Option(
        "--skip-existing",
        help="Leave files alone whose results are there.",
        rich_help_panel=_PANEL,
    ),
]
Resume = Annotated[
    bool,
    typer.Option(
        "--resume",
        help="Go on with a run into --output-dir that was stopped.",
        rich_help_panel=_PANEL,
    ),
]
Overwrite = Annotated[
    bool,
    typer.Option(
        "--overwrite",
        help="Write over results that were changed by hand.",
        rich_help_panel=_PANEL,
    ),
]
Jobs = Annotated[
    int | None,
    typer.Option(
        min=1,
        metavar="N",
        help=f"Files to work on at a time; {MANY} if none is said and results go to a folder.",
        rich_help_panel=_PANEL,
    ),
]
AskedDryRun = Annotated[
    bool,
    typer.Option(
        "--dry-run",
        help="Count words, repetitions and matches of the memory; translate nothing.",
        rich_help_panel=_PANEL,
    ),
]


def manifest_of(
    destination: Destination,
    told: Callable[[], Mapping[str, str]],
    resume: bool,
    overwrite: bool,
) -> Manifest | None:
    """Return what was made in the folder of the results before; None where there is no folder.

    Args:
        destination: where results go.
        told: returns what decides them, by name.
        resume: whether a run that was stopped is to be gone on with.
        overwrite: whether results that were changed are written over.

    Raises:
        UsageError: there is no folder, or the earlier run had other settings.
    """
    if destination.folder is None:
        if resume or overwrite:
            raise UsageError("--resume and --overwrite are for results in a folder: --output-dir")
        return None
    return Manifest.open(destination.folder, told(), resume)
