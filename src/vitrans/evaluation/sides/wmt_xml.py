"""XML sets of WMT (2021 and later) and IWSLT."""

from collections.abc import Iterator
from typing import Any

from vitrans.exchange.tmx import segment_text, xml_root

_SOURCE, _REFERENCE, _HYPOTHESIS = "source", "reference", "hypothesis"


def read(text: str, part: str = "") -> dict[str, list[str]]:
    """Return the sides of a set, in the order of the source.

    Documents of test suites and segments without any reference are left out, as sacrebleu does.

    Raises:
        InputError: it is not well-formed.
    """
    root = xml_root(text)
    documents = [doc for doc in root.iter("doc") if "testsuite" not in doc.attrib]
    if not any(doc.find(".//src") is not None for doc in documents):
        return {_of(root): [segment_text(seg) for doc in documents for seg in doc.iter("seg")]}
    rows = [row for document in documents for row in _rows(document)]
    names = list(dict.fromkeys(name for row in rows for name in row))
    with_references = any(name.startswith(_REFERENCE) for name in names)
    kept = [row for row in rows if not with_references or _has_reference(row)]
    return {name: [row.get(name, "") for row in kept] for name in names}


def role_of(name: str) -> str:
    """Return what a side is by its name: the source, a reference or a system's output."""
    if name == _SOURCE:
        return _SOURCE
    is_reference = name == _REFERENCE or name.startswith(f"{_REFERENCE}:")
    return _REFERENCE if is_reference else _HYPOTHESIS


def _of(root: Any) -> str:
    """Return what a set with one side only is: its system or what its element is called."""
    sets = {"refset": _REFERENCE, "srcset": _SOURCE}
    element = next(root.iter("refset", "srcset", "tstset"), root)
    return sets.get(element.tag, _HYPOTHESIS)


def _rows(document: Any) -> Iterator[dict[str, str]]:
    """Yield the segments of a document of WMT, each with all its sides."""
    sides = {
        _side_name(element): {seg.get("id"): segment_text(seg) for seg in element.iter("seg")}
        for element in document.iter("src", "ref", "hyp")
    }
    for number in sides.get(_SOURCE, {}):
        yield {name: segments[number] for name, segments in sides.items() if number in segments}


def _side_name(element: Any) -> str:
    """Return what to call the source, a reference or a system of a document of WMT."""
    if element.tag == "src":
        return _SOURCE
    if element.tag == "ref":
        translator = element.get("translator")
        return f"{_REFERENCE}:{translator}" if translator else _REFERENCE
    return str(element.get("system") or _HYPOTHESIS)


def _has_reference(row: dict[str, str]) -> bool:
    return any(text for name, text in row.items() if name.startswith(_REFERENCE))
