"""A file brought into a memory, in transactions: what is cut off goes on where it stopped.

How far a file has come stands in the memory, under the file's sha256, and changes together with the
units; a unit is never put in twice, so that nothing is lost or doubled whenever a process ends.
"""

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from vitrans.errors import InputError
from vitrans.files import sha256
from vitrans.memory.adding import Added, add_prepared, prepare
from vitrans.memory.files import read_units
from vitrans.memory.store import Memory
from vitrans.memory.units import Unit
from vitrans.types import Target

BATCH = 10_000
"""Entries of a file that are put in at once."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a file.

    Attributes:
        entries: how many it has, those of an earlier try too.
        added: what became of the units of this try.
        left_out: entries of this try without an English and a Vietnamese text.
        resumed: entries that an earlier try had done.
    """

    entries: int
    added: Added
    left_out: int = 0
    resumed: int = 0


def import_file(
    memory: Memory,
    path: Path,
    source: Target | None = None,
    origin: str = "",
    author: str = "",
    on_progress: Callable[[int], None] = lambda count: None,
) -> Imported:
    """Put the units of a file into a memory.

    Args:
        memory: open to write.
        path: a TMX, tab-separated values, or JSON Lines.
        source: the language of the first column, where the file does not say it.
        origin: what the units are to be called by; else the name of the file.
        author: who made the units, where the file does not say it.
        on_progress: is called with the number of entries that have just been done.

    Raises:
        InputError: the file cannot be read to its end; what came before is in the memory.
        OutputError: the memory cannot be written; what was put in before is sound.
        UsageError: the file's name has no suffix that is known.
    """
    digest = sha256(path)
    resumed = _done(memory, digest)
    done, left_out, added = resumed, 0, Added()
    with contextlib.ExitStack() as stack:
        file = stack.enter_context(path.open("rb"))
        entries = read_units(path, file, source, author)
        try:
            for batch in _batches(islice(entries, resumed, None)):
                done += len(batch)
                added += _put(memory, batch, origin, digest, done)
                left_out += sum(not units for units in batch)
                on_progress(len(batch))
        except InputError as error:
            _forget(memory, digest)
            raise InputError(
                f"{str(path)!r}: {error}; {done} of its units are in the memory"
            ) from error
    _forget(memory, digest)
    return Imported(done, added, left_out, resumed)


def _batches(entries: Iterator[list[Unit]]) -> Iterator[list[list[Unit]]]:
    """Yield entries in batches; where they break off, what came before first."""
    batch: list[list[Unit]] = []
    try:
        for units in entries:
            batch.append(units)
            if len(batch) == BATCH:
                yield batch
                batch = []
    except InputError:
        yield batch
        raise
    if batch:
        yield batch


def _put(memory: Memory, batch: list[list[Unit]], origin: str, digest: str, done: int) -> Added:
    """Put in a batch, and how far the file has come, both or neither."""
    units = (unit for units in batch for unit in units)
    entries = prepare(_renamed(unit, origin) if origin else unit for unit in units)
    with memory.writes() as connection:
        added = add_prepared(connection, entries)
        connection.execute("INSERT OR REPLACE INTO imports VALUES(?, ?)", (digest, done))
    return added


def _renamed(unit: Unit, origin: str) -> Unit:
    return replace(unit, provenance=replace(unit.provenance, origin=origin))


def _done(memory: Memory, digest: str) -> int:
    """Return how many entries of a file an earlier try has put in."""
    with memory.reads() as connection:
        row = connection.execute("SELECT done FROM imports WHERE sha256 = ?", (digest,)).fetchone()
    return row[0] if row else 0


def _forget(memory: Memory, digest: str) -> None:
    """Note that there is nothing to go on with."""
    with memory.writes() as connection:
        connection.execute("DELETE FROM imports WHERE sha256 = ?", (digest,))
