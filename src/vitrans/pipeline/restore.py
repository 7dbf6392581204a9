"""Diacritics of a document: mended first if wished, restored, with known English as evidence."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from vitrans.align import find_placed_pairs
from vitrans.errors import InputError
from vitrans.pipeline.blocks import blocks, joined
from vitrans.pipeline.prepare import divide, tag
from vitrans.pipeline.titles import titles_of, with_titles
from vitrans.repair import Repair, repair_batch
from vitrans.restore import Restoration
from vitrans.restore.evidence import Proposal, weigh, with_proposals
from vitrans.text import nfc, strip_accents
from vitrans.text.speakers import with_title
from vitrans.types import Document, Kind, Language, Mark, MarkKind, Segment, TextRestorer

if TYPE_CHECKING:
    from vitrans.language import Detector


_SPACE = re.compile(r"\s")


class DetailedRestorer(TextRestorer, Protocol):
    """A restorer that says what else a word might have become."""

    def restore_detailed_batch(self, texts: Sequence[str]) -> list[Restoration]:
        """Return the restorations of the texts, as many as were given and in their order."""
        ...


class EnglishEvidence(Protocol):
    """What weighs Vietnamese readings by their English, such as `vitrans.align.WordEvidence`."""

    def __call__(self, pairs: Sequence[tuple[str, str]]) -> Sequence[float]:
        """Return log-probabilities, up to a constant, of readings beside their English."""
        ...

    def proposals(self, text: str, english: str) -> Iterator[Proposal]:
        """Yield forms that the English calls for and the restorer may not know of."""
        ...


@dataclass(frozen=True, slots=True)
class Counterparts:
    """What some lines of a document are in English, as evidence of what they say.

    Attributes:
        lines: the English by the number of the Vietnamese line, from 1, or by its row on the page.
        evidence: what weighs readings by it.
        restorer: what finds the readings.
    """

    lines: Mapping[int, str]
    evidence: EnglishEvidence
    restorer: DetailedRestorer

    def english(self, segment: Segment) -> str:
        """Return what is known in English of the lines of a segment, empty if nothing is."""
        return " ".join(self.lines[line] for line in _lines_of(segment) if line in self.lines)

    def restore(self, segments: Sequence[Segment]) -> list[Restoration]:
        """Return the restorations of segments; those of other lines are as without evidence."""
        texts = [segment.text for segment in segments]
        english = [self.english(segment) for segment in segments]
        found = self.restorer.restore_detailed_batch(texts) if texts else []
        proposed = [
            with_proposals(restoration, self.evidence.proposals(text, other))
            if other
            else restoration
            for restoration, text, other in zip(found, texts, english, strict=True)
        ]
        return weigh(proposed, english, self.evidence)


def _lines_of(segment: Segment) -> Iterator[int]:
    """Yield the numbers of the lines that a segment has words on."""
    line = segment.line
    yield segment.place
    for mark in () if segment.row else segment.marks:
        line += mark.raw.count("\n")
        if mark.kind in (MarkKind.BREAK, MarkKind.SEAM):
            yield line


# From a tagged document to what of it is known in English.
FindEnglish = Callable[[Document], Counterparts | None]


@dataclass(frozen=True, slots=True)
class Restored:
    """A document cut into sentences, as it was, with the restoration of each.

    `titles` is the same of the titles that its links have.
    """

    source: Document
    restorations: tuple[Restoration, ...]
    titles: "Restored | None" = None

    @property
    def document(self) -> Document:
        """The restored document."""
        done = self.source.with_texts([restoration.text for restoration in self.restorations])
        return with_titles(done, self.titles.document) if self.titles else done


@dataclass(frozen=True, slots=True)
class PlacedRepair:
    """A typing accident that was mended: in which line, and at which offset of the new text."""

    line: int
    offset: int
    repair: Repair


@dataclass(frozen=True, slots=True)
class Mended:
    """A document whose typing accidents were mended, with all of them in their order."""

    document: Document
    repairs: tuple[PlacedRepair, ...]


def repair_document(document: Document) -> Mended:
    """Return a document with its typing accidents mended, and what was mended."""
    texts = ([segment.text for segment in part.segments] for part in blocks(document))
    made = [one for each in texts for one in repair_batch(each)]
    placed: list[PlacedRepair] = []
    segments: list[Segment] = []
    offset = 0
    for glue, segment, found in zip(document.glue[:-1], document.segments, made, strict=True):
        offset += len(glue)
        mended = _mended(segment, found.text, found.repairs)
        for one in found.repairs:
            line = segment.cut(one.start, len(segment.text)).line
            start = _moved(one.start, found.repairs)
            before = mended.cut(0, start).raw if mended.marks else found.text[:start]
            placed.append(PlacedRepair(line, offset + len(before), one))
        segments.append(mended)
        offset += len(mended.raw)
    return Mended(document.with_segments(segments), tuple(placed))


def _mended(segment: Segment, text: str, repairs: Sequence[Repair]) -> Segment:
    """Return a segment with its mended text, the marks between the same characters."""
    if text == segment.text:
        return segment
    marks = (_mark_moved(mark, repairs) for mark in segment.marks)
    return replace(segment, text=text, marks=tuple(marks))


def _mark_moved(mark: Mark, repairs: Sequence[Repair]) -> Mark:
    start, end = _moved(mark.start, repairs), _moved(mark.end, repairs)
    return replace(mark, start=start, end=end)


def _moved(place: int, repairs: Sequence[Repair]) -> int:
    """Return where a place of a text is after repairs; within one, behind as many spaces."""
    moved = place
    for one in repairs:
        end = one.start + len(one.original)
        if end <= place:
            moved += len(one.repaired) - len(one.original)
        elif one.start < place:
            moved += _inside(one, place - one.start) - (place - one.start)
    return moved


def _inside(repair: Repair, place: int) -> int:
    """Return the place in what was repaired that is behind as many words and spaces."""
    spaces = [match.end() for match in _SPACE.finditer(repair.repaired)]
    before = len(_SPACE.findall(repair.original[:place]))
    start = ([0, *spaces])[min(before, len(spaces))]
    if repair.original[place - 1].isspace():
        return start
    after = _SPACE.search(repair.repaired, start)
    return after.start() if after else len(repair.repaired)


def restore_document(
    document: Document,
    restorer: DetailedRestorer,
    detector: "Detector",
    find_english: FindEnglish | None = None,
) -> Document:
    """Return a document with its diacritics restored; English is not touched.

    Partly accented Vietnamese and what is too short to judge by, such as a name, are left to the
    restorer, which knows words that take no marks. Where the English is known, it is evidence.
    """
    made = (_restored(part, restorer, detector, find_english) for part in blocks(document))
    return joined(made)


def _restored(
    document: Document,
    restorer: DetailedRestorer,
    detector: "Detector",
    find_english: FindEnglish | None,
) -> Document:
    """Return a block with its diacritics restored."""
    tagged = tag(document, detector)
    english = find_english(tagged) if find_english else None
    sentences = divide(tagged, detector)
    wanted = [may_be_bare(segment) for segment in sentences.segments]
    done = restored(sentences, restorer, wanted, english)
    done = done.with_texts([_left(segment) for segment in done.segments])
    titles = titles_of(done)
    if not titles.segments:
        return done
    return with_titles(done, restore_document(titles, restorer, detector))


def restore_detailed(
    document: Document,
    restorer: DetailedRestorer,
    detector: "Detector",
    find_english: FindEnglish | None = None,
) -> Restored:
    """Return what `restore_document` makes, with every choice that was there in each sentence."""
    made = [_detailed_block(part, restorer, detector, find_english) for part in blocks(document)]
    restorations = (one for part in made for one in part.restorations)
    return Restored(joined(part.source for part in made), tuple(restorations))


def _detailed_block(
    document: Document,
    restorer: DetailedRestorer,
    detector: "Detector",
    find_english: FindEnglish | None,
) -> Restored:
    """Return a block restored, with every choice that was there in each sentence."""
    tagged = tag(document, detector)
    english = find_english(tagged) if find_english else None
    sentences = divide(tagged, detector)
    bare = [segment for segment in sentences.segments if may_be_bare(segment)]
    made = iter(_detailed(bare, restorer, english))
    restorations = (
        next(made) if may_be_bare(segment) else Restoration(_left(segment), ())
        for segment in sentences.segments
    )
    done = Restored(sentences, tuple(restorations))
    titles = titles_of(done.source)
    if not titles.segments:
        return done
    return replace(done, titles=restore_detailed(titles, restorer, detector))


def restored_with(document: Document, texts: Sequence[str], detector: "Detector") -> Document:
    """Return a document with the sentences that a person chose among those of `restore_detailed`.

    Args:
        document: as a format has read it.
        texts: of each of its sentences, in which no letter is another.
        detector: tells languages.

    Raises:
        InputError: they are not of this document.
    """
    sentences = joined(divide(tag(part, detector), detector) for part in blocks(document))
    bare = [strip_accents(segment.text) for segment in sentences.segments]
    if [strip_accents(text) for text in texts] != bare:
        raise InputError(
            f"the {len(texts)} texts are not those of the {len(bare)} sentences of the document; "
            "restore it again"
        )
    return sentences.with_texts([nfc(text) for text in texts])


def find_counterparts(
    tagged: Document, restorer: DetailedRestorer, evidence: EnglishEvidence
) -> Counterparts | None:
    """Return the English captions of a tagged article's Vietnamese ones, None without any."""
    if not {Language.ENGLISH} < {segment.language for segment in tagged.segments}:
        return None
    lines = {place: pair.english for place, pair in find_placed_pairs(tagged)}
    return Counterparts(lines, evidence, restorer) if lines else None


