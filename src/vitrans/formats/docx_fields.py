"""Fields of Word, which begin, divide and end in runs of their own: page numbers, links, contents.

A link's words are words; what any other field shows is one object, as Word will make it anew. A
field that goes on in another paragraph, such as a table of contents, shows words.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

from vitrans.formats.inline_atoms import (
    Atom,
    Close,
    Open,
    RangeEnd,
    Role,
    Stuff,
    Thing,
    is_balanced,
    stuff_of,
)

_KEYS = count()


@dataclass(frozen=True, slots=True)
class FieldMark:
    """Where a field begins, divides or ends; or what it is to show, its `instruction`."""

    what: str
    stuff: Stuff
    instruction: str = ""


Raw = Atom | RangeEnd | FieldMark


def with_fields(atoms: Sequence[Raw]) -> list[Atom | RangeEnd]:
    """Return atoms with objects and links in the place of fields.

    Raises:
        ValueError: a field begins in an element that it does not end in.
    """
    made: list[Raw] = []
    begun: list[int] = []
    for atom in atoms:
        if isinstance(atom, FieldMark) and atom.what == "begin":
            begun.append(len(made))
        elif isinstance(atom, FieldMark) and atom.what == "end" and begun:
            start = begun.pop()
            made[start:] = _field([*made[start:], atom])
            continue
        made.append(atom)
    for start in reversed(begun):
        end = next((n for n in range(start, len(made)) if _is(made[n], "separate")), len(made) - 1)
        made[start : end + 1] = [_one(made[start : end + 1], Role.ALONE)]
    return [_alone(atom) if isinstance(atom, FieldMark) else atom for atom in made]


def is_link(instruction: str) -> bool:
    """Say whether a field is a link, whose words are its own."""
    return instruction.split(None, 1)[:1] == ["HYPERLINK"]


def _field(atoms: list[Raw]) -> list[Raw]:
    """Return what is to stand for a field: an object, or the words of a link."""
    middle = next((n for n, atom in enumerate(atoms) if _is(atom, "separate")), None)
    instruction = "".join(a.instruction for a in atoms[:middle] if isinstance(a, FieldMark))
    if middle is None or not is_link(instruction):
        return [_one(atoms, Role.OBJECT)]
    head, words = _stuff(atoms[: middle + 1]), atoms[middle + 1 : -1]
    if not is_balanced(a for a in words if not isinstance(a, FieldMark)):
        raise ValueError("a field crosses an element")
    key = f"field {next(_KEYS)}"
    return [Open(key, head), *words, Close(key, _stuff(atoms[-1:]))]


def _one(atoms: list[Raw], role: Role) -> Thing:
    """Return atoms as one thing."""
    if not is_balanced(atom for atom in atoms if not isinstance(atom, FieldMark)):
        raise ValueError("a field crosses an element")
    return Thing(role, _stuff(atoms))


def _stuff(atoms: list[Raw]) -> tuple[Stuff, ...]:
    made: list[Stuff] = []
    for atom in atoms:
        made += [atom.stuff] if isinstance(atom, FieldMark) else stuff_of([atom])
    return tuple(made)


def _alone(mark: FieldMark) -> Thing:
    return Thing(Role.ALONE, (mark.stuff,))


def _is(atom: Raw, what: str) -> bool:
    return isinstance(atom, FieldMark) and atom.what == what
