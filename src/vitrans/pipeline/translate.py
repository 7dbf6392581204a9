"""A document into one language: restored where it is bare, translated, marks put back, checked."""

import re
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, islice, repeat
from typing import TYPE_CHECKING

from vitrans.formats import named, render
from vitrans.formats.ass import is_karaoke
from vitrans.formats.wrapping import rewrapped
from vitrans.pipeline import bilingual
from vitrans.pipeline.blocks import blocks, joined
from vitrans.pipeline.cue_lines import hard_to_read, relined
from vitrans.pipeline.cue_runs import in_one_line
from vitrans.pipeline.inner_speech import left_over, with_speech_apart
from vitrans.pipeline.languages import is_unknown, ordinary
from vitrans.pipeline.marks import Place, transfer
from vitrans.pipeline.prepare import divide, tag
from vitrans.pipeline.restore import DetailedRestorer, FindEnglish, is_bare, restored
from vitrans.pipeline.titles import titles_of, with_titles
from vitrans.pipeline.two_languages import said_beside
from vitrans.text import has_letters
from vitrans.text.amounts import is_amount, with_english_currency
from vitrans.text.counts import counted
from vitrans.text.credits import translate_credit
from vitrans.types import (
    EASY_TO_READ,
    Document,
    Kind,
    Language,
    MarkKind,
    Segment,
    SubtitleRules,
    Target,
    Translation,
    Translator,
)

if TYPE_CHECKING:
    from vitrans.language import Detector

