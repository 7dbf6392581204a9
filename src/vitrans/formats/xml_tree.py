"""XML by its places: which element stands where in a text, so that text can be put in by place.

Expat reads the text and says where each tag is; nothing is written anew, so what is not changed
comes back byte for byte. A text that defines entities is refused, and nothing outside it is read.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from xml.parsers import expat
from xml.sax.saxutils import escape

from vitrans.errors import InputError

_DEEPEST = 500
"""How deep elements may be nested; no file of a CAT tool comes near."""

XML = "http://www.w3.org/XML/1998/namespace"
# A tag to its end; `>` may stand within quotation marks.
_TAG = re.compile(r"<[^<>\"']*+(?:\"[^\"]*+\"[^<>\"']*+|'[^']*+'[^<>\"']*+)*+>")
_NONE: Mapping[str, str] = MappingProxyType({})
_DECLARED = re.compile(r"(\ufeff?<\?xml\b[^>]*?\bencoding\s*=\s*[\"'])([\w.:-]+)")
_DECLARATION = re.compile(r"\A<\?xml\s[^>]*\?>")
_ATTRIBUTE = r"(\s{}\s*=\s*)(?:\"[^\"]*\"|'[^']*')"


@dataclass(slots=True)
class Element:
    """An element and where it stands in the text, made once by `read`.

    Attributes:
        name: its name without a prefix.
        space: its namespace, empty if it has none.
        attributes: values by name; a name in a namespace has it before, with a space between.
        start: where its start tag starts.
        inner: where its content starts.
        last: where its content ends.
        end: where its end tag ends; an empty tag has `inner`, `last` and `end` at its end.
        keeps_space: whether white space in it counts, as `xml:space` says.
        children: the elements in it.
    """

    name: str
    space: str
    attributes: Mapping[str, str]
    start: int
    inner: int
    last: int = 0
    end: int = 0
    keeps_space: bool = False
    children: "tuple[Element, ...]" = ()

    @property
    def is_empty_tag(self) -> bool:
        """Whether one tag is all of it."""
        return self.inner == self.end

    def get(self, name: str, default: str = "") -> str:
        """Return the value of an attribute."""
        return self.attributes.get(name, default)

    def child(self, name: str) -> "Element | None":
        """Return its first child of a name in its own namespace, if there is one."""
        return next((one for one in self.named(name)), None)

    def named(self, name: str) -> Iterator["Element"]:
        """Yield its children of a name in its own namespace."""
        return (one for one in self.children if one.name == name and one.space == self.space)

    def walk(self) -> Iterator["Element"]:
        """Yield it and all elements within, in the order of their start tags."""
        waiting = [self]
        while waiting:
            element = waiting.pop()
            yield element
            waiting.extend(reversed(element.children))


def read(text: str) -> Element:
    """Return the root of a text.

    Raises:
        InputError: it is not well-formed, defines entities, or is nested beyond reason.
    """
    return _Reader(text).read()


class _Reader:
    """One reading of a text. Expat counts bytes of UTF-8; here they become characters.

    A file of ten megabytes has half a million elements, so they share what is the same in many.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._data = text.encode("utf-8", "surrogatepass")
        self._bytes = self._characters = 0
        self._open: list[tuple[Element, list[Element]]] = []
        self._root: Element | None = None
        self._parser = expat.ParserCreate("utf-8", namespace_separator=" ")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.EntityDeclHandler = _refuse_entity
        self._parser.buffer_text = True
        self._names: dict[str, tuple[str, str]] = {}

    def read(self) -> Element:
        try:
            self._parser.Parse(self._data, True)
        except expat.ExpatError as error:
            why = expat.ErrorString(error.code)
            raise InputError(
                f"it is not well-formed XML: {why} (line {error.lineno}); it may be cut off: fetch "
                "it again, or correct it"
            ) from None
        finally:  # else the tree would outlive its use: parser and reader hold each other
            del self._parser
        assert self._root is not None
        return self._root

    def _place(self) -> int:
        """Return the character at which the parser is."""
        index = self._parser.CurrentByteIndex
        self._characters += len(self._data[self._bytes : index].decode("utf-8", "surrogatepass"))
        self._bytes = index
        return self._characters

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        start = self._place()
        tag = _TAG.match(self._text, start)
        inner = tag.end() if tag else start
        local, space = self._named(name)
        element = Element(local, space, attributes or _NONE, start, inner)
        inherited = "preserve" if self._open and self._open[-1][0].keeps_space else ""
        element.keeps_space = attributes.get(f"{XML} space", inherited) == "preserve"
        if self._open:
            self._open[-1][1].append(element)
        else:
            self._root = element
        self._open.append((element, []))
        if len(self._open) > _DEEPEST:
            raise InputError(
                f"its elements are nested more than {_DEEPEST} deep, which no real file is; "
                "it is damaged or made to do harm"
            )

    def _named(self, full: str) -> tuple[str, str]:
        """Return a name and its namespace, each name once for all elements that have it."""
        if full not in self._names:
            space, _, local = full.rpartition(" ")
            self._names[full] = local, space
        return self._names[full]

    def _end(self, name: str) -> None:
        element, children = self._open.pop()
        element.children = tuple(children)
        if self._text[element.inner - 2] == "/" and element.inner > element.start + 2:
            element.last = element.end = element.inner
            return
        element.last = self._place()
        element.end = self._text.index(">", element.last) + 1


