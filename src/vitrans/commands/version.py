"""`vitrans version`."""

from typing import Annotated

import typer

from vitrans._version import __version__
from vitrans.commands._shared.console import out


def version() -> None:
    """Print the version of vitrans."""
    out(f"vitrans {__version__}\n")


def _print(wanted: bool) -> None:
    if wanted:
        version()
        raise typer.Exit


Version = Annotated[
    bool, typer.Option("--version", callback=_print, is_eager=True, help="Print the version.")
]
