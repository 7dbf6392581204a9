"""What a paragraph of an OpenDocument file is made of."""

import re
from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape

from vitrans.formats.inline_atoms import (
    NO_RUN,
    Atom,
    Close,
    Open,
    RangeEnd,
    Role,
    Run,
    Stuff,
    Thing,
    Words,
    with_ranges,
)
from vitrans.formats.odt_changes import Deletions
from vitrans.formats.odt_styles import TextStyles
from vitrans.formats.xml_nodes import Node

_SPACE = re.compile("[ \t\r\n]+")
_SPACES = re.compile("  +")
_AROUND = frozenset(["text:a", "text:meta", "text:meta-field"])
_RANGES = {
    f"text:{what}-{end}": (what, end == "start")
    for what in ("bookmark", "reference-mark", "alphabetical-index-mark", "toc-mark", "change")
    for end in ("start", "end")
}
_NAMES = ("text:name", "text:id", "text:change-id")
_LEFT_OUT = frozenset(["text:soft-page-break"])
# What has words in it that are not those of the paragraph, or none.
_ALONE = ("office:", "presentation:", "text:change", "text:note", "form:")
_SHOWN = ("draw:", "dr3d:")
_CHILDLESS = frozenset(
    ["text:bookmark", "text:reference-mark", "text:alphabetical-index-mark", "text:toc-mark"]
)


def paragraph_atoms(
    data: bytes, paragraph: Node, styles: TextStyles, deletions: Deletions
) -> list[Atom]:
    """Return what a paragraph or heading is made of."""
    reader = _Reader(data, styles)
    return with_ranges(list(deletions.apart(paragraph, reader.content(paragraph, ()))))


def write_words(run: Run, text: str) -> bytes:
    """Return words as a paragraph has them: of several spaces all but the first are elements."""
    return _SPACES.sub(_spaces, escape(text)).encode()


def _spaces(found: re.Match[str]) -> str:
    count = len(found[0]) - 1
    return " <text:s/>" if count == 1 else f' <text:s text:c="{count}"/>'


class _Reader:
    """Reads the words and the elements of a paragraph, in the spans that they are in."""

    def __init__(self, data: bytes, styles: TextStyles) -> None:
        self._data, self._styles = data, styles
        self._spaced = True  # whether a space here would be one too many
        self._begun = False  # whether there were words

    def content(self, parent: Node, spans: Sequence[Node]) -> Iterator[Atom | RangeEnd]:
        """Yield what the words and elements in a paragraph, a span or a link are."""
        run, look = self._run(spans)
        for child in parent.children:
            if isinstance(child, str):
                yield Words(self._collapsed(child), look, Stuff(run, 0, 0))
            elif child.name == "text:span":
                yield from self._span(child, spans)
            elif child.name in _AROUND:
                yield from self._around(child, spans)
            elif self._begun and _is_space(child):
                yield Words(" ", look, Stuff(run, 0, 0))
            elif child.name in _RANGES:
                what, first = _RANGES[child.name]
                name = next((child.attributes[n] for n in _NAMES if n in child.attributes), "")
                yield RangeEnd(f"{what} {name}", first, Stuff(run, child.start, child.end))
            elif child.name not in _LEFT_OUT:
                self._spaced = False
                yield Thing(_role(child), (Stuff(run, child.start, child.end),))

    def _span(self, node: Node, spans: Sequence[Node]) -> Iterator[Atom | RangeEnd]:
        """Yield what is in a span; code is one object."""
        if node.attributes.get("text:style-name") in self._styles.told.code:
            run, _ = self._run(spans)
            self._spaced = False
            yield Thing(Role.OBJECT, (Stuff(run, node.start, node.end),))
        else:
            yield from self.content(node, (*spans, node))

    def _around(self, node: Node, spans: Sequence[Node]) -> Iterator[Atom | RangeEnd]:
        """Yield a link with what is in it; the spans around it begin in it."""
        key = f"element {node.start}"
        yield Open(key, (Stuff(NO_RUN, node.start, node.inner),))
        yield from self.content(node, spans)
        yield Close(key, (Stuff(NO_RUN, node.close, node.end),))

    def _run(self, spans: Sequence[Node]) -> tuple[Run, bytes]:
        """Return the tags of spans in each other, and how words in them look."""
        tags = [self._data[node.start : node.inner] for node in spans]
        ends = [self._data[node.close : node.end] for node in reversed(spans)]
        looks = [self._styles.look(node.attributes.get("text:style-name", "")) for node in spans]
        look = "\n".join(part for each in looks for part in each)
        return Run(b"".join(tags), b"".join(ends)), look.encode()

    def _collapsed(self, text: str) -> str:
        """Return a text with one space in the place of several, none at the start."""
        text = _SPACE.sub(" ", text)
        if self._spaced:
            text = text.removeprefix(" ")
        self._spaced = text.endswith(" ") if text else self._spaced
        self._begun = self._begun or bool(text)
        return text


def _is_space(node: Node) -> bool:
    """Say whether an element is one space more."""
    return node.name == "text:s" and node.attributes.get("text:c", "1") == "1"


def _role(node: Node) -> Role:
    """Return what an element among words is to them."""
    if node.name in ("text:tab", "text:s"):
        return Role.BORDER
    if node.name == "text:line-break":
        return Role.BREAK
    if node.name.startswith(_SHOWN):
        anchored = node.attributes.get("text:anchor-type", "as-char") != "as-char"
        return Role.ALONE if anchored else Role.SHOWN
    if node.name.startswith(_ALONE) or node.name in _CHILDLESS:
        return Role.ALONE
    return Role.OBJECT
