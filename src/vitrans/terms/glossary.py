"""What a translator's glossaries say: terms and what stands for them, in either direction."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from vitrans.terms.finder import Finder
from vitrans.terms.words import key_of
from vitrans.text.syllables import VIETNAMESE_LETTER
from vitrans.types import Language, Target


class Columns(StrEnum):
    """Which languages the two sides of an entry are in."""

    VI_EN = "vi,en"
    EN_VI = "en,vi"
    OF_RUN = "source,target"
    """In the direction of the run."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of a glossary.

    Attributes:
        left, right: its sides, as written; the first of each counts, others will do as well.
        columns: their languages.
        place: its file and line, for people.
        avoided: sides that are found but never written, as they are deprecated.
    """

    left: tuple[str, ...]
    right: tuple[str, ...]
    columns: Columns
    place: str = ""
    avoided: tuple[str, ...] = ()

    def sides(self, target: Target) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return what is translated from, and into `target`."""
        turned = {Columns.VI_EN: Language.VIETNAMESE, Columns.EN_VI: Language.ENGLISH}
        sides = self.left, self.right
        sources, targets = reversed(sides) if turned.get(self.columns) is target else sides
        return sources, tuple(one for one in targets if one not in self.avoided) or targets


@dataclass(frozen=True, slots=True)
class Term:
    """A term and what stands for it in the target language.

    Attributes:
        source: as the glossary has it.
        targets: what is to stand for it, and what will do as well.
        verbatim: whether it is a string that is kept, to the letter.
        place: where the glossary says so.
    """

    source: str
    targets: tuple[str, ...]
    verbatim: bool = False
    place: str = ""

    @property
    def target(self) -> str:
        """What is to stand for it."""
        return self.targets[0]


@dataclass(frozen=True, slots=True)
class Glossary:
    """The entries of all glossaries of a run, and the strings that are kept.

    Attributes:
        entries: in order; where two say different things the later one counts.
        keep: strings that stay as they are.
        ignore_accents: whether Vietnamese terms are found by their bare letters.
        problems: a line for each row of the files that was left out.
    """

    entries: tuple[Entry, ...] = ()
    keep: tuple[str, ...] = ()
    ignore_accents: bool = False
    problems: tuple[str, ...] = ()
    _finders: dict[Target, Finder] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, pairs: Iterable[Sequence[str]], columns: Columns = Columns.OF_RUN) -> "Glossary":
        """Return the glossary of pairs of terms."""
        return cls(tuple(Entry((left,), (right,), columns) for left, right in pairs))

    def terms(self, target: Target) -> list[Term]:
        """Return the terms of the direction into `target`, each once, then what is kept."""
        kept: dict[tuple[str, ...], Term] = {}
        for source, term in self._all(target):
            kept[_identity(source)] = term
        return [*kept.values(), *(Term(text, (text,), verbatim=True) for text in self.keep)]

    def __bool__(self) -> bool:
        """Say whether there are terms or strings to keep."""
        return bool(self.entries or self.keep)

    def notes(self, target: Target) -> list[str]:
        """Return what is to be said of the glossary in the direction into `target`, a line each.

        That is rows that were left out, terms with two translations, and files whose columns
        seem to be in the other direction.
        """
        return [*self.problems, *self._turned(target), *self.conflicts(target)]

    def conflicts(self, target: Target) -> Iterator[str]:
        """Yield a line for each term that has two translations in the direction into `target`."""
        kept: dict[tuple[str, ...], Term] = {}
        for source, term in self._all(target):
            before = kept.get(_identity(source))
            if before and not {key_of(t) for t in before.targets} & {key_of(term.target)}:
                yield (
                    f"{term.place}: {source!r} is {term.target!r} here and {before.target!r} in "
                    f"{before.place}; the later one counts"
                )
            kept[_identity(source)] = term

    def finder(self, target: Target) -> Finder:
        """Return what finds the terms of the direction into `target`; made once."""
        if target not in self._finders:
            self._finders[target] = Finder(self.terms(target), target.other, self.ignore_accents)
        return self._finders[target]

    def _turned(self, target: Target) -> Iterator[str]:
        """Yield a line for each file without languages whose letters are those of the other."""
        rows: dict[str, list[Entry]] = {}
        for entry in self.entries:
            if entry.columns is Columns.OF_RUN and entry.place:
                rows.setdefault(entry.place.rpartition(":")[0], []).append(entry)
        names = {Language.VIETNAMESE: "Vietnamese", Language.ENGLISH: "English"}
        for file, entries in rows.items():
            left, right = (
                sum(_is_marked(entry.sides(target)[side]) for entry in entries) for side in (0, 1)
            )
            if (right > left) if target is Language.ENGLISH else (left > right):
                yield (
                    f"{file}: its columns look like {names[target]} and "
                    f"{names[target.other]}, but are read as what is translated from and into; "
                    f"write the header {target},{target.other} above them"
                )

    def _all(self, target: Target) -> Iterator[tuple[str, Term]]:
        for entry in self.entries:
            sources, targets = entry.sides(target)
            for source in sources:
                yield source, Term(source, targets, place=entry.place)


def _is_marked(side: Sequence[str]) -> bool:
    """Say whether a side of an entry has a letter that English has not."""
    return any(VIETNAMESE_LETTER.search(one) for one in side)


def _identity(source: str) -> tuple[str, ...]:
    """Return what tells a term from others: one with capitals is another than one without."""
    return key_of(source) if source == source.lower() else (source, *key_of(source))
