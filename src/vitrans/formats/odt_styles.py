"""What the styles of an OpenDocument text say: headings, captions, code, and how words look."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from vitrans.formats.docx_styles import Styles, told
from vitrans.formats.xml_nodes import Node

# Attributes of a style's words that are not to be seen: which session they were written in.
_NOISE = ("officeooo:", "loext:", "fo:language", "fo:country", "style:language", "style:country")


@dataclass(frozen=True, slots=True)
class TextStyles:
    """The styles of a package.

    Attributes:
        told: what they say of paragraphs, by their names.
        looks: how words of a style look that was made for them alone, by its name; empty where
            they look like those around them.
    """

    told: Styles
    looks: Mapping[str, tuple[str, ...]]

    def look(self, style: str) -> tuple[str, ...]:
        """Return how words of a style look."""
        return self.looks.get(style, (style,))


def text_styles(found: Iterable[Node]) -> TextStyles:
    """Return what `style:style` elements say."""
    names: dict[str, str] = {}
    bases: dict[str, str] = {}
    looks: dict[str, tuple[str, ...]] = {}
    for node in found:
        style = node.attributes.get("style:name", "")
        names[style] = _name(node).lower()
        base = node.attributes.get("style:parent-style-name")
        if base:
            bases[style] = base
        automatic = any(name == "office:automatic-styles" for name in node.above)
        if automatic and node.attributes.get("style:family") == "text":
            looks[style] = (*([base] if base else []), *_properties(node))
    return TextStyles(told(names, bases), looks)


def _name(style: Node) -> str:
    """Return the name of a style as people see it."""
    shown = style.attributes.get("style:display-name") or style.attributes.get("style:name", "")
    return shown.replace("_20_", " ").replace("_", " ")


def _properties(style: Node) -> list[str]:
    """Return how words of a style look, in a fixed order."""
    return sorted(
        f"{name}={value}"
        for node in style.nodes
        for name, value in node.attributes.items()
        if not name.startswith(_NOISE)
    )
