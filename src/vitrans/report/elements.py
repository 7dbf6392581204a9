"""Elements of HTML and SVG; whatever text goes into them is escaped when they are written."""

import re
from collections.abc import Iterable
from xml.etree.ElementTree import Element, tostring

Child = str | Element | None

# What no HTML may hold, even escaped.
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff]")


def element(tag: str, *children: Child, **attributes: str | int) -> Element:
    """Return an element with text and elements in it; None is left out.

    Attributes are named with an underscore for a hyphen; one at the end is dropped: `class_`.
    """
    names = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
    made = Element(tag, {name: _clean(str(value)) for name, value in names.items()})
    add(made, children)
    return made


def add(parent: Element, children: Iterable[Child]) -> None:
    """Put text and elements at the end of an element."""
    for child in children:
        if isinstance(child, Element):
            parent.append(child)
        elif child is not None and len(parent):
            parent[-1].tail = (parent[-1].tail or "") + _clean(child)
        elif child is not None:
            parent.text = (parent.text or "") + _clean(child)


def page(root: Element) -> str:
    """Return a page as HTML 5."""
    return "<!doctype html>\n" + tostring(root, encoding="unicode", method="html") + "\n"


def _clean(text: str) -> str:
    """Return a text with a visible sign for every character that no page may hold."""
    return _CONTROL.sub("\ufffd", text)
