"""The sides of test sets: plain lines, TSV, JSONL, TMX, SGML and XML.

`FILE#PART` names one side of a file that has several:

- TSV: the number of a column, from 1, or its name, and then the first line has the names;
- JSONL: a key, such as `target`;
- TMX 1.4: a language, such as `vi`;
- SGML and XML sets of WMT, IWSLT and NIST: `source`, the name of a system, or a translator's.

Without a part, plain text is a segment a line, and a set is what it is asked for: its source, its
only system, or all its references.
"""

import hashlib
import html
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from vitrans.errors import InputError, UsageError
from vitrans.files import read_text
from vitrans.report.model import Origin
from vitrans.evaluation.metrics.sacrebleu import read_lines
from vitrans.text import lines

_SGML = {".sgm", ".sgml"}
_DOCUMENT = re.compile(r"<doc\b([^>]*)>|<seg\b[^>]*>(.*?)</seg>", re.IGNORECASE | re.DOTALL)
_SYSTEM = re.compile(r"""\bsysid\s*=\s*["']([^"']*)["']""", re.IGNORECASE)
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"


class Role(StrEnum):
    """What a side of a test set is to an evaluation."""

    SOURCE = "source"
    REFERENCE = "reference"
    HYPOTHESIS = "hypothesis"


@dataclass(frozen=True, slots=True)
class SetSide:
    """The segments of one side of a file, and what to call it."""

    name: str
    segments: tuple[str, ...]
    origin: Origin


def read_sides(given: str, role: Role) -> list[SetSide]:
    """Return the sides that `FILE` or `FILE#PART` names; only references may be several.

    Raises:
        InputError: the file cannot be read, or is not what its name says.
        UsageError: the part is missing, or there is none of this name.
    """
    path, part = _divided(given)
    sides = _chosen(_parts(path, read_text(path), part), path, part, role)
    return [_side(path, name, segments, role, part) for name, segments in sides]


def _divided(given: str) -> tuple[Path, str]:
    """Return the file and the part; a file that has the whole name is meant as it is."""
    name, mark, part = given.rpartition("#")
    return (Path(name), part) if mark and name and not Path(given).exists() else (Path(given), "")


def _parts(path: Path, text: str, part: str) -> dict[str, list[str]]:
    """Return the sides of a file by their names."""
    suffix = path.suffix.lower()
    if suffix in _SGML:
        return _sgml(text)
    if suffix in (".xml", ".tmx"):
        root = _xml(path, text)
        return _tmx(root) if suffix == ".tmx" else _wmt(root)
    if suffix == ".jsonl":
        return _jsonl(path, text)
    if suffix in (".tsv", ".tab") or part:
        return _tsv(path, text, part)
    return {"": read_lines(text.removeprefix("\ufeff"))}


def _chosen(
    parts: dict[str, list[str]], path: Path, part: str, role: Role
) -> list[tuple[str, list[str]]]:
    """Return the parts that are meant."""
    if not parts:
        raise InputError(f"{str(path)!r} has no segments; check that it is the right file")
    names = ", ".join(repr(name) for name in parts)
    if part:
        if part not in parts:
            raise UsageError(f"{str(path)!r} has no part {part!r}; it has {names}")
        return [(part, parts[part])]
    fit = [name for name in parts if _role(name, path) in (role, None)]
    may_be_several = role is Role.REFERENCE and path.suffix.lower() in {".xml", *_SGML}
    if not fit or (len(fit) > 1 and not may_be_several):
        raise UsageError(
            f"{str(path)!r} has several parts, so say which is the {role}: {path}#PART; "
            f"PART is one of {names}"
        )
    return [(name, parts[name]) for name in fit]


def _role(name: str, path: Path) -> Role | None:
    """Return what a part is by its name, None if the file does not say."""
    if path.suffix.lower() != ".xml":
        return None
    if name == Role.SOURCE:
        return Role.SOURCE
    is_reference = name == Role.REFERENCE or name.startswith(f"{Role.REFERENCE}:")
    return Role.REFERENCE if is_reference else Role.HYPOTHESIS


def _side(path: Path, name: str, segments: list[str], role: Role, part: str) -> SetSide:
    """Return a side with where it came from."""
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    shown = f"{path}#{name}" if name else str(path)
    title = path.name
    if part:
        title = f"{title}#{part}" if part.isdecimal() or path.suffix.lower() == ".tmx" else part
    elif name not in ("", *Role):
        title = name
    return SetSide(title, tuple(segments), Origin(role, shown, digest, len(segments)))


def _tsv(path: Path, text: str, part: str) -> dict[str, list[str]]:
    """Return the columns of tab-separated values by number, or by name if a name is asked for."""
    rows = [line.rstrip("\r\n").split("\t") for line in lines(text.removeprefix("\ufeff"))]
    if not rows:
        return {part or "1": []}
    names = [str(number) for number in range(1, len(rows[0]) + 1)]
    for number, row in enumerate(rows, 1):
        if len(row) != len(names):
            raise InputError(
                f"{str(path)!r}: line {number} has {len(row)} columns, but line 1 {len(names)}; "
                "a tab stands between two columns and nowhere else"
            )
    if part and not part.isdecimal():
        names, rows = rows[0], rows[1:]
    return {name: [row[at].rstrip() for row in rows] for at, name in enumerate(names)}


