"""From what a person names to files: paths, globs and folders, each with its place in its tree."""

import glob
import os
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from vitrans.errors import InputError
from vitrans.files import directory_advice, divided, existing, expand, printable
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


@dataclass(frozen=True, slots=True)
class Sources:
    """What inputs name.

    Attributes:
        files: the files, each once.
        failed: an outcome for what names none, or cannot be looked into.
        left_out: a line for each folder that has something else besides.
    """

    files: list[Source] = field(default_factory=list)
    failed: list[Outcome] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


def find_sources(
    inputs: Sequence[str | Path], readable: Collection[str] = (), results: Path | None = None
) -> Sources:
    """Return the files that inputs name.

    Args:
        inputs: paths, globs, folders.
        readable: the suffixes of the files that are taken from a folder, in small letters with the
            dot; without any a folder names nothing. What is hidden is left out.
        results: the folder that takes the results; where it lies below a folder of inputs, what
            is in it are earlier results and no inputs.
    """
    found: dict[tuple[Path, str], Source] = {}
    sources = Sources()
    for given in inputs:
        try:
            for one in _named(given, readable, results, sources):
                found.setdefault((one.path, one.part), one)
        except InputError as error:
            sources.failed.append(Outcome.failed(printable(given), error))
    sources.files.extend(found.values())
    return sources


def _named(
    given: str | Path, readable: Collection[str], results: Path | None, sources: Sources
) -> list[Source]:
    folder = existing(given)
    if readable and folder and folder.is_dir():
        return _below(folder, readable, results, sources)
    if folder and folder.is_dir():
        raise InputError(
            f"{directory_advice(folder)}; translate and restore take all that is in it with "
            "--output-dir"
        )
    file, part = divided(given)
    base = _fixed(str(file))
    try:
        paths = expand([file])
    except InputError:
        paths, part = expand([given]), ""  # this names all that was given
    return [
        Source(path, part, _place(path, base))
        for path in paths
        if base is None or not _is_result(path, base, results)
    ]


def _below(
    folder: Path, readable: Collection[str], results: Path | None, sources: Sources
) -> list[Source]:
    """Return the files of a folder and of those in it that can be read.

    Raises:
        InputError: there are none.
    """
    found = []
    others: Counter[str] = Counter()
    for path in _walk(folder, results, sources):
        if path.is_dir():
            others["link to a folder"] += 1
        elif not path.is_file():
            others["link to nothing" if path.is_symlink() else "device or pipe"] += 1
        elif path.suffix.lower() in readable:
            found.append(Source(path, "", path.relative_to(folder)))
        else:
            others[path.suffix.lower() or "file without a suffix"] += 1
    if not found:
        kinds = " ".join(sorted(readable))
        raise InputError(f"{str(folder)!r} has no file that can be read ({kinds}); name files")
    if others:
        counts = ", ".join(f"{count} {what}" for what, count in others.most_common())
        sources.left_out.append(f"{printable(folder)}: left out {counts}")
    return sorted(found, key=lambda one: one.path)


def _walk(folder: Path, results: Path | None, sources: Sources) -> Iterator[Path]:
    """Yield the files below a folder that are not hidden, and links; folders are looked into."""

    def failed(error: OSError) -> None:
        reason = (error.strerror or str(error)).lower()
        name = printable(error.filename or folder)
        said = InputError(f"cannot look into the folder {name!r}: {reason}; nothing of it was read")
        sources.failed.append(Outcome.failed(name, said))

    for here, folders, files in os.walk(folder, onerror=failed):
        inside = [Path(here, name) for name in folders if not _is_hidden(name)]
        yield from (path for path in inside if path.is_symlink())
        folders[:] = [one.name for one in inside if not _is_result(one, folder, results)]
        yield from (Path(here, name) for name in files if not _is_hidden(name))


def _is_hidden(name: str) -> bool:
    """Say whether a name is that of something hidden, or of Word's mark of an open document."""
    return name.startswith((".", "~$"))


def _is_result(path: Path, base: Path, results: Path | None) -> bool:
    """Say whether a path below a folder is an earlier result, or the folder of results itself."""
    if results is None:
        return False
    place, folder = Path(os.path.realpath(path)), Path(os.path.realpath(results))
    return Path(os.path.realpath(base)) in folder.parents and (
        folder == place or folder in place.parents
    )


def _fixed(given: str) -> Path | None:
    """Return the folders of a glob that are before its first wildcard, None for a plain path."""
    if existing(given) or not glob.has_magic(given):
        return None
    kept: list[str] = []
    for part in Path(given).parts[:-1]:
        if glob.has_magic(part):
            break
        kept.append(part)
    return Path(*kept)


def _place(path: Path, base: Path | None) -> Path:
    return path.relative_to(base) if base is not None else Path(path.name)
