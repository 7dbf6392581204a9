"""The order of the stages; the only module that knows it.

A document is tagged with its languages, divided into sentences, restored, translated. What is
already in the target language, undetermined or a byline is not touched; a photo credit is mapped
by rule.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from vitrans.align import find_caption_pairs
from vitrans.credit import find_credit, translate_credit
from vitrans.formats import parse, unwrap
from vitrans.segment import split
from vitrans.text import nfc, words
from vitrans.types import (
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


def restore_document(document: Document, restorer: Restorer, detector: "Detector") -> Document:
    """Return a document with its diacritics restored; English is not touched.

    Partly accented Vietnamese and what is too short to judge by, such as a name, are left to the
    restorer, which knows words that take no marks.
    """
    tagged = divide(tag(document, detector), detector)
    foreign = [segment.language is Language.ENGLISH for segment in tagged.segments]
    return _restored(tagged, restorer, [not english for english in foreign])


def translate_document(
    document: Document,
    target: Language,
    translator: Translator,
    restorer: Restorer,
    detector: "Detector",
) -> Translated:
    """Translate what is not in the `target` language, English or Vietnamese, yet.

    Unaccented Vietnamese is restored first, whatever the target. All sentences go to the
    translator at once, and their places, with all that stands between them, stay as they are.
    """
    found = divide(tag(document, detector), detector)
    restored = _restored(found, restorer, [_is_bare(segment) for segment in found.segments])
    wanted = [_is_wanted(segment, target) for segment in restored.segments]
    texts = [unwrap(s.text) for s, want in zip(restored.segments, wanted, strict=True) if want]
    made = iter(translator.translate(texts, target) if texts else [])
    translations = tuple(
        replace(next(made), source=before.text) if want else _kept(before, after, target)
        for before, after, want in zip(found.segments, restored.segments, wanted, strict=True)
    )
    return Translated(restored.with_texts([t.target for t in translations]), translations)


def caption_pairs(
    document: Document, restorer: Restorer, detector: "Detector"
) -> list[CaptionPair]:
    """Return the caption pairs of an article, the unaccented captions restored."""
    pairs = find_caption_pairs(tag(document, detector))
    found = [detector.detect(pair.vietnamese).language for pair in pairs]
    bare = [language is not Language.VIETNAMESE for language in found]
    texts = _restored_where(bare, [pair.vietnamese for pair in pairs], restorer)
    return [replace(pair, restored=text) for pair, text in zip(pairs, texts, strict=True)]


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


def _is_bare(segment: Segment) -> bool:
    """Say whether a segment is to be restored before it is translated, or instead of that."""
    bare = segment.language in (Language.UNACCENTED, Language.MIXED)
    return bare and segment.kind is not Kind.BYLINE


def _restored(document: Document, restorer: Restorer, wanted: Sequence[bool]) -> Document:
    """Return the document with the wanted segments restored."""
    texts = _restored_where(wanted, [segment.text for segment in document.segments], restorer)
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