def _jsonl(path: Path, text: str) -> dict[str, list[str]]:
    """Return what the objects of a file, one a line, have under each key of the first."""
    try:
        entries = [json.loads(line) for line in lines(text.removeprefix("\ufeff"))]
        return {key: [_string(entry[key]) for entry in entries] for key in entries[0]}
    except (ValueError, TypeError, KeyError, IndexError) as error:
        raise InputError(
            f"{str(path)!r} does not have a JSON object with the same keys on every line: {error!r}"
        ) from None


def _string(value: Any) -> str:
    return "" if value is None else str(value)


def _xml(path: Path, text: str) -> Any:
    """Return the root of an XML file; nothing outside it is read."""
    from lxml import etree

    parser = etree.XMLParser(encoding="utf-8", resolve_entities=False, no_network=True)
    try:
        return etree.fromstring(text.encode("utf-8"), parser)
    except etree.XMLSyntaxError as error:
        raise InputError(
            f"{str(path)!r} is not well-formed XML: {error.msg}; mend it, or give plain text"
        ) from None


def _tmx(root: Any) -> dict[str, list[str]]:
    """Return the sides of a translation memory by language, `vi-VN` as `vi`; tags are left out."""
    units = [
        {_code(variant): _text(variant.find("seg")) for variant in unit.iterfind("tuv")}
        for unit in root.iter("tu")
    ]
    languages = list(dict.fromkeys(code for unit in units for code in unit))
    return {code: [unit.get(code, "") for unit in units] for code in languages}


def _code(variant: Any) -> str:
    return str(variant.get(_LANGUAGE) or variant.get("lang") or "").split("-")[0].lower()


def _text(element: Any) -> str:
    """Return the text of a segment on one line, without inline tags and their contents."""
    if element is None:
        return ""
    pieces = [element.text or ""]
    for child in element:
        pieces += [_inside(child), child.tail or ""]
    return " ".join("".join(pieces).split())


def _inside(child: Any) -> str:
    """Return what belongs to the text: a highlighted part, or an entity that no DTD resolved."""
    if child.tag in ("hi", "sub"):
        return _text(child)
    is_entity = callable(child.tag) and child.tag.__name__ == "Entity"
    return html.unescape(child.text) if is_entity else ""


def _wmt(root: Any) -> dict[str, list[str]]:
    """Return the sides of a set of WMT (2021 and later) or IWSLT, in the order of the source.

    Documents of test suites and segments without any reference are left out, as sacrebleu does.
    """
    documents = [doc for doc in root.iter("doc") if "testsuite" not in doc.attrib]
    if not any(doc.find(".//src") is not None for doc in documents):
        return {_of(root): [_text(seg) for doc in documents for seg in doc.iter("seg")]}
    rows = [row for document in documents for row in _rows(document)]
    names = list(dict.fromkeys(name for row in rows for name in row))
    with_references = any(name.startswith(Role.REFERENCE) for name in names)
    kept = [row for row in rows if not with_references or _has_reference(row)]
    return {name: [row.get(name, "") for row in kept] for name in names}


def _of(root: Any) -> str:
    """Return what a set with one side only is: its system or what its element is called."""
    sets = {"refset": Role.REFERENCE, "srcset": Role.SOURCE}
    element = next(root.iter("refset", "srcset", "tstset"), root)
    return str(sets.get(element.tag, Role.HYPOTHESIS))


def _rows(document: Any) -> Iterator[dict[str, str]]:
    """Yield the segments of a document of WMT, each with all its sides."""
    sides = {
        _side_name(element): {seg.get("id"): _text(seg) for seg in element.iter("seg")}
        for element in document.iter("src", "ref", "hyp")
    }
    for number in sides.get(Role.SOURCE, {}):
        yield {name: segments[number] for name, segments in sides.items() if number in segments}


def _side_name(element: Any) -> str:
    """Return what to call the source, a reference or a system of a document of WMT."""
    if element.tag == "src":
        return str(Role.SOURCE)
    if element.tag == "ref":
        translator = element.get("translator")
        return f"{Role.REFERENCE}:{translator}" if translator else str(Role.REFERENCE)
    return str(element.get("system") or Role.HYPOTHESIS)


def _has_reference(row: dict[str, str]) -> bool:
    return any(text for name, text in row.items() if name.startswith(Role.REFERENCE))


def _sgml(text: str) -> dict[str, list[str]]:
    """Return the sides of an SGML set by `sysid`; it need not be well-formed, and rarely is."""
    sides: dict[str, list[str]] = {}
    name = ""
    for match in _DOCUMENT.finditer(text):
        if match.group(2) is None:
            system = _SYSTEM.search(match.group(1))
            name = system.group(1) if system else ""
        else:
            sides.setdefault(name, []).append(" ".join(html.unescape(match.group(2)).split()))
    return sides or {"": []}
