"""The order of the stages; the only module that knows it.

A document is tagged with its languages, divided into sentences, restored, translated. What is
already in the target language, undetermined or a byline is not touched; a photo credit is mapped
by rule.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from vitrans.align import Sentence, align_sentences, find_caption_pairs
from vitrans.credit import find_credit, translate_credit
from vitrans.errors import InputError
from vitrans.formats import parse, rewrap, unwrap
from vitrans.repair import Repair, repair_batch
from vitrans.restore import Restoration
from vitrans.restore.evidence import Proposal, weigh, with_proposals
from vitrans.segment import split
from vitrans.text import nfc, words
from vitrans.types import (
    Bead,
    Bitext,
    CaptionPair,
    Document,
    Kind,
    Language,
    Restorer,
    Segment,
    Translation,
    Translator,
)

if TYPE_CHECKING:
    from vitrans.language import Detector

# A sentence is taken to be in another language than its paragraph only where the detector is this
# sure of it, and there are this many words to be sure of.
_SURE = 0.9
_FEW = 4

_MIXED = "not translated: both languages in one sentence"


@dataclass(frozen=True, slots=True)
class Translated:
    """A translated document with the translation behind each of its segments.

    A segment that was not translated has one too, with the provenance `copy`, `restorer` or
    `rule`.
    """

    document: Document
    translations: tuple[Translation, ...]

    def warnings(self) -> Iterator[tuple[int, str, str]]:
        """Yield the line, the message and the source sentence of every warning."""
        for segment, translation in zip(self.document.segments, self.translations, strict=True):
            for warning in translation.warnings:
                yield segment.line, warning, translation.source


class DetailedRestorer(Restorer, Protocol):
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
        lines: the English by the number of the Vietnamese line, from 1.
        evidence: what weighs readings by it.
        restorer: what finds the readings.
    """

    lines: Mapping[int, str]
    evidence: EnglishEvidence
    restorer: DetailedRestorer

    def restore(self, segments: Sequence[Segment]) -> list[Restoration]:
        """Return the restorations of segments; those of other lines are as without evidence."""
        texts = [segment.text for segment in segments]
        english = [self.lines.get(segment.line, "") for segment in segments]
        found = self.restorer.restore_detailed_batch(texts) if texts else []
        proposed = [
            with_proposals(restoration, self.evidence.proposals(text, other))
            for restoration, text, other in zip(found, texts, english, strict=True)
        ]
        return weigh(proposed, english, self.evidence)


@dataclass(frozen=True, slots=True)
class Restored:
    """A document cut into sentences, as it was, with the restoration of each."""

    source: Document
    restorations: tuple[Restoration, ...]

    @property
    def document(self) -> Document:
        """The restored document."""
        return self.source.with_texts([restoration.text for restoration in self.restorations])


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


def parse_lines(text: str, first: int = 1) -> Document:
    """Return a text as a document of lines that know nothing of each other.

    What becomes of a line does not depend on those around it; `first` is the number of line one.
    """
    document = parse(text)
    return document.with_segments(
        replace(segment, kind=parse(segment.text).segments[0].kind, line=segment.line + first - 1)
        for segment in document.segments
    )


def tag(document: Document, detector: "Detector") -> Document:
    """Return the document with its segments in NFC and the language of each."""
    normal = document.with_texts([nfc(segment.text) for segment in document.segments])
    return normal.with_segments(
        replace(segment, language=detector.detect(segment.text).language)
        for segment in normal.segments
    )


def divide(document: Document, detector: "Detector") -> Document:
    """Return a tagged document with every sentence and photo credit a segment of its own.

    A sentence takes the language of its paragraph unless it clearly has another.
    """
    segments: list[Segment] = []
    glue = [document.glue[0]]
    for segment, after in zip(document.segments, document.glue[1:], strict=True):
        part = _divided(segment, detector)
        segments += part.segments
        glue[-1] += part.glue[0]
        glue += part.glue[1:]
        glue[-1] += after
    return Document(tuple(segments), tuple(glue))


