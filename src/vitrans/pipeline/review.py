"""From a translated document to a sheet for a reviewer, and from a reviewed one to the document."""

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from vitrans.errors import InputError
from vitrans.exchange.bilingual import Code, Coded, Entry, Reviewed, Row, Sheet, shown
from vitrans.exchange.bilingual.codes import Numbering, coded, placed_marks, words_of
from vitrans.formats import named
from vitrans.pipeline.cue_runs import in_one_line
from vitrans.pipeline.marks import Place, with_marks
from vitrans.pipeline.restore import DetailedRestorer, FindEnglish
from vitrans.pipeline.translate import (
    UNSAFE,
    Sentences,
    Translated,
    Unit,
    find_sentences,
    is_read_alike,
    kept_units,
    translated,
    with_made_titles,
    with_units,
)
from vitrans.text import nfc
from vitrans.translate.confidence import confidence
from vitrans.translate.masking import with_lost_objects, without_doubled_objects
from vitrans.types import REVIEWER, Document, Kind, Language, MarkKind, Segment, Target, Translation

if TYPE_CHECKING:
    from vitrans.language import Detector

_LEFT = {
    Kind.BYLINE: "it is a byline",
    Kind.CREDIT: "it is a photo credit",
    Kind.SPEAKER: "it is the name of a speaker",
}
_NAMES = {Language.ENGLISH: "English", Language.VIETNAMESE: "Vietnamese"}
_OBJECTS = "what stood for {1} and its like was missing or there twice; it was put right"
_UNMARKED = "its marks were moved: they did not fit as they were given"
_LINES = re.compile(r"\s*[\r\n\v\f\x85\u2028\u2029]\s*")
_OBJECT = re.compile(r"\{\d{1,6}\}")


def sheet_of(done: Translated, name: str, target: Target) -> Sheet:
    """Return what became of a document's sentences, then of the titles of its links, a row each.

    Signs alone are left out.
    """
    units = (*done.units, *(done.titles.units if done.titles else ()))
    rows = (_row(number, unit, target) for number, unit in enumerate(units, 1))
    return Sheet(
        name, target, tuple(row for row in rows if any(map(str.isalnum, shown(row.source))))
    )


def _row(number: int, unit: Unit, target: Target) -> Row:
    numbering = Numbering.of(unit.restored)
    made = unit.translation
    return Row(
        id=number,
        source=coded(unit.source, numbering),
        target=coded(unit.result, numbering),
        line=unit.source.line,
        provenance=made.provenance,
        confidence=confidence(made),
        flags=made.warnings,
        left=_why_left(unit, target),
        alternatives=made.alternatives,
        matches=made.matches,
        terms=made.terms,
    )


def _why_left(unit: Unit, target: Target) -> str:
    """Return why a sentence was not translated, empty where it was, or where a warning says it."""
    made, source = unit.translation, unit.source
    if made.score is not None or made.warnings or made.provenance not in ("copy", "restorer"):
        return ""
    if source.kind in _LEFT:
        return _LEFT[source.kind]
    if made.provenance == "restorer":
        return "" if target is Language.VIETNAMESE else "its diacritics were restored only"
    if source.language is target:
        return f"it is {_NAMES[target]} already"
    return "no word to translate was recognised"


@dataclass(frozen=True, slots=True)
class Correction:
    """A sentence, restored where it was bare, and what a reviewer has said of its translation.

    Attributes:
        source: as the translator gets it; what stands for words is a private-use character.
        target: the same of the translation.
        line: the line of the document.
        changed: whether the reviewer changed it; None where the reviewed file does not tell.
        is_translation: whether the target is in another language.
        is_written: whether the document has it; not where its marks would be lost.
    """

    source: str
    target: str
    line: int
    changed: bool | None = None
    is_translation: bool = True
    is_written: bool = True


@dataclass(frozen=True, slots=True)
class Fixed:
    """A document as a reviewer wants it.

    Attributes:
        done: the document with what became of each sentence.
        corrections: what the reviewer said of each sentence, in order.
        missing: the sentences of which the reviewed file says nothing, which are as they were.
        unmatched: what it says of sentences that the document does not have.
    """

    done: Translated
    corrections: tuple[Correction, ...]
    missing: tuple[Segment, ...]
    unmatched: tuple[Entry, ...]

    def pairs(self) -> list[tuple[str, str]]:
        """Return the sources and targets that a reviewer has seen, for a translation memory."""
        kept = (one for one in self.corrections if one.is_translation and one.is_written)
        return [(one.source, one.target) for one in kept]


def fix_document(
    document: Document,
    reviewed: Reviewed,
    target: Target,
    restorer: DetailedRestorer,
    detector: "Detector",
    find_english: FindEnglish | None = None,
    place: Place | None = None,
) -> Fixed:
    """Return the original document with a reviewer's translations, its marks in their places.

    Sentences are found by their numbers and words; where the document has changed, by their words
    alone. An empty target counts as missing.

    Args:
        document: the original, as its format has read it.
        reviewed: what the reviewer gave back.
        target: the language that all of it is to be in.
        restorer: puts diacritics back.
        detector: tells languages.
        find_english: finds what is known of it in English.
        place: finds where words went; the bundled word table and copies if None.

    Raises:
        InputError: none of its sentences is in the reviewed file.
    """

    def fix(part: Document, given: Reviewed) -> Fixed:
        sentences = find_sentences(part, target, restorer, detector, find_english)
        return _fixed(sentences, given, place)

    done = fix(document, reviewed)
    titles: list[Fixed] = []

    def fix_titles(part: Document) -> Translated:
        rest = tuple(replace(entry, id=None) for entry in done.unmatched)
        titles.append(fix(part, replace(reviewed, entries=rest)))
        return titles[0].done

    made = with_made_titles(done.done, fix_titles)
    for one in titles:
        corrections, missing = (*done.corrections, *one.corrections), (*done.missing, *one.missing)
        done = Fixed(made, corrections, missing, one.unmatched)
    if not done.corrections:
        raise InputError(
            "none of the sentences reviewed is in the original; give the file that was translated"
        )
    return done


