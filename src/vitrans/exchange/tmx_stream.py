"""Translation memories of any size: the units of a TMX as they are read, one after another."""

from collections.abc import Iterator
from dataclasses import replace
from typing import IO, Any

from vitrans.errors import InputError
from vitrans.exchange.tmx import TmxUnit, read_unit


def stream_tmx(file: IO[bytes]) -> Iterator[TmxUnit]:
    """Yield the units of a TMX; what its header says of all of them is in each.

    Nothing outside the file is read, and a file that declares entities is refused.

    Raises:
        InputError: it is not well-formed XML, no TMX, or declares entities; what was yielded
            before is as it stands in the file.
    """
    from lxml import etree

    reading = etree.iterparse(
        file,
        events=("start", "end"),
        tag=("tmx", "header", "tu"),
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
    )
    head: dict[str, str] | None = None
    try:
        for event, element in reading:
            if head is None:
                head = {}
                _check(element.getroottree())
            if event == "end" and element.tag == "header":
                head = dict(element.attrib)
            elif event == "end" and element.tag == "tu":
                yield _completed(read_unit(element), head)
                _forget(element)
        _check(reading.root.getroottree())
    except etree.XMLSyntaxError as error:
        raise InputError(
            f"it is not well-formed XML: {error.msg}; correct it, or export it again"
        ) from None


def _completed(unit: TmxUnit, head: dict[str, str]) -> TmxUnit:
    """Return a unit with what the header says where the unit says nothing."""
    source = unit.source or head.get("srclang", "")
    return replace(unit, source=source, tool=unit.tool or head.get("creationtool", ""))


def _check(tree: Any) -> None:
    """Refuse what is no TMX, and entities."""
    root = tree.getroot()
    if root.tag != "tmx":
        raise InputError(f"it is no TMX: its first element is {str(root.tag)!r}")
    declared = tree.docinfo.internalDTD
    if declared is not None and any(declared.iterentities()):
        raise InputError("it declares entities, which are not read; export it without them")


def _forget(element: Any) -> None:
    """Free an element that has been read, and all before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and parent[0] is not element:
        del parent[0]