_LONGEST_SENTENCE = 3000
_MIXED = "not translated: both languages in one sentence"
_UNKNOWN = "not translated: its language was not recognised"
_SUNG = "not translated: its syllables are timed for singing"
UNSAFE = "not translated: its marks would "
"""How a warning starts that says that a translation does not fit the marks of its sentence."""
_ORDER = re.compile(r"^\d+:")  # of a placeholder without a name
_BESIDE = "subtitles in two languages: {} left as found, with the translation beside"
_CHANGED = "the layout of the result differs from the source's; look it over"


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence on its way through a translation.

    Attributes:
        source: as it was found.
        restored: with its diacritics, where it lacked them.
        translation: what was made of it; provenance `copy`, `restorer` or `rule` where it was
            not translated.
        result: what is written in its place.
    """

    source: Segment
    restored: Segment
    translation: Translation
    result: Segment


@dataclass(frozen=True, slots=True)
class Translated:
    """A translated document with the units behind its segments.

    In a bilingual file the units are of the sources that had no translation, and `left` says how
    many others were left as they are, by why. `notes` are warnings about the document as a whole;
    `titles` is the same of the titles that its links have, which the document has already.
    """

    document: Document
    units: tuple[Unit, ...]
    notes: tuple[str, ...] = ()
    left: Mapping[str, int] = field(default_factory=dict)
    titles: "Translated | None" = None

    @property
    def translations(self) -> tuple[Translation, ...]:
        """The translations, one for each unit."""
        return tuple(unit.translation for unit in self.units)

    def warnings(self) -> Iterator[tuple[int, str, str]]:
        """Yield the line, the message and the source sentence of every warning."""
        for unit in (*self.units, *(self.titles.units if self.titles else ())):
            for warning in unit.translation.warnings:
                yield unit.source.line, warning, unit.source.text


@dataclass(frozen=True, slots=True)
class Sentences:
    """The sentences of a document before they are translated.

    Attributes:
        document: as a format has read it.
        target: the language that all of it is to be in.
        opened: what of it is to be translated.
        found: its sentences as they were found.
        ready: the same with their diacritics, where they lacked them.
        wanted: for each whether it is to be translated.
        left: how much of a bilingual file is left as it is, by why.
        again: whether drafts in a bilingual file are translated again.
        localise: whether figures alone are written as the target language has them.
        rules: what subtitles must be.
        beside: how many stand beside their translation.
    """

    document: Document
    target: Target
    opened: Document
    found: Document
    ready: Document
    wanted: tuple[bool, ...]
    left: Mapping[str, int]
    again: bool = False
    localise: bool = True
    rules: SubtitleRules = EASY_TO_READ
    beside: int = 0

    @property
    def texts(self) -> list[str]:
        """The texts that are to be translated, in order."""
        return [s.text for s, want in zip(self.ready.segments, self.wanted, strict=True) if want]


def translate_document(
    document: Document,
    target: Target,
    translator: Translator,
    restorer: DetailedRestorer,
    detector: "Detector",
    find_english: FindEnglish | None = None,
    place: Place | None = None,
    localise: bool = True,
    rules: SubtitleRules = EASY_TO_READ,
    again: bool = False,
) -> Translated:
    """Translate what is not in the `target` language, English or Vietnamese, yet.

    Unaccented Vietnamese is restored first, whatever the target; where its English is known, with
    that as evidence. All sentences go to the translator at once, and their places, with all that
    stands between them, stay as they are. Inline marks stand around the words that translate
    theirs.

    Args:
        document: as a format has read it.
        target: the language that all of it is to be in.
        translator: translates sentences.
        restorer: puts diacritics back.
        detector: tells languages.
        find_english: finds what is known of it in English.
        place: finds where words went; the translator if None.
        localise: whether figures alone are written as the target language has them.
        rules: how long the lines of subtitles may be, and how fast.
        again: whether drafts in a bilingual file are translated again.

    Raises:
        InputError: the file says that it is to be translated into another language.
    """
    places = _in_reach(place or translator.place)

    def translate(part: Document) -> Translated:
        sentences = replace(
            find_sentences(part, target, restorer, detector, find_english, again),
            localise=localise,
            rules=rules,
        )
        texts = sentences.texts
        made = iter(translator.translate(texts, target) if texts else [])
        done = with_units(
            sentences,
            [
                translated(unit.source, unit.restored, next(made), target, places, part.format)
                if want
                else unit
                for unit, want in zip(kept_units(sentences), sentences.wanted, strict=True)
            ],
        )
        return with_made_titles(
            done, lambda texts: translate_document(texts, target, translator, restorer, detector)
        )

    return joined_blocks(map(translate, blocks(document)))


def joined_blocks(parts: Iterable[Translated]) -> Translated:
    """Return what became of a document from what became of its blocks, in their order."""
    made = list(parts)
    if len(made) == 1:
        return made[0]
    return Translated(
        joined(part.document for part in made),
        tuple(unit for part in made for unit in part.units),
        tuple(note for part in made for note in part.notes),
        _summed(part.left for part in made),
    )


def _summed(counts: Iterable[Mapping[str, int]]) -> Mapping[str, int]:
    total: Counter[str] = Counter()
    for one in counts:
        total.update(one)
    return total


_LETTERS = re.compile(r"[^\W\d_]+")
# Sentences that are translated at once of a text that is read as it comes: few at first.
_AT_ONCE = (1, 2, 4, 8)


def translate_in_turn(
    document: Document,
    target: Target,
    translator: Translator,
    restorer: DetailedRestorer,
    detector: "Detector",
    find_english: FindEnglish | None = None,
) -> Iterator[str]:
    """Yield a translation of plain text piece by piece, each as soon as it is ready.

    All pieces in a row are what `translate_document` makes of a text whose lines are its segments;
    the arguments are the same.
    """
    sentences = find_sentences(document, target, restorer, detector, find_english)
    texts = iter(sentences.texts)
    sizes = chain(_AT_ONCE, repeat(_AT_ONCE[-1]))
    made: deque[Translation] = deque()
    glue = sentences.found.glue
    for before, unit, want in zip(glue[:-1], kept_units(sentences), sentences.wanted, strict=True):
        if want and not made:
            made.extend(translator.translate(list(islice(texts, next(sizes))), target))
        if want:
            unit = translated(
                unit.source, unit.restored, made.popleft(), target, None, document.format
            )
        yield before + unit.result.raw
    yield glue[-1]


def with_made_titles(done: Translated, make: Callable[[Document], Translated]) -> Translated:
    """Return a translated document whose links have what is made of their titles."""
    titles = titles_of(done.document)
    if not titles.segments:
        return done
    made = make(titles)
    return replace(done, document=with_titles(done.document, made.document), titles=made)


def find_sentences(
    document: Document,
    target: Target,
    restorer: DetailedRestorer,
    detector: "Detector",
    find_english: FindEnglish | None = None,
    again: bool = False,
) -> Sentences:
    """Return the sentences of a document, restored; see `translate_document`."""
    parts = [
        _sentences_of(part, target, restorer, detector, find_english, again)
        for part in blocks(document)
    ]
    return Sentences(
        document,
        target,
        joined(part.opened for part in parts),
        joined(part.found for part in parts),
        joined(part.ready for part in parts),
        tuple(want for part in parts for want in part.wanted),
        _summed(part.left for part in parts),
        again,
        beside=sum(part.beside for part in parts),
    )


def _sentences_of(
    document: Document,
    target: Target,
    restorer: DetailedRestorer,
    detector: "Detector",
    find_english: FindEnglish | None,
    again: bool,
) -> Sentences:
    """Return the sentences of a block."""
    opened, left = bilingual.opened(document, target, again)
    tagged = tag(opened, detector)
    english = find_english(tagged) if find_english else None
    sentences = divide(tagged, detector)
    found = sentences.expanded(with_speech_apart(one, target) for one in sentences.segments)
    ready = restored(found, restorer, [is_bare(s) for s in found.segments], english)
    beside = said_beside(ready, target)
    wanted = tuple(
        number not in beside and _is_wanted(segment, target)
        for number, segment in enumerate(ready.segments)
    )
    return Sentences(
        document, target, opened, found, ready, wanted, left, again, beside=len(beside)
    )


def kept_units(sentences: Sentences) -> list[Unit]:
    """Return the units of sentences that no translator has seen, one for each."""
    before, target = iter(sentences.found.segments), sentences.target
    return [
        _kept(next(before), after, target, sentences.localise and foreign)
        for part in blocks(sentences.ready)
        for foreign in [_is_foreign(part, target)]
        for after in part.segments
    ]


def with_units(sentences: Sentences, units: Sequence[Unit]) -> Translated:
    """Return the document with what was made of its sentences."""
    found = sentences.found
    filled = rewrapped(found, found.with_segments(unit.result for unit in units))
    done = relined(found, filled, sentences.rules, sentences.target)
    pairs = zip(units, done.segments, strict=True)
    placed = tuple(u if u.result == result else _placed(u, result) for u, result in pairs)
    notes = list(_notes(sentences.opened, done))
    if sentences.beside:
        notes.append(_BESIDE.format(counted(sentences.beside, "sentence")))
    notes += hard_to_read(found, done, sentences.rules)
    made = [unit.translation for unit in placed]
    written = bilingual.filled(sentences.document, sentences.target, done, made, sentences.again)
    notes += bilingual.over_length(sentences.document, written)
    written = replace(written, target=sentences.target)
    return Translated(written, placed, tuple(notes), sentences.left)


def _placed(unit: Unit, result: Segment) -> Unit:
    """Return a unit whose result stands in other lines."""
    return replace(
        unit, result=result, translation=replace(unit.translation, target=in_one_line(result))
    )


def _is_wanted(segment: Segment, target: Target) -> bool:
    """Say whether a restored segment is to be translated into the target language.

    A sentence in both languages is one in the language that it starts in, or that most of it is in.
    """
    if segment.kind in (Kind.BYLINE, Kind.CREDIT, Kind.SPEAKER) or is_karaoke(segment):
        return False
    if is_amount(segment.text):
        return False
    if target is Language.ENGLISH:
        return segment.language in (Language.VIETNAMESE, Language.MIXED)
    if segment.language is Language.MIXED:
        return _is_in_english(segment.text)
    return segment.language is Language.ENGLISH


def _is_in_english(text: str) -> bool:
    """Say whether a sentence in both languages is an English one that has Vietnamese in it."""
    from vitrans.translate.spans import vietnamese_runs

    runs = vietnamese_runs(text, ordinary(Language.ENGLISH).is_ordinary)
    opening = [word.start() for word in islice(_LETTERS.finditer(text), 2)]
    begins = not any(start <= at < end for at in opening for start, end in runs)
    few = sum(end - start for start, end in runs) < len(text) / 2
    return bool(runs) and (begins or few)


def translated(
    before: Segment,
    after: Segment,
    translation: Translation,
    target: Target,
    place: Place | None,
    format: str,
) -> Unit:
    """Return the unit of a translated sentence, its marks about the words of the translation."""
    structure = named(format).structure
    place = place or _in_reach(_word_places)
    translation = replace(
        translation,
        alternatives=tuple(with_objects(after, text) for text in translation.alternatives),
    )
    if translation.target == after.text:
        same = replace(translation, source=in_one_line(before), target=in_one_line(after))
        return Unit(before, after, same, after)
    for careful in (False, True):
        result = transfer(after, translation.target, target, place, careful)
        if is_read_alike(after, result, structure):
            result = replace(result, language=target, third="")
            told = replace(translation, source=in_one_line(before), target=in_one_line(result))
            return Unit(before, after, told, result)
    kept = _changed(before, after, "restorer")
    unsafe = _unsafe(after, result, structure)
    terms = tuple(replace(use, found=False, reason=unsafe) for use in translation.terms)
    warnings = (*translation.warnings, unsafe)
    return replace(kept, translation=replace(kept.translation, warnings=warnings, terms=terms))


def with_objects(segment: Segment, text: str) -> str:
    """Return a text with what the file has for the objects in it, such as code."""
    objects = {
        ord(segment.text[m.start]): m.raw for m in segment.marks if m.kind is MarkKind.OBJECT
    }
    return text.translate(objects)


def is_read_alike(source: Segment, result: Segment, structure: Callable[[str], list[str]]) -> bool:
    """Say whether a result has the structure of its source; mere words have none."""
    if not (source.marks or result.marks or source.escape):
        return True
    seams = [[m.raw for m in s.marks if m.kind is MarkKind.SEAM] for s in (source, result)]
    same = Counter(structure(result.raw)) == Counter(structure(source.raw))
    return same and seams[0] == seams[1]


def _unsafe(source: Segment, result: Segment, structure: Callable[[str], list[str]]) -> str:
    """Return why a result may not stand for its source, with the marks that came or went."""
    before, after = (_shown_marks(one.raw, structure) for one in (source, result))
    if lost := before - after:
        return f"{UNSAFE}be lost: {', '.join(lost)}"
    if new := after - before:
        return f"{UNSAFE}be new: {', '.join(new)}"
    return f"{UNSAFE}be {'in another order' if before else 'lost'}"


def _shown_marks(raw: str, structure: Callable[[str], list[str]]) -> Counter[str]:
    """Return the marks of a text that a reader can tell by how they are written."""
    marks = (_ORDER.sub("", mark) for mark in structure(raw))
    return Counter(mark for mark in marks if mark[:1] in "<{%&$@" and mark in raw)


def _in_reach(place: Place) -> Place:
    """Return what finds places, but none in what no sentence is as long as.

    Each word is compared with each, which would take hours.
    """
    return lambda spans, source, target, language: (
        [None] * len(spans)
        if len(source) > _LONGEST_SENTENCE
        else place(spans, source, target, language)
    )


def _word_places(
    spans: Sequence[tuple[int, int]], source: str, target: str, language: Language
) -> list[tuple[int, int] | None]:
    """Return where words went, by the bundled word table."""
    from vitrans.align.placement import place

    return place(spans, source, target, language)


def _is_foreign(document: Document, target: Target) -> bool:
    """Say whether most of a document's text is in the language that is translated from."""
    letters: Counter[bool] = Counter()
    for segment in document.segments:
        if segment.language in (Language.ENGLISH, Language.VIETNAMESE):
            letters[segment.language is not target] += len(segment.text)
    return letters[True] > letters[False]


