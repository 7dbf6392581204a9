"""Tab-separated and comma-separated values: a segment a row, a side a column."""

from vitrans.errors import InputError
from vitrans.exchange.rows import Row, read_rows


def read(text: str, part: str) -> dict[str, list[str]]:
    """Return the columns by number, or by name if a name is asked for.

    Raises:
        InputError: rows have not equally many columns.
    """
    return _columns(read_rows(text), part)


def read_csv(text: str, part: str) -> dict[str, list[str]]:
    """Return the columns of a `.csv` file as `read` does."""
    return _columns(read_rows(text, ".csv"), part)


def _columns(rows: list[Row], part: str) -> dict[str, list[str]]:
    if not rows:
        return {part or "1": []}
    names = [str(number) for number in range(1, len(rows[0]) + 1)]
    for number, row in enumerate(rows, 1):
        if len(row) != len(names):
            raise InputError(
                f"line {number} has {len(row)} columns, but line 1 {len(names)}; "
                "a tab stands between two columns and nowhere else"
            )
    if part and not part.isdecimal():
        names, rows = rows[0], rows[1:]
    return {name: [row[at].rstrip() for row in rows] for at, name in enumerate(names)}
