"""`vitrans serve`: the toolkit over HTTP, and the page."""

import importlib.util
from pathlib import Path
from typing import Annotated

import typer

from vitrans import places
from vitrans.commands._shared.console import note
from vitrans.errors import DependencyError
from vitrans.server.settings import DEFAULT_PORT, Limits, ServerSettings

_LIMITS = Limits()
_NEEDED = ("fastapi", "uvicorn", "python_multipart")

app = typer.Typer(
    help="Serve the toolkit over HTTP, and a page to work in.", short_help="A server."
)


@app.callback(invoke_without_command=True)
def serve(
    context: typer.Context,
    host: Annotated[str, typer.Option(help="The address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port.")] = DEFAULT_PORT,
    data_dir: Annotated[
        Path | None, typer.Option(help="Where glossaries and documents lie; else the user's data.")
    ] = None,
    keys: Annotated[
        Path | None,
        typer.Option("--api-keys", metavar="FILE", help="Ask for keys; `keys add` makes them."),
    ] = None,
    allow_host: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="A name it may be called by; may be given again."),
    ] = None,
    allow_origin: Annotated[
        list[str] | None,
        typer.Option(metavar="ORIGIN", help="A page's origin that may call; may be given again."),
    ] = None,
    workers: Annotated[int, typer.Option(min=1, help="Processes, each with its models.")] = 1,
) -> None:
    """Serve the toolkit over HTTP, and a page to work in.

    It listens at this machine alone unless --host says otherwise.
    """
    if context.invoked_subcommand:
        return
    _check_installed()
    from vitrans.server.run import serve as run

    settings = ServerSettings(
        host,
        port,
        data_dir or places.data("server"),
        keys,
        tuple(allow_host or ()),
        tuple(allow_origin or ()),
        workers,
    )
    note(f"vitrans: http://{host}:{port} (Ctrl-C stops it)")
    run(settings)


def _check_installed() -> None:
    """Refuse to start without what the server is made of.

    Raises:
        DependencyError: something is missing.
    """
    missing = [name for name in _NEEDED if not importlib.util.find_spec(name)]
    if missing:
        raise DependencyError(
            f"the server needs {missing[0]}; install it with: pip install 'vitrans[serve]'"
        )
