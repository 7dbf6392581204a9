"""`vitrans serve`: the toolkit over HTTP, and the page."""

import importlib.util
from pathlib import Path
from typing import Annotated

import typer

from vitrans import places
from vitrans.commands._shared.console import note, out
from vitrans.commands._shared.memory import AskedMemory
from vitrans.commands._shared.options import Quiet
from vitrans.commands._shared.terms import Glossaries, Keep
from vitrans.errors import DependencyError, UsageError
from vitrans.files import make_folder
from vitrans.server.settings import DEFAULT_PORT, Limits, ServerSettings

_LIMITS = Limits()
_MB = 1_000_000
_NEEDED = ("fastapi", "uvicorn", "python_multipart")

app = typer.Typer(
    help="Serve the toolkit over HTTP, and a page to work in.", short_help="A server."
)


keys_app = typer.Typer(help="Make, list and take away API keys.", no_args_is_help=True)
app.add_typer(keys_app, name="keys")
KeyName = Annotated[str, typer.Argument(help="Who is to use it.")]
KeyFile = Annotated[
    Path | None, typer.Option("--api-keys", metavar="FILE", help="The file; else the user's own.")
]


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
    model: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="A model's name or folder; if none, the bundled one."),
    ] = None,
    memory: AskedMemory = None,
    glossary: Glossaries = None,
    keep: Keep = None,
    threads: Annotated[
        int | None, typer.Option(min=1, help="Processor cores for each process; all if none.")
    ] = None,
    rate: Annotated[
        int,
        typer.Option(min=0, help="Requests a minute by one key or address; 0 is no limit."),
    ] = _LIMITS.rate,
    queue: Annotated[
        int, typer.Option(min=1, help="Requests at once; more are told to come again.")
    ] = _LIMITS.queue,
    max_characters: Annotated[
        int, typer.Option(min=1, help="Characters in one request.")
    ] = _LIMITS.characters,
    max_upload: Annotated[
        int, typer.Option(min=1, metavar="MB", help="The size of a document.")
    ] = _LIMITS.upload // _MB,
    timeout: Annotated[
        float, typer.Option(min=1, metavar="SECONDS", help="How long one request may take.")
    ] = _LIMITS.seconds,
    quiet: Quiet = False,
) -> None:
    """Serve the toolkit over HTTP, and a page to work in.

    It listens at this machine alone unless --host says otherwise.
    """
    if context.invoked_subcommand:
        return
    _check_installed()
    from vitrans.server.run import serve as run

    limits = Limits(
        queue=queue,
        characters=max_characters,
        upload=max_upload * _MB,
        unpacked=10 * max_upload * _MB,
        seconds=timeout,
        rate=rate,
    )
    settings = ServerSettings(
        host,
        port,
        data_dir or places.data("server"),
        keys,
        tuple(allow_host or ()),
        tuple(allow_origin or ()),
        workers,
        tuple(model or ()),
        threads,
        limits,
        quiet=quiet,
        memory=memory,
        glossaries=tuple(glossary or ()),
        keep=tuple(keep or ()),
    )
    _check(settings)
    run(settings)


def _check(settings: ServerSettings) -> None:
    """Refuse settings that a server cannot start with, and warn of those that open it to all.

    Raises:
        UsageError: there is no file of keys.
        InputError: it cannot be read.
    """
    from vitrans.server.admission import is_loopback
    from vitrans.server.keys import read_keys

    if settings.keys and not settings.keys.exists():
        raise UsageError(
            f"there is no file {str(settings.keys)!r}; make a key first: "
            f"vitrans serve keys add NAME --api-keys {settings.keys}"
        )
    if settings.keys:
        read_keys(settings.keys)
    elif settings.host != "localhost" and not is_loopback(settings.host):
        note("vitrans: warning: whoever reaches this machine may call; --api-keys asks for keys")


@keys_app.command("add")
def add(name: KeyName, file: KeyFile = None) -> None:
    """Make a key, and print it; it is shown this once."""
    from vitrans.server.keys import add_key

    path = file or _keys_file()
    make_folder(path.parent)
    out(add_key(path, name) + "\n")
    note(f"vitrans: kept in {str(path)!r}; start the server with --api-keys {path}")


@keys_app.command("list")
def list_keys(file: KeyFile = None) -> None:
    """List the names of the keys, and when they were made."""
    from vitrans.server.keys import read_keys

    for key in read_keys(file or _keys_file()):
        out(f"{key.made}  {key.name}\n")


@keys_app.command("remove")
def remove(name: KeyName, file: KeyFile = None) -> None:
    """Take a key away; a server that runs no longer takes it."""
    from vitrans.server.keys import remove_key

    remove_key(file or _keys_file(), name)


def _keys_file() -> Path:
    """Return the place of the keys where none is given."""
    return places.settings_folder() / "keys.tsv"


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
