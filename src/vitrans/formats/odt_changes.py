"""Text that was taken out of an OpenDocument file while changes were tracked.

Packages keep it beside the text. Flat files leave it in its place, from one mark to another, which
may stand in different paragraphs.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from vitrans.formats.inline_atoms import Atom, Close, Open, RangeEnd, Role, Stuff, Thing, Words
from vitrans.formats.xml_nodes import Node

CHANGES = frozenset(["text:changed-region", "text:change-start", "text:change-end"])
"""The elements that `Deletions` are read from."""


@dataclass(frozen=True, slots=True)
class Deletions:
    """What was taken out of a part and stands in its place.

    Attributes:
        names: the names of such changes.
        spans: where they start and end in the bytes of the part.
    """

    names: set[str] = field(default_factory=set)
    spans: list[tuple[int, int]] = field(default_factory=list)

    @classmethod
    def of(cls, found: Iterable[Node]) -> "Deletions":
        """Return those of a part, from its elements that are `CHANGES`."""
        made, starts = cls(), dict[str, int]()
        for node in found:
            if node.name == "text:changed-region":
                if node.child("text:deletion"):
                    made.names.add(node.attributes.get("text:id", ""))
                continue
            name = node.attributes.get("text:change-id", "")
            if node.name == "text:change-start":
                starts[name] = node.start
            elif name in made.names and name in starts:
                made.spans.append((starts.pop(name), node.end))
        return made

    def hold(self, node: Node) -> bool:
        """Say whether an element was taken out."""
        return any(start <= node.start and node.end <= end for start, end in self.spans)

    def apart(self, paragraph: Node, atoms: Iterable[Atom | RangeEnd]) -> Iterator[Atom | RangeEnd]:
        """Yield what a paragraph is made of; what was taken out is one thing among the words."""
        ends = {f"change {name}" for name in self.names}
        out = any(start < paragraph.start < end for start, end in self.spans)
        held: list[Stuff] = []
        for atom in atoms:
            is_end = isinstance(atom, RangeEnd) and atom.key in ends
            if is_end and isinstance(atom, RangeEnd):
                out = atom.first
                held.append(atom.stuff)
            elif out and not isinstance(atom, Open | Close):
                held += _kept(atom)
            if held and (not out or isinstance(atom, Open | Close)):
                yield Thing(Role.ALONE, tuple(held))
                held = []
            if not is_end and (not out or isinstance(atom, Open | Close)):
                yield atom
        if held:
            yield Thing(Role.ALONE, tuple(held))


def _kept(atom: Words | Thing | RangeEnd) -> tuple[Stuff, ...]:
    """Return what is written for an atom that stays as it is."""
    if isinstance(atom, Words):
        return (atom.stuff._replace(text=atom.text),)
    return (atom.stuff,) if isinstance(atom, RangeEnd) else atom.stuff
