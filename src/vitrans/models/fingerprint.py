"""What a model is known by: its files, whatever it is called and wherever it lies."""

import hashlib
from pathlib import Path

from vitrans.models.pulled import origin
from vitrans.models.registry import File, list_models, measure
from vitrans.models.resolve import locate, resolve_models


def fingerprints(model: str | Path | tuple[str, ...] | None, engine: str) -> dict[str, str]:
    """Return the fingerprint of each translation model that is asked for, by its languages.

    Raises:
        ModelError: a model is not here.
        UsageError: two models are to translate into the same language.
    """
    chosen = resolve_models(model) if isinstance(model, tuple) else {"": model}
    return {str(to): fingerprint(locate(one, engine).directory) for to, one in chosen.items()}


def fingerprint(directory: Path) -> str:
    """Return a sha256 for all files of a model; what is recorded of them is not read again."""
    files = _recorded(directory) or measure(directory)
    listed = "".join(f"{name} {file.sha256}\n" for name, file in sorted(files.items()))
    return hashlib.sha256(listed.encode()).hexdigest()


def _recorded(directory: Path) -> dict[str, File] | None:
    if pulled := origin(directory):
        return pulled.files
    known = {model.name: model for model in list_models(directory.parent)}
    return known[directory.name].files if directory.name in known else None
