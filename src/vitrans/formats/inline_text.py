"""From what a paragraph is made of to its text with tags.

Runs that look alike are one stretch of words. The plainest look that many letters of a paragraph,
or of a link, have is the usual one; what looks otherwise stands between a pair of tags.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from vitrans.formats import inline_tags
from vitrans.formats.inline_atoms import (
    NO_RUN,
    Atom,
    Close,
    Open,
    Role,
    Run,
    Stuff,
    Thing,
    Words,
)

# Characters that stand for something in the font of their run, which no stage may touch.
_PRIVATE = re.compile("([\ue000-\uf8ff])")
_SPACE = re.compile("[\t\r\n]")
# A look may be the usual one of a paragraph that this share of its letters have.
_MANY = 0.25
_ROLES = {
    Role.ALONE: inline_tags.ALONE,
    Role.OBJECT: inline_tags.OBJECT,
    Role.BORDER: inline_tags.BORDER,
    Role.BREAK: inline_tags.BORDER,
}


class Entry(NamedTuple):
    """What the tags of a number stand for.

    Attributes:
        opening: what is written for the first of them, or the only one.
        closing: what is written for the second.
        run: what words between them are in, None where they are in that of the words around.
        flows: whether it ends a line within a sentence, and the space before it was added.
    """

    opening: tuple[Stuff, ...] = ()
    closing: tuple[Stuff, ...] = ()
    run: Run | None = None
    flows: bool = False


def composed(atoms: Sequence[Atom]) -> tuple[str, tuple[Entry, ...], Run]:
    """Return the text of a paragraph, what its tags stand for, and the run of its usual words."""
    composer = _Composer(_usual(atoms))
    for at, atom in enumerate(atoms):
        if isinstance(atom, Words):
            composer.add_words(atom)
        elif isinstance(atom, Thing):
            composer.add_thing(_settled(atoms, at), _flows(atoms, at))
        elif isinstance(atom, Open):
            composer.open(atom)
        else:
            composer.close(atom)
    composer.end_stretch()
    return "".join(composer.made), tuple(composer.entries), composer.usual[""][1]


def _usual(atoms: Sequence[Atom]) -> dict[str, tuple[bytes, Run]]:
    """Return the usual look, and the first run of it, by the key of each element; "" is all."""
    letters: defaultdict[str, Counter[bytes]] = defaultdict(Counter)
    runs: dict[bytes, Run] = {}
    path = [""]
    for atom in atoms:
        if isinstance(atom, Words) and atom.text.strip():
            letters[path[-1]][atom.look] += len(atom.text)
            runs.setdefault(atom.look, atom.stuff.run)
        elif isinstance(atom, Open):
            path.append(atom.key if atom.own else path[-1])
        elif isinstance(atom, Close):
            path.pop()
    looks = {key: _plainest(count) for key, count in letters.items()}
    usual = {key: (look, runs[look]) for key, look in looks.items()}
    # Where all words are in elements, what comes to stand beside them looks like the first.
    usual.setdefault("", next(iter(usual.values()), (b"", NO_RUN)))
    return usual


def _plainest(letters: Counter[bytes]) -> bytes:
    """Return the usual look: of those that many letters have, the one with the least to it."""
    common = letters.most_common()
    many = [look for look, count in common if count >= _MANY * letters.total()]
    return min(many or [common[0][0]], key=len)


def _settled(atoms: Sequence[Atom], at: int) -> Thing:
    """Return a thing as the object that it is between two spaces, if it may be one."""
    thing = atoms[at]
    assert isinstance(thing, Thing)
    if thing.role is not Role.SHOWN:
        return thing
    before, after = _beside(atoms, at)
    between = before[-1:].isspace() and after[:1].isspace()
    return replace(thing, role=Role.OBJECT if between else Role.ALONE)


def _flows(atoms: Sequence[Atom], at: int) -> bool:
    """Say whether something ends a line, and the sentence goes on behind it."""
    thing = atoms[at]
    if not isinstance(thing, Thing) or thing.role is not Role.BREAK:
        return False
    before, after = (words.strip() for words in _beside(atoms, at))
    return (before[-1:].isalpha() or before.endswith(",")) and after[:1].islower()


def _beside(atoms: Sequence[Atom], at: int) -> tuple[str, str]:
    """Return the words before something and those after it, up to a border."""
    before = next((w for w in map(_words, reversed(atoms[:at])) if w), "")
    return before, next((w for w in map(_words, atoms[at + 1 :]) if w), "")


def _words(atom: Atom) -> str:
    """Return the words of an atom that has some; a border counts as the end of a text."""
    if isinstance(atom, Words):
        return atom.text
    is_border = isinstance(atom, Thing) and atom.role in (Role.BORDER, Role.BREAK)
    return "." if is_border else ""


@dataclass(slots=True)
class _Stretch:
    """Words of one unusual look: their tag, and where in the pieces of the text they end."""

    look: bytes
    number: int
    end: int


@dataclass(slots=True)
class _Composer:
    """Puts the text of a paragraph together, piece by piece."""

    usual: dict[str, tuple[bytes, Run]]
    made: list[str] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    _path: list[str] = field(default_factory=lambda: [""])
    _numbers: dict[str, int] = field(default_factory=dict)
    _stretch: _Stretch | None = None

    def add_words(self, words: Words) -> None:
        """Add words in the run that they look like."""
        run = words.stuff.run
        for number, part in enumerate(_PRIVATE.split(words.text)):
            if number % 2:
                self.add_thing(Thing(Role.OBJECT, (Stuff(run, 0, 0, part),)))
                continue
            text = _SPACE.sub(" ", part)
            core = text.strip(" ")
            if not core:
                self.made.append(text)
                continue
            start = text.index(core)
            self._look_changes(words.look, text[:start], run)
            self.made.append(inline_tags.escaped(core))
            if self._stretch:
                self._stretch.end = len(self.made)
            self.made.append(text[start + len(core) :])

    def _look_changes(self, look: bytes, space: str, run: Run) -> None:
        """Begin or end a stretch before words of a look; the space before them is of neither."""
        usual = self.usual.get(self._path[-1], self.usual[""])[0]
        if self._stretch and self._stretch.look != look:
            self.end_stretch()
        self.made.append(space)
        if look != usual and not self._stretch:
            number = self._enter(Entry(run=run))
            self.made.append(f"<{number}>")
            self._stretch = _Stretch(look, number, len(self.made))

    def end_stretch(self) -> None:
        """End the stretch of words of one look, if there is one, behind its last word."""
        if self._stretch:
            self.made.insert(self._stretch.end, f"</{self._stretch.number}>")
            self._stretch = None

    def add_thing(self, thing: Thing, flows: bool = False) -> None:
        """Add something that stands among the words."""
        role = inline_tags.ALONE if flows else _ROLES[thing.role]
        if role == inline_tags.BORDER:
            self.end_stretch()
        if flows and not next((one for one in reversed(self.made) if one), " ").endswith(" "):
            self.made.append(" ")
        self.made.append(f"<{self._enter(Entry(thing.stuff, flows=flows))}{role}/>")

    def open(self, opening: Open) -> None:
        """Open an element or a range."""
        self.end_stretch()
        self._path.append(opening.key if opening.own else self._path[-1])
        run = self.usual.get(opening.key, (b"", None))[1] if opening.own else None
        self._numbers[opening.key] = self._enter(Entry(opening.stuff, run=run))
        self.made.append(f"<{self._numbers[opening.key]}>")

    def close(self, closing: Close) -> None:
        """Close an element or a range."""
        self.end_stretch()
        self._path.pop()
        number = self._numbers[closing.key]
        self.entries[number - 1] = self.entries[number - 1]._replace(closing=closing.stuff)
        self.made.append(f"</{number}>")

    def _enter(self, entry: Entry) -> int:
        """Return the number of a new entry."""
        self.entries.append(entry)
        return len(self.entries)