def _refuse_entity(*declared: object) -> None:
    """Refuse a text that defines an entity."""
    raise InputError(
        f"it defines the entity {str(declared[0])!r}, as files made to do harm do; take its "
        "definition out"
    )


def tag_of(text: str, element: Element) -> str:
    """Return an element's start tag."""
    return text[element.start : element.inner]


def with_attributes(tag: str, values: Mapping[str, str | None]) -> str:
    """Return a start tag with other values of some attributes, those that it lacks at its end.

    Args:
        tag: the tag as it stands.
        values: values by name as the tag writes it; an attribute of None is left out.
    """
    for name, value in values.items():
        pattern = re.compile(_ATTRIBUTE.format(re.escape(name)))
        found = pattern.search(tag)
        if value is None:
            tag = pattern.sub("", tag, count=1)
        elif found:
            tag = f"{tag[: found.start()]}{found[1]}{quoted(value)}{tag[found.end() :]}"
        else:
            stem = tag.removesuffix(">").removesuffix("/").rstrip()
            tag = f"{stem} {name}={quoted(value)}{tag[len(stem) :]}"
    return tag


def quoted(value: str) -> str:
    """Return a value as an attribute has it."""
    return '"' + escape(value, {'"': "&quot;", "\n": "&#10;", "\t": "&#9;"}) + '"'


def opened(tag: str) -> str:
    """Return a start tag that has content, from one that may be empty."""
    return tag.removesuffix(">").removesuffix("/").rstrip() + ">"


def name_of(tag: str) -> str:
    """Return the name of a start tag, with its prefix."""
    found = re.match(r"<([^\s/>]+)", tag)
    assert found
    return found[1]


def closing(tag: str) -> str:
    """Return the end tag for a start tag."""
    return f"</{name_of(tag)}>"


def indent(text: str, element: Element) -> str:
    """Return the white space before an element."""
    start = text.rfind(">", 0, element.start) + 1
    between = text[start : element.start]
    return between if between.isspace() else ""


def declared(text: str) -> str:
    """Return the encoding that a text says it is in, empty where it says nothing."""
    found = _DECLARED.match(text)
    return found[2] if found else ""


def redeclared(text: str, encoding: str) -> str:
    """Return a text that says it is in an encoding."""
    if declared(text):
        return _DECLARED.sub(lambda found: found[1] + encoding, text, count=1)
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    rest = _DECLARATION.sub("", text.removeprefix(mark))
    return f'{mark}<?xml version="1.0" encoding="{encoding}"?>{rest}'