def repair_document(document: Document) -> Mended:
    """Return a document with its typing accidents mended, and what was mended."""
    made = repair_batch([segment.text for segment in document.segments])
    placed: list[PlacedRepair] = []
    offset = 0
    for glue, segment, found in zip(document.glue, document.segments, made, strict=False):
        offset += len(glue)
        grown = 0
        for one in found.repairs:
            line = segment.line + segment.text.count("\n", 0, one.start)
            placed.append(PlacedRepair(line, offset + one.start + grown, one))
            grown += len(one.repaired) - len(one.original)
        offset += len(found.text)
    return Mended(document.with_texts([found.text for found in made]), tuple(placed))


def restore_document(document: Document, restorer: Restorer, detector: "Detector") -> Document:
    """Return a document with its diacritics restored; English is not touched.

    Partly accented Vietnamese and what is too short to judge by, such as a name, are left to the
    restorer, which knows words that take no marks.
    """
    tagged = divide(tag(document, detector), detector)
    return _restored(tagged, restorer, [_may_be_bare(segment) for segment in tagged.segments])


def restore_detailed(
    document: Document,
    restorer: DetailedRestorer,
    detector: "Detector",
    english: Counterparts | None = None,
) -> Restored:
    """Return what `restore_document` makes, with every choice that was there in each sentence.

    Where the English is known, it is evidence.
    """
    tagged = divide(tag(document, detector), detector)
    wanted = [_may_be_bare(segment) for segment in tagged.segments]
    bare = [segment for segment, want in zip(tagged.segments, wanted, strict=True) if want]
    made = iter(_detailed(bare, restorer, english))
    restorations = (
        next(made) if want else Restoration(segment.text, ())
        for segment, want in zip(tagged.segments, wanted, strict=True)
    )
    return Restored(tagged, tuple(restorations))


def find_counterparts(
    document: Document,
    restorer: DetailedRestorer,
    detector: "Detector",
    evidence: EnglishEvidence,
) -> Counterparts | None:
    """Return the English captions of an article's Vietnamese ones, None where there are none."""
    tagged = tag(document, detector)
    if not {Language.ENGLISH} < {segment.language for segment in tagged.segments}:
        return None
    pairs = find_caption_pairs(tagged)
    lines = {pair.line: pair.english for pair in pairs}
    return Counterparts(lines, evidence, restorer) if lines else None


def translate_document(
    document: Document,
    target: Language,
    translator: Translator,
    restorer: Restorer,
    detector: "Detector",
    english: Counterparts | None = None,
) -> Translated:
    """Translate what is not in the `target` language, English or Vietnamese, yet.

    Unaccented Vietnamese is restored first, whatever the target; where its English is
    known, with that as evidence. All sentences go to the translator at once, and their places,
    with all that stands between them, stay as they are.
    """
    found = divide(tag(document, detector), detector)
    bare = [_is_bare(segment) for segment in found.segments]
    restored = _restored(found, restorer, bare, english)
    wanted = [_is_wanted(segment, target) for segment in restored.segments]
    texts = [unwrap(s.text) for s, want in zip(restored.segments, wanted, strict=True) if want]
    made = iter(translator.translate(texts, target) if texts else [])
    translations = tuple(
        replace(next(made), source=before.text) if want else _kept(before, after, target)
        for before, after, want in zip(found.segments, restored.segments, wanted, strict=True)
    )
    texts = [_laid_out(t.target, s) for t, s in zip(translations, found.segments, strict=True)]
    return Translated(restored.with_texts(texts), translations)


def caption_pairs(
    document: Document,
    restorer: DetailedRestorer,
    detector: "Detector",
    evidence: EnglishEvidence | None = None,
) -> list[CaptionPair]:
    """Return the caption pairs of an article, the unaccented captions restored.

    With `evidence`, the English caption of a pair counts.
    """
    pairs = find_caption_pairs(tag(document, detector))
    found = [detector.detect(pair.vietnamese).language for pair in pairs]
    bare = [language is not Language.VIETNAMESE for language in found]
    if evidence:
        english = Counterparts({p.line: p.english for p in pairs}, evidence, restorer)
        made = english.restore([Segment(pair.vietnamese, line=pair.line) for pair in pairs])
        texts = [r.text if b else p.vietnamese for r, b, p in zip(made, bare, pairs, strict=True)]
    else:
        texts = _restored_where(bare, [pair.vietnamese for pair in pairs], restorer)
    return [replace(pair, restored=text) for pair, text in zip(pairs, texts, strict=True)]


