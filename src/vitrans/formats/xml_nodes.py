"""Elements of XML with the places of their tags in the bytes, found by expat, a few at a time.

Files are changed by splicing, so that what is not changed comes through byte for byte; for that the
places are needed. Only elements that are asked for are kept, with all that is in them.
"""

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from re import DOTALL, Match
from re import compile as pattern
from xml.parsers import expat

from vitrans.errors import InputError

# A tag; `>` may stand in the value of an attribute.
_TAG = pattern(rb"<[^\"'>]*(?:\"[^\"]*\"[^\"'>]*|'[^']*'[^\"'>]*)*>")
_DEEPEST = 256  # elements in each other; a table in a table in a frame has about 60
_CHUNK = 1 << 16


@dataclass(slots=True)
class Node:
    """An element.

    Attributes:
        name: its name, with the usual prefix of its namespace, whatever the file's.
        attributes: the same for its attributes.
        above: the names of the elements that it lies in, the outermost first; none where that is
            kept too.
        start: the place of its first tag.
        inner: the place behind its first tag.
        close: the place of its last tag; that of `inner` if it has but one.
        end: the place behind its last tag.
        children: elements and text in it, in order.
    """

    name: str
    attributes: dict[str, str]
    above: tuple[str, ...]
    start: int
    inner: int
    close: int = 0
    end: int = 0
    children: "list[Node | str]" = field(default_factory=list)

    @property
    def nodes(self) -> "Iterator[Node]":
        """The elements in it."""
        return (child for child in self.children if isinstance(child, Node))

    @property
    def text(self) -> str:
        """The text that stands in it directly."""
        return "".join(child for child in self.children if isinstance(child, str))

    def child(self, *names: str) -> "Node | None":
        """Return the first element in it of a name, in that the first of the next name, and on."""
        found: Node | None = self
        for name in names:
            found = next((n for n in found.nodes if n.name == name), None) if found else None
        return found

    def within(self) -> "Iterator[Node]":
        """Yield it and all elements in it, in the order of their tags."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(list(node.nodes)))


def attribute(data: bytes, node: Node, name: str) -> Match[bytes] | None:
    """Return where an attribute of an element stands; group `value` is what is in its quotes."""
    local = name.rpartition(":")[2].encode("ascii")
    find = pattern(
        rb"\s(?:[\w.-]+:)?" + local + rb"\s*=\s*(?P<q>[\"'])(?P<value>.*?)(?P=q)", DOTALL
    )
    return find.search(data, node.start, node.inner)


def nodes(
    data: bytes, wanted: frozenset[str], namespaces: Mapping[str, str], about: str
) -> Iterator[Node]:
    """Yield the outermost elements of the names that are wanted.

    Args:
        data: XML in UTF-8.
        wanted: names, with the prefixes of `namespaces`.
        namespaces: the prefix for each namespace.
        about: the name of the file, for messages.

    Raises:
        InputError: it is not well-formed, declares entities, or nests elements too deep.
    """
    scanner = _Scanner(data, wanted, namespaces, about)
    try:
        for start in range(0, len(data) + 1, _CHUNK):
            scanner.parser.Parse(data[start : start + _CHUNK], start + _CHUNK > len(data))
            while scanner.found:
                yield scanner.found.popleft()
    except expat.ExpatError as error:
        raise InputError(
            f"{about}: its XML is damaged ({error}); save it anew with the program that made it"
        ) from None
    finally:  # else what it holds would outlive its use: parser and scanner hold each other
        del scanner.parser


class _Scanner:
    """What expat calls; it keeps the wanted elements that are complete."""

    def __init__(
        self, data: bytes, wanted: frozenset[str], namespaces: Mapping[str, str], about: str
    ) -> None:
        self.found: deque[Node] = deque()
        self._data, self._wanted, self._about = data, wanted, about
        self._namespaces = namespaces
        self._short: dict[str, str] = {}
        self._path: list[str] = []
        self._open: list[Node] = []
        self.parser = expat.ParserCreate("utf-8", " ")
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.EntityDeclHandler = self._entity

    def _start(self, full: str, attributes: dict[str, str]) -> None:
        name = self._named(full)
        if len(self._path) >= _DEEPEST:
            raise InputError(
                f"{self._about}: more than {_DEEPEST} elements lie in each other, as in no "
                "document that a program writes; save it anew"
            )
        if self._open or name in self._wanted:
            start = self.parser.CurrentByteIndex
            tag = _TAG.match(self._data, start)
            assert tag  # expat has read it
            told = {self._named(key): value for key, value in attributes.items()}
            above = () if self._open else tuple(self._path)
            node = Node(name, told, above, start, tag.end())
            if self._open:
                self._open[-1].children.append(node)
            self._open.append(node)
        self._path.append(name)

    def _end(self, full: str) -> None:
        self._path.pop()
        if not self._open:
            return
        node = self._open.pop()
        if self._data.endswith(b"/>", node.start, node.inner):  # it has but one tag
            node.close = node.end = node.inner
        else:
            node.close = self.parser.CurrentByteIndex
            node.end = self._data.index(b">", node.close) + 1
        if not self._open:
            self.found.append(node)

    def _characters(self, text: str) -> None:
        if self._open:
            self._open[-1].children.append(text)

    def _entity(self, *_: object) -> None:
        raise InputError(
            f"{self._about}: it declares entities of its own, which vitrans does not follow; "
            "save it anew with another program"
        )

    def _named(self, full: str) -> str:
        """Return a name with the prefix of its namespace."""
        if full not in self._short:
            space, _, local = full.rpartition(" ")
            prefix = self._namespaces.get(space, space)
            self._short[full] = f"{prefix}:{local}" if space else local
        return self._short[full]
