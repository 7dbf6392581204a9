"""Files of units, read and written as they come: TMX, tab-separated values, JSON Lines."""

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import IO

from vitrans.errors import UsageError
from vitrans.exchange.rows import stream_rows, write_rows
from vitrans.exchange.tmx import tmx_parts
from vitrans.exchange.tmx_stream import stream_tmx
from vitrans.files import read_text
from vitrans.memory import of_json, of_rows, of_tmx
from vitrans.memory.units import Provenance, Unit
from vitrans.text import lines
from vitrans.types import Target

_Write = Callable[[Iterable[Unit]], Iterator[str]]


def read_units(
    path: Path, file: IO[bytes], source: Target | None = None, author: str = ""
) -> Iterator[list[Unit]]:
    """Yield the units of each entry of a file, none where it has not both languages.

    Args:
        path: its name; the suffix says what it is.
        file: the file, open.
        source: the language of the first column, where the file does not say it.
        author: who made the units, where the file does not say it.

    Raises:
        InputError: the file is not what its suffix says.
        UsageError: it has another suffix, or nothing says which column is Vietnamese.
    """
    default = Provenance(origin=path.name, author=author)
    suffix = path.suffix.lower()
    if suffix == ".tmx":
        return (of_tmx.units_of(unit, default) for unit in stream_tmx(file))
    if suffix in (".tsv", ".csv"):
        rows = (row for _, row in stream_rows(lines(read_text(path)), suffix))
        return of_rows.units_of(rows, path, source, default)
    if suffix == ".jsonl":
        return (of_json.units_of(one, default) for one in lines(read_text(path)) if one.strip())
    raise UsageError(
        f"units are imported from .tmx, .tsv, .csv and .jsonl, not from {str(path)!r}; export it "
        "as TMX from the program that wrote it"
    )


def writer_of(path: Path) -> _Write:
    """Return what writes units in the form that a file's suffix names, in parts.

    Raises:
        UsageError: there is no such form.
    """
    if path.suffix.lower() in _WRITERS:
        return _WRITERS[path.suffix.lower()]
    raise UsageError(f"units are written as {', '.join(_WRITERS)}, not as {str(path)!r}")


def _tsv(units: Iterable[Unit]) -> Iterator[str]:
    rows = chain([["vi", "en"]], ([unit.vi, unit.en] for unit in units))
    return (write_rows([row]) for row in rows)


_WRITERS: dict[str, _Write] = {
    ".tmx": lambda units: tmx_parts(map(of_tmx.tmx_of, units)),
    ".tsv": _tsv,
    ".jsonl": lambda units: map(of_json.line_of, units),
}
