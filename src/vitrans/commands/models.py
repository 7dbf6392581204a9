"""`vitrans models`: the bundled models, and models in other forms."""

from pathlib import Path
from typing import Annotated

import typer

from vitrans import models
from vitrans.commands.console import out
from vitrans.models.registry import NAMES
from vitrans.models.registry import Name as ModelName

app = typer.Typer(help="List, check, convert and replace models.", no_args_is_help=True)

Name = Annotated[ModelName, typer.Argument(metavar="NAME", help=f"One of {', '.join(NAMES)}.")]


@app.command("list")
def list_models() -> None:
    """List the bundled models: name, version, date and size."""
    for model in models.list_models():
        size = f"{model.bytes / 1e6:.1f} MB"
        out(f"{model.name:<12}{model.version or '-':<12}{model.date:<12}{size:>10}\n")


@app.command()
def verify(
    names: Annotated[
        list[ModelName] | None,
        typer.Argument(
            metavar="NAMES",
            help=f"Which of {', '.join(NAMES)}; by default all.",
            show_default=False,
        ),
    ] = None,
) -> None:
    """Read every file of the bundled models and compare it with its recorded sha256."""
    recorded = [model.name for model in models.list_models()]
    for name in names or recorded:
        model = models.verify(name)
        files = "1 file" if len(model.files) == 1 else f"{len(model.files)} files"
        out(f"{name}: {files} as recorded\n")


@app.command()
def path(name: Name) -> None:
    """Print the folder of a bundled model."""
    out(f"{models.bundled(name)}\n")


@app.command()
def convert(
    source: Annotated[Path, typer.Argument(help="A MarianMT model in the Hugging Face layout.")],
    output: Annotated[Path, typer.Argument(help="The folder for the CTranslate2 form.")],
    quantization: Annotated[str, typer.Option(help="How weights are stored.")] = "int8",
    part_mb: Annotated[
        int | None, typer.Option(min=1, help="Split the weights into parts of this many MB.")
    ] = None,
) -> None:
    """Convert a MarianMT model for the CTranslate2 engine."""
    part_bytes = part_mb * 1_000_000 if part_mb else None
    made = models.convert(source, output, quantization, part_bytes=part_bytes)
    out(f"{output}: {made.name}, {quantization}\n")


@app.command()
def bundle(
    source: Annotated[
        Path, typer.Argument(help="The new model's folder; a translator is converted if need be.")
    ],
    name: Name,
    version: Annotated[str, typer.Option(help="The name of this version.")] = "",
) -> None:
    """Replace a bundled model and record the sha256 of its files.

    A translator in the Hugging Face layout is converted first.
    """
    model = models.install(source, name, version)
    out(f"{name}: {len(model.files)} files, {model.bytes:,} bytes\n")
