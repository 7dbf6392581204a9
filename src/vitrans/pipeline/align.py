"""The sentences of a text and of its translation, and which belong together."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from vitrans.align import Sentence, align_sentences
from vitrans.errors import InputError
from vitrans.pipeline.prepare import divide, tag
from vitrans.types import Bead, Bitext, Document, Language, Translator

if TYPE_CHECKING:
    from vitrans.language import Detector

_LINE_END = re.compile(r"[\r\n]")


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
    """Return the sentences of a divided document."""
    return [
        Sentence(_number(gap, document.format) + segment.text, starts)
        for segment, gap, starts in zip(
            document.segments, document.glue[:-1], _starts(document), strict=True
        )
    ]


def _starts(document: Document) -> Iterator[bool]:
    """Yield for each sentence whether it starts a paragraph.

    Rows of a page part paragraphs; elsewhere blank lines do, or line ends where there are none.
    """
    breaks = [gap.count("\n") for gap in document.glue[:-1]]
    least = 2 if any(count > 1 for count in breaks[1:]) else 1
    row = -1
    for segment, count in zip(document.segments, breaks, strict=True):
        yield row < 0 or (segment.row != row if segment.row else count >= least)
        row = segment.row


def _number(gap: str, format: str) -> str:
    """Return the number or letter that leads a line of a list, as it tells which one it is."""
    lead = _LINE_END.split(gap)[-1].lstrip()
    return f"{lead.rstrip()} " if format == "text" and any(map(str.isalnum, lead)) else ""
