"""`vitrans corpus`: published test sets by name, and test sentences in training text."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from vitrans.commands._shared.console import note, out
from vitrans.commands._shared.leaks import leaks
from vitrans.commands._shared.progress import progress
from vitrans.errors import UsageError
from vitrans.evaluation.testsets import (
    COLLECTIONS,
    Collection,
    fetch,
    is_fetched,
    path_of,
    user_folder,
)

app = typer.Typer(
    help="Fetch published test sets by name; look for test sentences in training text.",
    short_help="Fetch published test sets; find leaks into training text.",
    no_args_is_help=True,
)
app.command()(leaks)


@app.command("list")
def list_sets() -> None:
    """List the test sets that are known by name: sentences, whether they are here, licence."""
    for collection in COLLECTIONS.values():
        for name, split in zip(collection.names(), collection.splits, strict=True):
            here = "here" if is_fetched(name) else "not fetched"
            out(f"{name:<18}{split.sentences:>6}  {here:<13}{collection.licence}\n")


@app.command("fetch")
def fetch_set(
    name: Annotated[str, typer.Argument(metavar="NAME", help=f"One of {', '.join(COLLECTIONS)}.")],
    local: Annotated[
        Path | None,
        typer.Option("--from", help="Read it from this folder or archive; download nothing."),
    ] = None,
) -> None:
    """Fetch a published test set into your data folder.

    The licence is printed first. The sha256 of what comes is compared with the publisher's, or,
    where none is known, recorded and compared from the second time on.
    """
    collection = COLLECTIONS.get(name)
    if collection is None:
        known = ", ".join(COLLECTIONS)
        raise UsageError(f"no published test set is called {name!r}; there are {known}")
    note(_about(collection))
    with progress(None, "Fetching", False) as advance:
        found = fetch(collection, user_folder(), local, lambda new, total: advance(new))
    pinned = {file.url for file in collection.downloads if file.sha256}
    for origin, digest in found.items():
        first = "" if origin in pinned or not digest or local else " (none is published; recorded)"
        note(f"from {origin}" + (f"\n  sha256 {digest}{first}" if digest else ""))
    for each in collection.names():
        out(f"{each}: {path_of(each, 'en')}, {path_of(each, 'vi').name}\n")


@app.command()
def path(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A set, such as flores200-dev.")],
    language: Annotated[Literal["en", "vi"], typer.Argument(help="Which side: en or vi.")],
) -> None:
    """Print the file that has one side of a fetched set, a sentence a line."""
    out(f"{path_of(name, language)}\n")


def _about(collection: Collection) -> str:
    """Return what a person should know before fetching a collection."""
    lines = (
        collection.title,
        f"Licence: {collection.licence}",
        f"Cite: {collection.citation}",
        f"Note: {collection.note}",
    )
    return "\n".join(lines if collection.note else lines[:-1])
