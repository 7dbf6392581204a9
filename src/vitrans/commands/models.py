"""`vitrans models`: what is here and what is to be had; pull, check, convert and replace models."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from vitrans import models
from vitrans.commands._shared.console import note, out
from vitrans.commands._shared.options import Into
from vitrans.commands._shared.progress import progress
from vitrans.cores import available_memory
from vitrans.errors import ModelError, UsageError
from vitrans.models import NAMES
from vitrans.models import Name as BundledName
from vitrans.text.counts import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from vitrans.models import Entry, Model, PulledFrom
    from vitrans.models.hub import Snapshot
    from vitrans.models.pulled import Agree

app = typer.Typer(
    help="List, pull, check, convert and replace models.",
    short_help="Models.",
    no_args_is_help=True,
)
_BEST = "best"

Bundled = Annotated[BundledName, typer.Argument(metavar="NAME", help=f"One of {', '.join(NAMES)}.")]
Name = Annotated[str, typer.Argument(help="A model's name, or its name on the hub.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")]


@app.callback()
def choose_folder(
    models_dir: Annotated[
        Path | None, typer.Option(help="The folder of your models; else VITRANS_MODELS.")
    ] = None,
) -> None:
    """Take another folder for the user's models."""
    if models_dir is not None:
        os.environ["VITRANS_MODELS"] = str(models_dir)


@app.command("list")
def list_models() -> None:
    """List the models that are here, and translation models that are to be had."""
    pulled = {one.name: one for one in models.list_pulled()}
    known = models.catalogue()
    own = [_own(one) for one in models.list_models()]
    here = [_pulled(one, known.get(name)) for name, one in pulled.items()]
    offers = [one for one in known.values() if one.name not in pulled]
    able, other = ([o for o in offers if bool(o.why) == why] for why in (False, True))
    _section("come with vitrans:", own)
    _section("pulled:", here)
    _section(
        "to be had by `vitrans models pull NAME`, the best of them by `pull best`:",
        map(_offer, able),
    )
    _section("run by other programs, see `vitrans models show NAME`:", map(_offer, other))


@app.command()
def show(name: Name) -> None:
    """Show what is known of a model: directions, licence, size, figures and their sources."""
    _check_known(name)
    entry = models.find_entry(name)
    here = _of_name(models.list_pulled(), entry.name if entry else name)
    own = _of_name(models.list_models(), name)
    known = _facts(entry, here is None) if entry else [("name", name)]
    for what, value in [*known, *_facts_here(here), *_facts_own(own)]:
        if value:
            out(f"{what:<12}{value}\n")
    for one in entry.figures if entry else ():
        figure = f"{one.metric} {one.value} {one.direction}, {one.set}; {one.by}: {one.source}"
        out(f"{'figure':<12}{figure}\n")


@app.command()
def pull(
    name: Annotated[
        str,
        typer.Argument(help="A name of `list`, OWNER/MODEL of the hub, a folder, or `best`."),
    ],
    to: Annotated[
        list[str] | None, typer.Option("--to", help="For `best`: only into en, or only into vi.")
    ] = None,
    quantization: Annotated[
        str, typer.Option(help="How weights are kept: int8, or float16 for a GPU.")
    ] = "int8",
    yes: Yes = False,
    force: Annotated[
        bool, typer.Option("--force", help="Keep it even if the doctor finds a fault.")
    ] = False,
) -> None:
    """Fetch a translation model and make it ready; the only command that uses the network.

    A pull that was cut or killed goes on where it stopped. Before the model is put in its place,
    test sentences are translated; one that is not driven as it was trained is refused.
    """
    for given in _best(to or ["en", "vi"]) if name == _BEST else [name]:
        check = _unchecked if force else _check_driving
        with _asking(given, yes) as (agree, advance):
            made = models.pull(given, agree, advance, quantization, check)
        if made:
            note(f"{made.name} is ready: vitrans translate --model {made.name}")
        else:
            note(f"{given} is not pulled")


@app.command()
def doctor(
    name: Annotated[
        str | None,
        typer.Argument(help="A model's name or folder; the one in use if not given."),
    ] = None,
) -> None:
    """Translate test sentences each way and say what looks wrong with how a model is driven."""
    from vitrans.evaluation.doctor import examine
    from vitrans.language import Detector

    found = examine(models.locate(name).directory, Detector.load())
    for one in found:
        out(
            f"into {one.target}: {one.symptom} in {one.count} of "
            f"{counted(one.total, 'test sentence')}\n"
        )
        out(f"  “{one.example.source}” became “{one.example.output}”\n")
    causes = {(one.target, one.cause, one.cure) for one in found if one.cause}
    for target, cause, cure in sorted(causes):
        out(f"into {target}, the likely cause: {cause}; {cure}\n")
    if found:
        raise typer.Exit(1)
    out("nothing wrong: languages, numbers and lengths of all test sentences are as they should\n")