def _kept(before: Segment, after: Segment, target: Target, foreign: bool) -> Unit:
    """Return the unit of a segment that is not translated.

    Figures alone, as in the cells of a table, are written as the target language has them where
    the document around them is `foreign`.
    """
    figures = not has_letters(after.text) or is_amount(after.text)
    if foreign and figures and not after.marks:
        from vitrans.translate.figures import localised

        written = localised(after.text, target)
        if target is Language.ENGLISH:
            written = with_english_currency(written)
        return _changed(before, after.with_translation(written), "rule")
    if after.kind is Kind.CREDIT:
        # In English a name stays as found: what the restorer makes of it is a guess.
        credit = before if target is Language.ENGLISH else after
        text = translate_credit(credit.text, target)
        made = credit
        if text != credit.text:
            made = transfer(credit, text, target, lambda spans, *_: [None] * len(spans))
        return _changed(before, made, "rule")
    unit = _changed(before, after, "restorer")
    if warning := _left(after, target):
        return replace(unit, translation=replace(unit.translation, warnings=(warning,)))
    return unit


def _left(segment: Segment, target: Target) -> str:
    """Return why a segment is left as it is, empty where nothing else was to be expected."""
    if segment.third:
        return f"not translated: its language is {segment.third!r}"
    if is_karaoke(segment) and segment.language is not target:
        return _SUNG
    if segment.language is Language.MIXED and target is Language.VIETNAMESE:
        return _MIXED
    if is_unknown(segment):
        return _UNKNOWN
    if part := left_over(segment, target):
        return f"not translated: {part}"
    return ""


def _changed(before: Segment, after: Segment, provenance: str) -> Unit:
    """Return a unit with its provenance, which is `copy` where nothing has changed."""
    same = after.raw == before.raw
    made = Translation(
        in_one_line(before), in_one_line(after), provenance="copy" if same else provenance
    )
    return Unit(before, after, made, after)


def _notes(before: Document, after: Document) -> Iterator[str]:
    """Yield what is wrong with the result as a whole: blocks or marks that came or went."""
    structure = named(before.format).structure
    if Counter(structure(render(before))) != Counter(structure(render(after))):
        yield _CHANGED
