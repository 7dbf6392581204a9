"""The options of a translation memory, for the commands that use one and those that keep it."""

from pathlib import Path
from typing import Annotated

import typer

PANEL = "Terms and memory"

AskedMemory = Annotated[
    Path | None,
    typer.Option(
        "--memory",
        metavar="FILE",
        help="A translation memory to ask, or `default` for your own; none if not given.",
        rich_help_panel=PANEL,
        show_default=False,
    ),
]
Remember = Annotated[
    bool,
    typer.Option(
        "--remember",
        help="Keep what is translated in the memory, for the next run with the same model.",
        rich_help_panel=PANEL,
    ),
]
ApplyFrom = Annotated[
    int,
    typer.Option(
        "--apply-from",
        min=50,
        max=101,
        metavar="PERCENT",
        help="Take matches from this percent as translations; at 100 also where just numbers or "
        "tags differ, at 101 only between the same sentences.",
        rich_help_panel=PANEL,
    ),
]
KeptMemory = Annotated[
    Path,
    typer.Option("--memory", metavar="FILE", help="The memory, `default` for your own."),
]
TaughtMemory = Annotated[
    Path | None,
    typer.Option(
        "--memory",
        metavar="FILE",
        help="A translation memory that takes the reviewed translations in the place of those it "
        "has, or `default` for your own.",
        rich_help_panel=PANEL,
        show_default=False,
    ),
]