@app.command()
def default(
    name: Annotated[
        str | None, typer.Argument(help="A model's name; `bundled` for the one that comes along.")
    ] = None,
    to: Annotated[
        list[str] | None, typer.Option("--to", help="Only for translations into en, or into vi.")
    ] = None,
) -> None:
    """Say which model translates where none is named, or choose another one."""
    if name:
        models.set_default(name, to or ())
    for target, chosen in models.defaults().items():
        out(f"into {target}: {chosen or 'bundled'}\n")


@app.command()
def verify(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="NAMES", help="Which models; all that are here if not given."),
    ] = None,
) -> None:
    """Read every file of models and compare it with its recorded sha256."""
    here = [model.name for model in models.list_models()]
    here += [model.name for model in models.list_pulled()]
    for name in names or ():
        _check_known(name)
    for name in names or here:
        own = name in NAMES
        made = models.verify(name) if own else models.verify_pulled(name)
        out(f"{name}: {counted(len(made.files), 'file')} as recorded\n")


@app.command()
def path(name: Name) -> None:
    """Print the folder of a model that is here."""
    _check_known(name)
    found = models.installed(name) if name in NAMES else models.find_pulled(name)
    if found is None:
        raise ModelError(f"the model {name!r} is not here; get it: vitrans models pull {name}")
    out(f"{found}\n")


@app.command()
def remove(name: Name) -> None:
    """Remove a model that was pulled, or one of your own in place of a bundled one."""
    _check_known(name)
    if name in NAMES:
        models.uninstall(name)
        note(f"removed your own {name}; the bundled one serves again")
        return
    gone = models.remove(name)
    what = gone.name if gone.whole else f"what had come of {gone.name}"
    note(f"removed {what}, {_mb(gone.bytes)}")
    for target in models.give_up_default(name):
        note(f"it was your choice for translations into {target}; the bundled model makes them now")


@app.command()
def convert(
    source: Annotated[Path, typer.Argument(help="A MarianMT model in the Hugging Face layout.")],
    output: Annotated[Path, typer.Argument(help="The folder for the CTranslate2 form.")],
    quantization: Annotated[str, typer.Option(help="How weights are stored.")] = "int8",
    part_mb: Annotated[
        int | None, typer.Option(min=1, help="Cut the weights into parts of so many MB.")
    ] = None,
) -> None:
    """Convert a MarianMT model for the CTranslate2 engine."""
    part_bytes = part_mb * 1_000_000 if part_mb else None
    made = models.convert(source, output, quantization, part_bytes=part_bytes)
    out(f"{output}: {made.name}, {quantization}\n")


@app.command()
def bundle(
    source: Annotated[
        Path, typer.Argument(help="The new model's folder; a translator's may be unconverted.")
    ],
    name: Bundled,
    version: Annotated[str, typer.Option(help="What to call this version.")] = "",
    into: Into = None,
) -> None:
    """Use a model in place of a bundled one and record its sha256s.

    It goes to your folder of models; what comes with vitrans stays as it is. A translator in the
    Hugging Face layout is converted first.
    """
    model = models.install(source, name, version, into)
    out(f"{name}: {counted(len(model.files), 'file')}, {_mb(model.bytes)}\n")


def _check_known(name: str) -> None:
    """Refuse a name that no model has.

    Raises:
        UsageError: neither what is here nor what is to be had is called so.
    """
    pulled = {model.name for model in models.list_pulled()}
    if name not in NAMES and name not in pulled and not models.find_entry(name):
        raise UsageError(f"no model is called {name!r}; `vitrans models list` shows all")


def _section(title: str, rows: "Iterable[Sequence[str]]") -> None:
    """Print rows under a title, each column as wide as its widest cell; nothing without rows."""
    rows = list(rows)
    if not rows:
        return
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    out(f"{title}\n")
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        out(f"  {'  '.join(cells)}".rstrip() + "\n")


def _offer(entry: "Entry") -> tuple[str, ...]:
    """Return the cells of a model that is not here."""
    return entry.name, " ".join(entry.directions), _size(entry), entry.licence, _figure(entry)


def _own(one: "Model") -> tuple[str, ...]:
    """Return the cells of a model that comes with vitrans."""
    use = _use(models.BUNDLED) if one.name == "translator" else ""
    return one.name, one.version or "-", one.date, _mb(one.bytes), use


def _pulled(one: "PulledFrom", entry: "Entry | None") -> tuple[str, ...]:
    """Return the cells of a model that was pulled: what it is chosen for, or else its figure."""
    folder = models.find_pulled(one.name)
    directions = " ".join(models.describe(folder).directions) if folder else ""
    told = _use(one.name) or _figure(entry)
    return one.name, directions, _mb(one.bytes), one.licence, told


