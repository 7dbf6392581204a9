"""Units of tab-separated values: two columns, named by a header, an option or their accents."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, islice
from pathlib import Path

from vitrans.errors import UsageError
from vitrans.exchange.tmx import same_language
from vitrans.memory.units import Provenance, Unit, unit_of_pair
from vitrans.text import has_accents
from vitrans.types import Language, Target, target_of

_EN, _VI = Language.ENGLISH, Language.VIETNAMESE
_HEAD = 200  # rows by which is told which column is Vietnamese
_BEAD = 5  # columns of `vitrans align -o FILE.tsv`


def units_of(
    rows: Iterator[list[str]], path: Path, source: Target | None, default: Provenance
) -> Iterator[list[Unit]]:
    """Yield what each row has.

    Args:
        rows: the rows of a file.
        path: the file.
        source: the language of the first column, if there is no header and somebody knows it.
        default: where the units come from.

    Raises:
        UsageError: nothing says which column is Vietnamese.
    """
    head = list(islice(rows, _HEAD))
    if head and len(head[0]) == _BEAD and head[0][2][:1].isdigit():
        head, rows = [row[3:] for row in head], (row[3:] for row in rows)
    named = _named(head[0]) if head else None
    if named or (head and [name.lower() for name in head[0]] == ["source", "target"]):
        del head[0]
    made = replace(default, source=target_of(named or source or _first_column(head, path)))
    for row in chain(head, rows):
        yield unit_of_pair(row[0], row[1], made) if len(row) >= 2 else []


def _named(row: list[str]) -> Language | None:
    """Return the language of the first column, if a row names both; None if it is no header."""
    found = [one for name in row for one in (_VI, _EN) if same_language(name.strip() or "-", one)]
    return found[0] if len(row) == 2 and set(found) == {_VI, _EN} else None


def _first_column(rows: list[list[str]], path: Path) -> Language:
    """Return the language of the first of two columns, by which has Vietnamese letters."""
    pairs = [row for row in rows if len(row) >= 2]
    accented = [sum(has_accents(row[column]) for row in pairs) for column in (0, 1)]
    if pairs and accented[0] == accented[1]:
        raise UsageError(
            f"which column of {str(path)!r} is Vietnamese cannot be told; give its first line as "
            "`vi` and `en`, or say --from vi or --from en"
        )
    return _VI if accented[0] > accented[1] else _EN
