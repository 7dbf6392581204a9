"""What a paragraph of a package is made of: words, things among them, and what opens and closes."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import NamedTuple


class Run(NamedTuple):
    """The tags around a stretch of words, which have its formatting."""

    opening: bytes
    closing: bytes


NO_RUN = Run(b"", b"")


class Stuff(NamedTuple):
    """What is written: bytes `start` to `end` of the part, or a text, in a run."""

    run: Run
    start: int
    end: int
    text: str = ""


class Role(Enum):
    """What a thing among words is to them."""

    ALONE = auto()
    """Has a place among them, such as a reference to a footnote."""
    OBJECT = auto()
    """Is read as a word, such as the number of a page."""
    SHOWN = auto()
    """Is read as a word between two spaces, and has a place elsewhere: a picture in a line."""
    BORDER = auto()
    """Ends what is read together, such as a tab."""
    BREAK = auto()
    """Ends a line: a border, unless the sentence flows on."""


@dataclass(frozen=True, slots=True)
class Words:
    """Words that look alike; `look` is the same for runs that differ in nothing to be seen."""

    text: str
    look: bytes
    stuff: Stuff


@dataclass(frozen=True, slots=True)
class Thing:
    """Something among the words."""

    role: Role
    stuff: tuple[Stuff, ...]


@dataclass(frozen=True, slots=True)
class Open:
    """Opens what a `Close` of the same key closes.

    `own` says whether it is an element, such as a link, whose words have a usual look of their
    own; a range, such as that of a comment, has not.
    """

    key: str
    stuff: tuple[Stuff, ...]
    own: bool = True


@dataclass(frozen=True, slots=True)
class Close:
    """Closes what was opened."""

    key: str
    stuff: tuple[Stuff, ...]


Atom = Words | Thing | Open | Close


@dataclass(frozen=True, slots=True)
class RangeEnd:
    """One end of a range that is written as two elements, which other elements may cross."""

    key: str
    first: bool
    stuff: Stuff


def stuff_of(atoms: Iterable["Atom | RangeEnd"]) -> Iterator[Stuff]:
    """Yield what atoms are written as."""
    for atom in atoms:
        if isinstance(atom, Words | RangeEnd):
            yield atom.stuff
        else:
            yield from atom.stuff


def is_balanced(atoms: Iterable["Atom | RangeEnd"]) -> bool:
    """Say whether all that elements open is closed, and in order."""
    waiting = []
    for atom in atoms:
        if isinstance(atom, Open):
            waiting.append(atom.key)
        elif isinstance(atom, Close) and (not waiting or waiting.pop() != atom.key):
            return False
    return not waiting


def with_ranges(atoms: Sequence["Atom | RangeEnd"]) -> list[Atom]:
    """Return atoms in which ranges that cross nothing open and close; their ends else stand alone.

    A range without anything in it is one thing.
    """
    made: list[Atom] = []
    waiting: list[tuple[str, int, bool]] = []  # keys, places in `made`, whether it is a range
    for atom in atoms:
        if isinstance(atom, RangeEnd):
            if atom.first:
                waiting.append((atom.key, len(made), True))
            elif (start := _start(waiting, atom.key)) is not None:
                _close(made, start, atom)
                continue
            made.append(Thing(Role.ALONE, (atom.stuff,)))
            continue
        if isinstance(atom, Open):
            waiting.append((atom.key, len(made), False))
        elif isinstance(atom, Close):
            while waiting.pop()[2]:
                pass  # ranges that end elsewhere
        made.append(atom)
    return made


def _start(waiting: list[tuple[str, int, bool]], key: str) -> int | None:
    """Return where a range starts within the innermost element; others that it crosses are lost."""
    for number in range(len(waiting) - 1, -1, -1):
        name, at, is_range = waiting[number]
        if not is_range:
            return None
        if name == key:
            del waiting[number:]
            return at
    return None


def _close(made: list[Atom], start: int, end: RangeEnd) -> None:
    """Make a pair of the two ends of a range."""
    first = made[start]
    assert isinstance(first, Thing)
    if start == len(made) - 1:
        made[start] = Thing(Role.ALONE, (*first.stuff, end.stuff))
        return
    made[start] = Open(end.key, first.stuff, own=False)
    made.append(Close(end.key, (end.stuff,)))