def align_documents(
    source: Document, target: Document, detector: "Detector", translator: Translator | None = None
) -> Bitext:
    """Return the sentences of a text and of its translation, and which belong together.

    One is English and one Vietnamese, accented or not; which is which is found out. With a
    translator the English one is translated, and what it says counts as evidence.

    Raises:
        InputError: there is nothing to align, or both texts are in the same language.
    """
    sides = [divide(tag(document, detector), detector) for document in (source, target)]
    languages = [_main_language(side) for side in sides]
    _check_languages(languages)
    sentences = [_sentences_of(side) for side in sides]
    turned = languages[0] is Language.ENGLISH
    vietnamese, english = sentences[::-1] if turned else sentences
    made = (
        translator.translate([s.text for s in english], Language.VIETNAMESE) if translator else []
    )
    beads = align_sentences(vietnamese, english, [translation.target for translation in made])
    if turned:
        beads = [Bead(bead.target, bead.source, bead.confidence) for bead in beads]
    texts = [tuple(sentence.text for sentence in side) for side in sentences]
    return Bitext(texts[0], texts[1], languages[0], languages[1], tuple(beads))


def _main_language(document: Document) -> Language:
    """Return the language that most of a document's text is in, undetermined if it has none."""
    letters: Counter[Language] = Counter()
    for segment in document.segments:
        letters[segment.language] += len(segment.text)
    vietnamese = letters[Language.VIETNAMESE] + letters[Language.UNACCENTED]
    if not vietnamese + letters[Language.ENGLISH]:
        return Language.UNDETERMINED
    if letters[Language.ENGLISH] > vietnamese:
        return Language.ENGLISH
    return max(Language.VIETNAMESE, Language.UNACCENTED, key=letters.__getitem__)


def _check_languages(languages: Sequence[Language]) -> None:
    """Refuse two texts that cannot be translations of each other."""
    for language, side in zip(languages, ("source", "target"), strict=True):
        if language is Language.UNDETERMINED:
            raise InputError(f"the {side} has no English or Vietnamese text; check the file")
    english = [language is Language.ENGLISH for language in languages]
    if english[0] == english[1]:
        name = "English" if english[0] else "Vietnamese"
        raise InputError(f"both texts are {name}; give one in English and one in Vietnamese")


def _sentences_of(document: Document) -> list[Sentence]:
    """Return the sentences of a divided document; paragraphs are parted by blank lines, if any."""
    breaks = [gap.count("\n") for gap in document.glue[:-1]]
    least = 2 if any(count > 1 for count in breaks[1:]) else 1
    return [
        Sentence(unwrap(segment.text), not number or count >= least)
        for number, (segment, count) in enumerate(zip(document.segments, breaks, strict=True))
    ]


def _divided(segment: Segment, detector: "Detector") -> Document:
    """Return a segment as a document of its sentences and its credit."""
    if segment.kind is Kind.BYLINE:
        return Document((segment,), ("", ""))
    credit = find_credit(segment.text)
    if not credit:
        return _sentences(segment, detector)
    text = segment.text
    label = replace(segment, text=text[credit.start : credit.end], kind=Kind.CREDIT)
    if not credit.body:
        return Document((label,), (text[: credit.start], text[credit.end :]))
    caption = _sentences(replace(segment, text=text[: credit.body]), detector)
    between = caption.glue[-1] + text[credit.body : credit.start]
    glue = (*caption.glue[:-1], between, text[credit.end :])
    return Document((*caption.segments, label), glue)


def _sentences(segment: Segment, detector: "Detector") -> Document:
    """Return a segment as a document of its sentences, each with its language."""
    whole = split(Document((segment,), ("", "")))
    if len(whole.segments) < 2:
        return whole
    return whole.with_segments(
        replace(sentence, language=_language(sentence, detector)) for sentence in whole.segments
    )


