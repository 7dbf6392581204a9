"""Elements of HTML and SVG; whatever text goes into them is escaped when they are written."""

import re
from collections.abc import Iterable
from importlib.resources import files
from xml.etree.ElementTree import Element, tostring

Child = str | Element | None

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
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


def html_page(title: str, style: str, body: Iterable[Child]) -> str:
    """Return a page of HTML 5 that holds all it needs: no script, nothing from elsewhere.

    Args:
        title: its title.
        style: the name of a style sheet of this package, which is put into the page.
        body: what it shows.
    """
    css = (files("vitrans.report") / style).read_text(encoding="utf-8")
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", http_equiv="Content-Security-Policy", content=_POLICY),
        element("meta", name="color-scheme", content="light dark"),
        element("title", title),
        element("style", css),
    )
    root = element("html", head, element("body", *body), lang="en")
    return "<!doctype html>\n" + tostring(root, encoding="unicode", method="html") + "\n"


def _clean(text: str) -> str:
    """Return a text with a visible sign for every character that no page may hold."""
    return _CONTROL.sub("\ufffd", text)
