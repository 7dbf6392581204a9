"""What the folder of each bundled model must hold, checked before it takes another's place."""

from pathlib import Path

from vitrans.errors import ModelError
from vitrans.models.description import FILE, describe, read_json

_WEIGHTS = "model.bin"  # may lie there in parts
_NEEDED = {
    "translator": (_WEIGHTS, "source.spm", "target.spm", FILE),
    "restorer": ("encoder/model.bin", "head.npz", "ngrams.npz", "lexicon.json"),
    "language": ("weights.json",),
}
_MAKE = {
    "translator": "give a MarianMT model, or what `vitrans models convert` makes of one",
    "restorer": "make one with `vitrans train export`",
    "language": "make one with `vitrans train language`",
}


def check_contents(directory: Path, name: str) -> None:
    """Refuse a folder that cannot be the bundled model of this name.

    Raises:
        ModelError: files are missing, or what describes the model is damaged.
    """
    missing = [file for file in _NEEDED[name] if not _is_there(directory, file)]
    if missing:
        raise ModelError(f"{str(directory)!r} is no {name}: no {', '.join(missing)}; {_MAKE[name]}")
    for file in _NEEDED[name]:
        if file == FILE:
            describe(directory)
        elif file.endswith(".json"):
            read_json(directory / file)


def _is_there(directory: Path, file: str) -> bool:
    parts = directory.glob(f"{file}.[0-9][0-9]") if file == _WEIGHTS else ()
    return (directory / file).is_file() or any(parts)
