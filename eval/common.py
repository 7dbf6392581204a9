"""What the runners share: reading test sets, printing a table, writing a result."""

import hashlib
import json
import platform
from collections.abc import Iterable, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from vitrans._version import __version__
from vitrans.text import nfc

RESULTS = Path(__file__).parent / "results"


def read_lines(path: Path) -> list[str]:
    """Return the lines of a UTF-8 file in NFC; only a line feed ends a line."""
    return [nfc(line) for line in path.read_bytes().decode("utf-8").removesuffix("\n").split("\n")]


def read_pairs(path: Path) -> tuple[list[str], list[str]]:
    """Return both sides of a file of `English<TAB>Vietnamese` lines."""
    pairs = [line.split("\t") for line in read_lines(path)]
    return [pair[0] for pair in pairs], [pair[1] for pair in pairs]


def sha256(path: Path) -> str:
    """Return the sha256 of a file, which says exactly which test set was used."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def show(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print a table to standard output; numbers get two decimals."""
    table = Table(title=title, title_justify="left")
    for number, column in enumerate(columns):
        table.add_column(column, justify="left" if number == 0 else "right")
    for row in rows:
        table.add_row(*(f"{v:.2f}" if isinstance(v, float) else str(v) for v in row))
    Console(width=120).print(table)


def write(name: str, values: dict[str, object]) -> None:
    """Write results/NAME.json with what it was made with."""
    RESULTS.mkdir(exist_ok=True)
    made_with = {
        "vitrans": __version__,
        "python": platform.python_version(),
        "machine": platform.machine(),
    }
    text = json.dumps({"made_with": made_with, **values}, ensure_ascii=False, indent=1)
    path = RESULTS / f"{name}.json"
    path.write_text(text + "\n", encoding="utf-8")
    print(f"written: {path}")
