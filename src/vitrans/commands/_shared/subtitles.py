"""Options of subtitles: how long their lines may be, and how fast."""

from typing import Annotated

import typer

from vitrans.types import EASY_TO_READ, SubtitleRules

_PANEL = "Subtitles"

Cps = Annotated[
    float | None,
    typer.Option(
        "--cps",
        min=1,
        metavar="N",
        help=f"Characters a second from which a cue is warned of; {EASY_TO_READ.cps:g} if none.",
        rich_help_panel=_PANEL,
    ),
]
LineLength = Annotated[
    int | None,
    typer.Option(
        "--line-length",
        min=10,
        metavar="N",
        help=f"Characters that a line of a cue may have; {EASY_TO_READ.line_length} if none.",
        rich_help_panel=_PANEL,
    ),
]


def subtitle_rules(cps: float | None, line_length: int | None) -> SubtitleRules:
    """Return the rules that a person asked for."""
    return SubtitleRules(line_length or EASY_TO_READ.line_length, cps or EASY_TO_READ.cps)
