"""A report as text for a terminal: its tables; charts and segments are for pages."""

import io
import shutil
from typing import TYPE_CHECKING

from vitrans.report import cells
from vitrans.report.model import Report, Table

if TYPE_CHECKING:
    from rich.console import RenderableType


def render(report: Report) -> str:
    """Return the tables of a report one below the other, each with its signatures."""
    return "\n".join(_table(s) for s in report.sections if isinstance(s, Table))


def printed(grid: "RenderableType") -> str:
    """Return a table of rich as lines as wide as the terminal, without space at their ends."""
    from rich.console import Console

    page = io.StringIO()
    width = shutil.get_terminal_size().columns
    Console(file=page, width=width, markup=False, highlight=False, emoji=False).print(grid)
    return "\n".join(line.rstrip() for line in page.getvalue().strip("\n").split("\n"))


def _table(table: Table) -> str:
    notes = [table.note, cells.legend(table)]
    notes += [f"{column}: {signature}" for column, signature in cells.signatures(table)]
    p_values = cells.probabilities(table)
    below = "".join(f"  {note}\n" for note in notes if note)
    tested = "\n" + _grid(p_values).rstrip("\n") + "\n" if p_values else ""
    return (_grid(table) + below).rstrip("\n") + "\n" + tested


def _grid(table: Table) -> str:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table as Grid
    from rich.text import Text

    grid = Grid(box=SIMPLE_HEAD, pad_edge=False)
    for number, column in enumerate(table.columns):
        numbers = number and all(cells.is_number(row[number]) for row in table.rows)
        grid.add_column(
            Text(column),
            justify="right" if numbers else "left",
            overflow="fold",
            no_wrap=not number,
        )
    for row in table.rows:
        grid.add_row(*(Text(cells.text(cell)) for cell in row))
    rows = printed(grid).strip("\n")
    return f"{table.title}\n\n{rows}\n\n"