def restored(
    sentences: Document,
    restorer: TextRestorer,
    wanted: Sequence[bool],
    english: Counterparts | None = None,
) -> Document:
    """Return the document with the wanted segments restored, each of them once."""
    segments = list(sentences.segments)
    chosen = [number for number, want in enumerate(wanted) if want]
    beside = [n for n in chosen if english and english.english(segments[n])]
    plain = [number for number in chosen if number not in beside]
    texts = restorer.restore_batch([segments[n].text for n in plain]) if plain else []
    made = dict(zip(plain, texts, strict=True))
    if english and beside:
        found = english.restore([segments[n] for n in beside])
        made |= {n: restoration.text for n, restoration in zip(beside, found, strict=True)}
    for number, text in made.items():
        segments[number] = _accented(segments[number].with_text(text))
    return sentences.with_segments(segments)


def may_be_bare(segment: Segment) -> bool:
    """Say whether a segment may have words that lack their diacritics."""
    other = segment.language is Language.ENGLISH or segment.third
    return not other and segment.kind is not Kind.SPEAKER


def _left(segment: Segment) -> str:
    """Return the text of a segment that is not restored; a speaker's title takes its marks."""
    return with_title(segment.text) if segment.kind is Kind.SPEAKER else segment.text


def is_bare(segment: Segment) -> bool:
    """Say whether a segment is to be restored before it is translated, or instead of that."""
    bare = segment.language in (Language.UNACCENTED, Language.MIXED)
    return bare and segment.kind not in (Kind.BYLINE, Kind.SPEAKER)


def _accented(segment: Segment) -> Segment:
    """Return a restored segment, no longer unaccented."""
    if segment.language is not Language.UNACCENTED:
        return segment
    return replace(segment, language=Language.VIETNAMESE)


def _detailed(
    segments: Sequence[Segment], restorer: DetailedRestorer, english: Counterparts | None
) -> list[Restoration]:
    """Return the restorations of segments, with the English of some as evidence if it is known."""
    if english:
        return english.restore(segments)
    return restorer.restore_detailed_batch([s.text for s in segments]) if segments else []
