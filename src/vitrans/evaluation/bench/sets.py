"""Test sets as benchmarks read them, in NFC, with the sha256 of their files."""

import hashlib
import json
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from vitrans.errors import InputError
from vitrans.evaluation.metrics.alignment import BeadIds, read_beads
from vitrans.evaluation.sides import Contents, Role, SetSide, read_sides
from vitrans.evaluation.testsets import resolve, set_names
from vitrans.files import named_file, read_text
from vitrans.report.model import Origin
from vitrans.text import nfc
from vitrans.text.counts import counted

Pairs = frozenset[tuple[str, str]]
Sentences = tuple[tuple[str, bool], ...]

_BEADS = ".beads.tsv"


@dataclass(frozen=True, slots=True)
class PairSet:
    """Sentences and their translations, equally many."""

    name: str
    english: tuple[str, ...]
    vietnamese: tuple[str, ...]
    origins: tuple[Origin, ...]
    files: tuple[Path, ...] = ()

    @property
    def size(self) -> int:
        """How many sentences there are."""
        return len(self.english)

    @classmethod
    def read(cls, given: str) -> "PairSet":
        """Read rows of English and Vietnamese, JSONL or TMX with `en` and `vi`, or a published set.

        Raises:
            InputError: it cannot be read, or lacks sentences.
        """
        named = given in set_names() or Path(given).suffix.lower() in (".jsonl", ".tmx")
        keys = ("en", "vi") if named else ("1", "2")
        names = [resolve(f"{given}#{key}") for key in keys]
        known: dict[Path, Contents] = {}
        english, vietnamese = (read_sides(one, Role.REFERENCE, known)[0] for one in names)
        if len(english.segments) != len(vietnamese.segments):
            raise InputError(
                f"{given!r} has {counted(len(english.segments), 'English sentence')} and "
                f"{len(vietnamese.segments)} in Vietnamese; each needs its translation"
            )
        name = given if given in set_names() else Path(given).stem
        origins = dict.fromkeys(side.origin for side in (english, vietnamese))
        files = tuple(map(named_file, names))
        return cls(name, _nfc(english), _nfc(vietnamese), tuple(origins), files)


@dataclass(frozen=True, slots=True)
class TextSet:
    """Correct Vietnamese, a text a line."""

    name: str
    texts: tuple[str, ...]
    origins: tuple[Origin, ...]
    files: tuple[Path, ...] = ()

    @property
    def size(self) -> int:
        """How many texts there are."""
        return len(self.texts)

    @classmethod
    def read(cls, given: str) -> "TextSet":
        """Read a file with a text a line; a published set gives its Vietnamese side."""
        file = resolve(f"{given}#vi") if given in set_names() else given
        side = read_sides(file, Role.REFERENCE)[0]
        return cls(Path(given).stem, _nfc(side), (side.origin,), (named_file(file),))


@dataclass(frozen=True, slots=True)
class PageSet:
    """Pages with the caption pairs that are in them."""

    name: str
    pages: dict[str, tuple[str, Pairs]]
    origins: tuple[Origin, ...]
    files: tuple[Path, ...] = ()

    @property
    def size(self) -> int:
        """How many pages there are."""
        return len(self.pages)

    @classmethod
    def read(cls, given: str) -> "PageSet":
        """Read a JSONL file of `page` and `pairs`; the pages are in the folder of its name.

        Raises:
            InputError: a file cannot be read, or a line is not of that form.
        """
        path = Path(given)
        try:
            listing = read_text(path)
            entries = [json.loads(line) for line in listing.split("\n") if line.strip()]
            gold = {
                str(entry["page"]): frozenset(
                    (nfc(str(pair["vietnamese"])), nfc(str(pair["english"])))
                    for pair in entry["pairs"]
                )
                for entry in entries
            }
        except (ValueError, TypeError, KeyError) as error:
            raise InputError(
                f"{given!r} does not have a page and its caption pairs on every line: {error!r}"
            ) from None
        folder = path.with_suffix("")
        pages = {name: (nfc(read_text(folder / name)), pairs) for name, pairs in gold.items()}
        texts = [text for text, _ in pages.values()]
        origin = Origin("pages", given, _sha256([listing, *texts]), len(pages))
        files = (path, *(folder / name for name in gold))
        return cls(path.stem, pages, (origin,), files)


@dataclass(frozen=True, slots=True)
class Aligned:
    """A text and its translation, with the beads of numbers (from 1) that align them.

    Each sentence comes with whether a paragraph starts with it.
    """

    vietnamese: Sentences
    english: Sentences
    beads: tuple[BeadIds, ...]


@dataclass(frozen=True, slots=True)
class BeadSet:
    """Documents with their translations, aligned by hand."""

    name: str
    documents: tuple[Aligned, ...]
    origins: tuple[Origin, ...]
    files: tuple[Path, ...] = ()

    @property
    def size(self) -> int:
        """How many beads there are."""
        return sum(len(document.beads) for document in self.documents)

    @classmethod
    def read(cls, folder: Path) -> "BeadSet":
        """Read a folder of `NAME.beads.tsv`, `NAME.vi.txt` and `NAME.en.txt`.

        Texts have a sentence a line; blank lines stand between paragraphs and are not numbered.

        Raises:
            InputError: there are no beads, or a file cannot be read.
        """
        paths = sorted(folder.glob(f"*{_BEADS}"))
        if not paths:
            raise InputError(f"{str(folder)!r} has no NAME{_BEADS}; give a folder of aligned texts")
        files = [(p, *(_beside(p, language) for language in ("vi", "en"))) for p in paths]
        texts = {path: read_text(path) for row in files for path in row}
        documents = tuple(
            Aligned(_paragraphs(texts[vi]), _paragraphs(texts[en]), tuple(read_beads(texts[beads])))
            for beads, vi, en in files
        )
        count = sum(len(document.beads) for document in documents)
        origin = Origin("beads", str(folder), _sha256(list(texts.values())), count)
        return cls(folder.resolve().name, documents, (origin,), tuple(texts))


def inputs_of(origins: tuple[Origin, ...]) -> dict[str, str]:
    """Return the sha256 of each file of a set, by its name."""
    return {Path(origin.path.split("#")[0]).name: origin.sha256 for origin in origins}


def _beside(path: Path, language: str) -> Path:
    return path.with_name(f"{path.name.removesuffix(_BEADS)}.{language}.txt")


def _paragraphs(text: str) -> Sentences:
    """Return the sentences of a text, each with whether a blank line stands before it."""
    rows = ["", *(nfc(line).strip() for line in text.split("\n"))]
    return tuple((row, not before) for before, row in pairwise(rows) if row)


def _nfc(side: SetSide) -> tuple[str, ...]:
    return tuple(map(nfc, side.segments))


def _sha256(texts: list[str]) -> str:
    """Return the sha256 of a text; of several, that of all their sha256s."""
    each = [hashlib.sha256(text.encode("utf-8")) for text in texts]
    if len(each) == 1:
        return each[0].hexdigest()
    return hashlib.sha256(b"".join(one.digest() for one in each)).hexdigest()
