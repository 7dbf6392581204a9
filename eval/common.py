"""What the runners share: reading test sets, printing a table, writing a result."""

import json
import platform
from collections.abc import Iterable, Sequence
from pathlib import Path

from vitrans._version import __version__
from vitrans.evaluation.bench.sets import PairSet
from vitrans.evaluation.sides import plain
from vitrans.files import read_text, sha256, write_text
from vitrans.report.model import Cell, Report, Table
from vitrans.report.terminal import render
from vitrans.text import nfc

RESULTS = Path(__file__).parent / "results"
PAGE = Path(__file__).parent / "README.md"


def read_lines(path: Path) -> list[str]:
    """Return the lines of a UTF-8 file in NFC; only a line feed ends a line."""
    return [nfc(line) for line in plain.read_lines(read_text(path))]


def read_pairs(path: Path) -> tuple[list[str], list[str]]:
    """Return both sides of a file of `English<TAB>Vietnamese` lines, or of JSONL."""
    pairs = PairSet.read(str(path))
    return list(pairs.english), list(pairs.vietnamese)


def show(title: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """Print a table to standard output; numbers get two decimals."""
    table = Table(title, tuple(columns), tuple(map(tuple, rows)))
    print(render(Report(title, (table,))))


def write(name: str, files: Iterable[Path], values: dict[str, object]) -> None:
    """Write results/NAME.json with what it was made with, and the sha256 of the sets."""
    made_with = {
        "vitrans": __version__,
        "python": platform.python_version(),
        "machine": platform.machine(),
    }
    sets = {path.name: sha256(path) for path in files}
    content = {"made_with": made_with, "sets": sets, **values}
    path = RESULTS / f"{name}.json"
    write_text(path, json.dumps(content, ensure_ascii=False, indent=1) + "\n")
    print(f"written: {path}")
