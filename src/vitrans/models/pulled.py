"""Translation models that the user pulled: fetched, converted and recorded, each in a folder."""

import json
import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from vitrans import places
from vitrans.errors import ModelError
from vitrans.models.catalogue import Entry, find, refuse_unless_driven, suggestion
from vitrans.models.conversion import check_quantization, convert
from vitrans.models.description import PLACEHOLDERS, describe, read_json
from vitrans.models.families import check_convertible
from vitrans.models.hub import Progress, Snapshot, fetch, is_hub_name, look_up
from vitrans.models.layouts import NAMES
from vitrans.models.registry import File, measure
from vitrans.models.store import form, locked, replacing, sweep

ORIGIN = "origin.json"
_PULLS = ".pulls"
_RESERVED = {"own", "bundled"}
_MEANT_OTHERWISE = {*NAMES, "best"}  # by the commands

# Takes what is to be fetched and what is known of it; says whether to go on.
Agree = Callable[[Snapshot, Entry | None], bool]
# Takes the folder of a converted model; raises if it is not to be kept.
Check = Callable[[Path], None]


@dataclass(frozen=True, slots=True)
class PulledFrom:
    """Where a pulled model came from, and what its files are.

    `sources` are the sha256s of the files that were converted, `files` those of what was made.
    """

    name: str
    repo: str
    revision: str
    licence: str
    quantization: str
    date: str
    sources: dict[str, str]
    files: dict[str, File]

    @property
    def bytes(self) -> int:
        """The size of all files together."""
        return sum(file.bytes for file in self.files.values())


def pull(
    given: str,
    agree: Agree = lambda snapshot, entry: True,
    on_progress: Progress = lambda count: None,
    quantization: str = "int8",
    check: Check = lambda folder: None,
) -> PulledFrom | None:
    """Bring a translation model here, ready to be used by its name; None if it is not agreed to.

    What is here already at the wanted revision is left. A pull that was cut or killed goes on
    where it stopped; until all is done, nothing is to be seen of the model.

    Args:
        given: a name of the catalogue, OWNER/MODEL of the hub, or the folder of a model.
        agree: is asked before anything large is fetched.
        on_progress: is told how many more bytes have come.
        quantization: one of `QUANTIZATIONS`.
        check: raises if the folder of the converted model, before it is in its place, is not to be
            kept; what was fetched stays for the next try.

    Raises:
        DependencyError: what converts models of its kind is not installed; nothing is fetched.
        ModelError: there is no such model, vitrans cannot run it, or the hub fails.
        OutputError: it cannot be written.
        UsageError: there is no such quantization.
    """
    check_quantization(quantization)
    entry, folder = find(given), Path(given).expanduser()
    if entry:
        refuse_unless_driven(entry)
    elif given and folder.is_dir():
        return _from_folder(folder, quantization, check)
    elif not is_hub_name(given):
        raise ModelError(f"no model is called {given!r}{suggestion(given) or _WHERE}")
    target = _target(entry.name if entry else given)
    with locked(target):
        sweep(target)
        if (have := origin(target)) and _is_current(have, entry, quantization):
            return have
        snapshot = look_up(entry.repo if entry else given, entry.revision if entry else "")
        check_convertible([file.name for file in snapshot.files])
        if not agree(snapshot, entry):
            return None
        return _fetch_and_convert(snapshot, target, entry, quantization, on_progress, check)


def folder_of(name: str) -> Path:
    """Return where a pulled model of this name lies or would lie."""
    flat = name.replace("/", "--")
    if flat in _RESERVED or flat.startswith("."):
        raise _no_name(name)
    return places.models_folder() / flat


def _target(name: str) -> Path:
    """Return where a model is to lie that is pulled by this name."""
    if name in _MEANT_OTHERWISE:
        raise _no_name(name)
    return folder_of(name)


def _no_name(name: str) -> ModelError:
    return ModelError(f"no model can be called {name!r}; rename its folder")


def find_pulled(name: str) -> Path | None:
    """Return the folder of a model that was pulled by this name or repository, if it is here."""
    entry = find(name)
    folder = folder_of(entry.name if entry else name)
    return folder if (folder / ORIGIN).is_file() else None


def check_sizes(folder: Path) -> None:
    """Refuse a pulled model that has not all its files in their sizes; `verify` reads them too.

    Raises:
        ModelError: it has not.
    """
    have = origin(folder)
    for file, recorded in have.files.items() if have else ():
        path = folder / file
        if have and (not path.is_file() or path.stat().st_size != recorded.bytes):
            raise _damaged(have.name, file)


def list_pulled() -> list[PulledFrom]:
    """Return the models that were pulled, by name."""
    found = sorted(places.models_folder().glob(f"*/{ORIGIN}"))
    return [one for path in found if (one := origin(path.parent))]


def origin(folder: Path) -> PulledFrom | None:
    """Return where a model came from, None where there is none in the folder.

    Raises:
        ModelError: what says so is damaged.
    """
    if not (folder / ORIGIN).is_file():
        return None
    facts = read_json(folder / ORIGIN)
    try:
        files = {name: File(**file) for name, file in facts["files"].items()}
        return PulledFrom(**{**facts, "files": files})
    except (KeyError, TypeError, AttributeError) as error:
        raise ModelError(
            f"{str(folder / ORIGIN)!r} is damaged ({error}); remove the model and pull it again"
        ) from error


