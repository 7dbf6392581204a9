"""Options of the terms that translations have, and what is said of them."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from vitrans.commands._shared.console import note
from vitrans.text.counts import counted
from vitrans.toolkit import Settings, Toolkit
from vitrans.types import Target

PANEL = "Terms and memory"
_MOST = 20  # rows of glossaries that are complained about one by one

Glossaries = Annotated[
    list[Path] | None,
    typer.Option(
        "--glossary",
        metavar="FILE",
        help="Terms with their translations: CSV, TSV, OmegaT's glossary.txt or TBX; repeatable.",
        rich_help_panel=PANEL,
    ),
]
Keep = Annotated[
    list[Path] | None,
    typer.Option(
        "--keep",
        metavar="FILE",
        help="Strings that stay as they are, one a line; repeatable.",
        rich_help_panel=PANEL,
    ),
]
IgnoreAccents = Annotated[
    bool,
    typer.Option(
        "--terms-ignore-accents",
        help="Find Vietnamese terms by their bare letters.",
        rich_help_panel=PANEL,
    ),
]


def with_terms(
    settings: Settings,
    glossaries: list[Path] | None,
    keep: list[Path] | None,
    ignore_accents: bool,
) -> Settings:
    """Return settings with the files of terms and of strings to keep."""
    return replace(
        settings,
        glossaries=tuple(glossaries or ()),
        keep=tuple(keep or ()),
        terms_ignore_accents=ignore_accents,
    )


def tell_glossary(tools: Toolkit, target: Target, quiet: bool) -> None:
    """Read the glossaries; say which rows were left out and which terms have two translations.

    Raises:
        InputError: a file cannot be read, or has no terms.
    """
    notes = tools.glossary.notes(target)
    if quiet:
        return
    for line in notes[:_MOST]:
        note(line)
    if len(notes) > _MOST:
        note(f"vitrans: and {counted(len(notes) - _MOST, 'more row')} of the glossaries")
