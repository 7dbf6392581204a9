"""A unit of text: a paragraph's words with tags for its formatting, and how they are written back.

A unit whose text has not changed is not written; else its runs are made anew, and all else in it
comes through.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from vitrans.errors import OutputError
from vitrans.formats import inline_tags
from vitrans.formats.inline_atoms import NO_RUN, Atom, Role, Run, Stuff, Thing, Words
from vitrans.formats.inline_text import Entry, composed
from vitrans.types import Kind

_LINE_END = re.compile("\n")
# How words are written in a run.
WriteWords = Callable[[Run, str], bytes]
# Returns the bytes of the part from one place to another as they are written.
Source = Callable[[int, int], bytes]
# Returns a run for words in another language than it says.
Relabel = Callable[[Run], Run]


@dataclass(frozen=True, slots=True)
class Unit:
    """A stretch of a part that is read as one.

    Attributes:
        start: its place in the bytes of the part.
        end: the place behind it.
        text: its words with tags.
        entries: what its tags stand for, by their number.
        run: what its words are in.
        write: how words are written in a run.
        kind: what it is on the page.
        twins: units that say the same for other programs, and go on doing so.
        where: the sort of place that it stands in, for people, empty where its part tells.
        most: how many characters its place takes, 0 for any number.
    """

    start: int
    end: int
    text: str
    entries: tuple[Entry, ...]
    run: Run
    write: WriteWords
    kind: Kind = Kind.PARAGRAPH
    twins: tuple["Unit", ...] = ()
    where: str = ""
    most: int = 0

    def written(self, text: str, source: Source, relabel: Relabel) -> bytes:
        """Return the bytes of the unit with another text.

        Raises:
            OutputError: the tags of the text are not those of the unit, or cross each other.
        """
        made: list[tuple[Run, str | bytes]] = []
        for run, what in self._parts(text, source):
            if what:
                made.append((relabel(run) if run.opening else run, what))
        return b"".join(
            run.opening + self._content(run, [what for _, what in group]) + run.closing
            for run, group in groupby(made, key=lambda part: part[0])
        )

    def _parts(self, text: str, source: Source) -> Iterator[tuple[Run, str | bytes]]:
        """Yield words and other things with the runs that they are in."""
        opened: list[tuple[str, Run]] = []
        run, done = self.run, 0
        for tag in inline_tags.TAG.finditer(text):
            entry = self._entry(tag["number"])
            words = inline_tags.plain(text[done : tag.start()])
            yield run, words.removesuffix(" ") if entry.flows else words
            done = tag.end()
            if tag["close"]:
                if not opened or opened.pop()[0] != tag["number"]:
                    raise self._odd()
                run = opened[-1][1] if opened else self.run
                yield from self._stuff(entry.closing, source)
                continue
            yield from self._stuff(entry.opening, source)
            if not tag["alone"]:
                run = run if entry.run is None else entry.run
                opened.append((tag["number"], run))
        if opened:
            raise self._odd()
        yield run, inline_tags.plain(text[done:])

    def _stuff(self, stuff: Sequence[Stuff], source: Source) -> Iterator[tuple[Run, str | bytes]]:
        for one in stuff:
            yield one.run, one.text or source(one.start, one.end)

    def _content(self, run: Run, parts: Sequence[str | bytes]) -> bytes:
        """Return what stands in one run, its words together."""
        made = []
        for is_words, group in groupby(parts, key=lambda part: isinstance(part, str)):
            if not is_words:
                made += [part for part in group if isinstance(part, bytes)]
            else:
                words = "".join(part for part in group if isinstance(part, str))
                made.append(self.write(run, words))
        return b"".join(made)

    def _entry(self, number: str) -> Entry:
        if int(number) > len(self.entries):
            raise self._odd()
        return self.entries[int(number) - 1]

    def _odd(self) -> OutputError:
        return OutputError(f"the tags of a paragraph do not fit together: {self.text[:60]!r}")


def unit(
    start: int, end: int, atoms: Sequence[Atom], write: WriteWords, kind: Kind = Kind.PARAGRAPH
) -> Unit | None:
    """Return the unit of a paragraph, None where it has no words.

    Args:
        start: the place of its content.
        end: the place behind that.
        atoms: what it is made of, in order; elements are closed in the order they were opened in.
        write: how words are written.
        kind: what it is on the page.
    """
    if not any(isinstance(atom, Words) and atom.text.strip() for atom in atoms):
        return None
    text, entries, run = composed(atoms)
    return Unit(start, end, text, entries, run, write, kind)


def verbatim(
    start: int, end: int, text: str, write: WriteWords, line_end: re.Pattern[str] = _LINE_END
) -> Unit | None:
    """Return the unit of a text without marks, such as a title; each of its lines is read alone.

    Args:
        start: its place.
        end: the place behind it.
        text: what it says.
        write: how words are written.
        line_end: what ends a line in it.
    """
    atoms: list[Atom] = []
    done = 0
    for found in line_end.finditer(text):
        atoms.append(Words(text[done : found.start()], b"", Stuff(NO_RUN, 0, 0)))
        atoms.append(Thing(Role.BORDER, (Stuff(NO_RUN, 0, 0, found[0]),)))
        done = found.end()
    atoms.append(Words(text[done:], b"", Stuff(NO_RUN, 0, 0)))
    return unit(start, end, atoms, write)


def with_twins(units: Sequence[Unit], others: Sequence[Unit]) -> list[Unit]:
    """Return units that take those with them that say the same, and what of these is left over."""
    made = list(units)
    left = []
    start = 0
    for other in others:
        same = (n for n in range(start, len(units)) if units[n].text == other.text)
        number = next(same, None)
        if number is None:
            left.append(other)
            continue
        made[number] = replace(made[number], twins=(*made[number].twins, other))
        start = number + 1
    return made + left