def verify_pulled(name: str) -> PulledFrom:
    """Read every file of a pulled model and compare it with what was recorded.

    Raises:
        ModelError: there is no such model, or a file is missing, altered or new.
    """
    folder = find_pulled(name)
    have = origin(folder) if folder else None
    if folder is None or have is None:
        raise ModelError(f"the model {name!r} is not here; `vitrans models pull {name}` brings it")
    found = measure(folder)
    found.pop(ORIGIN)
    for file in sorted(found.keys() | have.files.keys()):
        if found.get(file) != have.files.get(file):
            raise _damaged(name, file)
    return have


def _damaged(name: str, file: str) -> ModelError:
    return ModelError(
        f"the model {name!r} is damaged: {file!r} is not as it was recorded; "
        f"`vitrans models remove {name}`, then pull it again"
    )


@dataclass(frozen=True, slots=True)
class Removed:
    """What was removed of a model: itself or what had come of it, under its name, in bytes."""

    name: str
    bytes: int
    whole: bool


def remove(name: str) -> Removed:
    """Remove a pulled model, and what has come of one that was not fetched to the end.

    Raises:
        ModelError: there is no such model.
    """
    entry = find(name)
    target = folder_of(entry.name if entry else name)
    parts = list((target.parent / _PULLS).glob(f"{target.name}-*"))
    have = origin(target)
    if not have and not parts:
        raise ModelError(f"the model {name!r} is not here; `vitrans models list` shows what is")
    with locked(target):
        folders = [folder for folder in (target, *parts) if folder.is_dir()]
        bytes_ = sum(file.bytes for folder in folders for file in measure(folder).values())
        for folder in folders:
            shutil.rmtree(folder)
    return Removed(have.name if have else entry.name if entry else name, bytes_, bool(have))


def _from_folder(folder: Path, quantization: str, check: Check) -> PulledFrom:
    target = _target(folder.resolve().name)
    form(folder)
    with locked(target):
        sweep(target)
        where = str(folder.resolve())
        return _install(folder, target, None, quantization, where, "", check)


def _fetch_and_convert(
    snapshot: Snapshot,
    target: Path,
    entry: Entry | None,
    quantization: str,
    on_progress: Progress,
    check: Check,
) -> PulledFrom:
    folder = target.parent / _PULLS / f"{target.name}-{snapshot.commit[:12]}"
    fetch(snapshot, folder, on_progress)
    made = _install(folder, target, entry, quantization, snapshot.repo, snapshot.commit, check)
    shutil.rmtree(folder, ignore_errors=True)
    return made


def _install(
    source: Path,
    target: Path,
    entry: Entry | None,
    quantization: str,
    repo: str,
    revision: str,
    check: Check,
) -> PulledFrom:
    """Convert a model and put it in its place with its origin, in one step."""
    with replacing(target) as new:
        if form(source) == "ctranslate2":
            shutil.copytree(source, new, dirs_exist_ok=True)
            (new / ORIGIN).unlink(missing_ok=True)
        else:
            called, driving = repo if revision else target.name, entry.driving if entry else None
            convert(source, new, quantization, name=called, driving=driving)
        if entry:
            _drive(new, entry)
        check(new)
        made = PulledFrom(
            entry.name if entry else repo if revision else target.name,
            repo,
            revision,
            entry.licence if entry else "",
            quantization,
            datetime.now(UTC).date().isoformat(),
            {name: file.sha256 for name, file in measure(source).items()},
            measure(new),
        )
        text = json.dumps(asdict(made), ensure_ascii=False, indent=2) + "\n"
        (new / ORIGIN).write_text(text, encoding="utf-8")
    return made


def _drive(folder: Path, entry: Entry) -> None:
    """Have a model driven as the catalogue says.

    Raises:
        ModelError: the model does not know a piece that is to ask for a language.
    """
    pieces = set(read_json(folder / "shared_vocabulary.json"))
    asked = [*entry.starts.values(), *(() if entry.spelled else entry.prefixes.values())]
    if unknown := set(filter(None, asked)) - pieces:
        raise ModelError(
            f"{entry.repo!r} does not know {min(unknown)!r}, by which {entry.name!r} is to be "
            "asked for a language; mend the entry in models.toml"
        )
    described = describe(folder)
    decoding = {**described.decoding, **({"beam_size": entry.beam} if entry.beam else {})}
    longest = min(described.max_input, entry.max_input or described.max_input)
    placeholders = tuple(one for one in PLACEHOLDERS if one in pieces)
    replace(
        described,
        prefixes=dict(entry.prefixes),
        starts=dict(entry.starts),
        echoes=dict(entry.echoes),
        spelled=entry.spelled,
        decoding=decoding,
        max_input=longest,
        placeholders=placeholders,
    ).write(folder)


def _is_current(have: PulledFrom, entry: Entry | None, quantization: str) -> bool:
    pinned = entry.revision if entry else ""
    return have.quantization == quantization and pinned in ("", have.revision)


_WHERE = "; `vitrans models list` shows those that are known, or give OWNER/MODEL or a folder"