def _use(name: str) -> str:
    """Say into which languages a model translates where none is named."""
    chosen = {to: one or models.BUNDLED for to, one in models.defaults().items()}
    targets = [to for to, one in chosen.items() if one == name]
    return f"default into {' and '.join(targets)}" if targets else ""


def _figure(entry: "Entry | None") -> str:
    """Return the first of the published figures, whose set and source `show` names."""
    first = next(iter(entry.figures), None) if entry else None
    return f"{first.metric} {first.value} {first.direction}" if first else ""


def _size(entry: "Entry") -> str:
    return f"{'~' if entry.estimate else ''}{entry.size_mb} MB" if entry.size_mb else ""


def _mb(count: int) -> str:
    if count < 1e5:
        return f"{count / 1e3:.0f} kB"
    return f"{count / 1e6:.{0 if count >= 1e8 else 1}f} MB"


_Named = TypeVar("_Named", "PulledFrom", "Model")


def _of_name(found: "list[_Named]", name: str) -> "_Named | None":
    return next((one for one in found if one.name == name), None)


def _facts_here(one: "PulledFrom | None") -> list[tuple[str, str]]:
    """Return what there is to be told of a model that was pulled."""
    folder = models.find_pulled(one.name) if one else None
    if one is None or folder is None:
        return []
    return [
        ("here", f"{_mb(one.bytes)}, since {one.date}: {folder}"),
        ("translates", ", ".join(models.describe(folder).directions)),
        ("from", f"{one.repo} {one.revision}".rstrip()),
    ]


def _facts_own(one: "Model | None") -> list[tuple[str, str]]:
    """Return what there is to be told of a model that comes with vitrans."""
    if one is None:
        return []
    about = [one.version and f"version {one.version}", one.date, _mb(one.bytes)]
    return [("here", f"{', '.join(filter(None, about))}: {models.installed(one.name)}")]


def _facts(entry: "Entry", absent: bool) -> list[tuple[str, str]]:
    runs = f"no: {entry.why}; {entry.runs_with} runs it" if entry.why else "yes"
    return [
        ("name", entry.name),
        ("repository", entry.repo),
        ("revision", entry.revision),
        ("directions", ", ".join(entry.directions)),
        ("prefixes", ", ".join(f"{to}: {p!r}" for to, p in entry.prefixes.items() if p)),
        ("starts", ", ".join(f"{to}: {piece!r}" for to, piece in entry.starts.items())),
        ("licence", entry.licence),
        ("limits", entry.limits),
        ("size", _size(entry)),
        ("runs here", runs),
        ("get it", f"vitrans models pull {entry.name}" if absent and not entry.why else ""),
        ("notes", entry.notes),
    ]


def _best(targets: list[str]) -> list[str]:
    """Return the models that are best, into the languages given.

    Raises:
        UsageError: it is no language to translate into.
    """
    if unknown := set(targets) - {"en", "vi"}:
        raise UsageError(f"{min(unknown)!r} is no language to translate into; give en or vi")
    chosen = models.best_for(targets, available_memory() / 1e6)
    return [one.name for one in chosen]


def _check_driving(folder: Path) -> None:
    from vitrans.evaluation.doctor import refuse_if_faulty
    from vitrans.language import Detector

    refuse_if_faulty(folder, Detector.load())


def _unchecked(folder: Path) -> None:
    """Take a model as it is."""


@contextmanager
def _asking(given: str, yes: bool) -> "Iterator[tuple[Agree, Callable[[int], None]]]":
    """Yield what asks whether to pull, and what shows the progress from then on."""
    with ExitStack() as shown:
        bars: list[Callable[[int], None]] = []

        def agree(what: "Snapshot", entry: "Entry | None") -> bool:
            if not _agreed(what, entry, yes):
                return False
            bar = progress(what.bytes, f"Pulling {given}", quiet=False, in_bytes=True)
            bars.append(shown.enter_context(bar))
            return True

        yield agree, lambda count: bars[-1](count)


def _agreed(what: "Snapshot", entry: "Entry | None", yes: bool) -> bool:
    """Say what is to be fetched, and ask.

    Raises:
        UsageError: there is nobody to ask.
    """
    licence = f"licence {entry.licence}" if entry else "see its page for the licence"
    limits = f" ({entry.limits})" if entry and entry.limits else ""
    kept = f"{_size(entry)} kept, " if entry and entry.size_mb else ""
    note(f"{what.repo}: {_mb(what.bytes)} to fetch, {kept}{licence}{limits}")
    try:
        return yes or typer.confirm("Go on?", err=True)
    except typer.Abort as error:
        raise UsageError("nobody answered; to go on without a question: --yes") from error
