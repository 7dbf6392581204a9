"""The sentences of files: pairs of memories and tables, aligned documents, one language alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from vitrans.commands._shared.run import open_document
from vitrans.errors import InputError
from vitrans.exchange.bilingual import shown
from vitrans.exchange.bilingual.xliff import read as read_xliff
from vitrans.exchange.rows import read_rows
from vitrans.exchange.tmx import read_tmx, texts_in
from vitrans.files import read_bytes, read_text
from vitrans.pipeline import align_documents
from vitrans.pipeline.prepare import divide, tag
from vitrans.text.syllables import VIETNAMESE_LETTER
from vitrans.toolkit import Toolkit
from vitrans.types import Document, Language

_TABLES = (".tsv", ".csv", ".tab")
_XLIFF = (".xlf", ".xliff", ".sdlxliff", ".mqxliff")
_SURE = 0.5  # confidence from which sentences of documents count as a pair


@dataclass(frozen=True, slots=True)
class Sentences:
    """Pairs of a Vietnamese and an English sentence, and sentences by themselves."""

    pairs: tuple[tuple[str, str], ...] = ()
    vietnamese: tuple[str, ...] = ()
    english: tuple[str, ...] = ()

    def and_also(self, other: "Sentences") -> "Sentences":
        """Return both together."""
        return Sentences(
            self.pairs + other.pairs,
            self.vietnamese + other.vietnamese,
            self.english + other.english,
        )


def gather(paths: Sequence[Path], tools: Toolkit, read_as: str | None = None) -> Sentences:
    """Return the sentences of files.

    Documents that differ in `vi` and `en` alone by name are aligned, and so are an English and a
    Vietnamese one that are all there are.

    Raises:
        InputError: a file cannot be read, or a table has no pairs.
    """
    found = Sentences()
    documents: dict[Path, Document] = {}
    for path in paths:
        if path.suffix.lower() == ".tmx":
            found = found.and_also(Sentences(_memory(path)))
        elif path.suffix.lower() in _XLIFF and not read_as:
            found = found.and_also(Sentences(_units(path)))
        elif path.suffix.lower() in _TABLES and not read_as:
            found = found.and_also(Sentences(_table(path)))
        else:
            documents[path] = open_document(str(path), read_as)
    for group in _groups(documents, tools):
        found = found.and_also(_together([documents[path] for path in group], tools))
    return found


def _memory(path: Path) -> tuple[tuple[str, str], ...]:
    """Return the pairs of a translation memory."""
    memory = read_tmx(read_text(path))
    pairs = zip(texts_in(memory, "vi"), texts_in(memory, "en"), strict=True)
    return tuple((vi, en) for vi, en in pairs if vi and en)


def _table(path: Path) -> tuple[tuple[str, str], ...]:
    """Return the pairs in the first two columns of a table; which is which, letters tell.

    Raises:
        InputError: no row has two sides.
    """
    rows = read_rows(read_text(path), path.suffix.lower())
    pairs = [(row[0].strip(), row[1].strip()) for row in rows if len(row) > 1]
    pairs = [pair for pair in pairs if all(pair) and set(map(str.lower, pair)) != {"vi", "en"}]
    if not pairs:
        raise InputError(f"{str(path)!r} has no sentence pairs; give two columns")
    return _vietnamese_first(pairs)


def _units(path: Path) -> tuple[tuple[str, str], ...]:
    """Return the pairs of an XLIFF file of any tool: its sources that have a target.

    Raises:
        InputError: it is no XLIFF 1.2, or nothing in it is translated.
    """
    entries = read_xliff(read_bytes(path), str(path)).entries
    pairs = [(entry.source.strip(), shown(entry.target).strip()) for entry in entries]
    pairs = [pair for pair in pairs if all(pair)]
    if not pairs:
        raise InputError(f"{str(path)!r} has no translated units; translate some first")
    return _vietnamese_first(pairs)


def _vietnamese_first(pairs: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Return pairs with the Vietnamese first, told by its letters."""
    first, second = (sum(map(_marked, side)) for side in zip(*pairs, strict=True))
    return tuple(pairs if first >= second else [(vi, en) for en, vi in pairs])


def _marked(text: str) -> int:
    return len(VIETNAMESE_LETTER.findall(text))


def _groups(documents: dict[Path, Document], tools: Toolkit) -> list[list[Path]]:
    """Return documents that translate each other in twos, and the others one by one."""
    groups: dict[str, list[Path]] = {}
    for path in documents:
        groups.setdefault(_without_language(path), []).append(path)
    made = [group for group in groups.values() if len(group) == 2]
    alone = [path for group in groups.values() if len(group) != 2 for path in group]
    if len(documents) == 2 and not made:
        languages = {_language(documents[path], tools) for path in alone}
        if languages == {Language.ENGLISH, Language.VIETNAMESE}:
            return [alone]
    return [*made, *([path] for path in alone)]


def _without_language(path: Path) -> str:
    """Return a path without what says that it is Vietnamese or English."""
    parts = [part for name in path.parts for part in (*name.split("."), "/")]
    return ".".join(part for part in parts if part.lower() not in ("vi", "en"))


def _language(document: Document, tools: Toolkit) -> Language:
    """Return the language of most of a document."""
    letters = dict.fromkeys((Language.ENGLISH, Language.VIETNAMESE), 0)
    for segment in tag(document, tools.detector).segments:
        if segment.language in letters:
            letters[segment.language] += len(segment.text)
    return max(letters, key=lambda language: letters[language])


def _together(documents: list[Document], tools: Toolkit) -> Sentences:
    """Return the pairs of two documents, or the sentences of one."""
    if len(documents) == 2:
        bitext = align_documents(documents[0], documents[1], tools.detector, None)
        beads = [bitext.texts(bead) for bead in bitext.beads if bead.confidence >= _SURE]
        turned = bitext.source_language is Language.ENGLISH
        pairs = [(two, one) if turned else (one, two) for one, two in beads]
        return Sentences(tuple(pair for pair in pairs if all(pair)))
    segments = divide(tag(documents[0], tools.detector), tools.detector).segments
    return Sentences(
        (),
        tuple(s.text for s in segments if s.language is Language.VIETNAMESE),
        tuple(s.text for s in segments if s.language is Language.ENGLISH),
    )
