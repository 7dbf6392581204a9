"""From what a person calls a model to a directory that an engine can load."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from vitrans import places
from vitrans.errors import ModelError
from vitrans.models.conversion import convert
from vitrans.models.description import Description, describe
from vitrans.models.hub import download, is_hub_name
from vitrans.models.registry import installed
from vitrans.models.store import CTRANSLATE2, HUGGING_FACE, form, locked, sweep


@dataclass(frozen=True, slots=True)
class Located:
    """A model directory in the form that an engine wants, and what the model is."""

    directory: Path
    description: Description


def locate(
    model: str | Path | None = None, engine: str = CTRANSLATE2, cache: Path | None = None
) -> Located:
    """Find a translation model for an engine.

    Args:
        model: None for the bundled one, a directory, or a hub model's name, which is the only
            case in which anything is downloaded.
        engine: `ctranslate2` or `transformers`.
        cache: where converted models are kept; a folder of the user's cache if not given.

    Raises:
        ModelError: there is no such model, or the engine cannot run it.
    """
    name, directory = _find(model)
    have = form(directory)
    if engine == CTRANSLATE2 and have == HUGGING_FACE:
        directory = _converted(
            directory, name, cache / "converted" if cache else places.cached("converted")
        )
    elif engine == HUGGING_FACE and have == CTRANSLATE2:
        raise ModelError(
            f"{str(directory)!r} is in the CTranslate2 form, which the engine 'transformers' "
            "cannot run; give the model's Hugging Face form, or use the engine 'ctranslate2'"
        )
    return Located(directory, describe(directory, name))


def _find(model: str | Path | None) -> tuple[str, Path]:
    if model is None:
        return "", installed("translator")
    directory = Path(model).expanduser()
    if directory.is_dir():
        return "", directory
    if isinstance(model, str) and is_hub_name(model):
        return model, download(model)
    raise ModelError(
        f"there is no model {str(model)!r}: give a directory, or a hub model as OWNER/MODEL"
    )


def _converted(directory: Path, name: str, cache: Path) -> Path:
    """Return the int8 form of a MarianMT model, converted when it is first asked for."""
    key = hashlib.sha256(str(directory.resolve()).encode())
    for path in sorted(directory.iterdir()):
        facts = path.stat()
        key.update(f"{path.name} {facts.st_size} {facts.st_mtime_ns}".encode())
    label = (name or directory.resolve().name).replace("/", "--")
    output = cache / f"{label}-{key.hexdigest()[:12]}-int8"
    if not output.is_dir():
        with locked(output):
            sweep(output)
            if not output.is_dir():  # another process may have made it meanwhile
                convert(directory, output, name=name)
    return output
