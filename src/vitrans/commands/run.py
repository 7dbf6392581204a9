"""One piece of work over files, or over standard input as its lines arrive."""

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from io import BufferedReader
from pathlib import Path
from typing import cast

import typer

from vitrans.commands.console import complain, out
from vitrans.errors import InputError, OutputError, UsageError
from vitrans.files import check_writable, decode, expand, read_text, write_text
from vitrans.formats import parse
from vitrans.pipeline import parse_lines
from vitrans.types import Document

# From a document and the name it goes by to the text that is written.
Work = Callable[[Document, str], str]

STANDARD_INPUT = "-"
# The name by which standard input goes in messages and results.
LINES = "<stdin>"
_BLOCK = 1 << 16


@dataclass(frozen=True, slots=True)
class Destination:
    """Where results go: one file, a folder, the sources themselves, or else standard output.

    With a `backup` suffix, a source that is about to change is kept under its name with that.
    """

    file: Path | None = None
    folder: Path | None = None
    in_place: bool = False
    backup: str | None = None

    def __post_init__(self) -> None:
        if self.file and self.folder:
            raise UsageError("give a file (-o) or a folder (--output-dir), not both")
        if self.in_place and (self.file or self.folder):
            raise UsageError(
                "--in-place writes to the files themselves; leave -o, --output-dir out"
            )
        if self.backup is not None and not self.in_place:
            raise UsageError("--backup keeps what --in-place changes; give both")
        if self.backup is not None and not _is_suffix(self.backup):
            raise UsageError(
                f"{self.backup!r} is no suffix of a file's name; give one such as .bak"
            )

    def of(self, source: Path) -> Path | None:
        """Return the file that takes the result of a source, None for standard output."""
        if self.in_place:
            return source
        return self.folder / source.name if self.folder else self.file


def run(inputs: Sequence[str], work: Work, destination: Destination) -> None:
    """Do the work for every input, or for standard input where there is none or `-`.

    A file that cannot be read or written stops only itself.

    Raises:
        UsageError: the destination does not fit the inputs; nothing was done.
        typer.Exit: some inputs failed, with code 1; their errors were printed.
    """
    if not inputs or list(inputs) == [STANDARD_INPUT]:
        _run_lines(work, destination)
        return
    if STANDARD_INPUT in inputs:
        raise UsageError("standard input (-) and files do not go together; give one of them")
    found = list(_found(inputs))
    sources = list(dict.fromkeys(source for source in found if source))
    _check(sources, destination)
    if destination.folder and sources:
        _make(destination.folder)
    done = [_run_file(source, work, destination) for source in sources]
    if None in found or not all(done):
        raise typer.Exit(1)


def read_document(name: str) -> Document:
    """Return one file, or standard input where the name is `-`, as a document."""
    if name == STANDARD_INPUT:
        return parse(decode(b"".join(_chunks())))
    return parse(read_text(Path(name)), Path(name).suffix)


def _run_file(source: Path, work: Work, destination: Destination) -> bool:
    """Do the work for one file; say whether it went well, having printed why not."""
    target = destination.of(source)
    try:
        text = read_text(source)
        if target:
            check_writable(target)
        result = work(parse(text, source.suffix), str(source))
        if destination.in_place:
            _replace(source, text, result, destination.backup)
        else:
            _write(result, target)
    except (InputError, OutputError) as error:
        complain(error)
        return False
    return True


def _run_lines(work: Work, destination: Destination) -> None:
    """Do the work for the lines of standard input as they arrive; a file is written at the end."""
    if destination.in_place:
        raise UsageError("standard input has no place to be written to; name files")
    if destination.folder:
        raise UsageError("standard input has no name to go by in a folder; give -o FILE")
    if destination.file:
        check_writable(destination.file)
    parts, line = [], 1
    for block in _blocks():
        result = work(parse_lines(block, line), LINES)
        line += block.count("\n")
        if destination.file:
            parts.append(result)
        else:
            out(result)
    if destination.file:
        write_text(destination.file, "".join(parts))


def _blocks() -> Iterator[str]:
    """Yield whole lines as they arrive: one after another from a person, many from a file."""
    rest = b""
    for chunk in _chunks():
        done, end, rest = (rest + chunk).rpartition(b"\n")
        if end:
            yield _decoded(done + end, rest)
    if rest:
        yield decode(rest)


def _chunks() -> Iterator[bytes]:
    """Yield what arrives at standard input.

    Raises:
        InputError: it is closed, or cannot be read.
    """
    if sys.stdin is None:
        raise InputError("standard input is closed; name a file, or pipe text into the command")
    stream = cast(BufferedReader, sys.stdin.buffer)
    try:
        while chunk := stream.read1(_BLOCK):
            yield chunk
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise InputError(f"cannot read standard input: {reason}; name a file instead") from error


def _decoded(block: bytes, rest: bytes) -> str:
    """Return the text of a block; what is wrong with it is told from all that has arrived."""
    try:
        return decode(block)
    except InputError:
        decode(block + rest)
        raise


def _write(text: str, path: Path | None) -> None:
    """Write a result to its file, or to standard output."""
    if path:
        write_text(path, text)
    else:
        out(text)


def _is_suffix(backup: str) -> bool:
    """Say whether a text can be put after the name of a file to name another one beside it."""
    return bool(backup) and Path(f"a{backup}").name == f"a{backup}"


def _replace(source: Path, text: str, result: str, backup: str | None) -> None:
    """Write a result over its source if it differs, and keep the source if that is wished.

    Raises:
        OutputError: it cannot be written, or the backup is there and holds something else.
    """
    if result == text:
        return
    if backup:
        kept = source.with_name(source.name + backup)
        if kept.exists() and read_text(kept) != text:
            raise OutputError(
                f"{str(kept)!r} is there already and differs from {str(source)!r}, which was left "
                "as it is; move it away, or give another --backup"
            )
        write_text(kept, text)
    write_text(source, result)


def _found(inputs: Sequence[str]) -> Iterator[Path | None]:
    """Yield the files that inputs name, and None, with a message, for one that names none."""
    for name in inputs:
        try:
            yield from expand([name])
        except InputError as error:
            complain(error)
            yield None


def _check(sources: Sequence[Path], destination: Destination) -> None:
    """Refuse a destination that would mix up results or overwrite a source."""
    if destination.file and len(sources) > 1:
        raise UsageError(
            f"{len(sources)} files do not go into one (-o); give a folder with --output-dir"
        )
    if destination.in_place:
        return
    originals = {source.resolve() for source in sources}
    taken: dict[Path, Path] = {}
    for source in sources:
        target = destination.of(source)
        if target and target.resolve() in originals:
            raise UsageError(f"{str(target)!r} is an input too; write the result elsewhere")
        if target in taken:
            raise UsageError(
                f"{str(taken[target])!r} and {str(source)!r} would both become {str(target)!r}; "
                "give each its own folder"
            )
        if target:
            taken[target] = source


def _make(folder: Path) -> None:
    """Make the folder for the results."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise OutputError(f"cannot make {str(folder)!r}: {reason}; name another folder") from error
