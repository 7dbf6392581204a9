"""What a sheet says beside its cells: messages on what is typed, headers and footers of pages."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from html import unescape
from re import compile as pattern

from vitrans.formats.inline_atoms import NO_RUN, Atom, Role, Run, Stuff, Thing, Words
from vitrans.formats.inline_units import Unit, unit, verbatim
from vitrans.formats.ooxml import write_attribute, write_text
from vitrans.formats.xml_nodes import Node, attribute
from vitrans.text import has_letters

_PAGES = frozenset(
    f"x:{pages}{what}" for pages in ("odd", "even", "first") for what in ("Header", "Footer")
)
_RULES = frozenset(["x:dataValidation", "x14:dataValidation"])
BESIDE_CELLS = _PAGES | _RULES
"""The elements of a sheet that say something beside its cells."""
# The messages of a rule, and how many characters spreadsheet programs take.
_MESSAGES = {"promptTitle": 32, "prompt": 255, "errorTitle": 32, "error": 255}
_LONGEST_HEADER = 255
# The codes in a header (ECMA-376, 18.3.1.46), as XML has them: where on the page, what is put in
# there, how it looks, and a plain ampersand.
_CODE = pattern(
    r"&amp;(?:(?P<place>[LCR])|(?P<field>[PNDTFAGZ](?:[+-]\d+)?)|(?P<plain>&amp;)"
    r"|(?P<look>&quot;[^&]*&quot;|\"[^\"]*\"|\d{1,3}|K(?:[0-9A-Fa-f]{6}|\d\d[+-]\d{3})|[BIUESXYOH]))"
    r"|(?P<line>\r?\n|&#(?:10|13|x[aAdD]);|_x000[AaDd]_)"
)


def said_beside_cells(data: bytes, node: Node) -> Iterator[Unit]:
    """Yield the units of one of `BESIDE_CELLS`, an element in the bytes of a sheet."""
    if node.name in _RULES:
        yield from _messages(data, node)
    elif found := _page(data, node):
        yield found


def _messages(data: bytes, node: Node) -> Iterator[Unit]:
    for name, most in _MESSAGES.items():
        text = node.attributes.get(name, "")
        place = attribute(data, node, name) if has_letters(text) else None
        if place and (found := verbatim(*place.span("value"), text, write_attribute)):
            yield replace(found, where="messages about cells", most=most)


def _page(data: bytes, node: Node) -> Unit | None:
    """Return the unit of a header or footer, whose left, middle and right are read alone."""
    raw = data[node.inner : node.close].decode()
    if "<" in raw:  # as CDATA, which no spreadsheet program writes
        return None
    atoms = list(_atoms(raw, node.inner))
    if not any(isinstance(atom, Words) and has_letters(atom.text) for atom in atoms):
        return None
    found = unit(node.inner, node.close, atoms, _write)
    return found and replace(found, where="headers and footers of pages", most=_LONGEST_HEADER)


def _atoms(raw: str, start: int) -> Iterator[Atom]:
    """Yield the words and codes of a header, `raw` at a place in the bytes of the part."""
    words: list[str] = []
    done, at_border = 0, True
    for found in _CODE.finditer(raw):
        words.append(unescape(raw[done : found.start()]))
        done = found.end()
        if found["plain"]:
            words.append("&")
            continue
        if text := "".join(words):
            yield Words(text, b"", Stuff(NO_RUN, 0, 0))
            at_border = False
        words = []
        role = _role(found.lastgroup or "", at_border)
        at_border = role is Role.BORDER
        yield Thing(role, _stuff(raw, found.span(), start))
    if text := "".join([*words, unescape(raw[done:])]):
        yield Words(text, b"", Stuff(NO_RUN, 0, 0))


def _role(group: str, at_border: bool) -> Role:
    if group in ("place", "line"):
        return Role.BORDER
    if group == "field":
        return Role.OBJECT
    return Role.BORDER if at_border else Role.ALONE


def _stuff(raw: str, span: Sequence[int], start: int) -> tuple[Stuff, ...]:
    first, last = (start + len(raw[:place].encode()) for place in span)
    return (Stuff(NO_RUN, first, last),)


def _write(run: Run, text: str) -> bytes:
    """Return words as a header has them, in which an ampersand begins a code."""
    return write_text(run, text.replace("&", "&&"))
