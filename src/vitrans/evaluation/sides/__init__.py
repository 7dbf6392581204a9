"""The sides of test sets, one format a module: lines, rows, JSONL, TMX, XML, SGML.

`FILE#PART` names one side of a file that has several:

- TSV and CSV: the number of a column, from 1, or its name, and then the first line has the names;
- JSONL: a key, such as `target`;
- TMX 1.4: a language, such as `vi` or `vi-VN`;
- SGML and XML sets of WMT, IWSLT and NIST: `source`, the name of a system, or a translator's.

Without a part, plain text is a segment a line, and a set is what it is asked for: its source, its
only system, or all its references. `-` is standard input. A module of a format has one function,
`read`, from the text of a file and the part asked for to its sides by name.
"""

import hashlib
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from vitrans.errors import InputError, UsageError
from vitrans.evaluation.sides import jsonl, plain, rows, sgml, tmx, wmt_xml
from vitrans.exchange.tmx import same_language
from vitrans.files import decode, divided, read_bytes
from vitrans.report.model import Origin

STANDARD_INPUT = "-"
_SHOWN = "standard input"
_SGML = {".sgm", ".sgml"}
_READERS: dict[str, Callable[[str, str], dict[str, list[str]]]] = {
    **dict.fromkeys(_SGML, sgml.read),
    ".xml": wmt_xml.read,
    ".tmx": tmx.read,
    ".jsonl": jsonl.read,
    ".tsv": rows.read,
    ".tab": rows.read,
    ".csv": rows.read_csv,
}


class Role(StrEnum):
    """What a side of a test set is to an evaluation."""

    SOURCE = "source"
    REFERENCE = "reference"
    HYPOTHESIS = "hypothesis"


@dataclass(frozen=True, slots=True)
class Contents:
    """The text of a file, which is read once, what to call it, and its sha256."""

    shown: str
    text: str
    sha256: str


@dataclass(frozen=True, slots=True)
class SetSide:
    """The segments of one side of a file, and what to call it."""

    name: str
    segments: tuple[str, ...]
    origin: Origin


def read_sides(given: str, role: Role, known: dict[Path, Contents] | None = None) -> list[SetSide]:
    """Return the sides that `FILE` or `FILE#PART` names; only references may be several.

    Args:
        given: the file, perhaps with a part.
        role: what it is to an evaluation.
        known: files that were read already, to which this one is added; each is read once.

    Raises:
        InputError: the file cannot be read, or is not what its name says.
        UsageError: the part is missing, or there is none of this name.
    """
    path, part = divided(given)
    known = {} if known is None else known
    if path not in known:
        known[path] = read_contents(path)
    contents = known[path]
    sides = _parts(path.suffix.lower(), contents, part)
    return [
        _side(contents, name, segments, role, part)
        for name, segments in _chosen(sides, contents.shown, part, role)
    ]


def read_contents(path: Path) -> Contents:
    """Return what a file holds, or standard input where the path is `-`.

    Raises:
        InputError: it cannot be read, or is no text.
    """
    is_input = str(path) == STANDARD_INPUT
    data = _standard_input() if is_input else read_bytes(path)
    text = decode(data, None if is_input else path)
    return Contents(_SHOWN if is_input else str(path), text, hashlib.sha256(data).hexdigest())


def check_standard_input(given: Iterable[str]) -> None:
    """Refuse to read standard input for more than one side.

    Raises:
        UsageError: it is named twice.
    """
    if sum(str(divided(one)[0]) == STANDARD_INPUT for one in given) > 1:
        raise UsageError("only one side can be standard input (-); name files for the others")


def _standard_input() -> bytes:
    """Return all that stands at standard input.

    Raises:
        InputError: it is closed, or cannot be read.
    """
    if sys.stdin is None:
        raise InputError("standard input is closed; name a file, or pipe text into the command")
    try:
        return sys.stdin.buffer.read()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise InputError(f"cannot read standard input: {reason}; name a file instead") from error


def _parts(suffix: str, contents: Contents, part: str) -> dict[str, list[str]]:
    """Return the sides of a file by their names."""
    read = _READERS.get(suffix, rows.read if part else plain.read)
    try:
        sides = read(contents.text, part)
    except InputError as error:
        raise InputError(f"{contents.shown!r}: {error}") from None
    if not sides:
        raise InputError(f"{contents.shown!r} has no segments; check that it is the right file")
    return sides


def _chosen(
    parts: dict[str, list[str]], shown: str, part: str, role: Role
) -> list[tuple[str, list[str]]]:
    """Return the parts that are meant."""
    names = ", ".join(repr(name) for name in parts)
    suffix = Path(shown).suffix.lower()
    if part:
        name = _named(list(parts), part)
        if name is None:
            raise UsageError(f"{shown!r} has no part {part!r}; it has {names}")
        return [(part, parts[name])]
    fit = [name for name in parts if suffix != ".xml" or wmt_xml.role_of(name) == role]
    may_be_several = role is Role.REFERENCE and suffix in {".xml", *_SGML}
    if not fit or (len(fit) > 1 and not may_be_several):
        raise UsageError(
            f"{shown!r} has several parts, so say which is the {role}: {shown}#PART; "
            f"PART is one of {names}"
        )
    return [(name, parts[name]) for name in fit]


def _named(names: list[str], part: str) -> str | None:
    """Return the part of a name; `vi-VN` also means `vi`, and the reverse, if there is one such."""
    if part in names:
        return part
    same = [name for name in names if same_language(name, part)]
    return same[0] if len(same) == 1 else None


def _side(contents: Contents, name: str, segments: list[str], role: Role, part: str) -> SetSide:
    """Return a side with where it came from."""
    shown = contents.shown
    title, suffix = Path(shown).name, Path(shown).suffix.lower()
    if part:
        title = f"{title}#{part}" if part.isdecimal() or suffix == ".tmx" else part
    elif name not in ("", *Role):
        title = name
    origin = Origin(role, f"{shown}#{name}" if name else shown, contents.sha256, len(segments))
    return SetSide(title, tuple(segments), origin)