def _language(sentence: Segment, detector: "Detector") -> Language:
    """Return the language of a sentence that carries that of its paragraph."""
    found = detector.detect(sentence.text)
    if sentence.language is Language.MIXED and found.language is not Language.UNDETERMINED:
        return found.language
    clear = found.language not in (Language.UNDETERMINED, Language.MIXED)
    sure = found.confidence >= _SURE and len(words(sentence.text)) >= _FEW
    return found.language if clear and sure else sentence.language


def _laid_out(text: str, source: Segment) -> str:
    """Return a translation as it stands in the document: a cue keeps its number of lines."""
    return rewrap(text, source.text) if source.kind is Kind.CUE and "\n" not in text else text


def _may_be_bare(segment: Segment) -> bool:
    """Say whether a segment may have words that lack their diacritics."""
    return segment.language is not Language.ENGLISH


def _is_bare(segment: Segment) -> bool:
    """Say whether a segment is to be restored before it is translated, or instead of that."""
    bare = segment.language in (Language.UNACCENTED, Language.MIXED)
    return bare and segment.kind is not Kind.BYLINE


def _detailed(
    segments: Sequence[Segment], restorer: DetailedRestorer, english: Counterparts | None
) -> list[Restoration]:
    """Return the restorations of segments, with the English of some as evidence if it is known."""
    if english:
        return english.restore(segments)
    return restorer.restore_detailed_batch([s.text for s in segments]) if segments else []


def _restored(
    document: Document,
    restorer: Restorer,
    wanted: Sequence[bool],
    english: Counterparts | None = None,
) -> Document:
    """Return the document with the wanted segments restored."""
    texts = _restored_where(wanted, [segment.text for segment in document.segments], restorer)
    if english:
        known = [
            number
            for number, (segment, want) in enumerate(zip(document.segments, wanted, strict=True))
            if want and segment.line in english.lines
        ]
        found = english.restore([document.segments[number] for number in known])
        for number, restoration in zip(known, found, strict=True):
            texts[number] = restoration.text
    restored = document.with_texts(texts)
    return restored.with_segments(
        replace(segment, language=Language.VIETNAMESE)
        if want and segment.language is Language.UNACCENTED
        else segment
        for segment, want in zip(restored.segments, wanted, strict=True)
    )


def _restored_where(wanted: Sequence[bool], texts: Sequence[str], restorer: Restorer) -> list[str]:
    """Return the texts, the wanted ones restored."""
    chosen = [text for text, want in zip(texts, wanted, strict=True) if want]
    made = iter(restorer.restore_batch(chosen) if chosen else [])
    return [next(made) if want else text for text, want in zip(texts, wanted, strict=True)]


def _is_wanted(segment: Segment, target: Language) -> bool:
    """Say whether a restored segment is to be translated into the target language.

    In a sentence of both languages Vietnamese is the frame, and English what it quotes.
    """
    if segment.kind in (Kind.BYLINE, Kind.CREDIT):
        return False
    if target is Language.ENGLISH:
        return segment.language in (Language.VIETNAMESE, Language.MIXED)
    return segment.language is Language.ENGLISH


def _kept(before: Segment, after: Segment, target: Language) -> Translation:
    """Return the translation of a segment that is not translated."""
    if after.kind is Kind.CREDIT:
        # In English a name stays as found: what the restorer makes of it is a guess.
        credit = before if target is Language.ENGLISH else after
        return _changed(before, translate_credit(credit.text, target), "rule")
    mixed = after.language is Language.MIXED and target is Language.VIETNAMESE
    kept = _changed(before, after.text, "restorer")
    return replace(kept, warnings=(_MIXED,)) if mixed else kept


def _changed(before: Segment, text: str, provenance: str) -> Translation:
    """Return a text with its provenance, which is `copy` where nothing has changed."""
    same = text == before.text
    return Translation(before.text, text, provenance="copy" if same else provenance)