def _fixed(sentences: Sentences, reviewed: Reviewed, place: Place | None) -> Fixed:
    """Return sentences with a reviewer's translations."""
    found, unmatched = _matched(sentences, reviewed)
    found = {at: _tidy(entry, sentences.found.segments[at].text) for at, entry in found.items()}
    units = [
        _unit(unit, found[number], sentences, reviewed.coded, place) if number in found else unit
        for number, unit in enumerate(kept_units(sentences))
    ]
    wanted = zip(sentences.found.segments, sentences.wanted, strict=True)
    missing = (one for number, (one, want) in enumerate(wanted) if want and number not in found)
    return Fixed(
        with_units(sentences, units),
        tuple(
            _correction(units[number], found[number], sentences.wanted[number])
            for number in sorted(found)
        ),
        tuple(missing),
        unmatched,
    )


def _matched(
    sentences: Sentences, reviewed: Reviewed
) -> tuple[dict[int, Entry], tuple[Entry, ...]]:
    """Return the entry of each sentence, by its place, and the entries that are of none.

    Entries without a target say nothing.
    """
    keys = [_key(shown(coded(s, Numbering.of(s)))) for s in sentences.found.segments]
    given = [entry for entry in reviewed.entries if shown(entry.target).strip()]
    found: dict[int, Entry] = {}
    rest = []
    for entry in given:
        at = -1 if entry.id is None else entry.id - 1
        if 0 <= at < len(keys) and at not in found and keys[at] == _key(entry.source):
            found[at] = entry
        else:
            rest.append(entry)
    places: dict[str, list[int]] = defaultdict(list)
    for at in reversed(range(len(keys))):
        if at not in found:
            places[keys[at]].append(at)
    unmatched = []
    for entry in rest:
        if waiting := places.get(_key(entry.source)):
            found[waiting.pop()] = entry
        else:
            unmatched.append(entry)
    return found, tuple(unmatched)


def _tidy(entry: Entry, sentence: str) -> Entry:
    """Return an entry whose target has no white space around it, nor lines if its source has none.

    So a line break that a reviewer puts into a cell ends no cue and no paragraph.
    """
    target = list(entry.target)
    if not _LINES.search(sentence):
        target = [_LINES.sub(" ", one) if isinstance(one, str) else one for one in target]
    if isinstance(target[0], str):
        target[0] = target[0].lstrip()
    if isinstance(target[-1], str):
        target[-1] = target[-1].rstrip()
    return replace(entry, target=tuple(target))


def _key(text: str) -> str:
    """Return the words of a text by which a sentence is known: no objects, single spaces."""
    return " ".join(_OBJECT.sub("", nfc(text)).split())


def _unit(
    kept: Unit, entry: Entry, sentences: Sentences, is_coded: bool, place: Place | None
) -> Unit:
    """Return the unit of a sentence with the target that a reviewer gave it."""
    before, after = kept.source, kept.restored
    text, warnings = _with_objects(words_of(entry.target, after), after)
    told = Translation(in_one_line(before), text, provenance=REVIEWER, warnings=warnings)
    made = translated(before, after, told, sentences.target, place, sentences.document.format)
    wanted = _view(entry.target, is_coded)
    numbering = Numbering.of(after)
    for unit in (kept, made):
        if _view(coded(unit.result, numbering), is_coded) == wanted:
            return unit
    return _as_placed(made, entry, text, sentences.document.format) if is_coded else made


def _with_objects(text: str, sentence: Segment) -> tuple[str, tuple[str, ...]]:
    """Return a text with the objects of its sentence, each once, and what had to be done for it."""
    whole = with_lost_objects(sentence.text, without_doubled_objects(sentence.text, text))
    return whole, () if whole == text else (_OBJECTS,)


def _view(text: Coded, is_coded: bool) -> list[str]:
    """Return what a file shows of a text, with single spaces: its words, and its codes if any."""
    if not is_coded:
        return shown(text).split()
    pieces = (piece if isinstance(piece, str) else f" {_sign(piece)} " for piece in text)
    return "".join(pieces).split()


def _sign(code: Code) -> str:
    """Return what tells a code from others; files do not say whether it stands for words."""
    kind = MarkKind.ALONE if code.is_object else code.kind
    return f"\0{kind}{code.id}\0"


def _as_placed(made: Unit, entry: Entry, text: str, format: str) -> Unit:
    """Return a unit with its marks where the reviewer put them, if they can stand there."""
    after = made.restored
    marks = placed_marks(entry.target, after)
    if marks is not None:
        result = with_marks(after, text, marks)
        if is_read_alike(after, result, named(format).structure):
            return replace(made, result=result)
    warnings = (*made.translation.warnings, _UNMARKED)
    return replace(made, translation=replace(made.translation, warnings=warnings))


def _correction(unit: Unit, entry: Entry, is_translation: bool) -> Correction:
    after = unit.restored
    text, _ = _with_objects(words_of(entry.target, after), after)
    written = not any(one.startswith(UNSAFE) for one in unit.translation.warnings)
    return Correction(after.text, text, unit.source.line, entry.changed, is_translation, written)
