"""What the styles of a Word document say of its paragraphs: headings, captions, code."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from vitrans.formats.ooxml import NAMESPACES
from vitrans.formats.xml_nodes import nodes
from vitrans.types import Kind

# The names of built-in styles are English whatever the language of Word is; pandoc's and
# LibreOffice's are there too.
_KINDS = (
    (re.compile(r"heading ?\d|title|subtitle|toc heading"), Kind.HEADLINE),
    (re.compile(r"caption|image caption|table caption|figure|illustration"), Kind.CAPTION),
)
_CODE = re.compile(
    r"(?:html |inline )?code(?: char)?|source ?code|source text|macro(?: text)?"
    r"|html (?:preformatted|keyboard|sample|typewriter|variable)"
    r"|verbatim(?: char)?|preformatted text"
)
_LONGEST = 20  # styles that are based on each other


@dataclass(frozen=True, slots=True)
class Styles:
    """The styles that say something, by their identifiers."""

    kinds: Mapping[str, Kind]
    code: frozenset[str]

    def kind(self, style: str) -> Kind:
        """Return what a paragraph of a style is on the page."""
        return self.kinds.get(style, Kind.PARAGRAPH)


def read_styles(data: bytes, about: str) -> Styles:
    """Return the styles of the part that defines them."""
    names: dict[str, str] = {}
    bases: dict[str, str] = {}
    for node in nodes(data, frozenset(["w:style"]), NAMESPACES, about):
        style = node.attributes.get("w:styleId", "")
        name, base = node.child("w:name"), node.child("w:basedOn")
        names[style] = name.attributes.get("w:val", "").lower() if name else ""
        if base:
            bases[style] = base.attributes.get("w:val", "")
    return told(names, bases)


def told(names: Mapping[str, str], bases: Mapping[str, str]) -> Styles:
    """Return what styles say, by their names in small letters and those they are based on."""
    kinds, code = {}, set()
    for style in names:
        for ancestor in _line(style, bases):
            name = names.get(ancestor, ancestor.replace("_20_", " ").lower())
            if _CODE.fullmatch(name):
                code.add(style)
                break
            if kind := next((kind for find, kind in _KINDS if find.fullmatch(name)), None):
                kinds[style] = kind
                break
    return Styles(kinds, frozenset(code))


def _line(style: str, bases: Mapping[str, str]) -> Iterator[str]:
    """Yield a style and those that it is based on."""
    for _ in range(_LONGEST):
        yield style
        if style not in bases:
            return
        style = bases[style]
