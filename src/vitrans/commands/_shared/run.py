"""One piece of work over files, or over standard input as its lines arrive."""

import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from io import BufferedReader
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import typer

from vitrans.commands._shared.console import complain, note, out_bytes
from vitrans.commands._shared.progress import Progress
from vitrans.encodings import UTF8, canonical, is_utf8
from vitrans.errors import InputError, UsageError
from vitrans.files import check_writable, decode, named_file, read_bytes, write_bytes
from vitrans.formats import PLAIN, SUFFIXES, named
from vitrans.pipeline import parse_lines
from vitrans.runs import (
    Destination,
    Keeper,
    Local,
    Manifest,
    Outcome,
    Plan,
    exit_code,
    plan,
    summary,
)
from vitrans.runs import run as run_plan
from vitrans.toolkit import read_document
from vitrans.types import Document

if TYPE_CHECKING:
    from vitrans.commands._shared.cluster import Elsewhere

# From a document and the name it goes by to what is written: a document, or a file about it.
Work = Callable[[Document, str], Document | str | bytes]

STANDARD_INPUT = "-"
# The name by which standard input goes in messages and results.
LINES = "<stdin>"
_BLOCK = 1 << 16
_CURSOR = "\x1b[?25h"


@dataclass(frozen=True, slots=True)
class Reading:
    """How files become documents.

    Attributes:
        format: how they are to be read, whatever their names.
        encoding: that of the results; UTF-8 if None.
        in_place: whether results take the places of their sources.
        quiet: whether nothing is said of what was decoded.
    """

    format: str | None = None
    encoding: str | None = None
    in_place: bool = False
    quiet: bool = False

    def document(self, data: bytes, name: str) -> Document:
        """Return the document in a file's bytes, to be written in the encoding of the results.

        Raises:
            InputError: they are of no known format, or would change their encoding in place.
        """
        document = read_document(data, name, self.format)
        old = document.encoding != UTF8
        if old and self.in_place and not self.encoding:
            raise InputError(
                f"{name!r} is {document.encoding}, and would become UTF-8; give --encoding UTF-8, "
                f"or --encoding '{document.encoding}' to leave it so"
            )
        written = self.encoding or UTF8
        if old and not self.quiet:
            note(f"{name}: read as {document.encoding}; the result is {written}")
        return replace(document, encoding=written)


def run(
    inputs: Sequence[str],
    work: Work,
    destination: Destination,
    *,
    others: Iterable[str | Path] = (),
    format: str | None = None,
    skip_existing: bool = False,
    encoding: str | None = None,
    quiet: bool = False,
    told: Callable[[Outcome], None] = lambda outcome: None,
    manifest: Manifest | None = None,
    overwrite: bool = False,
    jobs: int = 1,
    progress: Progress | None = None,
    elsewhere: "Elsewhere[Any] | None" = None,
    emit: Callable[[bytes], None] = out_bytes,
    folders: bool = False,
) -> None:
    """Do the work for every input, or for standard input where there is none or `-`.

    A file that cannot be read or written stops only itself.

    Args:
        inputs: files, globs, or `-`.
        work: what is done to each document.
        destination: where the results go.
        others: other files that the command reads, which no result may overwrite.
        format: how the inputs are to be read, whatever their names.
        skip_existing: whether files are left alone whose results are there.
        encoding: that of the results; UTF-8 if None.
        quiet: whether nothing is said of what was skipped or decoded.
        told: takes what became of each file, as soon as it is known.
        manifest: what was made in the folder before, and takes what is made now.
        overwrite: whether results that somebody has changed are written over.
        jobs: how many files are worked on at a time.
        progress: shows how far the run has got.
        elsewhere: where the work is done, if not here.
        emit: takes results that go to standard output.
        folders: whether a folder may be an input where results go to no folder.

    Raises:
        UsageError: the destination does not fit the inputs; nothing was done.
        typer.Exit: some inputs failed; their errors were printed.
    """
    if format:
        named(format)
    encoding = encoding and canonical(encoding)
    if not inputs or list(inputs) == [STANDARD_INPUT]:
        if elsewhere:
            raise UsageError("--engine ray is for files; name some, or leave it out")
        _run_standard_input(work, destination, others, format, encoding or UTF8)
        return
    reading = Reading(format, encoding, destination.in_place, quiet)

    bar = progress or Progress(quiet=True)

    def whole(data: bytes, name: str) -> bytes:
        document = reading.document(data, name)
        bar.read(document, name)
        return rendered(work(document, name))

    todo = plan(inputs, destination, others, SUFFIXES if destination.folder or folders else ())
    for line in () if quiet else todo.left_out:
        note(line)
    here = Local(whole, jobs, stop=partial(_stop, bar))
    engine = elsewhere.engine(reading, bar.counted) if elsewhere else here
    several = len(todo.jobs) + len(todo.failed) > 1
    outcomes: list[Outcome] = []
    with bar.of(todo.jobs) as seen:

        def tell(outcome: Outcome) -> None:
            outcomes.append(outcome)
            seen(outcome)
            _tell(outcome, quiet or (several and outcome.is_there))
            told(outcome)

        with _telling_how_far(lambda: _cut_off(todo, outcomes, manifest)):
            run_plan(todo, engine, Keeper(emit, skip_existing, manifest, overwrite), tell)
    _conclude(outcomes, quiet or not destination.folder)


