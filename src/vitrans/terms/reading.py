"""Glossary files as translators have them: CSV, TSV, OmegaT's glossary.txt, TBX.

In a table the first two columns are the terms, and what follows is for people. A header says in
which languages they are; without one, the first is translated from. What is wrong with a row is
said with its line, and the others count.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from vitrans.errors import InputError
from vitrans.exchange.rows import split
from vitrans.files import read_text
from vitrans.terms.glossary import Columns, Entry, Glossary
from vitrans.terms.tbx import read_tbx
from vitrans.text import lines, nfc

_DELIMITERS = (",", ";", "\t")
# What Excel writes above a table to say what divides its columns.
_SEPARATOR = re.compile(r"\A\ufeff?sep=(.)\r?\n", re.IGNORECASE)
# What the name of a column has besides that of a language: `Vietnamese (Vietnam)`, `English term`.
_BESIDES = re.compile(r"\s*\(.*?\)|[\s_]+(?:terms?|text|words?)$|^(?:thuật ngữ|terms?)[\s_]+")
_TABLES = (".csv", ".tsv", ".tab", ".txt", ".utf8")
_NAMES = {
    "vi": "vi",
    "vn": "vi",
    "vie": "vi",
    "vietnamese": "vi",
    "tiếng việt": "vi",
    "en": "en",
    "eng": "en",
    "english": "en",
    "tiếng anh": "en",
    "source": "source",
    "target": "target",
}
_COLUMNS = {
    ("vi", "en"): (Columns.VI_EN, False),
    ("en", "vi"): (Columns.EN_VI, False),
    ("source", "target"): (Columns.OF_RUN, False),
    ("target", "source"): (Columns.OF_RUN, True),
}
_LONGEST = 20  # words of a term; more is a sentence, or a row that went wrong


@dataclass(frozen=True, slots=True)
class Read:
    """The entries of a file, and a line for each row that is none."""

    entries: tuple[Entry, ...]
    problems: tuple[str, ...] = ()


def load_glossary(
    files: Sequence[Path], keep: Sequence[Path] = (), ignore_accents: bool = False
) -> Glossary:
    """Return the glossary of all files, with what is wrong with rows of them.

    Raises:
        InputError: a file cannot be read, or has no term.
    """
    found = [read_glossary(path) for path in files]
    entries = tuple(entry for one in found for entry in one.entries)
    kept = dict.fromkeys(text for path in keep for text in read_keep(path))
    problems = tuple(problem for one in found for problem in one.problems)
    return Glossary(entries, tuple(kept), ignore_accents, problems)


def read_glossary(path: Path) -> Read:
    """Return what a glossary file says.

    Raises:
        InputError: it cannot be read, is of no known kind, or has no term at all.
    """
    _check_name(path)
    return glossary_in(read_text(path), path)


def glossary_in(text: str, path: Path) -> Read:
    """Return what the text of a glossary file says, whose name tells its kind.

    Raises:
        InputError: it is of no known kind, or has no term at all.
    """
    _check_name(path)
    suffix = path.suffix.lower()
    read = read_tbx(text, path) if suffix in (".tbx", ".xml") else None
    found = Read(*read) if read else _table(text, suffix, path)
    if not found.entries:
        first = f" ({found.problems[0]})" if found.problems else ""
        raise InputError(
            f"{str(path)!r} has no terms{first}; write a term, a comma or a tab, and its "
            "translation on a line"
        )
    return found


def _check_name(path: Path) -> None:
    if path.suffix.lower() not in (*_TABLES, ".tbx", ".xml"):
        raise InputError(
            f"{str(path)!r} is no glossary by its name; give a .csv, .tsv or .tbx file, "
            "or OmegaT's .txt"
        )


def read_keep(path: Path) -> list[str]:
    """Return the strings of a file that are to be kept, one a line; blank lines are none.

    Raises:
        InputError: the file cannot be read, or has none.
    """
    found = [nfc(line.strip("\ufeff\r\n\t ")) for line in lines(read_text(path))]
    kept = [text for text in found if text]
    if not kept:
        raise InputError(f"{str(path)!r} has nothing to keep; write a string on each line")
    return kept


def _table(text: str, suffix: str, path: Path) -> Read:
    """Return what a table says; a first row that names languages is its header."""
    rows = _rows(_SEPARATOR.sub("\n", text, count=1).removeprefix("\ufeff"), suffix)
    entries: list[Entry] = []
    problems: list[str] = []
    columns, turned, places = Columns.OF_RUN, False, (0, 1)
    for count, (number, row) in enumerate(rows):
        header = _header(row) if count == 0 else None
        if header:
            columns, turned, places = header
            continue
        place = f"{path}:{number}"
        sides = [nfc(" ".join(row[at].split())) if at < len(row) else "" for at in places]
        if wrong := _wrong(sides, row, places):
            problems.append(f"{place}: {wrong}; the row is left out")
            continue
        left, right = reversed(sides) if turned else sides
        entries.append(Entry((left,), (right,), columns, place))
    return Read(tuple(entries), tuple(problems))


def _header(row: Sequence[str]) -> tuple[Columns, bool, tuple[int, int]] | None:
    """Return what a header says: the languages, whether they are turned, and which columns."""
    names = [_NAMES.get(_language(field)) for field in row]
    known = [(at, name) for at, name in enumerate(names) if name]
    if len(known) < 2:
        return None
    (one, first), (other, second) = known[:2]
    found = _COLUMNS.get((first, second))
    return (*found, (one, other)) if found else None


def _language(field: str) -> str:
    """Return the name of a column without case and region: `vi-VN` is `vi`."""
    name = _BESIDES.sub("", nfc(field).strip().lower()).strip()
    return name[:2] if name[2:3] in ("-", "_") and name[:2] in ("vi", "en") else name


def _wrong(sides: Sequence[str], row: Sequence[str], places: tuple[int, int]) -> str:
    """Return what is wrong with a row, nothing if all is well."""
    if len(row) <= max(places):
        return f"{row[0].strip()!r} has no second column"
    if "\n" in "".join(row).strip():
        return "a quotation mark is not closed"
    if not all(sides):
        return f"{sides[0] or sides[1]!r} has nothing on the other side"
    if not all(any(map(str.isalnum, side)) for side in sides):
        return f"{' | '.join(sides)!r} has no word"
    if max(len(side.split()) for side in sides) > _LONGEST:
        return f"a term of more than {_LONGEST} words is none"
    return ""


def _rows(text: str, suffix: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a table with the numbers of their first lines, without comments."""
    if suffix == ".csv" or not any("\t" in line for line in lines(text)):
        yield from _csv_rows(text)
        return
    for number, line in enumerate(lines(text), 1):
        if line.strip() and not line.startswith("#"):
            yield number, [_unquoted(field) for field in split(line)]


def _csv_rows(text: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    last = 0
    for row in reader:
        number, last = last + 1, reader.line_num
        if any(field.strip() for field in row) and not row[0].startswith("#"):
            yield number, row


def _unquoted(field: str) -> str:
    """Return a field as a spreadsheet meant it that has put it in quotation marks."""
    if len(field) > 1 and field[0] == field[-1] == '"' and '"' not in field[1:-1].replace('""', ""):
        return field[1:-1].replace('""', '"')
    return field


def _delimiter(text: str) -> str:
    """Return the sign that divides most lines."""
    counts = Counter(sign for line in lines(text) for sign in _DELIMITERS if sign in line)
    return max(_DELIMITERS, key=lambda sign: (counts[sign], -_DELIMITERS.index(sign)))
