"""From what a person names to files: paths, globs and folders, each with its place in its tree."""

import glob
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from vitrans.errors import InputError
from vitrans.files import divided, expand
from vitrans.runs.outcomes import Outcome


@dataclass(frozen=True, slots=True)
class Source:
    """A file to work on.

    Attributes:
        path: the file.
        part: what of it is meant, where it was named as `FILE#PART`.
        place: its path below the folder or the fixed beginning of the glob that named it; its
            name alone where it was named itself.
    """

    path: Path
    part: str
    place: Path


def find_sources(
    inputs: Sequence[str | Path], readable: Collection[str] = ()
) -> tuple[list[Source], list[Outcome]]:
    """Return the files that inputs name, each once, and an outcome for what names none.

    Args:
        inputs: paths, globs, folders.
        readable: the suffixes of the files that are taken from a folder, in small letters with the
            dot; without any a folder names nothing. What is hidden is left out.
    """
    found: dict[tuple[Path, str], Source] = {}
    failed = []
    for given in inputs:
        try:
            for source in _named(given, readable):
                found.setdefault((source.path, source.part), source)
        except InputError as error:
            failed.append(Outcome.failed(str(given), error))
    return list(found.values()), failed


def _named(given: str | Path, readable: Collection[str]) -> list[Source]:
    if readable and Path(given).is_dir():
        return _below(Path(given), readable)
    file, part = divided(given)
    base = _fixed(str(file))
    try:
        return [Source(path, part, _place(path, base)) for path in expand([file])]
    except InputError:
        # Without the part: this names all that was given.
        return [Source(path, "", _place(path, base)) for path in expand([given])]


def _below(folder: Path, readable: Collection[str]) -> list[Source]:
    """Return the files of a folder and of those in it that can be read.

    Raises:
        InputError: there are none.
    """
    found = []
    for path in sorted(folder.rglob("*")):
        place = path.relative_to(folder)
        hidden = any(part.startswith(".") for part in place.parts)
        if path.is_file() and not hidden and path.suffix.lower() in readable:
            found.append(Source(path, "", place))
    if not found:
        kinds = " ".join(sorted(readable))
        raise InputError(f"{str(folder)!r} has no file that can be read ({kinds}); name files")
    return found


def _fixed(given: str) -> Path | None:
    """Return the folders of a glob that are before its first wildcard, None for a plain path."""
    if Path(given).exists() or not glob.has_magic(given):
        return None
    kept: list[str] = []
    for part in Path(given).parts[:-1]:
        if glob.has_magic(part):
            break
        kept.append(part)
    return Path(*kept)


def _place(path: Path, base: Path | None) -> Path:
    return path.relative_to(base) if base is not None else Path(path.name)