@contextmanager
def _telling_how_far(told: Callable[[], str]) -> Iterator[None]:
    """Have an interrupt say how far the run has got; what a second one does is put back."""
    before = signal.getsignal(signal.SIGINT)
    try:
        yield
    except KeyboardInterrupt:
        raise KeyboardInterrupt(told()) from None
    finally:
        if signal.getsignal(signal.SIGINT) is _end:
            signal.signal(signal.SIGINT, before)


def _stop(bar: Progress, error: BaseException) -> None:
    """Have the files that are worked on end soon, and at once where a person asks again."""
    bar.stop()
    if isinstance(error, KeyboardInterrupt) and sys.stderr.isatty():
        note("vitrans: stopping; Ctrl+C again ends it at once")
        signal.signal(signal.SIGINT, _end)


def _end(number: int, frame: object) -> None:
    """End the process: what is written is whole, and a memory is sound, whenever that is."""
    note(_CURSOR)  # which the bar has hidden
    os._exit(128 + number)


def _cut_off(todo: Plan, outcomes: Sequence[Outcome], manifest: Manifest | None) -> str:
    """Return how far a run over several files has got, and how it goes on."""
    count = len(todo.jobs) + len(todo.failed)
    again = "; the same command with --resume goes on" if manifest else ""
    return f"{len(outcomes)} of {count} files done{again}" if count > 1 else ""


def _conclude(outcomes: Sequence[Outcome], quiet: bool) -> None:
    """Sum up a run over several files; end with the code of its errors."""
    if len(outcomes) > 1 and not quiet:
        note(f"vitrans: {summary(outcomes)}")
    if code := exit_code(outcomes):
        raise typer.Exit(code)


def rendered(result: Document | str | bytes) -> bytes:
    """Return the bytes of a result."""
    if isinstance(result, bytes):
        return result
    if isinstance(result, str):
        return result.encode("utf-8")
    return named(result.format).write(result)


def open_document(name: str, format: str | None = None) -> Document:
    """Return one file, or standard input where the name is `-`, as a document."""
    if name == STANDARD_INPUT:
        return _whole_input(format)
    return read_document(read_bytes(named_file(name)), name, format)


def _tell(outcome: Outcome, quiet: bool) -> None:
    """Say why a file failed or was skipped."""
    if outcome.error:
        complain(outcome.error)
    elif outcome.message and not quiet:
        note(f"vitrans: {outcome.source} skipped: {outcome.message}")


def _whole_input(format: str | None) -> Document:
    """Return all of standard input as a document, plain text where no format is asked for."""
    return (named(format) if format else PLAIN).read(b"".join(_chunks()), LINES)


def _run_standard_input(
    work: Work,
    destination: Destination,
    others: Iterable[str | Path],
    format: str | None,
    encoding: str,
) -> None:
    """Do the work for standard input: whole in a format that is asked for, else line by line."""
    if destination.in_place:
        raise UsageError("standard input cannot be changed in place; name files")
    if destination.folder:
        raise UsageError("standard input has no file name for --output-dir; give -o FILE")
    if destination.file:
        plan([], destination, others)
        check_writable(destination.file)
    documents = [_whole_input(format)] if format and format != PLAIN.name else _by_line()
    made = (rendered(work(replace(one, encoding=encoding), LINES)) for one in documents)
    if destination.file:
        write_bytes(destination.file, b"".join(made))
    else:
        for part in made:
            out_bytes(part)


def _by_line() -> Iterator[Document]:
    """Yield the lines of standard input as they arrive."""
    line = 1
    for block in _blocks():
        yield parse_lines(block, line)
        line += block.count("\n")


def _blocks() -> Iterator[str]:
    """Yield whole lines as they arrive: one after another from a person, many from a file.

    Text that is not UTF-8 is yielded whole, since its encoding is told by all of it.
    """
    chunks, rest = _chunks(), b""
    for chunk in chunks:
        done, end, rest = (rest + chunk).rpartition(b"\n")
        if end and not is_utf8(done):
            rest = b"".join((done, end, rest, *chunks))
        elif end:
            yield decode(done + end)
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
