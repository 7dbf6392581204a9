"""The models that vitrans works with, each file pinned by size and sha256 in a registry.json.

There are two folders of them: the one that comes with vitrans, which is only read, and the user's,
whose models are taken before those of the same name.
"""

import contextlib
import json
import shutil
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from vitrans import places
from vitrans.errors import ModelError
from vitrans.files import sha256
from vitrans.models.conversion import convert
from vitrans.models.description import FILE, read_json
from vitrans.models.layouts import NAMES, Name, check_contents, is_unconverted
from vitrans.models.store import locked, replacing

BUNDLED = Path(__file__).parent / "bundled"
_REGISTRY = "registry.json"


@dataclass(frozen=True, slots=True)
class File:
    """A model's file as it was when the model was put in."""

    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Model:
    """A bundled model; `date` is the UTC day it was put in."""

    name: str
    version: str
    date: str
    files: dict[str, File]

    @property
    def bytes(self) -> int:
        """The size of all files together."""
        return sum(file.bytes for file in self.files.values())


def user_root() -> Path:
    """Return the folder of the models that the user put in the place of bundled ones."""
    return places.models_folder() / "own"


def installed(name: str, root: Path | None = None) -> Path:
    """Return the directory of a model: the user's own, or else the bundled one.

    File sizes are compared with the registry, which costs nothing; `verify` reads the files.

    Args:
        name: one of `NAMES`.
        root: the only folder to look in.

    Raises:
        ModelError: there is no such model, or it is incomplete.
    """
    root = root or _root_of(name)
    directory = root / name
    if not directory.is_dir():
        raise ModelError(f"no model {name!r} comes with this installation; {_have(root)}")
    model = _read(root).get(name)
    for file, recorded in model.files.items() if model else ():
        path = directory / file
        if not path.is_file() or path.stat().st_size != recorded.bytes:
            raise _damaged(name, file)
    return directory


def read_table(name: str, file: str) -> bytes:
    """Return the content of a model's file.

    Raises:
        ModelError: there is no such model, or it is incomplete.
    """
    return (installed(name) / file).read_bytes()


def list_models(root: Path | None = None) -> list[Model]:
    """Return the models that are in use, by name; those of one folder where it is given."""
    found = _read(root) if root else {**_read(BUNDLED), **_read(user_root())}
    return sorted(found.values(), key=lambda model: model.name)


def verify(name: str, root: Path | None = None) -> Model:
    """Read every file of a model and compare it with the registry.

    Raises:
        ModelError: a file is missing, altered or not in the registry.
    """
    directory = installed(name, root)
    model = _read(directory.parent).get(name)
    if model is None:
        raise ModelError(
            f"the model {name!r} is not in {_REGISTRY}; "
            "put it in again with `vitrans models bundle`"
        )
    found = measure(directory)
    for file in sorted(model.files.keys() | found.keys()):
        if model.files.get(file) != found.get(file):
            raise _damaged(name, file)
    return model


def install(directory: Path, name: str, version: str = "", root: Path | None = None) -> Model:
    """Put a copy of `directory` among the user's models and record it in their registry.

    Either both happen or neither: where anything fails, the former model is back in its place.

    Args:
        directory: the new model. A translator may be in the Hugging Face layout; it is converted.
        name: one of `NAMES`.
        version: what the registry calls it; by default what the model's `vitrans.json` says.
        root: another folder for it; its own model of that name is replaced.

    Raises:
        ModelError: the name is not one that vitrans loads, or the directory no such model.
        OutputError: the copy or the registry cannot be written.
    """
    if name not in NAMES:
        raise ModelError(f"no model is called {name!r}: use one of {', '.join(NAMES)}")
    if not directory.is_dir():
        raise ModelError(f"there is no model directory {str(directory)!r}; check the name")
    unconverted = name == Name.TRANSLATOR and is_unconverted(directory)
    if not unconverted:
        check_contents(directory, name)
    root = root or user_root()
    with locked(root / _REGISTRY):
        return _install(directory, Name(name), version, root, unconverted)


def uninstall(name: str, root: Path | None = None) -> None:
    """Remove a model of the user's; the bundled one serves again.

    Raises:
        ModelError: the user has no such model.
    """
    root = root or user_root()
    if not (root / name).is_dir():
        raise ModelError(f"you have no {name!r} of your own; what comes with vitrans stays")
    with locked(root / _REGISTRY):
        shutil.rmtree(root / name)
        _write(root, {key: model for key, model in _read(root).items() if key != name})


def _install(source: Path, name: Name, version: str, root: Path, unconverted: bool) -> Model:
    models = _read(root)

    def record() -> None:
        day = datetime.now(UTC).date().isoformat()
        model = Model(name, version or _version(root / name), day, measure(root / name))
        models[name] = model
        _write(root, models)

    with replacing(root / name, record) as new:
        if unconverted:
            convert(source, new, name="vitrans")
        else:
            shutil.copytree(source, new, dirs_exist_ok=True)
    return models[name]


def _root_of(name: str) -> Path:
    """Return the folder that has the model: the user's, if it has one of that name."""
    return user_root() if (user_root() / name).is_dir() else BUNDLED


def measure(directory: Path) -> dict[str, File]:
    """Return the size and the sha256 of each file of a folder."""
    files = sorted(path for path in directory.rglob("*") if path.is_file())
    return {path.relative_to(directory).as_posix(): _file(path) for path in files}


def _file(path: Path) -> File:
    return File(sha256(path), path.stat().st_size)


def _version(directory: Path) -> str:
    path = directory / FILE
    return str(read_json(path).get("version", "")) if path.exists() else ""


def _read(root: Path) -> dict[str, Model]:
    path = root / _REGISTRY
    if not path.exists():
        return {}
    data = read_json(path)
    try:
        return {
            name: Model(
                name,
                entry["version"],
                entry["date"],
                {file: File(**facts) for file, facts in entry["files"].items()},
            )
            for name, entry in data.items()
        }
    except (KeyError, TypeError, AttributeError) as error:
        raise ModelError(f"{str(path)!r} is damaged ({error!r}); install vitrans again") from error


def _write(root: Path, models: dict[str, Model]) -> None:
    entries = {name: asdict(model) for name, model in sorted(models.items())}
    for entry in entries.values():
        del entry["name"]
    temporary = root / f".{_REGISTRY}.new"
    try:
        temporary.write_text(json.dumps(entries, indent=2) + "\n", encoding="utf-8")
        temporary.replace(root / _REGISTRY)
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink()


def _damaged(name: str, file: str) -> ModelError:
    return ModelError(
        f"the model {name!r} is damaged: {file!r} is not as it was recorded; "
        "install vitrans again, or the model with `vitrans models bundle`"
    )


def _have(root: Path) -> str:
    names = [name for name in NAMES if (root / name).is_dir()]
    return f"there is {', '.join(names)}" if names else "it has no models at all"
